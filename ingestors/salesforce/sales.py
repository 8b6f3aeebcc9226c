"""Accounts, contacts and opportunities of a Salesforce export, and our own people."""

from __future__ import annotations

from graph_platform.facts import Mention, Record, Row, Said
from ingestors.columns import first, full_name, needed, party_below, properties, yes
from ingestors.reading.items import Raw
from ingestors.salesforce.ids import SCOPES, SYSTEM, link, own, said, seen, thing
from ingestors.tables import Table

ACCOUNT = {
    "Name": "name",
    "Type": "lifecycle_stage",
    "BillingStreet": "address",
    "BillingCity": "city",
    "BillingState": "region",
    "BillingCountryCode": "country",
    "BillingCountry": "country",
    "Phone": "phone",
    "Website": "website",
    "Industry": "industry",
    "AnnualRevenue": "annual_revenue",
    "CurrencyIsoCode": "annual_revenue_currency",
    "NumberOfEmployees": "employees",
    "Description": "description",
    "DunsNumber": "duns",
    "YearStarted": "founded",
    "Territory__c": "territory",
    "USCC__c": "uscc",
    "Unified_Social_Credit_Code__c": "uscc",
    "统一社会信用代码__c": "uscc",
    "LEI__c": "lei",
    "VAT_Number__c": "vat_number",
    "Registration_Number__c": "registration_number",
}
CONTACT = {
    "FirstName": "given_name",
    "LastName": "family_name",
    "Title": "job_title",
    "Birthdate": "birth_date",
    "MailingStreet": "address",
    "MailingCity": "city",
    "MailingState": "region",
    "MailingCountryCode": "country",
    "MailingCountry": "country",
    "WeChat__c": "wechat",
    "Email": "email",
}
LEAD = {
    "FirstName": "given_name",
    "LastName": "family_name",
    "Title": "job_title",
    "Email": "email",
    "Status": "status",
    "City": "city",
    "State": "region",
    "CountryCode": "country",
    "Country": "country",
}
LEADS_COMPANY = {"Website": "website", "Industry": "industry"}
PHONES = ("Phone", "MobilePhone", "HomePhone", "OtherPhone")
OPTED_OUT = ("HasOptedOutOfEmail", "DoNotCall")
STAGE = {
    "StageName": "stage",
    "Amount": "amount",
    "CurrencyIsoCode": "amount_currency",
    "CloseDate": "closes",
    "CreatedDate": "at",
}
OPPORTUNITY = {"Name": "title", "Description": "text", "Type": "category", **STAGE}
USER = {
    "FirstName": "given_name",
    "LastName": "family_name",
    "Title": "job_title",
    "Email": "email",
    "City": "city",
    "CountryCode": "country",
    "Country": "country",
}

_account = properties(ACCOUNT)
_contact = properties(CONTACT)
_lead = properties(LEAD)
_leads_company = properties(LEADS_COMPANY)
_stage = properties(STAGE)
_opportunity = properties(OPPORTUNITY)
_user = properties(USER)


def account(raw: Raw, line: int) -> Row | None:
    """A company with its parent and our owner of the account."""
    if yes(raw, "IsPersonAccount"):
        return None
    me = own(raw, "001")
    claims = [
        *link("PART_OF", me, thing(raw, "ParentId", "001")),
        *link("MANAGES_ACCOUNT", thing(raw, "OwnerId", "005"), me),
    ]
    return said(raw, line, me, _account(raw), claims)


def contact(raw: Raw, line: int) -> Row:
    """A contact with the account that they work for, and their superior."""
    me = own(raw, "003")
    values = {**_contact(raw), **_name_and_phones(raw), **_opted_out(raw)}
    employer = None if yes(raw, "IsPersonAccount") else thing(raw, "AccountId")
    claims = [
        *link("WORKS_FOR", me, employer, job_title=raw.get("Title"), department=raw.get("Department")),
        *link("REPORTS_TO", me, thing(raw, "ReportsToId")),
        *link("MANAGES_ACCOUNT", thing(raw, "OwnerId", "005"), me),
    ]
    return said(raw, line, me, values, claims)


def lead(raw: Raw, line: int) -> Row:
    """Somebody who may become a customer, with the company that they named or were found to belong to."""
    me = own(raw, "00Q")
    values = {**_lead(raw), **_name_and_phones(raw), "lifecycle_stage": "lead", **_opted_out(raw)}
    claims = [*link("MANAGES_ACCOUNT", thing(raw, "OwnerId", "005"), me)]
    employer = thing(raw, "ConvertedAccountId")
    more: list[Record] = []
    if not employer and (name := first(raw, "Company")):
        record, employer = party_below(me.key, "company", "Company", name=name, **_leads_company(raw))
        more.append(record)
    claims += link("WORKS_FOR", me, employer, job_title=raw.get("Title"))
    return said(raw, line, me, values, claims, *more)


