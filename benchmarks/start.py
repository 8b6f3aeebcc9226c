"""How long the database takes to start, beside Neo4j without the platform.

    python -m benchmarks.start --times 5

Ours is the command `graph-platform db start`, from its first to its last moment, in a process of its own. The baseline
is Java with the same flags, class path and folders, until it answers a query: once with the platform's cache of
loaded classes and once without it, as Neo4j comes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import psutil

from benchmarks.results import Section, section
from benchmarks.scratch import scratch_home
from benchmarks.timing import seconds, timed
from graph_platform import managed
from graph_platform.database import answers
from graph_platform.managed.endpoint import Endpoint
from graph_platform.managed.home import Home, home_of, password_of, read_port
from graph_platform.managed.java import java
from graph_platform.managed.port import HOST, listens
from graph_platform.managed.process import MAIN_CLASS
from graph_platform.settings import PREFIX, Settings

MOST = 1.2
POLL_SECONDS = 0.02
CACHE = "-XX:AOT"


def measure(times: int) -> Section:
    """Start both in turns, each in a fresh process on the same home."""
    made = section("start", "4. Start of the database, artifacts cached")
    taken: dict[str, list[float]] = {"ours": [], "same flags": [], "as it comes": []}
    with scratch_home() as settings:
        managed.ensure_running(settings)
        managed.stop(settings)
        ways: list[tuple[str, Callable[[], float]]] = [
            ("ours", lambda: _by_command(settings)),
            ("same flags", lambda: _alone(settings, cached=True)),
            ("as it comes", lambda: _alone(settings, cached=False)),
        ]
        for _, way in ways:  # the files of all three are in the system's cache from here on
            way()
        for turn in range(times):
            for name, way in ways[turn % 3 :] + ways[: turn % 3]:
                taken[name].append(way())
    _report(made, taken)
    return made


def _report(made: Section, taken: dict[str, list[float]]) -> None:
    made.add("`graph-platform db start`", seconds(taken["ours"]))
    for name, title in (
        ("same flags", "Java with the same flags, until it answers"),
        ("as it comes", "Java without the cache of loaded classes"),
    ):
        made.add(title, seconds(taken[name]))
    ratio = median(taken["ours"]) / median(taken["same flags"])
    made.add("ours beside the same flags", f"{ratio:.2f} ×", f"≤ {MOST}", ratio <= MOST)
    plain = median(taken["ours"]) / median(taken["as it comes"])
    made.add("ours beside Neo4j as it comes", f"{plain:.2f} ×", f"≤ {MOST}", plain <= MOST)


def _by_command(settings: Settings) -> float:
    command = [str(Path(sys.executable).parent / "graph-platform"), "db", "start"]
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    taken, _ = timed(lambda: subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL))
    managed.stop(settings)
    return taken


def _alone(settings: Settings, *, cached: bool) -> float:
    home = home_of(settings)
    arguments = _arguments(home, cached)
    endpoint = Endpoint(f"bolt://{HOST}:{read_port(home)}", "neo4j", password_of(home))
    began = perf_counter()
    process = psutil.Popen(
        [str(java()), *arguments, MAIN_CLASS, f"--home-dir={home.neo4j}", f"--config-dir={home.conf}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not (listens(read_port(home) or 0) and answers(endpoint)):
            if process.poll() is not None:
                raise SystemExit("Neo4j ended before it answered")
            sleep(POLL_SECONDS)
        return perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _arguments(home: Home, cached: bool) -> Sequence[str]:
    """What the platform started Java with the last time, from the file that it left."""
    lines = (home.run / "java.args").read_text(encoding="utf-8").splitlines()
    kept = [line[1:-1].replace('\\"', '"').replace("\\\\", "\\") for line in lines]
    return kept if cached else [argument for argument in kept if not argument.startswith(CACHE)]


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure as often as is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5)
    return [measure(parser.parse_args(arguments).times)]


if __name__ == "__main__":
    main()
