"""One batch of rows into the graph, in one transaction: first what was said, then what follows from it.

What is new and touches nothing that is stored is written with its entity at once, computed by the same functions as
everything else; whatever meets something stored goes through `recompute`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import run
from graph_platform.identity import entity_id
from graph_platform.loading.bolt import OPEN_END, from_bolt, to_bolt
from graph_platform.loading.clusters import Components
from graph_platform.loading.entities import Assertion, Testimony, node, relationships
from graph_platform.loading.late import plan_late, write_late
from graph_platform.loading.plan import (
    Mentioned,
    Origin,
    Plan,
    merged,
    plan_change,
    plan_row,
    read_stored,
    stored_lead,
)
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.loading.recompute import Pair, by_relation, may_hold, of_type, read_trust, recompute
from graph_platform.loading.rows import claim_row, record_row, run_rows
from graph_platform.ontology.system import RECORD_PROPERTIES
from graph_platform.statements import statement


@dataclass(slots=True)
class Counts:
    """What became of the rows of a batch, and how many facts the new and changed ones state."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    late: int = 0
    facts: int = 0

    def add(self, other: Counts) -> None:
        """Add another batch's counts."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def write_batch(tx: ManagedTransaction, rows: Sequence[Prepared], origin: Origin) -> Counts:
    """Store a batch of rows with different leads. Safe to be run again by the driver: it keeps nothing outside."""
    trust = read_trust(tx)
    origin = take_turn(tx, origin, trust)
    plan = read_stored(tx, rows, origin)
    counts, late = Counts(), []
    for row in rows:
        known = stored_lead(plan, row)
        if known is not None and (until := plan.late(row, known)) is not None:
            counts.late += 1
            late.append((row, until))
            continue
        if known is None or known["row_hash"] is None:
            counts.new += 1
            plan_row(plan, row)
        elif known["row_hash"] == row.hash:
            counts.unchanged += 1
            continue
        else:
            counts.changed += 1
            plan_change(plan, row, known)
        counts.facts += row.facts
    for row, _ in late:
        plan_late(plan, row)
    _merge_shared(tx, plan)
    _widen(tx, plan)
    _write_records(tx, plan)
    _close_claims(tx, plan)
    _write_claims(tx, plan)
    _close_loosened(tx, plan)
    write_late(tx, plan, late)
    recompute(tx, plan.touched, trust)
    return counts


def take_turn(tx: ManagedTransaction, origin: Origin, trust: Mapping[str, float]) -> Origin:
    """Let writers of entities take turns: the origin with a time of arrival after all others, and as stored trust."""
    (row,) = run(tx, statement("load/take_turn"), {"now": origin.arrived})
    return replace(origin, arrived=row["arrived"], trust=trust.get(origin.data_set, origin.trust))


def _merge_shared(tx: ManagedTransaction, plan: Plan) -> None:
    """Records that are stored and that a row states beside the one it is about."""
    if not plan.shared:
        return
    amended = []
    for found in run(tx, statement("load/read_values"), {"ids": list(plan.shared)}):
        said = from_bolt(found["record"])
        record, _ = plan.shared[said["id"]]
        values = {name: value for name, value in said.items() if name not in RECORD_PROPERTIES}
        before = Stated(record.id, record.key, said["label"], values, (), said["scopes"], "", False)
        if {"unclean", "as_said"} & said.keys():
            before.values |= {name: said[name] for name in ("unclean", "as_said")}
        both = merged(before, record)
        if (both.values, both.label, both.scopes) == (before.values, before.label, before.scopes):
            continue
        gone = dict.fromkeys(before.values.keys() - both.values.keys())
        stored = {**gone, **both.values, "label": both.label, "hash": record.hash, "scopes": both.scopes}
        amended.append({"id": record.id, "values": to_bolt(stored)})
        plan.moving.update(both.identifiers)
        _touch(plan, record.id)
    run_rows(tx, "load/amend_records", amended)


def _widen(tx: ManagedTransaction, plan: Plan) -> None:
    """Records that are still only mentioned, by more rows than before."""
    amended = []
    for id_, mentioned in plan.widened.items():
        label, scopes = mentioned.label, sorted(mentioned.scopes)
        if id_ not in plan.replaces and (label, scopes) != (
            plan.stored[id_]["label"],
            plan.stored[id_]["scopes"],
        ):
            amended.append({"id": id_, "values": {"label": label, "scopes": scopes}})
            _touch(plan, id_)
    run_rows(tx, "load/amend_records", amended)


def _touch(plan: Plan, record: str) -> None:
    entity = plan.entity_of.get(record)
    if entity is None:
        plan.touched.records.add(record)
    else:
        plan.touched.entities.add(entity)


def _touch_identified(tx: ManagedTransaction, plan: Plan, keys: Iterable[str]) -> dict[str, str]:
    wanted = list(keys)
    if not wanted:
        return {}
    found = {
        row["key"]: row["entity"] for row in run(tx, statement("load/read_identifiers"), {"keys": wanted})
    }
    plan.touched.entities.update(found.values())
    return found


def _write_records(tx: ManagedTransaction, plan: Plan) -> None:
    founding, joining, open_ = _settled(tx, plan)
    for record, _ in plan.replaces.values():
        _touch(plan, record.id)
    opened = {"open_end": OPEN_END}
    run_rows(tx, "load/create_founding_records", founding, opened)
    run_rows(tx, "load/create_joining_records", joining, opened)
    run_rows(tx, "load/create_records", open_, opened)
    replaced = [{"id": record.id, **record_row(plan, record, row)} for record, row in plan.replaces.values()]
    run_rows(tx, "load/replace_records", replaced, opened)
    unknown = [_mention(plan, id_, m) for id_, m in plan.mentioned.items() if id_ not in plan.creates]
    run_rows(tx, "load/create_mentioned_records", unknown)
    if plan.founded:
        run(tx, statement("entities/take_ids_back"), {"ids": list(plan.founded)})


Rows = list[dict[str, Any]]


def _settled(tx: ManagedTransaction, plan: Plan) -> tuple[Rows, Rows, Rows]:
    """The new records: those that found entities, those that join one, and those of which that is still open."""
    moving = plan.moving | {key for record, _ in plan.replaces.values() for key in record.identifiers}
    new = {key for record, _ in plan.creates.values() for key in record.identifiers}
    known = _touch_identified(tx, plan, moving | new)
    founding: Rows = []
    joining: Rows = []
    open_: Rows = []
    for cluster in _clustered(plan):
        keys = {key for record, _ in cluster for key in record.identifiers}
        entities = {known[key] for key in keys if key in known}
        if len(entities) > 1 or keys & moving:
            open_.extend(record_row(plan, record, row) for record, row in cluster)
            plan.entity_of.update(dict.fromkeys((record.id for record, _ in cluster)))
            plan.touched.records.update(record.id for record, _ in cluster)
        elif entities:
            (entity,) = entities
            joining.extend(_joining(plan, record, row, entity) for record, row in cluster)
        else:
            (founder, row), *others = sorted(cluster, key=lambda member: (member[0].key, member[0].id))
            founding.append(_founding(plan, founder, row, cluster, keys))
            entity = founding[-1]["entity"]["id"]
            joining.extend(_joining(plan, record, row, entity) for record, row in others)
    return founding, joining, open_


def _clustered(plan: Plan) -> list[list[tuple[Stated, Prepared]]]:
    """The batch's new records, those together that share an exclusive identifier."""
    components = Components()
    for record, _ in plan.creates.values():
        for key in record.identifiers:
            components.join(f"r{record.id}", f"i{key}")
    grouped: dict[str, list[tuple[Stated, Prepared]]] = defaultdict(list)
    for record, row in plan.creates.values():
        grouped[components.find(f"r{record.id}") if record.identifiers else record.id].append((record, row))
    return list(grouped.values())


