"""What a source and a candidate are by themselves: how many links they have, how recent, whether they met elsewhere."""

from __future__ import annotations

import numpy as np

from graph_platform.ranking.graph import Dense, Graph, Ints
from graph_platform.ranking.paths import Scorer

YEAR = 365.25


def traits(graph: Graph) -> Scorer:
    """Degrees, their fit with the partners that a source has, and context edges between the two."""
    known, targets = graph.known, graph.targets
    popular = np.log1p(graph.popularity).astype(np.float32)
    own = np.log1p(np.asarray(graph.directed.sum(axis=1), dtype=np.float32))
    all_around = np.log1p(np.asarray(graph.all_links.sum(axis=1), dtype=np.float32))

    def score(sources: Ints) -> dict[str, Dense]:
        mine = known[sources]
        count = np.asarray(mine.sum(axis=1)).clip(1)
        usual = (mine @ popular) / count
        found = {
            "popularity": _rows(popular, sources),
            "popularity_gap": popular[None, :] - usual[:, None],
            "source_degree": _columns(own[sources], targets),
            "source_partners": _columns(usual, targets),
        }
        if not graph.two_sided:
            found["target_degree"] = _rows(own[targets], sources)
        if graph.context is not None:
            found["target_links"] = _rows(all_around[targets] , sources)
            found["source_links"] = _columns(all_around[sources], targets)
            found["met"] = graph.context[sources][:, targets].toarray()
        return {name: values.astype(np.float32) for name, values in found.items()}

    return score


def _rows(values: Dense, sources: Ints) -> Dense:
    return np.broadcast_to(values, (len(sources), len(values)))


def _columns(values: Dense, targets: Ints) -> Dense:
    return np.broadcast_to(values[:, None], (len(values), len(targets)))


def recency(graph: Graph) -> Scorer | None:
    """Years since a source's and a candidate's last and first link, and how many of a candidate's are young."""
    if np.isnan(graph.now):
        return None
    years = (graph.now - graph.date) / YEAR
    at = graph.column[graph.target]
    last, first = np.full(len(graph.targets), np.inf), np.zeros(len(graph.targets))
    np.minimum.at(last, at, years)
    np.maximum.at(first, at, years)
    young = {span: np.bincount(at, weights=years <= span, minlength=len(graph.targets)) for span in (2, 5)}
    own_last, own_first = np.full(graph.size, 99.0), np.zeros(graph.size)
    np.minimum.at(own_last, graph.source, years)
    np.maximum.at(own_first, graph.source, years)
    fresh = np.bincount(at, weights=0.7**years, minlength=len(graph.targets))

    def score(sources: Ints) -> dict[str, Dense]:
        found = {
            "target_last": _rows(last.astype(np.float32), sources),
            "target_first": _rows(first.astype(np.float32), sources),
            "target_fresh": _rows(fresh.astype(np.float32), sources),
            "source_last": _columns(own_last[sources].astype(np.float32), graph.targets),
            "source_first": _columns(own_first[sources].astype(np.float32), graph.targets),
        }
        for span, count in young.items():
            found[f"target_young_{span}"] = _rows(np.log1p(count).astype(np.float32), sources)
        return found

    return score
