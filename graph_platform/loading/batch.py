"""One batch of rows into the graph, in one transaction: first what was said, then what follows from it.

What is new and touches nothing that is stored is written with its entity at once, computed by the same functions as
everything else; whatever meets something stored goes through `recompute`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import run
from graph_platform.identity import content_hash, entity_id
from graph_platform.loading.bolt import OPEN_END, from_bolt, to_bolt
from graph_platform.loading.entities import Assertion, Testimony, node, relationships
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.loading.recompute import Pair, Touched, identifiers, read_trust, recompute
from graph_platform.ontology.system import CLAIM_PROPERTIES, RECORD_PROPERTIES
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
    mentioned: dict[str, tuple[Any, Prepared]] = field(default_factory=dict)
    entity_of: dict[str, str | None] = field(default_factory=dict)
    founded: set[str] = field(default_factory=set)
    touched: Touched = field(default_factory=Touched)

    def seen(self, row: Prepared) -> int:
        """When the source said the row."""
        return self.origin.observed if row.seen is None else row.seen


def write_batch(tx: ManagedTransaction, rows: Sequence[Prepared], origin: Origin) -> Counts:
    """Store a batch of rows with different leads. Safe to be run again by the driver: it keeps nothing outside."""
    run(tx, statement("load/take_turn"))
    plan = _read_stored(tx, rows, origin)
    counts, late = Counts(), []
    for row in rows:
        known = _stored_lead(plan, row)
        if known is None or known["row_hash"] is None:
            counts.new += 1
            _plan_row(plan, row)
        elif known["row_hash"] == row.hash:
            counts.unchanged += 1
            continue
        elif plan.seen(row) < known["seen_from"]:
            counts.late += 1
            late.append((row, known["seen_from"]))
            continue
        else:
            counts.changed += 1
            _plan_change(plan, row, known)
        counts.facts += row.facts
    _write_late(tx, plan, late)
    _merge_shared(tx, plan)
    _write_records(tx, plan)
    _close_claims(tx, plan)
    _write_claims(tx, plan)
    _close_loosened(tx, plan)
    recompute(tx, plan.touched, read_trust(tx))
    return counts


def _read_stored(tx: ManagedTransaction, rows: Sequence[Prepared], origin: Origin) -> Plan:
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


def _stored_lead(plan: Plan, row: Prepared) -> Mapping[str, Any] | None:
    if row.leads_with_record:
        return plan.stored.get(row.lead)
    if (known := plan.stored_claims.get(row.lead)) is None:
        return None
    return {
        "row_hash": known["claim"].get("row_hash"),
        "seen_from": known["seen_from"],
        "parts": known["claim"].get("parts"),
    }


def _plan_row(plan: Plan, row: Prepared) -> None:
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
        there[record.id] = (_merged(first, record), row)


def _merged(first: Stated, later: Stated) -> Stated:
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


def _plan_change(plan: Plan, row: Prepared, known: Mapping[str, Any]) -> None:
    """A row that says something else than it did: what it no longer says is closed."""
    for record in row.records:
        _plan_record(plan, record, row)
    stated = {record.id for record in row.records}
    made = {claim.id: claim for claim in row.claims}
    for part in {*(known["parts"] or ()), row.lead}:
        if (before := plan.stored_claims.get(part)) is None:
            if part not in stated:
                plan.loosened.add(part)
        elif part in made and part != row.lead and _same_claim(before, made[part]):
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


def _same_claim(before: Mapping[str, Any], claim: Asserted) -> bool:
    stored = from_bolt(before["claim"])
    values = {
        name: value
        for name, value in stored.items()
        if name not in CLAIM_PROPERTIES or name in ("valid_from", "valid_to", "unclean", "as_said")
    }
    return (
        (before["start"], before["end"], stored["relation"]) == (claim.start, claim.end, claim.relation)
    ) and values == claim.values


def _merge_shared(tx: ManagedTransaction, plan: Plan) -> None:
    """Records that are stored and that a row states beside the one it is about."""
    if not plan.shared:
        return
    amended = []
    for found in run(tx, statement("load/read_values"), {"ids": list(plan.shared)}):
        said = from_bolt(found["record"])
        record, _ = plan.shared[said["id"]]
        values = {name: value for name, value in said.items() if name not in RECORD_PROPERTIES}
        before = Stated(record.id, record.key, said["label"], values, (), "")
        merged = _merged(before, record)
        if merged.values == values and merged.label == said["label"]:
            continue
        amended.append(
            {
                "id": record.id,
                "values": to_bolt({**merged.values, "label": merged.label, "hash": record.hash}),
            }
        )
        _touch(plan, record.id)
        _touch_identified(tx, plan, merged.identifiers)
    if amended:
        run(tx, statement("load/amend_records"), {"rows": amended})


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
    keys = Counter(
        key for record, _ in (*plan.creates.values(), *plan.replaces.values()) for key in record.identifiers
    )
    known = _touch_identified(tx, plan, keys)
    founding, joining = [], []
    for record, row in plan.creates.values():
        if all(keys[key] == 1 and key not in known for key in record.identifiers):
            founding.append(_founding(plan, record, row))
        else:
            joining.append(_new_row(plan, record, row))
            plan.entity_of[record.id] = None
            plan.touched.records.add(record.id)
    for record, _ in plan.replaces.values():
        _touch(plan, record.id)
    opened = {"open_end": OPEN_END}
    _run_rows(tx, "load/create_founding_records", founding, opened)
    _run_rows(tx, "load/create_records", joining, opened)
    replaced = [{"id": record.id, **_new_row(plan, record, row)} for record, row in plan.replaces.values()]
    _run_rows(tx, "load/replace_records", replaced, opened)
    unknown = {id_: what for id_, what in plan.mentioned.items() if id_ not in plan.creates}
    _run_rows(tx, "load/create_mentioned_records", [_mention(plan, i, m, r) for i, (m, r) in unknown.items()])


def _new_row(plan: Plan, record: Stated, row: Prepared) -> dict[str, Any]:
    stored = plan.stored.get(record.id)
    properties = {
        "id": record.id,
        "key": record.key,
        "data_set": plan.origin.data_set,
        "label": record.label,
        "arrived": plan.origin.arrived if stored is None else stored["arrived"],
        "file": plan.origin.file,
        "line": row.line,
        "scopes": row.scopes,
        **to_bolt(record.values),
    }
    if record.id == row.lead:
        properties |= {"table": row.table, "row_hash": row.hash}
        if parts := row.parts:
            properties["parts"] = parts
    else:
        properties["hash"] = record.hash
    return {"record": properties, "seen": plan.seen(row)}


def _founding(plan: Plan, record: Stated, row: Prepared) -> dict[str, Any]:
    entity = entity_id(record.id)
    plan.entity_of[record.id] = entity
    plan.founded.add(entity)
    testimony = Testimony(
        record.id, record.label, record.values, row.scopes, plan.origin.trust, plan.seen(row)
    )
    computed = node([testimony])
    return {
        **_new_row(plan, record, row),
        "entity": {"id": entity, **to_bolt(computed.properties)},
        "labels": list(computed.labels),
        "identifiers": record.identifiers,
    }


def _mention(plan: Plan, id_: str, mention: Any, row: Prepared) -> dict[str, Any]:
    entity = entity_id(id_)
    plan.entity_of[id_] = entity
    plan.founded.add(entity)
    computed = node([Testimony(id_, mention.label, {}, row.scopes, plan.origin.trust, 0)])
    return {
        "record": {
            "id": id_,
            "key": mention.key,
            "data_set": plan.origin.data_set,
            "label": mention.label,
            "arrived": plan.origin.arrived,
            "scopes": row.scopes,
        },
        "entity": {"id": entity, **computed.properties},
        "labels": list(computed.labels),
    }


def _close_claims(tx: ManagedTransaction, plan: Plan) -> None:
    _run_rows(tx, "load/close_claims", [{"id": id_, "seen": seen} for id_, seen in plan.closed.items()])


def _write_claims(tx: ManagedTransaction, plan: Plan) -> None:
    by_pair: dict[Pair, list[tuple[Asserted, Prepared]]] = defaultdict(list)
    plain = []
    for claim, row in plan.claims:
        start, end = plan.entity_of.get(claim.start), plan.entity_of.get(claim.end)
        if start is None or end is None:
            plain.append(_claim(plan, claim, row))
            for record in (claim.start, claim.end):
                if plan.entity_of.get(record) is None:
                    plan.touched.records.add(record)
        else:
            by_pair[Pair(claim.relation, start, end)].append((claim, row))
    related = _related(tx, plan, by_pair)
    first = []
    for pair, made in by_pair.items():
        computed = [] if pair in related else _computed(plan, pair, made)
        if len(computed) == 1:
            (claim, row), *made = made
            relationship = {"relation": pair.relation, "relationship": to_bolt(computed[0])}
            first.append(_claim(plan, claim, row) | relationship)
        else:
            plan.touched.pairs.add(pair)
        plain.extend(_claim(plan, claim, row) for claim, row in made)
    opened = {"open_end": OPEN_END}
    _run_rows(tx, "load/create_claims_with_relationships", first, opened)
    _run_rows(tx, "load/create_claims", plain, opened)


def _related(tx: ManagedTransaction, plan: Plan, pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs that have a relationship already, or whose claims are being closed."""
    asked = [pair._asdict() for pair in pairs if not {pair.start, pair.end} & plan.founded]
    found = run(tx, statement("entities/read_related"), {"rows": asked}) if asked else []
    return plan.touched.pairs | {Pair(row["relation"], row["start"], row["end"]) for row in found}


