"""The whole of it for records in memory: candidates, evidence, guards, the graph around them, clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_platform.resolution.clustering import components, contract
from graph_platform.resolution.collective import Neighbourhood, Related
from graph_platform.resolution.decisions import ENOUGH_ALONE, Decision, Judged, is_elsewhere, judge, levels_of
from graph_platform.resolution.features import Row, rows_of
from graph_platform.resolution.guards import Marks, marks_by_id, veto
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.scoring import Scorer

ROUNDS = 3
"""How often the clusters that were found are looked at as neighbours; it has always settled before."""
COMPLETE = 60
"""Up to so many records that hang together, every pair of them is compared before they are made one."""
Pair = tuple[str, str]
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person has decided about two records."""

    left: str
    right: str
    same: bool


@dataclass(slots=True)
class Resolution:
    """Clusters of two records or more, and what was decided about every pair that was looked at."""

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
    found = Resolution(models={schema: (models or {}).get(schema) or shipped(schema) for schema in SCHEMAS})
    related, judgements, asked = list(related), list(judgements), list(asked)
    of_schema = {schema: [party for party in parties if party.schema == schema] for schema in SCHEMAS}
    stages = []
    for schema in SCHEMAS:
        if of_schema[schema]:
            tell(f"comparing {len(of_schema[schema]):,} records of {schema}")
            stages.append(_Stage(found.models[schema], rows_of(schema, of_schema[schema]), judgements, asked))
    # organizations first: who their people are is told by them
    stages.reverse()
    same: dict[str, str] = {}
    for turn in range(ROUNDS):
        before = same
        for stage in stages:
            tell(f"clustering {stage.model.schema}, round {turn + 1}")
            around = Neighbourhood(related, same) if related else None
            stage.cluster(around)
            same = {record: min(cluster) for s in stages for cluster in s.clusters for record in cluster}
        if same == before or not related:
            break
    for stage in stages:
        found.clusters += stage.clusters
        found.judged |= stage.judged
        stage.scorer.close()
    return found


class _Stage:
    """The records of one schema on their way to clusters."""

    def __init__(
        self, model: Model, rows: Sequence[Row], judgements: Sequence[Judgement], asked: Iterable[Pair]
    ) -> None:
        self.model = model
        self.marks = dict(marks_by_id(rows))
        self.distinctive = {row["unique_id"] for row in rows if row.get("distinctive")}
        self.cores = {row["unique_id"]: row.get("core") for row in rows}
        self.systems = {row["unique_id"]: row["system"] for row in rows}
        self.names: Mapping[str, str | None] = {row["unique_id"]: row["name"] for row in rows}
        self.forced = {ordered(j.left, j.right) for j in judgements if j.same} & self._own(judgements)
        for judgement in judgements:
            if not judgement.same and judgement.left in self.marks and judgement.right in self.marks:
                self.marks[judgement.left].apart.add(judgement.right)
                self.marks[judgement.right].apart.add(judgement.left)
        self.scorer = Scorer(model, rows)
        self.scored = {ordered(pair.left, pair.right): pair for pair in self.scorer.predict()}
        self._complete(
            {ordered(*pair) for pair in asked if pair[0] in self.marks and pair[1] in self.marks}
            | self.forced
        )
        self.judged: dict[Pair, Judged] = {}
        self.clusters: list[set[str]] = []

    def _own(self, judgements: Iterable[Judgement]) -> set[Pair]:
        return {
            ordered(j.left, j.right) for j in judgements if j.left in self.marks and j.right in self.marks
        }

    def _complete(self, pairs: Iterable[Pair]) -> None:
        missing = [pair for pair in pairs if pair not in self.scored]
        self.scored |= {ordered(pair.left, pair.right): pair for pair in self.scorer.score(missing)}

    def cluster(self, around: Neighbourhood | None) -> None:
        """Judge every pair anew with what its neighbours say, and make clusters of the answers."""
        self._judge(around)
        if self._forget_shared_names():
            self.judged.clear()
            self._judge(around)
        likely = [pair for pair, judged in self.judged.items() if judged.decision is Decision.SAME]
        groups = components([*likely, *self.forced])
        self._complete(
            (one, other)
            for group in groups
            if 2 < len(group) <= COMPLETE
            for one in group
            for other in group
            if one < other
        )
        self._judge(around)
        of_record = {record: number for number, group in enumerate(groups) for record in group}
        weights: list[dict[Pair, float]] = [{} for _ in groups]
        for (one, other), judged in self.judged.items():
            if (number := of_record.get(one)) is not None and of_record.get(other) == number:
                weights[number][one, other] = judged.weight
        decided: list[list[Pair]] = [[] for _ in groups]
        for pair in self.forced:
            decided[of_record[pair[0]]].append(pair)
            weights[of_record[pair[0]]].setdefault(pair, 0.0)
        self.clusters = [
            cluster
            for held, forced in zip(weights, decided, strict=True)
            for cluster in contract(held, self.marks, Marks.joined, _forbidden, decided=forced)
        ]

    def _forget_shared_names(self) -> bool:
        """Names that two different ones bear here are distinctive no more; whether there were any."""
        shared = set()
        for (one, other), judged in self.judged.items():
            if one in self.distinctive and other in self.distinctive:
                level = levels_of(self.model, judged.pair)
                if level["name"] in ENOUGH_ALONE and (judged.vetoed or is_elsewhere(level)):
                    shared |= {self.cores[one], self.cores[other]}
        before = len(self.distinctive)
        self.distinctive = {record for record in self.distinctive if self.cores[record] not in shared}
        return len(self.distinctive) < before

    def _judge(self, around: Neighbourhood | None) -> None:
        for pair, scored in self.scored.items():
            bits = around.around(*pair, self.names).bits if around else 0.0
            known = self.judged.get(pair)
            if known is None or known.graph != bits:
                one_system = (said := self.systems[pair[0]]) is not None and said == self.systems[pair[1]]
                vetoed = veto(self.marks[pair[0]], self.marks[pair[1]])
                self.judged[pair] = judge(
                    self.model, scored, bits, vetoed, self.distinctive.issuperset(pair), one_system
                )


def _forbidden(one: Marks, other: Marks) -> bool:
    return veto(one, other) is not None


def ordered(one: str, other: str) -> Pair:
    """Two records as a pair, whichever is named first."""
    return (one, other) if one < other else (other, one)
