"""Random histories of loads against a real database: after every step the whole graph is judged anew.

A step loads some rows into one of three data sets (new, changed, unchanged, older than what is there, complete or not,
in batches of any size) or forgets one. The rows share exclusive identifiers within and across data sets, so that their
entities merge, split, end and come back.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from factories import DUNS, LEIS, company, day, emptied, load_rows, owns, row
from graph_check import check, portrait

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.facts import Claim, Record, Row
from graph_platform.loading.closing import forget

TRUST = {"a": 0.5, "b": 0.8, "c": 0.3}
KEYS = [f"k{number}" for number in range(5)]
STEPS = 8


class History:
    """Rows by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def record(self, key: str) -> Record:
        values: dict[str, Any] = {}
        if self.chance.random() < 0.5:
            values["lei"] = self.chance.choice(LEIS[:4])
        if self.chance.random() < 0.4:
            values["duns"] = self.chance.choice(DUNS[:3])
        if self.chance.random() < 0.3:
            values["name"] = self.chance.choice(["甲公司", "Acme", "Beta GmbH"])
        if self.chance.random() < 0.3:
            values["other_names"] = self.chance.sample(["x1", "x2", "x3"], 2)
        if self.chance.random() < 0.2:
            values["colour"] = "red"
        return company(key, **values)

    def claim(self, path: str, ends: list[str]) -> Claim:
        start, end = self.chance.sample(ends, 2)
        values: dict[str, Any] = {}
        if self.chance.random() < 0.5:
            values["since"] = self.chance.choice(["2001-01-01", "2002-01-01", "2003-01-01"])
        if self.chance.random() < 0.5:
            values["until"] = self.chance.choice(["2003-06-01", "2004-01-01"])
        if self.chance.random() < 0.3:
            values["interests"] = self.chance.sample(["i1", "i2", "i3"], 2)
        return owns(start, end, self.chance.choice([None, 10, 20, 30]), path, **values)

    def row(self) -> Row:
        seen = None if self.chance.random() < 0.7 else day(self.chance.randint(0, 20))
        more: dict[str, Any] = {"seen": seen, "scopes": (self.chance.choice("pq"),)}
        if self.chance.random() < 0.25:
            ends = [*KEYS, "shared/0", "shared/1"]
            paths = self.chance.sample(range(4), self.chance.randint(1, 3))
            claims = [self.claim(f"OWNS/{path}", ends) for path in paths]
            return row(f"link{self.chance.randint(0, 3)}", *claims, **more)
        key = self.chance.choice(KEYS)
        below = [f"{key}#holder[{number}]" for number in range(self.chance.choice([0, 0, 1, 2]))]
        if self.chance.random() < 0.4:
            below.append(f"shared/{self.chance.randint(0, 1)}")
        facts = [self.record(each) for each in (key, *below)]
        paths = self.chance.sample(range(4), self.chance.choice([0, 1, 1, 2, 3]))
        ends = list(dict.fromkeys([*KEYS, *below]))
        return row(key, *facts, *(self.claim(f"OWNS/{path}", ends) for path in paths), **more)

    def rows(self) -> list[Row]:
        made = [self.row() for _ in range(self.chance.randint(1, 6))]
        return list({each.key: each for each in made}.values())


@pytest.mark.parametrize("seed", range(16))
def test_the_graph_is_what_its_records_make_it_after_every_step(
    seed: int, database: Database, tmp_path: Path
) -> None:
    emptied(database)
    history = History(seed)
    chance = history.chance
    for step in range(STEPS):
        data_set = chance.choice("abc")
        if chance.random() < 0.12:
            try:
                forget(database, data_set)
            except UsageError:
                continue
            check(database)
            continue
        rows = history.rows()
        more: dict[str, Any] = {
            "observed": day(chance.randint(0, 6) if chance.random() < 0.3 else 10 + step),
            "trust": TRUST[data_set],
            "complete": chance.random() < 0.25,
            "facts_per_batch": chance.choice([1, 3, 10_000]),
            "file": f"{step}.rows",
        }
        load_rows(database, tmp_path, data_set, rows, **more)
        before = portrait(check(database), ids=True)
        load_rows(database, tmp_path, data_set, rows, **more)
        assert portrait(check(database), ids=True) == before, "loading a file again changed something"


@pytest.mark.parametrize("seed", range(100, 106))
def test_the_order_of_data_sets_and_the_size_of_batches_do_not_matter(
    seed: int, database: Database, tmp_path: Path
) -> None:
    history = History(seed)
    loads = [(data_set, history.rows()) for data_set in "abc"]
    found = []
    for order, size in ((loads, 10_000), (loads[::-1], 1)):
        emptied(database)
        for data_set, rows in order:
            load_rows(database, tmp_path, data_set, rows, trust=TRUST[data_set], facts_per_batch=size)
        found.append(portrait(check(database)))
    one, other = (without_history(each) for each in found)
    assert one == other


@pytest.mark.parametrize("seed", range(200, 206))
def test_forgetting_a_data_set_leaves_what_would_be_there_without_it(
    seed: int, database: Database, tmp_path: Path
) -> None:
    history = History(seed)
    loads = [(data_set, history.rows()) for data_set in "abab"]
    emptied(database)
    for number, (data_set, rows) in enumerate(loads):
        load_rows(database, tmp_path, data_set, rows, observed=day(number), trust=TRUST[data_set])
    forget(database, "a")
    found = portrait(check(database))
    emptied(database)
    for number, (data_set, rows) in enumerate(loads):
        if data_set == "b":
            load_rows(database, tmp_path, data_set, rows, observed=day(number), trust=TRUST[data_set])
    assert portrait(check(database)) == found


def without_history(told: Any) -> Any:
    """A portrait without older versions: a record that a later row of the file states anew has one in small batches."""
    return {each: times for each, times in told.items() if "['Version']" not in each}
