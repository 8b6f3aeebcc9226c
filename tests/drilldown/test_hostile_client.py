"""A hostile client that knows the schema: whatever it makes up is answered or refused, and never an internal error."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from client import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from gql.schema import schema

ROOTS = list(getattr(schema()._schema.query_type, "fields", ()))
MANY = int(os.environ.get("HOSTILE", "30"))
"""Operations that are made up of each root field."""
ALLOWED = {
    *("BAD_REQUEST", "BAD_ARGUMENT", "BAD_CURSOR", "LIMIT_EXCEEDED", "TIMED_OUT", "FORBIDDEN"),
    "NOT_FOUND",
    "NOT_AVAILABLE_FOR_THIS_DATE",
}

schemathesis.graphql.scalar("Date", st.dates().map(lambda each: nodes.String(each.isoformat())))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda each: nodes.String(f"{each.isoformat()}Z")))
schemathesis.graphql.scalar("Long", st.integers(-(2**64), 2**64).map(nodes.Int))


@pytest.fixture(scope="module")
def api(address: str, everything: Client) -> Any:
    """The schema as the server tells it."""
    headers = {"authorization": f"Bearer {everything.token}"}
    return schemathesis.graphql.from_url(f"{address}/graphql", headers=headers)


@pytest.mark.parametrize("root", ROOTS)
def test_whatever_is_made_up_is_answered_or_refused_with_a_code(
    api: Any, everything: Client, planted: dict[str, str], root: str
) -> None:
    @given(case=api["Query"][root].as_strategy())
    @settings(
        max_examples=MANY,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        response = case.call(headers={"authorization": f"Bearer {everything.token}"})
        for error in response.json().get("errors", ()):
            assert error["extensions"]["code"] in ALLOWED, error
        assert response.status_code in (200, 400, 504)

    ask()
    assert everything.ask("{ __typename }")
