"""What is known when a question is asked: the edges of the type to find, those of other types, and their matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from graph_platform.ranking.edges import Edges, Floats, Ints, Names

Sparse = sparse.csr_array
Dense = NDArray[np.float32]


@dataclass(frozen=True)
class Graph:
    """Edges of one type to find more of (`source`, `target`, `date`, `weight`), and others as context.

    All ends are places in `names`. `now` is the day from which on nothing is known, NaN without dates.
    """

    names: Names
    source: Ints
    target: Ints
    date: Floats
    weight: Floats
    around: tuple[tuple[Ints, Ints], ...]
    now: float = float("nan")

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.names)

    @cached_property
    def targets(self) -> Ints:
        """The candidates: every node that an edge of the type leads to."""
        return np.unique(self.target)

    @cached_property
    def column(self) -> Ints:
        """For each node its place among the targets, or -1."""
        places = np.full(self.size, -1, dtype=np.int64)
        places[self.targets] = np.arange(len(self.targets))
        return places

    @cached_property
    def owners(self) -> Ints:
        """Every node that an edge of the type leads from."""
        return np.unique(self.source)

    @cached_property
    def directed(self) -> Sparse:
        """The edges of the type, node by node."""
        return _matrix(self.source, self.target, self.size)

    @cached_property
    def known(self) -> Sparse:
        """The edges of the type, node by target."""
        at = self.source, self.column[self.target]
        ones = np.ones(len(self.source), dtype=np.float32)
        return sparse.csr_array((ones, at), shape=(self.size, len(self.targets)))

    @cached_property
    def context(self) -> Sparse | None:
        """The edges of other types, both ways, or None where there are none."""
        if not self.around:
            return None
        source = np.concatenate([ends[0] for ends in self.around])
        target = np.concatenate([ends[1] for ends in self.around])
        return _both_ways(_matrix(source, target, self.size))

    @cached_property
    def links(self) -> Sparse:
        """The edges of the type, both ways."""
        return _both_ways(self.directed)

    @cached_property
    def all_links(self) -> Sparse:
        """All edges, both ways."""
        return self.links if self.context is None else _flat(self.links + self.context)

    @cached_property
    def two_sided(self) -> bool:
        """Whether no node is both a source and a target of the type."""
        return not np.intersect1d(self.owners, self.targets, assume_unique=True).size

    @cached_property
    def popularity(self) -> Floats:
        """For each target the number of its sources."""
        return np.bincount(self.column[self.target], minlength=len(self.targets)).astype(np.float64)

    def without(self, hidden: NDArray[np.bool_], now: float | None = None) -> Graph:
        """The same with some edges of the type not known."""
        keep = ~hidden
        return Graph(
            self.names,
            self.source[keep],
            self.target[keep],
            self.date[keep],
            self.weight[keep],
            self.around,
            self.now if now is None else now,
        )


def graph_of(edges: Edges, kind: str) -> Graph:
    """The graph in which to find edges of a kind; where some of them are dated, the undated are left out."""
    asked = edges.kind == edges.kinds.index(kind)
    dated = ~np.isnan(edges.date)
    if (asked & dated).any():
        asked_known = asked & dated
        now = float(edges.date[asked_known].max())
    else:
        asked_known, now = asked, float("nan")
    around = tuple(
        (edges.source[edges.kind == other], edges.target[edges.kind == other])
        for other, name in enumerate(edges.kinds)
        if name != kind
    )
    return Graph(
        edges.names,
        edges.source[asked_known],
        edges.target[asked_known],
        edges.date[asked_known],
        edges.weight[asked_known],
        around,
        now,
    )


def pairs(source: Ints, target: Ints) -> pd.MultiIndex:
    """Pairs to look others up in."""
    return pd.MultiIndex.from_arrays([source, target])


def _matrix(source: Ints, target: Ints, size: int) -> Sparse:
    ones = np.ones(len(source), dtype=np.float32)
    return _flat(sparse.csr_array((ones, (source, target)), shape=(size, size)))


def _both_ways(one_way: Sparse) -> Sparse:
    return _flat(one_way + one_way.T)


def _flat(matrix: Sparse) -> Sparse:
    """All entries 1, whatever they add up to."""
    flat = sparse.csr_array(matrix)
    flat.sum_duplicates()
    flat.data = np.ones_like(flat.data, dtype=np.float32)
    return flat
