"""How much memory a ranking takes, told before it begins."""

from __future__ import annotations

from graph_platform.ranking.edges import Edges
from graph_platform.ranking.factors import RANKS
from graph_platform.ranking.likeness import CELLS_SOLVED, MOST, RIDGES
from graph_platform.ranking.pool import CELLS

FIXED = 500_000_000
SCORES = 60
EDGE = 400
"""Bytes for an edge in the matrices of one graph, of an inner split and of names."""


def memory_needed(edges: Edges, kind: str) -> int:
    """Bytes that ranking edges of a kind takes at its height, roughly and rather too many."""
    asked = edges.kind == edges.kinds.index(kind)
    sources, targets = (len(set(ends[asked].tolist())) for ends in (edges.source, edges.target))
    smaller, cells = min(sources, targets), sources * targets
    solved = 0
    if smaller <= MOST:
        solved = smaller**2 * 8 * 3
        solved += (
            min(cells, CELLS_SOLVED) * 4 * (len(RIDGES) + 6)
            if sources < targets
            else targets**2 * 4 * len(RIDGES)
        )
    vectors = (len(edges.names) + targets) * max(RANKS) * 4 * 2
    block = max(CELLS * 4 * 3, targets * SCORES * 4 * 2)
    return FIXED + len(edges) * EDGE + 2 * (solved + vectors) + block
