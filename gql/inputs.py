"""Filters and orders, derived from the ontology: a property that is masked can be neither filtered nor sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import strawberry

from gql.declared import add_input, camel, input_type, listed
from gql.meaning import Linked
from gql.values import Date, DateTime, Label, Long, SortDirection, annotation_of, enumeration
from graph_platform.ontology.model import Property
from privacy.classes import is_masked

_TOLD = {
    "eq": "Equal to it.",
    "ne": "Other than it, and known.",
    "in": "One of these.",
    "gt": "Greater, or later.",
    "gte": "At least, or not before.",
    "lt": "Less, or earlier.",
    "lte": "At most, or not after.",
    "starts_with": "Begins with it, upper and lower case apart.",
    "ends_with": "Ends with it.",
    "contains": "Has it in it.",
    "is_null": "Whether nothing is known.",
}
_COMPARED = ("eq", "in", "gt", "gte", "lt", "lte", "is_null")
_OPERATORS: Mapping[Any, tuple[str, ...]] = {
    str: ("eq", "ne", "in", "starts_with", "ends_with", "contains", "is_null"),
    bool: ("eq", "is_null"),
    float: _COMPARED,
    Long: _COMPARED,
    Date: _COMPARED,
    DateTime: _COMPARED,
}
_NAMES: Mapping[Any, str] = {
    str: "StringFilter",
    bool: "BooleanFilter",
    float: "FloatFilter",
    Long: "LongFilter",
    Date: "DateFilter",
    DateTime: "DateTimeFilter",
}
_SUMS = ("gt", "gte", "lt", "lte")
_filters: dict[Any, Any] = {}


@dataclass(frozen=True, slots=True)
class Filterable:
    """What a filter's field compares: a column and the property that it is, `None` for the id."""

    column: str
    property: Property | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What a filter's field asks of the far end of a relationship: conditions on its nodes and on itself."""

    linked: Linked
    where: Filter
    edge_where: Filter | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a filter over several dimensions asks of the nodes of one of them."""

    dimension: str
    where: Filter


@dataclass(frozen=True, slots=True)
class Filter:
    """An input type, and what each of its fields (by its GraphQL name) compares, or finds at a relationship's end."""

    type: Any
    fields: Mapping[str, Filterable]
    joined: dict[str, Joined] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """An input type, and the property of each value of its enumeration."""

    type: Any
    fields: Mapping[str, Property]


def may_be_compared(declared: Property) -> bool:
    """Whether rows may be filtered by a property."""
    return not is_masked(declared)


def may_be_ordered(declared: Property) -> bool:
    """Whether rows may be ordered by a property."""
    return not is_masked(declared) and not declared.many


def filter_of(name: str, properties: Iterable[Property], with_id: bool = True) -> Filter:
    """The filter over these properties, with `and`, `or`, `not`."""
    fields: dict[str, Filterable] = {}
    inputs: dict[str, tuple[Any, str]] = {}
    if with_id:
        fields["id"] = Filterable("id", None)
        inputs["id"] = (_id_filter(), "The id.")
    for declared in properties:
        if may_be_compared(declared):
            fields[camel(declared.name)] = Filterable(declared.name, declared)
            inputs[declared.name] = (_comparison(declared), declared.description)
    made = input_type(name, "Conditions that all have to hold.", inputs)
    add_input(made, "and_", listed(made), "All of these hold.")
    add_input(made, "or_", listed(made), "At least one of these holds.")
    add_input(made, "not_", made, "This does not hold; nor does it where nothing is known.")
    return Filter(made, fields)


def related_input(name: str, where: Filter, edge_where: Filter | None) -> Any:
    """The input type that says what has to stand at an end of a relationship."""
    made = input_type(
        name,
        "What has to stand at this end: at least one node for which all of this holds.",
        {
            "kinds": (list[Label], "A node with one of these labels."),
            "where": (where.type, "A node for which this holds."),
        },
    )
    if edge_where:
        add_input(made, "edge_where", edge_where.type, "Over a relationship for which this holds.")
    add_input(made, "at_least", int, "So many of them; 1 where it is left out.")
    add_input(made, "none", bool, "Not a single one of them.")
    return made


def type_(filter_: Filter, dimension: str, where: Filter) -> None:
    """Let a filter over several dimensions ask for nodes of one of them."""
    told = f"It is of the dimension {dimension}, and this holds."
    add_input(filter_.type, dimension.lower(), where.type, told)
    filter_.typed[dimension.lower()] = Typed(dimension, where)


def join(filter_: Filter, name: str, made: Any, joined: Joined) -> None:
    """Let a filter ask what stands at an end of a relationship."""
    add_input(filter_.type, name, made, joined.linked.relationship.description)
    filter_.joined[camel(name)] = joined


def order_of(name: str, properties: Iterable[Property]) -> Order | None:
    """The order by these properties."""
    fields = {declared.name.upper(): declared for declared in properties if may_be_ordered(declared)}
    if not fields:
        return None
    choice = enumeration(f"{name}Field", fields, "What to order by.")
    made = input_type(name, "One step of an order; ties go on to the next, and at last to the id.", {})
    add_input(made, "field", choice, "What to order by.", required=True)
    add_input(made, "direction", SortDirection, "Which way; ascending where it is left out.")
    return Order(made, fields)


def _id_filter() -> Any:
    if "id" not in _filters:
        _filters["id"] = input_type(
            "IdFilter",
            "Conditions on an id.",
            {"eq": (strawberry.ID, _TOLD["eq"]), "in": (list[strawberry.ID], _TOLD["in"])},
        )
    return _filters["id"]


def _money_filter() -> Any:
    if "money" not in _filters:
        fields: dict[str, tuple[Any, str]] = {each: (float, _TOLD[each]) for each in _SUMS}
        fields["currency"] = (str, "In this currency (ISO 4217); without it sums are compared as numbers.")
        fields["is_null"] = (bool, _TOLD["is_null"])
        _filters["money"] = input_type("MoneyFilter", "Conditions on a sum of money.", fields)
    return _filters["money"]


def _partial_date_filter() -> Any:
    if "partial_date" not in _filters:
        fields = {each: (_operand(each, str), _TOLD[each]) for each in (*_COMPARED, "starts_with")}
        told = "Conditions on a day, month or year, compared as far as it is written: `1998-05`."
        _filters["partial_date"] = input_type("PartialDateFilter", told, fields)
    return _filters["partial_date"]


def _comparison(declared: Property) -> Any:
    if declared.type == "money":
        return _money_filter()
    kind = annotation_of(declared)
    if declared.type == "partial_date" and not declared.many:
        return _partial_date_filter()
    key = (kind, declared.many)
    if key not in _filters:
        name = _NAMES.get(kind) or f"{kind.__name__}Filter"
        if declared.many:
            fields = {"includes": (kind, "One of its values is this."), "is_null": (bool, _TOLD["is_null"])}
            _filters[key] = input_type(f"{name[:-6]}ListFilter", "Conditions on a list.", fields)
        else:
            operators = _OPERATORS.get(kind, ("eq", "ne", "in", "is_null"))
            _filters[key] = input_type(
                name,
                "Conditions on one value.",
                {each: (_operand(each, kind), _TOLD[each]) for each in operators},
            )
    return _filters[key]


def _operand(operator: str, kind: Any) -> Any:
    return {"in": list[kind], "is_null": bool}.get(operator, kind)
