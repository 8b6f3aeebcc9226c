"""Communities of nodes out of who is linked to whom; neither their number nor their size is given.

Modularity at its usual resolution makes few large communities out of many small ones. Which resolution fits a graph
follows from how much denser it is within communities than between (Newman 2016, "Equivalence between modularity
optimization and maximum likelihood methods for community detection"): communities are found, the resolution is
reckoned from them, and so on until it stays.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from graph_platform.ranking.edges import Edges, Floats, Ints
from graph_platform.ranking.graph import Sparse

ROUNDS = 15
STAYS = 0.03
RUNS = 5


def communities(edges: Edges, seed: int) -> Ints:
    """Give each node of `edges.names` the number of its community, the largest first.

    Links count either way and once. The same seed gives the same communities.
    """
    links = edges.links.astype(np.float64)
    rng = np.random.default_rng(seed)
    resolution = 1.0
    for _ in range(ROUNDS):
        labels = louvain(links, rng, resolution)
        fitting = fitting_resolution(links, labels)
        if abs(fitting - resolution) < STAYS * resolution:
            break
        resolution = fitting
    runs = [labels, *(louvain(links, rng, resolution) for _ in range(RUNS - 1))]
    return _numbered(max(runs, key=lambda each: modularity(links, each, resolution)))


def fitting_resolution(links: Sparse, labels: Ints) -> float:
    """The resolution at which modularity is the likelihood of a graph as dense within and between as this one."""
    total, within, expected = _densities(links, labels)
    if not 0 < within < total or not 0 < expected < total:
        return 1.0
    inside, outside = within / expected, (total - within) / (total - expected)
    if inside <= outside:
        return 1.0
    return float((inside - outside) / (np.log(inside) - np.log(outside)))


def modularity(links: Sparse, labels: Ints, resolution: float = 1.0) -> float:
    """The share of links within communities, less what their degrees let expect, times the resolution."""
    total, within, expected = _densities(links, labels)
    return (within - resolution * expected) / total if total else 0.0


def _densities(links: Sparse, labels: Ints) -> tuple[float, float, float]:
    """Weight of all links, of those within communities, and what degrees let expect within."""
    ends = links.tocoo()
    total = float(ends.data.sum())
    within = float(ends.data[labels[ends.row] == labels[ends.col]].sum())
    strength = np.bincount(labels, np.asarray(links.sum(axis=1)))
    return total, within, float((strength**2).sum()) / total if total else 0.0


def _numbered(labels: Ints) -> Ints:
    _, numbers, count = np.unique(labels, return_inverse=True, return_counts=True)
    place = np.empty(len(count), dtype=np.int64)
    place[np.argsort(-count, kind="stable")] = np.arange(len(count))
    return place[numbers]


def louvain(links: Sparse, rng: np.random.Generator, resolution: float = 1.0) -> Ints:
    """One run of Louvain (Blondel 2008) on a symmetric weighted graph; nodes come in a random order at each level."""
    labels = np.arange(links.shape[0])
    level = sparse.csr_array(links)
    while True:
        moved = _move(level, rng, resolution)
        found, small = np.unique(moved, return_inverse=True)
        labels = small[labels]
        if len(found) == level.shape[0]:
            return labels
        joined = sparse.csr_array(
            (np.ones(len(small)), (np.arange(len(small)), small)), shape=(len(small), len(found))
        )
        level = sparse.csr_array(joined.T @ level @ joined)


def _move(links: Sparse, rng: np.random.Generator, resolution: float) -> Ints:
    """Move nodes to the neighbouring community that gains most, until none moves."""
    size = links.shape[0]
    strength: Floats = np.asarray(links.sum(axis=1), dtype=np.float64)
    total = float(strength.sum()) or 1.0
    starts, ends, weights = links.indptr.tolist(), links.indices.tolist(), links.data.tolist()
    mine = list(range(size))
    held, own = strength.tolist(), strength.tolist()
    moving = True
    while moving:
        moving = False
        for node in rng.permutation(size).tolist():
            here = mine[node]
            towards: dict[int, float] = {here: 0.0}
            for at in range(starts[node], starts[node + 1]):
                if ends[at] != node:
                    there = mine[ends[at]]
                    towards[there] = towards.get(there, 0.0) + weights[at]
            held[here] -= own[node]
            scale = resolution * own[node] / total
            best, gain = here, towards[here] - scale * held[here] + 1e-12
            for there, weight in towards.items():
                if weight - scale * held[there] > gain:
                    best, gain = there, weight - scale * held[there]
            held[best] += own[node]
            if best != here:
                mine[node] = best
                moving = True
    return np.asarray(mine, dtype=np.int64)
