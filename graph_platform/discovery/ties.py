"""What ties two entities together, how strongly each kind of relationship does, and reading it for a viewer.

A way over several ties is worth the product of them, and less the more others its inner nodes are tied to: one who
knows everybody introduces nobody. The damping is Adamic and Adar's, 1/log₂(1 + degree) ("Friends and neighbors on the
Web", Social Networks 25(3), 2003). Of several ties between two, and of several ways, each adds to what the others
leave open (noisy-or), so that a number only grows with evidence and stays below 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log2

from graph_platform.database import Database
from graph_platform.findings.model import Step
from graph_platform.statements import Visibility, scoped, statement

WEIGHTS: Mapping[str, float] = {
    "OWNS": 0.9,
    "CONTROLS": 0.9,
    "PART_OF": 0.9,
    "REPORTS_TO": 0.9,
    "WORKS_FOR": 0.8,
    "HOLDS_POST": 0.8,
    "KNOWS": 0.7,
    "SUPPLIES": 0.6,
    "PARTNER_OF": 0.6,
    "MANAGES_ACCOUNT": 0.6,
    "AUTHORED": 0.5,
    "BUYS": 0.5,
    "SELLS": 0.5,
    "PAYS": 0.5,
    "IS_PAID": 0.5,
    "PARTY_TO": 0.5,
    "ATTENDED": 0.5,
    "SENT": 0.4,
    "RECEIVED": 0.4,
    "OPERATES": 0.4,
    "INSTALLED_AT": 0.4,
    "CONCERNS": 0.3,
    "RAISED": 0.3,
    "CARRIED_OUT": 0.3,
    "STUDIED_AT": 0.3,
    "HAS_SKILL": 0.2,
    "MENTIONS": 0.2,
}
"""How much one relationship of a type says of two being associated, set by hand; what is not named says nothing."""
MOST = 1_000
"""Ties of one entity that are looked at."""
CROWD = 300
"""Degree from which on an entity is a crowd that leads nowhere: an office address, a newsletter."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, and on which day: the rows and relationship types that there are for them."""

    day: date
    rows: Visibility = field(default_factory=Visibility)
    scopes: Sequence[str] = ()
    hidden: Sequence[str] = ()
    without: Sequence[str] = ()

    def types(self, among: Iterable[str]) -> list[str]:
        """Those of the types that are there."""
        return sorted(set(among) - set(self.without))


@dataclass(frozen=True, slots=True)
class Tie:
    """One relationship, seen from one of its ends."""

    type: str
    outgoing: bool
    other: str
    labels: tuple[str, ...]
    degree: int

    def step(self, node: str) -> Step:
        """The relationship as it is stored, from the end at which it was read."""
        return Step(node, self.type, self.other) if self.outgoing else Step(self.other, self.type, node)


@dataclass(frozen=True, slots=True)
class Tied:
    """An entity, and what ties it."""

    id: str
    labels: tuple[str, ...]
    ties: tuple[Tie, ...]


def read_ties(
    database: Database, looking: Looking, ids: Iterable[str], among: Iterable[str] = WEIGHTS
) -> dict[str, Tied]:
    """What ties each of these entities; those that are not there for the viewer are left out."""
    types = looking.types(among)
    if not types:
        return {}
    text = scoped(statement("discovery/ties"), looking.rows).replace("TYPES", "|".join(types))
    given = {
        "ids": sorted(set(ids)),
        "day": looking.day,
        "most": MOST,
        "crowd": CROWD,
        "scopes": list(looking.scopes),
        "hidden": list(looking.hidden),
    }
    return {
        row["id"]: Tied(
            row["id"],
            tuple(row["labels"]),
            tuple(Tie(type_, out, other, tuple(labels), degree) for type_, out, other, labels, degree in row["ties"]),
        )
        for row in database.read(text, given)
    }  # fmt: skip


def between(
    database: Database, looking: Looking, left: Sequence[str], right: Sequence[str]
) -> list[tuple[str, str, Step]]:
    """What ties these to those. Both are to be entities that are there for the viewer."""
    types = looking.types(WEIGHTS)
    if not types or not left or not right:
        return []
    text = statement("discovery/ties_between").replace("TYPES", "|".join(types))
    rows = database.read(text, {"left": list(left), "right": list(right), "day": looking.day})
    return [
        (
            row["left"],
            row["right"],
            Step(row["left"], row["type"], row["right"])
            if row["out"]
            else Step(row["right"], row["type"], row["left"]),
        )
        for row in rows
    ]


def damping(degree: int) -> float:
    """What is left of a way that goes through an entity with so many ties."""
    return 0.0 if degree >= CROWD else 1 / log2(1 + max(degree, 1))


def together(weights: Iterable[float]) -> float:
    """What several independent pieces of evidence come to."""
    left = 1.0
    for weight in weights:
        left *= 1 - weight
    return 1 - left