def _joining(plan: Plan, record: Stated, row: Prepared, entity: str) -> dict[str, Any]:
    plan.entity_of[record.id] = entity
    return {**record_row(plan, record, row), "about": entity}


def _founding(
    plan: Plan,
    founder: Stated,
    row: Prepared,
    cluster: Sequence[tuple[Stated, Prepared]],
    identifiers: Iterable[str],
) -> dict[str, Any]:
    entity = entity_id(founder.id)
    plan.entity_of[founder.id] = entity
    plan.founded.add(entity)
    computed = node(
        [Testimony(r.id, r.label, r.values, r.scopes, plan.origin.trust, plan.seen(by)) for r, by in cluster]
    )
    return {
        **record_row(plan, founder, row),
        "entity": {"id": entity, **to_bolt(computed.properties)},
        "labels": list(computed.labels),
        "identifiers": list(identifiers),
    }


def _mention(plan: Plan, id_: str, mention: Mentioned) -> dict[str, Any]:
    entity = entity_id(id_)
    plan.entity_of[id_] = entity
    plan.founded.add(entity)
    scopes = sorted(mention.scopes)
    computed = node([Testimony(id_, mention.label, {}, scopes, plan.origin.trust, 0)])
    return {
        "record": {
            "id": id_,
            "key": mention.key,
            "data_set": plan.origin.data_set,
            "label": mention.label,
            "arrived": plan.origin.arrived,
            "scopes": scopes,
        },
        "entity": {"id": entity, **computed.properties},
        "labels": list(computed.labels),
    }


