"""New weights out of three voices: the shipped ones, what Splink estimates, and pairs that people judged the same.

Each voice counts as so many pairs (a Dirichlet prior). What is estimated without people moves no weight by more than
`FREE` bits: expectation maximisation takes whatever falls into two heaps for the same and the different, and sister
companies under one domain do so too. A person's word has no such limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2

from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.estimation import Estimate
from graph_platform.resolution.model import Model
from graph_platform.resolution.scoring import Scored

SHIPPED_PAIRS, ESTIMATED_PAIRS = 50.0, 100.0
"""As so many pairs count the shipped shares, and at most those that were estimated."""
PERSON_PAIRS = 10.0
"""As so many pairs counts one that a person judged the same."""
FREE = 2.0
LEAST, MOST = 1e-9, 1 - 1e-6
"""Shares between which every share is kept: of 0 and 1 there are no bits."""
APART = 0.001
"""Bits between two levels of which neither may outweigh the other: Splink's answer tells them apart by their weight."""


@dataclass(frozen=True, slots=True)
class Blend:
    """New weights, and what to say of them: levels that kept the shipped one, and those that were held in order."""

    model: Model
    kept: tuple[str, ...]
    held: tuple[str, ...]


def blend(shipped: Model, estimate: Estimate, same: Sequence[tuple[Scored, float]]) -> Blend:
    """Weights for these records. `same` are pairs that people judged the same, each with how much of one it counts."""
    said = _counted(shipped, same)
    matches = min(estimate.matches, ESTIMATED_PAIRS)
    weights: dict[str, dict[str, tuple[float, float]]] = {}
    kept, held = [], []
    for comparison in COMPARISONS[shipped.schema]:
        name = comparison.name
        own = shipped.weights[name]
        m, u = estimate.m.get(name, {}), estimate.u.get(name, {})
        people = said[name]
        new: dict[str, tuple[float, float]] = {}
        for level, (own_m, own_u) in own.items():
            if level not in m and level not in u and not people[level]:
                kept.append(f"{name}.{level}")
                new[level] = own_m, own_u
                continue
            drawn = _mean([(own_m, SHIPPED_PAIRS), (m.get(level, own_m), matches)])
            drawn, against = _within(drawn, u.get(level, own_u), log2(own_m / own_u))
            total = people.total()
            if total:
                strength = SHIPPED_PAIRS + matches
                drawn = _mean([(drawn, strength), (people[level] / total, total * PERSON_PAIRS)])
            new[level] = min(max(drawn, LEAST), MOST), min(max(against, LEAST), MOST)
        weights[name], moved = in_order(own, new)
        held += [f"{name}.{level}" for level in moved]
    model = replace(shipped, weights=weights, prior=estimate.prior)
    return Blend(model, tuple(level for level in kept if level not in held), tuple(held))


def _mean(voices: Sequence[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in voices) / sum(weight for _, weight in voices)


def _within(m: float, u: float, bits: float) -> tuple[float, float]:
    """m moved so that the weight is at most `FREE` away from these bits."""
    now = log2(max(m, LEAST) / u)
    allowed = min(max(now, bits - FREE), bits + FREE)
    return u * 2.0**allowed, u


def _counted(model: Model, same: Sequence[tuple[Scored, float]]) -> Mapping[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for place, comparison in enumerate(COMPARISONS[model.schema]):
        counted: Counter[str] = Counter()
        counts[comparison.name] = counted
        for pair, share in same:
            if pair.levels[place] >= 0:
                counted[comparison.levels[pair.levels[place]].name] += share  # type: ignore[assignment]
    return counts


def in_order(
    shipped: Mapping[str, tuple[float, float]], new: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """The same with no level outweighing a stronger one, and the levels that were lowered for it.

    One is stronger than another if it is declared before it and its shipped weight is no less: what is declared first
    is not always the stronger (a name of the elder or the younger), nor is every difference of shipped weights meant.
    """
    ordered: dict[str, tuple[float, float]] = {}
    lowered = []
    for level, (m, u) in new.items():
        stronger = [
            log2(ordered[other][0] / ordered[other][1])
            for other in ordered
            if log2(shipped[other][0] / shipped[other][1]) >= log2(shipped[level][0] / shipped[level][1])
        ]
        bits = log2(m / u)
        most = min(stronger, default=bits + 1) - APART
        if bits > most:
            lowered.append(level)
            m = u * 2.0**most
        ordered[level] = (m, u)
    return ordered, lowered


def reweigh(pair: Scored, old: Model, new: Model) -> Scored:
    """A pair as another model of the same comparisons weighs it, without comparing its records again.

    Where rare values count for more, a level weighs m over the value's own frequency: u has no part in it.
    """
    bits = []
    for comparison, level, said in zip(COMPARISONS[old.schema], pair.levels, pair.bits, strict=True):
        if level < 0:
            bits.append(said)
            continue
        (m, u), (n, v) = (each.weights[comparison.name][comparison.levels[level].name] for each in (old, new))
        by_rarity = comparison.levels[level].frequency and abs(said - log2(m / u)) > 1e-9
        bits.append(said + log2(n / m) - (0.0 if by_rarity else log2(v / u)))
    prior = log2(new.prior / (1 - new.prior)) - log2(old.prior / (1 - old.prior))
    weight = pair.weight + prior + sum(bits) - sum(pair.bits)
    return replace(pair, bits=tuple(bits), weight=weight)
