"""`resolve train`: the weights, the prior and the thresholds of one's own records, as models with their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from graph_platform.errors import UsageError
from graph_platform.resolution.blending import Blend, blend
from graph_platform.resolution.clustering import components
from graph_platform.resolution.collective import Neighbourhood, Related
from graph_platform.resolution.estimation import Estimate, estimate
from graph_platform.resolution.evaluation import FALSE, TRUE, Labels
from graph_platform.resolution.features import COLUMNS as FEATURES
from graph_platform.resolution.featuring import featured
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.guards import COLUMNS as GUARDED
from graph_platform.resolution.guards import marks_of, veto
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.model_files import write
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.resolving import Judgement
from graph_platform.resolution.scoring import Scorer, Scores
from graph_platform.resolution.thresholds import ALLOWED, Example, fit
from graph_platform.resolution.validation import Validated, validate, weighed

FEWEST = 20
"""Records of a schema from which on there is anything to be learnt."""
OF_CLUSTER = 10
"""Pairs that one cluster of labels gives at most."""
CLOSEST = 5_000
"""Candidates of two clusters of labels that are taken at most."""
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


def _labels(labels: Labels, candidates: Scores, ids: Sequence[str]) -> list[Judgement]:
    """Labels as judgements. Where they are clusters, the closest candidates of two clusters are the different ones."""
    if labels.pairs:
        return [
            Judgement(*pair, same == TRUE) for pair, same in labels.pairs.items() if same in (TRUE, FALSE)
        ]
    members: dict[str, list[str]] = {}
    for record, entity in labels.entities.items():
        members.setdefault(entity, []).append(record)
    same = [
        Judgement(one, other, True)
        for records in members.values()
        for one, other in list(combinations(sorted(records), 2))[:OF_CLUSTER]
    ]
    of, different = labels.entities, []
    for place in np.argsort(-candidates.weight, kind="stable").tolist():
        one, other = ids[candidates.left[place]], ids[candidates.right[place]]
        if one in of and other in of and of[one] != of[other]:
            different.append(Judgement(one, other, False))
            if len(different) == CLOSEST:
                break
    return same + different


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
    gathered = Gathered({schema: shipped(schema) for schema in SCHEMAS})
    try:
        gathered.add(featured(parties))
        gathered.relate(related)
        gathered.prepare()
        around = _neighbourhood(gathered)
        made = []
        for schema in schemas:
            if (scorer := gathered.scorers[schema]).count >= FEWEST:
                tell(f"comparing {scorer.count:,} records of {schema}")
                before = (used or {}).get(schema) or scorer.model
                made.append(_train(gathered, scorer, around, labels, before, allowed, tell))
    finally:
        gathered.close()
    if not made:
        raise UsageError(
            f"there are fewer than {FEWEST} records", "Load more, or go on with the shipped weights."
        )
    return made


def _neighbourhood(gathered: Gathered) -> Neighbourhood:
    """The graph around the records as their sources say it: nothing is one yet."""
    names = np.full(len(gathered.ids), -1, np.int32)
    codes: dict[str, int] = {}
    for scorer in gathered.scorers.values():
        told = scorer.values("number", "name")
        for number, name in zip(told["number"].to_pylist(), told["name"].to_pylist(), strict=True):
            if name:
                names[number] = codes.setdefault(name, len(codes))
    return Neighbourhood(*gathered.ends, np.arange(len(names), dtype=np.int32), names)


def _train(
    gathered: Gathered,
    scorer: Scorer,
    around: Neighbourhood,
    labels: Labels | Sequence[Judgement],
    used: Model,
    allowed: float,
    tell: Told,
) -> Trained:
    begun = scorer.model
    candidates = scorer.predict()
    judgements = _labels(labels, candidates, gathered.ids) if isinstance(labels, Labels) else labels
    examples = _examples(gathered, scorer, judgements, around)
    found = estimate(begun, scorer, candidates.weight, tell)
    tell("weighing what people judged")
    made = blend(begun, found, [(e.pair, e.share) for e in examples if e.same])
    model = fit(made.model, examples, weighed(examples, begun, made.model), allowed)
    model = replace(
        model,
        estimated_on=(f"{scorer.count} records", f"{len(examples)} judged pairs"),
        figures={},
    )
    both = {example.same for example in examples} == {True, False}
    validated = validate(used, begun, found, examples, allowed) if both else None
    return Trained(made, model, found, scorer.count, Counter(e.same for e in examples), validated)


def _examples(
    gathered: Gathered, scorer: Scorer, judgements: Sequence[Judgement], around: Neighbourhood
) -> list[Example]:
    features = FEATURES[scorer.model.schema]
    guarded = [name for name in (*GUARDED, "distinctive") if name in features]
    rows = {row["number"]: row for row in scorer.values("number", "system", *guarded).to_pylist()}
    judged: dict[tuple[int, int], bool] = {}
    for each in judgements:
        one, other = gathered.known(each.left), gathered.known(each.right)
        if one in rows and other in rows and one is not None and other is not None:
            judged[min(one, other), max(one, other)] = each.same
    if not judged:
        return []
    scores = scorer.score(judged)
    bits = around.around(scores.left, scores.right).bits
    groups = components(judged)
    group_of = {record: number for number, group in enumerate(groups) for record in group}
    sizes = Counter(group_of[int(one)] for one in scores.left)
    examples = []
    for place, (one, other) in enumerate(zip(scores.left.tolist(), scores.right.tolist(), strict=True)):
        left, right = rows[one], rows[other]
        examples.append(
            Example(
                scores.pair(place, gathered.ids),
                judged[min(one, other), max(one, other)],
                float(bits[place]),
                veto(marks_of(left), marks_of(right)),
                bool(left.get("distinctive") and right.get("distinctive")),
                left["system"] is not None and left["system"] == right["system"],
                group_of[one],
                min(1.0, OF_GROUP / sizes[group_of[one]]),
            )
        )
    return sorted(examples, key=lambda example: (example.pair.left, example.pair.right))


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
