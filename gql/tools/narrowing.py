"""What rows are narrowed to and ordered by, as an agent says it, made into the variables of an operation.

A name is looked up among the filters that the schema has; whether the viewer may filter by it, the planner decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, JsonValue, field_validator

from gql.errors import ArgumentRefused
from gql.inputs import Filter, Order
from gql.tools.operations import End
from gql.tools.tool import Arguments

MOST, LONGEST = 100, 200
"""Values that one condition may have, and characters of each."""
Comparison = Literal[
    "eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "startsWith", "endsWith", "includes", "isNull"
]


class Condition(Arguments):
    # no text of its own: a model reads all there is to read
    property: str = Field(max_length=60)
    op: Comparison = "eq"
    value: JsonValue = Field(description="List for in.")

    @field_validator("value")
    @classmethod
    def _is_plain(cls, value: JsonValue) -> JsonValue:
        parts = value if isinstance(value, list) else [value]
        if len(parts) > MOST or not all(isinstance(each, str | int | float) for each in parts):
            raise ValueError("a text, a number, true or false, or a list of these")
        if any(isinstance(each, str) and len(each) > LONGEST for each in parts):
            raise ValueError("too long")
        return value


def narrowed(end: End, conditions: Sequence[Condition]) -> dict[str, Any]:
    """`where` and `edgeWhere`: each condition at the relationship if that has such a property, else at the node."""
    where: dict[str, list[Any]] = {"where": [], "edgeWhere": []}
    for each in conditions:
        if end.edge_where and each.property in end.edge_where.fields:
            where["edgeWhere"].append(_compared(each, end.edge_where))
        elif each.property in end.where.fields:
            where["where"].append(_compared(each, end.where))
        else:
            raise ArgumentRefused(
                "where: it has no such property to filter by", "where：没有可用于筛选的此属性"
            )
    return {name: {"and": parts} for name, parts in where.items() if parts}


def _compared(condition: Condition, by: Filter) -> Mapping[str, Any]:
    declared = by.fields[condition.property].property
    value = condition.value
    if declared is not None and declared.type == "enumeration":
        value = [_upper(each) for each in value] if isinstance(value, list) else _upper(value)
    return {condition.property: {condition.op: value}}


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def ordered(end: End, by: str | None) -> dict[str, Any]:
    """`orderBy` or `edgeOrderBy`: a property, with a minus for the greatest first."""
    if by is None:
        return {}
    name, direction = by.removeprefix("-"), "DESC" if by.startswith("-") else "ASC"
    orders: tuple[tuple[str, Order | None], ...] = (
        ("edgeOrderBy", end.orders[1]),
        ("orderBy", end.orders[0]),
    )
    for argument, order in orders:
        for field in order.fields if order else ():
            if field.replace("_", "").lower() == name.replace("_", "").lower():
                return {argument: [{"field": field, "direction": direction}]}
    raise ArgumentRefused(
        "order_by: there is no such property to order by", "order_by：没有可用于排序的此属性"
    )
