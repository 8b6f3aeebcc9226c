"""The sales tool: HubSpot's CSV exports of companies, contacts, deals, engagements and owners."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from graph_platform.generator import dirt, identifiers, texts
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Sightings, Table, close_all
from graph_platform.generator.parties import OWNERS, TERRITORIES, our_people
from graph_platform.generator.world import Deal, Engagement, Organization, Post

COMPANIES = (
    "Record ID", "Company name", "Company Domain Name", "Phone Number", "Country/Region", "City", "Street Address",
    "Industry", "Number of Employees", "Annual Revenue", "Parent Company", "Parent company ID", "Company owner",
    "HubSpot Owner ID", "Unified Social Credit Code", "Territory", "Create Date", "Last Modified Date",
)  # fmt: skip
CONTACTS = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number", "Job Title",
    "Associated Company", "Associated Company IDs", "Contact owner", "HubSpot Owner ID", "Create Date",
    "Last Modified Date",
)  # fmt: skip
DEALS = (
    "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Currency", "Close Date", "Associated Company IDs",
    "Associated Contact IDs", "Deal owner", "HubSpot Owner ID", "Create Date", "Last Modified Date",
)  # fmt: skip
ENGAGEMENTS = (
    "Record ID", "Activity type", "Title", "Body", "Activity date", "Associated Company IDs", "Associated Contact IDs",
    "Activity assigned to", "HubSpot Owner ID", "Create Date",
)  # fmt: skip
FIRST_OWNER = 7_100_000
OWNER_COLUMNS = ("Owner ID", "First Name", "Last Name", "Email", "Team", "Active")


class HubSpot:
    """Writes what sales knows: its customers, sometimes twice, mostly without a registered number."""

    def __init__(self, folder: Path, as_of: date, seed: int) -> None:
        self._as_of = as_of
        self.companies = Table(folder, "hubspot/companies.csv", as_of, COMPANIES)
        self.contacts = Table(folder, "hubspot/contacts.csv", as_of, CONTACTS)
        self.deals = Table(folder, "hubspot/deals.csv", as_of, DEALS)
        self.engagements = Table(folder, "hubspot/engagements.csv", as_of, ENGAGEMENTS)
        self.owners = Table(folder, "hubspot/owners.csv", as_of, OWNER_COLUMNS)
        self._owner_names = [person.name for person in our_people(seed)]
        for place, person in enumerate(our_people(seed)):
            team = TERRITORIES[place % len(TERRITORIES)]
            self.owners.add(FIRST_OWNER + place, person.given, person.family, person.email, team, "true")

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's accounts, their contacts, and our dealings with them."""
        accounts = [o for o in cast.organizations if o.customer or o.prospect]
        ids = {account.id: self._company(cast, account, sightings) for account in accounts}
        people: dict[str, str] = {}
        for post in cast.posts:
            if post.contact and not post.until and post.organization.id in ids:
                people[post.person.id] = self._contact(cast, post, ids[post.organization.id], sightings)
        for account in accounts:
            if cast.rng.random() < 0.05:
                self._again(cast, account, sightings)
        for deal in cast.deals:
            self._deal(cast, deal, ids, people, sightings)
        for engagement in cast.engagements:
            self._engagement(cast, engagement, ids, people)

    def _company(self, cast: Cast, account: Organization, sightings: Sightings) -> str:
        rng = cast.rng
        key = f"{18_300_000_000 + self.companies.rows * 37}"
        sure = any(account.id in story.roles.values() for story in cast.stories)
        street = account.address if rng.random() < 0.8 else ""
        revenue = account.employees * rng.randrange(20, 90) * 10_000
        country = {"CN": ("China", "中国", "CN", ""), "GB": ("United Kingdom", "UK", "GB", "")}[
            account.country
        ]
        phone = (
            identifiers.cn_landline(rng, account.dial)
            if account.country == "CN"
            else identifiers.gb_phone(rng)
        )
        row = self.companies.add(
            key, dirt.typed_name(account, rng), account.domain if rng.random() < 0.85 else "",
            dirt.typed_phone(phone, rng), rng.choice(country),
            account.city if account.language == "zh" else account.city_en, street,
            dirt.typed_industry(account.industry, rng), account.employees if rng.random() < 0.7 else "",
            f"{revenue:,}" if rng.random() < 0.2 else revenue, "", "", *self._owner(account.owner),
            dirt.typed_uscc(account, rng, sure=sure), account.territory, *self._dates(rng),
        )  # fmt: skip
        sightings.add(account.id, self.companies.name, row, key)
        return key

    def _again(self, cast: Cast, account: Organization, sightings: Sightings) -> None:
        """The same company entered a second time by another colleague, with less and other spelling."""
        rng, key = cast.rng, f"{18_300_000_000 + self.companies.rows * 37}"
        row = self.companies.add(
            key, dirt.typed_name(account, rng), "", "", "", account.city, "", "", "", "", "", "",
            *self._owner(rng.randrange(OWNERS)), "", account.territory, *self._dates(rng),
        )  # fmt: skip
        sightings.add(account.id, self.companies.name, row, key)

    def _contact(self, cast: Cast, post: Post, company: str, sightings: Sightings) -> str:
        rng, person = cast.rng, post.person
        key = f"{51_000_000_000 + self.contacts.rows * 41}"
        first, last = dirt.typed_person(person, rng, post.organization.language)
        title = post.title if post.organization.language == "zh" else post.title_en
        called = any(call.guest is person for call in cast.calls)
        email = person.email if rng.random() < 0.9 or called else ""
        row = self.contacts.add(
            key, first, last, email.upper() if rng.random() < 0.04 else email, "", dirt.typed_phone(person.mobile, rng),
            title if rng.random() < 0.95 or post.part == "fleet" else "", dirt.typed_name(post.organization, rng),
            company, *self._owner(post.organization.owner), *self._dates(rng),
        )  # fmt: skip
        sightings.add(person.id, self.contacts.name, row, key)
        return key

    def _deal(
        self, cast: Cast, deal: Deal, ids: dict[str, str], people: dict[str, str], sightings: Sightings
    ) -> None:
        rng, account = cast.rng, deal.organization
        name = f"{account.short} - {texts.deal(deal.topic, account.language)}"
        amount = f"{deal.amount:,}.00" if rng.random() < 0.1 else deal.amount
        closing = datetime.combine(deal.close, datetime.min.time())
        key = f"{33_000_000_000 + self.deals.rows * 43}"
        row = self.deals.add(
            key, name, deal.stage, "default", amount, deal.currency,
            dirt.export_time(closing, rng), ids[account.id], people.get(deal.contact.id, "") if deal.contact else "",
            *self._owner(account.owner), dirt.export_time(deal.created, rng),
            dirt.export_time(min(deal.created + timedelta(days=rng.randrange(9)), self._end()), rng),
        )  # fmt: skip
        sightings.add(deal.id, self.deals.name, row, key)

    def _engagement(
        self, cast: Cast, engagement: Engagement, ids: dict[str, str], people: dict[str, str]
    ) -> None:
        account, person = engagement.organization, engagement.person
        title, body = texts.engagement(engagement.kind, engagement.topic, account.language)
        self.engagements.add(
            f"{61_000_000_000 + self.engagements.rows * 47}", engagement.kind, title, body,
            engagement.at.strftime("%Y-%m-%d %H:%M"), ids[account.id], people.get(person.id, "") if person else "",
            *self._owner(account.owner), engagement.at.strftime("%Y-%m-%d %H:%M"),
        )  # fmt: skip

    def _owner(self, place: int) -> tuple[str, int]:
        """One of our own people as a row names them."""
        return self._owner_names[place], FIRST_OWNER + place

    def _dates(self, rng: Random) -> tuple[str, str]:
        """When a row was made, and when somebody last touched it."""
        made = self._end() - timedelta(days=rng.randrange(60, 1500), minutes=rng.randrange(1440))
        touched = min(made + timedelta(days=rng.randrange(1, 700)), self._end() - timedelta(hours=9))
        return dirt.export_time(made, rng), dirt.export_time(touched, rng)

    def _end(self) -> datetime:
        return datetime.combine(self._as_of, datetime.min.time())

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the five files."""
        tables = (self.companies, self.contacts, self.deals, self.engagements, self.owners)
        return close_all(tables, whole=whole)
