"""Entities and their relationships, computed again where something about them changed.

Whatever was touched (a record stated, changed, closed or deleted, a claim made or withdrawn), the same steps follow:
read the records of the touched clusters, cluster them, compute each entity, write what differs, then do the same for
the pairs of entities whose claims changed. Only differences are written, so computing twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph_platform.database import Transaction, run, run_collected
from graph_platform.identity import entity_id, identifier_key
from graph_platform.loading.bolt import from_bolt, to_bolt
from graph_platform.loading.clusters import Member, clusters
from graph_platform.loading.entities import Assertion, Node, Testimony, node, relationships
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.system import CLAIM_PROPERTIES, RECORD_PROPERTIES
from graph_platform.statements import statement

ENTITY = "Entity"
SAID_BY_RECORDS = frozenset(RECORD_PROPERTIES)
SAID_BY_CLAIMS = frozenset(CLAIM_PROPERTIES) - {"valid_from", "valid_to"}


class Pair(NamedTuple):
    """Two entities and the relationship type between them, start first."""

    relation: str
    start: str
    end: str


def may_hold(pair: Pair) -> bool:
    """Whether claims of this pair make a relationship: records that were found to be one may claim each other."""
    return pair.start != pair.end or ONTOLOGY.relationships[pair.relation].loops


@dataclass(slots=True)
class Touched:
    """What has to be computed again: entities by id, records that have no entity yet, pairs."""

    entities: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Known:
    """A stored record and the entity that it is about at present."""

    member: Member
    testimony: Testimony
    stated: bool
    mentioned: bool
    about: str | None


def read_trust(tx: Transaction) -> dict[str, float]:
    """How far each data set is trusted."""
    return {row["name"]: row["trust"] for row in run(tx, statement("load/read_trust"))}


def recompute(tx: Transaction, touched: Touched, trust: Mapping[str, float]) -> None:
    """Bring what was touched in line with its records and claims, inside the caller's transaction."""
    pairs = set(touched.pairs)
    if touched.entities or touched.records:
        known = _read_known(tx, touched, trust)
        pairs |= _recompute_entities(tx, touched.entities, known)
    if pairs:
        _recompute_pairs(tx, pairs, trust)


def _read_known(tx: Transaction, touched: Touched, trust: Mapping[str, float]) -> list[Known]:
    rows = run_collected(
        tx,
        statement("entities/read_clusters"),
        {"entities": list(touched.entities), "records": list(touched.records)},
    )
    return [_known(row, trust) for row in rows]


def _known(row: Mapping[str, Any], trust: Mapping[str, float]) -> Known:
    record = from_bolt(row["record"])
    values = {name: value for name, value in record.items() if name not in SAID_BY_RECORDS}
    return Known(
        member=Member(
            record["id"],
            record["key"],
            record["arrived"],
            () if record.get("split") else identifiers(record["label"], values),
            record.get("resolved"),
        ),
        testimony=Testimony(
            id=record["id"],
            label=record["label"],
            values=values,
            scopes=record["scopes"],
            trust=trust.get(record["data_set"], 0.0),
            seen=row["seen"] or 0,
        ),
        stated=row["seen"] is not None,
        mentioned=row["mentioned"],
        about=row["about"],
    )


