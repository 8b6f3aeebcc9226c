"""One organization, `x`, whose twelve dimensions are worked out by hand in `test_dimensions.py`.

Today is 2024-06-30.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from factories import LEIS, company, person, row
from fragments import NOW

from graph_platform.facts import Claim, Mention, Record, Row

LABELS = {"person": "Person", "contact": "Contact", "order": "Order", "lawsuit": "Lawsuit", "post": "JobPost"}
LABELS |= {"skill": "Skill", "patent": "Patent", "battery": "Battery", "vehicle": "Vehicle", "alarm": "Alarm"}
LABELS |= {"ticket": "Ticket", "deal": "Opportunity", "school": "School", "certificate": "Certificate"}
LABELS |= {"case": "CaseStudy"}


def organization() -> Row:
    """The organization itself, as both data sets say it: what joins them is its LEI."""
    return row("x", company("x", lei=LEIS[0], industry="Automotive"))


def evidence() -> list[Row]:
    """Everything that is known of it."""
    facts = [*_owners(), *_subsidiaries(), *_executives(), *_trade(), *_risk(), *_technology()]
    facts += [*_devices(), *_tickets(), *_buying(), *_partner()]
    stated = [
        row(fact.key if isinstance(fact, Record) else f"row/{place}", fact, line=place)
        for place, fact in enumerate(facts, 2)
    ]
    return [organization(), *stated]


def thing(key: str, **values: Any) -> Record:
    """A record whose label its key begins with: `ticket/1`."""
    return Record(key, _label(key), values)


def link(relation: str, start: str, end: str, since: Any = None, until: Any = None, **values: Any) -> Claim:
    """A claim between two of them."""
    ends = Mention(start, _label(start)), Mention(end, _label(end))
    return Claim(f"{relation}/{start}>{end}", relation, *ends, values, since, until)


def _label(key: str) -> str:
    return LABELS.get(key.partition("/")[0], "Company")


def _owners() -> Iterator[Record | Claim]:
    """x: b 50 %, c 30 %, r 20 % until 2023. b: p 60 %, c 40 %. c: q 80 %, b 20 %. s holds 5 % through others."""
    yield from (company(key) for key in ("b", "c", "r"))
    yield person("person/p")
    yield person("person/q", topics=["sanction"])
    yield link("OWNS", "b", "x", share="50%")
    yield link("OWNS", "c", "x", share="30%")
    yield link("OWNS", "r", "x", share="20%", until="2023-01-01")
    yield link("OWNS", "person/p", "b", share="60%")
    yield link("OWNS", "c", "b", share="40%")
    yield link("OWNS", "person/q", "c", share="80%")
    yield link("OWNS", "b", "c", share="20%")
    yield link("OWNS", "person/s", "x", share="5%", direct=False)


def _subsidiaries() -> Iterator[Record | Claim]:
    """x: s1 60 %, t 25 %, u 20 %. s1: t 30 %. t controls v. w is part of x, and x of g."""
    yield from (company(key) for key in ("s1", "t", "u", "v", "w", "g"))
    yield link("OWNS", "x", "s1", share="60%")
    yield link("OWNS", "x", "t", share="25%")
    yield link("OWNS", "x", "u", share="20%")
    yield link("OWNS", "s1", "t", share="30%")
    yield link("CONTROLS", "t", "v")
    yield link("PART_OF", "w", "x")
    yield link("PART_OF", "x", "g")


def _executives() -> Iterator[Record | Claim]:
    """e1 and e2 hold posts in x and in o1; e1 worked for o2 once; both studied at one school; e3 has left."""
    yield from (company(key) for key in ("o1", "o2", "o3"))
    yield from (person(f"person/e{number}") for number in (1, 2, 3))
    for key in ("person/e1", "person/e2"):
        yield link("HOLDS_POST", key, "x", post_kind="director")
        yield link("HOLDS_POST", key, "o1", post_kind="director")
        yield link("STUDIED_AT", key, "school/1", "1998-09-01", "2002-07-01")
    yield link("WORKS_FOR", "person/e1", "o2", "2010-01-01", "2020-01-01")
    yield link("HOLDS_POST", "person/e3", "x", "2010-01-01", "2020-01-01")
    yield link("HOLDS_POST", "person/e3", "o3")


def _trade() -> Iterator[Record | Claim]:
    """a1 600 and a2 200 for cells, a3 200 for motors; c1 bought for 400 and c2 for 100 within a year."""
    yield from (company(key) for key in ("a1", "a2", "a3", "c1", "c2"))
    for key, category, amount in (("a1", "cells", 600), ("a2", "cells", 200), ("a3", "motors", 200)):
        yield link("SUPPLIES", key, "x", category=category, amount=f"{amount} CNY")
    for number, (buyer, amount, at) in enumerate(
        [
            ("c1", 300, "2024-05-01"),
            ("c1", 100, "2023-09-01"),
            ("c2", 100, "2024-01-01"),
            ("c2", 900, "2022-01-01"),
        ]
    ):
        yield thing(f"order/{number}", amount=f"{amount} EUR", at=at)
        yield link("SELLS", "x", f"order/{number}")
        yield link("BUYS", buyer, f"order/{number}")


def _risk() -> Iterator[Record | Claim]:
    """x is defendant in an open and in a closed case and plaintiff in a third; a debt of its owner b is enforced."""
    for number, (who, role, status) in enumerate(
        [
            ("x", "被告", "未结案"),
            ("x", "被告", "已结案"),
            ("x", "原告", "审理中"),
            ("b", "被执行人", "执行中"),
        ]
    ):
        yield thing(f"lawsuit/{number}", at="2024-02-01", status=status, amount="1000 CNY", tags=["裁判文书"])
        yield link("PARTY_TO", who, f"lawsuit/{number}", party_role=role)


def _technology() -> Iterator[Record | Claim]:
    """This year two skills and a patent; the year before the first of the skills and a third."""
    yield from (thing(f"skill/{name}", name=f"skill {name}") for name in "abc")
    for number, (published, skills) in enumerate([("2024-03-01", "ab"), ("2022-10-01", "ac")]):
        yield thing(f"post/{number}", published=published, job_title="engineer")
        yield link("POSTED", "x", f"post/{number}")
        yield from (link("REQUIRES_SKILL", f"post/{number}", f"skill/{name}") for name in skills)
    for number, filed in enumerate(("2023-12-01", "2021-12-01")):
        yield thing(f"patent/{number}", filed=filed, classes=["H01M 10/42"], title="battery")
        yield link("AUTHORED", "x", f"patent/{number}")


def _devices() -> Iterator[Record | Claim]:
    """Two batteries at 0.7 and 0.9, one of them x's own too and out of warranty, and a vehicle; an alarm of late."""
    yield thing("battery/1", name="battery 1", state_of_health="70%")
    yield thing("battery/2", name="battery 2", state_of_health="90%", warranty_until="2024-01-01")
    yield thing("vehicle/1", name="vehicle 1")
    yield link("INSTALLED_AT", "battery/1", "x")
    yield link("INSTALLED_AT", "battery/2", "x")
    yield link("OWNS", "x", "battery/2")
    yield link("OPERATES", "x", "vehicle/1")
    for number, at in enumerate(("2024-06-01", "2023-06-01")):
        yield thing(f"alarm/{number}", at=at, severity="high", code="E1")
        yield link("CONCERNS", f"alarm/{number}", "battery/1")


