"""How fast an empty database is filled at once, beside Neo4j's import alone and beside the ordinary load.

    python -m benchmarks.bulk --facts 1000000

Ours begins with source files and a home in which nothing is yet, and ends with a database that answers, every index
filled: Neo4j's first start is in it. The import alone is given the CSV files that ours wrote; the ordinary load has a
database that runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psutil

from benchmarks.graph import count_facts, read_graph
from benchmarks.mix import Mix, load_mix, make_mix, mix_of, source_of
from benchmarks.results import Section, section
from benchmarks.scratch import empty_store, scratch_folder, scratch_home
from benchmarks.timing import seconds, timed
from graph_platform import managed
from graph_platform.database import connect
from graph_platform.loading.bulk.fill import fill, opened_files, write_tables
from graph_platform.loading.load import Request
from graph_platform.managed import admin
from graph_platform.managed.artifacts import ensure_jars, repository_of
from graph_platform.managed.home import home_of
from graph_platform.schema import ensure_schema
from graph_platform.settings import PREFIX, Settings, read_settings

MOST, AIM, LEAST = 8, 4, 3
MEMORY = 700
MEGABYTE = 10**6
NOT_FILLED = {"FormerId", "LEADS_TO"}


def measure(facts: int, times: int) -> Section:
    """Fill with exports of about so many facts, import the same, and load them, so many times in turns."""
    made = section(f"bulk-{facts}", f"8. Filling at once with {facts:,} facts")
    with scratch_folder() as folder, scratch_home() as settings:
        mix = make_mix(folder / "exports", facts)
        fills, alone, ordinary = list[dict[str, Any]](), list[float](), list[float]()
        for _ in range(times):
            fills.append(_fill_apart(settings, folder / "exports"))
            with connect(settings) as database:
                stored = count_facts(database)
            filled = _counts(settings)
            alone.append(_import(settings, mix))
            ordinary.append(_load(settings, mix))
            if filled != _counts(settings):
                raise SystemExit("the two ways make different graphs")
        made.note(f"{stored:,} facts out of {mix.bytes / MEGABYTE:,.0f} MB in {', '.join(mix.files)}.")
    ours = [told["seconds"] for told in fills]
    made.add(
        "from files to a database that answers", f"{stored / median(ours):,.0f} facts/s; {seconds(ours)}"
    )
    made.add("`neo4j-admin database import` of the same", seconds(alone))
    made.add("the ordinary load", f"{stored / median(ordinary):,.0f} facts/s; {seconds(ordinary)}")
    beside = median(ours) / median(alone)
    made.add("ours beside the import alone", f"{beside:.1f} ×", f"≤ {MOST} (aim {AIM})", beside <= MOST)
    faster = median(ordinary) / median(ours)
    made.add("the ordinary load beside ours", f"{faster:.1f} ×", f"≥ {LEAST}", faster >= LEAST)
    peak = max(told["peak"] for told in fills)
    made.add("memory of ours", f"{peak:.0f} MB at most", f"< {MEMORY} MB", peak < MEMORY)
    parts = (f"{part} {taken:.1f} s" for part, taken in fills[-1]["parts"].items())
    made.note(f"Ours: {'; '.join(parts)}.")
    made.note(
        "Both ways have the same counts of each label and type, but for former ids, which a fill has none of."
    )
    return made


def _requests(settings: Settings, mix: Mix) -> list[Request]:
    return [_request(settings, part, files) for part, files in mix.files.items()]


def _request(settings: Settings, part: str, files: Sequence[Path]) -> Request:
    return Request(source_of(part), files, part, settings.home)


def _fill_apart(settings: Settings, folder: Path) -> dict[str, Any]:
    """Fill in a process of its own; what that says of itself."""
    managed.stop(settings)
    shutil.rmtree(settings.home, ignore_errors=True)
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    command = [sys.executable, "-m", "benchmarks.bulk", "--fill", str(folder)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _fill_and_tell(folder: Path) -> None:
    settings, since, step = read_settings(), perf_counter(), "checking"
    parts, peak = dict[str, float](), 0.0
    mix = mix_of(folder)
    makers = [partial(_request, settings, part, files) for part, files in mix.files.items()]

    def note(name: str, done: int, size: int) -> None:
        nonlocal step, since, peak
        peak = max(peak, _memory())
        name = name.split()[0]
        if name != step:
            parts[step] = perf_counter() - since
            step, since = name, perf_counter()

    taken, _ = timed(lambda: fill(settings, [make() for make in makers], note, makers))
    note("end", 0, 0)
    print(json.dumps({"seconds": taken, "parts": parts, "peak": peak}))


def _memory() -> float:
    """Megabytes of this process and those that read for it; Neo4j's are Java's."""
    here = psutil.Process()
    processes = [here, *(child for child in here.children() if "java" not in child.name())]
    return sum(process.memory_info().rss for process in processes) / MEGABYTE


def _import(settings: Settings, mix: Mix) -> float:
    """Neo4j's own part, beside everything else."""
    managed.stop(settings)
    with scratch_folder() as folder:
        asked = opened_files(_requests(settings, mix))
        _, options = write_tables(folder, asked, (), lambda step, done, size: None)
        jars = ensure_jars(repository_of(settings))
        return timed(partial(admin.fill, home_of(settings), jars, options, folder))[0]


def _load(settings: Settings, mix: Mix) -> float:
    empty_store(settings)
    with connect(settings) as database:
        ensure_schema(database)
        return timed(lambda: load_mix(database, settings, mix))[0]


def _counts(settings: Settings) -> dict[str, int]:
    with connect(settings) as database:
        counts = read_graph(database, rows=False).counts
    return {name: count for name, count in counts.items() if name not in NOT_FILLED}


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure at the sizes that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.fill:
        _fill_and_tell(options.fill)
        return []
    return [measure(facts, options.times) for facts in options.facts]


if __name__ == "__main__":
    main()
