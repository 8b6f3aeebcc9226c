"""Turn values into probabilities, learned from inner splits: a line through the log-odds, then a monotone step.

The order within a source stays: probabilities fall with the place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from graph_platform.ranking.edges import Floats, Ints
from graph_platform.ranking.measures import ranks

HIGHEST = 0.999
STEP = 1e-7
MISSING = 0.2
"""The share of all links that is supposed to be unknown, where nothing is dated."""


@dataclass(frozen=True, slots=True)
class Calibrator:
    """A fitted line and a fitted monotone step, or one probability for all where there was nothing to learn from."""

    line: LogisticRegression | None
    step: IsotonicRegression | None
    base: float
    share: float | None

    def __call__(self, query: Ints, values: Floats, odds: Floats, degree: Floats) -> Floats:
        """Probabilities of rows: `values` give the order, `odds` the log-odds, `degree` the source's partners."""
        place = ranks(query, values)
        if self.line is None or self.step is None:
            return self.base / place
        said = self.line.predict_proba(signs(place, odds, degree))[:, 1]
        falling = in_order(query, values, said)
        smooth = 0.5 * falling + 0.5 * self.step.predict(falling)
        whole = smooth if self.share is None else of_all(smooth, degree, self.share)
        return np.clip(in_order(query, values, whole), 0, HIGHEST) * (1 - STEP * np.minimum(place, 1e6))


def of_all(probability: Floats, degree: Floats, share: float, missing: float = MISSING) -> Floats:
    """The probability that a pair is a link at all, of the probability that it is one of those an inner split hid.

    An inner split hides a small share; a larger one, `missing`, is not known in the first place, and stood among the
    wrong (Elkan and Noto 2008). `degree` is how many partners the source is known to have; of one that is asked
    about at least one is missing.
    """
    inner, outer = (_expected(degree, part) for part in (share, missing))
    among_wrong = degree * missing / ((1 - share) * (1 - missing))
    more, taken = outer / inner, among_wrong / inner
    wrong = np.maximum(1 / np.maximum(probability, 1e-12) - 1 - taken, 0.02 * more)
    return more / (more + wrong)


def _expected(degree: Floats, share: float) -> Floats:
    """How many links are hidden of a source that keeps `degree` of them, if one is at least."""
    mean = np.maximum(degree, 0.5) * share / (1 - share)
    return mean / -np.expm1(-mean)


def signs(place: Floats, odds: Floats, degree: Floats) -> Floats:
    """What the line reads: log-odds, place, degree, and what they make together."""
    log_place, log_degree = np.log(place), np.log1p(degree)
    return np.stack([odds, log_place, log_degree, odds * log_place, log_place * log_degree, odds**2 / 10], axis=1)


def in_order(query: Ints, values: Floats, probability: Floats) -> Floats:
    """The same probabilities within each query, the highest for the highest value."""
    by_value = np.lexsort((-values, query))
    by_probability = np.lexsort((-probability, query))
    ordered = np.empty_like(probability)
    ordered[by_value] = probability[by_probability]
    return ordered


def calibrator(
    query: Ints, values: Floats, odds: Floats, degree: Floats, true: NDArray[np.bool_], base: float, share: float | None = None
) -> Calibrator:
    """Fit to rows whose truth is known; `base` is the share that is true of all pairs."""
    if min(true.sum(), (~true).sum()) < 10:
        return Calibrator(None, None, base, share)
    place = ranks(query, values)
    line = LogisticRegression(C=1.0, max_iter=300).fit(signs(place, odds, degree), true)
    said = in_order(query, values, line.predict_proba(signs(place, odds, degree))[:, 1])
    step = IsotonicRegression(y_min=0, y_max=HIGHEST, out_of_bounds="clip").fit(said, true)
    return Calibrator(line, step, base, share)
