"""What is said of all rows of a connection: a subquery for numbers, one for each sum of money and count of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

from gql.errors import ArgumentRefused
from gql.meaning import Counted, Summed
from gql.planning.composing import Composer, Place
from gql.planning.fragments import part
from gql.planning.plan import Arguments
from gql.planning.selection import object_of
from gql.planning.shapes import At, Leaf, Many, Member, Shape
from privacy.masking import finishing
from privacy.policy.operators import Operator

MOST_VALUES = 100
ROUNDED = {place: Leaf(finishing(Operator.BAND)) for place in (3, 4)}
"""Mean and sum of what is only shown over many: in steps, so that one row more or less does not tell what it says."""
MEETS = 1_000.0
"""Rows that a summary is taken to meet at most."""


class AllRows(Protocol):
    """Where the rows come from, however many pages they make."""

    @property
    def match(self) -> str: ...

    @property
    def node(self) -> str: ...

    @property
    def relationship(self) -> str: ...

    @property
    def many(self) -> float: ...

    @property
    def dimension(self) -> str: ...

    @property
    def owner(self) -> str: ...


def summary(
    composer: Composer,
    connection: GraphQLObjectType,
    details: Sequence[FieldDetails],
    rows: AllRows,
    condition: str,
    place: Place,
) -> tuple[str, Shape]:
    """`aggregate`, `edgeAggregate` or `facets` of a connection. Raises `ArgumentRefused`."""
    inner = object_of(connection.fields[details[0].node.name.value])
    selected = composer.operation.below(inner, details)
    numbers: list[str] = []
    # the numbers come first, all in one row
    texts = ["null"]
    places: list[int] = []
    members: list[Member] = []
    for each in selected.values():
        meaning = composer.meanings.get((inner.name, each[0].node.name.value))
        match meaning:
            case Summed(declared, of_edge) if declared.type != "money":
                k = _least(composer, rows, meaning)
                places.append(0)
                members.append(At(len(numbers), composer.parts(inner, each, ROUNDED if k else None)))
                column = f"{rows.relationship if of_edge else rows.node}.{declared.name}"
                numbers.append(_numbers(column, k))
                continue
            case Summed(declared, of_edge):
                k = _least(composer, rows, meaning)
                finishes = {place + 1: leaf for place, leaf in ROUNDED.items()} if k else None
                column = f"{rows.relationship if of_edge else rows.node}.{declared.name}"
                text = part("money").format(match=rows.match, condition=condition, column=column)
                if k:
                    text = f"[each IN {text} WHERE each[1] >= {k} | [each[0], each[1], null, null, each[4], each[5]]]"
                composer.cost += place.rows * min(rows.many, MEETS)
                places.append(len(texts))
                members.append(Many(composer.parts(inner, each, finishes)))
                texts.append(text)
                continue
            case Counted(declared):
                if declared is not None:
                    composer.check_clear(rows.dimension, declared)
                text = _values(composer, inner, each, meaning, rows, condition)
            case _:
                places.append(-1)
                members.append(composer.piece(inner, each, Place("", "", "", "")).member)
                continue
        composer.cost += place.rows * min(rows.many, MEETS)
        places.append(len(texts))
        members.append(Many(composer.parts(inner, each)))
        texts.append(text)
    if numbers:
        row = f"[{', '.join(numbers)}]"
        texts[0] = part("aggregate").format(match=rows.match, condition=condition, row=row)
    return f"[{', '.join(texts)}]", Shape(inner.name, list(selected), places, members)


def _least(composer: Composer, rows: AllRows, meaning: Summed) -> int:
    """How many rows a number has to be over, where the viewer may see sums alone; 0 where they see each.

    Raises `NotAllowed` where they may see neither.
    """
    owner = rows.owner if meaning.of_edge else rows.dimension
    sight = composer.viewing.sight
    if sight.decision(owner, meaning.property.name).always is Operator.AGGREGATE:
        composer.decision(owner, meaning.property)
        return sight.policy.k
    composer.check_clear(owner, meaning.property)
    return 0


def _numbers(column: str, k: int) -> str:
    plain = ", ".join(f"{how}({column})" for how in ("count", "min", "max", "avg"))
    every = f"[{plain}, CASE count({column}) WHEN 0 THEN null ELSE sum({column}) END]"
    if not k:
        return every
    # least and most are somebody's own
    over = f"[count({column}), null, null, avg({column}), sum({column})]"
    return f"CASE WHEN count({column}) >= {k} THEN {over} ELSE [0, null, null, null, null] END"


def _values(
    composer: Composer,
    inner: GraphQLObjectType,
    details: Sequence[FieldDetails],
    meaning: Counted,
    rows: AllRows,
    condition: str,
) -> str:
    call, arguments = composer.call(inner, details)
    _most(arguments)
    unwind, value = "", "label"
    if meaning.property is None:
        unwind = f"UNWIND [each IN labels({rows.node}) WHERE each <> 'Entity'] AS label"
    else:
        column = f"{rows.node}.{meaning.property.name}"
        if meaning.property.many:
            # a row counts for each of its values
            unwind, column = f"UNWIND coalesce({column}, []) AS item", "item"
        value = f"toUpper({column})" if meaning.property.type == "enumeration" else f"toString({column})"
    limit = composer.parameter(call, lambda now, asking: _most(now))
    # of people a value that few have in common says who they are
    least = composer.viewing.sight.policy.k if meaning.property and rows.dimension == "Person" else 1
    return part("facet").format(
        match=rows.match, condition=condition, unwind=unwind, value=value, limit=limit, least=least
    )


def _most(arguments: Arguments) -> int:
    first = arguments["first"]
    if not 0 <= first <= MOST_VALUES:
        raise ArgumentRefused(f"first: from 0 to {MOST_VALUES}")
    return int(first)
