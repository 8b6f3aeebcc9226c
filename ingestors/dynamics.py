"""Microsoft Dynamics 365 (Sales and Customer Service): accounts, contacts, opportunities and cases.

Two forms are read. Files with the names of the schema (`accountid`, `name`, `_primarycontactid_value`): the answers of
the Web API (`{"value": [...]}`, best asked for with `Prefer: odata.include-annotations="*"`), Azure Synapse Link, and
tools that write CSV. And files with the names of the screen, English or Chinese, as "Export to Excel" has them: save
the sheet as CSV, with its hidden columns. The first of these, "(Do Not Modify) Account", holds the id, without which a
row is not read.

A reference is an id, or in files with names of the screen the mere name: a party that is known by its name only is a
party of its own below the row, until resolution joins it. An owner, one of our own people, is known by name.

Read of codes (`prioritycode`) are their words, or the numbers that mean the same in every organization. Of columns of
an organization's own, `new_uscc` ("Unified Social Credit Code", "统一社会信用代码"), `new_lei`, `new_duns` and
`new_vatnumber` are read. The owner becomes the scope `owner:…`, the territory `region:…`.

Files of the screen write times in the zone and form of whoever exported them: they are read as UTC, and a date of
digits with slashes as month, day, year, unless the year stands first. Not read: activities, leads, products, quotes.
"""

from __future__ import annotations

import re

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim, first, full_name, needed, party_below, properties
from ingestors.dynamics_columns import (
    ACCOUNT,
    ACCOUNT_SHOWN,
    ACCOUNT_WORDS,
    CASE,
    CASE_SHOWN,
    CASE_WORDS,
    CODES,
    CONTACT,
    CONTACT_SHOWN,
    CONTACT_WORDS,
    FORMATTED,
    KIND,
    OPPORTUNITY,
    OPPORTUNITY_SHOWN,
    OPPORTUNITY_WORDS,
    SHOWN,
    STATES,
    aliases,
)
from ingestors.reading.items import Raw, RowError
from ingestors.tables import Table, tables_source

