"""How long `make demo` takes the second time, and how much of that is ours.

    python -m benchmarks.demo --times 5

Once with the database stopped in between and once with it running. Ours is everything but the wait for Neo4j to answer.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
from pathlib import Path
from statistics import median

from benchmarks.results import Section, section
from benchmarks.scratch import scratch_home
from benchmarks.timing import seconds, timed
from graph_platform import managed
from graph_platform.settings import PREFIX, Settings

IN_ALL, OURS = 60.0, 10.0
CHECKOUT = Path(__file__).parent.parent
WAITED = re.compile(r"([\d.]+) s in all, ([\d.]+) s of it until the database answered")


def measure(times: int) -> Section:
    """Run the demo once, and then again and again."""
    made = section("demo", "5. `make demo` the second time")
    with scratch_home() as settings:
        first, _ = _demo(settings)
        made.note(f"The first time, with the environment and the artifacts there: {first:.1f} s.")
        for name, stopped in (("database stopped before", True), ("database running", False)):
            taken = [_again(settings, stopped) for _ in range(times)]
            whole, ours = [each[0] for each in taken], [each[0] - each[1] for each in taken]
            made.add(f"{name}: in all", seconds(whole), f"< {IN_ALL:.0f} s", median(whole) < IN_ALL)
            made.add(f"{name}: ours", seconds(ours), f"< {OURS:.0f} s", median(ours) < OURS)
    return made


def _again(settings: Settings, stopped: bool) -> tuple[float, float]:
    if stopped:
        managed.stop(settings)
    return _demo(settings)


def _demo(settings: Settings) -> tuple[float, float]:
    """Seconds of the whole command, and of those until the database answered."""
    environment = os.environ | {f"{PREFIX}HOME": str(settings.home)}
    taken, done = timed(
        lambda: subprocess.run(
            ["make", "demo"], cwd=CHECKOUT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    )
    found = WAITED.search(re.sub(r"\x1b\[[\d;]*m", "", done.stdout))
    if not found:
        raise SystemExit("the demo did not say how long it waited for the database")
    return taken, float(found[2])


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure as often as is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5)
    return [measure(parser.parse_args(arguments).times)]


if __name__ == "__main__":
    main()
