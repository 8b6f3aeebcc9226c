"""How much memory a loader takes, with little input and with much.

    python -m benchmarks.memory --megabytes 100 1000

The input is tickets whose texts are long (8 KB each), so that a gigabyte is loaded in minutes; `benchmarks.growth` has
the memory over millions of small rows. A process of its own loads each file, and says how much it took at most.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import psutil

from benchmarks.mix import make_mix, source_of
from benchmarks.results import Section, section
from benchmarks.scratch import empty_store, scratch_folder, scratch_home
from graph_platform import managed
from graph_platform.database import connect
from graph_platform.loading.load import Request, load
from graph_platform.settings import PREFIX, Settings, read_settings

MOST = 500
MEGABYTE = 10**6
TEXT = 8_000
FLAT = 1.25
WORDS = (
    "battery",
    "range",
    "charge",
    "cell",
    "module",
    "swap",
    "fleet",
    "cold",
    "电池",
    "续航",
    "充电",
    "换电",
    "车队",
)


def measure(megabytes: list[int]) -> Section:
    """Load files of these sizes, each into an empty database."""
    made = section("memory", "3. Memory of the loader")
    peaks = []
    with scratch_folder() as folder, scratch_home() as settings:
        for size in megabytes:
            path = _tickets(folder / "tickets.json", size)
            empty_store(settings)
            told = _load_apart(settings, path)
            peaks.append(told["peak"])
            made.add(
                f"{path.stat().st_size / MEGABYTE:,.0f} MB of input, {told['facts']:,} facts",
                f"{told['peak']:.0f} MB at most; after each tenth {', '.join(f'{rss:.0f}' for rss in told['tenths'])}",
                f"< {MOST} MB",
                told["peak"] < MOST,
            )
            made.note(f"{path.stat().st_size / MEGABYTE:,.0f} MB were loaded in {told['seconds']:.0f} s.")
            path.unlink()
    flat = max(peaks) / min(peaks)
    made.add("most beside least", f"{flat:.2f} ×", f"flat (≤ {FLAT})", flat <= FLAT)
    made.note("Without Neo4j's own memory. Tickets with 8 KB of text each, exported as Zendesk does.")
    return made


def _tickets(path: Path, megabytes: int) -> Path:
    """Tickets of the generator with long texts, again and again with new numbers, until the file is large enough."""
    with scratch_folder() as folder:
        (files,) = (files for part, files in make_mix(folder, 20_000).files.items() if part == "zendesk")
        lines = (
            next(file for file in files if file.name == path.name)
            .read_text(encoding="utf-8")
            .splitlines()[1:-1]
        )
    tickets = [json.loads(line.rstrip(",")) for line in lines]
    rng, written, number = Random(1), 0, 0
    with path.open("w", encoding="utf-8") as file:
        written += file.write('{"tickets": [')
        while written < megabytes * MEGABYTE:
            ticket = tickets[number % len(tickets)] | {"id": 10_000_000 + number, "description": _text(rng)}
            text = json.dumps(ticket, ensure_ascii=False)
            file.write((",\n" if number else "\n") + text)
            written += len(text.encode())
            number += 1
        file.write(f'\n], "count": {number}, "end_time": 1793491200, "end_of_stream": true}}\n')
    return path


def _text(rng: Random) -> str:
    return " ".join(rng.choices(WORDS, k=TEXT // 8))


def _load_apart(settings: Settings, path: Path) -> dict[str, Any]:
    """What the loading process says of itself."""
    managed.ensure_running(settings)
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    command = [sys.executable, "-m", "benchmarks.memory", "--load", str(path)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _load_and_tell(path: Path) -> None:
    settings, process, tenths = read_settings(), psutil.Process(), list[float]()

    def progress(read: int, size: int, rows: int) -> None:
        while len(tenths) < 10 * read // size:
            tenths.append(process.memory_info().rss / MEGABYTE)

    with connect(settings) as database:
        request = Request(source_of("zendesk"), [path], "zendesk", settings.home)
        summary = load(database, request, progress)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    told = {
        "peak": peak / MEGABYTE,
        "tenths": tenths,
        "facts": summary.counts.facts,
        "seconds": summary.seconds,
    }
    print(json.dumps(told))


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure at the sizes that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, nargs="+", default=[100, 1_000])
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.load:
        _load_and_tell(options.load)
        return []
    return [measure(options.megabytes)]


if __name__ == "__main__":
    main()
