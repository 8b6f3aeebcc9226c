"""Does the graph obey the ontology? Neo4j Community has no existence or type constraints, so this looks.

Labels, types and counts are checked over the whole graph (Neo4j keeps them counted), properties in a sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_platform.database import Database
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.system import (
    CLAIM_PROPERTIES,
    ENTITY_PROPERTIES,
    RECORD_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    SYSTEM_LABELS,
    SYSTEM_RELATIONSHIPS,
)
from graph_platform.schema import missing
from graph_platform.statements import statement

SAMPLE = 5_000


def violations(database: Database) -> Iterator[str]:
    """What in the graph is not as the ontology declares it, a sentence each. No value of the graph is in them."""
    labels = {row["name"] for row in database.read(statement("doctor/labels"))}
    types = {row["name"] for row in database.read(statement("doctor/relationship_types"))}
    for label in sorted(labels - set(ONTOLOGY.labels) - set(SYSTEM_LABELS)):
        yield f"label {label} is not declared"
    for type_ in sorted(types - set(ONTOLOGY.relationships) - set(SYSTEM_RELATIONSHIPS)):
        yield f"relationship type {type_} is not declared"
    if "Record" in labels:
        for name, _ in missing(database):
            yield f"constraint or index {name} is missing"
    yield from _wrong_counts(database, types & set(ONTOLOGY.relationships))
    for label in sorted(labels & set(ONTOLOGY.labels)):
        yield from _undeclared(database, "sample_properties", "label", label, _of_nodes())
    for type_ in sorted(types & set(ONTOLOGY.relationships)):
        yield from _undeclared(
            database, "sample_relationship_properties", "type", type_, _of_relationship(type_)
        )
    if "Record" in labels:
        allowed = _of_nodes() | set(RECORD_PROPERTIES)
        yield from _undeclared(database, "sample_properties", "label", "Record", allowed)
    if "CLAIMS" in types:
        yield from _undeclared(database, "sample_relationship_properties", "type", "CLAIMS", _of_claims())


def _wrong_counts(database: Database, types: Iterable[str]) -> Iterator[str]:
    rows = [{"label": label} for label in (*ONTOLOGY.dimensions, "Entity")]
    asked = {"labels": [row["label"] for row in rows]}
    counts = {
        row["label"]: row["count"] for row in database.read(statement("questions/nodes_by_dimension"), asked)
    }
    if counts["Entity"] != sum(counts[dimension] for dimension in ONTOLOGY.dimensions):
        yield "some entity does not belong to exactly one dimension"
    ends = [
        {
            "type": type_,
            "start": [ONTOLOGY.dimension(label) for label in ONTOLOGY.relationships[type_].start],
            "end": sorted({*ONTOLOGY.relationships[type_].end}),
        }
        for type_ in sorted(types)
    ]
    for row in database.read(statement("doctor/count_ends"), {"rows": ends}):
        if row["started"] < row["total"] or row["ended"] < row["total"]:
            yield f"some {row['type']} joins what it must not join"


def _undeclared(
    database: Database, query: str, parameter: str, name: str, declared: set[str]
) -> Iterator[str]:
    rows = database.read(statement(f"doctor/{query}"), {parameter: name, "limit": SAMPLE})
    for key in sorted({row["name"] for row in rows} - declared):
        yield f"property {key} of {name} is not declared"


def _with_currencies(names: Iterable[tuple[str, str]]) -> set[str]:
    return {name for name, _ in names} | {f"{name}_currency" for name, type_ in names if type_ == "money"}


def _of_nodes() -> set[str]:
    declared = [(p.name, p.type) for owner, p in ONTOLOGY.every_property() if owner in ONTOLOGY.labels]
    return _with_currencies(declared) | set(ENTITY_PROPERTIES)


def _of_relationship(type_: str) -> set[str]:
    declared = [(p.name, p.type) for p in ONTOLOGY.relationships[type_].properties]
    return _with_currencies(declared) | set(RELATIONSHIP_PROPERTIES)


def _of_claims() -> set[str]:
    declared = [(p.name, p.type) for r in ONTOLOGY.relationships.values() for p in r.properties]
    return _with_currencies(declared) | set(CLAIM_PROPERTIES)
