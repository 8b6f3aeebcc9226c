"""Who controls whom, through majorities all the way up, and which holdings run in a circle.

A majority of a majority controls (the weakest-link rule of "ultimate ownership": R. La Porta, F. Lopez-de-Silanes,
A. Shleifer, "Corporate Ownership Around the World", Journal of Finance 54(2), 1999), so each organization has at most
one chain of control, and it is followed, not searched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph_platform.database import Database
from graph_platform.findings.model import Step
from graph_platform.statements import statement

MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Held:
    """One holding; `share` is a fraction, or None where nobody has stated it."""

    owner: str
    owned: str
    share: float | None
    type: str

    @property
    def step(self) -> Step:
        """The relationship, as evidence."""
        return Step(self.owner, self.type, self.owned)


@dataclass(frozen=True, slots=True)
class Control:
    """A chain of majorities: from the controller, at its head, down to what is controlled."""

    chain: tuple[Held, ...]

    @property
    def controller(self) -> str:
        """Who stands above, and is controlled by nobody."""
        return self.chain[0].owner

    @property
    def share(self) -> float:
        """The smallest share of the chain; of a control without a share, 1."""
        return min(1.0 if held.share is None else held.share for held in self.chain)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The chain, as evidence."""
        return tuple(held.step for held in self.chain)


def read_holdings(database: Database, day: date) -> list[Held]:
    """Every holding and control that is valid on a day."""
    rows = database.read(statement("discovery/holdings"), {"day": day})
    found = [Held(row["owner"], row["owned"], row["share"], row["type"]) for row in rows]
    return sorted(found, key=lambda held: (held.owned, held.owner, held.type))


def controls(holdings: Sequence[Held]) -> dict[str, Control]:
    """The chain of control of each organization that has one; none for those in a circle of majorities."""
    above: dict[str, Held] = {}
    for held in holdings:
        if held.type == "CONTROLS" or (held.share is not None and held.share > MAJORITY):
            before = above.get(held.owned)
            if before is None or (held.share or 0.0) > (before.share or 0.0):
                above[held.owned] = held
    found: dict[str, Control] = {}
    for owned in above:
        chain: list[Held] = []
        met = {owned}
        at = owned
        while (link := above.get(at)) is not None and link.owner not in met:
            chain.append(link)
            met.add(link.owner)
            at = link.owner
        # a circle of majorities has nobody above it
        if above.get(at) is None:
            found[owned] = Control(tuple(reversed(chain)))
    return found


def controlled(by: Mapping[str, Control]) -> dict[str, list[str]]:
    """What each controller controls, in a stable order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for owned, control in sorted(by.items()):
        found[control.controller].append(owned)
    return dict(found)


def circles(holdings: Sequence[Held]) -> Iterator[tuple[Held, ...]]:
    """A shortest circle of each group of organizations that hold one another, each beginning at its smallest id."""
    owns = [held for held in holdings if held.type == "OWNS"]
    names, flat = np.unique([end for held in owns for end in (held.owner, held.owned)], return_inverse=True)
    if not len(owns):
        return
    ends = flat.reshape(-1, 2)
    links = sparse.csr_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), (len(names),) * 2)
    _, group = connected_components(links, directed=True, connection="strong")
    several = np.flatnonzero(np.bincount(group) > 1)
    inside: defaultdict[int, defaultdict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
    wanted = set(several.tolist())
    for held, (start, end) in zip(owns, ends, strict=True):
        if group[start] == group[end] and int(group[start]) in wanted:
            inside[int(group[start])][held.owner].append(held)
    for number in sorted(inside, key=lambda each: min(inside[each])):
        first = min(inside[number])
        yield _round(inside[number], first)


def _round(below: Mapping[str, Sequence[Held]], first: str) -> tuple[Held, ...]:
    """The shortest way from one back to itself, breadth first."""
    came: dict[str, Held] = {}
    at = [first]
    while at:
        following: list[str] = []
        for owner in at:
            for held in below.get(owner, ()):
                if held.owned == first:
                    return _back(came, first, held)
                if held.owned not in came:
                    came[held.owned] = held
                    following.append(held.owned)
        at = following
    raise AssertionError("a strongly connected component has a circle through each of its members")


def _back(came: Mapping[str, Held], first: str, last: Held) -> tuple[Held, ...]:
    way = [last]
    while way[-1].owner != first:
        way.append(came[way[-1].owner])
    return tuple(reversed(way))
