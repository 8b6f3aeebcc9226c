"""What a batch of rows is going to write, decided from the rows and from what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import run
from graph_platform.facts import Mention
from graph_platform.identity import content_hash
from graph_platform.loading.bolt import from_bolt
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.loading.recompute import Pair, Touched, identifiers
from graph_platform.ontology.system import CLAIM_PROPERTIES
from graph_platform.statements import statement


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a batch comes from. `observed` and `arrived` are milliseconds since 1970."""

    data_set: str
    trust: float
    file: str
    observed: int
    arrived: int


@dataclass(slots=True)
class Plan:
    """What one batch is going to write. Filled by the steps below, in the order in which they are called."""

    origin: Origin
    stored: Mapping[str, Mapping[str, Any]]
    stored_claims: Mapping[str, Mapping[str, Any]]
    creates: dict[str, tuple[Stated, Prepared]] = field(default_factory=dict)
    replaces: dict[str, tuple[Stated, Prepared]] = field(default_factory=dict)
    shared: dict[str, tuple[Stated, Prepared]] = field(default_factory=dict)
    claims: list[tuple[Asserted, Prepared]] = field(default_factory=list)
    closed: dict[str, int] = field(default_factory=dict)
    loosened: set[str] = field(default_factory=set)
    mentioned: dict[str, tuple[Mention, Prepared]] = field(default_factory=dict)
    entity_of: dict[str, str | None] = field(default_factory=dict)
    founded: set[str] = field(default_factory=set)
    touched: Touched = field(default_factory=Touched)

    def seen(self, row: Prepared) -> int:
        """When the source said the row."""
        return self.origin.observed if row.seen is None else row.seen


def read_stored(tx: ManagedTransaction, rows: Sequence[Prepared], origin: Origin) -> Plan:
    ids = {record.id for row in rows for record in row.records}
    ids.update(id_ for row in rows for id_ in row.mentions)
    stored = {row["id"]: row for row in run(tx, statement("load/read_records"), {"ids": list(ids)})}
    leads = [row.lead for row in rows if not row.leads_with_record]
    parts = [
        part
        for row in rows
        if row.leads_with_record
        and (known := stored.get(row.lead))
        and known["row_hash"] not in (None, row.hash)
        for part in known["parts"] or ()
    ]
    claims = _read_claims(tx, [*leads, *parts])
    if more := [
        part for lead in leads if lead in claims for part in claims[lead]["claim"].get("parts") or ()
    ]:
        claims |= _read_claims(tx, more)
    return Plan(origin, stored, claims, entity_of={id_: row["entity"] for id_, row in stored.items()})


def _read_claims(tx: ManagedTransaction, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    if not ids:
        return {}
    rows = run(tx, statement("load/read_claims"), {"ids": list(ids)})
    return {row["claim"]["id"]: row.data() for row in rows}


def stored_lead(plan: Plan, row: Prepared) -> Mapping[str, Any] | None:
    if row.leads_with_record:
        return plan.stored.get(row.lead)
    if (known := plan.stored_claims.get(row.lead)) is None:
        return None
    return {
        "row_hash": known["claim"].get("row_hash"),
        "seen_from": known["seen_from"],
        "parts": known["claim"].get("parts"),
    }


def plan_row(plan: Plan, row: Prepared) -> None:
    """A row that is new, or whose record was so far only mentioned."""
    for record in row.records:
        _plan_record(plan, record, row)
    plan.claims.extend((claim, row) for claim in row.claims)
    _plan_mentions(plan, row)


def _plan_record(plan: Plan, record: Stated, row: Prepared) -> None:
    known = plan.stored.get(record.id)
    if record.id == row.lead:
        plan.shared.pop(record.id, None)
        (plan.creates if known is None else plan.replaces)[record.id] = (record, row)
    elif known is not None and known["row_hash"] is not None:
        return  # the row that is about it has the last word
    elif known is not None and known["hash"] == record.hash:
        return
    elif known is not None and known["seen_from"] is None:
        plan.replaces.setdefault(record.id, (record, row))
    elif record.id in plan.creates or record.id in plan.replaces:
        _merge_into(plan.creates if record.id in plan.creates else plan.replaces, record)
    elif known is None:
        plan.creates[record.id] = (record, row)
    elif record.id in plan.shared:
        _merge_into(plan.shared, record)
    else:
        plan.shared[record.id] = (record, row)


def _merge_into(there: dict[str, tuple[Stated, Prepared]], record: Stated) -> None:
    """Two rows of one batch state a record that neither is about: the later one has the last word."""
    first, row = there[record.id]
    if first.id != row.lead and first.hash != record.hash:
        there[record.id] = (merged(first, record), row)


def merged(first: Stated, later: Stated) -> Stated:
    values = dict(first.values)
    for name, value in later.values.items():
        both = isinstance(value, list) and isinstance(values.get(name), list)
        values[name] = list(dict.fromkeys([*values[name], *value])) if both else value
    return Stated(
        first.id, first.key, later.label, values, identifiers(later.label, values), _hash(later.label, values)
    )


def _hash(label: str, values: Mapping[str, Any]) -> str:
    return content_hash(repr((label, sorted(values.items()))).encode())


def _plan_mentions(plan: Plan, row: Prepared) -> None:
    for id_, mention in row.mentions.items():
        if id_ not in plan.stored:
            plan.mentioned.setdefault(id_, (mention, row))


def plan_change(plan: Plan, row: Prepared, known: Mapping[str, Any]) -> None:
    """A row that says something else than it did: what it no longer says is closed."""
    for record in row.records:
        _plan_record(plan, record, row)
    stated = {record.id for record in row.records}
    made = {claim.id: claim for claim in row.claims}
    for part in {*(known["parts"] or ()), row.lead}:
        if (before := plan.stored_claims.get(part)) is None:
            if part not in stated:
                plan.loosened.add(part)
        elif part in made and part != row.lead and same_claim(before, made[part]):
            del made[part]
        else:
            _plan_closing(plan, before, plan.seen(row))
    plan.claims.extend((claim, row) for claim in made.values())
    _plan_mentions(plan, row)


def _plan_closing(plan: Plan, before: Mapping[str, Any], seen: int) -> None:
    claim = before["claim"]
    plan.closed[claim["id"]] = seen
    plan.loosened.update((before["start"], before["end"]))
    if before["start_entity"] and before["end_entity"]:
        plan.touched.pairs.add(Pair(claim["relation"], before["start_entity"], before["end_entity"]))


def same_claim(before: Mapping[str, Any], claim: Asserted) -> bool:
    stored = from_bolt(before["claim"])
    values = {
        name: value
        for name, value in stored.items()
        if name not in CLAIM_PROPERTIES or name in ("valid_from", "valid_to", "unclean", "as_said")
    }
    return (
        (before["start"], before["end"], stored["relation"]) == (claim.start, claim.end, claim.relation)
    ) and values == claim.values
