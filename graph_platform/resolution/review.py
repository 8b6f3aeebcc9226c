"""The queue of pairs that a person is asked about: those first whose answer teaches most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from math import log2

from graph_platform.resolution.decisions import Decision, Judged
from graph_platform.resolution.explanation import Step, steps
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.reading import Stored
from graph_platform.resolution.resolving import Resolution, resolve

LEAST_DOUBT = 0.2
"""Bits of doubt about a pair that waits although it is probable: its name speaks against what else agrees."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Two records side by side: where each stands, what was compared, and how probable it is that they are one.

    `alike` is how many pairs wait that agree and differ in the same things.
    """

    left: str
    right: str
    systems: tuple[str, str]
    probability: float
    reason: str
    steps: Sequence[Step]
    alike: int = 1


def queue(stored: Stored, models: Mapping[Schema, Model] | None = None) -> list[Asked]:
    """Every pair that waits for a person, one for each two clusters, in the order in which answers teach most.

    An answer teaches by the doubt about the pair (uncertainty sampling), by how many wait that are alike (Settles and
    Craven, 2008: information density), and by how many records it would make one. After each of a kind, the next of
    that kind counts half. What somebody could not tell is not asked again.
    """
    found = resolve(stored.parties, stored.related, stored.judgements, models)
    parties = {party.id: party for party in stored.parties}
    waiting = _waiting(found, stored)
    kinds = Counter(judged.pair.levels for judged in waiting)
    asked = []
    for judged in _in_order(waiting, kinds, found):
        pair = judged.pair
        model = found.models[parties[pair.left].schema]
        systems = (parties[pair.left].system, parties[pair.right].system)
        compared = steps(model, judged, parties)
        asked.append(
            Asked(
                pair.left,
                pair.right,
                systems,
                judged.probability,
                judged.reason,
                compared,
                kinds[pair.levels],
            )
        )
    return asked


def _waiting(found: Resolution, stored: Stored) -> list[Judged]:
    """The pair of each two clusters of which the model is least sure, but of those that people have spoken of."""
    entity = found.entity_of_each()

    def between(left: str, right: str) -> frozenset[str]:
        return frozenset((entity.get(left, left), entity.get(right, right)))

    seen = {between(j.left, j.right) for j in stored.judgements} | {between(*pair) for pair in stored.unknown}
    waiting = [judged for judged in found.judged.values() if judged.decision is Decision.REVIEW]
    kept = []
    for judged in sorted(waiting, key=lambda each: (abs(each.pair.weight + each.graph), each.pair.left)):
        of = between(judged.pair.left, judged.pair.right)
        if len(of) == 2 and of not in seen:
            seen.add(of)
            kept.append(judged)
    return kept


def _in_order(
    waiting: Sequence[Judged], kinds: Counter[tuple[int, ...]], found: Resolution
) -> Iterator[Judged]:
    size = {record: len(cluster) for cluster in found.clusters for record in cluster}
    asked: Counter[tuple[int, ...]] = Counter()

    def worth(judged: Judged) -> float:
        pair = judged.pair
        joined = size.get(pair.left, 1) * size.get(pair.right, 1)
        alone = max(doubt(judged.probability), LEAST_DOUBT) * log2(1 + kinds[pair.levels]) * log2(1 + joined)
        return alone * 0.5 ** asked[pair.levels]

    heap = [(-worth(judged), number, judged) for number, judged in enumerate(waiting)]
    heapify(heap)
    while heap:
        value, number, judged = heap[0]
        if (now := -worth(judged)) > value:
            heapreplace(heap, (now, number, judged))
            continue
        heappop(heap)
        asked[judged.pair.levels] += 1
        yield judged


def doubt(probability: float) -> float:
    """How many bits an answer is worth (Shannon's entropy): 1 where both are as probable, 0 where one is certain."""
    if not 0 < probability < 1:
        return 0.0
    return -probability * log2(probability) - (1 - probability) * log2(1 - probability)
