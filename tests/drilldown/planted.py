"""A small graph whose every number is known: a group, its dealers, people, packs and tickets."""

from __future__ import annotations

from pathlib import Path

from factories import day, load_rows, mention

from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.schema import ensure_schema

PHONE, MAIL = "+8613800138000", "ceshi.ouyang@example.com"
GROUP_USCC = "91310115X1CA4LGR2J"
NORTH, SOUTH = ("region:north",), ("region:south",)
DEALERS = 25
"""Dealers of the group in the north; one more is in the south."""
TICKETS = 30
PLANTED = 6 + DEALERS + 1 + 3 + 3 + TICKETS
"""Nodes: the group's six, dealers, a circle of three, packs, tickets."""


def plant(database: Database, home: Path) -> dict[str, str]:
    """Load it in place of what was there; ids by name."""
    with database.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    ensure_schema(database)
    load_rows(database, home, "register", [*_group(), *_dealers(), *_circle()], observed=day(10), trust=0.9)
    load_rows(database, home, "desk", [*_packs(), *_tickets()], observed=day(20))
    database.read("CALL db.awaitIndexes(60)")
    database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    return ids(database)


def ids(database: Database) -> dict[str, str]:
    """Ids by name, where all of it is there and nothing else; otherwise nothing."""
    named = "MATCH (n:Entity) RETURN n.id AS id, coalesce(n.name, n.title) AS name"
    found = {row["name"]: row["id"] for row in database.read(named)}
    (indexed,) = database.read("SHOW INDEXES YIELD name WHERE name = 'entity_search' RETURN count(*) AS many")
    return found if len(found) == PLANTED and indexed["many"] else {}


def _row(key: str, *facts: Record | Claim, scopes: tuple[str, ...] = NORTH) -> Row:
    records = tuple(fact for fact in facts if isinstance(fact, Record))
    return Row(
        key, 1, {"key": key}, records, tuple(fact for fact in facts if isinstance(fact, Claim)), scopes=scopes
    )


def _owns(
    owner: str, owned: str, share: str, since: str = "", until: str = "", label: str = "Company"
) -> Claim:
    return Claim(
        f"OWNS/{owner}",
        "OWNS",
        mention(owner, label),
        mention(owned),
        {"share": share},
        since or None,
        until or None,
    )


def _group() -> list[Row]:
    works = {"job_title": "车队经理"}
    return [
        _row("group", Record("group", "Company", {
            "name": "天东产业集团有限公司", "uscc": GROUP_USCC, "country": "CN", "industry": "holding",
            "employees": "12000", "annual_revenue": "1.5e9 CNY", "founded": "1998-05", "phone": PHONE,
        })),
        _row("fleet", Record("fleet", "Company", {
            "name": "Swift Ride-Hailing Ltd", "country": "GB", "employees": "300"}),
             _owns("group", "fleet", "80%", "2020-01-01")),
        _row("former", Record("former", "Company", {"name": "Former Daughter Ltd", "country": "GB"}),
             _owns("group", "former", "60%", "2015-01-01", "2022-01-01")),
        _row("ouyang", Record("ouyang", "Contact", {
            "name": "欧阳测试", "phone": PHONE, "email": MAIL, "birth_date": "1900-01-09", "job_title": "车队经理",
        }), Claim("WORKS_FOR/fleet", "WORKS_FOR", mention("ouyang", "Contact"), mention("fleet"), works)),
        _row("chen", Record("chen", "Executive", {"name": "Chen Lihua"}),
             _owns("chen", "group", "55%", label="Person")),
        _row("hidden", Record("hidden", "Company", {"name": "隐测控股", "country": "CN"}),
             _owns("hidden", "group", "45%"), scopes=SOUTH),
    ]  # fmt: skip


def _dealers() -> list[Row]:
    rows = []
    for number in range(DEALERS):
        key = f"dealer{number}"
        values = {
            "name": f"Dealer {number:02d}",
            "country": "CN" if number % 2 else "DE",
            "employees": str(number * 10),
        }
        rows.append(
            _row(key, Record(key, "Company", values), _owns("group", key, f"{50 + number}%", "2021-06-01"))
        )
    south = Record("southern", "Company", {"name": "Dealer South", "country": "CN", "employees": "7"})
    rows.append(_row("southern", south, _owns("group", "southern", "51%", "2021-06-01"), scopes=SOUTH))
    return rows


def _circle() -> list[Row]:
    rows = []
    for one, other in (("ring1", "ring2"), ("ring2", "ring3"), ("ring3", "ring1")):
        rows.append(_row(one, Record(one, "Company", {"name": one.title()}), _owns(one, other, "10%")))
    return rows


def _packs() -> list[Row]:
    rows = []
    for number in range(3):
        pack = Record(f"pack{number}", "Battery", {"name": f"Pack {number}", "model": "LX-200"})
        site = Claim("INSTALLED_AT", "INSTALLED_AT", mention(f"pack{number}", "Battery"), mention("customer"))
        rows.append(_row(f"pack{number}", pack, site))
    # the desk knows the group by its number alone
    rows.append(_row("customer", Record("customer", "Company", {"uscc": GROUP_USCC})))
    return rows


def _tickets() -> list[Row]:
    rows = []
    for number in range(TICKETS):
        key = f"ticket{number}"
        values = {
            "title": f"Charging fails {number}, call {PHONE}",
            "text": f"请回电 138 0013 8000，或发到{MAIL}",
            "at": day(100 + number).isoformat(),
            "status": "open" if number % 3 else "closed",
        }
        about = Claim("CONCERNS", "CONCERNS", mention(key, "Ticket"), mention(f"pack{number % 3}", "Battery"))
        rows.append(_row(key, Record(key, "Ticket", values), about))
    return rows
