"""Learn from inner splits how to combine scores, and whether to: each way is compared on sources that it never saw.

A source that is asked about has hidden links, and in what models learn from these count as false. So models are
made for two halves of the sources, and each source is judged by the trees that did not learn from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_platform.ranking.columns import for_lines, for_trees
from graph_platform.ranking.edges import Floats, Ints
from graph_platform.ranking.graph import Dense
from graph_platform.ranking.measures import reciprocal_and_hits
from graph_platform.ranking.models import Model, Truth, odds, trees
from graph_platform.ranking.pool import Pool
from graph_platform.ranking.samples import Sample

HALVES = 2
FEW = 30
"""True rows in a half below which nothing is learned."""
ENOUGH_FOR_TREES = 300
RECIPES: dict[str, tuple[float, float]] = {
    "line and trees": (1.0, 1.0),
    "line": (1.0, 0.0),
    "trees": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """MRR and Hits@10 on inner splits, by way of ranking."""

    mrr: float
    hits: float


@dataclass(frozen=True)
class Combiner:
    """How candidates are ranked: by a recipe of models, or by one score alone.

    `half` gives the half of each node, `lines` and `trees` the models that judge each half; none where nothing was
    learned. `figures` are those of every way that was compared.
    """

    half: Ints
    lines: tuple[Model, ...]
    trees: tuple[Model, ...]
    chosen: str
    figures: Mapping[str, Figures]

    def opinions(self, pool: Pool, sources: Ints, strict: bool = False) -> Floats:
        """The log-odds of line and trees for each row, 0 where not learned.

        A line cannot remember a source, so both halves' lines are asked, unless `strict`.
        """
        half = self.half[sources[pool.query]]
        found = np.zeros((len(pool.query), 2))
        if self.lines:
            found[:, 0] = (
                _asked(self.lines, for_lines(pool), half) if strict else _mean(self.lines, for_lines(pool))
            )
        if self.trees:
            found[:, 1] = _asked(self.trees, for_trees(pool), half)
        return found

    def values(self, pool: Pool, opinions: Floats) -> Floats:
        """What the rows of a pool are ranked by; higher is better, within a source."""
        return (
            opinions @ np.array(RECIPES[self.chosen]) if self.chosen in RECIPES else single(pool, self.chosen)
        )

    def log_odds(self, values: Floats, opinions: Floats) -> Floats:
        """The mean log-odds of what was learned, or what rows are ranked by where nothing was."""
        return opinions.sum(axis=1) / (1 + bool(self.trees)) if self.lines else values


def _mean(models: Sequence[Model], columns: Dense) -> Floats:
    return np.asarray(np.mean([model(columns) for model in models], axis=0))


def _asked(models: Sequence[Model], columns: Dense, half: Ints) -> Floats:
    found = np.zeros(len(columns))
    for number, model in enumerate(models):
        rows = np.flatnonzero(half == number)
        if len(rows):
            found[rows] = model(columns[rows])
    return found


def single(pool: Pool, name: str) -> Floats:
    """One score alone, the more popular first where it ties."""
    place = pool.places[:, pool.names.index(name)].astype(np.float64)
    popular = pool.values[:, pool.names.index("popularity")] if "popularity" in pool.names else 0.0
    return -np.log(place) + 1e-6 * popular


def learn(samples: Sequence[Sample], size: int, seed: int) -> tuple[Combiner, Floats]:
    """Learn from inner splits; also give the opinions on every row of them, of models that never saw its source."""
    half = np.random.default_rng(seed).integers(0, HALVES, size)
    lessons = [_lessons(samples, half, number) for number in range(HALVES)]
    fewest = min(min(true.sum(), (~true).sum()) for _, true in lessons)
    lines: tuple[Model, ...] = ()
    grown: tuple[Model, ...] = ()
    if fewest >= FEW:
        lines = tuple(odds(_columns(samples, rows, for_lines), true) for rows, true in lessons)
    if fewest >= ENOUGH_FOR_TREES:
        grown = tuple(trees(_columns(samples, rows, for_trees), true, seed) for rows, true in lessons)
    draft = Combiner(half, lines, grown, "", {})
    opinions = np.concatenate([draft.opinions(each.pool, each.source, strict=True) for each in samples])
    figures = _compare(samples, opinions, draft)
    return replace(draft, chosen=_choose(figures), figures=figures), opinions


def _lessons(samples: Sequence[Sample], half: Ints, number: int) -> tuple[list[Ints], Truth]:
    """The rows from which the models that judge one half learn, split by split: those of the others' sources."""
    rows = [each.lessons[half[each.source[each.pool.query[each.lessons]]] != number] for each in samples]
    return rows, np.concatenate([each.true[keep] for each, keep in zip(samples, rows, strict=True)])


