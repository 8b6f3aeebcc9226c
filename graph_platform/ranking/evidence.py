"""Why a pair may be linked: the strongest short paths between the two, over edges of every type, either way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph_platform.ranking.edges import Edges, Ints


@dataclass(frozen=True, slots=True)
class Step:
    """An edge of a path, as it stands: its ends, its type, and whether the path follows it or goes against it."""

    source: str
    target: str
    kind: str
    along: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A path of one, two or three edges; `weight` is 1 for one edge, else falls with the degrees of inner nodes."""

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    weight: float


def evidence(edges: Edges, source: str, target: str, limit: int = 3) -> tuple[Path, ...]:
    """Give the strongest paths of up to three edges between two nodes, none where either is unknown.

    An edge of the two themselves counts (of another type, or the other way round). An inner node of degree d counts
    1/log d on a path of two edges (Adamic and Adar 2003), two of them 1/sqrt(d d') on one of three (Kovács 2019).
    """
    start, end = (int(place) for place in edges.find([source, target]))
    if start < 0 or end < 0 or start == end:
        return ()
    links, degree = edges.links, edges.degree
    near, far = _row(links, start), _row(links, end)
    found: list[tuple[float, tuple[int, ...]]] = []
    if end in near:
        found.append((1.0, (start, end)))
    shared = np.intersect1d(near, far, assume_unique=True)
    found += [(float(1 / np.log(max(degree[node], 2) + 1)), (start, int(node), end)) for node in shared]
    first, second = near[near != end], far[far != start]
    between = sparse.coo_array(links[first][:, second])
    if between.nnz:
        here, there = first[between.row], second[between.col]
        weight = 1 / np.sqrt(degree[here] * degree[there])
        strongest = np.lexsort((there, here, -weight))[:limit]
        found += [(float(weight[i]), (start, int(here[i]), int(there[i]), end)) for i in strongest]
    found.sort(key=lambda each: (-each[0], each[1]))
    return tuple(_path(edges, nodes, weight) for weight, nodes in found[:limit])


def _row(links: sparse.csr_array, node: int) -> Ints:
    return np.asarray(links.indices[links.indptr[node] : links.indptr[node + 1]], dtype=np.int64)


def _path(edges: Edges, nodes: tuple[int, ...], weight: float) -> Path:
    steps = tuple(_step(edges, here, there) for here, there in zip(nodes, nodes[1:], strict=False))
    return Path(tuple(str(edges.names[node]) for node in nodes), steps, weight)


def _step(edges: Edges, here: int, there: int) -> Step:
    along = edges.between(here, there)
    number = along[0] if len(along) else edges.between(there, here)[0]
    ends = str(edges.names[edges.source[number]]), str(edges.names[edges.target[number]])
    return Step(*ends, edges.kinds[edges.kind[number]], bool(len(along)))
