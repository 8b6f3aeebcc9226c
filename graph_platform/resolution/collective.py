"""What the graph around two records says: common neighbours, joined neighbours, companions of the same names.

Bhattacharya and Getoor (Collective Entity Resolution in Relational Data, 2007) decide pairs together, since each
decision is evidence for the next; here the evidence is added in bits to what the records say themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_platform.resolution.scoring import Floats, Numbers

Long = npt.NDArray[np.int64]

SAYS_NOTHING = frozenset(
    (
        "MANAGES_ACCOUNT",
        "ASSIGNED_TO",
        "REQUIRES_SKILL",
        "HAS_SKILL",
        "STUDIED_AT",
        "INSTANCE_OF",
        "MADE_BY",
        "SOLD_FOR",
    )
)
"""Types that join many who have nothing else in common: all customers of one of our people, all who know Java."""
MOST = 12.0
"""Bits that all neighbours together can add."""
HUB = 60
"""A node with more neighbours than this says nothing about who two of them are."""
WIDE = 4 * HUB
"""A node with more neighbours than this leads to nobody's companions."""
WELL_CONNECTED = 12
"""A companion with more neighbours than this is met by many: our own salesman."""
COMPANION = 3.5
"""Bits for each other name that is met on both sides: founders found together."""
BEARERS = 3
"""A name that more than so many bear is met on both sides by chance, or by who works for everybody: it says nothing."""
AT_ONCE = 2_000_000
"""Steps from node to node that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Related:
    """A relationship between two records, in one direction or the other."""

    source: str
    target: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is found around pairs of records, each in an array: `bits` is what all of it says."""

    bits: Floats
    shared: Numbers
    joined: Floats
    companions: Numbers

    def reasons(self, place: int) -> tuple[str, ...]:
        """In words, where the bits of one pair come from."""
        said = []
        if self.shared[place]:
            said.append(f"{self.shared[place]} neighbours in common")
        if self.joined[place]:
            said.append("neighbours that are joined themselves")
        if self.companions[place]:
            said.append(f"{self.companions[place]} companions of the same names on both sides")
        return tuple(said)


