"""What a plan's nodes have to fulfil, as the API's filter: JSON for a variable, checked against the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gql.declared import camel
from gql.errors import RequestRefused
from gql.planning.paging import SORTED_BY_TIME
from gql.types import links_of, properties_of
from graph_platform.asking.plan import Condition, Nodes, Related, Window
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property, Relationship

_OPS = {
    "eq": "eq",
    "ne": "ne",
    "in": "in",
    "gt": "gt",
    "gte": "gte",
    "lt": "lt",
    "lte": "lte",
    "contains": "contains",
    "starts_with": "startsWith",
}


class Inexpressible(RequestRefused):
    """A plan that is of the right types and cannot be asked: something that this kind of node does not have."""

    code = "INEXPRESSIBLE"
    zh = "无法表达"

    def __init__(self, part: str, message: str, zh: str) -> None:
        self.part = part
        super().__init__(message, zh, part=part)


def dimension_of(label: str) -> str:
    """The dimension of a label. Raises `Inexpressible` where there is no such label."""
    if label not in ONTOLOGY.labels:
        raise Inexpressible(label, f"the graph has no {label}", f"图中没有 {label}")
    return ONTOLOGY.dimension(label)


def property_of(label: str, name: str) -> Property:
    """A property that nodes of a label's dimension may have. Raises `Inexpressible`."""
    found = properties_of(dimension_of(label)).get(name)
    if found is None:
        raise Inexpressible(name, f"{label} has no {name}", f"{label} 没有 {name}")
    return found


def kinds_of(nodes: Nodes) -> list[str] | None:
    """The labels that narrow a dimension: none where the whole of it is meant, or one node that is named."""
    return None if nodes.id or nodes.label == dimension_of(nodes.label) else [nodes.label]


def filter_of(nodes: Nodes) -> dict[str, Any]:
    """The filter of a connection to nodes of the label's dimension; empty where everything is meant.

    Raises `Inexpressible`.
    """
    parts: list[dict[str, Any]] = []
    if nodes.id:
        parts.append({"id": {"eq": nodes.id}})
    parts += [_compared(property_of(nodes.label, each.property), each) for each in nodes.where]
    if nodes.during:
        parts.append(_during(nodes.label, nodes.during))
    parts += [_related(nodes.label, each) for each in nodes.related]
    if not parts:
        return {}
    return parts[0] if len(parts) == 1 else {"and": parts}


def end_of(label: str, end: str) -> tuple[Relationship, tuple[str, ...]]:
    """The relationship that an end of a label's dimension belongs to, and the dimensions at that end.

    Raises `Inexpressible`.
    """
    for linked in links_of(dimension_of(label)):
        called = linked.relationship.outgoing if linked.outgoing else linked.relationship.incoming
        if called == end:
            return linked.relationship, linked.far
    raise Inexpressible(end, f"nothing leads from {label} by {end}", f"{label} 没有关系 {end}")


def related_filter(label: str, related: Related) -> dict[str, Any]:
    """What has to stand at an end, as the value of that end's field in a filter. Raises `Inexpressible`."""
    relationship, far = end_of(label, related.end)
    dimension = dimension_of(related.nodes.label)
    if dimension not in far:
        raise Inexpressible(
            related.end,
            f"no {related.nodes.label} stands at {related.end}",
            f"{related.end} 一端没有 {related.nodes.label}",
        )
    asked: dict[str, Any] = {}
    if kinds := kinds_of(related.nodes):
        asked["kinds"] = kinds
    elif len(far) > 1 and not related.nodes.id:
        asked["kinds"] = [dimension]
    if where := filter_of(related.nodes):
        of_id = set(where) == {"id"}
        asked["where"] = where if len(far) == 1 or of_id else {dimension.lower(): where}
    if related.edge:
        asked["edgeWhere"] = _edge_filter(relationship, related.edge)
    if related.none:
        asked["none"] = True
    elif related.at_least > 1:
        asked["atLeast"] = related.at_least
    return asked


def _related(label: str, related: Related) -> dict[str, Any]:
    return {camel(related.end): related_filter(label, related)}


def _edge_filter(relationship: Relationship, conditions: tuple[Condition, ...]) -> dict[str, Any]:
    declared = {each.name: each for each in relationship.properties}
    parts = []
    for each in conditions:
        if each.property not in declared:
            raise Inexpressible(
                each.property,
                f"{relationship.name} has no {each.property}",
                f"{relationship.name} 没有 {each.property}",
            )
        parts.append(_compared(declared[each.property], each))
    return parts[0] if len(parts) == 1 else {"and": parts}


def _compared(declared: Property, condition: Condition) -> dict[str, Any]:
    name = camel(declared.name)
    value: Any = condition.value
    if condition.op == "is_null":
        return {name: {"isNull": bool(value)}}
    if declared.many:
        if condition.op != "eq":
            raise Inexpressible(
                declared.name,
                f"{declared.name} has several values, of which one can be asked for",
                f"{declared.name} 有多个值，只能按其中一个查询",
            )
        return {name: {"includes": value}}
    if declared.type == "enumeration":
        value = [str(each).upper() for each in value] if isinstance(value, tuple) else str(value).upper()
    elif isinstance(value, tuple):
        value = list(value)
    if declared.type == "money" and condition.op in ("eq", "in", "ne"):
        raise Inexpressible(
            declared.name,
            f"{declared.name} is compared by more and less",
            f"{declared.name} 只能按大小比较",
        )
    return {name: {_OPS[condition.op]: value}}


def _during(label: str, window: Window) -> dict[str, Any]:
    name = window.property or SORTED_BY_TIME.get(dimension_of(label))
    if name is None:
        raise Inexpressible(label, f"{label} has no time of its own", f"{label} 没有时间")
    declared = property_of(label, name)
    if declared.type not in ("date", "datetime", "partial_date"):
        raise Inexpressible(name, f"{name} is no time", f"{name} 不是时间")
    asked: dict[str, Any] = {}
    for operator, day in (("gte", window.since), ("lt", window.until)):
        if day is not None:
            asked[operator] = _written(day, declared.type)
    return {camel(name): asked}


def _written(day: date, kind: str) -> str:
    if kind == "datetime":
        return f"{day}T00:00:00Z"
    # of a year or month that is known alone, the beginning is written as far as it is known
    return str(day).removesuffix("-01").removesuffix("-01") if kind == "partial_date" else str(day)


def as_variables(nodes: Nodes) -> Mapping[str, Any]:
    """`where` and `kinds` of a list of nodes, as an operation's variables."""
    return {"where": filter_of(nodes) or None, "kinds": kinds_of(nodes)}
