"""Cases, their comments, assets, products and activities of a Salesforce export."""

from __future__ import annotations

from graph_platform.facts import Claim, Mention, Record, Row
from ingestors.columns import first, needed, party_below, properties, yes
from ingestors.reading.items import Raw
from ingestors.salesforce.ids import SCOPES, SYSTEM, link, own, said, thing
from ingestors.tables import Table

CASE = {
    "CaseNumber": "ticket_number",
    "Subject": "title",
    "Description": "text",
    "CreatedDate": "at",
    "ClosedDate": "solved_at",
    "Status": "status",
    "Priority": "priority",
    "Type": "category",
    "Reason": "tags",
    "Origin": "channel",
}
COMMENT = {"CommentBody": "text", "CreatedDate": "published"}
ASSET = {
    "Name": "name",
    "SerialNumber": "serial_number",
    "Status": "status",
    "Description": "description",
    "ManufactureDate": "manufactured",
}
PRODUCT = {
    "Name": "name",
    "StockKeepingUnit": "sku",
    "ProductCode": "sku",
    "Family": "category",
    "Description": "description",
}
TASK = {
    "Subject": "title",
    "Description": "text",
    "CompletedDateTime": "at",
    "ActivityDate": "at",
    "CreatedDate": "at",
    "Status": "status",
    "Type": "category",
    "CallDurationInSeconds": "duration",
    "CallType": "direction",
}
EVENT = {
    "Subject": "title",
    "Description": "text",
    "StartDateTime": "at",
    "ActivityDate": "at",
    "EndDateTime": "ended_at",
    "Type": "category",
    "Location": "city",
}
DEVICES = {
    "Serial_Number__c": ("serial_number", "Device"),
    "SerialNumber__c": ("serial_number", "Device"),
    "VIN__c": ("vin", "Vehicle"),
}
SUPPLIED = {"SuppliedName": "name", "SuppliedEmail": "email", "SuppliedPhone": "phone"}
SUBTYPES = {"Call": "Call", "Email": "Email", "ListEmail": "Email"}
OF_CALLS = ("duration", "direction")

_case = properties(CASE)
_comment = properties(COMMENT)
_asset = properties(ASSET)
_product = properties(PRODUCT)
_task = properties(TASK)
_event = properties(EVENT)
_supplied = properties(SUPPLIED)


def case(raw: Raw, line: int) -> Row:
    """A ticket, who raised it, who deals with it, and the devices that it is about."""
    me = own(raw, "500")
    claims = [
        *link("RAISED", thing(raw, "ContactId"), me, "contact"),
        *link("RAISED", thing(raw, "AccountId"), me, "account"),
        *link("ASSIGNED_TO", me, thing(raw, "OwnerId")),
        *link("CONCERNS", me, thing(raw, "AssetId"), "asset"),
        *link("CONCERNS", me, thing(raw, "ProductId"), "product"),
        *link("FOLLOWS", me, thing(raw, "ParentId", "500")),
    ]
    more: list[Record] = []
    if not first(raw, "ContactId") and (values := _supplied(raw)):
        record, person = party_below(me.key, "supplied", "Contact", **values)
        more.append(record)
        claims += link("RAISED", person, me, "supplied")
    for column, (name, label) in DEVICES.items():
        if number := first(raw, column):
            record, device = party_below(me.key, column, label, **{name: number})
            more.append(record)
            claims += link("CONCERNS", me, device, column)
    return said(raw, line, me, _case(raw), claims, *more)


def comment(raw: Raw, line: int) -> Row:
    """A comment on a case."""
    me = own(raw, "00a")
    needed(raw, "ParentId")
    claims = [
        *link("CONCERNS", me, thing(raw, "ParentId", "500")),
        *link("AUTHORED", thing(raw, "CreatedById"), me),
    ]
    return said(raw, line, me, _comment(raw), claims)


