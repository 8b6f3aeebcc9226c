"""The GraphQL that a plan runs: a text that depends on what is asked, never on a value, and its variables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gql.asking.filters import Inexpressible, as_variables, dimension_of, end_of, property_of, related_filter
from gql.declared import camel
from gql.types import PLURALS
from graph_platform.asking.plan import (
    Dimension,
    Events,
    Function,
    Groups,
    Influence,
    Introductions,
    Listing,
    Nodes,
    Number,
    Ranking,
    Route,
    Signals,
    Sources,
    Strength,
)

PAGE = 200
"""Rows of a page of those that are ranked."""
MEMBER = {"sum": "sum", "average": "avg", "min": "min", "max": "max"}
FINDING = (
    "id kind title claim meaning refutedBy score found gone verdict about { role ids names }"
    " evidence { part steps { start relation end facts } nodes }"
)
EVENT = "id labels name ... on Event { at status }"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its text, and its variables."""

    text: str
    variables: dict[str, Any] = field(default_factory=dict)


def listing(plan: Listing) -> Operation:
    """Rows of a list, with their number. Raises `Inexpressible`."""
    dimension = dimension_of(plan.nodes.label)
    order = None
    if plan.order:
        by = property_of(plan.nodes.label, plan.order.property)
        direction = "DESC" if plan.order.descending else "ASC"
        order = [{"field": by.name.upper(), "direction": direction}]
    selected = _selected(plan.nodes.label, plan.properties)
    return Operation(
        f"query Listing($where: {dimension}Filter, $kinds: [Label!], $order: [{dimension}Order!],"
        f" $first: Int!, $day: Date) {{ rows: {PLURALS[dimension]}(where: $where, kinds: $kinds,"
        f" orderBy: $order, first: $first, asOf: $day) {{ totalCount nodes {{ id labels name {selected} }} }} }}",
        {**as_variables(plan.nodes), "order": order, "first": plan.first, "day": _day(plan.as_of)},
    )


def number(plan: Number) -> Operation:
    """A number, and the first of the rows that it is over. Raises `Inexpressible`."""
    dimension = dimension_of(plan.nodes.label)
    return Operation(
        f"query Number($where: {dimension}Filter, $kinds: [Label!], $day: Date)"
        f" {{ rows: {PLURALS[dimension]}(where: $where, kinds: $kinds, first: 5, asOf: $day)"
        f" {{ totalCount nodes {{ id name }} {_measured(plan.nodes, plan.function, plan.property)} }} }}",
        {**as_variables(plan.nodes), "day": _day(plan.as_of)},
    )


def groups(plan: Groups) -> Operation:
    """How many rows have each value. Raises `Inexpressible`."""
    dimension = dimension_of(plan.nodes.label)
    name = "labels" if plan.property == "label" else camel(property_of(plan.nodes.label, plan.property).name)
    return Operation(
        f"query Groups($where: {dimension}Filter, $kinds: [Label!], $day: Date)"
        f" {{ rows: {PLURALS[dimension]}(where: $where, kinds: $kinds, first: 5, asOf: $day)"
        f" {{ totalCount nodes {{ id name }} facets {{ groups: {name}(first: 100) {{ value count }} }} }} }}",
        {**as_variables(plan.nodes), "day": _day(plan.as_of)},
    )


def ranking(plan: Ranking, after: str | None) -> Operation:
    """One page of those that are ranked, each with what it is ranked by. Raises `Inexpressible`."""
    dimension = dimension_of(plan.nodes.label)
    _, far = end_of(plan.nodes.label, plan.by.end)
    by = related_filter(plan.nodes.label, plan.by)
    type_ = f"{far[0] if len(far) == 1 else 'Entity'}Filter"
    edge = f", $edge: {_pascal(plan.by.end)}EdgeFilter" if plan.by.edge else ""
    within = ", edgeWhere: $edge" if plan.by.edge else ""
    asked = plan.nodes.model_copy(update={"related": (*plan.nodes.related, plan.by)})
    variables = {
        **as_variables(asked),
        "by": by.get("where"),
        "byKinds": by.get("kinds"),
        "after": after,
        "day": _day(plan.as_of),
    }
    if plan.by.edge:
        variables["edge"] = by["edgeWhere"]
    measured = _measured(plan.by.nodes, plan.function, plan.property)
    return Operation(
        f"query Ranking($where: {dimension}Filter, $kinds: [Label!], $by: {type_}, $byKinds: [Label!],"
        f" $after: String, $day: Date{edge}) {{ rows: {PLURALS[dimension]}(where: $where, kinds: $kinds,"
        f" first: {PAGE}, after: $after, asOf: $day) {{ totalCount pageInfo {{ hasNextPage endCursor }}"
        f" nodes {{ id name by: {camel(plan.by.end)}(where: $by, kinds: $byKinds{within})"
        f" {{ totalCount {measured} }} }} }} }}",
        variables,
    )


