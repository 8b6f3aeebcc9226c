"""Plans, made once for each form of an operation and kept.

A plan depends on the operation's text, on which of its variables are there and of which form they are, and on the kind
of viewer under the policy; never on a value. So one plan serves all requests of a form, and Neo4j sees one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    type_from_ast,
)

from gql.meaning import Identified, Joining, Linked, Listed, Searching, Timeline
from gql.planning.composing import Compose, Composer, Meanings, Place
from gql.planning.fragments import bare
from gql.planning.pages import events_page, linked_page
from gql.planning.path import path_piece
from gql.planning.plan import Plan
from gql.planning.roots import root_piece
from gql.planning.searching import search_piece
from gql.planning.selection import Operation
from gql.planning.shapes import builder
from gql.planning.statistics import Statistics
from gql.viewers import Viewing

VERSION = f"HEAD(COLLECT {{ {bare('policy/version')} }})"
"""The version of the policy in force, read in the moment of the answer itself."""
CLOCK = f"coalesce(HEAD(COLLECT {{ {bare('privacy/clock')} }}), 0)"
"""When entities were last written, where the answer holds free text: names as new as that are masked in it."""
_PARAMETER = re.compile(r"\$(\w+)")
WAYS: Mapping[type, Compose] = {
    Identified: root_piece,
    Listed: root_piece,
    Linked: linked_page,
    Timeline: events_page,
    Joining: path_piece,
    Searching: search_piece,
}


def make_plan(operation: Operation, meanings: Meanings, viewing: Viewing, statistics: Statistics) -> Plan:
    """Compose the plan of an operation. Raises `ApiError` for what cannot be asked."""
    composer = Composer(operation, meanings, WAYS, viewing, statistics)
    query = cast(GraphQLObjectType, operation.schema.query_type)
    selected = operation.root(query)
    ours = {key: each for key, each in selected.items() if _is_ours(each[0].node.name.value, meanings)}
    text, shape = composer.object(query, ours, Place("", "", "", ""))
    build = builder(shape) or (lambda row, context: dict(zip(shape.keys, row, strict=True)))
    used = set(_PARAMETER.findall(text))
    return Plan(
        statement=f"RETURN [{VERSION}, {CLOCK if composer.reads_texts else 0}, {text}] AS answer"
        if text != "[]"
        else "",
        calls=tuple(composer.calls),
        parameters=tuple(each for each in composer.parameters if each.name in used),
        prepared=tuple(composer.prepared),
        shape=shape,
        build=build,
        cost=composer.cost,
        touched=tuple(sorted(composer.touched)),
        shown=composer.shown,
        is_partial=len(ours) < len(selected),
        fixed=tuple(sorted(composer.fixed)),
        asking=tuple(sorted(used & {"scopes", "own", "hidden"})),
    )


def _is_ours(name: str, meanings: Meanings) -> bool:
    """Whether a root field is one that a plan reads, not one about the schema or with a resolver of its own."""
    return name == "__typename" or ("Query", name) in meanings


def form_of(schema: GraphQLSchema, definition: OperationDefinitionNode, variables: Mapping[str, Any]) -> Any:
    """Everything about the variables that a plan depends on: which are there, and what names they hold."""
    form = []
    for declared in definition.variable_definitions or ():
        name = declared.variable.name.value
        type_ = type_from_ast(schema, declared.type)
        form.append(_form(type_, variables[name]) if name in variables else ...)
    return tuple(form)


def _form(type_: Any, value: Any) -> Any:
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    if value is None:
        return None
    if isinstance(type_, GraphQLList):
        if _is_plain(type_.of_type):
            return True
        values = value if isinstance(value, list) else [value]
        return tuple(_form(type_.of_type, each) for each in values)
    if isinstance(type_, GraphQLInputObjectType):
        return tuple(
            (name, _form(type_.fields[_given(type_, name)].type, inner)) for name, inner in value.items()
        )
    if isinstance(type_, GraphQLEnumType) or getattr(type_, "name", "") == "Boolean":
        return str(value)
    return True


def _given(type_: GraphQLInputObjectType, name: str) -> str:
    if name in type_.fields:
        return name
    return next(str(key) for key, field in type_.fields.items() if field.out_name == name)


def _is_plain(type_: Any) -> bool:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return isinstance(inner, GraphQLScalarType)
