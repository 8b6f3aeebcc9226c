"""What models read of a pool: for each score its value, its value beside the query's best, and its place."""

from __future__ import annotations

import numpy as np

from graph_platform.ranking.graph import Dense
from graph_platform.ranking.pool import Pool


def for_lines(pool: Pool) -> Dense:
    """Columns for linear models: places, and roots of values beside the query's highest, with their signs."""
    if not len(pool.query):
        return np.zeros((0, pool.values.shape[1] + sum(pool.proposing)), dtype=np.float32)
    begins = np.flatnonzero(np.r_[True, pool.query[1:] != pool.query[:-1]])
    length = np.diff(np.r_[begins, len(pool.query)])
    highest = np.maximum.reduceat(np.abs(pool.values), begins, axis=0).clip(1e-30)
    share = pool.values / np.repeat(highest, length, axis=0)
    return np.hstack([_falling(pool), np.sign(share) * np.sqrt(np.abs(share))])


def for_trees(pool: Pool) -> Dense:
    """Columns for trees: places and values."""
    return np.hstack([_falling(pool), pool.values])


def _falling(pool: Pool) -> Dense:
    """Minus the logarithm of each row's place by each score that names candidates."""
    return -np.log(pool.places[:, np.array(pool.proposing, dtype=bool)])
