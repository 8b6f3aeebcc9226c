"""Zendesk's incremental exports: organizations, users, tickets, and their comments.

Both forms are read: the API's own (`{"tickets": [...], "end_time": ...}`, several arrays in one file too) and one
object on each line. A comment comes as an event of its ticket (`ticket_events`, with `child_events`), or in `comments`
with a `ticket_id`.

Which device a ticket is about stands in a custom field, and only the account knows which. Lay its own list of fields
(`ticket_fields.json`, from the API of that name) beside the tickets: a field titled "Serial number", "VIN", "序列号" or
"车架号" is read as that. Without the list, a value that is built like a VIN or like a serial number is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson

from graph_platform.errors import SourceError
from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim, needed, properties
from ingestors.device_columns import code, kind_of_code, kind_of_title
from ingestors.reading.items import Raw
from ingestors.reading.shape import Shape
from ingestors.reading.stream import Stream
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats(dates=("%Y-%m-%dT%H:%M:%SZ",))

ORGANIZATION = {"name": "name", "domain_names": "domain_name", "details": "description"}
ORGANIZATION_FIELDS = {
    "uscc": "uscc",
    "unified_social_credit_code": "uscc",
    "统一社会信用代码": "uscc",
    "lei": "lei",
    "vat_number": "vat_number",
    "duns": "duns",
    "company_number": "registration_number",
    "industry": "industry",
    "region": "territory",
    "territory": "territory",
    "city": "city",
    "country": "country",
    "phone": "phone",
}
USER = {"name": "name", "email": "email", "phone": "phone", "alias": "other_names"}
USER_FIELDS = {"job_title": "job_title", "title": "job_title", "wechat": "wechat", "mobile": "phone"}
TICKET = {
    "subject": "title",
    "description": "text",
    "created_at": "at",
    "status": "status",
    "type": "category",
    "tags": "tags",
    "priority": "priority",
    "solved_at": "solved_at",
}
COMMENT = {"body": "text", "created_at": "published"}
SCOPED = ("region", "territory", "sales_region")

_END_TIME = re.compile(rb'"end_time"\s*:\s*(\d{9,11})')

_organization = properties(ORGANIZATION)
_organization_fields = properties(ORGANIZATION_FIELDS)
_user = properties(USER)
_user_fields = properties(USER_FIELDS)
_ticket = properties(TICKET)
_comment = properties(COMMENT)


def organization(raw: Raw, line: int) -> Row:
    """A customer of the service desk."""
    key = f"organization/{needed(raw, 'id')}"
    fields = raw.get("organization_fields") or {}
    values = {**_organization(raw), **_organization_fields(fields)}
    if raw.get("deleted_at"):
        values["status"] = "deleted"
    regions = [fields[name] for name in SCOPED if fields.get(name)][:1]
    scopes = tuple(f"region:{region}" for region in regions)
    return Row(key, line, raw, (Record(key, "Organization", values),), (), _seen(raw), scopes)


def user(raw: Raw, line: int) -> Row:
    """A requester, or one of our own agents."""
    key = f"user/{needed(raw, 'id')}"
    ours = raw.get("role") in ("agent", "admin")
    values = {**_user(raw), **_user_fields(raw.get("user_fields") or {})}
    if raw.get("active") is False or raw.get("suspended"):
        values["status"] = "suspended" if raw.get("suspended") else "deleted"
    claims: tuple[Claim, ...] = ()
    label = "User" if ours else "Contact"
    if (employer := raw.get("organization_id")) and not ours:
        end = Mention(f"organization/{employer}", "Organization")
        claims = (claim("WORKS_FOR", Mention(key, label), end, str(employer)),)
    return Row(key, line, raw, (Record(key, label, values),), claims, _seen(raw))


def ticket(raw: Raw, line: int, fields: Mapping[str, str] | None = None) -> Row:
    """A ticket, who raised it, who deals with it, and the devices that it is about."""
    key = f"ticket/{needed(raw, 'id')}"
    me = Mention(key, "Ticket")
    values = _ticket(raw)
    if channel := (raw.get("via") or {}).get("channel"):
        values["channel"] = channel
    if score := (raw.get("satisfaction_rating") or {}).get("score"):
        values["satisfaction"] = score
    claims: list[Claim] = []
    if person := raw.get("requester_id"):
        claims.append(claim("RAISED", _person(person), me, "requester"))
    if company := raw.get("organization_id"):
        claims.append(claim("RAISED", Mention(f"organization/{company}", "Organization"), me, "organization"))
    if agent := raw.get("assignee_id"):
        claims.append(claim("ASSIGNED_TO", me, _person(agent)))
    if problem := raw.get("problem_id"):
        claims.append(claim("FOLLOWS", me, Mention(f"ticket/{problem}", "Ticket")))
    records = [Record(key, "Ticket", values)]
    for name, found in _devices(raw, fields):
        device = Mention(f"{name}/{code(found)}", "Vehicle" if name == "vin" else "Device")
        records.append(Record(device.key, device.label, {"vin" if name == "vin" else "serial_number": found}))
        claims.append(claim("CONCERNS", me, device, name))
    return Row(key, line, raw, tuple(records), tuple(claims), _seen(raw))


def comment(raw: Raw, line: int) -> Row:
    """A comment on a ticket, out of the `comments` array."""
    key = f"comment/{needed(raw, 'id')}"
    records, claims = _comment_facts(raw, key, needed(raw, "ticket_id"))
    return Row(key, line, raw, records, claims, _seen(raw))


def ticket_event(raw: Raw, line: int) -> Row | None:
    """The comments among what happened to a ticket at one moment; the rest of it is in the ticket itself."""
    key = f"event/{needed(raw, 'id')}"
    about = needed(raw, "ticket_id")
    records: list[Record] = []
    claims: list[Claim] = []
    for child in raw.get("child_events") or ():
        if child.get("event_type", child.get("type")) == "Comment" and child.get("body"):
            below = f"comment/{child['id']}"
            said = {"author_id": raw.get("updater_id"), "created_at": raw.get("created_at"), **child}
            more_records, more_claims = _comment_facts(said, below, about, f"{child['id']}/")
            records += more_records
            claims += more_claims
    if not records:
        return None
    return Row(key, line, raw, tuple(records), tuple(claims), raw.get("created_at") or raw.get("timestamp"))


def _comment_facts(
    raw: Raw, key: str, ticket_id: str, place: str = ""
) -> tuple[tuple[Record, ...], tuple[Claim, ...]]:
    me = Mention(key, "Comment")
    claims = [claim("CONCERNS", me, Mention(f"ticket/{ticket_id}", "Ticket"), f"{place}ticket")]
    if author := raw.get("author_id"):
        claims.append(claim("AUTHORED", _person(author), me, f"{place}author"))
    return (Record(key, "Comment", _comment(raw)),), tuple(claims)


def _person(id_: object) -> Mention:
    # a requester may be one of our own people and an agent a customer's, so the finer label is left to `users`
    return Mention(f"user/{id_}", "Person")


def _seen(raw: Raw) -> Said:
    return raw.get("updated_at") or raw.get("created_at")


def _devices(raw: Raw, titles: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """The serial number and VIN in a ticket's custom fields, one of each at most."""
    found: dict[str, str] = {}
    for field in raw.get("custom_fields") or raw.get("fields") or ():
        value = field.get("value")
        if value.__class__ is str and value.strip():
            kind = kind_of_code(value) if titles is None else titles.get(str(field.get("id")))
            if kind:
                found.setdefault(kind, value)
    return list(found.items())