FORMATS = Formats(
    dates=(
        *("%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
        *("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    )
)
LABELS = {
    "account": "Company",
    "contact": "Contact",
    "opportunity": "Opportunity",
    "incident": "Ticket",
    "systemuser": "User",
    "team": "Team",
}
KIND_NUMBERS = {"1": "account", "2": "contact", "8": "systemuser", "9": "team"}
PHONES = ("telephone1", "mobilephone", "telephone2")
EMAILS = ("emailaddress1", "emailaddress2")
FORBIDS = ("donotemail", "donotphone")
FORBIDDEN = frozenset(("1", "true", "yes", "do not allow", "不允许", "是"))
COMMON = ("ownerid", "statecode", "statuscode", "createdon", "modifiedon", "territoryid")

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.I)
_account = properties(ACCOUNT)
_contact = properties(CONTACT)
_opportunity = properties(OPPORTUNITY)
_case = properties(CASE)


def account(raw: Raw, line: int) -> Row:
    """A company with its parent, its first contact and our owner of the account."""
    me = _own(raw, "account")
    values = {**_account(raw), **_words(raw, ACCOUNT_WORDS)}
    if _word(raw, "statecode", "account").casefold() in ("inactive", "停用", "非活动"):
        values["status"] = "inactive"
    records: list[Record] = []
    claims: list[Claim] = []
    if parent := _party(raw, "parentaccountid", "account", me, records):
        claims.append(claim("PART_OF", me, parent))
    if person := _party(raw, "primarycontactid", "contact", me, records):
        claims.append(claim("WORKS_FOR", person, me))
    return _row(raw, line, me, values, records, claims)


def contact(raw: Raw, line: int) -> Row:
    """A contact with the company that they work for."""
    me = _own(raw, "contact")
    values = {**_contact(raw), **_words(raw, CONTACT_WORDS, "contact")}
    if name := full_name(first(raw, "firstname"), first(raw, "lastname")):
        values["name"] = name
    for name, columns in (("phone", PHONES), ("email", EMAILS)):
        if found := [first(raw, column) for column in columns if first(raw, column)]:
            values[name] = list(found)
    if any(column in raw for column in FORBIDS):
        values["do_not_contact"] = any(first(raw, column).casefold() in FORBIDDEN for column in FORBIDS)
    records: list[Record] = []
    claims: list[Claim] = []
    employer = _party(raw, "parentcustomerid", "account", me, records)
    if employer and employer.label == "Company":
        job = {"job_title": raw.get("jobtitle"), "department": raw.get("department")}
        claims.append(Claim("WORKS_FOR", "WORKS_FOR", me, employer, job))
    return _row(raw, line, me, values, records, claims)


def opportunity(raw: Raw, line: int) -> Row:
    """A deal with its buyer and contact."""
    me = _own(raw, "opportunity")
    values = {**_opportunity(raw), **_words(raw, OPPORTUNITY_WORDS, "opportunity")}
    if chance := first(raw, "closeprobability"):
        # a bare 1 would be read as all of it
        values["probability"] = f"{chance.removesuffix('%')}%"
    if any(digit in "123456789" for digit in first(raw, "actualvalue")):
        # the actual value of a deal that was lost is zero
        values["amount"] = raw["actualvalue"]
    records: list[Record] = []
    claims: list[Claim] = []
    buyer = _party(raw, "parentaccountid", "account", me, records)
    if buyer or (buyer := _party(raw, "customerid", "account", me, records)):
        claims.append(claim("BUYS", buyer, me))
    if person := _party(raw, "parentcontactid", "contact", me, records):
        claims.append(claim("ATTENDED", person, me))
    return _row(raw, line, me, values, records, claims)


def case(raw: Raw, line: int) -> Row:
    """A ticket, who raised it, who deals with it, and the device that it is about."""
    me = _own(raw, "incident")
    values = {**_case(raw), **_words(raw, CASE_WORDS, "incident")}
    records: list[Record] = []
    claims: list[Claim] = []
    for column, kind in (("customerid", "account"), ("primarycontactid", "contact")):
        if person := _party(raw, column, kind, me, records):
            claims.append(claim("RAISED", person, me, column))
    if number := first(raw, "productserialnumber"):
        record, device = party_below(me.key, "serial", "Device", serial_number=number)
        records.append(record)
        claims.append(claim("CONCERNS", me, device))
    if earlier := _reference(raw, "parentcaseid", "incident"):
        claims.append(claim("FOLLOWS", me, earlier))
    return _row(raw, line, me, values, records, claims)


def _own(raw: Raw, kind: str) -> Mention:
    column = f"{kind}id"
    found = _GUID.fullmatch(needed(raw, column))
    if not found:
        raise RowError(f"column {column!r} is no id (GUID)")
    return Mention(f"{kind}/{found[1].lower()}", LABELS[kind])


def _reference(raw: Raw, column: str, kind: str) -> Mention | None:
    """What a lookup refers to by id; one that may refer to several kinds of things says to which."""
    found = _GUID.fullmatch(first(raw, column, f"_{column}_value"))
    kind = first(raw, f"_{column}_value{KIND}", f"{column}type", f"{column}_entitytype") or kind
    kind = KIND_NUMBERS.get(kind, kind)
    return Mention(f"{kind}/{found[1].lower()}", LABELS[kind]) if found and kind in LABELS else None


def _party(raw: Raw, column: str, kind: str, me: Mention, records: list[Record]) -> Mention | None:
    """The party that a lookup refers to: by its id, or one below the row where only its name is said."""
    name = first(raw, column, f"_{column}_value")
    if (party := _reference(raw, column, kind)) or not name or _GUID.fullmatch(name):
        return party
    record, party = party_below(me.key, column, LABELS[kind], name=name)
    records.append(record)
    return party


def _words(raw: Raw, columns: dict[str, str], kind: str = "") -> dict[str, Said]:
    """What codes and names of lookups say, by `{column: property}`; a number that nobody explains says nothing."""
    said = ((name, _word(raw, column, kind)) for column, name in columns.items())
    return {name: word for name, word in said if word}


def _word(raw: Raw, column: str, kind: str = "") -> str:
    text = first(raw, f"{column}{FORMATTED}", f"_{column}_value{FORMATTED}", f"{column}name", column)
    meanings = STATES[kind] if column == "statecode" else CODES.get(column, {})
    return meanings.get(text, "" if text.isdigit() or _GUID.fullmatch(text) else text)


def _row(
    raw: Raw, line: int, me: Mention, values: dict[str, Said], records: list[Record], claims: list[Claim]
) -> Row:
    """The row with our own person for it, whom its scope is named after."""
    scopes = []
    owner = _reference(raw, "ownerid", "systemuser")
    if owner is None and (name := first(raw, "ownerid")):
        owner = Mention(f"owner/{name}", "User")
        records.append(Record(owner.key, "User", {"name": name}))
    if owner:
        scopes.append(f"owner:{owner.key.partition('/')[2]}")
        if me.label == "Ticket":
            claims.append(claim("ASSIGNED_TO", me, owner))
        elif owner.label == "User":
            claims.append(claim("MANAGES_ACCOUNT", owner, me))
    if territory := _word(raw, "territoryid"):
        scopes.append(f"region:{territory}")
    seen = first(raw, "modifiedon") or None
    stated = (Record(me.key, me.label, values), *records)
    return Row(me.key, line, raw, stated, tuple(claims), seen, tuple(scopes))


TABLES = (
    Table(
        "accounts",
        account,
        ("accountid", "name", "_primarycontactid_value"),
        (*ACCOUNT, *ACCOUNT_WORDS, "parentaccountid", *COMMON),
        aliases("accountid", ("Account", "客户", "帐户", "账户"), SHOWN, ACCOUNT_SHOWN),
        "Customers, with their parents, first contacts and our owner of the account.",
    ),
    Table(
        "contacts",
        contact,
        ("contactid", "_parentcustomerid_value"),
        (*CONTACT, *CONTACT_WORDS, *PHONES, *EMAILS, *FORBIDS, "department", *COMMON),
        aliases("contactid", ("Contact", "联系人"), SHOWN, CONTACT_SHOWN),
        "People at customers, and where they work.",
    ),
    Table(
        "opportunities",
        opportunity,
        ("opportunityid", "name", "estimatedclosedate"),
        (
            *OPPORTUNITY,
            *OPPORTUNITY_WORDS,
            "accountid",
            "customerid",
            "parentaccountid",
            "parentcontactid",
            "closeprobability",
            "actualvalue",
            *COMMON,
        ),
        aliases("opportunityid", ("Opportunity", "商机"), SHOWN, OPPORTUNITY_SHOWN),
        "Deals, with their buyers.",
    ),
    Table(
        "cases",
        case,
        ("incidentid", "title", "ticketnumber"),
        (
            *CASE,
            *CASE_WORDS,
            "customerid",
            "primarycontactid",
            "productserialnumber",
            "parentcaseid",
            *COMMON,
        ),
        aliases("incidentid", ("Case", "案例", "服务案例"), SHOWN, CASE_SHOWN),
        "Requests, with who raised them and the devices that they are about.",
    ),
)

source = tables_source(
    "dynamics",
    "Microsoft Dynamics 365 export",
    "sales",
    0.6,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "json", "jsonl", "parquet"),
)
