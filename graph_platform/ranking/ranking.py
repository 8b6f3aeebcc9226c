"""Rank what sources may be linked to: learn from the edges alone, and say how probable each link is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_platform.ranking.calibrating import Calibrator, calibrator
from graph_platform.ranking.combining import Combiner, Figures, learn
from graph_platform.ranking.edges import Edges, Floats, Ints, Names
from graph_platform.ranking.graph import Dense, Graph, graph_of
from graph_platform.ranking.measures import Calibration, calibration, ranks
from graph_platform.ranking.parts import PARTS, Fitted, Part, fit
from graph_platform.ranking.pool import Pool, gather
from graph_platform.ranking.samples import BEST, Sample, known_degree, sample
from graph_platform.ranking.splits import folds

FOLDS = 5
TOP = 100
BLOCK = 2000
"""Sources that are ranked at once."""
PLAIN = "pagerank_5"
Advance = Callable[[str, int, int], None]



@dataclass(frozen=True)
class Learned:
    """What inner splits told.

    `chosen` is the recipe of the ensemble or the single score that ranks, `figures` are those of every way that was
    compared, `calibration` is measured on splits that the probabilities were not fitted to; None where nothing
    could be hidden.
    """

    splits: int
    asked: int
    hidden: int
    chosen: str
    figures: Mapping[str, Figures]
    calibration: Calibration | None


@dataclass(frozen=True)
class Ranked:
    """Candidates, source by source in the order asked, the most probable first.

    `values` holds for each row the value of each score of `names`, `places` its place by that score among the
    source's candidates. `unknown` are queries that no edge has.
    """

    source: Names
    target: Names
    score: Floats
    names: tuple[str, ...]
    values: Dense
    places: Dense
    learned: Learned
    unknown: tuple[str, ...]


def rank(
    edges: Edges,
    queries: Sequence[str],
    kind: str,
    *,
    seed: int = 0,
    top: int = TOP,
    parts: tuple[Part, ...] = PARTS,
    advance: Advance = lambda step, done, size: None,
) -> Ranked:
    """Rank targets of a kind of edge for each source asked about, up to `top` of each, with probabilities.

    What a source is linked to, and the source itself, is no candidate. The same edges, queries and seed give the
    same result.
    """
    graph = graph_of(edges, kind)
    asked = list(dict.fromkeys(queries))
    found = edges.find(asked)
    sources = found[found >= 0]
    unknown = tuple(name for name, place in zip(asked, found, strict=True) if place < 0)
    fitted = fit(graph, parts)
    names = fitted.names()
    samples: list[Sample] = []
    for number, fold in enumerate(folds(graph, FOLDS, seed)):
        advance("learning from inner splits", number, FOLDS)
        samples.append(sample(fold, names, seed, parts))
    advance("comparing ways to combine", 0, 0)
    combiner, probable, learned = _learn(samples, graph, names, seed)
    del samples
    blocks = []
    for start in range(0, len(sources), BLOCK):
        advance("ranking", start, len(sources))
        blocks.append(_rank(fitted, sources[start : start + BLOCK], combiner, probable, top))
    source, target, said, values, places = (
        np.concatenate([block[i] for block in blocks]) if blocks else np.zeros(0) for i in range(5)
    )
    return Ranked(
        graph.names[source.astype(np.int64)],
        graph.names[target.astype(np.int64)],
        said,
        names,
        values,
        places,
        learned,
        unknown,
    )


def _rank(
    fitted: Fitted, sources: Ints, combiner: Combiner, probable: Calibrator, top: int
) -> tuple[Ints, Ints, Floats, Dense, Dense]:
    """Sources, targets, probabilities, values and places of the best rows of some sources."""
    graph = fitted.graph
    pool = gather(fitted, sources, max(BEST, top) if top else len(graph.targets))
    values = combiner.scores(pool, sources)
    degree = known_degree(graph, sources)[pool.query].astype(np.float64)
    said = probable(pool.query, values, _odds(combiner, pool, sources, values), degree)
    keep = _best(pool.query, said, top)
    place = np.stack([ranks(pool.query, column) for column in pool.values.T], axis=1).astype(np.float32)
    nodes = sources[pool.query[keep]], graph.targets[pool.column[keep]]
    return *nodes, said[keep], pool.values[keep], place[keep]


def _learn(
    samples: list[Sample], graph: Graph, names: tuple[str, ...], seed: int
) -> tuple[Combiner, Calibrator, Learned]:
    hidden = sum(int(each.hidden.sum()) for each in samples)
    asked = sum(len(each.source) for each in samples)
    if not sum(int(each.true.sum()) for each in samples):
        plain = PLAIN if PLAIN in names else names[0]
        base = 1 / max(1, graph.size)
        nothing = Combiner(np.zeros(graph.size, dtype=np.int64), (), plain, {})
        return nothing, Calibrator(None, None, base, None), Learned(len(samples), asked, hidden, plain, {}, None)
    combiner, values = learn(samples, graph.size, seed)
    fitted, measured = _calibrate(samples, combiner, values)
    return combiner, fitted, Learned(len(samples), asked, hidden, combiner.chosen, combiner.figures, measured)


def _calibrate(samples: list[Sample], combiner: Combiner, values: Floats) -> tuple[Calibrator, Calibration]:
    """Fit to all splits, and measure on each half of them what was fitted to the other."""
    offsets = np.cumsum([0] + [len(each.source) for each in samples])
    query = np.concatenate([each.pool.query + start for each, start in zip(samples, offsets, strict=False)])
    split = np.concatenate([np.full(len(each.true), number % 2) for number, each in enumerate(samples)])
    degree = np.concatenate([each.degree[each.pool.query] for each in samples]).astype(np.float64)
    true = np.concatenate([each.true for each in samples])
    log_odds = np.concatenate([
        _odds(combiner, each.pool, each.source, rows, strict=True)
        for each, rows in zip(samples, np.split(values, np.cumsum([len(each.true) for each in samples])[:-1]), strict=True)
    ])
    links, everything = sum(int(each.hidden.sum()) for each in samples), sum(each.pairs for each in samples)
    base = links / max(1, everything)
    said = np.zeros(len(true))
    for part in set(split.tolist()):
        here, other = split == part, split != part
        if not other.any():
            other = here
        made = calibrator(query[other], values[other], log_odds[other], degree[other], true[other], base)
        said[here] = made(query[here], values[here], log_odds[here], degree[here])
    whole = calibrator(query, values, log_odds, degree, true, base, samples[0].share)
    return whole, calibration(said, true, everything, links)


def _odds(combiner: Combiner, pool: Pool, sources: Ints, values: Floats, strict: bool = False) -> Floats:
    """The mean log-odds of the models that give such, or a score alone where none was learned."""
    if not combiner.models or combiner.models[0][0] is None:
        return values
    parts = combiner.parts(pool, sources, strict)
    return parts[:, 0] if combiner.models[0][2] is None else (parts[:, 0] + parts[:, 2]) / 2


def _best(query: Ints, said: Floats, top: int) -> Ints:
    order = np.lexsort((-said, query))
    place = ranks(query[order], said[order])
    return order[place <= top] if top else order
