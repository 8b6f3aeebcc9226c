"""HubSpot's CSV exports: companies, contacts, deals, activities and owners.

Export each object with "All properties on records", or at least the columns below. Properties that a company has added
itself, such as "Unified Social Credit Code", "VAT number" or "Territory", are read where they are present.

Who sees what follows from the owner and from "Territory" (or "Region"): `owner:…` and `region:…`. An owner is known
by "HubSpot Owner ID" where the export has that column, and joined with the export of owners; otherwise by the text of
"Company owner".
"""

from __future__ import annotations

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim, first, full_name, mentions, needed, party_below, properties, scopes
from ingestors.reading.items import Raw, RowError
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats(dates=("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%Y %H:%M"))

COMPANY = {
    "Company name": "name",
    "Company Domain Name": "domain_name",
    "Website URL": "website",
    "Phone Number": "phone",
    "Street Address": "address",
    "City": "city",
    "State/Region": "region",
    "Country/Region": "country",
    "Industry": "industry",
    "Number of Employees": "employees",
    "Annual Revenue": "annual_revenue",
    "Currency": "annual_revenue_currency",
    "Lifecycle Stage": "lifecycle_stage",
    "Territory": "territory",
    "Description": "description",
    "Year Founded": "founded",
    "Unified Social Credit Code": "uscc",
    "统一社会信用代码": "uscc",
    "VAT number": "vat_number",
    "LEI": "lei",
    "DUNS number": "duns",
    "Company registration number": "registration_number",
}
CONTACT = {
    "First Name": "given_name",
    "Last Name": "family_name",
    "Job Title": "job_title",
    "WeChat": "wechat",
    "Street Address": "address",
    "City": "city",
    "State/Region": "region",
    "Country/Region": "country",
    "Lifecycle Stage": "lifecycle_stage",
    "Lead Status": "status",
    "Buying Role": "buying_role",
}
DEAL = {
    "Deal Name": "title",
    "Deal Description": "text",
    "Deal Stage": "stage",
    "Pipeline": "pipeline",
    "Amount": "amount",
    "Currency": "amount_currency",
    "Deal probability": "probability",
    "Close Date": "closes",
    "Create Date": "at",
    "Deal Type": "category",
}
ACTIVITY = {
    "Activity date": "at",
    "Meeting start time": "at",
    "Create Date": "at",
    "Meeting end time": "ended_at",
    "Call Title": "title",
    "Meeting name": "title",
    "Email subject": "title",
    "Title": "title",
    "Call notes": "text",
    "Meeting description": "text",
    "Email body": "text",
    "Note body": "text",
    "Body": "text",
    "Call duration": "duration",
    "Call direction": "direction",
    "Email direction": "direction",
    "Call outcome": "status",
    "Meeting outcome": "status",
    "Email send status": "status",
    "Call and meeting type": "category",
    "Meeting location": "city",
}
OWNER = {"First Name": "given_name", "Last Name": "family_name", "Email": "email", "Job Title": "job_title"}
SCOPES = {"Territory": "region", "Region": "region", "Sales region": "region"}
COMMON = ("HubSpot Owner ID", "Last Modified Date", "Create Date", *SCOPES)
ASSOCIATED = ("Associated Company IDs", "Associated Contact IDs", "Associated Deal IDs")

_company = properties(COMPANY)
_contact = properties(CONTACT)
_deal = properties(DEAL)
_activity = properties(ACTIVITY)
_owner = properties(OWNER)


def company(raw: Raw, line: int) -> Row:
    """A company with its parent and our owner of the account."""
    key = f"company/{needed(raw, 'Record ID')}"
    me = Mention(key, "Company")
    records = [Record(key, "Company", _company(raw))]
    claims: list[Claim] = []
    for each, parent in mentions("company", "Company", raw.get("Parent Company ID")):
        claims.append(claim("PART_OF", me, parent, each))
    if not claims and (name := first(raw, "Parent Company")):
        record, parent = party_below(key, "parent", "Company", name=name)
        records.append(record)
        claims.append(claim("PART_OF", me, parent, "parent"))
    return _row(raw, line, key, records, claims, me, "Company owner")


