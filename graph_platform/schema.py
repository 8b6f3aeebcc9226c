"""Constraints and indexes: derived from the ontology, created where they are missing."""

from __future__ import annotations

from collections.abc import Iterator

from graph_platform.database import Database
from graph_platform.ontology import ONTOLOGY
from graph_platform.statements import statement

UNIQUE_NODES = (
    ("Record", "id"),
    ("Entity", "id"),
    ("Identifier", "key"),
    ("FormerId", "id"),
    ("DataSet", "name"),
    ("Run", "id"),
    ("Lock", "name"),
    ("Change", "number"),
    ("Judgement", "id"),
    ("Unresolved", "at"),
    ("Policy", "version"),
    ("PolicyInForce", "name"),
    ("AuditSeal", "segment"),
    ("Finding", "id"),
    ("Standing", "key"),
    ("Community", "key"),
    ("StandingRun", "name"),
    ("Agent", "name"),
    ("AgentWrite", "id"),
)
UNIQUE_RELATIONSHIPS = (("CLAIMS", "id"),)
SEARCH_INDEX = "entity_search"
SCOPES_INDEX = "entity_scopes"


def definitions() -> Iterator[tuple[str, str]]:
    """Every constraint and index that the ontology asks for: its name and the statement that creates it."""
    for label, key in UNIQUE_NODES:
        yield _named("schema/unique_node", label, key)
    for type_, key in UNIQUE_RELATIONSHIPS:
        yield _named("schema/unique_relationship", type_, key)
    yield _named("schema/range_index", "FormerId", "record")
    for label, key in (
        ("Finding", "kind"),
        ("Standing", "run"),
        ("Community", "run"),
        ("AgentWrite", "state"),
        ("AgentWrite", "agent"),
    ):
        yield _named("schema/range_index", label, key)
    for label, declared in ONTOLOGY.every_property():
        if declared.exclusive:
            yield _named("schema/range_index", label, declared.name)
    for label in ONTOLOGY.labels:
        if label != "Event" and ONTOLOGY.is_a(label, "Event"):
            yield _named("schema/range_index", label, "at")
    yield SEARCH_INDEX, _filled("schema/search_index", name=SEARCH_INDEX)
    yield SCOPES_INDEX, _filled("schema/scopes_index", name=SCOPES_INDEX)


def missing(database: Database) -> list[tuple[str, str]]:
    """The definitions that the database lacks."""
    names = {row["name"] for row in database.read(statement("schema/show_constraints"))}
    names |= {row["name"] for row in database.read(statement("schema/show_indexes"))}
    return [(name, text) for name, text in definitions() if name not in names]


def ensure_schema(database: Database) -> int:
    """Create what is missing and wait until it is filled; how many were created."""
    created = missing(database)
    for _, text in created:
        database.write(text)
    if created:
        database.read(statement("schema/await_indexes"))
    return len(created)


def _named(template: str, owner: str, key: str) -> tuple[str, str]:
    name = f"{template.removeprefix('schema/')}_{owner}_{key}".lower()
    return name, _filled(template, name=name, label=owner, type=owner, property=key)


def _filled(template: str, **names: str) -> str:
    return statement(template).format(**names)
