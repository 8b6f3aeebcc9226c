"""From which probability on two records are one unseen, and from which a person is asked, by judged pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_platform.resolution.decisions import Decision, Judged, bits_of, judge
from graph_platform.resolution.intervals import wilson
from graph_platform.resolution.model import Model
from graph_platform.resolution.scoring import Scored

ALLOWED = 0.01
"""Share of the pairs judged to be different that may be merged unseen."""
LOST = 0.02
"""Share of the pairs judged to be the same that may be called different without asking anybody."""
ENOUGH_SAME = 30
"""Pairs judged the same from which on they say where nobody needs to be asked any more."""
LOWEST, HIGHEST = 0.9, 1 - 1e-9
"""Whatever was judged, nothing under the first is merged unseen."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that somebody has judged, with what of it no model changes. `group` joins pairs that share records."""

    pair: Scored
    same: bool
    graph: float = 0.0
    vetoed: str | None = None
    distinctive: bool = False
    one_system: bool = False
    group: int = 0
    share: float = 1.0

    def judged(self, model: Model, pair: Scored | None = None) -> Judged:
        """What a model decides about it; `pair` is as that model weighs it."""
        return judge(model, pair or self.pair, self.graph, self.vetoed, self.distinctive, self.one_system)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was decided about judged pairs: merged ones and all, of each kind, and how many a person would see."""

    hits: int
    same: int
    wrong: int
    different: int
    asked: int

    def figures(self) -> dict[str, float | int]:
        """As they are printed and kept."""
        merged = self.hits + self.wrong
        precision, recall = self.hits / merged if merged else 1.0, self.hits / max(self.same, 1)
        low, high = wilson(self.wrong, self.different)
        return {
            "judged the same": self.same,
            "of them merged": self.hits,
            "judged different": self.different,
            "of them merged wrongly": self.wrong,
            "wrongly merged, share": self.wrong / max(self.different, 1),
            "with 95 % at least": low,
            "with 95 % at most": high,
            "to be reviewed": self.asked,
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        }

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits + other.hits,
            self.same + other.same,
            self.wrong + other.wrong,
            self.different + other.different,
            self.asked + other.asked,
        )


NONE = Counts(0, 0, 0, 0, 0)


def counted(model: Model, examples: Sequence[Example], pairs: Sequence[Scored]) -> Counts:
    """How right a model is on examples; `pairs` are theirs as it weighs them."""
    decided = [example.judged(model, pair).decision for example, pair in zip(examples, pairs, strict=True)]
    both = list(zip(examples, decided, strict=True))
    return Counts(
        hits=sum(example.same and made is Decision.SAME for example, made in both),
        same=sum(example.same for example in examples),
        wrong=sum(not example.same and made is Decision.SAME for example, made in both),
        different=sum(not example.same for example in examples),
        asked=sum(made is Decision.REVIEW for made in decided),
    )


def fit(
    model: Model, examples: Sequence[Example], pairs: Sequence[Scored], allowed: float = ALLOWED
) -> Model:
    """The model with thresholds of its own.

    `same` rises until no more than `allowed` of the pairs judged different are merged. It falls only where so many were
    judged that with 95 % no more than that are: of few, none merged says little. `review` moves so that of the pairs
    judged the same hardly any is called different unasked.
    """
    open_ = replace(model, same=LOWEST, review=min(model.review, 0.1))
    merged = [
        (example.same, pair.weight + example.graph)
        for example, pair in zip(examples, pairs, strict=True)
        if example.judged(open_, pair).decision is Decision.SAME
    ]
    wrong = sorted((bits for same, bits in merged if not same), reverse=True)
    different = sum(not example.same for example in examples)
    now = bits_of(model.same)
    may = int(allowed * different)
    above = wrong[may] + 0.01 if len(wrong) > may else bits_of(LOWEST)
    if above > now:
        return _asking(replace(model, same=_probability(above)), examples, pairs)
    while above < now:
        if wilson(sum(bits >= above for bits in wrong), different)[1] <= allowed:
            return _asking(replace(model, same=_probability(above)), examples, pairs)
        above += 0.1
    return _asking(model, examples, pairs)


def _asking(model: Model, examples: Sequence[Example], pairs: Sequence[Scored]) -> Model:
    same = sorted(
        pair.weight + example.graph
        for example, pair in zip(examples, pairs, strict=True)
        if example.same and not example.vetoed
    )
    lost = sum(bits < bits_of(model.review) for bits in same)
    if len(same) >= ENOUGH_SAME and lost > LOST * len(same):
        below = same[int(LOST * len(same))] - 0.01
        return replace(model, review=max(_probability(below), 0.01))
    return replace(model, review=min(model.review, model.same / 2))


def _probability(bits: float) -> float:
    odds: float = 2.0 ** min(max(bits, -60.0), 60.0)
    return min(max(odds / (1 + odds), 0.0001), HIGHEST)
