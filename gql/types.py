"""The five types of nodes, and the connections between them: what the ontology declares, as GraphQL."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import strawberry

from gql import provenance, summaries
from gql.declared import add, interface_type, listed, object_type, pascal
from gql.inputs import Filter, Joined, Order, filter_of, join, order_of, related_input, type_
from gql.meaning import (
    DAYS_AHEAD,
    Asked,
    ConnectionPart,
    EdgePart,
    Expression,
    Group,
    Linked,
    Part,
    Stored,
    Timeline,
)
from gql.plain import plain_type
from gql.provenance import Provenance
from gql.summaries import declare_aggregate, declare_facets
from gql.values import Date, DateTime, Label, annotation_of
from graph_platform.dimensions import DIMENSIONS, DeclaredDimension, Dimension, not_allowed, not_for_this_date
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Domain, Property, Relationship, Sensitivity

PAGE = 20
"""Rows of a page where nothing else is asked."""
MOST = 200
"""Rows that a page may have."""

PLURALS = {
    "Person": "people",
    "Organization": "organizations",
    "Device": "devices",
    "Content": "contents",
    "Event": "events",
}
"""What all nodes of a dimension are called."""
TITLE = Property("title", "text", Sensitivity.TEXT, Domain.GENERAL, "Title.")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a connection may be filtered and ordered by; that of its far end, and that of the relationship."""

    where: Filter
    edge_where: Filter | None
    order: Order | None
    edge_order: Order | None


def properties_of(dimension: str) -> dict[str, Property]:
    """Every property that a node of a dimension may have, finer labels' included, by name.

    Where two finer labels declare one name with different classes, the stricter one is taken.
    """
    found: dict[str, Property] = {}
    strictest = list(Sensitivity)
    for label in ONTOLOGY.labels.values():
        if ONTOLOGY.dimension(label.name) == dimension:
            for declared in label.properties:
                before = found.get(declared.name, declared)
                found[declared.name] = max(
                    before, declared, key=lambda each: strictest.index(each.sensitivity)
                )
    return found


Node = interface_type("Node", "Anything with an id.")
Entity = interface_type("Entity", "A node of one of the five dimensions.")
DIMENSION_TYPES: dict[str, type] = {
    dimension: object_type(dimension, ONTOLOGY.labels[dimension].description, (Entity, Node))
    for dimension in ONTOLOGY.dimensions
}
Money = object_type("Money", "A sum in one currency.")
PageInfo = object_type("PageInfo", "Where a page stands, as Relay has it.")
FILTERS: dict[str, Filter] = {
    **{d: filter_of(f"{d}Filter", properties_of(d).values()) for d in ONTOLOGY.dimensions},
    "Entity": filter_of("EntityFilter", ()),
}
ORDERS: dict[str, Order | None] = {
    d: order_of(f"{d}Order", properties_of(d).values()) for d in ONTOLOGY.dimensions
}
_connections: dict[str, type] = {}
_related: dict[str, Any] = {}
NARROWINGS: dict[str, Narrowing] = {}
"""By the name of the connection's type."""


def declare() -> None:
    """Give every type its fields; once, when the schema is made."""
    add(Money, "amount", float, Part(0), "The amount.")
    add(Money, "currency", str | None, Part(1), "Currency (ISO 4217).")
    told = "Whether there are more behind it; of a page from the end, whether it stays before a cursor."
    add(PageInfo, "has_next_page", bool, Part(0), told)
    told = "Whether there are more in front; of a page from the beginning, whether it goes on after a cursor."
    add(PageInfo, "has_previous_page", bool, Part(1), told)
    add(PageInfo, "start_cursor", str | None, Part(2), "Cursor of its first row; `before` ends with it.")
    add(PageInfo, "end_cursor", str | None, Part(3), "Cursor of its last row; `after` goes on from it.")
    summaries.declare()
    add(
        Node, "id", strawberry.ID, Expression("{n}.id"), "The id, which survives whatever is found out later."
    )
    _connections["timeline"] = connection_type("Timeline", ("Event",), None)
    _declare_common(Entity, "Entity")
    _declare_derived(DIMENSION_TYPES["Organization"])
    for dimension, made in DIMENSION_TYPES.items():
        type_(FILTERS["Entity"], dimension, FILTERS[dimension])
        _declare_common(made, dimension)
        for declared in properties_of(dimension).values():
            if declared.name != "name":
                add_property(made, declared)
        for linked in links_of(dimension):
            _declare_link(made, dimension, linked)


