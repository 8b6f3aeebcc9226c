"""Salesforce's ids: what they refer to, and what every row has beside its own columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors.columns import claim, first, needed, scopes, yes
from ingestors.reading.items import Raw, RowError

KINDS = {
    "001": ("account", "Company"),
    "003": ("contact", "Contact"),
    "005": ("user", "User"),
    "006": ("opportunity", "Opportunity"),
    "008": ("stage", "StageChange"),
    "00G": ("queue", "Team"),
    "00K": ("role", "Opportunity"),
    "00Q": ("lead", "Contact"),
    "00T": ("task", "Event"),
    "00U": ("event", "Meeting"),
    "00a": ("comment", "Comment"),
    "01t": ("product", "Product"),
    "02i": ("asset", "Device"),
    "500": ("case", "Ticket"),
}
"""By the first three characters of an id, which are the same in every organization: our word for it, and its label."""

REFERS = {
    "WhoId": ("003", "00Q"),
    "WhatId": ("001", "006", "500", "02i", "01t"),
    "OwnerId": ("005", "00G"),
    "AccountId": ("001",),
    "ConvertedAccountId": ("001",),
    "ContactId": ("003",),
    "OpportunityId": ("006",),
    "AssetId": ("02i",),
    "ProductId": ("01t",),
    "Product2Id": ("01t",),
    "CreatedById": ("005",),
    "ManagerId": ("005",),
    "ReportsToId": ("003",),
}
"""What a column may refer to, of what is read at all."""

SYSTEM = ("IsDeleted", "CreatedDate", "LastModifiedDate", "SystemModstamp", "OwnerId")
SCOPES = {"Territory__c": "region", "Region__c": "region", "Sales_Region__c": "region"}
_SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def own(raw: Raw, prefix: str) -> Mention:
    """What a row is about, by its `Id`; an id of another kind of thing rejects it."""
    id_ = _full(needed(raw, "Id"), "Id")
    kind, label = KINDS[prefix]
    if not id_.startswith(prefix):
        raise RowError(f"column 'Id' is no id of this table: those begin with {prefix}")
    return Mention(f"{kind}/{id_}", label)


def thing(raw: Raw, column: str, *prefixes: str) -> Mention | None:
    """What a column refers to, or nothing where it is empty or refers to a kind of thing that is not read."""
    text = first(raw, column)
    if not text:
        return None
    id_ = _full(text, column)
    if id_[:3] not in (prefixes or REFERS[column]):
        return None
    kind, label = KINDS[id_[:3]]
    return Mention(f"{kind}/{id_}", label)


def link(
    relation: str, start: Mention | None, end: Mention | None, place: str = "", **values: Said
) -> Iterator[Claim]:
    """A claim, where both its ends are known."""
    if start and end:
        yield claim(relation, start, end, place, **values)


def said(
    raw: Raw, line: int, me: Mention, values: dict[str, Said], claims: Iterable[Claim], *more: Record
) -> Row:
    """The row of one object. Of one in the recycle bin only its own record stays, as deleted."""
    if yes(raw, "IsDeleted"):
        claims, more = (), ()
        values["status"] = "deleted"
    scope = scopes(raw, SCOPES)
    if owner := thing(raw, "OwnerId"):
        scope = (f"owner:{owner.key.partition('/')[2]}", *scope)
    return Row(me.key, line, raw, (Record(me.key, me.label, values), *more), tuple(claims), seen(raw), scope)


def seen(raw: Raw) -> str | None:
    """When Salesforce last changed the row."""
    return first(raw, "SystemModstamp", "LastModifiedDate", "CreatedDate") or None


def _full(id_: str, column: str) -> str:
    """An id with the three characters that tell capitals from small letters, which exports of reports leave out."""
    if not id_.isascii() or not id_.isalnum() or len(id_) not in (15, 18):
        raise RowError(f"column {column!r} is no id of 15 or 18 letters and digits")
    if len(id_) == 18:
        return id_
    capitals = (
        sum(letter.isupper() << place for place, letter in enumerate(id_[start : start + 5]))
        for start in (0, 5, 10)
    )
    return id_ + "".join(_SUFFIXES[each] for each in capitals)
