"""What a batch of rows is going to write, decided from the rows and from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from graph_platform.database import Transaction, run_collected
from graph_platform.loading.bolt import from_bolt
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.loading.recompute import Pair, Touched, identifiers
from graph_platform.ontology import ONTOLOGY
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
class Mentioned:
    """A record of which rows only speak: its finest label, and everybody who may see one of the rows."""

    key: str
    label: str
    scopes: set[str]

    def add(self, label: str, scopes: Iterable[str]) -> None:
        """One more row speaks of it."""
        self.label = finer(self.label, label)
        self.scopes.update(scopes)


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
    unpaired: list[tuple[Asserted, Prepared]] = field(default_factory=list)
    closed: dict[str, int] = field(default_factory=dict)
    loosened: dict[str, int] = field(default_factory=dict)
    stating: set[str] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)
    mentioned: dict[str, Mentioned] = field(default_factory=dict)
    widened: dict[str, Mentioned] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    entity_of: dict[str, str | None] = field(default_factory=dict)
    founded: set[str] = field(default_factory=set)
    touched: Touched = field(default_factory=Touched)

    def said(self, row: Prepared) -> int:
        """When the source said the row."""
        return self.origin.observed if row.seen is None else row.seen

    def seen(self, row: Prepared) -> int:
        """Since when the row holds: one that was closed cannot have come back before that."""
        known = self.stored.get(row.lead)
        said = self.said(row)
        return said if known is None or known["closed"] is None else max(said, known["closed"])

    def late(self, row: Prepared, known: Mapping[str, Any]) -> int | None:
        """Until when a row held that belongs into history; `None` for one that does not."""
        if known["row_hash"] is not None:
            since: int = known["seen_from"]
            return since if known["row_hash"] != row.hash and self.said(row) < since else None
        closed: int | None = known["closed"]
        return closed if closed is not None and self.origin.observed < closed else None

    def loosen(self, record: str, seen: int) -> None:
        """A row has let go of a record."""
        self.loosened[record] = max(seen, self.loosened.get(record, seen))


def read_stored(tx: Transaction, rows: Sequence[Prepared], origin: Origin) -> Plan:
    ids = {record.id for row in rows for record in row.records}
    ids.update(id_ for row in rows for id_ in row.mentions)
    stored = {row["id"]: row for row in run_collected(tx, statement("load/read_records"), {"ids": list(ids)})}
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


def _read_claims(tx: Transaction, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    if not ids:
        return {}
    rows = run_collected(tx, statement("load/read_claims"), {"ids": list(ids)})
    return {row["claim"]["id"]: row for row in rows}


def stored_lead(plan: Plan, row: Prepared) -> Mapping[str, Any] | None:
    if row.leads_with_record:
        return plan.stored.get(row.lead)
    if (known := plan.stored_claims.get(row.lead)) is None:
        return None
    return {
        "row_hash": known["claim"].get("row_hash"),
        "seen_from": known["seen_from"],
        "closed": None,
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
    plan.stating.add(record.id)
    written = plan.creates if known is None else plan.replaces
    if record.id == row.lead:
        plan.shared.pop(record.id, None)
        written[record.id] = (record, row)
    elif known is not None and known["row_hash"] is not None:
        return  # the row that is about it has the last word
    elif record.id in written:
        _merge_into(written, record, row)
    elif record.id in plan.shared:
        _merge_into(plan.shared, record, row)
    elif known is not None and known["hash"] == record.hash:
        return
    elif known is None or known["seen_from"] is None or record.own:
        written[record.id] = (record, row)
    else:
        plan.shared[record.id] = (record, row)


def _merge_into(there: dict[str, tuple[Stated, Prepared]], record: Stated, row: Prepared) -> None:
    """Two rows of one batch state a record that neither is about: the later one has the last word."""
    first, stating = there[record.id]
    if first.id == stating.lead:
        return
    if record.own:
        there[record.id] = (record, row)
    elif first.hash != record.hash:
        there[record.id] = (merged(first, record), stating)


def merged(first: Stated, later: Stated) -> Stated:
    """What two rows say of one record: of each property what the later one says, of lists both."""
    if ONTOLOGY.dimension(first.label) != ONTOLOGY.dimension(later.label):
        return later
    values = {name: value for name, value in first.values.items() if name not in ("unclean", "as_said")}
    for name, value in later.values.items():
        both = isinstance(value, list) and isinstance(values.get(name), list)
        values[name] = list(dict.fromkeys([*values[name], *value])) if both else value
        if f"{name}_currency" not in later.values:
            values.pop(f"{name}_currency", None)
    said = {n: v for n, v in _as_said(first).items() if n not in later.values} | _as_said(later)
    if said:
        values["unclean"] = sorted(said)
        values["as_said"] = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
    label = finer(first.label, later.label)
    scopes = sorted({*first.scopes, *later.scopes})
    return replace(later, label=label, values=values, identifiers=identifiers(label, values), scopes=scopes)


def stated_again(said: Mapping[str, Any]) -> Stated:
    """A record, out of what is stored of it: as far as `merged` looks at it."""
    values = {name: value for name, value in said.items() if name not in RECORD_PROPERTIES}
    values |= {name: said[name] for name in ("unclean", "as_said") if name in said}
    return Stated(said["id"], said["key"], said["label"], values, (), said["scopes"], "", False)


def _as_said(record: Stated) -> dict[str, Any]:
    said: dict[str, Any] = orjson.loads(record.values.get("as_said", "{}"))
    return said


def finer(label: str, other: str) -> str:
    """The finer of two labels where one is below the other, else the first."""
    return other if ONTOLOGY.is_a(other, label) else label


def _plan_mentions(plan: Plan, row: Prepared) -> None:
    for id_, mention in row.mentions.items():
        known = plan.stored.get(id_)
        if known is None:
            there, label, scopes = plan.mentioned, mention.label, set(row.scopes)
        elif known["seen_from"] is None:
            there, label, scopes = plan.widened, known["label"], set(known["scopes"])
        else:
            continue
        if id_ not in there:
            there[id_] = Mentioned(mention.key, label, scopes)
        there[id_].add(mention.label, row.scopes)


def plan_change(plan: Plan, row: Prepared, known: Mapping[str, Any]) -> None:
    """A row that says something else than it did: what it no longer says is closed."""
    for record in row.records:
        _plan_record(plan, record, row)
    stated = {record.id for record in row.records}
    made = {claim.id: claim for claim in row.claims}
    for part in {*(known["parts"] or ()), row.lead}:
        if (before := plan.stored_claims.get(part)) is None:
            if part not in stated:
                plan.loosen(part, plan.seen(row))
        elif part in made and part != row.lead and same_claim(before, made[part]):
            del made[part]
        else:
            _plan_closing(plan, before, plan.seen(row))
    plan.claims.extend((claim, row) for claim in made.values())
    _plan_mentions(plan, row)


def _plan_closing(plan: Plan, before: Mapping[str, Any], seen: int) -> None:
    claim = before["claim"]
    plan.closed[claim["id"]] = seen
    plan.loosen(before["start"], seen)
    plan.loosen(before["end"], seen)
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
