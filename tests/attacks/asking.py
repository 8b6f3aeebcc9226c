"""What attackers ask, generated from the schema and the ontology where a row says "every"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from doors import Viewer
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLObjectType, get_named_type

from gql.declared import camel
from gql.limits import Limits
from gql.schema import PLURALS
from gql.server import operations_schema
from graph_platform.ontology import ONTOLOGY
from privacy.policy.deciding import Sight, declarations

SCHEMA = operations_schema(Limits())._schema


def statements(viewer: Viewer) -> float:
    """How many statements the server has sent for operations so far."""
    found = re.search(
        r"^graph_platform_statements_total (\S+)", viewer.http.get("/metrics").text, re.MULTILINE
    )
    assert found
    return float(found[1])


def hidden_fields(sight: Sight) -> Iterator[tuple[str, str]]:
    """Dimension and GraphQL name of every property that a viewer may not see in clear."""
    for dimension in ONTOLOGY.dimensions:
        names = {each.name for each in declarations(dimension)}
        for name in sorted(names):
            if not sight.decision(dimension, name).is_clear:
                yield dimension, camel(name)


def _sample(type_: object) -> str:
    named = get_named_type(type_)
    value = '"1"'
    if isinstance(named, GraphQLEnumType):
        value = next(iter(named.values))
    elif getattr(named, "name", "") == "Boolean":
        value = "true"
    elif getattr(named, "name", "") in ("Float", "Int", "Long"):
        value = "1"
    elif getattr(named, "name", "") == "Date":
        value = '"1900-01-09"'
    elif getattr(named, "name", "") == "DateTime":
        value = '"1900-01-09T00:00:00Z"'
    return f"[{value}]" if isinstance(getattr(type_, "of_type", type_), GraphQLList) or isinstance(
        type_, GraphQLList
    ) else value  # fmt: skip


@cache
def filter_type(dimension: str) -> GraphQLInputObjectType:
    """The type of `where` of all nodes of a dimension."""
    assert SCHEMA.query_type
    found = get_named_type(SCHEMA.query_type.fields[PLURALS[dimension]].args["where"].type)
    assert isinstance(found, GraphQLInputObjectType)
    return found


def predicates(dimension: str, field: str) -> list[str]:
    """A predicate for each operator of a field's filter; where it has none, what somebody would try."""
    fields = filter_type(dimension).fields
    if field not in fields:
        return [f'{{{field}: {{eq: "13800138000"}}}}', f"{{{field}: {{isNull: false}}}}"]
    operators = get_named_type(fields[field].type)
    assert isinstance(operators, GraphQLInputObjectType)
    return [f"{{{field}: {{{name}: {_sample(each.type)}}}}}" for name, each in operators.fields.items()]


def connections(type_name: str) -> dict[str, str]:
    """The fields of a type that lead to people alone, with the name of their argument for a filter."""
    type_ = SCHEMA.type_map[type_name]
    assert isinstance(type_, GraphQLObjectType)
    person = filter_type("Person")
    return {
        name: "where"
        for name, field in type_.fields.items()
        if "where" in field.args and get_named_type(field.args["where"].type) is person
    }


def people_at(type_name: str) -> dict[str, bool]:
    """The fields of a type's filter that lead along relationships to people, and whether to people alone."""
    made = {}
    for name, field in filter_type(type_name).fields.items():
        inner = get_named_type(field.type)
        if inner.name.endswith("Related"):
            where = get_named_type(inner.fields["where"].type)  # type: ignore[union-attr]
            if where.name in ("PersonFilter", "EntityFilter"):
                made[name] = where.name == "PersonFilter"
    return made


def plural(dimension: str) -> str:
    return PLURALS[dimension]
