"""A supplier of ours is about to fail, and which customers that hits.

Two parts in our stock come from one supplier, and are short. Courts enforce what it owes (services' exports of
enforcements), and what it imports has dried up (customs): each alone happens to sound companies. Our workshop put
these parts into devices of two customers (repairs), who are known by the devices' numbers (service desk).

Decoys: in the enforcements it is the one that is owed (`creditor`); they were closed years ago (`settled`); they are
a namesake's, by its number (`namesake`); it imports as ever (`steady_imports`).
"""

from __future__ import annotations

from datetime import timedelta

from graph_platform.generator import life, paperwork
from graph_platform.generator.cast import Cast
from graph_platform.generator.papers import SparePart
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.stories.owning import staffed
from graph_platform.generator.stories.telling import tell
from graph_platform.generator.vocabulary import PLACES
from graph_platform.generator.world import Organization

QUIET_DAYS = 90
"""For how long the imports of a supplier at risk have dried up."""


def supplier_at_risk(cast: Cast, founder: Founder, part: Part) -> None:
    """Puts the story of a supplier at risk, or a decoy of it, into the cast."""
    supplier = staffed(cast, founder, "supplier", part.language)
    life.own(cast, founder, supplier, None)
    stock = [paperwork.spare_part(cast, founder, supplier, short=True) for _ in range(2)]
    roles, evidence = {"supplier": supplier}, [each.id for each in stock]
    for place in range(part.customers):
        customer, mended = _customer(cast, founder, part, stock)
        roles[f"customer_{place + 1}"] = customer
        evidence += mended
    debtor = supplier
    if part.decoy == "namesake":
        debtor = roles["namesake"] = _namesake(cast, founder, supplier)
    cases = _enforce(cast, founder, debtor, part.decoy)
    imports = _import(cast, founder, supplier, steady=part.decoy == "steady_imports")
    tell(
        cast,
        founder,
        part,
        roles,
        {"enforcements": len(cases), "imports": len(imports)},
        [*evidence, *cases, *imports],
    )


def _customer(
    cast: Cast, founder: Founder, part: Part, stock: list[SparePart]
) -> tuple[Organization, list[str]]:
    """A customer whose devices have our supplier's parts in them; it, and the ids of the repairs."""
    rng = cast.rng
    customer = staffed(cast, founder, "dealer", part.language, customer=True)
    customer.serviced = True
    life.own(cast, founder, customer, None)
    life.deal(cast, founder, customer)
    repairs = []
    for device in [founder.battery(cast, customer) for _ in range(rng.randrange(2, 5))]:
        life.complain(cast, founder, device, life.past(cast, founder, days=150))
        used = rng.sample(stock, rng.randrange(1, len(stock) + 1))
        day = paperwork.days_ago(cast, founder, 2, 150)
        repairs.append(paperwork.repair(cast, founder, device, used, day).id)
    return customer, repairs


def _namesake(cast: Cast, founder: Founder, supplier: Organization) -> Organization:
    """A company of the same name but for its city, with a number of its own."""
    other = staffed(cast, founder, "supplier", supplier.language)
    elsewhere = [(place.zh, place.en) for place in PLACES if place.zh != supplier.city]
    town = (other.city, other.city_en)
    city, city_en = town if town in elsewhere else cast.rng.choice(elsewhere)
    other.name = supplier.name.replace(supplier.city, city, 1)
    other.english = supplier.english.replace(supplier.city_en, city_en, 1)
    other.short = supplier.short
    life.own(cast, founder, other, None)
    return other


def _enforce(cast: Cast, founder: Founder, about: Organization, decoy: str | None) -> list[str]:
    """What courts enforce against the company, or for it; the ids of the cases."""
    made = []
    for _ in range(cast.rng.randrange(2, 6)):
        least, most = (900, 1500) if decoy == "settled" else (5, 110)
        filed = paperwork.days_ago(cast, founder, least, most)
        case = paperwork.case(
            cast, founder, about, filed, enforced=True, claims=decoy == "creditor",
            closed=filed + timedelta(days=cast.rng.randrange(60, 200)) if decoy == "settled" else None,
        )  # fmt: skip
        made.append(case.id)
    return made


def _import(cast: Cast, founder: Founder, supplier: Organization, *, steady: bool) -> list[str]:
    """A year of imports, which dry up in the last months unless they are steady; their ids."""
    rng, made = cast.rng, list[str]()
    for month in range(12):
        recent = month < QUIET_DAYS // 30
        number = rng.randrange(3, 6)
        if recent and not steady:
            number = 1 if month == 2 and rng.random() < 0.5 else 0
        for _ in range(number):
            day = paperwork.days_ago(cast, founder, 30 * month + 1, 30 * month + 31)
            made.append(paperwork.declaration(cast, founder, supplier, day).id)
    return made
