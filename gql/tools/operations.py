"""The operations behind the tools: persisted texts with their hashes, made at start and never of what somebody sends.

Most are files. Where the ontology has many of a kind (each relationship from each of its ends, each dimension) one file
is the pattern, and the names that are put in are those of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, cast, get_args, get_type_hints

from gql.declared import camel, pascal
from gql.inputs import Filter, Order
from gql.persisted import sha256
from gql.types import NARROWINGS, called, links_of, properties_of
from graph_platform.dimensions import DIMENSIONS
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property, Relationship

TELLING: Mapping[str, tuple[str, ...]] = {
    "Person": ("job_title",),
    "Organization": ("country", "industry"),
    "Device": ("model", "serial_number"),
    "Content": (),
    "Event": ("at", "status"),
}
"""What a row tells of a node beside its name, by dimension."""
NESTED = 2
"""Layers of objects in what a dimension says."""
_MARKER = re.compile(r"#(\w+)#")


@dataclass(frozen=True)
class Operation:
    """One operation: its name, its text, and the hash that it is persisted under."""

    name: str
    text: str

    @cached_property
    def hash(self) -> str:
        """Its SHA-256, as clients name it."""
        return sha256(self.text)


@dataclass(frozen=True, slots=True)
class End:
    """A relationship as one of its ends sees it: what it is called there, from where it leads and to where."""

    name: str
    relationship: Relationship
    near: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def where(self) -> Filter:
        """What its nodes may be filtered by."""
        return NARROWINGS[f"{pascal(self.name)}Connection"].where

    @property
    def edge_where(self) -> Filter | None:
        """What its relationships may be filtered by."""
        return NARROWINGS[f"{pascal(self.name)}Connection"].edge_where

    @property
    def orders(self) -> tuple[Order | None, Order | None]:
        """What its nodes and its relationships may be ordered by."""
        narrowing = NARROWINGS[f"{pascal(self.name)}Connection"]
        return narrowing.order, narrowing.edge_order

    @property
    def telling(self) -> tuple[str, ...]:
        """What a row says of the relationship, by the names of the API."""
        of_interval = ("validFrom", "validTo") if self.relationship.interval else ()
        return (*(camel(each.name) for each in self.relationship.properties), *of_interval)


@cache
def pattern(name: str) -> str:
    """The text of a file of operations, without what it says of itself."""
    text = files("gql.tools").joinpath("operations", f"{name}.graphql").read_text("utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))


@cache
def operation(name: str) -> Operation:
    """The operation that one file is."""
    return Operation(name, pattern(name))


def _filled(name: str, of: str, values: Mapping[str, str]) -> Operation:
    return Operation(of, _MARKER.sub(lambda found: values[found[1]], pattern(name)))


@cache
def ends() -> Mapping[str, End]:
    """Every end of every relationship, by what it is called in the API."""
    found: dict[str, End] = {}
    for dimension in ONTOLOGY.dimensions:
        for linked in links_of(dimension):
            name = called(linked)
            before = found.get(name)
            near = (*before.near, dimension) if before else (dimension,)
            found[name] = End(name, linked.relationship, near, linked.far)
    return {camel(name): end for name, end in found.items()}


@cache
def end_operation(name: str) -> Operation:
    """The page of one end, by its name in the API."""
    end = ends()[name]
    order, edge_order = end.orders
    arguments = {
        "where": _named(end.where.type),
        "edgeWhere": _named(end.edge_where.type) if end.edge_where else "",
        "orderBy": f"[{_named(order.type)}!]" if order else "",
        "edgeOrderBy": f"[{_named(edge_order.type)}!]" if edge_order else "",
    }
    given = {argument: type_ for argument, type_ in arguments.items() if type_}
    declared = " ".join(f"${argument}: {type_}" for argument, type_ in given.items())
    passed = " ".join(f"{argument}: ${argument}" for argument in given)
    page = f"{name}(first: $first after: $after kinds: $kinds {passed}) {{ ...Page }}"
    return _filled(
        "drill_down_along",
        f"drill_down_{end.name}",
        {
            "declared": declared,
            "ends": " ".join(f"... on {near} {{ {page} }}" for near in end.near),
            "connection": f"{pascal(end.name)}Connection",
            "edge": " ".join(_selected(each, end.relationship.properties) for each in end.telling),
            "node": _telling(end.far),
        },
    )


def _named(made: Any) -> str:
    """What a type of the schema is called there."""
    return str(made.__strawberry_definition__.name)


def _telling(far: tuple[str, ...]) -> str:
    """The selection of what rows tell of their nodes."""
    if len(far) == 1:
        return " ".join(camel(each) for each in TELLING[far[0]])
    inner = {dimension: " ".join(camel(each) for each in TELLING[dimension]) for dimension in far}
    return " ".join(f"... on {dimension} {{ {fields} }}" for dimension, fields in inner.items() if fields)


def _selected(name: str, properties: tuple[Property, ...]) -> str:
    is_money = any(camel(each.name) == name and each.type == "money" for each in properties)
    return f"{name} {{ amount currency }}" if is_money else name


@cache
def entity_operation(dimension: str) -> Operation:
    """An entity of a dimension: all that is known of it, and how many there are at each end of its relationships."""
    known = tuple(properties_of(dimension).values())
    values = " ".join(_selected(camel(each.name), known) for each in known if each.name != "name")
    counts = " ".join(f"{camel(called(linked))}(first: 0) {{ totalCount }}" for linked in links_of(dimension))
    parts = {"root": dimension.lower(), "values": values, "counts": counts}
    return _filled("drill_down", f"drill_down_{dimension.lower()}", parts)


@cache
def dimensions_operation() -> Operation:
    """An organization's derived dimensions, a number each."""
    numbers = " ".join(f"{name} {{ state value unit freshness }}" for name in dimension_names())
    return _filled("dimensions", "dimensions", {"numbers": numbers})


@cache
def dimension_operation(name: str) -> Operation:
    """One derived dimension whole, by its name in the API."""
    (result,) = (each.result for each in DIMENSIONS.values() if camel(each.name) == name)
    return _filled(
        "dimension", f"dimension_{name}", {"name": name, "whole": " ".join(_whole(result, NESTED))}
    )


def dimension_names() -> tuple[str, ...]:
    """The derived dimensions by their names in the API."""
    return tuple(camel(name) for name in DIMENSIONS)


def _whole(cls: type, depth: int) -> Iterator[str]:
    """The selection of everything that a computed dataclass says, so many layers deep."""
    for name, hint in get_type_hints(cls).items():
        inner = next((each for each in (hint, *get_args(hint)) if is_dataclass(each)), None)
        if inner is None:
            yield camel(name)
        elif depth:
            yield f"{camel(name)} {{ {' '.join(_whole(cast(type, inner), depth - 1))} }}"


def every_operation() -> Iterator[Operation]:
    """All of them: what a server knows by its hash."""
    for path in files("gql.tools").joinpath("operations").iterdir():
        name = path.name.removesuffix(".graphql")
        if path.name.endswith(".graphql") and "#" not in pattern(name):
            yield operation(name)
    yield dimensions_operation()
    made: tuple[tuple[Callable[[str], Operation], tuple[str, ...]], ...] = (
        (entity_operation, ONTOLOGY.dimensions),
        (end_operation, tuple(ends())),
        (dimension_operation, dimension_names()),
    )
    for make, names in made:
        for name in names:
            yield make(name)
