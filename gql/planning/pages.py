"""Connections: a page of rows in order, and what is said of all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

from gql.meaning import ConnectionPart, Linked, Timeline
from gql.planning.composing import Composer, Piece, Place, Read
from gql.planning.days import happened
from gql.planning.fragments import holds, part
from gql.planning.narrowing import Narrowed
from gql.planning.paging import Key, after, keys_of, name_of, reverse, usual_order
from gql.planning.plan import Arguments, Call
from gql.planning.selection import Selected, object_of
from gql.planning.shapes import At, Leaf, Many, Member, Page, Shape
from gql.planning.summaries import summary
from gql.planning.window import binding_of, is_backward, length_of, prepared_page, trimmed
from gql.types import MOST, NARROWINGS, Narrowing

EVENTS = 50.0
"""Events that a node is taken to have around it."""
MEETS = 1_000.0
"""Rows that are taken to be looked at, at most, for one page."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a connection come from: the text that binds them, and what they all fulfil.

    `dimension` is that of the nodes, empty where there are several; `many` is how many rows there are likely to be, and
    `owner` the relationship's type.
    """

    match: str
    conditions: tuple[str, ...]
    node: str
    relationship: str
    dimensions: tuple[str, ...]
    many: float
    owner: str = ""

    @property
    def dimension(self) -> str:
        return self.dimensions[0] if len(self.dimensions) == 1 else ""


def linked_page(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    linked: Linked,
    place: Place,
) -> Piece:
    """The connection along a relationship."""
    node, relationship = composer.variable("n"), composer.variable("r")
    name = linked.relationship.name
    arrow = f"-[{relationship}:{name}]->" if linked.outgoing else f"<-[{relationship}:{name}]-"
    holding = happened(node, linked.far, composer.days[place.as_of])
    if linked.relationship.interval:
        holding = (holds(relationship, place.as_of), *holding)
    if composer.is_hidden(name):
        # of a type that is not there for the viewer no relationship is met
        holding = ("false",)
    degree = composer.fanout(linked, place.dimensions[0] if len(place.dimensions) == 1 else "")
    composer.cost += place.rows * degree
    rows = Rows(f"MATCH ({place.node}){arrow}({node})", holding, node, relationship, linked.far, degree, name)
    return page(composer, type_, details, rows, replace(place, near=place.node, linked=linked))


def events_page(
    composer: Composer,
    type_: GraphQLObjectType,
    details: Sequence[FieldDetails],
    meaning: Timeline,
    place: Place,
) -> Piece:
    """The events around a node, however they are joined to it."""
    node = composer.variable("n")
    match = part("events_around").format(node=place.node, event=node)
    composer.cost += place.rows * EVENTS
    there = happened(node, ("Event",), composer.days[place.as_of])
    rows = Rows(match, there, node, "", ("Event",), EVENTS)
    return page(composer, type_, details, rows, replace(place, near="", linked=None))


def page(
    composer: Composer, type_: GraphQLObjectType, details: Sequence[FieldDetails], rows: Rows, place: Place
) -> Piece:
    """A connection over rows. Raises `ArgumentRefused`."""
    call, arguments = composer.call(type_, details)
    _length(arguments)
    connection = object_of(call.declared)
    narrowing = NARROWINGS[connection.name]
    kept = _kept(composer, call, arguments, rows, narrowing, place)
    selected = composer.operation.below(connection, details)
    expressions: list[str] = []
    places, members = [], []
    listed = _Listed(composer, call, arguments, rows, narrowing, place, kept)
    paged = listed.compose(connection, selected)
    if paged:
        expressions.append(paged)
    for each in selected.values():
        name = each[0].node.name.value
        meaning = composer.meanings.get((connection.name, name))
        if isinstance(meaning, ConnectionPart) and meaning.name in listed.members:
            places.append(-1 if meaning.name == "page_info" else 0)
            members.append(listed.members[meaning.name].pop(0))
            continue
        places.append(-1 if name == "__typename" else len(expressions))
        if name == "__typename":
            members.append(composer.piece(connection, each, place).member)
        elif meaning == ConnectionPart("total_count"):
            expressions.append(part("count").format(match=rows.match, condition=_all(kept)))
            members.append(Leaf())
        else:
            expression, shape = summary(composer, connection, each, rows, _all(kept), place)
            expressions.append(expression)
            members.append(shape)
    shape = Shape(connection.name, list(selected), places, members)
    return Piece(f"[{', '.join(expressions)}]", Page(shape, listed.trim) if listed.trim else shape)


def _kept(
    composer: Composer, call: Call, arguments: Arguments, rows: Rows, narrowing: Narrowing, place: Place
) -> list[str]:
    """What all rows of the connection fulfil, whatever page is read."""
    kept = [*rows.conditions]
    if seen := composer.seen(rows.node):
        kept.append(seen)
    if arguments.get("kinds") is not None:
        kinds = composer.parameter(call, lambda now, asking: [each.value for each in now["kinds"]])
        kept.append(f"any(label IN labels({rows.node}) WHERE label IN {kinds})")
    narrowed = Narrowed(composer, call, place.as_of, place.rows * min(rows.many, MEETS))
    if arguments.get("where") is not None:
        kept.append(
            narrowed.condition(rows.node, rows.dimension, narrowing.where, arguments["where"], ("where",))
        )
    if arguments.get("edgeWhere") is not None and narrowing.edge_where:
        of_edge = arguments["edgeWhere"]
        kept.append(
            narrowed.condition(rows.relationship, rows.owner, narrowing.edge_where, of_edge, ("edgeWhere",))
        )
    return kept


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions) or "true"


class _Listed:
    """The rows of one page: composed once for `edges`, `nodes` and `pageInfo` together."""

    def __init__(
        self,
        composer: Composer,
        call: Call,
        arguments: Arguments,
        rows: Rows,
        narrowing: Narrowing,
        place: Place,
        kept: Sequence[str],
    ) -> None:
        self._composer, self._call, self._arguments = composer, call, arguments
        self._rows, self._narrowing, self._place, self._kept = rows, narrowing, place, kept
        self.members: dict[str, list[Member]] = {}
        self.trim: Callable[[Any, Any], Any] | None = None

    def compose(self, connection: GraphQLObjectType, selected: Selected) -> str:
        """The expression of the rows, nothing where none are asked for; `members` and `trim` follow."""
        wanted = []
        for each in selected.values():
            meaning = self._composer.meanings.get((connection.name, each[0].node.name.value))
            if isinstance(meaning, ConnectionPart) and meaning.name in ("edges", "nodes", "page_info"):
                wanted.append((meaning.name, each))
        if not wanted:
            return ""
        keys = self._keys()
        inner = self._inner(keys, _length(self._arguments))
        items: list[str] = []
        objects: list[tuple[str, Member]] = []
        for name, each in wanted:
            if name != "page_info":
                text, member = self._object(connection, name, each, inner)
                items.append(text)
                objects.append((name, member))
        infos = [each for name, each in wanted if name == "page_info"]
        if infos:
            items.append(f"[{', '.join(key.said for key in keys)}]")
        # a row of one thing is that thing itself
        single = len(items) == 1
        for at, (name, member) in enumerate(objects):
            self.members.setdefault(name, []).append(Many(member if single else At(at, member)))
        for each in infos:
            info = self._composer.parts(connection, each)
            self.members.setdefault("page_info", []).append(At(-1, info))
        self._composer.prepared.append(prepared_page(self._call, _length))
        if infos:
            self.trim = trimmed(self._call.number, None if single else len(items) - 1)
        backward = is_backward(self._arguments)
        # read from the end, and turned round again
        read = part("rows").format(
            match=self._rows.match,
            condition=_all([*self._kept, *self._between(keys)]),
            variables=", ".join(filter(None, (self._rows.relationship, self._rows.node))),
            order=", ".join(key.ordered for key in (reverse(keys) if backward else keys)),
            limit=self._limit(1 if infos else 0),
            row=items[0] if single else f"[{', '.join(items)}]",
        )
        return f"reverse({read})" if backward else read

    def _inner(self, keys: Sequence[Key], length: int) -> Place:
        rows = self._place.rows * min(length, max(self._rows.many, 1.0))
        self._composer.cost += rows
        return replace(
            self._place,
            node=self._rows.node,
            relationship=self._rows.relationship,
            owner=self._rows.relationship or self._rows.node,
            dimensions=self._rows.dimensions,
            keys=tuple(keys),
            page=self._call.number,
            rows=rows,
        )

    def _object(
        self, connection: GraphQLObjectType, name: str, each: Sequence[FieldDetails], inner: Place
    ) -> tuple[str, Member]:
        if name == "edges":
            return self._composer.below(connection, each, inner)
        return self._composer.node(connection, each, replace(inner, owner=inner.node))

    def _keys(self) -> list[Key]:
        composer, narrowing = self._composer, self._narrowing
        for steps, order, owner in (
            (self._arguments.get("orderBy"), narrowing.order, self._rows.dimension),
            (self._arguments.get("edgeOrderBy"), narrowing.edge_order, self._rows.owner),
        ):
            for step in steps or ():
                if order:
                    composer.check_clear(owner, order.fields[name_of(step["field"])])
        return keys_of(
            self._rows.node,
            self._rows.relationship,
            self._rows.dimension,
            self._arguments.get("orderBy") or (),
            self._arguments.get("edgeOrderBy") or (),
            (narrowing.order, narrowing.edge_order),
            usual=all(composer.is_found_by(each, usual_order(each)) for each in self._rows.dimensions),
        )

    def _between(self, keys: Sequence[Key]) -> list[str]:
        """The conditions that the cursors make: behind the one, before the other."""
        binding = binding_of(self._call)
        made = []
        for argument, ordered in (("after", keys), ("before", reverse(keys))):
            if self._arguments.get(argument) is not None:
                names = [
                    self._composer.parameter(self._call, _key_at(argument, at, binding))
                    for at in range(len(keys))
                ]
                made.append(after(ordered, names))
        return made

    def _limit(self, more: int) -> str:
        return self._composer.parameter(self._call, lambda now, asking: _length(now) + more)


def _key_at(argument: str, at: int, binding: Callable[[Arguments], str]) -> Read:
    return lambda now, asking: asking.opened(now[argument], binding(now))[at]


def _length(arguments: Arguments) -> int:
    return length_of(arguments, 0, MOST)