def _tickets() -> Iterator[Record | Claim]:
    """Nine tickets in the last 90 days, of which three are solved after ten hours; one in each 30 days before."""
    ages = [15] * 9 + [15 + 30 * period for period in range(3, 15)]
    for number, age in enumerate(ages):
        at = NOW - timedelta(days=age)
        solved = {"solved_at": at + timedelta(hours=10)} if number < 3 else {}
        yield thing(f"ticket/{number}", at=at, priority="high" if number < 5 else "low", **solved)
        yield link("RAISED", "x", f"ticket/{number}")


def _buying() -> Iterator[Record | Claim]:
    """A decider, a user who reports to the decider, and somebody from elsewhere who blocks one deal; k4 has no part."""
    yield thing("contact/k1", name="K1", buying_role="decider", interests=["TCO"])
    yield thing("contact/k2", name="K2", buying_role="user", interests=["downtime", "TCO"])
    yield thing("contact/k3", name="K3")
    yield thing("contact/k4", name="K4")
    yield from (link("WORKS_FOR", f"contact/{key}", "x", job_title="manager") for key in ("k1", "k2", "k4"))
    yield link("REPORTS_TO", "contact/k2", "contact/k1")
    yield thing("deal/1", at="2024-04-01")
    yield link("BUYS", "x", "deal/1")
    yield link("ATTENDED", "contact/k3", "deal/1", buying_role="blocker")


def _partner() -> Iterator[Record | Claim]:
    """Three certificates, one of them expired and one a contact's; a case in its own industry and one in another."""
    for number, (who, since, until) in enumerate(
        [
            ("x", "2023-01-01", "2025-01-01"),
            ("x", "2020-01-01", "2023-01-01"),
            ("contact/k4", "2024-01-01", None),
        ]
    ):
        yield thing(f"certificate/{number}", field="service", level="gold")
        yield link("HOLDS_CERTIFICATE", who, f"certificate/{number}", since, until)
    for number, industry in enumerate(("Automotive", "Rail")):
        yield thing(f"case/{number}", industry=industry, title="a case", published="2023-01-01")
        yield link("AUTHORED", "x", f"case/{number}")
    yield link("PARTNER_OF", "x", "g")
