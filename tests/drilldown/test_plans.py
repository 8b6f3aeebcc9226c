"""Neo4j finds everything that can be asked by an index: every root field and every connection of the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import get_named_type, get_operation_ast, parse, validate
from graphql.execution.values import VariableValues, get_variable_values
from plan_texts import is_one_row, kind_of, opened, operations, steps

from gql.planning.planner import CLOCK, VERSION, make_plan
from gql.planning.selection import Operation, fragments_of
from gql.planning.statistics import Statistics
from gql.schema import PLURALS, meanings, schema
from gql.viewers import Viewer, viewing_of
from graph_platform.database import Database
from privacy.policy.force import shipped

CORE = schema()._schema
PLANNED = {name for type_, name in meanings(CORE) if type_ == "Query"}
"""Root fields that are read by a plan; the others have resolvers of their own."""
OPERATIONS = {
    name: text
    for name, text in operations(CORE).items()
    if name.split()[0] not in ("whoIsWho", "policy", "discovery", "ask")
}
INDEXED = {"NodeUniqueIndexSeek", "NodeIndexSeek", "ProcedureCall"}
WITHOUT_READING = {"Argument", "EmptyRow", "SingleRow"}


def statement_of(text: str, restricted: bool) -> str:
    document = parse(text)
    assert validate(CORE, document) == []
    definition = get_operation_ast(document)
    assert definition is not None
    variables = get_variable_values(CORE, (), {})
    assert isinstance(variables, VariableValues)
    operation = Operation(CORE, definition, fragments_of(document), variables)
    viewer = Viewer("somebody", ("sales",), ("region:north",) if restricted else ("*",))
    said = make_plan(operation, meanings(CORE), viewing_of(viewer, shipped()), Statistics()).statement
    # it stands beside the answer, and has a test of its own
    assert VERSION in said
    return said.replace(VERSION, "null").replace(CLOCK, "0")


def plan_of(database: Database, statement: str) -> Mapping[str, Any]:
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", statement))
    with database.session("read") as session:
        plan = session.run(f"EXPLAIN {statement}", parameters).consume().plan
    assert plan is not None
    return plan


def found_by(plan: Mapping[str, Any]) -> set[str]:
    """How a plan's rows are found. Fails where two reads are multiplied or joined."""
    leaves = set()
    for step in steps(plan):
        kind, below = kind_of(step), step.get("children", ())
        assert "HashJoin" not in kind, step["args"].get("Details")
        if kind == "CartesianProduct":
            # of one row each: both ends of a path, each by its id
            assert all(map(is_one_row, below)), step["args"].get("Details")
        if not below:
            leaves.add(kind)
    return leaves


def test_the_operations_reach_every_connection_there_is() -> None:
    query = CORE.query_type
    assert query is not None
    reached = set()
    for text in OPERATIONS.values():
        root, field = re.findall(r"\w+", re.sub(r"\([^)]*\)", "", text))[:2]
        within = get_named_type(query.fields[root].type)
        reached.add(within.name)
        if below := getattr(within, "fields", {}).get(field):
            reached.add(get_named_type(below.type).name)
    assert {name for name in CORE.type_map if name.endswith("Connection")} <= reached
    assert {name.split()[0] for name in OPERATIONS} >= PLANNED


def test_the_policy_in_force_is_found_by_an_index(database: Database, planted: dict[str, str]) -> None:
    assert found_by(plan_of(database, opened(f"RETURN {VERSION} AS version"))) <= INDEXED | WITHOUT_READING
    assert found_by(plan_of(database, opened(f"RETURN {CLOCK} AS clock"))) <= INDEXED | WITHOUT_READING


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in PLURALS.values()])
def test_what_is_asked_is_found_by_an_index(database: Database, planted: dict[str, str], name: str) -> None:
    leaves = found_by(plan_of(database, opened(statement_of(OPERATIONS[name], restricted=True))))
    assert leaves <= INDEXED | WITHOUT_READING


@pytest.mark.parametrize("name", PLURALS.values())
def test_all_of_a_dimension_are_found_by_its_label_and_by_nothing_wider(
    database: Database, planted: dict[str, str], name: str
) -> None:
    for restricted in (True, False):
        statement = statement_of(OPERATIONS[name], restricted)
        leaves = found_by(plan_of(database, opened(statement)))
        assert leaves <= {"NodeByLabelScan", "NodeCountFromCountStore"} | WITHOUT_READING


def test_a_scan_would_be_noticed(database: Database, planted: dict[str, str]) -> None:
    hidden = "RETURN [HEAD(COLLECT { MATCH (n) WHERE n.name = $p RETURN n.id })] AS answer"
    assert found_by(plan_of(database, opened(hidden))) == {"AllNodesScan"}
    product = "RETURN [COLLECT { MATCH (a:Entity), (b:Event) RETURN a.id + b.id }] AS answer"
    with pytest.raises(AssertionError):
        found_by(plan_of(database, opened(product)))
