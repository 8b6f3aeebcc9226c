"""The root field `search`: the fragment of `graph_platform.search`, with what is asked of each node that it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

from gql.errors import ArgumentRefused
from gql.meaning import ConnectionPart, EdgePart, Searching
from gql.planning.composing import Composer, Piece, Place, Read
from gql.planning.fragments import filled
from gql.planning.pages import PageNow, binding_of, trimmed
from gql.planning.plan import Arguments, Asking, Prepared
from gql.planning.roots import day_of
from gql.planning.selection import object_of
from gql.planning.shapes import At, Leaf, Many, Member, Page, Shape
from gql.viewers import EVERYTHING
from graph_platform.errors import UsageError
from graph_platform.schema import SEARCH_INDEX
from graph_platform.search.question import CANDIDATES, FRAGMENT, Cursor, question
from graph_platform.search.results import way_of

FOUND = "found"
"""The fragment's variable of what was found; `rank` and `sort` are beside it."""
KEYS = f"[rank, sort, {FOUND}.id]"
NOTHING: Mapping[str, Any] = {
    "search_index": SEARCH_INDEX,
    "search_text": "nothing AND NOT nothing",
    "search_name": "",
    "search_candidates": 1,
    "search_first": 1,
    "search_after": None,
}
"""What stands for a text in which there is nothing to look for."""


def search_piece(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    meaning: Searching,
    place: Place,
) -> Piece:
    """A page of what was found. Raises `ArgumentRefused`."""
    call, arguments = composer.call(type_, details)
    bound = binding_of(call)
    _asked(arguments, None, None)
    names = {name: composer.parameter(call, _reader(name, bound)) for name in NOTHING}
    connection = object_of(call.declared)
    inner = Place(
        FOUND, "", FOUND, day_of(composer, call), page=call.number, rows=float(arguments["first"] or 1)
    )
    composer.cost += CANDIDATES
    row, shape = _rows(composer, connection, details, inner)
    text = filled(FRAGMENT, {}, names, inner.as_of, composer.restricted)
    found = text[: text.rindex("RETURN ")] + f"RETURN {row}"

    def page_now(now: Arguments, asking: Asking) -> PageNow:
        key = bound(now)
        return PageNow(int(now["first"]), now.get("after") is not None, lambda keys: asking.sealed(keys, key))

    composer.prepared.append(Prepared(call.number, page_now))
    return Piece(f"[COLLECT {{ {found} }}]", Page(shape, trimmed(call.number, -1)))


def _rows(
    composer: Composer, connection: GraphQLObjectType, details: Sequence[FieldDetails], place: Place
) -> tuple[str, Shape]:
    selected = composer.operation.below(connection, details)
    items: list[str] = []
    places: list[int] = []
    members: list[Member] = []
    for each in selected.values():
        meaning = composer.meanings.get((connection.name, each[0].node.name.value))
        places.append(0 if meaning in (ConnectionPart("edges"), ConnectionPart("nodes")) else -1)
        if meaning == ConnectionPart("edges"):
            text, edges = _edges(composer, connection, each, place)
            members.append(Many(At(len(items), edges)))
            items.append(text)
        elif meaning == ConnectionPart("nodes"):
            text, nodes = composer.node(connection, each, place)
            members.append(Many(At(len(items), nodes)))
            items.append(text)
        elif meaning == ConnectionPart("page_info"):
            members.append(At(-1, composer.parts(connection, each)))
        else:
            members.append(composer.piece(connection, each, place).member)
    return f"[{', '.join([*items, KEYS])}]", Shape(connection.name, list(selected), places, members)


def _edges(
    composer: Composer, connection: GraphQLObjectType, details: Sequence[FieldDetails], place: Place
) -> tuple[str, Shape]:
    inner = object_of(connection.fields[details[0].node.name.value])
    number = place.page
    items: list[str] = []
    places: list[int] = []
    members: list[Member] = []
    selected = composer.operation.below(inner, details)
    for each in selected.values():
        meaning = composer.meanings.get((inner.name, each[0].node.name.value))
        places.append(len(items) if isinstance(meaning, EdgePart) else -1)
        match meaning:
            case EdgePart("node"):
                text, member = composer.node(inner, each, place)
                items.append(text)
                members.append(member)
            case EdgePart("cursor"):
                items.append(KEYS)
                members.append(Leaf(lambda keys, context: context[number].seal(keys)))
            case EdgePart():
                items.append("rank")
                members.append(Leaf(lambda rank, context: way_of(rank).name))
            case _:
                members.append(composer.piece(inner, each, place).member)
    return f"[{', '.join(items)}]", Shape(inner.name, list(selected), places, members)


def _reader(name: str, bound: Callable[[Arguments], str]) -> Read:
    return lambda now, asking: _parameters(now, asking, bound(now))[name]


def _parameters(now: Arguments, asking: Asking, bound: str) -> Mapping[str, Any]:
    after = Cursor(*asking.opened(now["after"], bound)) if now.get("after") is not None else None
    scopes = None if EVERYTHING in asking.scopes else asking.scopes
    return _asked(now, after, scopes)


def _asked(now: Arguments, after: Cursor | None, scopes: Sequence[str] | None) -> Mapping[str, Any]:
    kinds = tuple(each.value for each in now.get("kinds") or ())
    try:
        return _question(now["text"], kinds, now["first"], after, None if scopes is None else tuple(scopes))
    except UsageError as error:
        raise ArgumentRefused(error.message) from None


@lru_cache(1_000)
def _question(
    text: str, kinds: tuple[str, ...], first: int, after: Cursor | None, scopes: tuple[str, ...] | None
) -> Mapping[str, Any]:
    """The fragment's parameters; each of them is asked for by itself, so they are kept."""
    asked = question(text, kinds, first, after, scopes)
    return asked.parameters if asked else NOTHING
