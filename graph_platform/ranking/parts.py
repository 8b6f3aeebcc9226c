"""The parts of the ensemble: each is fitted to a graph and then scores every candidate for a block of sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph_platform.ranking.factors import factors
from graph_platform.ranking.graph import Dense, Graph, Ints
from graph_platform.ranking.likeness import around, ease, ease_context, ease_sources, neighbours
from graph_platform.ranking.naming import naming
from graph_platform.ranking.paths import Scorer, directed_paths, short_paths
from graph_platform.ranking.traits import recency, traits
from graph_platform.ranking.walks import directed_walks, walks


@dataclass(frozen=True, slots=True)
class Part:
    """A family of scores: how it is fitted, and whether it can name candidates (else it only describes them)."""

    name: str
    fit: Callable[[Graph], Scorer | None]
    proposes: bool = True


PARTS = (
    Part("paths", short_paths),
    Part("directed paths", lambda graph: None if graph.two_sided else directed_paths(graph)),
    Part("walks", walks),
    Part("directed walks", lambda graph: None if graph.two_sided else directed_walks(graph)),
    Part("ease", ease),
    Part("ease with context", ease_context),
    Part("ease of sources", ease_sources),
    Part("neighbours", neighbours),
    Part("context", around),
    Part("factors", factors),
    Part("names", naming),
    Part("traits", traits, proposes=False),
    Part("recency", recency, proposes=False),
)
ALWAYS_PROPOSES = "popularity"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Parts that are fitted to a graph."""

    graph: Graph
    scorers: tuple[tuple[Part, Scorer], ...]

    def names(self) -> tuple[str, ...]:
        """The names of all scores."""
        return tuple(name for name, _, _ in self.score(self.graph.owners[:1]))

    def score(self, sources: Ints) -> Iterator[tuple[str, bool, Dense]]:
        """Each score by name: whether it names candidates, and a row for each source, a column for each target."""
        for part, scorer in self.scorers:
            for name, values in scorer(sources).items():
                yield name, part.proposes or name == ALWAYS_PROPOSES, values


def fit(graph: Graph, parts: tuple[Part, ...] = PARTS) -> Fitted:
    """Fit what applies to a graph."""
    fitted = ((part, part.fit(graph)) for part in parts)
    return Fitted(graph, tuple((part, scorer) for part, scorer in fitted if scorer is not None))
