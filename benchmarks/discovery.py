"""Discovery over a wide graph: a whole run, and what one question costs.

python -m benchmarks.discovery --nodes 100000 1000000
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

import psutil

from benchmarks.drilldown_world import fill_world
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from graph_platform.database import Database, connect
from graph_platform.discovery.influence import at_customer
from graph_platform.discovery.introductions import introduce
from graph_platform.discovery.strength import strength
from graph_platform.discovery.ties import Looking
from graph_platform.settings import PREFIX, Settings

PAIRS = 1_000
MINUTES, GIGABYTES, TIMES = 20.0, 8.0, 13.0
IDS = "MATCH (n:{label}) WITH n LIMIT 20000 RETURN n.id AS id"
NEAR = """MATCH (:Entity {id: $id})-[:OWNS|SUPPLIES|WORKS_FOR]-()-[:OWNS|SUPPLIES|WORKS_FOR]-(n)
RETURN n.id AS id LIMIT 1"""


def whole_run(settings: Settings) -> tuple[float, float]:
    """Seconds of `graph-platform discover`, and gigabytes that it and the database took at most, together."""
    program = str(Path(sys.executable).with_name("graph-platform"))
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    began = time.perf_counter()
    process = subprocess.Popen([program, "discover", "--json"], env=environment, stdout=subprocess.DEVNULL)
    most = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            most[0] = max(most[0], _resident(process.pid) + _java(settings))

    thread = threading.Thread(target=watch)
    thread.start()
    code = process.wait()
    done.set()
    thread.join()
    if code:
        raise SystemExit(f"discover ended with {code}")
    return time.perf_counter() - began, most[0]


def _resident(pid: int) -> float:
    with suppress(psutil.Error):
        return float(psutil.Process(pid).memory_info().rss) / 2**30
    return 0.0


def _java(settings: Settings) -> float:
    home = str(settings.home)
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "java" and any(home in part for part in process.info["cmdline"] or ()):
            return _resident(process.pid)
    return 0.0


def questions(made: Section, database: Database, size: str) -> None:
    """Strength of pairs, half of them two ties apart; introductions and influence."""
    random = Random(1)
    companies = [row["id"] for row in database.read(IDS.format(label="Organization"))]
    people = [row["id"] for row in database.read(IDS.format(label="Person"))]
    pairs = []
    for number in range(PAIRS):
        one = random.choice(companies if number % 4 < 2 else people)
        near = database.read(NEAR, {"id": one}) if number % 2 else []
        pairs.append((one, near[0]["id"] if near else random.choice(people)))
    looking = Looking(date.today())
    for one, other in pairs[:100]:
        strength(database, looking, one, other)
    taken = _timed(
        [lambda one=one, other=other: strength(database, looking, one, other) for one, other in pairs]
    )
    tail = taken[int(0.99 * len(taken))]
    said = f"p50 {median(taken):.1f} ms, p99 {tail:.1f} ms"
    made.add(f"{size}: strength of a pair, {PAIRS:,} pairs", said, "p99 < 50 ms", tail < 50)
    some = [random.choice(companies) for _ in range(100)]
    for what, ask in (("introduction", introduce), ("influence at an organization", at_customer)):
        taken = _timed([lambda id_=id_, ask=ask: ask(database, looking, id_) for id_ in some])
        made.add(f"{size}: {what}", f"p50 {median(taken):.0f} ms, p99 {taken[98]:.0f} ms")


def _timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def main(arguments: Sequence[str] | None = None) -> list[Section]:
    """Measure at the sizes that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--home", type=Path, help="A home that holds the graph of the last size already.")
    options = parser.parse_args(arguments)
    made = section("discovery", "24. Discovery over a wide graph")
    seconds = []
    for nodes in options.nodes:
        kept = options.home if nodes == options.nodes[-1] else None
        with scratch_folder() as scratch, scratch_home(kept) as settings:
            if not (settings.home / "neo4j" / "data" / "databases").exists():
                fill_world(settings.home, scratch, nodes)
            with connect(settings) as database:
                size = f"{nodes:,} nodes"
                took, memory = whole_run(settings)
                seconds.append(took)
                is_largest = nodes >= 1_000_000
                reached = took <= MINUTES * 60 and memory <= GIGABYTES if is_largest else None
                target = f"≤ {MINUTES:.0f} min and ≤ {GIGABYTES:.0f} GB" if is_largest else ""
                made.add(f"{size}: a whole run", f"{took:.0f} s, {memory:.1f} GB with Neo4j", target, reached)
                questions(made, database, size)
    if len(seconds) > 1:
        times = seconds[-1] / seconds[0]
        made.add("time for ten times the data", f"{times:.1f} ×", f"≤ {TIMES:.0f} ×", times <= TIMES)
    return [made]


if __name__ == "__main__":
    main()