def _columns(samples: Sequence[Sample], rows: Sequence[Ints], columns: Callable[[Pool], Dense]) -> Dense:
    return np.concatenate([columns(each.pool)[keep] for each, keep in zip(samples, rows, strict=True)])


def _compare(samples: Sequence[Sample], opinions: Floats, draft: Combiner) -> dict[str, Figures]:
    """The figures of every single score that names candidates, and of every recipe whose models were learned."""
    first = samples[0].pool
    ways = {
        name: np.concatenate([single(each.pool, name) for each in samples])
        for name, proposes in zip(first.names, first.proposing, strict=True)
        if proposes
    }
    for recipe, (line, tree) in RECIPES.items():
        if (draft.lines or not line) and (draft.trees or not tree):
            ways[recipe] = opinions @ np.array([line, tree])
    return {name: figures_of(samples, values) for name, values in ways.items()}


def figures_of(samples: Sequence[Sample], values: Floats) -> Figures:
    """MRR and Hits@10 over the queries of all inner splits."""
    parts = np.split(values, np.cumsum([len(each.true) for each in samples])[:-1])
    found = [
        reciprocal_and_hits(each.pool.query, rows, each.true, each.hidden)
        for each, rows in zip(samples, parts, strict=True)
    ]
    return Figures(*(float(np.concatenate([pair[i] for pair in found]).mean()) for i in range(2)))


def _choose(figures: Mapping[str, Figures]) -> str:
    """The way with the best figures, both counting alike."""
    mrr = max(each.mrr for each in figures.values()) or 1.0
    hits = max(each.hits for each in figures.values()) or 1.0
    worth = {name: each.mrr / mrr + each.hits / hits for name, each in figures.items()}
    return max(worth, key=lambda name: worth[name])


def brought(
    combiner: Combiner, one: Sample, parts: Mapping[str, tuple[str, ...]], seed: int
) -> dict[str, float]:
    """How much MRR of a split is lost when the scores of a part are shuffled, most first."""

    def mrr(pool: Pool) -> float:
        return figures_of([one], combiner.values(pool, combiner.opinions(pool, one.source))).mrr

    one = _first(one)
    whole = mrr(one.pool)
    order = np.random.default_rng(seed).permutation(len(one.true))
    lost = {}
    for part, names in parts.items():
        at = [one.pool.names.index(name) for name in names]
        values, places = one.pool.values.copy(), one.pool.places.copy()
        values[:, at], places[:, at] = values[order][:, at], places[order][:, at]
        lost[part] = whole - mrr(replace(one.pool, values=values, places=places))
    return dict(sorted(lost.items(), key=lambda each: -each[1]))


def _first(one: Sample, sources: int = 100) -> Sample:
    """The first sources of a split."""
    rows = int(np.searchsorted(one.pool.query, sources))
    pool = one.pool
    cut = replace(
        pool,
        query=pool.query[:rows],
        column=pool.column[:rows],
        values=pool.values[:rows],
        places=pool.places[:rows],
    )
    return replace(
        one, pool=cut, true=one.true[:rows], source=one.source[:sources], hidden=one.hidden[:sources]
    )
