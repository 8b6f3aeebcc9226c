"""How fast files become a graph, beside one connection that writes the same graph from rows in memory.

    python -m benchmarks.load --facts 100000

Ours reads, cleans and checks the files, and makes records, claims and entities of them with every index on. The
baseline is given the finished graph, node by node, and has nothing to do but write it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from statistics import median

from benchmarks.graph import Graph, read_graph, write_plainly
from benchmarks.mix import Mix, load_mix, make_mix
from benchmarks.results import Section, section
from benchmarks.scratch import empty_store, scratch_folder, scratch_home, wipe
from benchmarks.timing import alternating, ratio, seconds, timed
from graph_platform.database import Database, connect
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings

WARMING = 10_000
REACH, AIM = 0.8, 1.5


def measure(facts: int, times: int) -> Section:
    """Load exports of about so many facts, and write what came of it plainly, so many times in turns."""
    made = section(f"load-{facts}", f"1. Load of {facts:,} facts over Bolt")
    with scratch_folder() as folder, scratch_home() as settings:
        warming = make_mix(folder / "warming", WARMING, seed=5)
        mix = make_mix(folder / "exports", facts)
        graph = _example(settings, mix, made)
        ours = partial(_on_warm, settings, warming, work=lambda database: load_mix(database, settings, mix))
        plain = partial(_on_warm, settings, warming, work=lambda database: write_plainly(database, graph))
        made.note(_same(settings, warming, graph))
        pairs = alternating(times, lambda turn: ours(), lambda turn: plain())
        _report(made, graph, mix, pairs)
    return made


def _report(made: Section, graph: Graph, mix: Mix, pairs: list[tuple[float, float]]) -> None:
    mine, base = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    made.add("from files, end to end", f"{graph.facts / median(mine):,.0f} facts/s; {seconds(mine)}")
    made.add(
        "the same graph from rows in memory", f"{graph.facts / median(base):,.0f} facts/s; {seconds(base)}"
    )
    rate = 1 / ratio(pairs)
    made.add("our rate beside it", f"{rate:.2f} ×", f"≥ {REACH} (aim {AIM})", rate >= REACH)
    nodes = sum(map(len, graph.nodes.values()))
    relationships = sum(map(len, graph.relationships.values()))
    made.note(
        f"{graph.facts:,} facts ({graph.counts['Record']:,} records, {graph.counts['CLAIMS']:,} claims) out of "
        f"{mix.bytes / 1e6:.0f} MB in {', '.join(mix.files)}: {nodes:,} nodes, {relationships:,} relationships."
    )


def _example(settings: Settings, mix: Mix, made: Section) -> Graph:
    """What the files make of an empty database, as rows."""
    with connect(settings) as database:
        summaries = load_mix(database, settings, mix)
        graph = read_graph(database)
    stated = sum(summary.counts.facts for summary in summaries.values())
    rejected = sum(summary.rejected for summary in summaries.values())
    rows = sum(summary.rows for summary in summaries.values())
    made.note(
        f"{rows:,} rows state {stated:,} facts, of which others had stated some; {rejected} rows rejected."
    )
    return graph


def _same(settings: Settings, warming: Mix, graph: Graph) -> str:
    """Write plainly once and compare: both ways must make the same graph."""
    found: list[Graph] = []

    def work(database: Database) -> None:
        write_plainly(database, graph)
        found.append(read_graph(database, rows=False))

    _on_warm(settings, warming, work)
    found[0].check_same(graph)
    return (
        "Both graphs have the same counts of each label and type and the same checksum over all properties."
    )


def _on_warm(settings: Settings, warming: Mix, work: Callable[[Database], object]) -> float:
    """Seconds that work takes on a store in which nothing was, in a database that has loaded something just now."""
    empty_store(settings)
    with connect(settings) as database:
        ensure_schema(database)
        load_mix(database, settings, warming)
        small = read_graph(database)
        for _ in range(2):
            wipe(database)
            write_plainly(database, small)
            wipe(database)
            load_mix(database, settings, warming)
        wipe(database)
        return timed(lambda: work(database))[0]


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure at the sizes that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    return [measure(facts, options.times) for facts in options.facts]


if __name__ == "__main__":
    main()
