"""The whole of it: candidates, evidence, guards, the graph around them, clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph_platform.resolution.collective import Neighbourhood, Related
from graph_platform.resolution.decisions import Decision, Judged
from graph_platform.resolution.featuring import featured
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.scoring import Numbers
from graph_platform.resolution.stage import Judgement, Pair, Stage, ordered

ROUNDS = 3
"""How often the clusters that were found are looked at as neighbours; it has always settled before."""
Told = Callable[[str], None]

__all__ = ("Judgement", "Pair", "Resolution", "ordered", "resolve", "resolve_gathered")


@dataclass(frozen=True)
class Resolution:
    """What was found about the records that were gathered."""

    gathered: Gathered
    stages: Sequence[Stage]

    @property
    def models(self) -> Mapping[Schema, Model]:
        """The weights that were used."""
        return self.gathered.models

    @cached_property
    def clusters(self) -> list[set[str]]:
        """The records that are one, wherever that are two or more."""
        ids = self.gathered.ids
        return [{ids[number] for number in cluster} for stage in self.stages for cluster in stage.clusters]

    @cached_property
    def judged(self) -> dict[Pair, Judged]:
        """What was decided about the pairs that enough speaks for to be looked at, and about those asked for."""
        return {
            ordered(judged.pair.left, judged.pair.right): judged
            for stage in self.stages
            for judged in stage.judged.values()
        }

    @cached_property
    def counts(self) -> Counter[Decision]:
        """How many pairs were decided how, of those that not everything speaks against."""
        counts = Counter(judged.decision for stage in self.stages for judged in stage.judged.values())
        counts[Decision.UNKNOWN] += sum(int(stage.untold.sum()) for stage in self.stages)
        return counts

    def neighbours(self, left: str, right: str) -> tuple[str, ...]:
        """In words, what stands around two records; nothing for one that is not known."""
        one, other = self.gathered.known(left), self.gathered.known(right)
        if one is None or other is None:
            return ()
        return tuple(reason for stage in self.stages for reason in stage.neighbours((one, other)))

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
        gathered.add(featured(parties))
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
    gathered.prepare()
    return settle(gathered, judgements, asked, tell)


def settle(
    gathered: Gathered, judgements: Sequence[Judgement], asked: Sequence[Pair], tell: Told
) -> Resolution:
    """Find out who is who among records of which everything is prepared."""
    stages = []
    for schema in SCHEMAS:
        if (scorer := gathered.scorers[schema]).count:
            tell(f"comparing {scorer.count:,} records of {schema}")
            stages.append(Stage(gathered, scorer, judgements, asked))
    # organizations first: who their people are is told by them
    stages.reverse()
    source, target = gathered.ends
    names = _names(gathered, stages)
    same = _same(gathered, [])
    for turn in range(ROUNDS):
        before = same
        for stage in stages:
            tell(f"clustering {stage.schema}, round {turn + 1}")
            stage.cluster(Neighbourhood(source, target, same, names) if len(source) else None)
            same = _same(gathered, stages)
        if not len(source) or np.array_equal(same, before):
            break
    return Resolution(gathered, stages)


def _names(gathered: Gathered, stages: Sequence[Stage]) -> Numbers:
    """A number for the name of each record, -1 where it has none."""
    names = np.full(len(gathered.ids), -1, np.int32)
    codes: dict[str, int] = {}
    for number, name in gathered.called.items():
        names[number] = codes.setdefault(name, len(codes))
    for stage in stages:
        stage.name(names, codes)
    return names


def _same(gathered: Gathered, stages: Sequence[Stage]) -> Numbers:
    """The first record of the cluster of each."""
    same = np.arange(len(gathered.ids), dtype=np.int32)
    for number, first in gathered.settled.items():
        same[number] = first
    for stage in stages:
        stage.mark(same)
    return same
