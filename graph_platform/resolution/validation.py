"""Before and after a training, on judged pairs that the trained model has not seen: cross-validation in folds.

Pairs that share a record are in one fold, so that nothing is known of a pair by its neighbours. What Splink estimates
knows no judgement and is the same in all folds; people's share of the weights and the thresholds are made anew in each.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.resolution.blending import blend, reweigh
from graph_platform.resolution.estimation import Estimate
from graph_platform.resolution.model import Model
from graph_platform.resolution.scoring import Scored
from graph_platform.resolution.thresholds import NONE, Counts, Example, counted, fit

FOLDS = 5
WORTH = 10
"""So many right merges may be lost for one wrong merge that is avoided."""
SEED = 11


@dataclass(frozen=True, slots=True)
class Validated:
    """What was decided about judged pairs by the model that there was, and by trained ones that had not seen them."""

    before: Counts
    after: Counts

    @property
    def better(self) -> bool:
        """Whether the trained one may be used: no more wrong merges, and hardly fewer right ones for what it avoids."""
        avoided, lost = self.before.wrong - self.after.wrong, self.before.hits - self.after.hits
        return avoided >= 0 and lost <= WORTH * avoided + 0.01 * self.before.same


def validate(
    used: Model, shipped: Model, estimate: Estimate, examples: Sequence[Example], allowed: float
) -> Validated:
    """Both figures. `used` is the model that there was, `shipped` the one that training begins at."""
    after = NONE
    for held in _folds(examples):
        learnt = [example for example in examples if example.group not in held]
        asked = [example for example in examples if example.group in held]
        model = trained(shipped, estimate, learnt, allowed)
        after += counted(model, asked, weighed(asked, shipped, model))
    return Validated(counted(used, examples, weighed(examples, shipped, used)), after)


def trained(shipped: Model, estimate: Estimate, examples: Sequence[Example], allowed: float) -> Model:
    """The model that these examples make, thresholds included."""
    model = blend(shipped, estimate, [(e.pair, e.share) for e in examples if e.same]).model
    return fit(model, examples, weighed(examples, shipped, model), allowed)


def weighed(examples: Sequence[Example], old: Model, new: Model) -> list[Scored]:
    """The pairs of examples, which `old` has scored, as `new` weighs them."""
    return [reweigh(example.pair, old, new) for example in examples]


def _folds(examples: Sequence[Example]) -> list[set[int]]:
    sizes: dict[int, int] = defaultdict(int)
    for example in examples:
        sizes[example.group] += 1
    groups = sorted(sizes)
    random.Random(SEED).shuffle(groups)  # noqa: S311 - the same folds each time
    folds: list[set[int]] = [set() for _ in range(min(FOLDS, len(groups)))]
    filled = [0] * len(folds)
    # the largest first, each to the emptiest
    for group in sorted(groups, key=lambda each: -sizes[each]):
        at = filled.index(min(filled))
        folds[at].add(group)
        filled[at] += sizes[group]
    return folds