def contact(raw: Raw, line: int) -> Row:
    """A contact with the companies that they work for."""
    key = f"contact/{needed(raw, 'Record ID')}"
    me = Mention(key, "Contact")
    values = _contact(raw)
    values.update(_reached_at(raw))
    if name := full_name(first(raw, "First Name"), first(raw, "Last Name")):
        values["name"] = name
    records = [Record(key, "Contact", values)]
    job = {"job_title": raw["Job Title"]} if raw.get("Job Title") else {}
    claims = [
        Claim(f"WORKS_FOR/{each}", "WORKS_FOR", me, employer, job)
        for each, employer in mentions("company", "Company", raw.get("Associated Company IDs"))
    ]
    if not claims and (name := first(raw, "Associated Company", "Company Name")):
        record, employer = party_below(key, "company", "Company", name=name)
        records.append(record)
        claims.append(Claim("WORKS_FOR/company", "WORKS_FOR", me, employer, job))
    return _row(raw, line, key, records, claims, me, "Contact owner")


def deal(raw: Raw, line: int) -> Row:
    """A deal with its buyers."""
    key = f"deal/{needed(raw, 'Record ID')}"
    me = Mention(key, "Opportunity")
    claims = [
        claim("BUYS", buyer, me, each)
        for each, buyer in mentions("company", "Company", raw.get("Associated Company IDs"))
    ]
    claims += [
        claim("ATTENDED", person, me, each)
        for each, person in mentions("contact", "Contact", raw.get("Associated Contact IDs"))
    ]
    return _row(raw, line, key, [Record(key, "Opportunity", _deal(raw))], claims, me, "Deal owner")


def owner(raw: Raw, line: int) -> Row:
    """One of our own people, as other exports refer to them by id."""
    key = f"owner/{needed(raw, 'Owner ID')}"
    values = _owner(raw)
    if name := full_name(first(raw, "First Name"), first(raw, "Last Name")):
        values["name"] = name
    records = [Record(key, "User", values)]
    claims = []
    if name := first(raw, "Team", "Main team"):
        team = Mention(f"team/{name}", "Team")
        records.append(Record(team.key, "Team", {"name": name}))
        claims.append(claim("WORKS_FOR", Mention(key, "User"), team, "team"))
    return Row(
        key, line, raw, tuple(records), tuple(claims), raw.get("Last Modified Date"), scopes(raw, SCOPES)
    )


def activity(label: str, kind: str) -> RowFunction:
    """The row function of one kind of activity."""

    def row(raw: Raw, line: int) -> Row:
        key = f"{kind}/{needed(raw, 'Record ID')}"
        return _activity_row(raw, line, key, label)

    return row


def engagement(raw: Raw, line: int) -> Row:
    """An activity of the older export, where one file holds every kind."""
    label = KINDS.get(needed(raw, "Activity type").lower())
    if label is None:
        raise RowError("column 'Activity type' is none of " + ", ".join(KINDS))
    return _activity_row(raw, line, f"engagement/{needed(raw, 'Record ID')}", label)


KINDS = {
    "call": "Call",
    "meeting": "Meeting",
    "email": "Email",
    "note": "Note",
    "visit": "Visit",
    "task": "Note",
    "incoming_email": "Email",
}


def _activity_row(raw: Raw, line: int, key: str, label: str) -> Row:
    me = Mention(key, label)
    claims = [
        claim("CONCERNS", me, company_, each)
        for each, company_ in mentions("company", "Company", raw.get("Associated Company IDs"))
    ]
    claims += [
        claim("ATTENDED", person, me, each)
        for each, person in mentions("contact", "Contact", raw.get("Associated Contact IDs"))
    ]
    claims += [
        claim("CONCERNS", me, deal_, f"deal/{each}")
        for each, deal_ in mentions("deal", "Opportunity", raw.get("Associated Deal IDs"))
    ]
    records = [Record(key, label, _activity(raw))]
    return _row(raw, line, key, records, claims, me, "Activity assigned to", "CARRIED_OUT")