def _computed(plan: Plan, pair: Pair, made: Sequence[tuple[Asserted, Prepared]]) -> list[dict[str, Any]]:
    trust = plan.origin.trust
    said = [Assertion(claim.id, _without_unclean(claim.values), trust, plan.seen(row)) for claim, row in made]
    return relationships(pair.relation, said)


def _without_unclean(values: Mapping[str, Any]) -> Mapping[str, Any]:
    if "unclean" not in values:
        return values
    return {name: value for name, value in values.items() if name not in ("unclean", "as_said")}


def _claim(plan: Plan, claim: Asserted, row: Prepared) -> dict[str, Any]:
    properties = {
        "id": claim.id,
        "relation": claim.relation,
        "row": row.lead,
        "line": row.line,
        "file": plan.origin.file,
        **to_bolt(claim.values),
    }
    if claim.id == row.lead:
        properties |= {"row_hash": row.hash, "table": row.table}
        if parts := row.parts:
            properties["parts"] = parts
    return {"start": claim.start, "end": claim.end, "claim": properties, "seen": plan.seen(row)}


def _close_loosened(tx: ManagedTransaction, plan: Plan) -> None:
    """Records that only a claim held on to, after the claim is gone."""
    if not plan.loosened:
        return
    asked = {"ids": list(plan.loosened)}
    unheld = [row["id"] for row in run(tx, statement("load/read_unheld_records"), asked)]
    closing = max(plan.closed.values(), default=plan.origin.observed)
    _run_rows(tx, "load/close_records", [{"id": id_, "seen": closing} for id_ in unheld])
    about = run(tx, statement("load/read_records"), asked)
    plan.touched.entities.update(row["entity"] for row in about if row["entity"] and row["seen_from"] is None)
    plan.touched.entities.update(row["entity"] for row in about if row["entity"] and row["id"] in unheld)


def _write_late(tx: ManagedTransaction, plan: Plan, late: Sequence[tuple[Prepared, int]]) -> None:
    """Rows of an export that is older than what is stored: they go into history."""
    versions, claims = [], []
    for row, until in late:
        for record in row.records:
            if record.id == row.lead:
                versions.append({"id": record.id, **_new_row(plan, record, row)})
        for claim in row.claims:
            current = plan.stored_claims.get(claim.id)
            if current is None or not _same_claim(current, claim):
                claims.append({**_claim(plan, claim, row), "until": until})
    _run_rows(tx, "load/add_versions", versions, {"open_end": OPEN_END})
    _run_rows(tx, "load/create_past_claims", claims)


def _run_rows(
    tx: ManagedTransaction,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    more: Mapping[str, Any] | None = None,
) -> None:
    if rows:
        run(tx, statement(name), {"rows": list(rows), **(more or {})})
