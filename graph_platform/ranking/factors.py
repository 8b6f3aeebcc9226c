"""Few numbers for each node: truncated singular vectors of what is known, degrees taken out and put back."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from graph_platform.ranking.graph import Graph, Ints
from graph_platform.ranking.paths import Scorer

RANKS = (8, 32, 128)
POWER = 0.25


def factors(graph: Graph) -> Scorer:
    """Scores by the first 8, 32 and 128 singular vectors."""
    known = graph.known
    left = np.asarray(known.sum(axis=1)).clip(1) ** -POWER
    right = graph.popularity.clip(1) ** -POWER
    scaled = sparse.csr_array(sparse.diags_array(left) @ known @ sparse.diags_array(right)).astype(np.float32)
    most = min(max(RANKS), len(graph.owners) - 1, len(graph.targets) - 1)
    if most < 1:
        return lambda sources: {}
    u, s, v = randomized_svd(scaled[graph.owners], most, n_iter=4, random_state=0)
    place = np.zeros((graph.size, most), dtype=np.float32)
    place[graph.owners] = u * s
    onto = (v / right).astype(np.float32)
    ranks = [rank for rank in RANKS if rank <= most] or [most]
    return lambda sources: {f"svd_{rank}": place[sources, :rank] @ onto[:rank] for rank in ranks}
