"""Rank what sources may be linked to: learn from the edges alone, and say how probable each link is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_platform.ranking.calibrating import Calibrator, calibrator
from graph_platform.ranking.combining import RECIPES, Combiner, Figures, brought, learn
from graph_platform.ranking.edges import Edges, Floats, Ints, Names
from graph_platform.ranking.graph import Dense, Graph, graph_of
from graph_platform.ranking.measures import Calibration, calibration, ranks
from graph_platform.ranking.missing import missing_by_degree
from graph_platform.ranking.parts import PARTS, Fitted, Part, fit
from graph_platform.ranking.pool import gather
from graph_platform.ranking.samples import BEST, Sample, known_degree, sample
from graph_platform.ranking.splits import folds

FOLDS = 5
TOP = 100
BLOCK = 2000
"""Sources that are ranked at once."""
LARGE = 50_000
"""Nodes from which on edges that stand alone are left out."""
PLAIN = "pagerank_5"
SILENT = ("source_degree", "source_partners", "source_links", "source_last", "source_first", "popularity_gap")
"""Scores that say nothing for one candidate over another."""
Advance = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Learned:
    """What inner splits told.

    `chosen` is the recipe of the ensemble or the single score that ranks, `figures` are those of every way that was
    compared, `calibration` is measured on splits that the probabilities were not fitted to; None where nothing
    could be hidden. `brought` says for each part of the ensemble how much MRR is lost when its scores are shuffled.
    """

    splits: int
    asked: int
    hidden: int
    chosen: str
    figures: Mapping[str, Figures]
    calibration: Calibration | None
    brought: Mapping[str, float] = field(default_factory=dict)

    def singles(self) -> list[str]:
        """The names of single scores that were compared."""
        return [name for name in self.figures if name not in RECIPES]


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

    def reasons(self, most: int = 3) -> Iterator[str]:
        """For each row the scores by which it stands highest, with its place."""
        telling = np.array([name not in SILENT for name in self.names])
        for places in self.places:
            best = np.lexsort((np.arange(len(places)), np.where(telling, places, np.inf)))[:most]
            yield "; ".join(f"{self.names[i]} #{places[i]:.0f}" for i in best)


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
    if graph.size > LARGE:
        graph = graph.joined()
    asked = list(dict.fromkeys(queries))
    found = edges.find(asked)
    sources = found[found >= 0]
    unknown = tuple(name for name, place in zip(asked, found, strict=True) if place < 0)
    if not len(graph.source) or not len(sources):
        return _nothing(unknown)
    fitted = fit(graph, parts)
    samples: list[Sample] = []
    for number, fold in enumerate(folds(graph, FOLDS, seed)):
        advance("learning from inner splits", number, FOLDS)
        samples.append(sample(fold, fitted, seed, parts))
    advance("comparing ways to combine", 0, 0)
    combiner, probable, learned = _learn(samples, fitted, seed)
    del samples
    blocks = []
    for start in range(0, len(sources), BLOCK):
        advance("ranking", start, len(sources))
        blocks.append(_rank(fitted, sources[start : start + BLOCK], combiner, probable, top))
    return Ranked(
        graph.names[np.concatenate([block[0] for block in blocks])],
        graph.names[np.concatenate([block[1] for block in blocks])],
        np.concatenate([block[2] for block in blocks]),
        fitted.names(),
        np.concatenate([block[3] for block in blocks]),
        np.concatenate([block[4] for block in blocks]),
        learned,
        unknown,
    )


def _nothing(unknown: tuple[str, ...]) -> Ranked:
    names, numbers = np.zeros(0, dtype=object), np.zeros(0)
    table = np.zeros((0, 0), dtype=np.float32)
    return Ranked(names, names, numbers, (), table, table, Learned(0, 0, 0, "", {}, None), unknown)


def _rank(
    fitted: Fitted, sources: Ints, combiner: Combiner, probable: Calibrator, top: int
) -> tuple[Ints, Ints, Floats, Dense, Dense]:
    """Sources, targets, probabilities, values and places of the best rows of some sources."""
    graph = fitted.graph
    # as many as models learned from: places are places among these
    pool = gather(fitted, sources, BEST)
    opinions = combiner.opinions(pool, sources)
    values = combiner.values(pool, opinions)
    degree = known_degree(graph, sources)[pool.query].astype(np.float64)
    said = probable(pool.query, values, combiner.log_odds(values, opinions), degree)
    keep = _best(pool.query, said, top)
    nodes = sources[pool.query[keep]], graph.targets[pool.column[keep]]
    return *nodes, said[keep], pool.values[keep], pool.places[keep]


def _learn(samples: list[Sample], fitted: Fitted, seed: int) -> tuple[Combiner, Calibrator, Learned]:
    size = fitted.graph.size
    hidden = sum(int(each.hidden.sum()) for each in samples)
    asked = sum(len(each.source) for each in samples)
    if not sum(int(each.true.sum()) for each in samples):
        plain = PLAIN if PLAIN in fitted.names() else fitted.names()[0]
        nothing = Combiner(np.zeros(size, dtype=np.int64), (), (), plain, {})
        told = Learned(len(samples), asked, hidden, plain, {}, None)
        return nothing, Calibrator(None, None, 1 / max(1, size), None), told
    combiner, opinions = learn(samples, size, seed)
    probable, measured = _calibrate(samples, combiner, opinions, fitted.graph)
    worth = brought(combiner, samples[0], fitted.by_part(), seed)
    figures = combiner.figures
    return combiner, probable, Learned(len(samples), asked, hidden, combiner.chosen, figures, measured, worth)


def _calibrate(
    samples: list[Sample], combiner: Combiner, opinions: Floats, graph: Graph
) -> tuple[Calibrator, Calibration]:
    """Fit to all splits, and measure on each half of them what was fitted to the other."""
    starts = np.cumsum([0] + [len(each.source) for each in samples])
    rows = np.split(opinions, np.cumsum([len(each.true) for each in samples])[:-1])
    query = np.concatenate([each.pool.query + start for each, start in zip(samples, starts, strict=False)])
    split = np.concatenate([np.full(len(each.true), number % 2) for number, each in enumerate(samples)])
    degree = np.concatenate([each.degree[each.pool.query] for each in samples]).astype(np.float64)
    true = np.concatenate([each.true for each in samples])
    values = np.concatenate(
        [combiner.values(each.pool, part) for each, part in zip(samples, rows, strict=True)]
    )
    log_odds = combiner.log_odds(values, opinions)
    links, everything = sum(int(each.hidden.sum()) for each in samples), sum(each.pairs for each in samples)
    base = links / max(1, everything)
    said = np.zeros(len(true))
    for part in set(split.tolist()):
        here, other = split == part, split != part
        if not other.any():
            other = here
        made = calibrator(query[other], values[other], log_odds[other], degree[other], true[other], base)
        said[here] = made(query[here], values[here], log_odds[here], degree[here])
    share = samples[0].share
    missing = None if share is None else missing_by_degree(known_degree(graph, graph.owners), share)
    whole = calibrator(query, values, log_odds, degree, true, base, missing)
    return whole, calibration(said, true, everything, links)


def _best(query: Ints, said: Floats, top: int) -> Ints:
    order = np.lexsort((-said, query))
    place = ranks(query[order], said[order])
    return order[place <= top] if top else order
