"""Likeness of rows and of columns: who has the same partners, which partners come together.

Sources: Steck 2019 (EASE), Aiolli 2013 (powers of a cosine), Sarwar et al. 2001 (item neighbours).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from graph_platform.ranking.graph import Dense, Graph, Ints, Sparse
from graph_platform.ranking.paths import Scorer

Doubles = NDArray[np.float64]

RIDGES = (3.0, 30.0, 300.0)
CONTEXT_RIDGES = (10.0, 100.0)
SHARPNESS = 3.0
MOST = 6000
"""Nodes on the smaller side from which on a dense system of equations is not solved."""


def ease(graph: Graph) -> Scorer | None:
    """Ridge regression of each target on the others, at several ridges; None where both sides are too large."""
    return _regressed(graph.known, graph.owners, len(graph.targets), "ease", RIDGES)


def ease_context(graph: Graph) -> Scorer | None:
    """The same, of each target on the source's other links too."""
    if graph.context is None:
        return None
    beside = graph.context
    shared = np.flatnonzero(np.asarray(beside[graph.owners].sum(axis=0)) > 1)
    if not len(shared):
        return None
    rows = sparse.csr_array(sparse.hstack([graph.known, beside[:, shared]]))
    return _regressed(rows, graph.owners, len(graph.targets), "ease_context", CONTEXT_RIDGES)


def ease_sources(graph: Graph) -> Scorer | None:
    """Ridge regression of each source on the others."""
    owners = graph.owners
    if len(owners) > MOST // 2:
        return None
    turned = sparse.csr_array(graph.known[owners].T)
    gram = (turned.T @ turned).toarray().astype(np.float64)
    weights = {f"ease_sources_{ridge:g}": _weights(gram, ridge, len(owners)).T for ridge in CONTEXT_RIDGES}
    place = np.full(graph.size, len(owners), dtype=np.int64)
    place[owners] = np.arange(len(owners))
    padded = {name: np.vstack([weight, np.zeros_like(weight[:1])]) for name, weight in weights.items()}
    rows = graph.known[owners]
    return lambda sources: {name: weight[place[sources]] @ rows for name, weight in padded.items()}


def _regressed(rows: Sparse, owners: Ints, wanted: int, name: str, ridges: tuple[float, ...]) -> Scorer | None:
    """EASE on rows of all nodes, solved exactly on the smaller side; scores of the first `wanted` columns."""
    fitted = rows[owners]
    if min(fitted.shape) > MOST:
        return None
    if fitted.shape[0] >= fitted.shape[1]:
        gram = (fitted.T @ fitted).toarray().astype(np.float64)
        weights = {f"{name}_{ridge:g}": _weights(gram, ridge, wanted) for ridge in ridges}
        return lambda sources: {key: rows[sources] @ weight for key, weight in weights.items()}
    gram = (fitted @ fitted.T).toarray().astype(np.float64)
    values = fitted[:, :wanted].toarray().astype(np.float64)
    solved = {f"{name}_{ridge:g}": _solved(gram, values, ridge) for ridge in ridges}
    place = np.full(rows.shape[0], len(owners), dtype=np.int64)
    place[owners] = np.arange(len(owners))
    padded = {key: np.vstack([dense, np.zeros_like(dense[:1])]) for key, dense in solved.items()}
    return lambda sources: {key: dense[place[sources]] for key, dense in padded.items()}


def _weights(gram: Doubles, ridge: float, wanted: int) -> Dense:
    """Weights of every column for the first `wanted`, nothing of a column for itself."""
    inverse = linalg.inv(gram + ridge * np.eye(len(gram)), overwrite_a=True)
    weight = inverse[:, :wanted] / -np.diag(inverse)[:wanted]
    weight[np.arange(wanted), np.arange(wanted)] = 0
    return weight.astype(np.float32)


def _solved(gram: Doubles, values: Doubles, ridge: float) -> Dense:
    """The rows that the same weights predict, out of the smaller system."""
    half = linalg.solve(gram + ridge * np.eye(len(gram)), values, assume_a="pos")
    inner = 1 - (values * half).sum(axis=0)
    return (values - ridge * half / inner).astype(np.float32)


def neighbours(graph: Graph) -> Scorer:
    """What the sources with like partners have, and what is like the partners that a source has (cosine)."""
    rows, known = graph.known[graph.owners], graph.known
    unit = _unit(rows)
    columns = _unit(sparse.csr_array(rows.T))
    likes = unit.T.tocsr()

    def score(sources: Ints) -> dict[str, Dense]:
        like = (_unit(known[sources]) @ likes).toarray()
        like[sources[:, None] == graph.owners] = 0
        mine = known[sources]
        found = {
            "like_sources": like @ rows,
            "like_sources_sharp": like**SHARPNESS @ rows,
            "like_targets": ((mine @ columns) @ columns.T).toarray(),
        }
        return {name: values.astype(np.float32) for name, values in found.items()}

    return score


def around(graph: Graph) -> Scorer | None:
    """The same by what else sources and targets are linked to, over edges of other types."""
    if graph.context is None:
        return None
    rare = _unit(graph.context @ sparse.diags_array(1 / np.log(np.asarray(graph.context.sum(axis=0)).clip(2))))
    rows, known = graph.known[graph.owners], graph.known
    of_owners, of_targets = rare[graph.owners].T.tocsr(), rare[graph.targets]
    back = of_targets.T.tocsr()

    def score(sources: Ints) -> dict[str, Dense]:
        like = (rare[sources] @ of_owners).toarray()
        like[sources[:, None] == graph.owners] = 0
        found = {
            "around_sources": like @ rows,
            "around_sources_sharp": like**2 @ rows,
            "around_targets": ((known[sources] @ of_targets) @ back).toarray(),
            "around_both": (rare[sources] @ back).toarray(),
        }
        return {name: values.astype(np.float32) for name, values in found.items()}

    return score


def _unit(rows: Sparse) -> Sparse:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).clip(1e-12))
    return sparse.csr_array(sparse.diags_array(1 / length) @ rows)
