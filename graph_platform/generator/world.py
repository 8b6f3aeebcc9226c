"""What is so in the invented world, before any system has written it down: parties, things and what happened.

What offices, banks and workshops keep about them is in `papers`. Nothing here knows a file format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random


def dice(key: str) -> Random:
    """Random numbers that follow from a key alone; nothing secret hangs on them."""
    return Random(key)  # noqa: S311


@dataclass(slots=True)
class Organization:
    """A company as it is: one identity, however many systems spell it in their own ways."""

    id: str
    kind: str
    language: str
    """`zh` or `en`: which language the people speak who enter it into systems."""
    name: str
    """The registered name, in Chinese for a company that is registered in China."""
    short: str
    english: str
    uscc: str | None
    lei: str | None
    company_number: str | None
    """The GB company number, for a company that is registered there."""
    country: str
    city: str
    city_en: str
    province: str
    plate_province: str
    district: str
    address: str
    dial: str
    industry: str
    business: str
    founded: date
    capital: int
    employees: int
    status: str = "存续（在营、开业、在册）"
    customer: bool = False
    prospect: bool = False
    """Whether sales has it on file without having sold anything to it."""
    serviced: bool = False
    """Whether the service desk knows it."""
    in_bods: bool = False
    """Whether somebody published a beneficial ownership statement about it."""
    owner: int = 0
    """Which of our own people the account belongs to."""
    territory: str = ""
    domain: str = ""


@dataclass(slots=True)
class Person:
    """A human being with a name in one or both scripts."""

    id: str
    name: str
    """In characters for a Chinese person."""
    given_en: str
    family_en: str
    mobile: str
    email: str


@dataclass(slots=True)
class Post:
    """A person's position in an organization, open where `until` is missing."""

    person: Person
    organization: Organization
    title: str
    title_en: str
    part: str
    since: date
    until: date | None = None
    contact: bool = False
    """Whether sales knows the person in this position."""
    officer: bool = False
    """Whether the register lists the position."""


@dataclass(slots=True)
class Holding:
    """A share in a company. `register` says who publishes it: `cn`, `bods` or both."""

    id: str
    holder: Organization | Person
    held: Organization
    share: float
    since: date
    until: date | None = None
    register: tuple[str, ...] = ("cn",)
    nameless: bool = False
    """The Chinese register gives a foreign holder's name and no number."""


@dataclass(slots=True)
class Device:
    """A thing with a serial number that an organization brought to us or runs."""

    id: str
    kind: str
    serial: str
    maker: str
    organization: Organization
    vin: str | None = None
    plate: str | None = None


@dataclass(slots=True)
class Diagnostic:
    """One reading of a device."""

    id: str
    device: Device
    code: str
    severity: str
    soh_percent: float | None
    at: datetime
    passed: bool


@dataclass(slots=True)
class Ticket:
    """A request to the service desk about one device, or none."""

    organization: Organization
    device: Device | None
    topic: str
    at: datetime
    solved: datetime | None
    requester: Person | None = None


@dataclass(slots=True)
class Dispatch:
    """One trip of a fleet's vehicle."""

    id: str
    device: Device
    operator: Organization
    driver: str
    start: datetime
    end: datetime
    km: float
    service: str


@dataclass(slots=True)
class Posting:
    """A job that an organization advertises."""

    id: str
    organization: Organization
    topic: str
    posted: date
    through: date


@dataclass(slots=True)
class Deal:
    """An opportunity that our sales people see."""

    id: str
    organization: Organization
    topic: str
    stage: str
    amount: int
    currency: str
    created: datetime
    close: date
    contact: Person | None


@dataclass(slots=True)
class Engagement:
    """A call, a meeting or an e-mail of ours with a customer."""

    kind: str
    organization: Organization
    person: Person | None
    topic: str
    at: datetime
