"""What courts, offices, banks, workshops and telephone systems keep on paper about the invented world.

As `world`, nothing here knows a file format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graph_platform.generator.world import Deal, Device, Organization, Person


@dataclass(slots=True)
class Case:
    """A lawsuit of a company, or (`enforced`) the enforcement of what a court has ordered."""

    id: str
    number: str
    about: Organization
    """Whose row it is in a service's export."""
    other: str
    """The other side, a company or a person."""
    claims: bool
    """Whether the company is the one that wants something, not the one that owes it."""
    cause: str
    court: str
    amount: int
    filed: date
    enforced: bool
    closed: date | None = None


@dataclass(slots=True)
class Certificate:
    """A certificate of a company."""

    id: str
    number: str
    holder: Organization
    title: str
    kind: str
    issued: date
    expires: date
    issuer: str


@dataclass(slots=True)
class Licence:
    """What a driver or operator may do, by the number that the employer knows them by."""

    id: str
    number: str
    holder: Person
    staff_number: str
    employer: Organization
    issued: date
    expires: date


@dataclass(slots=True)
class Patent:
    """An application for a patent that has been published."""

    id: str
    applicant: Organization
    inventors: list[Person]
    topic: str
    variant: int
    """Which of the topic's inventions it is."""
    filed: date
    published: date
    number: str
    application: str
    lapsed: bool = False


@dataclass(slots=True)
class Declaration:
    """What a company brought into the country at one time."""

    id: str
    number: str
    importer: Organization
    sender: str
    origin: str
    agent: str
    hs_codes: tuple[str, ...]
    declared: date
    weight: int
    amount: int


@dataclass(slots=True)
class Payment:
    """Money that came in on our account, for one of our customers."""

    id: str
    payer: Organization
    customer: Organization
    """For whom it was paid, which only the reference says."""
    deal: Deal
    at: date
    amount: int
    currency: str


@dataclass(slots=True)
class Call:
    """A recorded call: the meeting, who was there, and what was said in turn."""

    id: str
    organization: Organization
    owner: int
    """Which of our own people was on the line."""
    guest: Person
    at: datetime
    turns: list[tuple[bool, str]]
    """Whether it was our side that said it, and what."""


@dataclass(slots=True)
class SparePart:
    """A kind of part that we keep in stock."""

    id: str
    number: str
    name: str
    supplier: Organization
    stock: int
    reorder_level: int


@dataclass(slots=True)
class Repair:
    """A device that our workshop mended, with the parts that this took."""

    id: str
    device: Device
    parts: list[SparePart]
    start: datetime
    end: datetime
    cost: int
