"""How many of a source's links are not known in the first place, and what that does to probabilities.

An inner split hides a part of what is known. What was never known stands among the wrong candidates, and makes
links look less probable than they are (Elkan and Noto 2008). How much is missing cannot be seen; it is supposed that
as large a part was hidden before as the split hides, in the same way: at random, each source keeping one.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from graph_platform.ranking.edges import Floats, Ints

MANY = 60
"""Partners from which on a source's number is not reckoned by the numbers of others."""


def missing_by_degree(partners: Ints, share: float) -> Floats:
    """For each number of partners that a source keeps in an inner split, of those with something hidden in it: how
    many links were missing before, for each one that the split hides.

    `partners` are the numbers of partners that sources are known to have, `share` is what a split hides. The last
    entry stands for all larger numbers.
    """
    counted = np.bincount(partners, minlength=2 * MANY)[: 2 * MANY].astype(np.float64)
    several = counted[2:] @ np.arange(2, len(counted))
    spare = counted[2:] @ np.arange(1, len(counted) - 1)
    rate = min(0.9, share * several / spare) if spare else share
    # a smooth tail: numbers that no source has now may have been there before
    weight = np.maximum(counted, 0.5 * np.median(counted[counted > 0]) / np.arange(1, len(counted) + 1) ** 2)
    weight[0] = 0
    before = np.arange(len(counted))
    kept = before[:, None]
    # how likely a source that had `before` links keeps `kept` of them
    chance = binom.pmf(before - kept, np.maximum(before - 1, 0), rate) * weight
    lost = (before - kept).clip(0)
    gone = (chance * lost).sum(axis=1) / np.maximum(chance.sum(axis=1), 1e-12)
    some = chance * (lost > 0)
    hidden = (some * lost).sum(axis=1) / np.maximum(some.sum(axis=1), 1e-12)
    missing = (some * gone).sum(axis=1) / np.maximum(some.sum(axis=1), 1e-12)
    most = 1 / (1 - share)
    ratio = np.where(hidden > 0, missing / np.maximum(hidden, 1e-12), most).clip(0, most)
    ratio[MANY:] = most
    return np.append(ratio[: MANY + 1], most)


def of_all(probability: Floats, degree: Floats, ratio: Floats) -> Floats:
    """The probability that a pair is a link, of the probability that it is one of those that a split hid."""
    among_wrong = ratio[np.minimum(degree.astype(np.int64), len(ratio) - 1)]
    return probability / np.maximum(1 - among_wrong * probability, probability)
