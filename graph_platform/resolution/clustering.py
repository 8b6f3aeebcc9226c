"""Clusters by correlation clustering: pairs that speak against count as much as those that speak for.

Greedy additive edge contraction (Keuper et al., Efficient Decomposition of Image and Mesh Graphs by Lifted
Multicuts, ICCV 2015): the two clusters that most speaks for are joined, the weights between them and each third
one are added up, and so on, until nothing speaks for another join. A chain of weak links, or one bridge between two
dense groups, joins nothing, since the other pairs speak against it; and a veto holds however long the chain is.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
M = TypeVar("M")


def components(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Connected components of two or more."""
    above: dict[str, str] = {}

    def find(name: str) -> str:
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in pairs:
        first, second = find(one), find(other)
        if first != second:
            above[max(first, second)] = min(first, second)
    found: dict[str, set[str]] = defaultdict(set)
    for name in above:
        found[find(name)].add(name)
    return list(found.values())


def contract(
    weights: Mapping[tuple[str, str], float],
    marks: Mapping[str, M],
    join: Callable[[M, M], M],
    forbidden: Callable[[M, M], bool],
    least: float = 0.0,
    decided: Iterable[tuple[str, str]] = (),
) -> list[set[str]]:
    """The clusters of the names in `weights`, single ones left out.

    `weights` holds the bits for (or, below 0, against) each known pair; clusters are joined while the sum between
    them is over `least`, and never where `forbidden` says so of their marks; `decided` pairs are one before anything.
    """
    edges: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), weight in weights.items():
        edges[one][other] = edges[other][one] = weight
    members = {name: {name} for name in edges}
    held = {name: marks[name] for name in edges}
    for pair in decided:
        one, other = (next(name for name, held_ in members.items() if each in held_) for each in pair)
        if one != other:
            _join(edges, [], one, other, least)
            members[one] |= members.pop(other)
            held[one] = join(held[one], held.pop(other))
    heap = [(-weight, pair[0], pair[1]) for pair, weight in _each(edges) if weight > least]
    heapq.heapify(heap)
    while heap:
        against, one, other = heapq.heappop(heap)
        if one not in edges or other not in edges or edges[one].get(other) != -against:
            continue
        if forbidden(held[one], held[other]):
            continue
        _join(edges, heap, one, other, least)
        members[one] |= members.pop(other)
        held[one] = join(held[one], held.pop(other))
    return [names for names in members.values() if len(names) > 1]


def _each(edges: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[tuple[str, str], float]]:
    for one, others in edges.items():
        for other, weight in others.items():
            if one < other:
                yield (one, other), weight


def _join(
    edges: dict[str, dict[str, float]], heap: list[tuple[float, str, str]], one: str, other: str, least: float
) -> None:
    for third, weight in edges.pop(other).items():
        del edges[third][other]
        if third == one:
            continue
        total = edges[one].get(third, 0.0) + weight
        edges[one][third] = edges[third][one] = total
        if total > least:
            heapq.heappush(heap, (-total, min(one, third), max(one, third)))
