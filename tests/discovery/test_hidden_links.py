"""`graph-platform discover --kind link` over a market in which some supplies are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from factories import company, day, emptied, load_rows, mention, row
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.facts import Claim, Row
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings, current_settings

SIDES, SUPPLIERS, BUYERS = 2, 14, 18
KIND = "link/SUPPLIES"


def market(hidden: set[tuple[str, str]]) -> Iterator[Row]:
    """Two trades: of each, nearly every supplier supplies nearly every buyer, but for what is hidden."""
    random = Random(7)
    for side in range(SIDES):
        for buyer in range(BUYERS):
            yield row(f"b{side}-{buyer}", company(f"b{side}-{buyer}", name=f"Buyer {side}-{buyer}"))
        for supplier in range(SUPPLIERS):
            key = f"s{side}-{supplier}"
            claims = [
                Claim(f"SUPPLIES/{to}", "SUPPLIES", mention(key), mention(to))
                for to in (f"b{side}-{buyer}" for buyer in range(BUYERS))
                if random.random() < 0.85 and (key, to) not in hidden
            ]
            yield row(key, company(key, name=f"Supplier {key[1:]}"), *claims)


@pytest.fixture(scope="module")
def ids(database: Database, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The market, with two supplies left out; ids by name."""
    ensure_schema(database)
    emptied(database)
    rows = list(market({("s0-3", "b0-4"), ("s1-5", "b1-2")}))
    load_rows(database, tmp_path_factory.mktemp("market"), "market", rows, observed=day(3))
    return {
        each["name"]: each["id"]
        for each in database.read("MATCH (n:Entity) RETURN n.id AS id, n.name AS name")
    }


@pytest.fixture(scope="module")
def links(ids: dict[str, str], settings: Settings) -> Iterator[list[dict[str, Any]]]:
    """What a run finds there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
        current_settings.cache_clear()
        yield found()


def found() -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["discover", "--kind", "link", "--json"])
    assert result.exit_code == 0, result.exception or result.output
    return [each for each in json.loads(result.stdout)["found"] if each["kind"] == KIND]


def scores(links: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(each["roles"]["supplier"][0], each["roles"]["customer"][0]): each["score"] for each in links}


def test_a_supply_that_was_left_out_is_found_and_none_across_the_trades(
    ids: dict[str, str], links: list[dict[str, Any]]
) -> None:
    pairs = scores(links).keys()
    assert (ids["Supplier 0-3"], ids["Buyer 0-4"]) in pairs
    side = {id_: name.split()[1].split("-")[0] for name, id_ in ids.items()}
    assert [pair for pair in pairs if side[pair[0]] != side[pair[1]]] == []
    assert all(0.3 <= each["score"] <= 1 for each in links)


def test_every_link_has_a_path_of_relationships_that_are_there(
    ids: dict[str, str], database: Database
) -> None:
    for link in found():
        assert link["evidence"], link
        for leg in link["evidence"]:
            for step in leg["steps"]:
                asked = (
                    "MATCH (:Entity {id: $start})-[r:SUPPLIES]->(:Entity {id: $end}) RETURN count(r) AS many"
                )
                (row,) = database.read(asked, {"start": step["start"], "end": step["end"]})
                assert row["many"] == 1, step


def test_the_same_seed_finds_the_same_links(links: list[dict[str, Any]]) -> None:
    assert found() == links


def test_without_the_records_behind_it_a_link_is_less_probable_or_gone(
    ids: dict[str, str], links: list[dict[str, Any]], database: Database, tmp_path: Path
) -> None:
    pair = (ids["Supplier 0-3"], ids["Buyer 0-4"])
    # nobody is said to supply that buyer any more
    gone = {(f"s0-{supplier}", "b0-4") for supplier in range(SUPPLIERS)} | {("s1-5", "b1-2")}
    rows = list(market(gone | {("s0-3", "b0-4")}))
    load_rows(database, tmp_path, "market", rows, observed=day(9))
    assert scores(found()).get(pair, 0) < scores(links)[pair]
