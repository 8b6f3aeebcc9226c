"""The shape of an answer: what stands where in the lists that the statement returns, and how it becomes GraphQL's.

A statement returns lists in the order of the selected fields, without keys: less goes over the wire, aliases never
reach the statement, and the answer keeps the order that was asked for. `builder` makes one function of a shape that
turns a row into the answer, in one pass; `crawl` reads the same rows where execution goes field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Context = dict[Any, Any]
"""What a request knows that a plan does not: by the number of the field that needs it, or by a name."""
MET = "met"
"""The ids of the nodes that an answer holds, in what is known of the request."""
Finish = Callable[[Any, Context], Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value; `finish` makes it what it is in GraphQL, where it does not come so."""

    finish: Finish | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that needs no reading."""

    value: Any


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of one type. A member reads the row at its place, or all of the row where that is -1.

    Of a node, `counted` is the place of its id, which goes to the list of those that were met.
    """

    type: str
    keys: Sequence[str]
    places: Sequence[int]
    members: Sequence[Member]
    counted: int = -1


@dataclass(frozen=True, slots=True)
class Variants:
    """An object of one of several types, which the row begins with; then comes the row of that type."""

    shapes: dict[str, Shape]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of them."""

    of: Member


@dataclass(frozen=True, slots=True)
class At:
    """What stands at one place of a row."""

    place: int
    of: Member


@dataclass(frozen=True, slots=True)
class Page:
    """A connection: `trim` leaves of what was read what belongs to the page, as the row its shape reads."""

    shape: Shape
    trim: Finish


@dataclass(frozen=True, slots=True)
class Made:
    """An object that Python makes of rows; its members are taken from it by name."""

    make: Finish
    shape: Taking


@dataclass(frozen=True, slots=True)
class Taking:
    """Which members of a plain object are taken, by which key; a list is taken one by one.

    Where one that is `required` is missing, `NullInAnswer` is raised.
    """

    type: str
    keys: Sequence[str]
    names: Sequence[str]
    members: Sequence[Taking | None]
    required: Sequence[bool]


Member = Leaf | Constant | Shape | Variants | Many | At | Page | Made
Build = Callable[[Any, Context], Any]


class NullInAnswer(Exception):
    """A value is missing where the schema promises one: execution has to go field by field to say where."""


def builder(member: Member) -> Build | None:
    """One function that makes the answer of what was read; none where it is the answer as it comes."""
    match member:
        case Leaf(finish):
            return finish
        case Constant(value):
            return lambda row, context: value
        case Shape():
            return _object(member)
        case Variants(shapes):
            return _variant(shapes)
        case Many(of):
            return _list(of)
        case At(place, of):
            return _at(place, builder(of))
        case Page(shape, trim):
            build = _object(shape)
            return lambda row, context: build(trim(row, context), context)
        case Made(make, taking):
            take = taker(taking)
            return lambda row, context: take(make(row, context))


def _object(shape: Shape) -> Build:
    keys, counted = tuple(shape.keys), shape.counted
    builders = [builder(member) for member in shape.members]
    if not any(builders) and list(shape.places) == list(range(len(keys))):
        return _zipped(keys, counted)
    steps = list(zip(keys, shape.places, builders, strict=True))

    def build(row: Any, context: Context) -> Any:
        if row is None:
            return None
        if counted >= 0:
            context[MET].append(row[counted])
        made = {}
        for key, place, finish in steps:
            value = row[place] if place >= 0 else row
            made[key] = finish(value, context) if finish else value
        return made

    return build


def _zipped(keys: tuple[str, ...], counted: int) -> Build:
    """The object whose row is the answer as it stands; what was not asked for stands at the row's end."""
    if counted < 0:
        return lambda row, context: None if row is None else dict(zip(keys, row, strict=False))

    def build(row: Any, context: Context) -> Any:
        if row is None:
            return None
        context[MET].append(row[counted])
        return dict(zip(keys, row, strict=False))

    return build


def _variant(shapes: dict[str, Shape]) -> Build:
    builders = {name: _object(shape) for name, shape in shapes.items()}

    def build(row: Any, context: Context) -> Any:
        return None if row is None else builders[row[0]](row[1], context)

    return build


def _list(of: Member) -> Build | None:
    each = builder(of)
    if each is None:
        return None
    return lambda rows, context: None if rows is None else [each(row, context) for row in rows]


def _at(place: int, each: Build | None) -> Build:
    if each is None:
        return lambda row, context: row[place]
    return lambda row, context: each(row[place], context)


def taker(taking: Taking) -> Callable[[Any], Any]:
    """One function that takes what was asked for out of a plain object."""
    steps = [
        (key, _reader(taking.type, name, member, required))
        for key, name, member, required in zip(
            taking.keys, taking.names, taking.members, taking.required, strict=True
        )
    ]

    def take(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, list | tuple):
            return [take(each) for each in value]
        return {key: read(value) for key, read in steps}

    return take


def _reader(type_: str, name: str, member: Taking | None, required: bool) -> Callable[[Any], Any]:
    if name == "__typename":
        return lambda value: type_
    inner = taker(member) if member else _plain

    def read(value: Any) -> Any:
        found = getattr(value, name)
        if found is None and required:
            raise NullInAnswer
        return inner(found)

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.name
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Crawled:
    """A row on its way through ordinary execution, with the shape that says what stands where in it."""

    shape: Shape
    row: Any
    context: Context


def crawl(source: Any, key: str) -> Any:
    """The value of one response key, for execution that goes field by field."""
    if isinstance(source, Crawled):
        at = source.shape.keys.index(key)
        place = source.shape.places[at]
        return _crawled(
            source.shape.members[at], source.row[place] if place >= 0 else source.row, source.context
        )
    return source[key]


def _met(shape: Shape, row: Any, context: Context) -> Crawled:
    if shape.counted >= 0:
        context[MET].append(row[shape.counted])
    return Crawled(shape, row, context)


def _crawled(member: Member, value: Any, context: Context) -> Any:
    match member:
        case Leaf(finish):
            return finish(value, context) if finish else value
        case Constant(constant):
            return constant
        case _ if value is None:
            return None
        case Shape():
            return _met(member, value, context)
        case Variants(shapes):
            return _met(shapes[value[0]], value[1], context)
        case Many(of):
            return [_crawled(of, each, context) for each in value]
        case At(place, of):
            return _crawled(of, value[place], context)
        case Page(shape, trim):
            return Crawled(shape, trim(value, context), context)
        case Made(make, taking):
            return taker(taking)(make(value, context))
