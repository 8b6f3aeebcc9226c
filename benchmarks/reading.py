"""How long a person waits: where a value comes from, and one hop of twenty neighbours, on a large graph.

    python -m benchmarks.growth --facts 3000000 --home big && python -m benchmarks.reading --home big

Thousands of entities, taken at random, are asked for, beside the plainest statement that finds each by its id.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from benchmarks.graph import count_facts
from benchmarks.mix import load_mix, make_mix
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from benchmarks.timing import percentile
from graph_platform.database import Database, connect
from graph_platform.ontology.system import ENTITY_PROPERTIES
from graph_platform.statements import statement

MOST = 0.020
NEIGHBOURS = 20
RECORDS = 20
WARMING = 300
# spread over the whole store by the ids, which are hashes
VALUES = """MATCH (entity:Entity) WHERE entity.id >= $from
WITH entity LIMIT $count RETURN entity.id AS id, keys(entity) AS names"""
HUBS = """MATCH (entity:Entity)
CALL (entity) {
  MATCH (entity)-[joined]->(:Entity) RETURN type(joined) AS type, true AS outgoing, count(*) AS joined
  UNION ALL
  MATCH (entity)<-[joined]-(:Entity) RETURN type(joined) AS type, false AS outgoing, count(*) AS joined
}
WITH entity, type, outgoing, joined WHERE joined >= $least
RETURN entity.id AS id, type, outgoing, joined"""
RAW_NODE = "MATCH (entity:Entity {id: $id}) RETURN entity"
RAW_HOP = {
    True: "MATCH (entity:Entity {{id: $id}})-[joined:{type}]->(other) RETURN joined, other LIMIT $limit",
    False: "MATCH (entity:Entity {{id: $id}})<-[joined:{type}]-(other) RETURN joined, other LIMIT $limit",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: ours and the plainest way to find the same nodes."""

    text: str
    raw: str
    parameters: Mapping[str, Any]


def measure(count: int, facts: int, home: Path | None) -> Section:
    """Ask so many questions of each kind; without a home that holds a graph, one is loaded first."""
    made = section("reading", "7. Reading")
    with scratch_folder() as folder, scratch_home(home) as settings, connect(settings) as database:
        if not count_facts(database):
            load_mix(database, settings, make_mix(folder, facts))
        made.title = f"7. Reading from a graph of {count_facts(database):,} facts"
        rng = Random(7)
        _ask(made, database, "where one value comes from", _values(database, count, rng))
        _ask(
            made,
            database,
            f"one hop of {NEIGHBOURS} neighbours, with the claims",
            _hops(database, count, rng),
        )
    return made


def _values(database: Database, count: int, rng: Random) -> list[Question]:
    """Any value of any entity."""
    questions: list[Question] = []
    while len(questions) < count:
        for row in database.read(VALUES, {"from": f"{rng.getrandbits(128):032x}", "count": 10}):
            names = sorted(name for name in row["names"] if name not in ENTITY_PROPERTIES)
            if names:
                parameters = {"id": row["id"], "property": rng.choice(names), "limit": RECORDS}
                questions.append(Question(statement("show/provenance"), RAW_NODE, parameters))
    return questions[:count]


def _hops(database: Database, count: int, rng: Random) -> list[Question]:
    """Entities that have twenty neighbours and more by one type of relationship; every one, again and again if few."""
    found = database.read(HUBS, {"least": NEIGHBOURS})
    rng.shuffle(found)
    return [
        Question(
            statement("show/neighbours"),
            RAW_HOP[row["outgoing"]].format(type=row["type"]),
            {"id": row["id"], "type": row["type"], "outgoing": row["outgoing"], "limit": NEIGHBOURS},
        )
        for row in (found * (count // max(len(found), 1) + 1))[:count]
    ]


def _ask(made: Section, database: Database, what: str, questions: Sequence[Question]) -> None:
    """Ask each question both ways, in turns, after some that warm the statements."""
    ours, raw = list[float](), list[float]()
    with database.session("read") as session:
        ways: list[tuple[list[float], Callable[[Question], object]]] = [
            (ours, lambda each: database.read(each.text, each.parameters)),
            (raw, lambda each: list(session.run(each.raw, dict(each.parameters)))),
        ]
        for number, question in enumerate([*questions[:WARMING], *questions]):
            for taken, way in ways[:: 1 if number % 2 else -1]:
                began = perf_counter()
                way(question)
                if number >= WARMING:
                    taken.append(perf_counter() - began)
    worst = percentile(ours, 0.99)
    target = f"p99 < {MOST * 1000:.0f} ms"
    made.add(f"{what} ({len(questions):,} times)", _told(ours), target, worst < MOST)
    made.add("the same nodes by raw Bolt", _told(raw))
    different = len({question.parameters["id"] for question in questions})
    made.note(
        f"{what}: {different:,} different entities; p99 is {worst / percentile(raw, 0.99):.1f} × raw Bolt's."
    )


def _told(values: Sequence[float]) -> str:
    p50, p99 = (percentile(values, share) * 1000 for share in (0.5, 0.99))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {max(values) * 1000:.1f} ms"


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure on the graph that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument(
        "--facts", type=int, default=3_000_000, help="How many to load where the home is empty."
    )
    parser.add_argument("--home", type=Path, help="A folder with a graph, such as benchmarks.growth keeps.")
    options = parser.parse_args(arguments)
    return [measure(options.count, options.facts, options.home)]


if __name__ == "__main__":
    main()
