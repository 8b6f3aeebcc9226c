"""Constraints and indexes: all that the ontology asks for, created once."""

from __future__ import annotations

import pytest

from graph_platform.database import Database
from graph_platform.errors import ConstraintViolated
from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import UNIQUE_NODES, definitions, ensure_schema, missing


def test_the_schema_is_created_once_and_mended(clean_database: Database) -> None:
    asked = len(list(definitions()))
    assert ensure_schema(clean_database) == asked
    assert ensure_schema(clean_database) == 0
    clean_database.write("DROP INDEX entity_search")
    assert [name for name, _ in missing(clean_database)] == ["entity_search"]
    assert ensure_schema(clean_database) == 1


def test_names_of_constraints_and_indexes_tell_them_apart() -> None:
    names = [name for name, _ in definitions()]
    assert len(names) == len(set(names))


def test_every_exclusive_identifier_and_every_kind_of_event_has_an_index() -> None:
    text = "\n".join(statement for _, statement in definitions())
    for owner, declared in ONTOLOGY.every_property():
        if declared.exclusive:
            assert f"(node:{owner}) ON (node.{declared.name})" in text
    for label in ONTOLOGY.labels:
        if ONTOLOGY.dimension(label) == "Event" and label != "Event":
            assert f"(node:{label}) ON (node.at)" in text


def test_no_two_nodes_and_no_two_claims_share_their_id(clean_database: Database) -> None:
    ensure_schema(clean_database)
    twice = [f"CREATE (:{label} {{{key}: '1'}}), (:{label} {{{key}: '1'}})" for label, key in UNIQUE_NODES]
    twice.append("CREATE (a:Record)-[:CLAIMS {id: '1'}]->(b:Record), (a)-[:CLAIMS {id: '1'}]->(b)")
    for statement in twice:
        with pytest.raises(ConstraintViolated):
            clean_database.write(statement)
