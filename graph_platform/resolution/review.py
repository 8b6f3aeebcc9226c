"""The queue of pairs that a person is asked about: those first of which the model is least sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.explanation import Step, steps
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.reading import Stored
from graph_platform.resolution.resolving import resolve


@dataclass(frozen=True, slots=True)
class Asked:
    """Two records side by side: where each stands, what was compared, and how probable it is that they are one."""

    left: str
    right: str
    systems: tuple[str, str]
    probability: float
    reason: str
    steps: Sequence[Step]


def queue(stored: Stored, models: Mapping[Schema, Model] | None = None) -> list[Asked]:
    """Every pair that waits for a person, one for each two clusters, the least sure first (uncertainty sampling)."""
    found = resolve(stored.parties, stored.related, stored.judgements, models)
    entity = found.entity_of_each()
    parties = {party.id: party for party in stored.parties}
    judged_by_people = {frozenset((j.left, j.right)) for j in stored.judgements}
    waiting = [
        judged
        for pair, judged in found.judged.items()
        if judged.decision is Decision.REVIEW and frozenset(pair) not in judged_by_people
    ]
    asked: list[Asked] = []
    seen: set[frozenset[str]] = set()
    for judged in sorted(waiting, key=lambda each: (abs(each.pair.weight + each.graph), each.pair.left)):
        pair = judged.pair
        between = frozenset((entity.get(pair.left, pair.left), entity.get(pair.right, pair.right)))
        if len(between) == 1 or between in seen:
            continue
        seen.add(between)
        model = found.models[parties[pair.left].schema]
        systems = (parties[pair.left].system, parties[pair.right].system)
        compared = steps(model, judged, parties)
        asked.append(Asked(pair.left, pair.right, systems, judged.probability, judged.reason, compared))
    return asked
