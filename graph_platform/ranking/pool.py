"""Candidates worth a closer look: what any score puts near the top, with every score's value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_platform.ranking.graph import Dense, Ints
from graph_platform.ranking.parts import Fitted

CELLS = 30_000_000
"""Values of all scores that are held at once, at 4 bytes each."""
ALL = 400
"""Targets up to which every one is a candidate."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Rows of candidates: the source's place among those asked about, the target's column, the value of each score.

    Rows stand source by source. `proposing` says of each score whether it names candidates.
    """

    query: Ints
    column: Ints
    values: Dense
    names: tuple[str, ...]
    proposing: tuple[bool, ...]


def gather(fitted: Fitted, sources: Ints, best: int) -> Pool:
    """The `best` candidates of each score for each source, without the source itself and what it is linked to."""
    graph = fitted.graph
    width = len(graph.targets)
    probe = [(name, proposes) for name, proposes, _ in fitted.score(sources[:1])]
    block = max(1, CELLS // max(1, width * len(probe)))
    parts = [_block(fitted, sources[start : start + block], start, best) for start in range(0, len(sources), block)]
    query, column, values = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return Pool(query, column, values, tuple(name for name, _ in probe), tuple(proposes for _, proposes in probe))


def _block(fitted: Fitted, sources: Ints, start: int, best: int) -> tuple[Ints, Ints, Dense]:
    graph = fitted.graph
    scores = list(fitted.score(sources))
    barred = graph.known[sources].toarray() > 0
    own = graph.column[sources]
    barred[np.flatnonzero(own >= 0), own[own >= 0]] = True
    if barred.shape[1] <= ALL:
        chosen = ~barred
    else:
        chosen = np.zeros_like(barred)
        for _, proposes, values in scores:
            if proposes:
                _choose(chosen, values, barred, best)
    row, column = np.nonzero(chosen)
    values = np.stack([values[row, column] for _, _, values in scores], axis=1).astype(np.float32)
    return row + start, column, values


def _choose(chosen: NDArray[np.bool_], values: Dense, barred: NDArray[np.bool_], best: int) -> None:
    open_values = np.where(barred, -np.inf, values)
    take = min(best, values.shape[1])
    top = np.argpartition(-open_values, take - 1, axis=1)[:, :take]
    found = np.take_along_axis(open_values, top, axis=1) > 0
    rows = np.broadcast_to(np.arange(len(values))[:, None], top.shape)
    chosen[rows[found], top[found]] = True