def opportunity(raw: Raw, line: int) -> Row:
    """A deal with its buyer, the contact that it was opened with, and our owner."""
    me = own(raw, "006")
    values = {**_opportunity(raw), **_probability(raw)}
    if "IsClosed" in raw:
        closed = "won" if yes(raw, "IsWon") else "lost"
        values["status"] = closed if yes(raw, "IsClosed") else "open"
    claims = [
        *link("BUYS", thing(raw, "AccountId"), me),
        *link("ATTENDED", thing(raw, "ContactId"), me),
        *link("MANAGES_ACCOUNT", thing(raw, "OwnerId", "005"), me),
    ]
    return said(raw, line, me, values, claims)


def contact_role(raw: Raw, line: int) -> Row | None:
    """The part that a contact has in a deal."""
    me = own(raw, "00K")
    needed(raw, "OpportunityId")
    needed(raw, "ContactId")
    primary = "primary" if yes(raw, "IsPrimary") else None
    person, deal = thing(raw, "ContactId"), thing(raw, "OpportunityId")
    claims = tuple(link("ATTENDED", person, deal, buying_role=raw.get("Role"), attendance=primary))
    if yes(raw, "IsDeleted") or not claims:
        return None
    return Row(me.key, line, raw, (), claims, seen(raw))


def stage_change(raw: Raw, line: int) -> Row:
    """What a deal's stage, value and date were set to at one moment, and by whom."""
    me = own(raw, "008")
    needed(raw, "OpportunityId")
    claims = [
        *link("CONCERNS", me, thing(raw, "OpportunityId")),
        *link("CARRIED_OUT", thing(raw, "CreatedById"), me),
    ]
    return said(raw, line, me, {**_stage(raw), **_probability(raw)}, claims)


def user(raw: Raw, line: int) -> Row:
    """One of our own people, with their superior and department."""
    me = own(raw, "005")
    values = {**_user(raw), **_name_and_phones(raw)}
    if "IsActive" in raw:
        values["status"] = "active" if yes(raw, "IsActive") else "inactive"
    claims = [*link("REPORTS_TO", me, thing(raw, "ManagerId"))]
    if not (department := first(raw, "Department")):
        return said(raw, line, me, values, claims)
    team = Mention(f"department/{department}", "Team")
    claims += link("WORKS_FOR", me, team)
    return said(raw, line, me, values, claims, Record(team.key, "Team", {"name": department}))


def queue(raw: Raw, line: int) -> Row:
    """A group of our own people that cases are assigned to."""
    return said(raw, line, own(raw, "00G"), {"name": raw.get("Name")}, ())


def _name_and_phones(raw: Raw) -> dict[str, Said]:
    name = full_name(first(raw, "FirstName"), first(raw, "LastName")) or first(raw, "Name")
    phones: list[Said] = [raw[column] for column in PHONES if raw.get(column)]
    return {"name": name, "phone": phones} if phones else {"name": name}


def _opted_out(raw: Raw) -> dict[str, Said]:
    asked = [yes(raw, column) for column in OPTED_OUT if column in raw]
    return {"do_not_contact": any(asked)} if asked else {}


def _probability(raw: Raw) -> dict[str, Said]:
    # a bare 1 would be read as all of it
    return {"probability": f"{chance}%"} if (chance := first(raw, "Probability")) else {}


TABLES = (
    Table(
        "accounts",
        account,
        ("Id", "Name", "ParentId", "BillingCity"),
        (*ACCOUNT, "IsPersonAccount", *SYSTEM, *SCOPES),
        description="`Account`: customers, with their parents and our owner of the account.",
    ),
    Table(
        "contacts",
        contact,
        ("Id", "AccountId", "LastName", "Email"),
        (*CONTACT, *PHONES, *OPTED_OUT, "ReportsToId", "Department", "IsPersonAccount", *SYSTEM, *SCOPES),
        description="`Contact`: people at customers, where they work, and whom they report to.",
    ),
    Table(
        "leads",
        lead,
        ("Id", "LastName", "Company", "Status"),
        (*LEAD, *LEADS_COMPANY, *PHONES, *OPTED_OUT, "ConvertedAccountId", *SYSTEM, *SCOPES),
        description="`Lead`: people who may become customers.",
    ),
    Table(
        "opportunities",
        opportunity,
        ("Id", "Name", "StageName", "CloseDate"),
        (*OPPORTUNITY, "AccountId", "ContactId", "Probability", "IsClosed", "IsWon", *SYSTEM, *SCOPES),
        description="`Opportunity`: deals, with their buyers.",
    ),
    Table(
        "contact roles",
        contact_role,
        ("Id", "OpportunityId", "ContactId", "Role"),
        ("IsPrimary", *SYSTEM),
        description="`OpportunityContactRole`: who decides, influences and uses in a deal.",
    ),
    Table(
        "stage changes",
        stage_change,
        ("Id", "OpportunityId", "StageName", "CreatedById", "CreatedDate"),
        (*STAGE, "Probability", *SYSTEM),
        description="`OpportunityHistory`: the stages of deals over time.",
    ),
    Table(
        "users",
        user,
        ("Id", "Username", "LastName"),
        (*USER, *PHONES, "Name", "Department", "ManagerId", "IsActive", *SYSTEM),
        description="`User`: our own people.",
    ),
    Table(
        "queues",
        queue,
        ("Id", "Name", "DeveloperName", "Type"),
        SYSTEM,
        description="`Group`: queues that cases are assigned to.",
    ),
)
