"""Founds companies and brings people into the world, each with numbers that nobody else has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from graph_platform.generator import identifiers, vocabulary
from graph_platform.generator.cast import Cast
from graph_platform.generator.world import Device, Holding, Organization, Person, Post, dice

OWNERS = 24
TERRITORIES = ("华东", "华南", "华北", "西南", "UK & Ireland", "EMEA")


class Colleague(NamedTuple):
    """One of our own people."""

    given: str
    family: str
    email: str

    @property
    def name(self) -> str:
        """As sales writes it."""
        return f"{self.given} {self.family}"


def our_people(seed: int) -> list[Colleague]:
    """Our own people, the first two thirds of them Chinese; the same in every system of a run."""
    rng, people = dice(f"{seed}/owners"), []
    for place in range(OWNERS):
        if place < OWNERS // 3 * 2:
            family, given = rng.choice(vocabulary.SURNAMES)[1], rng.choice(vocabulary.GIVEN)[1].capitalize()
        else:
            family, given = rng.choice(vocabulary.LAST_NAMES), rng.choice(vocabulary.FIRST_NAMES)
        email = f"{given}.{family}{place}@sales.example.com".lower().replace("'", "")
        people.append(Colleague(given, family, email))
    return people


class Founder:
    """Makes parties and devices. Counters run over the whole run, so identifiers are unique across all casts."""

    def __init__(self, seed: int, as_of: date) -> None:
        # another seed begins elsewhere in each range, so two runs loaded together seldom share a number
        first = 1 + seed * 1_000_003 % 4_000_000
        self._counters: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(first))
        self.as_of = as_of

    def number(self, of: str) -> int:
        """The next number that nothing else of this kind has."""
        return next(self._counters[of])

    def id(self, of: str) -> str:
        """A new identity in the truth: `org-00000001`."""
        return f"{of}-{self.number(of):08d}"

    def company(
        self, cast: Cast, kind: str, language: str, *, country: str = "CN", mark: str = ""
    ) -> Organization:
        """A company of a kind, registered in a country, that joins the cast. `mark` (Chinese) is a family's name."""
        number, rng = self.number("org"), cast.rng
        made = (_chinese if country == "CN" else _british)(number, rng, kind, language, mark)
        made.founded = self.as_of - timedelta(days=rng.randrange(900, 9000))
        made.owner, made.territory = _account(rng, made)
        cast.organizations.append(made)
        return made

    def person(self, cast: Cast, language: str, *, at: Organization | None = None) -> Person:
        """Somebody with an address at an organization's domain, who joins the cast."""
        number, rng = self.number("per"), cast.rng
        domain = at.domain if at else "mail.example.com"
        if language == "zh":
            (family, family_en), first = rng.choice(vocabulary.SURNAMES), rng.choice(vocabulary.GIVEN)
            second = rng.choice(vocabulary.GIVEN) if rng.random() < 0.8 else ("", "")
            given_en = (first[1] + second[1]).capitalize()
            name, mobile = f"{family}{first[0]}{second[0]}", identifiers.cn_mobile(rng)
        else:
            given_en, family_en = rng.choice(vocabulary.FIRST_NAMES), rng.choice(vocabulary.LAST_NAMES)
            name, mobile = f"{given_en} {family_en}", identifiers.gb_phone(rng)
        local = f"{given_en}.{family_en}".lower().replace("'", "")
        email = f"{local}{number % 97 if rng.random() < 0.3 else ''}@{domain}"
        made = Person(f"per-{number:08d}", name, given_en, family_en, mobile, email)
        cast.people.append(made)
        return made

    def post(
        self,
        cast: Cast,
        organization: Organization,
        part: str,
        *,
        contact: bool = False,
        officer: bool = False,
    ) -> Post:
        """Somebody new who holds a position of this kind."""
        person = self.person(cast, organization.language, at=organization)
        return self.seat(cast, person, organization, part, contact=contact, officer=officer)

    def seat(
        self,
        cast: Cast,
        person: Person,
        organization: Organization,
        part: str,
        *,
        contact: bool = False,
        officer: bool = False,
    ) -> Post:
        """A position for somebody who is already there."""
        title, title_en = cast.rng.choice(vocabulary.TITLES[part])
        since = self.as_of - timedelta(days=cast.rng.randrange(200, 2000))
        founded = max(since, organization.founded)
        made = Post(person, organization, title, title_en, part, founded, contact=contact, officer=officer)
        cast.posts.append(made)
        return made

    def holding(
        self, cast: Cast, holder: Organization | Person, held: Organization, share: float, *registers: str
    ) -> Holding:
        """A share that somebody has had for some years, published by the Chinese register unless said otherwise."""
        since = self.as_of - timedelta(days=cast.rng.randrange(500, 2500))
        made = Holding(
            self.id("hold"), holder, held, share, max(since, held.founded), None, registers or ("cn",)
        )
        cast.holdings.append(made)
        return made

    def battery(self, cast: Cast, organization: Organization) -> Device:
        """A traction battery pack of a car that a dealer sold."""
        number, rng = self.number("dev"), cast.rng
        _zh, maker, code, wmi = rng.choice(vocabulary.MAKERS)
        built = self.as_of - timedelta(days=rng.randrange(400, 1800))
        serial = identifiers.battery_serial(number, code, built.year, built.month, built.day)
        vin = identifiers.vin(number, wmi, built.year)
        return self._keep(cast, Device(f"dev-{number:08d}", "battery", serial, maker, organization, vin))

    def machine(self, cast: Cast, organization: Organization, kind: str) -> Device:
        """A charger, an inverter, a lift: anything whose serial number only its maker knows how to write."""
        number = self.number("dev")
        maker = cast.rng.choice(vocabulary.MAKERS)[1]
        serial = identifiers.machine_serial(number, maker[:2].upper() + kind[:2].upper())
        return self._keep(cast, Device(f"dev-{number:08d}", kind, serial, maker, organization))

    def taxi(self, cast: Cast, organization: Organization) -> Device:
        """An electric car that a fleet runs."""
        number, rng = self.number("dev"), cast.rng
        _zh, maker, _code, wmi = rng.choice(vocabulary.MAKERS)
        vin = identifiers.vin(number, wmi, self.as_of.year - rng.randrange(1, 5))
        plate = identifiers.plate(self.number("plate"), organization.plate_province or "沪")
        return self._keep(cast, Device(f"dev-{number:08d}", "vehicle", vin, maker, organization, vin, plate))

    @staticmethod
    def _keep(cast: Cast, device: Device) -> Device:
        cast.devices.append(device)
        return device