def _declare_common(made: type, dimension: str) -> None:
    add(
        made, "id", strawberry.ID, Expression("{n}.id"), "The id, which survives whatever is found out later."
    )
    add(
        made,
        "labels",
        list[Label],
        Expression("[label IN labels({n}) WHERE label <> 'Entity' | label]"),
        "Its dimension and its finer labels.",
    )
    if dimension in ("Content", "Event", "Entity"):
        said = Expression("coalesce({n}.name, {n}.title)", TITLE)
    else:
        said = Expression("{n}.name", properties_of(dimension)["name"])
    add(made, "name", str | None, said, "What it is called; of what has no name, its title.")
    asked = Asked("drilldown/node_provenance", "entity", provenance.read, provenance.parameters)
    told = "The records that say what is known of it, or of one property; the newest first."
    add(made, "provenance", listed(plain_type(Provenance)), asked, told, _provenance_arguments(True))
    told = "The events around it, however they are joined to it; the newest first."
    add(made, "timeline", _connections["timeline"], Timeline(), told, arguments_of("TimelineConnection"))


def _declare_derived(organization: type) -> None:
    derived = object_type(
        "OrganizationDimensions", "What is derived of an organization, each number with its evidence."
    )
    for declared in DIMENSIONS.values():
        asked = Asked(
            declared.fragment,
            "organization",
            partial(_computed, declared),
            reads=declared.reads,
            is_whole=declared.is_whole,
            refused=partial(not_allowed, declared),
        )
        told = f"{declared.zh}. {inspect.cleandoc(declared.result.__doc__ or '')}".splitlines()[0]
        add(derived, declared.name, plain_type(declared.result), asked, told)
    add(organization, "dimensions", derived, Group(), "Its twelve derived dimensions.")


def _computed(declared: DeclaredDimension, rows: list[Any], arguments: Mapping[str, Any]) -> Dimension:
    days = arguments[DAYS_AHEAD]
    if days > 0 or (days < 0 and not declared.is_dated):
        return not_for_this_date(declared)
    return declared.compute(rows)


def _provenance_arguments(of_property: bool) -> dict[str, tuple[Any, Any, str]]:
    property_ = {
        "property": (str | None, strawberry.UNSET, "Name of a field: only records that say something of it."),
    }
    return (property_ if of_property else {}) | {
        "first": (int, 10, "How many, at most 100."),
        "known_at": (
            DateTime | None,
            strawberry.UNSET,
            "As it was known then, read through today's clusters.",
        ),
    }


def add_property(made: type, declared: Property) -> None:
    """Add the field of a property."""
    told = f"{declared.description} Counted in {declared.unit}." if declared.unit else declared.description
    annotation = Money if declared.type == "money" else annotation_of(declared)
    annotation = (listed(annotation) if declared.many else annotation) | None
    add(made, declared.name, annotation, Stored(declared), told)


def links_of(dimension: str) -> Iterator[Linked]:
    """The connections that a node of a dimension has."""
    for relationship in ONTOLOGY.relationships.values():
        for outgoing, near, far in (
            (True, relationship.start, relationship.end),
            (False, relationship.end, relationship.start),
        ):
            if dimension in map(ONTOLOGY.dimension, near):
                yield Linked(relationship, outgoing, tuple(dict.fromkeys(map(ONTOLOGY.dimension, far))))


def called(linked: Linked) -> str:
    """What the connection is called at this end."""
    return linked.relationship.outgoing if linked.outgoing else linked.relationship.incoming


def _declare_link(made: type, dimension: str, linked: Linked) -> None:
    name = called(linked)
    if name not in _connections:
        _connections[name] = connection_type(pascal(name), linked.far, linked.relationship)
    told = linked.relationship.description
    add(made, name, _connections[name], linked, told, arguments_of(f"{pascal(name)}Connection"))
    narrowing = NARROWINGS[f"{pascal(name)}Connection"]
    if name not in _related:
        _related[name] = related_input(f"{pascal(name)}Related", narrowing.where, narrowing.edge_where)
    joined = Joined(linked, narrowing.where, narrowing.edge_where)
    join(FILTERS[dimension], name, _related[name], joined)