def asset(raw: Raw, line: int) -> Row:
    """A device at a customer, the product that it is one of, and what it is built into."""
    me = own(raw, "02i")
    claims = [
        *link("INSTANCE_OF", me, thing(raw, "Product2Id")),
        *link("COMPONENT_OF", me, thing(raw, "ParentId", "02i")),
    ]
    if customer := thing(raw, "AccountId"):
        since = first(raw, "InstallDate") or None
        claims.append(Claim("INSTALLED_AT", "INSTALLED_AT", me, customer, valid_from=since))
    return said(raw, line, me, _asset(raw), claims)


def product(raw: Raw, line: int) -> Row:
    """What is sold."""
    values = _product(raw)
    if "IsActive" in raw:
        values["status"] = "active" if yes(raw, "IsActive") else "inactive"
    return said(raw, line, own(raw, "01t"), values, ())


def task(raw: Raw, line: int) -> Row:
    """A call, an e-mail that was logged, or something to be done."""
    kind = SUBTYPES.get(first(raw, "TaskSubtype"), "Note")
    me = Mention(own(raw, "00T").key, kind)
    values = _task(raw)
    if kind != "Call":
        values = {name: value for name, value in values.items() if name not in OF_CALLS}
    owner = thing(raw, "OwnerId")
    done = link("CARRIED_OUT", owner, me) if yes(raw, "IsClosed") else link("ASSIGNED_TO", me, owner)
    return said(raw, line, me, values, [*_about(raw, me), *done])


def event(raw: Raw, line: int) -> Row:
    """A meeting in the calendar."""
    me = own(raw, "00U")
    return said(
        raw, line, me, _event(raw), [*_about(raw, me), *link("CARRIED_OUT", thing(raw, "OwnerId"), me)]
    )


def _about(raw: Raw, me: Mention) -> list[Claim]:
    """Who took part in an activity, and what it was about."""
    about, customer = thing(raw, "WhatId"), thing(raw, "AccountId")
    return [
        *link("ATTENDED", thing(raw, "WhoId"), me),
        *link("CONCERNS", me, about, "what"),
        *link("CONCERNS", me, None if customer == about else customer, "account"),
    ]


TABLES = (
    Table(
        "cases",
        case,
        ("Id", "CaseNumber", "AccountId", "Status"),
        (
            *CASE,
            *SUPPLIED,
            *DEVICES,
            "ContactId",
            "AssetId",
            "ProductId",
            "ParentId",
            *SYSTEM,
            *SCOPES,
        ),
        description="`Case`: requests, with who raised them and the devices that they are about.",
    ),
    Table(
        "case comments",
        comment,
        ("Id", "ParentId", "CommentBody"),
        (*COMMENT, "CreatedById", "IsPublished", *SYSTEM),
        description="`CaseComment`: comments on cases.",
    ),
    Table(
        "assets",
        asset,
        ("Id", "Name", "AccountId", "SerialNumber"),
        (*ASSET, "ContactId", "ParentId", "Product2Id", "InstallDate", *SYSTEM, *SCOPES),
        description="`Asset`: devices at customers.",
    ),
    Table(
        "products",
        product,
        ("Id", "Name", "ProductCode", "Family"),
        (*PRODUCT, "IsActive", *SYSTEM),
        description="`Product2`: what is sold.",
    ),
    Table(
        "tasks",
        task,
        ("Id", "WhoId", "WhatId", "Subject", "Status"),
        (*TASK, "AccountId", "TaskSubtype", "IsClosed", *SYSTEM, *SCOPES),
        description="`Task`: calls, e-mails and things to be done.",
    ),
    Table(
        "events",
        event,
        ("Id", "WhoId", "WhatId", "Subject", "StartDateTime"),
        (*EVENT, "AccountId", *SYSTEM, *SCOPES),
        {"ActivityDateTime": "StartDateTime"},
        "`Event`: meetings.",
    ),
)