def _account(rng: Random, organization: Organization) -> tuple[int, str]:
    """Who looks after the account, and in which territory."""
    if organization.country == "CN":
        return rng.randrange(OWNERS // 3 * 2), rng.choice(TERRITORIES[:4])
    return OWNERS // 3 * 2 + rng.randrange(OWNERS // 3), rng.choice(TERRITORIES[4:])


def _chinese(number: int, rng: Random, kind: str, language: str, mark: str) -> Organization:
    """A company of the Chinese register, with the English name that it goes by abroad."""
    place = rng.choice(vocabulary.PLACES)
    trade, trade_en, _british_trade, industry = rng.choice(vocabulary.TRADES[kind])
    zh, en = rng.choice(vocabulary.MARKS)
    if mark:
        zh, en = next(pair for pair in vocabulary.MARKS if pair[0] == mark)
    elif rng.random() < 0.5:
        second = rng.choice(vocabulary.MARKS)
        zh, en = zh[0] + second[0][0], en + second[1].lower()[:4]
    if language == "en":
        en = (
            vocabulary.PREFIXES_EN[vocabulary.MARKS.index((zh, en)) % 30]
            if mark
            else rng.choice(vocabulary.PREFIXES_EN)
        )
    suffix = rng.choice(("有限公司", "有限公司", "有限责任公司", "股份有限公司"))
    name = f"{zh}{trade}有限公司" if "集团" in trade else f"{place.zh}{zh}{trade}{suffix}"
    street, house = rng.choice(vocabulary.STREETS_ZH), rng.randrange(1, 990)
    return Organization(
        id=f"org-{number:08d}", kind=kind, language=language, name=name, short=f"{zh}{trade[:2]}",
        english=f"{en} {trade_en} ({place.en}) Co., Ltd.", uscc=identifiers.uscc(number, place.area),
        lei=identifiers.lei(number) if rng.random() < 0.15 else None, company_number=None, country="CN",
        city=place.zh, city_en=place.en, province=place.province, plate_province=place.plate,
        district=place.district, address=f"{place.zh}市{place.district}{street}{house}号", dial=place.dial,
        industry=industry, business=f"{trade}；技术服务；货物进出口（依法须经批准的项目，经批准后方可开展经营活动）",
        founded=date.min, capital=rng.choice((100, 500, 1000, 5000, 12000)), employees=rng.randrange(8, 3000),
        domain=f"{en.lower().replace(' ', '').replace(chr(39), '')}{number}.example.cn",
    )  # fmt: skip


def _british(number: int, rng: Random, kind: str, language: str, mark: str) -> Organization:
    """A company of Companies House."""
    city = rng.choice(vocabulary.GB_PLACES)
    _zh, _en, trade, industry = rng.choice(vocabulary.TRADES[kind])
    prefix = mark or rng.choice(vocabulary.PREFIXES_EN)
    if not mark and rng.random() < 0.5:
        prefix = f"{prefix} {rng.choice(vocabulary.PREFIXES_EN)}"
    name = f"{prefix} {trade} {rng.choice(('Ltd', 'Limited', 'Limited', 'plc'))}"
    street = f"{rng.randrange(1, 200)} {rng.choice(vocabulary.STREETS_EN)}"
    return Organization(
        id=f"org-{number:08d}", kind=kind, language=language, name=name, short=f"{prefix} {trade}", english=name,
        uscc=None, lei=identifiers.lei(number), company_number=identifiers.gb_company_number(number), country="GB",
        city=city, city_en=city, province="", plate_province="", district="", address=f"{street}, {city}", dial="020",
        industry=industry, business=trade, founded=date.min, capital=rng.choice((1, 10, 50, 250)),
        employees=rng.randrange(4, 900), in_bods=True,
        domain=f"{prefix.lower().replace(' ', '')}{number}.example.com",
    )  # fmt: skip
