"""Communities of nodes out of who is linked to whom, their number not given: agreement of many modularity runs.

A link counts more where both ends have many neighbours in common, which is what a community is made of, and less where
they only happen to be busy. Runs of Louvain (Blondel 2008) in random orders differ; what most of them put together
stays together (Lancichinetti and Fortunato 2012).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from graph_platform.ranking.edges import Edges, Floats, Ints
from graph_platform.ranking.graph import Sparse

RUNS = 20
AGREED = 0.5
RESOLUTION = 1.5


def communities(edges: Edges, seed: int, resolution: float = RESOLUTION) -> Ints:
    """Give each node of `edges.names` the number of its community, the largest first; the same seed, the same numbers.

    A higher resolution makes smaller communities.
    """
    links = weighted(edges)
    rng = np.random.default_rng(seed)
    runs = [louvain(links, rng, resolution) for _ in range(RUNS)]
    agreed = _agreement(links, runs)
    labels = louvain(agreed, rng, resolution)
    _, labels, count = np.unique(labels, return_inverse=True, return_counts=True)
    place = np.empty(len(count), dtype=np.int64)
    place[np.argsort(-count, kind="stable")] = np.arange(len(count))
    return place[labels]


def weighted(edges: Edges) -> Sparse:
    """Links both ways; each counts its directions, times one plus the likeness (cosine) of its ends' neighbours."""
    size = len(edges.names)
    ones = np.ones(len(edges))
    one_way = sparse.csr_array((ones, (edges.source, edges.target)), shape=(size, size))
    one_way.data[:] = 1
    both = sparse.csr_array(one_way + one_way.T)
    flat = edges.links.astype(np.float64)
    degree = np.asarray(flat.sum(axis=1)).clip(1)
    unit = sparse.csr_array(sparse.diags_array(degree**-0.5) @ flat)
    shared = sparse.csr_array((unit @ unit.T).multiply(flat))
    return sparse.csr_array(both.multiply(flat + shared * 4) * 0.5)


def _agreement(links: Sparse, runs: list[Ints]) -> Sparse:
    """Links by the share of runs that put both ends together; those under a half are none."""
    pairs = links.tocoo()
    together = np.mean([labels[pairs.row] == labels[pairs.col] for labels in runs], axis=0)
    keep = together >= AGREED
    kept = pairs.data[keep] * together[keep] ** 2
    return sparse.csr_array((kept, (pairs.row[keep], pairs.col[keep])), shape=links.shape)


def louvain(links: Sparse, rng: np.random.Generator, resolution: float = 1.0) -> Ints:
    """One run of Louvain on a symmetric weighted graph; the order of nodes is drawn anew at each level."""
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
