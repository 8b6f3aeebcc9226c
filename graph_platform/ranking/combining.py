"""Learn from inner splits how to combine scores, and whether to: each way is compared on sources that it never saw.

A source that is asked about has hidden links, and in what models learn from these count as false. So models are
made for two halves of the sources, and each source is judged by the one that did not learn from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_platform.ranking.columns import for_lines, for_trees
from graph_platform.ranking.edges import Floats, Ints
from graph_platform.ranking.measures import ranks, reciprocal_and_hits
from graph_platform.ranking.models import Model, choice, odds, trees
from graph_platform.ranking.pool import Pool
from graph_platform.ranking.samples import Sample

HALVES = 2
FEW = 30
"""True rows in a half below which nothing is learned."""
ENOUGH_FOR_TREES = 300
RECIPES: dict[str, tuple[float, float, float]] = {
    "lines and trees": (0.5, 0.5, 1.0),
    "odds and trees": (1.0, 0.0, 1.0),
    "lines": (1.0, 1.0, 0.0),
    "odds": (1.0, 0.0, 0.0),
    "choice": (0.0, 1.0, 0.0),
    "trees": (0.0, 0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """MRR and Hits@10 on inner splits, by way of ranking."""

    mrr: float
    hits: float


@dataclass(frozen=True)
class Combiner:
    """How candidates are ranked: by a recipe of models, or by one score alone.

    `half` gives the half of each node, `models` the three models (odds, choice, trees; None where not learned) that
    judge each half. `figures` are those of every way that was compared.
    """

    half: Ints
    models: tuple[tuple[Model | None, Model | None, Model | None], ...]
    chosen: str
    figures: Mapping[str, Figures]

    def scores(self, pool: Pool, sources: Ints) -> Floats:
        """A value for each row of a pool; higher is better, within a source."""
        if self.chosen not in RECIPES:
            return single(pool, self.chosen)
        parts = self.parts(pool, sources)
        return blend(parts, self.chosen)

    def parts(self, pool: Pool, sources: Ints, strict: bool = False) -> Floats:
        """The value of each model for each row.

        Lines, which cannot remember a source, are asked for both halves' opinion, unless `strict`.
        """
        lines, leaves = for_lines(pool), for_trees(pool)
        half = self.half[sources[pool.query]]
        found = np.zeros((len(pool.query), 3))
        for number, models in enumerate(self.models):
            rows = np.flatnonzero(half == number)
            if not strict:
                for column in (0, 1):
                    if (line := models[column]) is not None:
                        found[:, column] += line(lines) / len(self.models)
                models = (None, None, models[2])
            for column, (model, columns) in enumerate(zip(models, (lines, lines, leaves), strict=True)):
                if model is not None and len(rows):
                    found[rows, column] = model(columns[rows])
        return found


def blend(parts: Floats, recipe: str) -> Floats:
    """The sum of models by the weights of a recipe."""
    return parts @ np.array(RECIPES[recipe])


def single(pool: Pool, name: str) -> Floats:
    """One score alone, the more popular first where it ties."""
    values = pool.values[:, pool.names.index(name)].astype(np.float64)
    popular = pool.values[:, pool.names.index("popularity")] if "popularity" in pool.names else 0.0
    return -np.log(ranks(pool.query, values)) + 1e-6 * popular


def learn(samples: Sequence[Sample], size: int, seed: int) -> tuple[Combiner, Floats]:
    """Learn from inner splits; also give the score of every row of them, each from models that never saw its source."""
    half = np.random.default_rng(seed).integers(0, HALVES, size)
    models = tuple(_models(samples, half, number, seed) for number in range(HALVES))
    draft = Combiner(half, models, "", {})
    parts = np.concatenate([draft.parts(each.pool, each.source, strict=True) for each in samples])
    figures = _compare(samples, parts, all(model[0] is not None for model in models), all(model[2] is not None for model in models))
    chosen = _choose(figures)
    combiner = Combiner(half, models, chosen, figures)
    values = blend(parts, chosen) if chosen in RECIPES else np.concatenate([single(each.pool, chosen) for each in samples])
    return combiner, values


def _models(samples: Sequence[Sample], half: Ints, number: int, seed: int) -> tuple[Model | None, Model | None, Model | None]:
    """Models that judge one half, learned from the rows of the others."""
    rows = [each.lessons[half[each.source[each.pool.query[each.lessons]]] != number] for each in samples]
    true = np.concatenate([each.true[keep] for each, keep in zip(samples, rows, strict=True)])
    if min(true.sum(), (~true).sum()) < FEW:
        return None, None, None
    query = np.concatenate([each.pool.query[keep] + 10_000_000 * place for place, (each, keep) in enumerate(zip(samples, rows, strict=True))])
    lines = np.concatenate([for_lines(each.pool)[keep] for each, keep in zip(samples, rows, strict=True)])
    by_odds, by_choice = odds(lines, true), choice(lines, true, query)
    del lines
    if true.sum() < ENOUGH_FOR_TREES:
        return by_odds, by_choice, None
    leaves = np.concatenate([for_trees(each.pool)[keep] for each, keep in zip(samples, rows, strict=True)])
    return by_odds, by_choice, trees(leaves, true, seed)


def _compare(samples: Sequence[Sample], parts: Floats, learned: bool, grown: bool) -> dict[str, Figures]:
    """The figures of every single score, and of every recipe whose models were learned."""
    names = samples[0].pool.names
    proposing = samples[0].pool.proposing
    ways = {name: np.concatenate([single(each.pool, name) for each in samples]) for name, proposes in zip(names, proposing, strict=True) if proposes}
    for recipe, weights in RECIPES.items():
        if learned and (grown or not weights[2]):
            ways[recipe] = blend(parts, recipe)
    return {name: figures_of(samples, values) for name, values in ways.items()}


def figures_of(samples: Sequence[Sample], values: Floats) -> Figures:
    """MRR and Hits@10 over the queries of all inner splits."""
    found = []
    start = 0
    for each in samples:
        rows = values[start : start + len(each.true)]
        found.append(reciprocal_and_hits(each.pool.query, rows, each.true, each.hidden))
        start += len(each.true)
    return Figures(*(float(np.concatenate([pair[i] for pair in found]).mean()) for i in range(2)))


def _choose(figures: Mapping[str, Figures]) -> str:
    """The recipe with the best figures, unless a single score is as good."""
    mrr = max(each.mrr for each in figures.values()) or 1.0
    hits = max(each.hits for each in figures.values()) or 1.0
    worth = {name: each.mrr / mrr + each.hits / hits for name, each in figures.items()}
    return max(worth, key=lambda name: worth[name])
