"""From a row as said to the facts as they are stored: cleaned, checked against the ontology, with ids and hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson

from graph_platform.cleaning import Unclean, clean_date, clean_value, clean_values
from graph_platform.facts import Claim, Formats, Mention, Record, Row
from graph_platform.identity import claim_id, content_hash, identifier_key, record_id, row_id
from graph_platform.ontology import ONTOLOGY, Domain, Property, Sensitivity

KEY_LIMIT = 1000
SEEN = Property(
    "seen", "datetime", Sensitivity.INTERNAL, Domain.OPERATIONS, "When a row was last changed at its source."
)


class RowRefused(Exception):
    """A row that cannot be used. `reason` names properties and columns, never values."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Stated:
    """A record to be stored. `identifiers` are the keys of its exclusive identifiers.

    `own` is the record that the row is about, or one below it: what no other row has a say in.
    """

    id: str
    key: str
    label: str
    values: dict[str, Any]
    identifiers: tuple[str, ...]
    scopes: list[str]
    hash: str
    own: bool


@dataclass(slots=True)
class Asserted:
    """A claim to be stored; `start` and `end` are record ids."""

    id: str
    relation: str
    start: str
    end: str
    values: dict[str, Any]


@dataclass(slots=True)
class Prepared:
    """A row ready to be stored. `lead` is the id of the fact that stands for the row: its record or one claim."""

    lead: str
    leads_with_record: bool
    hash: str
    seen: int | None
    table: str
    line: int
    raw: object
    scopes: list[str]
    records: list[Stated]
    claims: list[Asserted]
    mentions: dict[str, Mention] = field(default_factory=dict)

    @property
    def facts(self) -> int:
        """How many records and claims it states."""
        return len(self.records) + len(self.claims)

    @property
    def parts(self) -> list[str]:
        """The ids of its facts other than the leading one."""
        ids = [record.id for record in self.records] + [claim.id for claim in self.claims]
        return [id_ for id_ in ids if id_ != self.lead]


def prepare(row: Row, data_set: str, table: str, formats: Formats) -> Prepared:
    """Clean and check a row. Raises `RowRefused` where it cannot be used."""
    try:
        return _prepare(row, data_set, table, formats)
    except UnicodeEncodeError:
        # JSON can escape it (`\\ud83d`), and nothing can be stored or hashed that holds it
        raise RowRefused("holds half of a character") from None


def _prepare(row: Row, data_set: str, table: str, formats: Formats) -> Prepared:
    scopes = sorted({f"set:{data_set}", *row.scopes})
    if not row.key or len(row.key) > KEY_LIMIT:
        raise RowRefused("has no key" if not row.key else "has a key of more than 1,000 characters")
    if not row.records and not row.claims:
        raise RowRefused("says nothing")
    leads_with_record = any(record.key == row.key for record in row.records)
    if not leads_with_record and not row.claims:
        raise RowRefused("has a key that is neither its record's nor a claim's")
    records = [_state(record, row.key, data_set, scopes, formats) for record in row.records]
    mentions: dict[str, Mention] = {}
    ids = _record_row_ids if leads_with_record else _claim_row_ids
    claims = [
        _assert(id_, claim, data_set, formats, mentions)
        for id_, claim in zip(ids(row, data_set), row.claims, strict=True)
    ]
    for record in records:
        mentions.pop(record.id, None)
    _check_twice(records, claims)
    return Prepared(
        lead=record_id(data_set, row.key) if leads_with_record else row_id(data_set, row.key),
        leads_with_record=leads_with_record,
        hash=_row_hash(records, claims, scopes),
        seen=_milliseconds(row.seen, formats),
        table=table,
        line=row.line,
        raw=row.raw,
        scopes=scopes,
        records=records,
        claims=claims,
        mentions=mentions,
    )


def _record_row_ids(row: Row, data_set: str) -> list[str]:
    return [claim_id(data_set, row.key, claim.path) for claim in row.claims]


def _claim_row_ids(row: Row, data_set: str) -> list[str]:
    """One claim has the row's own id, so that the row is found again whatever claims it makes by then."""
    own = row_id(data_set, row.key)
    first = min(claim.path for claim in row.claims)
    return [own if claim.path == first else claim_id(data_set, own, claim.path) for claim in row.claims]


def _check_twice(records: list[Stated], claims: list[Asserted]) -> None:
    if len({record.id for record in records}) < len(records):
        raise RowRefused("states one record twice")
    if len({claim.id for claim in claims}) < len(claims):
        raise RowRefused("makes one claim twice")


