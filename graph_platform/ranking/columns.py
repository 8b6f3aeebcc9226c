"""What models read of a pool: for each score its value, its value beside the query's best, and its place."""

from __future__ import annotations

import numpy as np

from graph_platform.ranking.graph import Dense
from graph_platform.ranking.measures import ranks
from graph_platform.ranking.pool import Pool


def places(pool: Pool) -> Dense:
    """Minus the logarithm of each row's place by each score that names candidates."""
    named = [values for values, proposes in zip(pool.values.T, pool.proposing, strict=True) if proposes]
    return np.stack([-np.log(ranks(pool.query, values)) for values in named], axis=1).astype(np.float32)


def shares(pool: Pool) -> Dense:
    """Each value beside the highest of its query, its root taken, with its sign."""
    count = int(pool.query.max()) + 1 if len(pool.query) else 0
    highest = np.full((count, pool.values.shape[1]), 1e-30, dtype=np.float32)
    np.maximum.at(highest, pool.query, np.abs(pool.values))
    share = pool.values / highest[pool.query]
    return np.sign(share) * np.sqrt(np.abs(share))


def for_lines(pool: Pool) -> Dense:
    """Columns for linear models."""
    return np.hstack([places(pool), shares(pool)])


def for_trees(pool: Pool) -> Dense:
    """Columns for trees."""
    return np.hstack([places(pool), pool.values])