def _close_claims(tx: ManagedTransaction, plan: Plan) -> None:
    run_rows(tx, "load/close_claims", [{"id": id_, "seen": seen} for id_, seen in plan.closed.items()])


def _write_claims(tx: ManagedTransaction, plan: Plan) -> None:
    by_pair: dict[Pair, list[tuple[Asserted, Prepared]]] = defaultdict(list)
    plain = []
    for claim, row in plan.claims:
        start, end = plan.entity_of.get(claim.start), plan.entity_of.get(claim.end)
        if start is None or end is None:
            plain.append(claim_row(plan, claim, row))
            for record in (claim.start, claim.end):
                if plan.entity_of.get(record) is None:
                    plan.touched.records.add(record)
        else:
            by_pair[Pair(claim.relation, start, end)].append((claim, row))
    related = _related(tx, plan, by_pair)
    first = []
    for pair, made in by_pair.items():
        computed = _computed(plan, pair, made)
        there = related.get(pair)
        if not may_hold(pair):
            pass
        elif (
            pair in plan.touched.pairs
            or len(computed) != 1
            or (there and not _said_already(there, computed[0]))
        ):
            plan.touched.pairs.add(pair)
        elif not there:
            (claim, row), *made = made
            relationship = {"relation": pair.relation, "relationship": to_bolt(computed[0])}
            first.append(claim_row(plan, claim, row) | relationship)
        plain.extend(claim_row(plan, claim, row) for claim, row in made)
    opened = {"open_end": OPEN_END}
    run_rows(tx, "load/create_claims_with_relationships", first, opened)
    run_rows(tx, "load/create_claims", plain, opened)


def _related(
    tx: ManagedTransaction, plan: Plan, pairs: Iterable[Pair]
) -> dict[Pair, list[Mapping[str, Any]]]:
    """The relationships that there are between those of the pairs that this batch did not found."""
    asked = by_relation(pair for pair in pairs if not {pair.start, pair.end} & plan.founded)
    return {
        Pair(relation, row["start"], row["end"]): row["relationships"]
        for relation, ends in asked.items()
        for row in run(tx, of_type("entities/read_related", relation), {"rows": ends})
    }


def _said_already(there: Sequence[Mapping[str, Any]], computed: Mapping[str, Any]) -> bool:
    """Whether claims that alone would make `computed` change nothing, beside those that made what is there.

    They don't where the one relationship that there is has the same interval and values, and no less confidence:
    one more voice for the value that was chosen anyway.
    """
    if len(there) != 1 or there[0]["confidence"] < computed["confidence"]:
        return False
    stored = from_bolt(there[0])
    return {**stored, "confidence": 0} == {**computed, "confidence": 0}


def _computed(plan: Plan, pair: Pair, made: Sequence[tuple[Asserted, Prepared]]) -> list[dict[str, Any]]:
    trust = plan.origin.trust
    said = [Assertion(claim.id, _without_unclean(claim.values), trust, plan.seen(row)) for claim, row in made]
    return relationships(pair.relation, said)


def _without_unclean(values: Mapping[str, Any]) -> Mapping[str, Any]:
    if "unclean" not in values:
        return values
    return {name: value for name, value in values.items() if name not in ("unclean", "as_said")}


def _close_loosened(tx: ManagedTransaction, plan: Plan) -> None:
    """Records that only a claim held on to, after the claim is gone."""
    if not plan.loosened:
        return
    loosened = {id_: seen for id_, seen in plan.loosened.items() if id_ not in plan.stating}
    plan.touched.entities |= let_go(tx, loosened)


def let_go(tx: ManagedTransaction, loosened: Mapping[str, int]) -> set[str]:
    """Close those of these records (each with the time when it was let go) that nothing holds any more.

    Returns the entities of all of them that now say nothing.
    """
    unheld = run(tx, statement("load/read_unheld_records"), {"ids": list(loosened)})
    closing = [{"id": row["id"], "seen": loosened[row["id"]]} for row in unheld]
    run_rows(tx, "load/close_records", closing)
    silent = run(tx, statement("load/read_records"), {"ids": list(loosened)})
    return {row["entity"] for row in silent if row["entity"] and row["seen_from"] is None}
