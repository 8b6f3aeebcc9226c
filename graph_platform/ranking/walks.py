"""Random walks from a source: personalised PageRank at several dampings, and walks of three steps against popularity.

Sources: Page et al. 1999; Paudel et al. 2017 (RP3beta).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from graph_platform.ranking.graph import Dense, Graph, Ints, Sparse
from graph_platform.ranking.paths import Scorer

DAMPINGS = (0.2, 0.5, 0.85)
STEPS = 10
DISCOUNT = 0.5


def walks(graph: Graph) -> Scorer:
    """Where walks over undirected links end, over edges of the type and over all."""
    step = _step(graph.links)
    around = _step(graph.all_links) if graph.context is not None else None
    popularity = graph.popularity.astype(np.float32) ** DISCOUNT

    def score(sources: Ints) -> dict[str, Dense]:
        found = _pageranks(step, sources, graph.targets, "")
        found["walk_three"] = found.pop("third") / popularity
        if around is not None:
            found |= _pageranks(around, sources, graph.targets, "_context")
            del found["third_context"]
        return found

    return score


def directed_walks(graph: Graph) -> Scorer:
    """Where walks along the edges, and against them, end; for types whose nodes are sources and targets alike."""
    onward, back = _step(graph.directed), _step(graph.directed.T.tocsr())

    def score(sources: Ints) -> dict[str, Dense]:
        found = _pageranks(onward, sources, graph.targets, "_along")
        found |= _pageranks(back, sources, graph.targets, "_against")
        return {name: values for name, values in found.items() if name.startswith("pagerank_5")}

    return score


def _pageranks(step: Sparse, sources: Ints, targets: Ints, suffix: str) -> dict[str, Dense]:
    """PageRank by damping, and the third step, out of one series of steps."""
    ranks = [np.zeros((len(sources), len(targets)), dtype=np.float32) for _ in DAMPINGS]
    third = np.zeros(0, dtype=np.float32)
    for number, there in enumerate(_steps(step, sources), start=1):
        at_target = there[:, targets]
        for rank, damping in zip(ranks, DAMPINGS, strict=True):
            rank += (1 - damping) * damping**number * at_target
        if number == 3:
            third = at_target
    named = {f"pagerank_{damping:g}{suffix}".replace("0.", ""): rank for damping, rank in zip(DAMPINGS, ranks, strict=True)}
    return named | {"third" + suffix: third}


def _steps(step: Sparse, sources: Ints) -> Iterator[Dense]:
    there = step[sources].toarray()
    for _ in range(STEPS):
        yield there
        there = there @ step


def _step(links: Sparse) -> Sparse:
    degree = np.asarray(links.sum(axis=1)).clip(1)
    return sparse.csr_array(sparse.diags_array(1 / degree) @ links).astype(np.float32)
