"""The planted world: what each attacker is after, loaded through the one loader. Every value is made up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factories import LEIS, company, day, emptied, load_rows, mention, row

from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.identity import entity_id, record_id
from graph_platform.loading.closing import forget
from graph_platform.schema import ensure_schema

PHONE, ID_NUMBER, MAIL = "13800138000", "11010119000109000X", "ceshi.ouyang@example.com"
BORN, WECHAT, PLATE, SALARY = "1900-01-09", "wxid_test000001", "京A·00000", 123_456
P1, PH, P3 = "欧阳测试", "司马测试", "阿依古丽·测试"
ACH = "隐测控股"
OF_A, OF_B, PUBLIC, NOBODY = ("owner:rep_a",), ("owner:rep_b",), ("public",), ("owner:nobody",)
ORCID = "0000-0002-1825-0097"
STAFF = 6
"""Colleagues of P-1 whose salaries are stored too."""
WORTH = {
    "name": P1,
    "phone": f"+86{PHONE}",
    "email": MAIL,
    "birth_date": BORN,
    "wechat": WECHAT,
    "salary": f"{SALARY} CNY",
}
WORTH |= {"job_title": "车队经理", "resident_id": ID_NUMBER, "gender": "male", "city": "三沙", "orcid": ORCID}


def person(key: str, scopes: tuple[str, ...], *claims: Claim, **values: Any) -> Row:
    return row(key, Record(key, "Contact", values), *claims, scopes=scopes)


def works(key: str, where: str) -> Claim:
    return Claim(f"WORKS_FOR/{where}", "WORKS_FOR", mention(key, "Contact"), mention(where), {})


def owned(owner: str, owned_: str, share: str, label: str = "Company") -> Claim:
    return Claim(f"OWNS/{owner}", "OWNS", mention(owner, label), mention(owned_), {"share": share})


def ticket(key: str, scopes: tuple[str, ...], about: str, **values: Any) -> Row:
    said = {"title": f"Ticket {key}", "at": day(100).isoformat(), "status": "open"} | values
    raised = Claim("RAISED", "RAISED", mention(about), mention(key, "Ticket"), {})
    return row(key, Record(key, "Ticket", said), raised, scopes=scopes)


def base() -> list[Row]:
    """What is there on both twins."""
    return [
        row("AC-A", company("AC-A", name="甲测物流", lei=LEIS[0], country="CN", industry="logistics"),
            owned("AC-A", "D1", "60%"), scopes=OF_A),
        row("AC-B", company("AC-B", name="乙测物流", country="CN"), scopes=OF_B),
        row("AC-C", company("AC-C", name="丙测科技", lei=LEIS[1], country="CN"), owned("D2", "AC-C", "40%"),
            scopes=PUBLIC),
        row("D1", company("D1", name="Ding Ceshi Ltd", country="GB"), owned("D1", "D2", "70%"), scopes=PUBLIC),
        row("D2", company("D2", name="Wu Ceshi Ltd", country="GB"), owned("P-3", "AC-C", "30%", "Contact"),
            scopes=PUBLIC),
        p1(),
        person("P-2", OF_B, works("P-2", "AC-B"), name="诸葛测试", phone="13900139000"),
        person("P-3", PUBLIC, name=P3, phone="13700137000"),
        person("P-9", OF_A, works("P-9", "AC-A"), name="Nobody Ceshi", job_title="driver"),
        *[
            person(f"C-{n}", OF_A, works(f"C-{n}", "AC-A"), name=f"Colleague {n}", salary=f"{10_000 * n} CNY",
                   job_title="mechanic", status="active")
            for n in range(1, STAFF + 1)
        ],
        ticket("T-1", OF_A, "AC-A", title="回电", text=f"请回电{PHONE}，或发到{MAIL}，身份证{ID_NUMBER}。"),
        ticket("T-2", OF_A, "AC-A", text="Plain words about a lamp."),
    ]  # fmt: skip


def p1(**changed: Any) -> Row:
    """P-1, or P-1 with other values; a value of None is left out."""
    values = {name: value for name, value in (WORTH | changed).items() if value is not None}
    return person("P-1", OF_A, works("P-1", "AC-A"), **values)


def hidden() -> list[Row]:
    """AC-H, P-H, E-H and what hangs on them: there on G1, and not on G0."""
    return [
        # what the hidden facts hang on, known again by its identifiers; said by records that nobody sees
        row("AC-A", Record("AC-A", "Company", {"lei": LEIS[0]}), scopes=NOBODY),
        row("AC-C", Record("AC-C", "Company", {"lei": LEIS[1]}), scopes=NOBODY),
        row("P-1", Record("P-1", "Contact", {"orcid": ORCID}), scopes=NOBODY),
        row("AC-H", company("AC-H", name=ACH, other_names=["Yince Holdings"], country="KP", industry="spying"),
            owned("AC-H", "AC-C", "30%"), owned("P-1", "AC-H", "30%", "Contact"), scopes=PUBLIC),
        person("P-H", PUBLIC, works("P-H", "AC-A"), name=PH, job_title="driver", city="平壤", status="ghost"),
        ticket("T-H", PUBLIC, "AC-H", title="Hidden lamp", text="A lamp is broken."),
        row("L-H", Record("L-H", "Lawsuit", {"title": "隐测 v 丙测", "at": day(90).isoformat(), "case_number": "000"}),
            Claim("PARTY_TO", "PARTY_TO", mention("AC-C"), mention("L-H", "Lawsuit"), {"party_role": "defendant"}),
            scopes=OF_B),
    ]  # fmt: skip


@dataclass
class World:
    """The planted graph; `G1` has the hidden facts, `G0` has not."""

    database: Database
    home: Path
    days: int = 10

    def id(self, key: str) -> str:
        """The id of what was planted under a key."""
        data_set = "hidden" if key in ("AC-H", "P-H", "T-H", "L-H") else "base"
        found = entity_id(record_id(data_set, key))
        return found

    def entity(self, data_set: str, key: str) -> str:
        """The id of what a data set says under a key."""
        return entity_id(record_id(data_set, key))

    def load(self, data_set: str, rows: list[Row], **more: Any) -> None:
        """Load rows, observed later than all before."""
        self.days += 1
        load_rows(self.database, self.home, data_set, rows, observed=day(self.days), **more)
        self.indexed()

    def indexed(self) -> None:
        self.database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")

    def plant(self) -> None:
        """Plant G1 in place of whatever there was."""
        emptied(self.database)
        ensure_schema(self.database)
        self.load("base", base())
        self.load("hidden", hidden())
        self.database.read("CALL db.awaitIndexes(60)")

    @contextmanager
    def without_hidden(self) -> Iterator[None]:
        """G0, for as long as a block runs."""
        forget(self.database, "hidden")
        self.indexed()
        try:
            yield
        finally:
            self.load("hidden", hidden())

    @contextmanager
    def with_p1(self, **changed: Any) -> Iterator[None]:
        """A twin on which P-1 has other values."""
        self.load("base", [p1(**changed)])
        try:
            yield
        finally:
            self.load("base", [p1()])

    @contextmanager
    def with_rows(self, *rows: Row, data_set: str = "twin") -> Iterator[None]:
        """A twin on which there is more."""
        self.load(data_set, list(rows))
        try:
            yield
        finally:
            forget(self.database, data_set)
            self.indexed()
