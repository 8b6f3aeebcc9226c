"""The models of the combiner: a line and trees. Each gives a log-odds for a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from graph_platform.ranking.edges import Floats
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
