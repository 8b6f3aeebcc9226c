"""Scalars and enumerations: how each type of the ontology reads in GraphQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from gql.declared import pascal
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property

Date = NewType("Date", str)
DateTime = NewType("DateTime", str)
Long = NewType("Long", int)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError("a text in quotes was expected")
    return value


def _date(value: Any) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise GraphQLError("a day was expected: 2024-06-30") from None


def _moment(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        raise GraphQLError("a moment was expected: 2024-06-30T08:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _long(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise GraphQLError("a whole number of 64 bits was expected")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    Date: strawberry.scalar(
        name="Date", description="A day, ISO 8601: `2024-06-30`.", serialize=str, parse_value=_date
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A moment, ISO 8601 with its offset: `2024-06-30T08:00:00Z`.",
        serialize=str,
        parse_value=_moment,
    ),
    Long: strawberry.scalar(
        name="Long", description="A whole number of 64 bits.", serialize=int, parse_value=_long
    ),
}


def enumeration(name: str, values: Iterable[str], description: str) -> Any:
    """An enumeration whose values are called what they are."""
    made: type[Enum] = Enum(name, {value: value for value in values})  # type: ignore[misc]
    return strawberry.enum(made, name=name, description=description)


Label = enumeration(
    "Label", ONTOLOGY.labels, "A label of the graph: one of the five dimensions, or a finer one below it."
)


@strawberry.enum(description="Which way a list is ordered; Chinese by pinyin.")
class SortDirection(Enum):
    """Which way a list is ordered."""

    ASC = "ASC"
    DESC = "DESC"


_BY_TYPE: dict[str, Any] = {
    "decimal": float,
    "percent": float,
    "integer": Long,
    "boolean": bool,
    "date": Date,
    "datetime": DateTime,
}
_ENUMS: dict[tuple[str, ...], Any] = {}


def annotation_of(declared: Property) -> Any:
    """What a property is in GraphQL, one value of it."""
    if declared.type == "enumeration":
        return _enumeration(declared)
    return _BY_TYPE.get(declared.type, str)


def _enumeration(declared: Property) -> Any:
    if declared.values not in _ENUMS:
        names = [value.upper() for value in declared.values]
        _ENUMS[declared.values] = enumeration(pascal(declared.name), names, declared.description)
    return _ENUMS[declared.values]
