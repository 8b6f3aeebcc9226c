"""Random operations: the answer in one pass is the one that graphql-core gives, field by field, over the same rows."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLError, execute, get_operation_ast, parse, validate
from graphql import build_schema as schema_of
from graphql.execution.values import get_variable_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from gql.cursors import Sealer
from gql.execution import Asked
from gql.limits import Limits, too_large
from gql.planning.planner import make_plan
from gql.planning.selection import Operation, fragments_of
from gql.planning.shapes import MET, Crawled
from gql.planning.statistics import Statistics
from gql.schema import meanings, schema
from gql.viewers import Viewer, viewing_of
from graph_platform.database import Database
from privacy.masking import TEXTS, TOKENS
from privacy.policy.force import shipped
from privacy.policy.operators import Tokens
from privacy.recognition import Analyzer, Gazetteer
from privacy.spans import Masker, Reader

SCHEMA = schema()
CORE = SCHEMA._schema
MASKER = Masker(Analyzer(Gazetteer.of(["欧阳测试"], [])))
MANY = int(os.environ.get("FUZZ", "40"))
SCALARS = {
    "Date": st.dates().map(lambda each: nodes.String(each.isoformat())),
    "DateTime": st.datetimes().map(lambda each: nodes.String(f"{each.isoformat()}Z")),
    "Long": st.integers(-(2**62), 2**62).map(nodes.Int),
}


def planned_schema() -> Any:
    """The schema with the root fields that the planner reads; the others have resolvers of their own."""
    made = schema_of(SCHEMA.as_str())
    query = made.query_type
    assert query is not None
    for name in set(query.fields) - {name for type_, name in meanings(CORE) if type_ == "Query"}:
        del query.fields[name]
    return made


def answers(database: Database, text: str, restricted: bool, role: str = "sales") -> tuple[Any, Any] | None:
    """The data in one pass, and by execution; nothing for an operation that is refused."""
    viewer = Viewer("somebody", (role,), ("region:north", "public") if restricted else ("*",))
    viewing, now = viewing_of(viewer, shipped()), datetime.now(UTC)
    asked = Asked(viewer, viewing, Sealer(b"\0" * 64), now.date(), now)
    document = parse(text)
    assert validate(CORE, document) == []
    definition = get_operation_ast(document)
    assert definition is not None
    variables = get_variable_values(CORE, definition.variable_definitions or (), {})
    assert not isinstance(variables, list)
    if too_large(document, Limits()):
        return None
    operation = Operation(CORE, definition, fragments_of(document), variables)
    try:
        plan = make_plan(operation, meanings(CORE), viewing, Statistics())
        parameters, context = plan.bind(variables, asked)
    except GraphQLError:
        return None
    context |= {MET: [], TOKENS: Tokens(b"", ""), TEXTS: Reader(MASKER, viewing.sight)}
    row = database.read_value(plan.statement, parameters, 60.0, "random")[2] if plan.statement else []
    at_once = plan.build(row, context)
    result = execute(CORE, document, root_value=Crawled(plan.shape, row, context))
    assert isinstance(result, ExecutionResult)
    assert result.errors is None, result.errors
    return at_once, result.data


@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=queries(planned_schema(), custom_scalars=SCALARS),
    restricted=st.booleans(),
    role=st.sampled_from(("sales", "partner", "agent", "nobody")),
)
def test_one_pass_gives_what_execution_gives(
    database: Database, planted: dict[str, str], text: str, restricted: bool, role: str
) -> None:
    found = answers(database, text, restricted, role)
    if found:
        assert found[0] == found[1]


@pytest.mark.parametrize(
    "text",
    [
        """{ organizations(first: 30) { nodes { n: name labels annualRevenue { c: currency __typename } employees
             owners { edges { share cursor
               node { __typename id ... on Person { jobTitle } ... on Organization { uscc } } } } }
             pageInfo { hasNextPage endCursor __typename } edges { node { id } cursor }
             aggregate { employees { sum count } } } }""",
        "{ people { nodes { name email phone employers { nodes { name staff { totalCount nodes { name } } } } } } }",
        """{ devices { nodes { name concernedBy { edges { node { __typename name provenance(property: "title") { said }
             ... on Event { at status timeline(first: 2) { nodes { id } } } } provenance { id label } } } } } }""",
        "query { a: organizations(first: 0) { nodes { id } edges { cursor } pageInfo { startCursor } } b: __typename }",
    ],
)
def test_operations_as_applications_ask_them_give_what_execution_gives(
    database: Database, planted: dict[str, str], text: str
) -> None:
    found = answers(database, text, restricted=False)
    assert found is not None
    assert found[0] == found[1]
