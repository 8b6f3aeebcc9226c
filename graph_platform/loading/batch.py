"""One batch of rows into the graph, in one transaction: first what was said, then what follows from it.

What is new and touches nothing that is stored is written with its entity at once, computed by the same functions as
everything else; whatever meets something stored goes through `recompute`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from neo4j import ManagedTransaction

from graph_platform.database import Pipeline, pipeline, run, run_collected
from graph_platform.loading.bolt import from_bolt, to_bolt
from graph_platform.loading.claims import close_claims, pair_claims, read_related, write_claims
from graph_platform.loading.late import plan_late, write_late
from graph_platform.loading.plan import (
    Origin,
    Plan,
    merged,
    plan_change,
    plan_row,
    read_stored,
    stated_again,
    stored_lead,
)
from graph_platform.loading.prepare import Prepared
from graph_platform.loading.recompute import read_trust, recompute
from graph_platform.loading.records import settle, touch, write_records
from graph_platform.loading.rows import run_rows
from graph_platform.loading.turns import take_turn
from graph_platform.loading.unresolved import note_touched, touched_by
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


def write_batch(transaction: ManagedTransaction, rows: Sequence[Prepared], origin: Origin) -> Counts:
    """Store a batch of rows with different leads. Safe to be run again by the driver: it keeps nothing outside."""
    # what is to be written next is worked out while Neo4j writes
    with pipeline(transaction) as tx:
        return _write(tx, rows, origin)


def _write(tx: Pipeline, rows: Sequence[Prepared], origin: Origin) -> Counts:
    trust = read_trust(tx)
    origin = _in_turn(tx, origin, trust)
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
    new = settle(tx, plan)
    pairs = pair_claims(plan)
    related = read_related(tx, plan, pairs)
    # no read from here to the end of the claims: it would wait for what is being written
    write_records(tx, plan, new)
    close_claims(tx, plan)
    write_claims(tx, plan, pairs, related)
    _close_loosened(tx, plan)
    write_late(tx, plan, late)
    recompute(tx, plan.touched, trust)
    note_touched(tx, origin.arrived, touched_by(plan))
    return counts


def _in_turn(tx: Pipeline, origin: Origin, trust: Mapping[str, float]) -> Origin:
    """Let writers of entities take turns: the origin with a time of arrival after all others, and as stored trust."""
    arrived = take_turn(tx, origin.arrived)
    return replace(origin, arrived=arrived, trust=trust.get(origin.data_set, origin.trust))


def _merge_shared(tx: Pipeline, plan: Plan) -> None:
    """Records that are stored and that a row states beside the one it is about."""
    if not plan.shared:
        return
    amended = []
    for found in run(tx, statement("load/read_values"), {"ids": list(plan.shared)}):
        said = from_bolt(found["record"])
        record, _ = plan.shared[said["id"]]
        before = stated_again(said)
        both = merged(before, record)
        if (both.values, both.label, both.scopes) == (before.values, before.label, before.scopes):
            continue
        gone = dict.fromkeys(before.values.keys() - both.values.keys())
        stored = {**gone, **both.values, "label": both.label, "hash": record.hash, "scopes": both.scopes}
        amended.append({"id": record.id, "values": to_bolt(stored)})
        plan.moving.update(both.identifiers)
        touch(plan, record.id)
    run_rows(tx, "load/amend_records", amended)


def _widen(tx: Pipeline, plan: Plan) -> None:
    """Records that are still only mentioned, by more rows than before."""
    amended = []
    for id_, mentioned in plan.widened.items():
        label, scopes = mentioned.label, sorted(mentioned.scopes)
        if id_ not in plan.replaces and (label, scopes) != (
            plan.stored[id_]["label"],
            plan.stored[id_]["scopes"],
        ):
            amended.append({"id": id_, "values": {"label": label, "scopes": scopes}})
            touch(plan, id_)
    run_rows(tx, "load/amend_records", amended)


def _close_loosened(tx: Pipeline, plan: Plan) -> None:
    """Records that only a claim held on to, after the claim is gone."""
    if not plan.loosened:
        return
    loosened = {id_: seen for id_, seen in plan.loosened.items() if id_ not in plan.stating}
    plan.touched.entities |= let_go(tx, loosened)


def let_go(tx: Pipeline, loosened: Mapping[str, int]) -> set[str]:
    """Close those of these records (each with the time when it was let go) that nothing holds any more.

    Returns the entities of all of them that now say nothing.
    """
    unheld = run(tx, statement("load/read_unheld_records"), {"ids": list(loosened)})
    closing = [{"id": row["id"], "seen": loosened[row["id"]]} for row in unheld]
    run_rows(tx, "load/close_records", closing)
    silent = run_collected(tx, statement("load/read_records"), {"ids": list(loosened)})
    return {row["entity"] for row in silent if row["entity"] and row["seen_from"] is None}
