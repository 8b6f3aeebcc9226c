"""The root field `search`: the fragment of `graph_platform.search`, with what is asked of each node that it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

from gql.errors import ArgumentRefused, NotForThisDate
from gql.meaning import ConnectionPart, EdgePart, Searching
from gql.planning.composing import Composer, Piece, Place, Read
from gql.planning.fragments import filled
from gql.planning.plan import Arguments, Asking
from gql.planning.roots import day_of
from gql.planning.selection import Selected, object_of
from gql.planning.shapes import At, Leaf, Many, Member, Page, Shape
from gql.planning.showing import is_closed
from gql.planning.window import binding_of, is_backward, length_of, prepared_page, trimmed
from gql.viewers import EVERYTHING
from graph_platform.errors import UsageError
from graph_platform.schema import SEARCH_INDEX
from graph_platform.search.lucene import MOST_SCOPES
from graph_platform.search.question import CANDIDATES, FRAGMENT, MOST_FIRST, Cursor, question
from graph_platform.search.results import way_of
from graph_platform.statements import Visibility

FOUND = "found"
"""The fragment's variable of what was found; `rank` and `sort` are beside it."""
COUNT = "search/count"
ROWS = frozenset((ConnectionPart("edges"), ConnectionPart("nodes")))
LISTED = ROWS | {ConnectionPart("page_info")}
COUNTED = frozenset((ConnectionPart("total_count"), ConnectionPart("total_count_is_at_least")))
KEYS = f"[rank, sort, {FOUND}.id]"
NAMED, WRITTEN = ("Person", "Organization", "Device"), ("Content", "Event")
"""Dimensions that are found by a name, and those that are found by masked text."""
NOTHING: Mapping[str, Any] = {
    "search_index": SEARCH_INDEX,
    "search_text": "nothing AND NOT nothing",
    "search_name": "",
    "search_candidates": 1,
    "search_first": 1,
    "search_last": None,
    "search_after": None,
    "search_before": None,
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
    _asked(arguments, None, None, None)
    names = {name: composer.parameter(call, _reader(name, bound)) for name in NOTHING}
    connection = object_of(call.declared)
    day = day_of(composer, call, arguments)
    inner = Place(FOUND, "", FOUND, day, page=call.number, rows=float(max(_length(arguments), 1)))
    selected = composer.operation.below(connection, details)
    row, shape = _rows(composer, connection, selected, inner)
    meant = {composer.meanings.get((connection.name, each[0].node.name.value)) for each in selected.values()}
    rows = _searched(composer)
    parts = ["[]", "null"]
    if meant & LISTED:
        composer.cost += CANDIDATES
        text = filled(FRAGMENT, {}, names, day, rows)
        found = f"{text[: text.rindex('RETURN ')]}RETURN {row}"
        parts[0] = f"COLLECT {{ {found} }}"
    if meant & COUNTED:
        composer.cost += CANDIDATES
        # of a viewer with more scopes, the index hands over what is hidden too
        beyond = f"size($scopes) > {MOST_SCOPES}" if rows.by_scope else "false"
        parts[1] = f"[COUNT {{ {filled(COUNT, {}, names, day, rows)} }}, {beyond}]"
    composer.prepared.append(prepared_page(call, _length))
    return Piece(f"[{', '.join(parts)}]", Page(shape, trimmed(call.number, -1)))


def _searched(composer: Composer) -> Visibility:
    """Which nodes there are to be found: of what the viewer may not read, nothing is."""
    rows, sight = composer.viewing.rows, composer.viewing.sight
    silent = [each for each in NAMED if not composer.is_found_by(each, "name")]
    silent += [
        each for each in WRITTEN if any(is_closed(sight.decision(each, name)) for name in ("title", "text"))
    ]
    return replace(rows, labels=tuple(sorted({*rows.labels, *silent})))


def _length(arguments: Arguments) -> int:
    return length_of(arguments, 1, MOST_FIRST)


def _rows(
    composer: Composer, connection: GraphQLObjectType, selected: Selected, place: Place
) -> tuple[str, Shape]:
    items: list[str] = []
    places: list[int] = []
    members: list[Member] = []
    for each in selected.values():
        meaning = composer.meanings.get((connection.name, each[0].node.name.value))
        places.append(1 if meaning in COUNTED else 0 if meaning in ROWS else -1)
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
        elif meaning == ConnectionPart("total_count"):
            members.append(Leaf(lambda counted, context: counted[0]))
        elif meaning in COUNTED:
            members.append(Leaf(lambda counted, context: counted[0] >= CANDIDATES or counted[1]))
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
    if now.get("asOf") is not None and date.fromisoformat(now["asOf"]) != asking.today:
        raise NotForThisDate("what is found is what is so today", "搜索只能查找当前的数据")
    after, before = (
        Cursor(*asking.opened(now[name], bound)) if now.get(name) is not None else None
        for name in ("after", "before")
    )
    return _asked(now, after, before, None if EVERYTHING in asking.scopes else asking.scopes)


def _asked(
    now: Arguments, after: Cursor | None, before: Cursor | None, scopes: Sequence[str] | None
) -> Mapping[str, Any]:
    kinds = tuple(each.value for each in now.get("kinds") or ())
    seen = None if scopes is None else tuple(scopes)
    try:
        return _question(now["text"], kinds, _length(now), after, seen, before, is_backward(now))
    except UsageError as error:
        raise ArgumentRefused(error.message) from None


@lru_cache(1_000)
def _question(*asked: Any) -> Mapping[str, Any]:
    """The fragment's parameters; each of them is asked for by itself, so they are kept."""
    made = question(*asked)
    return made.parameters if made else NOTHING