def _row(
    raw: Raw,
    line: int,
    key: str,
    records: list[Record],
    claims: list[Claim],
    me: Mention,
    owner_column: str,
    relation: str = "MANAGES_ACCOUNT",
) -> Row:
    """The row with our own person for it, whom its scope is named after too."""
    scope = scopes(raw, SCOPES)
    if id_ := first(raw, "HubSpot Owner ID"):
        claims.append(claim(relation, Mention(f"owner/{id_}", "User"), me))
        scope = (f"owner:{id_}", *scope)
    elif said := first(raw, owner_column):
        person = Mention(f"owner/{said}", "User")
        records.append(Record(person.key, "User", {"email" if "@" in said else "name": said}))
        claims.append(claim(relation, person, me))
        scope = (f"owner:{said}", *scope)
    return Row(key, line, raw, tuple(records), tuple(claims), raw.get("Last Modified Date") or None, scope)


def _reached_at(raw: Raw) -> dict[str, Said]:
    phones = [raw[column] for column in ("Phone Number", "Mobile Phone Number") if raw.get(column)]
    emails = [raw["Email"]] if raw.get("Email") else []
    emails += [each for each in first(raw, "Additional email addresses").split(";") if each]
    return {name: list(found) for name, found in (("phone", phones), ("email", emails)) if found}


def _activities(name: str, kind: str, label: str, required: tuple[str, ...], about: str) -> Table:
    return Table(
        name,
        activity(label, kind),
        ("Record ID", *required),
        (*ACTIVITY, *ASSOCIATED, "Activity assigned to", *COMMON),
        {"Call body": "Call notes", "Activity Date": "Activity date", "Owner ID": "HubSpot Owner ID"},
        about,
    )


TABLES = (
    Table(
        "companies",
        company,
        ("Record ID", "Company name"),
        (*COMPANY, "Parent Company", "Parent Company ID", "Company owner", *COMMON),
        {
            "Record ID - Company": "Record ID",
            "Company ID": "Record ID",
            "Name": "Company name",
            "Domain": "Company Domain Name",
            "Parent Company IDs": "Parent Company ID",
            "USCC": "Unified Social Credit Code",
            "Owner ID": "HubSpot Owner ID",
        },
        "Customers, with their parents and our owner of the account.",
    ),
    Table(
        "contacts",
        contact,
        ("Record ID", "First Name", "Last Name", "Email"),
        (
            *CONTACT,
            "Phone Number",
            "Mobile Phone Number",
            "Additional email addresses",
            "Associated Company",
            "Associated Company IDs",
            "Company Name",
            "Contact owner",
            *COMMON,
        ),
        {"Record ID - Contact": "Record ID", "Contact ID": "Record ID", "Owner ID": "HubSpot Owner ID"},
        "People at customers, and where they work.",
    ),
    Table(
        "deals",
        deal,
        ("Record ID", "Deal Name", "Deal Stage"),
        (*DEAL, *ASSOCIATED, "Deal owner", *COMMON),
        {"Record ID - Deal": "Record ID", "Deal ID": "Record ID", "Owner ID": "HubSpot Owner ID"},
        "Opportunities, with buyers and the contacts that take part.",
    ),
    _activities("calls", "call", "Call", ("Call Title",), "Phone calls."),
    _activities("meetings", "meeting", "Meeting", ("Meeting name",), "Meetings."),
    _activities("emails", "email", "Email", ("Email subject",), "E-mails that were logged."),
    _activities("notes", "note", "Note", ("Note body",), "Notes."),
    Table(
        "engagements",
        engagement,
        ("Record ID", "Activity type", "Activity date"),
        (*ACTIVITY, *ASSOCIATED, "Activity assigned to", *COMMON),
        {"Engagement ID": "Record ID", "Type": "Activity type", "Owner ID": "HubSpot Owner ID"},
        "Activities of every kind in one file.",
    ),
    Table(
        "owners",
        owner,
        ("Owner ID", "Email"),
        (*OWNER, "Team", "Main team", *COMMON),
        {"User ID": "Owner ID"},
        "Our own people.",
    ),
)

source = tables_source(
    "hubspot",
    "HubSpot export",
    "sales",
    0.6,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("csv", "parquet"),
)
