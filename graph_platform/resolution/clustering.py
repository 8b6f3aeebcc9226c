"""Clusters by correlation clustering: pairs that speak against count as much as those that speak for.

Greedy additive edge contraction (Keuper et al., Efficient Decomposition of Image and Mesh Graphs by Lifted
Multicuts, ICCV 2015): the two clusters that most speaks for are joined, the weights between them and each third
one are added up, and so on, until nothing speaks for another join. Then single names move to the cluster that
most speaks for them, until none wants to (best one element moves; Elsner and Schudy, Bounding and Comparing
Methods for Correlation Clustering Beyond ILP, 2009). A chain of weak links, or one bridge between two dense groups,
joins nothing, since the other pairs speak against it; and a veto holds however long the chain is.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Generic, TypeVar

from graph_platform.loading.clusters import Components

M = TypeVar("M")
Edges = dict[int, dict[int, float]]
ALONE = -1
ROUNDS = 10
"""How often all names are offered to move; it has always settled before."""


def components(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Connected components of two or more."""
    joined, names = Components[int](), dict[int, None]()
    for one, other in pairs:
        joined.join(one, other)
        names |= {one: None, other: None}
    found: dict[int, set[int]] = defaultdict(set)
    for name in names:
        found[joined.find(name)].add(name)
    return list(found.values())


def contract(
    weights: Mapping[tuple[int, int], float],
    marks: Mapping[int, M],
    join: Callable[[M, M], M],
    forbidden: Callable[[M, M], bool],
    decided: Iterable[tuple[int, int]] = (),
) -> list[set[int]]:
    """The clusters of the names in `weights`, single ones left out.

    `weights` holds the bits for (or, below 0, against) each known pair; clusters are joined while the sum between
    them is over 0, and never where `forbidden` says so of their marks; `decided` pairs are one before anything.
    """
    return _Clusters(weights, marks, join, forbidden, list(decided)).found()


class _Clusters(Generic[M]):
    """Numbers on their way to clusters; each cluster goes by one of its names."""

    def __init__(
        self,
        weights: Mapping[tuple[int, int], float],
        marks: Mapping[int, M],
        join: Callable[[M, M], M],
        forbidden: Callable[[M, M], bool],
        decided: list[tuple[int, int]],
    ) -> None:
        self.weights: Edges = defaultdict(dict)
        for (one, other), weight in weights.items():
            self.weights[one][other] = self.weights[other][one] = weight
        self.marks, self.join, self.forbidden = marks, join, forbidden
        self.edges: Edges = {name: dict(others) for name, others in self.weights.items()}
        self.members = {name: {name} for name in self.weights}
        self.held = {name: marks[name] for name in self.weights}
        self.fixed = {name for pair in decided for name in pair}
        self.heap: list[tuple[float, int, int]] = []
        before = Components[int]()
        for pair in decided:
            one, other = sorted(map(before.find, pair))
            self._join(one, other)
            before.join(one, other)
        self.heap = [(-weight, one, other) for one, other, weight in self._pairs() if weight > 0]
        heapq.heapify(self.heap)

    def found(self) -> list[set[int]]:
        self._contract()
        for _ in range(ROUNDS):
            if not self._move():
                break
        return [names for names in self.members.values() if len(names) > 1]

    def _pairs(self) -> Iterator[tuple[int, int, float]]:
        for one, others in self.edges.items():
            for other, weight in others.items():
                if one < other:
                    yield one, other, weight

    def _contract(self) -> None:
        while self.heap:
            against, one, other = heapq.heappop(self.heap)
            if one not in self.edges or self.edges[one].get(other) != -against:
                continue
            if not self.forbidden(self.held[one], self.held[other]):
                self._join(one, other)

    def _join(self, one: int, other: int) -> None:
        if one == other:
            return
        for third, weight in self.edges.pop(other).items():
            del self.edges[third][other]
            if third == one:
                continue
            total = self.edges[one].get(third, 0.0) + weight
            self.edges[one][third] = self.edges[third][one] = total
            if total > 0:
                heapq.heappush(self.heap, (-total, min(one, third), max(one, third)))
        self.members[one] |= self.members.pop(other)
        self.held[one] = self.join(self.held[one], self.held.pop(other))

    def _move(self) -> bool:
        """Offer every name the clusters of those that it knows; whether any went."""
        moved = False
        at = {name: cluster for cluster, names in self.members.items() for name in names}
        for name in sorted(self.weights.keys() - self.fixed):
            sums: dict[int, float] = defaultdict(float)
            for other, weight in self.weights[name].items():
                sums[at[other]] += weight
            here = at[name]
            staying = sums.pop(here, 0.0)
            # alone is worth nothing, and better than where more speaks against it
            best, there = max([(0.0, ALONE), *((total, cluster) for cluster, total in sums.items())])
            if best <= staying or len(self.members[here]) == 1 == len(self.members.get(there, ())):
                continue
            if there != ALONE and self.forbidden(self.marks[name], self.held[there]):
                continue
            at |= self._take(name, here, there)
            moved = True
        return moved

    def _take(self, name: int, here: int, there: int) -> dict[int, int]:
        """Move a name; the clusters of all that go by another one now."""
        rest = self.members.pop(here) - {name}
        del self.held[here]
        first = min(rest, default=ALONE)
        if rest:
            self.members[first] = rest
            self.held[first] = reduce(self.join, (self.marks[each] for each in sorted(rest)))
        if there != ALONE:
            self.members[there].add(name)
            self.held[there] = self.join(self.held[there], self.marks[name])
        else:
            self.members[name] = {name}
            self.held[name] = self.marks[name]
        return dict.fromkeys(rest, first) | {name: name if there == ALONE else there}
