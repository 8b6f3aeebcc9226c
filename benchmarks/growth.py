"""Whether a fact takes longer the more there are.

    python -m benchmarks.growth --facts 3000000 --window 100000

Exports of one company are cut into consecutive windows and loaded one after the other into the same data sets.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from benchmarks.graph import count_facts
from benchmarks.mix import Mix, load_mix, make_mix, split
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from benchmarks.timing import timed
from graph_platform.database import Database, connect
from graph_platform.settings import Settings

MOST = 1.3
MEGABYTE = 10**6


@dataclass(frozen=True, slots=True)
class Window:
    """One piece of the whole load: how many facts were there after it, how long each new one took, our memory."""

    facts: int
    microseconds: float
    megabytes: float


def measure(facts: int, window: int, home: Path | None = None) -> Section:
    """Load so many facts in windows; with `home` the graph stays there for `benchmarks.reading`."""
    made = section("growth", f"6. Growth from {window:,} to {facts:,} facts")
    with scratch_folder() as folder, scratch_home(home) as settings:
        mix = make_mix(folder / "exports", facts)
        pieces = split(mix, folder / "windows", max(facts // window, 2))
        windows = _load(settings, pieces)
        _report(made, windows, mix)
    return made


def _load(settings: Settings, pieces: Sequence[Mix]) -> list[Window]:
    windows, process = list[Window](), psutil.Process()
    with connect(settings) as database:
        before = count_facts(database)
        for piece in pieces:
            window = _window(database, settings, piece, before, process)
            windows.append(window)
            before = window.facts
            print(
                f"  {window.facts:>10,} facts: {window.microseconds:5.0f} µs for each, {window.megabytes:.0f} MB",
                flush=True,
            )
    return windows


def _window(
    database: Database, settings: Settings, piece: Mix, before: int, process: psutil.Process
) -> Window:
    taken, _ = timed(lambda: load_mix(database, settings, piece))
    after = count_facts(database)
    return Window(after, taken / (after - before) * 1e6, process.memory_info().rss / MEGABYTE)


def _report(made: Section, windows: Sequence[Window], mix: Mix) -> None:
    # the first window warms the database
    warm = windows[1:]
    part = max(len(warm) // 10, 1)
    first = median(window.microseconds for window in warm[:part])
    last = median(window.microseconds for window in warm[-part:])
    made.add(f"a fact, up to {warm[part - 1].facts:,}", f"{first:.0f} µs")
    made.add(f"a fact, up to {warm[-1].facts:,}", f"{last:.0f} µs")
    made.add("last beside first", f"{last / first:.2f} ×", f"≤ {MOST}", last / first <= MOST)
    slowest = max(window.microseconds for window in warm)
    made.add("slowest window beside first", f"{slowest / first:.2f} ×")
    peak = max(window.megabytes for window in windows)
    made.add("memory of the loader", f"{warm[0].megabytes:.0f} MB after two windows, {peak:.0f} MB at most")
    made.note(f"Medians of {part} windows at each end; µs for each window: " + _all(windows))
    made.note(f"{mix.bytes / MEGABYTE:,.0f} MB of input: {', '.join(mix.files)}.")


def _all(windows: Sequence[Window]) -> str:
    return ", ".join(f"{window.microseconds:.0f}" for window in windows)


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure up to the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=int, default=3_000_000)
    parser.add_argument("--window", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="A new folder to keep the graph in.")
    options = parser.parse_args(arguments)
    return [measure(options.facts, options.window, options.home)]


if __name__ == "__main__":
    main()
