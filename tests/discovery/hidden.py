"""A small graph with hidden interests in it, each beside a near miss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factories import company, day, emptied, load_rows, mention, owns, row

from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.schema import ensure_schema

NORTH, SOUTH = ("region:north",), ("region:south",)
BOARD, BOOKS = "board", "books"


def hide(database: Database, home: Path) -> dict[str, str]:
    """Load it in place of what was there; ids by name."""
    ensure_schema(database)
    emptied(database)
    load_rows(database, home, BOARD, [*_circle(), *_trade(), *_hands()], observed=day(10), trust=0.9)
    load_rows(database, home, BOOKS, [*_accounts(), *_people()], observed=day(20))
    database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    named = "MATCH (n:Entity) RETURN n.id AS id, coalesce(n.name, n.title) AS name"
    return {each["name"]: each["id"] for each in database.read(named)}


def _company(key: str, name: str, *claims: Claim, scopes: tuple[str, ...] = NORTH, **values: Any) -> Row:
    return row(key, company(key, name=name, **values), *claims, scopes=scopes)


def _circle() -> list[Row]:
    return [
        _company("p", "P Ltd", owns("p", "q", "30%")),
        _company("q", "Q Ltd", owns("q", "r", "30%")),
        _company("r", "R Ltd", owns("r", "p", "30%")),
        # leads into the circle, and is no part of it
        _company("outside", "Outside Ltd", owns("outside", "p", "40%")),
        # came to its end before the day
        _company("once", "Once Ltd", owns("once", "outside", "10%", until="2020-01-01")),
    ]


def _supplies(supplier: str, customer: str) -> Claim:
    return Claim(f"SUPPLIES/{customer}", "SUPPLIES", mention(supplier), mention(customer))


def _trade() -> list[Row]:
    return [
        _company("top", "天顶控股有限公司", owns("top", "middle", "100%"), owns("top", "s", "60%")),
        _company("middle", "Middle Holding Ltd", owns("middle", "k", "75%"), scopes=SOUTH),
        _company("s", "Sealing Supply Ltd", _supplies("s", "k"), _supplies("s", "free")),
        _company("k", "Kiln Works Ltd"),
        _company("free", "Free Works Ltd"),
        _company("minor", "Minor Holding Ltd", owns("minor", "free", "30%"), owns("minor", "s", "20%")),
    ]


def _officer(person: str, *companies: str) -> Row:
    record = Record(person, "Executive", {"name": f"Officer {person}"})
    return row(
        person,
        record,
        *(Claim(f"HOLDS_POST/{at}", "HOLDS_POST", mention(person, "Executive"), mention(at)) for at in companies),
        scopes=NORTH,
    )  # fmt: skip


def _hands() -> list[Row]:
    many = [f"agent{number}" for number in range(9)]
    return [
        _company("x", "Xylo Trade Ltd", phone="+44 20 7946 0018", address="1 Quiet Lane, Leeds"),
        _company("y", "Yarrow Goods Ltd", phone="+44 20 7946 0018", address="1 Quiet Lane, Leeds"),
        # shares the phone alone
        _company("z", "Zinnia Ltd", phone="+44 20 7946 0019"),
        _company("zz", "Zorro Ltd", phone="+44 20 7946 0019"),
        *(_company(key, f"Client {key} Ltd", address="Agent House, Hull") for key in many),
        _company("shell", "Shell Ltd", owns("shell", "z", "10%"), address="Agent House, Hull"),
        _officer("keller", "x", "y"),
        _officer("nominee", "shell", *many),
    ]


def _accounts() -> list[Row]:
    def manages(user: str, *customers: str) -> Row:
        record = Record(user, "User", {"name": f"Rep {user}"})
        claims = (
            Claim(f"MANAGES_ACCOUNT/{at}", "MANAGES_ACCOUNT", mention(user, "User"), mention(at))
            for at in customers
        )
        return row(user, record, *claims, scopes=NORTH)

    return [
        _company("k-account", "Kiln account"),
        _company("s-account", "Sealing account", owns("s-account", "k-account", "80%")),
        _company("t-account", "Third account", owns("s-account", "t-account", "80%")),
        manages("ann", "k-account"),
        manages("bob", "t-account"),
    ]


def _people() -> list[Row]:
    def works(person: str, at: str, **values: Any) -> Row:
        label = "Contact" if values else "Person"
        record = Record(person, label, {"name": f"{person.title()} Testing", **values})
        claims = [Claim("WORKS_FOR", "WORKS_FOR", mention(person, label), mention(at))]
        return row(person, record, *claims, scopes=NORTH)

    def knows(one: str, other: str, label: str) -> Row:
        claim = Claim("KNOWS", "KNOWS", mention(one, label), mention(other, "Person"))
        return row(f"{one}-knows-{other}", claim, scopes=NORTH)

    return [
        works("dora", "k-account", buying_role="decider"),
        works("fred", "k-account"),
        works("gina", "k-account"),
        knows("fred", "gina", "Person"),
        row(
            "fred-reports",
            Claim("REPORTS_TO", "REPORTS_TO", mention("fred", "Person"), mention("dora", "Contact")),
            scopes=NORTH,
        ),
        knows("bob", "fred", "User"),
    ]
