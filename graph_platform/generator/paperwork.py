"""Makes papers: each function makes one of a kind, with numbers of its own, and lays it into the cast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from graph_platform.generator import identifiers, life, phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.papers import (
    Call,
    Case,
    Certificate,
    Declaration,
    Licence,
    Patent,
    Payment,
    Repair,
    SparePart,
)
from graph_platform.generator.parties import Founder
from graph_platform.generator.world import Deal, Device, Organization, Person


def days_ago(cast: Cast, founder: Founder, least: int, most: int) -> date:
    """Some day between so many days before the date of the exports; `most` itself is left out."""
    return founder.as_of - timedelta(days=cast.rng.randrange(least, most))


def case(
    cast: Cast,
    founder: Founder,
    about: Organization,
    filed: date,
    *,
    enforced: bool = False,
    claims: bool = False,
    closed: date | None = None,
) -> Case:
    """A lawsuit or an enforcement of a company in China; the other side is a bank, a lender or somebody."""
    rng, number = cast.rng, founder.number("case")
    court = f"{about.plate_province}{(about.uscc or '')[4:8]}"
    kind = "执" if enforced else "民初"
    made = Case(
        f"case-{number:08d}", identifiers.case_number(number, filed.year, court, kind), about,
        rng.choice((founder.person(cast, "zh").name, *phrases.LENDERS)), claims, rng.choice(phrases.CAUSES),
        f"{about.city}市{about.district}人民法院", rng.randrange(5, 900) * 10_000, filed, enforced, closed,
    )  # fmt: skip
    cast.cases.append(made)
    return made


def certificate(cast: Cast, founder: Founder, holder: Organization) -> Certificate:
    """A certificate of a management system, in force for three years."""
    number, issued = founder.number("cert"), days_ago(cast, founder, 30, 1000)
    title = cast.rng.choice(("质量管理体系认证（ISO9001）", "环境管理体系认证（ISO14001）", "IATF16949"))
    made = Certificate(
        f"cert-{number:08d}", f"EX-{issued.year}-{number:08d}", holder, title, "管理体系认证", issued,
        issued + timedelta(days=3 * 365), cast.rng.choice(("示例认证中心", "样本质量认证有限公司")),
    )  # fmt: skip
    cast.certificates.append(made)
    return made


def licence(
    cast: Cast, founder: Founder, holder: Person, staff_number: str, employer: Organization, expires: date
) -> Licence:
    """A driver's licence for hired cars; good for three years."""
    number = founder.number("lic")
    issued = expires - timedelta(days=3 * 365)
    made = Licence(f"lic-{number:08d}", f"YC{number:010d}", holder, staff_number, employer, issued, expires)
    cast.licences.append(made)
    return made


def patent(
    cast: Cast,
    founder: Founder,
    applicant: Organization,
    inventors: Sequence[Person],
    topic: str,
    filed: date,
    *,
    lapsed: bool = False,
) -> Patent:
    """An invention of some people at a company, published some months after it was filed."""
    number = founder.number("pat")
    published = min(filed + timedelta(days=cast.rng.randrange(100, 200)), founder.as_of - timedelta(days=2))
    made = Patent(
        f"pat-{number:08d}", applicant, list(inventors), topic,
        cast.rng.randrange(len(phrases.INVENTIONS[topic])), filed, published,
        identifiers.cn_publication(number), identifiers.cn_application(number, filed.year), lapsed,
    )  # fmt: skip
    cast.patents.append(made)
    return made


def declaration(cast: Cast, founder: Founder, importer: Organization, day: date) -> Declaration:
    """Something that a company imported."""
    rng, number = cast.rng, founder.number("decl")
    origin, code = rng.choice(phrases.GOODS)
    codes = (code,) if rng.random() < 0.7 else (code, "85371090")
    made = Declaration(
        f"decl-{number:08d}", identifiers.customs_declaration(number, day.year), importer,
        rng.choice(phrases.SENDERS), origin, rng.choice(phrases.AGENTS), codes, day,
        rng.randrange(200, 9000), rng.randrange(20, 900) * 1000,
    )  # fmt: skip
    cast.declarations.append(made)
    return made


def payment(cast: Cast, founder: Founder, payer: Organization, deal: Deal, day: date, amount: int) -> Payment:
    """Money for one of our contracts, from whoever paid it."""
    number = founder.number("pay")
    made = Payment(f"pay-{number:08d}", payer, deal.organization, deal, day, amount, deal.currency)
    cast.payments.append(made)
    return made


def call(
    cast: Cast, founder: Founder, organization: Organization, guest: Person, day: date,
    turns: list[tuple[bool, str]],
) -> Call:  # fmt: skip
    """A recorded call of the account's owner with somebody there."""
    made = Call(founder.id("call"), organization, organization.owner, guest, life.moment(cast, day), turns)
    cast.calls.append(made)
    return made


def spare_part(cast: Cast, founder: Founder, supplier: Organization, *, short: bool = False) -> SparePart:
    """A part that we keep in stock, `short` of what there should be."""
    rng, number = cast.rng, founder.number("part")
    name = phrases.PARTS[number % len(phrases.PARTS)][0 if supplier.language == "zh" else 1]
    level = rng.randrange(10, 40)
    stock = rng.randrange(level) if short else level + rng.randrange(1, 60)
    made = SparePart(
        f"part-{number:08d}", identifiers.machine_serial(number, "SP"), name, supplier, stock, level
    )
    cast.spare_parts.append(made)
    return made


def repair(cast: Cast, founder: Founder, device: Device, parts: Sequence[SparePart], day: date) -> Repair:
    """What our workshop did to a device."""
    start = life.moment(cast, day)
    made = Repair(
        founder.id("rep"), device, list(parts), start, start + timedelta(hours=cast.rng.randrange(2, 9)),
        cast.rng.randrange(3, 90) * 100,
    )  # fmt: skip
    cast.repairs.append(made)
    return made
