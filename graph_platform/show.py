"""One node with everything that is known of it: each value, the record that it came from, and what others said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph_platform.cleaning import Unclean, clean_value
from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.facts import Formats
from graph_platform.identity import identifier_key
from graph_platform.loading.bolt import from_bolt
from graph_platform.loading.entities import Testimony, ranked
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.system import ENTITY_PROPERTIES, RECORD_PROPERTIES
from graph_platform.schema import ensure_schema
from graph_platform.search.asking import search
from graph_platform.statements import statement

RECORDS = 200
NEIGHBOURS = 20
CANDIDATES = 10
NAMED = [
    label
    for label, declared in ONTOLOGY.labels.items()
    if any(each.type == "name" for each in declared.properties)
]
ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: data set, file and line, when it was observed, and the fact's id."""

    data_set: str
    file: str
    line: int
    id: str
    seen: datetime | None = None
    versions: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A property of the entity: its value, the record that it came from, and what other records said instead."""

    name: str
    value: Any
    source: Source | None
    agreeing: int
    others: Sequence[tuple[Any, Source]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relationship to another entity, its properties and some claims that make it."""

    id: str
    name: str
    label: str
    properties: Mapping[str, Any]
    claims: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Relations:
    """The relationships of one type in one direction: how many there are, and the first of them."""

    type: str
    called: str
    count: int
    neighbours: Sequence[Neighbour]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entity as `show` prints it."""

    id: str
    labels: Sequence[str]
    values: Sequence[Value]
    not_understood: Sequence[tuple[str, Source]]
    records: Sequence[Source]
    relations: Sequence[Relations]
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean."""

    id: str
    name: str
    label: str


def find(database: Database, text: str) -> list[Candidate]:
    """What a user may mean by an id, by `uscc=91…` or by a name; best first, at most ten."""
    text = text.strip()
    if ID.fullmatch(text):
        found = database.read(statement("show/find_by_id"), {"id": text})
        entities = [row["entity"] for row in found if row["entity"]]
    elif "=" in text:
        entities = _by_identifier(database, *text.split("=", 1))
    else:
        return _by_name(database, text)
    return [Candidate(entity, "", "") for entity in entities]


def _by_identifier(database: Database, name: str, value: str) -> list[str]:
    exclusive = {declared.name: declared for _, declared in ONTOLOGY.every_property() if declared.exclusive}
    if name not in exclusive:
        raise UsageError(
            f"{name!r} is no exclusive identifier", f"These are: {', '.join(sorted(exclusive))}."
        )
    try:
        clean = clean_value(exclusive[name], value, Formats())
    except Unclean as unclean:
        raise UsageError(f"this is no {name}: it {unclean.reason}", "Check its digits.") from None
    found = database.read(statement("show/find_by_identifier"), {"key": identifier_key(name, clean)})
    return [row["entity"] for row in found]


def _by_name(database: Database, text: str) -> list[Candidate]:
    if not text:
        raise UsageError("there is nothing to look for", "Give an id, uscc=…, or a name.")
    ensure_schema(database)  # a database that nothing was loaded into has no index to ask
    matches = search(database, text, NAMED, CANDIDATES).matches
    exact = [match for match in matches if match.name == text]
    return [Candidate(match.id, match.name, match.label) for match in (exact if len(exact) == 1 else matches)]


def show(database: Database, entity: str, neighbours: int = NEIGHBOURS) -> Shown:
    """Everything about one entity, by its id; of each kind of relationship at most `neighbours`."""
    (row,) = database.read(statement("show/entity"), {"id": entity})
    stored = from_bolt(row["properties"])
    rows = database.read(statement("show/records"), {"id": entity, "limit": RECORDS})
    said = [_testimony(each) for each in rows]
    sources = {testimony.id: source for testimony, source in said}
    properties = {
        name: declared
        for label in sorted(row["labels"])
        if label in ONTOLOGY.labels
        for name, declared in ONTOLOGY.properties(label).items()
    }
    values = [
        _value(name, stored[name], [testimony for testimony, _ in said], sources, properties)
        for name in stored
        if name not in ENTITY_PROPERTIES
    ]
    return Shown(
        id=entity,
        labels=sorted(set(row["labels"]) - {"Entity"}),
        values=sorted(values, key=lambda value: list(properties).index(value.name.removesuffix("_currency"))),
        not_understood=[(t.values["as_said"], s) for t, s in said if "as_said" in t.values],
        records=list(sources.values()),
        relations=_relations(database, entity, neighbours),
        scopes=stored.get("scopes", ()),
    )


def _testimony(row: Mapping[str, Any]) -> tuple[Testimony, Source]:
    record = from_bolt(row["record"])
    values = {
        name: value
        for name, value in record.items()
        if name not in RECORD_PROPERTIES or name in ("as_said", "unclean")
    }
    seen = row["seen"] or 0
    source = Source(
        data_set=record["data_set"],
        file=record.get("file") or "",
        line=record.get("line") or 0,
        id=record["id"],
        seen=datetime.fromtimestamp(seen / 1000, UTC) if seen else None,
        versions=row["versions"],
    )
    testimony = Testimony(record["id"], record["label"], values, record["scopes"], row["trust"] or 0.0, seen)
    return testimony, source


def _value(
    name: str,
    value: Any,
    said: Sequence[Testimony],
    sources: Mapping[str, Source],
    properties: Mapping[str, Any],
) -> Value:
    declared = properties[name.removesuffix("_currency")]
    saying = ranked([record for record in said if name in record.values], name, declared.choice)
    if declared.many:
        agreeing = [record for record in saying if set(_listed(record.values[name])) & set(_listed(value))]
        return Value(name, value, sources[agreeing[0].id] if agreeing else None, len(agreeing), [])
    agreeing = [record for record in saying if record.values[name] == value]
    others = [(record.values[name], sources[record.id]) for record in saying if record.values[name] != value]
    return Value(name, value, sources[agreeing[0].id] if agreeing else None, len(agreeing), others)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _relations(database: Database, entity: str, limit: int) -> list[Relations]:
    found = []
    for row in database.read(statement("show/relationship_counts"), {"id": entity}):
        declared = ONTOLOGY.relationships[row["type"]]
        parameters = {"id": entity, "type": row["type"], "outgoing": row["outgoing"], "limit": limit}
        rows = database.read(statement("show/neighbours"), parameters) if limit else []
        called = declared.outgoing if row["outgoing"] else declared.incoming
        found.append(Relations(row["type"], called, row["count"], [_neighbour(each) for each in rows]))
    return found


def _neighbour(row: Mapping[str, Any]) -> Neighbour:
    other = row["other"]
    return Neighbour(
        id=other["id"],
        name=other["name"] or other["title"] or "",
        label=ONTOLOGY.finest(other["labels"]),
        properties=from_bolt(row["properties"]),
        claims=[Source(**claim) for claim in row["claims"]],
    )