def route(plan: Route) -> Operation:
    """The path between two nodes."""
    return Operation(
        "query Route($start: ID!, $end: ID!, $prefer: PathPreference!, $day: Date) {"
        " path(from: $start, to: $end, maxLength: 6, prefer: $prefer, asOf: $day)"
        " { length strength nodes { id labels name } relationships { type from to share confidence } } }",
        {
            "start": _id(plan.start),
            "end": _id(plan.end),
            "prefer": "STRONGEST" if plan.strongest else "SHORTEST",
            "day": _day(plan.as_of),
        },
    )


def strength(plan: Strength) -> Operation:
    """How strongly two nodes are associated, and the ways that make it."""
    return Operation(
        "query Strength($a: ID!, $b: ID!, $day: Date) { discovery { strength(a: $a, b: $b, asOf: $day)"
        " { value count ways { ids names strength } } } }",
        {"a": _id(plan.start), "b": _id(plan.end), "day": _day(plan.as_of)},
    )


def dimension(plan: Dimension) -> Operation:
    """One derived dimension of an organization."""
    if dimension_of(plan.of.label) != "Organization":
        raise Inexpressible(plan.of.label, "only organizations have dimensions", "仅组织有派生维度")
    return Operation(
        "query Derived($id: ID!, $day: Date) { organization(id: $id, asOf: $day) { id name dimensions {"
        f" derived: {camel(plan.name)} {{ state value unit formula formulaZh freshness evidence {{ fact entity"
        " observed } } } } }",
        {"id": _id(plan.of), "day": _day(plan.as_of)},
    )


def signals(plan: Signals) -> Operation:
    """Findings."""
    return Operation(
        "query Signals($first: Int!, $kinds: [String!], $about: ID, $since: Date) { discovery {"
        f" findings(first: $first, kinds: $kinds, about: $about, since: $since) {{ {FINDING} }} }} }}",
        {
            "first": plan.first,
            "kinds": [plan.kind] if plan.kind else None,
            "about": plan.about.id if plan.about else None,
            "since": _day(plan.since),
        },
    )


def influence(plan: Influence) -> Operation:
    """Who moves decisions, or leads in a topic."""
    return Operation(
        "query Influence($at: ID, $topic: String, $first: Int!, $day: Date) { discovery {"
        " influence(at: $at, topic: $topic, first: $first, asOf: $day)"
        " { people seeds fromDeciders ranked { id name share because { start relation end } } } } }",
        {
            "at": plan.at.id if plan.at else None,
            "topic": plan.topic,
            "first": plan.first,
            "day": _day(plan.as_of),
        },
    )


def introductions(plan: Introductions) -> Operation:
    """Through whom somebody is reached."""
    return Operation(
        "query Introductions($to: ID!, $first: Int!, $day: Date) { discovery {"
        " introductions(to: $to, first: $first, asOf: $day)"
        " { ids names strength steps { start relation end } } } }",
        {"to": _id(plan.to), "first": plan.first, "day": _day(plan.as_of)},
    )


def events(plan: Events) -> Operation:
    """What happened around a node."""
    during = Nodes(label="Event", during=plan.during)
    return Operation(
        "query Events($id: ID!, $where: EventFilter, $kinds: [Label!], $first: Int!, $day: Date) {"
        " node(id: $id, asOf: $day) { ... on Entity { id name timeline(where: $where, kinds: $kinds, first: $first)"
        f" {{ totalCount nodes {{ {EVENT} }} }} }} }} }}",
        {
            "id": _id(plan.of),
            "where": as_variables(during)["where"],
            "kinds": list(plan.kinds) or None,
            "first": plan.first,
            "day": _day(plan.as_of),
        },
    )


def sources(plan: Sources) -> Operation:
    """How something is known. Raises `Inexpressible`."""
    name = camel(property_of(plan.of.label, plan.property).name) if plan.property else None
    return Operation(
        "query Sources($id: ID!, $property: String, $day: Date) { node(id: $id, asOf: $day) {"
        " ... on Entity { id name provenance(property: $property, first: 20)"
        " { id dataSet label seenFrom seenTo said } } } }",
        {"id": _id(plan.of), "property": name, "day": _day(plan.as_of)},
    )


def _measured(nodes: Nodes, function: Function, name: str | None) -> str:
    if function == "count":
        return ""
    if name is None:
        raise Inexpressible(function, f"{function} of what?", "缺少要计算的属性")
    declared = property_of(nodes.label, name)
    if declared.type not in ("money", "integer", "decimal", "percent"):
        raise Inexpressible(name, f"{name} is no number", f"{name} 不是数值")
    currency = "currency " if declared.type == "money" else ""
    return f"aggregate {{ measured: {camel(name)} {{ {currency}count {MEMBER[function]} }} }}"


def _selected(label: str, names: Iterable[str]) -> str:
    dimension = dimension_of(label)
    fields = []
    for name in names:
        declared = property_of(label, name)
        # every node has a name
        if declared.name != "name":
            fields.append(camel(name) + (" { amount currency }" if declared.type == "money" else ""))
    return f"... on {dimension} {{ {' '.join(fields)} }}" if fields else ""


def _id(nodes: Nodes) -> str:
    if nodes.id is None:
        raise Inexpressible(nodes.mention or nodes.label, "one node has to be named", "需要指明一个对象")
    return nodes.id


def _day(day: Any) -> str | None:
    return str(day) if day else None


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