def page_arguments(most: int) -> dict[str, tuple[Any, Any, str]]:
    """The arguments that say which page is meant, as Relay has them."""
    told = f"at most {most}; {PAGE} where neither `first` nor `last` is given"
    return {
        "first": (int | None, strawberry.UNSET, f"Rows of the page from the beginning on, {told}."),
        "after": (str | None, strawberry.UNSET, "Cursor to go on after."),
        "last": (int | None, strawberry.UNSET, f"Rows of the page from the end, {told}."),
        "before": (str | None, strawberry.UNSET, "Cursor to stay before."),
    }


def arguments_of(connection: str) -> Mapping[str, tuple[Any, Any, str]]:
    """The arguments of a field that gives a connection."""
    narrowing = NARROWINGS[connection]
    arguments: dict[str, tuple[Any, Any, str]] = {
        **page_arguments(MOST),
        "kinds": (list[Label] | None, strawberry.UNSET, "Only nodes with one of these labels."),
        "where": (narrowing.where.type | None, strawberry.UNSET, "Only nodes for which this holds."),
    }
    if narrowing.order:
        arguments["order_by"] = (listed(narrowing.order.type) | None, strawberry.UNSET, "Order of the rows.")
    if narrowing.edge_where:
        arguments["edge_where"] = (
            narrowing.edge_where.type | None,
            strawberry.UNSET,
            "Only relationships for which this holds.",
        )
    if narrowing.edge_order:
        arguments["edge_order_by"] = (
            listed(narrowing.edge_order.type) | None,
            strawberry.UNSET,
            "Order by properties of the relationship, before `orderBy`.",
        )
    return arguments


def connection_type(name: str, far: tuple[str, ...], relationship: Relationship | None) -> type:
    """A connection to nodes of one dimension, or of several, with the relationship's own properties on its edges."""
    single = far[0] if len(far) == 1 else ""
    node = DIMENSION_TYPES[single] if single else Entity
    edge = object_type(f"{name}Edge", "A relationship with the node that it leads to.")
    add(edge, "cursor", str, EdgePart("cursor"), "Where this row stands; `after` goes on from it.")
    add(edge, "node", node, EdgePart("node"), "The node.")
    declared = relationship.properties if relationship else ()
    for each in declared:
        add_property(edge, each)
    if relationship:
        _declare_validity(edge, relationship)
    made = object_type(f"{name}Connection", "A page of rows, and what can be said of all of them.")
    add(made, "edges", listed(edge), ConnectionPart("edges"), "The rows with their relationships.")
    add(made, "nodes", listed(node), ConnectionPart("nodes"), "The nodes of the rows.")
    add(made, "page_info", PageInfo, ConnectionPart("page_info"), "Where the page stands.")
    add(made, "total_count", int, ConnectionPart("total_count"), "How many rows all pages have.")
    declare_aggregate(made, f"{name}EdgeAggregate", declared, of_edge=True)
    properties = properties_of(single).values() if single else ()
    declare_aggregate(made, f"{name}Aggregate", properties)
    declare_facets(made, single, properties)
    NARROWINGS[f"{name}Connection"] = Narrowing(
        where=FILTERS[single or "Entity"],
        edge_where=filter_of(f"{name}EdgeFilter", declared, with_id=False) if declared else None,
        order=ORDERS[single] if single else None,
        edge_order=order_of(f"{name}EdgeOrder", declared),
    )
    return made


def _declare_validity(edge: type, relationship: Relationship) -> None:
    if relationship.interval:
        since = "CASE {r}.valid_from WHEN date('0001-01-01') THEN null ELSE toString({r}.valid_from) END"
        until = "CASE {r}.valid_to WHEN date('9999-12-31') THEN null ELSE toString({r}.valid_to) END"
        add(
            edge,
            "valid_from",
            Date | None,
            Expression(since),
            "First day on which it holds; null where it is not known.",
        )
        add(
            edge,
            "valid_to",
            Date | None,
            Expression(until),
            "First day on which it no longer does; null where it still does.",
        )
    asked = Asked("drilldown/edge_provenance", "", provenance.read, provenance.parameters)
    told = "The claims that make the relationship; the newest first."
    add(edge, "provenance", listed(plain_type(Provenance)), asked, told, _provenance_arguments(False))
    add(
        edge,
        "confidence",
        float | None,
        Expression("{r}.confidence"),
        "Trust in the most trusted data set that claims it, 0 to 1.",
    )
