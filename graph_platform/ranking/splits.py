"""Inner splits: what is known is cut as the task is, by date where there are dates, else at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_platform.ranking.graph import Graph, Ints

FUTURE = 0.2
"""Share of dated edges, the youngest, that an inner split hides."""
LITTLE, MORE = 0.2, 0.2
"""Share of undated edges that an inner split hides: little, so that what is left is nearly as dense as what is known."""
ENOUGH = 150



@dataclass(frozen=True)
class Fold:
    """A graph in which something is hidden, whom to ask about, and the edges that are to be found.

    `share` is the part of the edges that was hidden at random, or None where the youngest were.
    """

    graph: Graph
    sources: Ints
    source: Ints
    target: Ints
    share: float | None


def folds(graph: Graph, count: int, seed: int) -> list[Fold]:
    """Some inner splits; fewer where there is too little to hide."""
    made = [
        _by_date(graph, number) if not np.isnan(graph.now) else _at_random(graph, seed * 1000 + number)
        for number in range(count)
    ]
    return [fold for fold in made if fold is not None and len(fold.source)]


def _by_date(graph: Graph, number: int) -> Fold | None:
    """Hide the last fifth of what began before an end; each number has an earlier end."""
    end = np.quantile(graph.date, 1 - 0.08 * number)
    before = graph.without(graph.date > end)
    cut = float(np.quantile(before.date, 1 - FUTURE))
    return _fold(before, before.date >= cut, cut, None)


def _at_random(graph: Graph, seed: int) -> Fold | None:
    """Hide a share of the edges of sources with two or more; every source keeps one."""
    order = np.random.default_rng(seed).permutation(len(graph.source))
    mixed = graph.source[order]
    _, first, count = np.unique(mixed, return_index=True, return_counts=True)
    spare = np.ones(len(order), dtype=bool)
    spare[first] = False
    several = int(count[count > 1].sum())
    share = LITTLE if several * LITTLE >= ENOUGH else MORE
    hidden = np.zeros(len(order), dtype=bool)
    hidden[order[spare][: round(share * several)]] = True
    return _fold(graph, hidden, None, share)


def _fold(graph: Graph, hidden: NDArray[np.bool_], now: float | None, share: float | None) -> Fold | None:
    inner = graph.without(hidden, now)
    if not len(inner.source):
        return None
    seen = np.zeros(graph.size, dtype=bool)
    for ends in ((inner.source, inner.target), *inner.around):
        seen[ends[0]] = seen[ends[1]] = True
    source, target = graph.source[hidden], graph.target[hidden]
    asked = seen[source]
    return Fold(inner, np.unique(source[asked]), source[asked], target[asked], share)
