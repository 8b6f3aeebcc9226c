"""`resolve train`: the weights, the prior and the thresholds of one's own records, as models with their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from graph_platform.errors import UsageError
from graph_platform.resolution.blending import Blend, blend
from graph_platform.resolution.clustering import components
from graph_platform.resolution.collective import Neighbourhood, Related
from graph_platform.resolution.estimation import Estimate, estimate
from graph_platform.resolution.evaluation import FALSE, TRUE, Labels
from graph_platform.resolution.features import Row, rows_of
from graph_platform.resolution.guards import marks_by_id, veto
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.model_files import write
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.resolving import Judgement, Pair, ordered
from graph_platform.resolution.scoring import Scored, Scorer
from graph_platform.resolution.thresholds import ALLOWED, Example, fit
from graph_platform.resolution.validation import Validated, validate, weighed

FEWEST = 20
"""Records of a schema from which on there is anything to be learnt."""
OF_CLUSTER = 10
"""Pairs that one cluster of labels gives at most."""
OF_GROUP = 3.0
"""As so many pairs count all that share records: who judges an entity of ten records has judged once."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """One schema's new model, what it was made of and how it does; `validated` is nothing without judged pairs."""

    blend: Blend
    model: Model
    estimate: Estimate
    records: int
    judged: Mapping[bool, int]
    validated: Validated | None

    @property
    def in_use(self) -> bool:
        """Whether it is used from now on: not where judged pairs speak against it."""
        return self.validated is None or self.validated.better

    def report(self) -> dict[str, Any]:
        """What is printed, and kept beside the weights."""
        return {
            "records": self.records,
            "expected pairs of one thing": round(self.estimate.matches, 1),
            "rules that were learnt from": self.estimate.rules,
            "judged": {"same": self.judged.get(True, 0), "different": self.judged.get(False, 0)},
            "same from": self.model.same,
            "review from": self.model.review,
            "prior": self.model.prior,
            "kept as shipped": list(self.blend.kept),
            "held in order": list(self.blend.held),
        } | (
            {"before": self.validated.before.figures(), "after": self.validated.after.figures()}
            if self.validated
            else {}
        )


def judgements_of(labels: Labels, scored: Iterable[Scored] = ()) -> list[Judgement]:
    """Labels as judgements. Where they are clusters, candidates of two clusters are the different ones."""
    if labels.pairs:
        return [
            Judgement(*pair, same == TRUE) for pair, same in labels.pairs.items() if same in (TRUE, FALSE)
        ]
    members: dict[str, list[str]] = {}
    for record, entity in labels.entities.items():
        members.setdefault(entity, []).append(record)
    same = [
        Judgement(*ordered(one, other), True)
        for records in members.values()
        for one, other in list(combinations(sorted(records), 2))[:OF_CLUSTER]
    ]
    of = labels.entities
    return same + [
        Judgement(*ordered(pair.left, pair.right), False)
        for pair in scored
        if pair.left in of and pair.right in of and of[pair.left] != of[pair.right]
    ]


def train(
    parties: Sequence[Party],
    related: Iterable[Related] = (),
    labels: Labels | Sequence[Judgement] = (),
    used: Mapping[Schema, Model] | None = None,
    schemas: Sequence[Schema] = SCHEMAS,
    allowed: float = ALLOWED,
    tell: Told = lambda step: None,
) -> list[Trained]:
    """New models for these records. `used` are those that there are; `allowed` the share of different ones merged.

    Raises `UsageError` where there are too few records.
    """
    around = Neighbourhood(related)
    made = []
    for schema in schemas:
        of_schema = [party for party in parties if party.schema == schema]
        if len(of_schema) >= FEWEST:
            tell(f"comparing {len(of_schema):,} records of {schema}")
            before = (used or {}).get(schema) or shipped(schema)
            made.append(_train(schema, of_schema, around, labels, before, allowed, tell))
    if not made:
        raise UsageError(
            f"there are fewer than {FEWEST} records", "Load more, or go on with the shipped weights."
        )
    return made


def _train(
    schema: Schema,
    parties: Sequence[Party],
    around: Neighbourhood,
    labels: Labels | Sequence[Judgement],
    used: Model,
    allowed: float,
    tell: Told,
) -> Trained:
    begun, rows = shipped(schema), rows_of(schema, parties)
    known = {row["unique_id"] for row in rows}
    scorer = Scorer(begun, rows)
    try:
        candidates = scorer.predict()
        judgements = judgements_of(labels, candidates) if isinstance(labels, Labels) else labels
        pairs = {ordered(j.left, j.right): j.same for j in judgements if j.left in known and j.right in known}
        scored = scorer.score(pairs)
    finally:
        scorer.close()
    found = estimate(begun, rows, candidates, tell)
    examples = _examples(rows, {ordered(s.left, s.right): s for s in scored}, pairs, around)
    tell("weighing what people judged")
    made = blend(begun, found, [(e.pair, e.share) for e in examples if e.same])
    model = fit(made.model, examples, weighed(examples, begun, made.model), allowed)
    model = replace(
        model,
        estimated_on=(f"{len(rows)} records", f"{len(examples)} judged pairs"),
        figures={},
    )
    both = {example.same for example in examples} == {True, False}
    validated = validate(used, begun, found, examples, allowed) if both else None
    return Trained(made, model, found, len(rows), Counter(e.same for e in examples), validated)


def _examples(
    rows: Sequence[Row], scored: Mapping[Pair, Scored], judged: Mapping[Pair, bool], around: Neighbourhood
) -> list[Example]:
    by_id = {row["unique_id"]: row for row in rows}
    marks, names = marks_by_id(rows), {row["unique_id"]: row["name"] for row in rows}
    groups = components(judged)
    group_of = {record: number for number, group in enumerate(groups) for record in group}
    sizes = Counter(group_of[one] for one, _ in scored)
    examples = []
    for (one, other), pair in sorted(scored.items()):
        left, right = by_id[one], by_id[other]
        group = group_of[one]
        examples.append(
            Example(
                pair,
                judged[one, other],
                around.around(one, other, names).bits,
                veto(marks[one], marks[other]),
                bool(left.get("distinctive") and right.get("distinctive")),
                left["system"] is not None and left["system"] == right["system"],
                group,
                min(1.0, OF_GROUP / sizes[group]),
            )
        )
    return examples


def keep(folder: Path, trained: Trained, anyway: bool = False) -> Path:
    """Write a model down as the next version; `anyway` puts it in use whatever its figures say."""
    after = trained.validated.after.figures() if trained.validated else {}
    model = replace(trained.model, figures={name: float(value) for name, value in after.items()})
    more = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "in_use": trained.in_use or anyway,
        "report": trained.report(),
    }
    return write(folder, model, more)