def identifiers(label: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the exclusive identifiers among the values of a record with this label."""
    return tuple(
        identifier_key(name, values[name])
        for name, declared in ONTOLOGY.properties(label).items()
        if declared.exclusive and name in values
    )


def _recompute_entities(tx: Transaction, before: set[str], known: Sequence[Known]) -> set[Pair]:
    by_id = {record.member.id: record for record in known}
    clustered = clusters(record.member for record in known)
    living: dict[str, list[Known]] = {}
    retired: dict[str, list[Known]] = {}
    for entity, cluster in clustered.items():
        members = [by_id[member.id] for member in cluster]
        alive = any(record.stated or record.mentioned for record in members)
        (living if alive else retired)[entity] = members
    stored = {
        row["id"]: row
        for row in run_collected(tx, statement("entities/read_entities"), {"ids": list(before | set(living))})
    }
    computed = {entity: node([r.testimony for r in _speaking(members)]) for entity, members in living.items()}
    _write_entities(tx, computed, stored)
    moved = {
        r.member.id: (r.about, entity)
        for entity, members in living.items()
        for r in members
        if r.about != entity
    }
    _write(tx, "entities/move_records", [{"record": r, "entity": to} for r, (_, to) in moved.items()])
    _point_identifiers(tx, living, stored)
    _end_entities(tx, before - set(living), living, retired)
    now = {r: to for r, (_, to) in moved.items()}
    now |= {r.member.id: entity for entity, members in retired.items() for r in members}
    _lead_former_ids(tx, now)
    return _pairs_of_moved(tx, moved)


def _speaking(members: Sequence[Known]) -> Sequence[Known]:
    """Those that state something; mere mentions speak only where nobody else does."""
    return [record for record in members if record.stated] or members


def _write_entities(
    tx: Transaction, computed: Mapping[str, Node], stored: Mapping[str, Mapping[str, Any]]
) -> None:
    rows = []
    for entity, wanted in computed.items():
        properties = {"id": entity, **wanted.properties}
        there = stored.get(entity)
        stale = sorted(set(there["labels"]) - wanted.labels - {ENTITY}) if there else []
        same_labels = there is not None and set(there["labels"]) == wanted.labels | {ENTITY}
        if there is None or not same_labels or from_bolt(there["properties"]) != properties:
            labels = sorted(wanted.labels)
            rows.append({"id": entity, "properties": to_bolt(properties), "labels": labels, "stale": stale})
    _write(tx, "entities/write_entities", rows)


def _point_identifiers(
    tx: Transaction, living: Mapping[str, Sequence[Known]], stored: Mapping[str, Mapping[str, Any]]
) -> None:
    wanted = {
        key: entity
        for entity, members in living.items()
        for record in members
        for key in record.member.identifiers
    }
    there = {key: row["id"] for row in stored.values() for key in row["identifiers"]}
    changed = [{"key": k, "entity": entity} for k, entity in wanted.items() if there.get(k) != entity]
    _write(tx, "entities/point_identifiers", changed)
    if dropped := [key for key in there if key not in wanted]:
        run(tx, statement("entities/drop_identifiers"), {"keys": dropped})


def _end_entities(
    tx: Transaction,
    ended: set[str],
    living: Mapping[str, Sequence[Known]],
    retired: Mapping[str, Sequence[Known]],
) -> None:
    """Entities that are no more: merged into others, retired with their records, or gone with them."""
    rows = [{"id": e, "records": [r.member.id for r in members]} for e, members in retired.items()]
    _write(tx, "entities/retire", rows)
    founders = {entity_id(r.member.id) for members in living.values() for r in members}
    into: dict[str, dict[str, list[Known]]] = {}
    for clustered in (living, retired):
        parts: dict[str, dict[str, list[Known]]] = defaultdict(lambda: defaultdict(list))
        for entity, members in clustered.items():
            for record in members:
                if record.about in ended and record.about not in into:
                    parts[record.about][entity].append(record)
        into |= parts
    merged = []
    for gone, parts_of in sorted(into.items()):
        # most of what it was decides where its id leads, as long as the record that founded it is no more
        entity, members = max(parts_of.items(), key=lambda part: (len(part[1]), part[0]))
        follows = None if gone in founders else members[0].member.id
        merged.append({"id": gone, "into": entity, "record": follows})
    _write(tx, "entities/merge_away", merged)
    if left := sorted(ended - set(into)):
        run(tx, statement("entities/delete"), {"ids": left})


def _lead_former_ids(tx: Transaction, now: Mapping[str, str]) -> None:
    """Former ids follow a record through everything: the one that founded the entity, or one in its place."""
    _write(tx, "entities/follow_records", [{"record": r, "into": to} for r, to in now.items()])
    rows = [{"id": entity_id(r), "into": to} for r, to in now.items() if entity_id(r) != to]
    _write(tx, "entities/point_former_ids", rows)


def _pairs_of_moved(tx: Transaction, moved: Mapping[str, tuple[str | None, str]]) -> set[Pair]:
    """Every pair whose claims moved with a record: at its former entity and at its present one."""
    if not moved:
        return set()
    pairs = set()
    former: dict[str | None, set[str]] = defaultdict(set)
    for was, now in moved.values():
        if was:
            former[now].add(was)
    for row in run(tx, statement("entities/read_pairs_of_records"), {"ids": list(moved)}):
        was, now = moved[row["record"]]
        for one in filter(None, (was, now)):
            for other in filter(None, (row["other"], *former.get(row["other"], ()))):
                pairs.add(Pair(row["relation"], *((one, other) if row["outgoing"] else (other, one))))
    return pairs


def _recompute_pairs(tx: Transaction, pairs: Iterable[Pair], trust: Mapping[str, float]) -> None:
    for relation, ends in by_relation(pairs).items():
        changes = []
        asked = {"rows": ends, "relation": relation}
        for row in run(tx, of_type("entities/read_pairs", relation), asked):
            claims = [assertion(c["claim"], trust.get(c["data_set"], 0.0), c["seen"]) for c in row["claims"]]
            held = claims and may_hold(Pair(relation, row["start"], row["end"]))
            wanted = relationships(relation, claims) if held else []
            if not _same(wanted, [from_bolt(properties) for properties in row["relationships"]]):
                stored = [to_bolt(properties) for properties in wanted]
                changes.append({"start": row["start"], "end": row["end"], "relationships": stored})
        if changes:
            run(tx, of_type("entities/write_relationships", relation), {"rows": changes})


def by_relation(pairs: Iterable[Pair]) -> dict[str, list[dict[str, str]]]:
    """The ends of pairs by their relationship type, in an order that is always the same."""
    found: dict[str, list[dict[str, str]]] = {}
    for pair in sorted(pairs):
        found.setdefault(pair.relation, []).append({"start": pair.start, "end": pair.end})
    return found


def of_type(name: str, relation: str) -> str:
    """A statement about relationships of one type of the ontology."""
    return statement(name).replace("RELATION", ONTOLOGY.relationships[relation].name)


def assertion(claim: Mapping[str, Any], trust: float, seen: int) -> Assertion:
    """What a stored claim says of the relationship that it makes."""
    values = {name: value for name, value in from_bolt(claim).items() if name not in SAID_BY_CLAIMS}
    return Assertion(claim["id"], values, trust, seen)


def _same(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    def ordered(rows: Sequence[Mapping[str, Any]]) -> list[str]:
        return sorted(repr(sorted(row.items())) for row in rows)

    return ordered(one) == ordered(other)


def _write(tx: Transaction, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        run(tx, statement(name), {"rows": list(rows)})


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
