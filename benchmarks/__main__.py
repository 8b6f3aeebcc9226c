"""Measure everything and write it down in `RESULTS.md`.

python -m benchmarks            about an hour
python -m benchmarks --quick    some minutes, with little data
python -m benchmarks load again only these
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    again,
    asking,
    bulk,
    demo,
    discovery,
    drilldown,
    flood,
    growth,
    links,
    load,
    mcp,
    memory,
    parsing,
    policy,
    reading,
    recognition,
    recognition_text,
    resolution,
    resolution_scale,
    resolution_truth,
    search,
    soak,
    start,
    stories,
)
from benchmarks.results import Section, keep
from benchmarks.scratch import scratch_folder

PEER = Path(__file__).parents[2] / "shared" / "peers" / "neo4j-graphql"
Run = Callable[[bool, Path], list[Section]]
RUNS: dict[str, Run] = {
    "load": lambda quick, home: load.main(["--facts", "20000", "--times", "1"] if quick else []),
    "again": lambda quick, home: again.main(["--facts", "20000", "--times", "1"] if quick else []),
    "bulk": lambda quick, home: bulk.main(["--facts", "20000", "--times", "1"] if quick else []),
    "memory": lambda quick, home: memory.main(["--megabytes", "5", "20"] if quick else []),
    "start": lambda quick, home: start.main(["--times", "1"] if quick else []),
    "demo": lambda quick, home: demo.main(["--times", "1"] if quick else []),
    "parsing": lambda quick, home: parsing.main(["--customers", "20", "--rows", "500"] if quick else []),
    "recognition": lambda quick, home: recognition.main(["--customers", "20"] if quick else []),
    "recognition_text": lambda quick, home: recognition_text.main(
        ["--names", "5000", "--times", "1"] if quick else []
    ),
    "resolution": lambda quick, home: resolution.main([]),
    "resolution_truth": lambda quick, home: resolution_truth.main(["--customers", "200"] if quick else []),
    "search": lambda quick, home: search.main(["--names", "20000", "--each", "100"] if quick else []),
    "resolution_scale": lambda quick, home: resolution_scale.main(["--customers", "500"] if quick else []),
    "ask": lambda quick, home: asking.main([]),
    "links": lambda quick, home: links.main(
        ["--tasks", "cn_chain", "cn_persons", "--seeds", "0"] if quick else []
    ),
    "drilldown": lambda quick, home: drilldown.main(
        ["--nodes", "20000", "--seconds", "0.5", "--times", "1"] if quick else ["--peer", str(PEER)]
    ),
    "soak": lambda quick, home: soak.main(["--minutes", "1", "--nodes", "5000"] if quick else []),
    "flood": lambda quick, home: flood.main(["--seconds", "3", "--nodes", "5000"] if quick else []),
    "policy": lambda quick, home: policy.main(
        ["--nodes", "5000", "--seconds", "0.5", "--times", "1"] if quick else []
    ),
    "mcp": lambda quick, home: mcp.main(
        ["--nodes", "5000", "--seconds", "1", "--times", "1"] if quick else []
    ),
    "discovery": lambda quick, home: discovery.main(["--nodes", "5000"] if quick else []),
    "growth": lambda quick, home: growth.main(
        ["--home", str(home), *(["--facts", "60000", "--window", "10000"] if quick else [])]
    ),
    "stories": lambda quick, home: stories.main(["--worlds", "200:1", "--null", "0"] if quick else []),
    "reading": lambda quick, home: reading.main(
        ["--home", str(home), *(["--facts", "60000", "--count", "200"] if quick else [])]
    ),
}


def main() -> None:
    """Run what is asked for; what was measured is kept after each, unless it was quick."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[*RUNS, []], help="Which; all where none is named.")
    parser.add_argument("--quick", action="store_true", help="Little data and one turn; nothing is kept.")
    options = parser.parse_args()
    with scratch_folder() as folder:
        for name in options.names or RUNS:
            made = RUNS[name](options.quick, folder / "home")
            if not options.quick:
                keep(made)


if __name__ == "__main__":
    main()
