"""What the combiner learns from: the pools of inner splits, with the truth that was hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph_platform.ranking.graph import Graph, Ints, pairs
from graph_platform.ranking.measures import ranks
from graph_platform.ranking.parts import PARTS, Part, fit
from graph_platform.ranking.pool import Pool, gather
from graph_platform.ranking.splits import Fold

ASKED = 400
"""Sources that are asked about in one inner split, at most."""
WRONG = 100
"""Wrong candidates that models learn from for each source, drawn at random: the hardest are links not known yet."""
BEST = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """One inner split: its pool, which rows are true, and for each source what a judge has to know.

    `source` are nodes, `degree` how many partners each has, `hidden` how many it has to find; `pairs` are all
    candidate pairs of the split, `share` is the fold's. `lessons` are the rows that models learn from.
    """

    pool: Pool
    true: NDArray[np.bool_]
    source: Ints
    degree: Ints
    hidden: Ints
    pairs: int
    share: float | None
    lessons: Ints


def sample(fold: Fold, names: tuple[str, ...], seed: int, parts: tuple[Part, ...] = PARTS) -> Sample:
    """Score the candidates of an inner split; the scores are those of `names`, in that order."""
    graph = fold.graph
    sources = fold.sources
    if len(sources) > ASKED:
        sources = np.sort(np.random.default_rng(seed).choice(sources, ASKED, replace=False))
    pool = align(gather(fit(graph, parts), sources, BEST), names)
    asked = np.isin(fold.source, sources)
    source, target = fold.source[asked], fold.target[asked]
    place = np.searchsorted(sources, source)
    listed = pairs(sources[pool.query], graph.targets[pool.column])
    cold = len(np.setdiff1d(fold.target, graph.targets))
    degree = known_degree(graph, sources)
    true = np.asarray(listed.isin(pairs(source, target)))
    return Sample(
        pool,
        true,
        sources,
        degree,
        np.bincount(place, minlength=len(sources)).astype(np.int64),
        int(len(sources) * (len(graph.targets) + cold) - degree.sum()),
        fold.share,
        _lessons(pool, true, seed),
    )


def _lessons(pool: Pool, true: NDArray[np.bool_], seed: int) -> Ints:
    """The true rows and, of the sources that have such, some wrong ones."""
    luck = np.random.default_rng(seed).random(len(true))
    taken = true | (ranks(pool.query, luck) <= WRONG)
    found = np.bincount(pool.query, true, minlength=int(pool.query.max(initial=0)) + 1) > 0
    return np.flatnonzero(taken & found[pool.query])


def known_degree(graph: Graph, sources: Ints) -> Ints:
    """How many partners sources are known to have."""
    return np.asarray(graph.known[sources].sum(axis=1)).astype(np.int64)


def align(pool: Pool, names: tuple[str, ...]) -> Pool:
    """The scores of `names`, in that order; one that a graph does not give is 0."""
    if pool.names == names:
        return pool
    at = {name: number for number, name in enumerate(pool.names)}
    values = np.zeros((len(pool.query), len(names)), dtype=np.float32)
    for number, name in enumerate(names):
        if name in at:
            values[:, number] = pool.values[:, at[name]]
    return replace(pool, values=values, names=names, proposing=pool.proposing)