class Neighbourhood:
    """Relationships between records by number, in which records that are one already are met as one.

    `same` leads from each number to that of its cluster, `names` to a number for its name, -1 where it has none.
    """

    def __init__(self, source: Numbers, target: Numbers, same: Numbers, names: Numbers) -> None:
        self._of, self._count = same, len(same)
        self._base = np.int64(max(int(names.max(initial=-1)) + 1, 1))
        self._names = np.where(self._is_telling(names), names, -1)
        one, other = same[source].astype(np.int64), same[target].astype(np.int64)
        there = one != other
        one, other = one[there], other[there]
        self._edges = _once(np.concatenate([one * self._count + other, other * self._count + one]))
        self._next = (self._edges % self._count).astype(np.int32)
        self._first = np.searchsorted(self._edges, np.arange(self._count + 1, dtype=np.int64) * self._count)
        self._degree = np.diff(self._first)

    def _is_telling(self, names: Numbers) -> npt.NDArray[np.bool_]:
        """Of each record whether its name is one that few bear."""
        named = np.flatnonzero(names >= 0)
        borne = _once(names[named] * np.int64(self._count) + self._of[named]) // self._count
        bearers = np.bincount(borne, minlength=int(self._base))
        return np.asarray((names >= 0) & (bearers[names] <= BEARERS))

    def around(self, left: Numbers, right: Numbers) -> Around:
        """The evidence for pairs of records."""
        one, other = self._of[left], self._of[right]
        found = Around(
            np.zeros(len(left), np.float32),
            np.zeros(len(left), np.int32),
            np.zeros(len(left), np.float32),
            np.zeros(len(left), np.int32),
        )
        asked = np.flatnonzero((self._degree[one] > 0) & (self._degree[other] > 0) & (one != other))
        for piece in _pieces(asked, self._degree[one[asked]]):
            self._shared(piece, one, other, found)
        alone = asked[found.shared[asked] == 0]
        alone = alone[(self._degree[one[alone]] <= WIDE) & (self._degree[other[alone]] <= WIDE)]
        for piece in _pieces(alone, self._reach(one[alone]) + self._reach(other[alone])):
            self._beyond(piece, one, other, found)
        np.minimum(found.bits, MOST, out=found.bits)
        return found

    def _reach(self, nodes: Numbers) -> Long:
        """An upper bound of the nodes two steps away, as far as anybody goes."""
        wide = np.where(self._degree <= WIDE, self._degree, 0)
        total = np.concatenate([[0], np.cumsum(wide[self._next])])
        return np.asarray(total[self._first[nodes + 1]] - total[self._first[nodes]] + self._degree[nodes])

    def _steps(self, nodes: Numbers) -> tuple[Long, Numbers]:
        """Each neighbour of these nodes, with the place of the node that it is next to."""
        many = self._degree[nodes]
        place = np.repeat(np.arange(len(nodes)), many)
        start = np.repeat(self._first[nodes] - np.concatenate([[0], np.cumsum(many)[:-1]]), many)
        return place, self._next[start + np.arange(len(place))]

    def _joined(self, one: npt.NDArray[np.integer], other: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        wanted = one.astype(np.int64) * self._count + other
        at = np.minimum(np.searchsorted(self._edges, wanted), len(self._edges) - 1)
        return np.asarray(self._edges[at] == wanted)

    def _shared(self, piece: Long, one: Numbers, other: Numbers, found: Around) -> None:
        place, node = self._steps(one[piece])
        met = (self._degree[node] <= HUB) & self._joined(other[piece][place], node)
        place, node = place[met], node[met]
        bits = np.maximum(9.0 - np.log2(self._degree[node]), 2.0)
        found.shared[piece] = np.bincount(place, minlength=len(piece))
        found.bits[piece] += np.bincount(place, bits, minlength=len(piece)).astype(np.float32)

    def _beyond(self, piece: Long, one: Numbers, other: Numbers, found: Around) -> None:
        """What stands two steps away: a neighbour of the one that is next to one of the other, and the same names."""
        place, via, node = self._two_steps(one[piece], other[piece])
        met = self._joined(other[piece][place], node) & (node != one[piece][place])
        bits = np.maximum(8.0 - np.log2(self._degree[via] * self._degree[node]) / 2, 2.0)
        best = np.zeros(len(piece), np.float32)
        np.maximum.at(best, place[met], bits[met].astype(np.float32))
        found.joined[piece] = best
        mine = self._called(place, node, one[piece])
        place, _, node = self._two_steps(other[piece], one[piece])
        theirs = self._called(place, node, other[piece])
        both = np.intersect1d(mine, theirs, assume_unique=True) // self._base
        found.companions[piece] = np.bincount(both, minlength=len(piece))
        found.bits[piece] += best + COMPANION * found.companions[piece].astype(np.float32)

    def _two_steps(self, start: Numbers, but: Numbers) -> tuple[Long, Numbers, Numbers]:
        """Places in `start`, their neighbours but those in `but`, and the neighbours of those."""
        place, via = self._steps(start)
        kept = (self._degree[via] <= WIDE) & (via != but[place])
        place, via = place[kept], via[kept]
        further, node = self._steps(via)
        return place[further], via[further], node

    def _called(self, place: Long, node: Numbers, start: Numbers) -> Long:
        """The names that are met from each place, as one number for both."""
        kept = (self._degree[node] <= WELL_CONNECTED) & (node != start[place]) & (self._names[node] >= 0)
        return _once(place[kept] * self._base + self._names[node[kept]])


def _once(numbers: Long) -> Long:
    """Each number once, in order; for many that repeat seldom, faster than `np.unique`, which hashes."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _pieces(places: Long, steps: npt.NDArray[np.integer]) -> Iterator[Long]:
    """Places in pieces of which each takes a bounded number of steps."""
    if len(places):
        ends = np.flatnonzero(np.diff(np.cumsum(steps) // AT_ONCE)) + 1
        yield from (piece for piece in np.split(places, ends) if len(piece))
