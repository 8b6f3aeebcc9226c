"""Why a record is in its entity: the chains that lead to the others, the weakest link, and what would be without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_platform.resolution.clustering import contract
from graph_platform.resolution.decisions import Decision, Judged
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.reading import Stored
from graph_platform.resolution.resolving import Pair, Resolution, ordered, resolve

Link = tuple[str, str, float]
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Membership:
    """A record's entity. `members` are the others in it as the graph is, `cluster` as a run would make it now.

    `chains` lead from the record to each other one of the cluster, over the links that speak most for it (a link that
    somebody judged has infinitely many bits). `without` is what the cluster would fall into without its weakest link.
    `reasons` says why each link is one. `nearest` are those that it was compared with and not joined to, the closest
    first.
    """

    record: str
    members: Sequence[str]
    cluster: Sequence[str]
    chains: Sequence[Sequence[Link]]
    weakest: Link | None
    without: Sequence[Sequence[str]]
    judged: Sequence[tuple[str, str, bool]]
    nearest: Sequence[tuple[str, Judged]]
    names: Mapping[str, str]
    model: str
    schema: Schema

    @property
    def settled(self) -> bool:
        """Whether a run would leave the entity as it is."""
        return set(self.members) | {self.record} == set(self.cluster) | {self.record}


def membership(
    stored: Stored, record: str, models: Mapping[Schema, Model] | None = None
) -> Membership | None:
    """Why a stored record is where it is; nothing for a record that says nothing of a person or an organization."""
    schema = next((party.schema for party in stored.parties if party.id == record), None)
    if schema is None:
        return None
    found = resolve(stored.parties, stored.related, stored.judgements, models)
    cluster = next((cluster for cluster in found.clusters if record in cluster), {record})
    entity = stored.entity_of.get(record)
    members = sorted(
        other for other, its in stored.entity_of.items() if its == entity and other != record and entity
    )
    forced = {ordered(j.left, j.right) for j in stored.judgements if j.same}
    links = _links(found, cluster, forced)
    chains = _chains(record, links)
    held = [link for chain in chains for link in chain]
    weakest = min(held, key=lambda link: link[2], default=None)
    names = {party.id: party.names[0] if party.names else "" for party in stored.parties}
    near = _nearest(found, record, cluster)
    met = {record, *members, *cluster, *(other for other, _ in near)}
    return Membership(
        record=record,
        members=members,
        cluster=sorted(cluster),
        chains=chains,
        weakest=weakest,
        without=_without(found, cluster, forced, weakest) if weakest else [],
        judged=[
            (j.left, j.right, j.same)
            for j in stored.judgements
            if record in (j.left, j.right) or (j.same and cluster.issuperset((j.left, j.right)))
        ],
        nearest=near,
        names={id_: names.get(id_, "") for id_ in met},
        model=found.models[schema].name,
        schema=schema,
    )


def _links(found: Resolution, cluster: set[str], forced: set[Pair]) -> dict[Pair, float]:
    links = {
        pair: judged.pair.weight + judged.graph
        for pair, judged in found.judged.items()
        if judged.decision is Decision.SAME and cluster.issuperset(pair)
    }
    return links | {pair: float("inf") for pair in forced if cluster.issuperset(pair)}


def _chains(record: str, links: Mapping[Pair, float]) -> list[list[Link]]:
    """From a record to every other, so that the weakest link of each chain is as strong as can be (Prim)."""
    reached: dict[str, list[Link]] = {record: []}
    while True:
        best = max(
            (
                (bits, one, other)
                for (left, right), bits in links.items()
                for one, other in ((left, right), (right, left))
                if one in reached and other not in reached
            ),
            default=None,
        )
        if best is None:
            return [chain for chain in reached.values() if chain]
        bits, one, other = best
        reached[other] = [*reached[one], (one, other, bits)]


def _without(found: Resolution, cluster: set[str], forced: set[Pair], weakest: Link) -> list[list[str]]:
    """What there would be in the place of the cluster if this pair were not comparable at all."""
    ids = found.gathered.ids
    number = {id_: known for id_ in cluster if (known := found.gathered.known(id_)) is not None}

    def numbers(pair: Pair) -> tuple[int, int]:
        one, other = number[pair[0]], number[pair[1]]
        return min(one, other), max(one, other)

    gone = numbers((weakest[0], weakest[1]))
    decided = [each for pair in forced if cluster.issuperset(pair) and (each := numbers(pair)) != gone]
    weights = dict.fromkeys(decided, 0.0)
    for stage in found.stages:
        weights |= stage.within(set(number.values()))
    weights.pop(gone, None)
    # no guard forbids what is one cluster already
    nothing = dict.fromkeys(number.values(), 0)
    parts = [
        sorted(ids[each] for each in part)
        for part in contract(weights, nothing, max, lambda one, other: False, decided)
    ]
    alone = cluster - {record for part in parts for record in part}
    return sorted([*parts, *([record] for record in sorted(alone))], key=lambda part: (-len(part), part))


def _nearest(found: Resolution, record: str, cluster: set[str]) -> list[tuple[str, Judged]]:
    number = found.gathered.known(record)
    if number is None:
        return []
    near = [
        (pair.left if pair.right == record else pair.right, judged)
        for stage in found.stages
        for judged in stage.around(number, len(cluster) + NEAREST)
        for pair in (judged.pair,)
    ]
    return [(other, judged) for other, judged in near if other not in cluster][:NEAREST]
