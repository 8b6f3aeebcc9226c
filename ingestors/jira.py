"""Jira Service Management: issues with their comments, people, organizations and links.

Two forms are read. **CSV**: search for the requests, then Export, "CSV (all fields)"; its columns have the names that
the site shows, English or Chinese, and a field of several values has several columns of one name (`Comment`,
`Labels`, `Custom field (Organizations)`). **JSON**: the answer of the REST search (`/rest/api/3/search/jql` or
`/rest/api/2/search`) with `issues`, each with `key` and `fields`; documents (ADF) are read as their text.

A person is known by the account id (`Reporter Id`, `Assignee Id`, `accountId`). Without it, an assignee is known by
the name as written, and a reporter or author is a mere name in the row. An organization has an id in JSON only.

Which device an issue is about stands in a custom field: in CSV one titled "Serial number", "VIN", "序列号" or "车架号",
in JSON a value that is built like a VIN or a serial number. "Region" or "Territory" says who sees the issue. A link
"clones" and "is caused by" says that one issue came out of another; other links say that it is about it. Attachments,
watchers, times spent and other custom fields are not read. The CSV's times are those of whoever exported it, without a
zone, and are taken for UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.adf import text_of
from ingestors.columns import claim, first, needed, party_below, properties
from ingestors.device_columns import code, kind_of_code, kind_of_title
from ingestors.jira_columns import (
    ALIASES,
    COMMENTS,
    ISSUE,
    LABELS,
    ORGANIZATIONS,
    REGIONS,
    SATISFACTION,
    by_title,
    columns_of,
    first_of,
    link_of,
    of_titles,
)
from ingestors.reading.items import Raw
from ingestors.tables import Table, tables_source

FORMATS = Formats(
    dates=(
        "%d/%b/%y %I:%M %p",
        "%d/%b/%Y %I:%M %p",
        "%d/%b/%y",
        "%d/%m月/%y %I:%M %p",
        "%Y/%m/%d %I:%M %p",
        "%Y/%m/%d %H:%M",
        "%m/%d/%Y %H:%M",
    )
)

CAME_OUT_OF = {"cloners": "outward", "problem/incident": "inward"}

_COMMENT = re.compile(r"\s*([^;\n]{6,40});([^;\n]*);(.*)", re.DOTALL)
_ACCOUNT = re.compile(r"[0-9a-f]{24}|[0-9]{1,12}:[0-9a-f-]{36}|qm:\S+")

_issue = properties(ISSUE)


def exported(raw: Raw, line: int) -> Row:
    """An issue of the CSV export."""
    key = f"issue/{needed(raw, 'Issue key')}"
    me = Mention(key, "Ticket")
    custom = by_title(raw)
    values = _issue(raw)
    if tags := list(columns_of(raw, LABELS)):
        values["tags"] = list[Said](tags)
    if rating := first_of(custom, SATISFACTION):
        values.setdefault("satisfaction", rating)
    records = [Record(key, "Ticket", values)]
    claims: list[Claim] = []
    if name := first(raw, "Reporter", "Reporter Id"):
        record, person = _named(key, "reporter", name, first(raw, "Reporter Id"))
        records.append(record)
        claims.append(claim("RAISED", person, me, "reporter"))
    if name := first(raw, "Assignee", "Assignee Id"):
        record, person = _named(key, "assignee", name, first(raw, "Assignee Id"))
        if record.key not in [each.key for each in records]:
            records.append(record)
        claims.append(claim("ASSIGNED_TO", me, person))
    for index, name in enumerate(of_titles(custom, ORGANIZATIONS)):
        record, organization = party_below(key, f"organization[{index}]", "Organization", name=name)
        records.append(record)
        claims.append(claim("RAISED", organization, me, f"organization[{index}]"))
    devices = {kind: said[0] for title, said in custom.items() if (kind := kind_of_title(title)) is not None}
    _add_devices(devices, me, records, claims)
    for index, cell in enumerate(columns_of(raw, COMMENTS)):
        _add_comment(cell, index, me, records, claims)
    claims += _links(me, _linked(raw))
    if parent := first(raw, "Parent key"):
        claims.append(claim("FOLLOWS", me, Mention(f"issue/{parent}", "Ticket"), "parent"))
    region = first_of(custom, REGIONS)
    return _row(key, line, raw, records, claims, raw.get("Updated"), region)


def answered(raw: Raw, line: int) -> Row:
    """An issue of the REST search."""
    key = f"issue/{needed(raw, 'key')}"
    me = Mention(key, "Ticket")
    fields = raw["fields"]
    records = [Record(key, "Ticket", _values(fields))]
    claims: list[Claim] = []
    for role, relation in (("reporter", "RAISED"), ("assignee", "ASSIGNED_TO")):
        if account := fields.get(role):
            person = _account(account, f"{key}#{role}", records)
            ends = (person, me) if relation == "RAISED" else (me, person)
            claims.append(claim(relation, *ends, role if relation == "RAISED" else ""))
    devices: dict[str, str] = {}
    for name, value in fields.items():
        if name.startswith("customfield_"):
            _add_organizations(value, me, records, claims)
            if value.__class__ is str and (kind := kind_of_code(value)):
                devices.setdefault(kind, value)
    _add_devices(devices, me, records, claims)
    for comment in (fields.get("comment") or {}).get("comments") or ():
        about = Mention(f"comment/{comment['id']}", "Comment")
        said = {"text": text_of(comment.get("body")), "published": comment.get("created")}
        records.append(Record(about.key, about.label, said))
        claims.append(claim("CONCERNS", about, me, f"comment/{comment['id']}"))
        if author := comment.get("author"):
            person = _account(author, f"{key}#author/{comment['id']}", records)
            claims.append(claim("AUTHORED", person, about, str(comment["id"])))
    claims += _links(me, _linked_in_json(fields.get("issuelinks") or ()))
    if parent := fields.get("parent"):
        claims.append(claim("FOLLOWS", me, Mention(f"issue/{parent['key']}", "Ticket"), "parent"))
    return _row(key, line, raw, records, claims, fields.get("updated"), "")


def _row(
    key: str, line: int, raw: Raw, records: list[Record], claims: list[Claim], seen: Said, region: str
) -> Row:
    scope = (f"region:{region}",) if region else ()
    return Row(key, line, raw, tuple(records), tuple(claims), seen or None, scope)


def _values(fields: Mapping[str, Any]) -> dict[str, Said]:
    values: dict[str, Said] = {
        "title": fields.get("summary"),
        "text": text_of(fields.get("description")),
        "at": fields.get("created"),
        "solved_at": fields.get("resolutiondate"),
        "tags": fields.get("labels"),
    }
    for name, said in (("status", "status"), ("priority", "priority"), ("category", "issuetype")):
        values[name] = (fields.get(said) or {}).get("name")
    for name, value in fields.items():
        # what customers rate is the one custom field that holds a rating
        if name.startswith("customfield_") and isinstance(value, dict) and value.get("rating"):
            values["satisfaction"] = str(value["rating"])
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _named(key: str, role: str, name: str, account: str) -> tuple[Record, Mention]:
    """Somebody in a column of the export, by account id where there is one."""
    said = {"email" if "@" in name else "name": name}
    if account:
        label = _label(account, "")
        return Record(f"account/{account}", label, said), Mention(f"account/{account}", label)
    if role == "assignee":
        return Record(f"user/{name}", "User", said), Mention(f"user/{name}", "User")
    return party_below(key, role, "Person", **said)


def _account(said: Mapping[str, Any], below: str, records: list[Record]) -> Mention:
    """Somebody in the REST answer, stated once in a row. A server has no account ids, and unique names and keys."""
    id_ = said.get("accountId") or said.get("key") or said.get("name")
    key = f"account/{id_}" if id_ else below
    label = _label(str(id_), said.get("accountType") or "")
    values = {"name": said.get("displayName"), "email": said.get("emailAddress")}
    if all(record.key != key for record in records):
        records.append(Record(key, label, {name: value for name, value in values.items() if value}))
    return Mention(key, label)


def _label(account: str, kind: str) -> str:
    # one of our own people may raise an issue too, so that nobody but a portal's customer is known by the account
    return "Contact" if kind == "customer" or account.startswith("qm:") else "Person"


def _add_comment(cell: str, index: int, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    """A comment as the export writes it: `date;author;text`."""
    said: dict[str, Said] = {"text": cell}
    author = ""
    if found := _COMMENT.fullmatch(cell):
        published, author, text = found.groups()
        said = {"published": published, "text": text}
    comment = Mention(f"{me.key}#comment[{index}]", "Comment")
    records.append(Record(comment.key, comment.label, said))
    claims.append(claim("CONCERNS", comment, me, f"comment[{index}]"))
    if _ACCOUNT.fullmatch(author):
        claims.append(
            claim("AUTHORED", Mention(f"account/{author}", _label(author, "")), comment, f"[{index}]")
        )
    elif author:
        record, person = party_below(me.key, f"author[{index}]", "Person", name=author)
        records.append(record)
        claims.append(claim("AUTHORED", person, comment, f"[{index}]"))


def _add_organizations(value: Any, me: Mention, records: list[Record], claims: list[Claim]) -> None:
    """The organizations that an issue is shared with: a list whose parts link to the service desk's own."""
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict) and "/organization/" in str((each.get("_links") or {}).get("self")):
            organization = Mention(f"organization/{each['id']}", "Organization")
            records.append(Record(organization.key, organization.label, {"name": each.get("name")}))
            claims.append(claim("RAISED", organization, me, f"organization/{each['id']}"))


