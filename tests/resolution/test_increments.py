"""Increments: what was touched since the last run is resolved as a full run would, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from factories import company, emptied, load_rows, mention, owns, person, row
from graph_check import check, portrait

from graph_platform.database import Database
from graph_platform.facts import Claim, Row
from graph_platform.loading.closing import forget
from graph_platform.resolution.running import run, run_new
from graph_platform.resolution.steering import judge, undo
from graph_platform.schema import ensure_schema

MOBILE = "+86139112044{:02}"
NAMES = (
    ("陈丽华", "Chen Lihua"),
    ("欧阳靖雯", "Ouyang Jingwen"),
    ("张伟", "Zhang Wei"),
    ("Grace Brown", "G. Brown"),
)
BRANDS = (("无锡岚途轴承有限公司", "无锡岚途轴承"), ("Redcliffe Bearings Limited", "Redcliffe Bearings Ltd"))


@pytest.fixture
def empty(database: Database) -> Iterator[Database]:
    ensure_schema(database)
    emptied(database)
    yield database
    emptied(database)


def exports() -> dict[str, list[list[Row]]]:
    """Three systems that know the same people and companies, each in two exports; the second changes some rows."""
    found: dict[str, list[list[Row]]] = {}
    for number, system in enumerate(("sales", "service", "hiring")):
        first, second = [], []
        for at, names in enumerate(NAMES):
            values = {"name": names[number % 2], "phone": [MOBILE.format(at)]}
            first.append(row(f"p{at}", person(f"p{at}", **values), _works(f"p{at}", f"c{at % 2}")))
        for at, names in enumerate(BRANDS):
            first.append(
                row(f"c{at}", company(f"c{at}", name=names[number % 2], phone=[f"+86510853022{at}7"]))
            )
        second.append(row("p9", person("p9", name="陈丽华", phone=[MOBILE.format(0)], city="成都")))
        changed = {"name": "李娜", "phone": [MOBILE.format(77)]} if system == "hiring" else {"name": "张伟"}
        second.append(row("p2", person("p2", **changed)))
        second.append(row("c9", company("c9", name=BRANDS[0][0], city="无锡"), owns("c9", "c1", 60)))
        found[system] = [first, second]
    return found


def _works(one: str, other: str) -> Claim:
    return Claim(f"WORKS_FOR/{one}", "WORKS_FOR", mention(one, "Person"), mention(other), {}, None, None)


def load_all(
    database: Database, home: Path, order: Sequence[tuple[str, int]], folder: Path | None = None
) -> None:
    every = exports()
    for system, part in order:
        load_rows(database, home, system, every[system][part], file=f"{system}{part}")
        if folder:
            run_new(database, folder)


def shuffled(seed: int) -> list[tuple[str, int]]:
    order = [(system, part) for system in exports() for part in (0, 1)]
    random.Random(seed).shuffle(order)
    # a system's second export comes after its first
    return [
        (system, sum(1 for each, _ in order[:at] if each == system)) for at, (system, _) in enumerate(order)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_increments_end_as_one_full_run_does(empty: Database, tmp_path: Path, seed: int) -> None:
    order = shuffled(seed)
    load_all(empty, tmp_path, order, tmp_path / "kept")
    stepwise = portrait(check(empty))
    assert run(empty, dry_run=True).changed == 0
    emptied(empty)
    load_all(empty, tmp_path, order)
    assert run(empty).changed > 0
    assert portrait(check(empty)) == stepwise


def test_after_the_first_run_only_what_is_touched_is_looked_at(empty: Database, tmp_path: Path) -> None:
    rows = [
        row(str(n), company(str(n), name=f"岚途第{n}号轴承有限公司", phone=[f"+86510{n:08}"]))
        for n in range(10, 60)
    ]
    load_rows(empty, tmp_path, "sales", rows)
    assert run_new(empty, tmp_path).full
    load_rows(
        empty, tmp_path, "service", [row("1", company("1", name="岚途第11号轴承", phone=["+8651000000011"]))]
    )
    summary = run_new(empty, tmp_path)
    assert not summary.full
    assert summary.changed == 1
    assert summary.records < 20
    assert run_new(empty, tmp_path).records == 0


def test_a_data_set_that_is_forgotten_leaves_nothing_of_what_it_joined(
    empty: Database, tmp_path: Path
) -> None:
    load_all(empty, tmp_path, [("sales", 0), ("service", 0)], tmp_path / "kept")
    forget(empty, "service")
    run_new(empty, tmp_path / "kept")
    left = portrait(check(empty))
    assert run(empty, dry_run=True).changed == 0
    emptied(empty)
    load_all(empty, tmp_path, [("sales", 0)])
    run(empty)
    assert portrait(check(empty)) == left


def test_what_people_decide_between_two_runs_holds(empty: Database, tmp_path: Path) -> None:
    load_all(empty, tmp_path, [("sales", 0), ("service", 0)], tmp_path / "kept")
    before = portrait(check(empty))
    ids = [r["id"] for r in check(empty).labelled("Record").values() if r["key"] in ("p0", "p1")][:2]
    (number,) = judge(empty, ids[0], ids[1], True, "somebody", "")
    merged = portrait(check(empty))
    assert run_new(empty, tmp_path / "kept").changed == 0
    assert portrait(check(empty)) == merged
    undo(empty, number, "somebody", "")
    run_new(empty, tmp_path / "kept")
    assert portrait(check(empty)) == before


def test_a_run_elsewhere_makes_what_was_kept_useless(empty: Database, tmp_path: Path) -> None:
    load_all(empty, tmp_path, [("sales", 0)], tmp_path / "here")
    load_all(empty, tmp_path, [("service", 0)])
    run(empty, folder=tmp_path / "there")
    assert run_new(empty, tmp_path / "here").full
