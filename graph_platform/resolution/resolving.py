"""The whole of it: candidates, evidence, guards, the graph around them, clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_platform.resolution.collective import Neighbourhood, Related
from graph_platform.resolution.decisions import Judged
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.stage import Judgement, Pair, Stage, ordered

ROUNDS = 3
"""How often the clusters that were found are looked at as neighbours; it has always settled before."""
Told = Callable[[str], None]

__all__ = ("Judgement", "Pair", "Resolution", "ordered", "resolve", "resolve_gathered")


@dataclass(slots=True)
class Resolution:
    """Clusters of two records or more, and what was decided about the pairs that enough speaks for to be looked at."""

    clusters: list[set[str]] = field(default_factory=list)
    judged: dict[Pair, Judged] = field(default_factory=dict)
    models: dict[Schema, Model] = field(default_factory=dict)

    def entity_of_each(self) -> dict[str, str]:
        """A name for the cluster of each record that is in one: its first record's."""
        return {record: min(cluster) for cluster in self.clusters for record in cluster}


def resolve(
    parties: Sequence[Party],
    related: Iterable[Related] = (),
    judgements: Iterable[Judgement] = (),
    models: Mapping[Schema, Model] | None = None,
    asked: Iterable[Pair] = (),
    tell: Told = lambda step: None,
) -> Resolution:
    """Find out who is who. `asked` are pairs to be judged whether blocking finds them or not."""
    gathered = Gathered(models)
    try:
        gathered.add(parties)
        gathered.relate(related)
        return resolve_gathered(gathered, judgements, asked, tell)
    finally:
        gathered.close()


def resolve_gathered(
    gathered: Gathered,
    judgements: Iterable[Judgement] = (),
    asked: Iterable[Pair] = (),
    tell: Told = lambda step: None,
) -> Resolution:
    """Find out who is who among records that have been gathered."""
    judgements, asked = list(judgements), list(asked)
    stages = []
    for schema in SCHEMAS:
        if scorer := gathered.scorers.get(schema):
            tell(f"comparing {scorer.count:,} records of {schema}")
            stages.append(Stage(gathered, scorer, judgements, asked))
    # organizations first: who their people are is told by them
    stages.reverse()
    source, target = gathered.ends
    same = np.arange(len(gathered.ids), dtype=np.int32)
    names = np.full(len(gathered.ids), -1, np.int32)
    for stage in stages:
        stage.name(names)
    for turn in range(ROUNDS):
        before = same
        for stage in stages:
            tell(f"clustering {stage.schema}, round {turn + 1}")
            stage.cluster(Neighbourhood(source, target, same, names) if len(source) else None)
            same = np.arange(len(gathered.ids), dtype=np.int32)
            for each in stages:
                each.mark(same)
        if not len(source) or np.array_equal(same, before):
            break
    found = Resolution(models=gathered.models)
    for stage in stages:
        found.clusters += stage.named_clusters()
        found.judged |= stage.named_judged()
    return found