def ticket_function(path: Path) -> RowFunction:
    """The row function for the tickets of one account, whose list of fields may lie beside them."""
    beside = path.with_name("ticket_fields.json")
    if not beside.is_file():
        return ticket
    kinds: dict[str, str] = {}
    try:
        listed = orjson.loads(beside.read_bytes())["ticket_fields"]
        for each in listed:
            if kind := kind_of_title(str(each["title"])):
                kinds[str(each["id"])] = kind
    except (ValueError, KeyError, TypeError):
        raise SourceError(
            f"{beside.name} is not a list of ticket fields", "Export it again, or take it away."
        ) from None
    return lambda raw, line: ticket(raw, line, kinds)


def observed(stream: Stream, shape: Shape) -> datetime | None:
    """The export's own `end_time`, which stands before or after its array."""
    tail = b""
    if stream.is_plain:
        with stream.path.open("rb") as file:
            file.seek(max(0, stream.size - 4096))
            tail = file.read()
    found = _END_TIME.findall(shape.head[:4096] + tail)
    return datetime.fromtimestamp(int(found[-1]), UTC) if found else None


TABLES = (
    Table(
        "organizations",
        organization,
        ("id", "name", "organization_fields"),
        (*ORGANIZATION, "created_at", "updated_at", "external_id", "tags", "deleted_at", "shared_tickets"),
        description="Customers. Their `organization_fields` are read by name: "
        + ", ".join(ORGANIZATION_FIELDS)
        + ".",
    ),
    Table(
        "users",
        user,
        ("id", "name", "role"),
        (*USER, "created_at", "updated_at", "organization_id", "user_fields", "active", "suspended"),
        description="Requesters, and our own agents (`role`).",
    ),
    Table(
        "tickets",
        ticket,
        ("id", "subject", "status", "requester_id"),
        (
            *TICKET,
            "updated_at",
            "organization_id",
            "assignee_id",
            "custom_fields",
            "via",
            "satisfaction_rating",
        ),
        description="Requests, with the devices that they are about.",
        beside=ticket_function,
    ),
    Table(
        "comments",
        comment,
        ("id", "ticket_id", "body", "author_id"),
        ("created_at", "public"),
        description="Comments on tickets.",
    ),
    Table(
        "ticket_events",
        ticket_event,
        ("id", "ticket_id", "child_events"),
        ("timestamp", "created_at", "updater_id", "event_type"),
        description="What happened to tickets; comments are read out of it.",
    ),
)

source = tables_source(
    "zendesk",
    "Zendesk incremental export",
    "service",
    0.6,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    observed=observed,
    shapes=("json", "jsonl"),
)
