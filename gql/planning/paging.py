"""Order and cursors: the keys that rows are ordered by, and the condition that goes on after a row.

Pages go by keys and not by number of rows, so that a cursor survives what is written in between. Neo4j puts what is
missing last in an ascending order and first in a descending one; so do the conditions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gql.inputs import Order
from graph_platform.ontology.model import Property

SORTED_BY_TIME = {"Event": "at", "Content": "published"}
"""Dimensions whose nodes come newest first, where no other order is asked for."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: the expression that rows are ordered by, and the function that reads it out of a cursor."""

    expression: str
    descending: bool = False
    temporal: str = ""

    @property
    def said(self) -> str:
        """The expression as a cursor holds it."""
        return f"toString({self.expression})" if self.temporal else self.expression

    @property
    def ordered(self) -> str:
        """The expression as ORDER BY has it."""
        return f"{self.expression} DESC" if self.descending else self.expression


def usual_order(dimension: str) -> str:
    """The property that nodes of a dimension are ordered by where no other order is asked for."""
    return SORTED_BY_TIME.get(dimension, "name")


def keys_of(
    node: str,
    relationship: str,
    dimension: str,
    order: Sequence[Mapping[str, Any]],
    edge_order: Sequence[Mapping[str, Any]],
    orders: tuple[Order | None, Order | None],
    usual: bool = True,
) -> list[Key]:
    """The keys of a connection's order; the id is the last, so that no two rows are alike.

    Where no order is asked for it is the `usual` one, or that of ids, which tell nothing, where the viewer may not see
    what rows are usually ordered by.
    """
    by_node, by_edge = orders
    keys = [
        _key(relationship, by_edge.fields[name_of(step["field"])], step) for step in edge_order if by_edge
    ]
    keys += [_key(node, by_node.fields[name_of(step["field"])], step) for step in order if by_node]
    if not keys and not usual:
        return [Key(f"{node}.id")]
    if not keys and dimension in SORTED_BY_TIME:
        keys = [Key(f"{node}.{SORTED_BY_TIME[dimension]}", descending=True, temporal="datetime")]
    elif not keys:
        keys = [Key(f"{node}.name_sort")]
    return [*keys, Key(f"{node}.id")]


def name_of(value: Any) -> str:
    """The name of an enumeration's value, however execution has made it."""
    return str(getattr(value, "value", value))


def _key(variable: str, declared: Property, step: Mapping[str, Any]) -> Key:
    column = "name_sort" if declared.type == "name" else declared.name
    temporal = declared.type if declared.type in ("date", "datetime") else ""
    descending = name_of(step.get("direction") or "ASC") == "DESC"
    return Key(f"{variable}.{column}", descending, temporal)


def reverse(keys: Sequence[Key]) -> list[Key]:
    """The order that begins at the other end: what is missing changes its end too."""
    return [replace(key, descending=not key.descending) for key in keys]


def after(keys: Sequence[Key], parameters: Sequence[str]) -> str:
    """The condition of the rows after one whose keys are these parameters."""
    key, parameter = keys[0], parameters[0]
    value = f"{key.temporal}({parameter})" if key.temporal else parameter
    if len(keys) == 1:
        return f"{key.expression} {'<' if key.descending else '>'} {value}"
    rest = after(keys[1:], parameters[1:])
    if key.descending:
        beyond = f"({parameter} IS NULL AND {key.expression} IS NOT NULL) OR {key.expression} < {value}"
    else:
        beyond = f"({parameter} IS NOT NULL AND {key.expression} IS NULL) OR {key.expression} > {value}"
    alike = f"({key.expression} = {value} OR ({parameter} IS NULL AND {key.expression} IS NULL))"
    return f"({beyond} OR ({alike} AND {rest}))"