def _add_devices(devices: Mapping[str, str], me: Mention, records: list[Record], claims: list[Claim]) -> None:
    for kind, said in devices.items():
        device = Mention(f"{kind}/{code(said)}", "Vehicle" if kind == "vin" else "Device")
        records.append(Record(device.key, device.label, {"vin" if kind == "vin" else "serial_number": said}))
        claims.append(claim("CONCERNS", me, device, kind))


def _links(me: Mention, linked: Iterator[tuple[str, str, str]]) -> list[Claim]:
    """What the links of an issue say, out of direction, kind and the other's key, each once."""
    found: dict[str, Claim] = {}
    for direction, kind, key in linked:
        other = Mention(f"issue/{key}", "Ticket")
        came_out = CAME_OUT_OF.get(kind.casefold())
        if came_out == direction:
            said = claim("FOLLOWS", me, other, key)
        elif came_out:
            said = claim("FOLLOWS", other, me, f"after/{key}")
        elif direction == "outward":
            said = claim("CONCERNS", me, other, key)
        else:
            continue  # the other issue says so
        found.setdefault(said.path, said)
    return list(found.values())


def _linked(raw: Raw) -> Iterator[tuple[str, str, str]]:
    for column, cell in raw.items():
        if cell and (link := link_of(column)):
            yield *link, cell.strip()


def _linked_in_json(links: Any) -> Iterator[tuple[str, str, str]]:
    for link in links:
        for direction in ("inward", "outward"):
            if other := link.get(f"{direction}Issue"):
                yield direction, link["type"]["name"], other["key"]


TABLES = (
    Table(
        "export",
        exported,
        ("Issue key", "Summary", "Status", "Issue Type"),
        (
            *[column for column in ISSUE if column not in ("Summary", "Status", "Issue Type")],
            *("Issue id", "Reporter", "Reporter Id", "Assignee", "Assignee Id", "Updated", "Parent key"),
            *("Comment", "Labels", "Custom field (Organizations)"),
            *("Inward issue link (Problem/Incident)", "Outward issue link (Cloners)"),
        ),
        ALIASES,
        "Issues as the CSV export writes them; fields of several values have several columns of one name.",
    ),
    Table(
        "issues",
        answered,
        ("key", "fields"),
        ("id", "self", "expand"),
        description="Issues as the REST search answers them: `summary`, `description`, `status`, `reporter`, "
        "`comment`, `issuelinks` and the rest under `fields`.",
    ),
)

source = tables_source(
    "jira",
    "Jira Service Management",
    "service",
    0.6,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
)
