"""The root fields: one node, or all nodes of a dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

from gql.declared import camel
from gql.errors import ArgumentRefused
from gql.meaning import Identified, Listed
from gql.planning.composing import Composer, Piece, Place
from gql.planning.days import Day, day_in, happened, moment_in
from gql.planning.fragments import part
from gql.planning.narrowing import anchor_in, anchored
from gql.planning.pages import Rows, page
from gql.planning.plan import Arguments, Call
from gql.types import FILTERS
from graph_platform.cleaning import Unclean, clean_value
from graph_platform.facts import Formats
from graph_platform.identity import identifier_key
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property

EXCLUSIVE = {declared.name: declared for _, declared in ONTOLOGY.every_property() if declared.exclusive}


def root_piece(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    meaning: Identified | Listed,
    place: Place,
) -> Piece:
    """A root field; everything below it is as of one day."""
    if isinstance(meaning, Listed):
        return _listed(composer, type_, details, meaning.dimension)
    call, arguments = composer.call(type_, details)
    node = composer.variable("n")
    dimensions = (meaning.dimension,) if meaning.dimension else ()
    inner = Place(node, "", node, day_of(composer, call, arguments), dimensions=dimensions)
    given = [name for name, value in arguments.items() if value is not None and name != "asOf"]
    if len(given) != 1:
        raise ArgumentRefused("give the id, or one identifier")
    if given == ["id"]:
        match = part("entity_by_id").format(n=node, p=composer.parameter(call, lambda now, asking: now["id"]))
    else:
        name = given[0]
        composer.check_clear(meaning.dimension, _exclusive(name))
        key = composer.parameter(call, lambda now, asking: _key(name, now[name]))
        match = part("entity_by_identifier").format(n=node, p=key)
    conditions = [f"{node}:{meaning.dimension}"] if meaning.dimension else []
    if seen := composer.seen(node):
        conditions.append(seen)
    expression, member = composer.node(type_, details, inner)
    composer.cost += 1
    where = f"WITH {node} WHERE {' AND '.join(conditions)} " if conditions else ""
    return Piece(f"HEAD(COLLECT {{ {match} {where}RETURN {expression} }})", member)


def _listed(
    composer: Composer, type_: GraphQLObjectType, details: Sequence[FieldDetails], dimension: str
) -> Piece:
    call, arguments = composer.call(type_, details)
    node = composer.variable("n")
    place = Place("", "", "", day_of(composer, call, arguments))
    many = composer.count_of(dimension)
    composer.cost += min(many, 1_000.0)
    there = happened(node, (dimension,), composer.days[place.as_of])
    anchor = anchor_in(FILTERS[dimension], arguments.get("where") or {})
    match = anchored(composer, call, anchor, node, dimension) if anchor else f"MATCH ({node}:{dimension})"
    rows = Rows(match, there, node, "", (dimension,), many)
    return page(composer, type_, details, rows, replace(place, dimensions=(dimension,)))


def day_of(composer: Composer, call: Call, arguments: Arguments) -> str:
    """The parameter with the day that a root field is asked for."""
    name = composer.parameter(call, day_in)
    composer.days[name] = Day(call, arguments.get("asOf") is not None, composer.parameter(call, moment_in))
    return name


def _exclusive(name: str) -> Property:
    return next(each for each in EXCLUSIVE.values() if camel(each.name) == name)


def _key(name: str, value: str) -> str:
    declared = _exclusive(name)
    try:
        return identifier_key(declared.name, clean_value(declared, value, Formats()))
    except Unclean as unclean:
        raise ArgumentRefused(f"{name}: it {unclean.reason}") from None
