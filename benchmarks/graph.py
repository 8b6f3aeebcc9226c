"""A whole graph in memory, what tells two of them apart, and the plain way to write one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import blake2b
from typing import Any, NamedTuple

import pandas as pd
from neo4j import ManagedTransaction
from neo4j.time import Date, DateTime

from graph_platform.database import Database, run
from graph_platform.schema import UNIQUE_NODES

NODES = "MATCH (node) RETURN id(node) AS id, labels(node) AS labels, properties(node) AS properties"
RELATIONSHIPS = """MATCH (start)-[joined]->(end)
RETURN id(start) AS start, type(joined) AS type, id(end) AS end, properties(joined) AS properties"""
KEYS = dict(UNIQUE_NODES)
BATCH = 10_000
BOOKKEEPING = ("DataSet", "Run", "Lock")
BOOKKEPT = {(label,) for label in BOOKKEEPING}


class Node(NamedTuple):
    """A node as others refer to it: a label that has a unique key, that key, and its value.

    A version has no key, and is never referred to: it is written with the relationship that leads from it.
    """

    label: str
    key: str
    value: Any
    row: dict[str, Any] | None = None


class Joined(NamedTuple):
    """Relationships of one type between nodes of two labels."""

    type: str
    start: str
    start_key: str
    end: str
    end_key: str


@dataclass(slots=True)
class Graph:
    """Every node by its labels and every relationship by its ends, as rows for `UNWIND`, and their checksum."""

    nodes: dict[tuple[str, ...], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    relationships: dict[Joined, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    checksum: int = 0
    said: int = 0

    @property
    def facts(self) -> int:
        """Records and claims."""
        return self.counts["Record"] + self.counts["CLAIMS"]

    def without_bookkeeping(self) -> tuple[Counter[str], int]:
        """Counts and checksum of what sources say and what follows from it, without the notes of runs."""
        counts = Counter({name: count for name, count in self.counts.items() if name not in BOOKKEEPING})
        return counts, self.said

    def check_same(self, other: Graph) -> None:
        """Both must hold the same, by counts of each label and type and by a checksum over all properties."""
        if self.counts != other.counts:
            raise SystemExit(
                f"the graphs differ by {self.counts - other.counts} and {other.counts - self.counts}"
            )
        if self.checksum != other.checksum:
            raise SystemExit("the graphs have the same counts, and differ in properties")


def read_graph(database: Database, rows: bool = True) -> Graph:
    """Everything in the database; without `rows` only counts and checksum. Needs some 5 KB a fact."""
    graph, known = Graph(), dict[int, Node]()
    with database.session("read") as session:
        for id_, labels, properties in session.run(NODES):
            labels = tuple(sorted(labels))
            graph.counts.update(labels)
            node = known[id_] = _referred(labels, properties)
            _add(graph, labels, properties)
            if rows and node.key:
                graph.nodes[labels].append(_packed(properties))
        for start, type_, end, properties in session.run(RELATIONSHIPS):
            graph.counts[type_] += 1
            one, other = known[start], known[end]
            _add(graph, (type_, one.value, other.value), properties)
            if rows:
                kind = Joined(type_, one.label, one.key, other.label, other.key)
                row = {"start": one.value, "end": other.value, "properties": _packed(properties)}
                if not one.key:
                    row["node"] = _packed(one.row or {})
                graph.relationships[kind].append(row)
    return graph


def _referred(labels: Sequence[str], properties: Mapping[str, Any]) -> Node:
    label = next((label for label in labels if label in KEYS), None)
    if label is None:
        return Node(":".join(labels), "", properties["id"], dict(properties))
    return Node(label, KEYS[label], properties[KEYS[label]])


def _add(graph: Graph, what: object, properties: Mapping[str, Any]) -> None:
    said = repr((what, sorted((name, _plain(value)) for name, value in properties.items()))).encode()
    number = int.from_bytes(blake2b(said, digest_size=8).digest())
    graph.checksum = (graph.checksum + number) % 2**64
    if what not in BOOKKEPT:
        graph.said = (graph.said + number) % 2**64


def _plain(value: Any) -> Any:
    """One moment is the same in every zone, and reads so."""
    return value.to_native().astimezone(UTC).isoformat() if isinstance(value, DateTime) else value


def _packed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the driver packs them fastest, so that the plain way is as fast as it can be."""
    return {name: _fast(value) for name, value in properties.items()}


def _fast(value: Any) -> Any:
    if isinstance(value, DateTime):
        native = value.to_native()
        return pd.Timestamp(native.astimezone(UTC)) if 1678 <= native.year < 2262 else native
    return value.to_native() if isinstance(value, Date) else value


def write_plainly(database: Database, graph: Graph) -> None:
    """One connection, `UNWIND … CREATE` in batches of 10,000: no thought and no look at what there is."""
    with database.session() as session:
        for labels, rows in graph.nodes.items():
            text = f"UNWIND $rows AS row CREATE (node:{':'.join(labels)}) SET node = row"
            for batch in _batches(rows):
                session.execute_write(_work, text, batch)
        for kind, rows in graph.relationships.items():
            for batch in _batches(rows):
                session.execute_write(_work, _joining(kind), batch)


def _joining(kind: Joined) -> str:
    end = f"UNWIND $rows AS row MATCH (end:{kind.end} {{{kind.end_key}: row.end}}) "
    join = f"CREATE (start)-[joined:{kind.type}]->(end) SET joined = row.properties"
    if not kind.start_key:
        return f"{end} CREATE (start:{kind.start}) SET start = row.node {join}"
    return f"{end} MATCH (start:{kind.start} {{{kind.start_key}: row.start}}) {join}"


def _work(transaction: ManagedTransaction, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
    run(transaction, text, {"rows": rows})


def _batches(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def count_facts(database: Database) -> int:
    """Records and claims in the database."""
    (records,) = database.read("MATCH (record:Record) RETURN count(record) AS count")
    (claims,) = database.read("MATCH ()-[claim:CLAIMS]->() RETURN count(claim) AS count")
    return int(records["count"]) + int(claims["count"])
