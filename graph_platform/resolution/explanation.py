"""Why two records are one, or are not: each comparison's weight in bits, guards, the neighbours, the chain between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.decisions import Decision, Judged, bits_of
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Party, Schema
from graph_platform.resolution.reading import Stored
from graph_platform.resolution.resolving import Pair, Resolution, ordered, resolve

_SAID = {
    "name": ("names", "former_names"),
    "birth": ("birth_date",),
    "phone": ("phones",),
    "email": ("emails",),
    "number": ("numbers",),
    "identifier": ("identifiers",),
    "address": ("address",),
    "city": ("city",),
    "employer": ("employers",),
    "title": ("titles",),
    "domain": ("domains",),
    "country": ("country",),
}
"""The fields of a party that a comparison reads, where it is shown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: what was compared, both sides as said, the level, and its weight in bits.

    `name` is the comparison's in the declaration, `comparison` what people call it.
    """

    name: str
    comparison: str
    left: str
    right: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two records, what was decided and why. `chain` leads from one to the other through pairs that were joined.

    `prior`, `graph`, `same` and `review` are in bits: before anything is compared, what the neighbours add, and the
    thresholds. `vetoed` says that a guard, which `reason` names, stands above all bits. `names` has those of all
    records that are met here.
    """

    left: str
    right: str
    decision: Decision
    reason: str
    probability: float
    together: bool
    prior: float
    steps: Sequence[Step]
    graph: float
    neighbours: Sequence[str]
    chain: Sequence[tuple[str, str, float]]
    vetoed: bool = False
    same: float = 0.0
    review: float = 0.0
    model: str = "shipped"
    schema: Schema = "Person"
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """What all speaks together, in bits."""
        return self.prior + sum(step.bits for step in self.steps) + self.graph

    @property
    def weakest(self) -> tuple[str, str, float] | None:
        """The link of the chain that least speaks for."""
        return min(self.chain, key=lambda link: link[2], default=None)


def explain(
    stored: Stored, left: str, right: str, models: Mapping[Schema, Model] | None = None
) -> Explanation | None:
    """What speaks for and against two stored records; nothing where they are not of one schema.

    Everything is resolved as in a run, so that what is said is what a run would do.
    """
    pair = (min(left, right), max(left, right))
    found = resolve(stored.parties, stored.related, stored.judgements, models, asked=[pair])
    judged = found.judged.get(pair)
    if judged is None:
        return None
    parties = {party.id: party for party in stored.parties}
    model = found.models[parties[pair[0]].schema]
    entity = found.entity_of_each()
    forced = {ordered(j.left, j.right) for j in stored.judgements if j.same}
    chain = _chain(found, *pair, forced)
    met = {*pair, *(record for link in chain for record in link[:2])}
    return Explanation(
        left=pair[0],
        right=pair[1],
        decision=judged.decision,
        reason=judged.reason,
        probability=judged.probability,
        together=entity.get(pair[0], pair[0]) == entity.get(pair[1], pair[1]),
        prior=bits_of(model.prior),
        steps=steps(model, judged, parties),
        graph=judged.graph,
        neighbours=found.neighbours(*pair),
        chain=chain,
        vetoed=judged.vetoed,
        same=bits_of(model.same),
        review=bits_of(model.review),
        model=model.name,
        schema=model.schema,
        names={record: next(iter(parties[record].names), "") for record in met},
    )


def steps(model: Model, judged: Judged, parties: Mapping[str, Party]) -> list[Step]:
    """The waterfall of one pair; comparisons of which one side knows nothing are left out."""
    left, right = parties[judged.pair.left], parties[judged.pair.right]
    return [
        Step(
            comparison.name,
            comparison.label,
            _said(left, comparison.name),
            _said(right, comparison.name),
            comparison.levels[level].label,
            bits,
        )
        for comparison, level, bits in zip(
            COMPARISONS[model.schema], judged.pair.levels, judged.pair.bits, strict=True
        )
        if level >= 0
    ]


def _said(party: Party, comparison: str) -> str:
    values: list[str] = []
    for name in _SAID.get(comparison, ()):
        value = getattr(party, name)
        if isinstance(value, Mapping):
            values += [f"{kind} {each}" for kind, each in value.items()]
        elif isinstance(value, str):
            values += [value] if value else []
        else:
            values += value
    return ", ".join(values)


def _chain(
    found: Resolution, left: str, right: str, forced: AbstractSet[Pair]
) -> list[tuple[str, str, float]]:
    """The pairs that lead from one record to the other inside their cluster, in as few steps as there are.

    A pair that somebody judged to be the same has infinitely many bits.
    """
    cluster = next((cluster for cluster in found.clusters if left in cluster and right in cluster), None)
    if cluster is None:
        return []
    links = {
        pair: judged.pair.weight + judged.graph
        for pair, judged in found.judged.items()
        if judged.decision is Decision.SAME and cluster.issuperset(pair)
    }
    links |= {pair: float("inf") for pair in forced if cluster.issuperset(pair)}
    before: dict[str, str] = {left: left}
    waiting = [left]
    while waiting and right not in before:
        one = waiting.pop(0)
        for pair in links:
            if one in pair:
                other = pair[1] if pair[0] == one else pair[0]
                if other not in before:
                    before[other] = one
                    waiting.append(other)
    chain, at = [], right
    while at in before and at != left:
        link = (min(at, before[at]), max(at, before[at]))
        chain.append((before[at], at, links[link]))
        at = before[at]
    return chain[::-1]