def _row_hash(records: list[Stated], claims: list[Asserted], scopes: list[str]) -> str:
    content = [
        scopes,
        [(record.id, record.hash) for record in records],
        [(claim.id, claim.relation, claim.start, claim.end, claim.values) for claim in claims],
    ]
    return content_hash(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=512)
def _label_properties(label: str) -> tuple[Mapping[str, Property], tuple[str, ...]]:
    if label not in ONTOLOGY.labels:
        raise RowRefused(f"has a label that is not declared: {label}")
    properties = ONTOLOGY.properties(label)
    return properties, tuple(name for name, declared in properties.items() if declared.exclusive)


def _state(record: Record, row_key: str, data_set: str, scopes: list[str], formats: Formats) -> Stated:
    properties, exclusive = _label_properties(record.label)
    values = _cleaned(properties, record.values, formats)
    return Stated(
        id=record_id(data_set, record.key),
        key=record.key,
        label=record.label,
        values=values,
        identifiers=tuple(identifier_key(name, values[name]) for name in exclusive if name in values),
        scopes=scopes,
        hash=content_hash(orjson.dumps((record.label, values, scopes), option=orjson.OPT_SORT_KEYS)),
        own=record.key == row_key or record.key.startswith(f"{row_key}#"),
    )


def _cleaned(properties: Mapping[str, Property], said: Mapping[str, Any], formats: Formats) -> dict[str, Any]:
    cleaned = clean_values(properties, said, formats)
    values: dict[str, Any] = cleaned.values
    if cleaned.unclean:
        if any("has a NUL" in reason for reason in cleaned.reasons.values()):
            raise RowRefused("holds a NUL character")
        values["unclean"] = sorted(cleaned.unclean)
        values["as_said"] = orjson.dumps(cleaned.unclean, option=orjson.OPT_SORT_KEYS).decode()
    return values


@lru_cache(maxsize=256)
def _relation_properties(relation: str) -> tuple[Mapping[str, Property], bool, bool]:
    declared = ONTOLOGY.relationships.get(relation)
    if declared is None:
        raise RowRefused(f"claims a relationship that is not declared: {relation}")
    return {p.name: p for p in declared.properties}, declared.interval, declared.loops


@lru_cache(maxsize=4096)
def _may_join(relation: str, start: str, end: str) -> bool:
    declared = ONTOLOGY.relationships[relation]
    return all(label in ONTOLOGY.labels for label in (start, end)) and (
        any(ONTOLOGY.is_a(start, label) for label in declared.start)
        and any(ONTOLOGY.is_a(end, label) for label in declared.end)
    )


def _assert(
    id_: str, claim: Claim, data_set: str, formats: Formats, mentions: dict[str, Mention]
) -> Asserted:
    properties, interval, loops = _relation_properties(claim.relation)
    if not claim.start.key or not claim.end.key:
        raise RowRefused(f"{claim.relation} lacks one of its ends")
    if not _may_join(claim.relation, claim.start.label, claim.end.label):
        raise RowRefused(f"{claim.relation} cannot join {claim.start.label} with {claim.end.label}")
    start, end = record_id(data_set, claim.start.key), record_id(data_set, claim.end.key)
    if start == end and not loops:
        raise RowRefused(f"{claim.relation} joins a thing with itself")
    mentions.setdefault(start, claim.start)
    mentions.setdefault(end, claim.end)
    values = _cleaned(properties, claim.values, formats)
    for name in values.get("unclean", ()):
        if name in properties and properties[name].type == "percent":
            raise RowRefused(f"{claim.relation}: {name} is no share between 0 and 100 %")
    if interval:
        values["valid_from"], values["valid_to"] = _interval(claim, formats)
    elif any(said is not None for said in (claim.valid_from, claim.valid_to, claim.last_day)):
        raise RowRefused(f"{claim.relation} has no interval")
    return Asserted(id_, claim.relation, start, end, values)


def _interval(claim: Claim, formats: Formats) -> tuple[date, date]:
    try:
        start = clean_date(claim.valid_from, formats)
        if claim.last_day is None:
            end = clean_date(claim.valid_to, formats, end=True)
        else:
            end = clean_date(claim.last_day, formats, end=True, inclusive=True)
    except Unclean as unclean:
        raise RowRefused(f"{claim.relation}: a date of its interval {unclean.reason}") from None
    if end <= start:
        raise RowRefused(f"{claim.relation} ends before it begins")
    return start, end


def _milliseconds(seen: Any, formats: Formats) -> int | None:
    try:
        moment = clean_value(SEEN, seen, formats)
    except Unclean:
        return None
    return int(moment.timestamp() * 1000) if isinstance(moment, datetime) else None
