"""The models of the combiner: two lines and trees. Each gives a log-odds, or for choices a log-share, for a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from graph_platform.ranking.edges import Floats, Ints
from graph_platform.ranking.graph import Dense

Truth = NDArray[np.bool_]
Model = Callable[[Dense], Floats]


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of columns."""

    mean: Dense
    spread: Dense

    def __call__(self, columns: Dense) -> Dense:
        return (columns - self.mean) / self.spread


def scale_of(columns: Dense) -> Scale:
    """The scale on which columns have mean 0 and spread 1; constant columns become 0."""
    spread = columns.std(axis=0)
    return Scale(columns.mean(axis=0), np.where(spread > 1e-7, spread, np.inf).astype(np.float32))


def odds(columns: Dense, true: Truth) -> Model:
    """Logistic regression, each row by itself."""
    scale = scale_of(columns)
    fitted = LogisticRegression(C=0.01, max_iter=100).fit(scale(columns), true)
    return lambda rows: np.asarray(fitted.decision_function(scale(rows)), dtype=np.float64)


def choice(columns: Dense, true: Truth, query: Ints, ridge: float = 100.0) -> Model:
    """Conditional logit: which of a query's candidates are the true ones (McFadden 1974)."""
    scale = scale_of(columns)
    scaled = scale(columns)
    begins = np.flatnonzero(np.r_[True, query[1:] != query[:-1]])
    length = np.diff(np.r_[begins, len(query)])
    truth = true.astype(np.float64)
    found = np.add.reduceat(truth, begins)
    alike = np.where(found > 0, 1 / np.maximum(found, 1), 0.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = (scaled @ weights.astype(np.float32)).astype(np.float64)
        highest = np.maximum.reduceat(score, begins)
        power = np.exp(score - np.repeat(highest, length))
        total = np.add.reduceat(power, begins)
        value = alike * (found * (highest + np.log(total)) - np.add.reduceat(truth * score, begins))
        pull = np.repeat(alike * found / total, length) * power - np.repeat(alike, length) * truth
        slope = (pull.astype(np.float32) @ scaled).astype(np.float64)
        return float(value.sum() + ridge / 2 * weights @ weights), slope + ridge * weights

    fitted = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 80})
    weights = fitted.x.astype(np.float32)
    return lambda rows: (scale(rows) @ weights).astype(np.float64)


def trees(columns: Dense, true: Truth, seed: int) -> Model:
    """Gradient-boosted trees, shallow and with large leaves: what is hidden counts as false while they learn."""
    fitted = HistGradientBoostingClassifier(
        learning_rate=0.1,
        max_iter=60,
        max_leaf_nodes=15,
        min_samples_leaf=100,
        l2_regularization=10.0,
        early_stopping=False,
        random_state=seed,
    ).fit(columns, true)
    return lambda rows: np.asarray(fitted.decision_function(rows), dtype=np.float64)
