"""How sure a signal is of what it claims: between 0 and 1, so that one list can hold signals of every kind.

    score = weight * (FLOOR + (1 - FLOOR) * mean of the strengths of its legs)

`weight` is the signal's own: how often what it claims is so where every leg of it holds. The strength of

- a surge is 1 - log(alpha) / log(chance) with its corrected chance: 0 where it barely counts, 0.5 at alpha squared;
- a leg that is counted is 1 - least / count, 0 for the least that counts (0.5 where the least is nothing), times trust;
- a leg that leads somewhere is the trust in its least trusted step, made less by a tenth for each step after the first.

So it grows with evidence, and nothing of a value or a name is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from graph_platform.signals.model import Signal
from graph_platform.signals.surges import ALPHA, Surge

FLOOR = 0.6
THRESHOLD = 0.5
"""From which score on a signal is shown unless somebody asks for more."""
FURTHER = 0.9


def score(
    signal: Signal,
    evidence: Mapping[str, Mapping[str, Any]],
    measures: Mapping[str, Any],
    surge: Surge | None,
) -> float:
    """The score of one answer to a signal, with four decimals."""
    strengths = [_surge(surge)] if surge else []
    for name, leg in signal.legs.items():
        if leg.none:
            continue
        trust = float(evidence[name]["trust"])
        if leg.count:
            counted = [(each.least, measures[each.as_]) for each in leg.count]
            strengths.append(trust * sum(_count(least, number) for least, number in counted) / len(counted))
        else:
            strengths.append(trust * FURTHER ** max(0, len(evidence[name]["steps"]) - 1))
    return round(signal.weight * (FLOOR + (1 - FLOOR) * _mean(strengths)), 4)


def _surge(surge: Surge) -> float:
    return 1 - log(ALPHA) / min(log(surge.chance), log(ALPHA))


def _count(least: int, number: int) -> float:
    return 0.5 if not least else 1 - least / max(number, least)


def _mean(strengths: Sequence[float]) -> float:
    return sum(strengths) / len(strengths) if strengths else 0.0
