"""`graph-platform discover` and its like, through the command line, over a real graph with hidden interests in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hidden import BOARD, hide
from typer.testing import CliRunner, Result

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import GraphPlatformError, UsageError
from graph_platform.settings import Settings, current_settings

Found = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    yield
    current_settings.cache_clear()


@pytest.fixture(scope="module")
def ids(database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The hidden graph, for tests that leave its facts as they are."""
    return hide(database, tmp_path_factory.mktemp("hidden"))


@pytest.fixture
def fresh(database: Database, tmp_path: Path) -> dict[str, str]:
    """The same without any finding, for a test that changes it; those behind it in this module ask for it too."""
    return hide(database, tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def told(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.exception or result.output
    return json.loads(result.stdout)


def error(result: Result) -> GraphPlatformError:
    assert isinstance(result.exception, GraphPlatformError), result.output
    return result.exception


def about(found: Found, kind: str) -> list[dict[str, list[str]]]:
    return [each["roles"] for each in found if each["kind"] == kind]


def names(ids: dict[str, str], *called: str) -> list[str]:
    return sorted(ids[name] for name in called)


def test_a_circle_of_holdings_is_found_without_those_that_only_lead_into_it(ids: dict[str, str]) -> None:
    (circle,) = about(told("discover")["found"], "interest/circular_holding")
    assert sorted(circle["member"]) == names(ids, "P Ltd", "Q Ltd", "R Ltd")


def test_customer_and_supplier_are_one_interest_only_where_majorities_lead_to_one_owner(
    ids: dict[str, str],
) -> None:
    (found,) = about(told("discover")["found"], "interest/customer_and_supplier")
    assert found == {
        "supplier": [ids["Sealing Supply Ltd"]],
        "customer": [ids["Kiln Works Ltd"]],
        "controller": [ids["天顶控股有限公司"]],
    }


def test_two_names_are_in_the_same_hands_only_where_several_things_are_shared(ids: dict[str, str]) -> None:
    (found,) = about(told("discover")["found"], "interest/same_hands")
    assert sorted(found["organization"]) == names(ids, "Xylo Trade Ltd", "Yarrow Goods Ltd")


def test_a_shell_is_told_by_several_signs_and_its_neighbours_at_the_address_are_not(
    ids: dict[str, str],
) -> None:
    found = about(told("discover")["found"], "interest/shell_like")
    assert {"organization": [ids["Shell Ltd"]]} in found
    best = told("discover", "list", "--kind", "interest/shell_like")[0]
    assert best["roles"] == {"organization": [ids["Shell Ltd"]]}


def test_customers_of_one_group_with_two_managers_are_found_apart(ids: dict[str, str]) -> None:
    (found,) = about(told("discover")["found"], "interest/buying_apart")
    assert sorted(found["customer"]) == names(ids, "Kiln account", "Third account")


def test_every_finding_shows_the_records_that_say_it(ids: dict[str, str]) -> None:
    for finding in told("discover")["found"]:
        shown = told("discover", "show", finding["id"])
        assert shown["facts"], finding
        for leg in shown["evidence"]:
            assert all(step["facts"] for step in leg["steps"]), finding
    text = run("discover", "show", finding["id"], "--language", "zh").stdout
    assert "What would refute it" in text


def test_as_of_a_day_before_anything_held_nothing_is_found_and_nothing_is_kept(ids: dict[str, str]) -> None:
    told("discover")
    before = told("discover", "list")
    past = told("discover", "--as-of", "2019-06-01", "--kind", "interest/circular_holding")
    assert past["kept"] is None
    assert told("discover", "list") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("discover", "--kind", "interests"), "interests"),
        (("discover", "--as-of", "yesterday"), "yesterday"),
        (("discover", "show", "0f0f0f0f"), "no such finding"),
        (("discover", "show", "0f"), "digits"),
        (("discover", "judge", "0f0f0f0f", "perhaps"), "judged one of"),
        (("discover", "list", "--judged", "maybe"), "maybe"),
        (("discover", "list", "--about", "0" * 32), "nothing has this id"),
        (("strength", "P Ltd", "0" * 32), "nothing in the graph"),
        (("influence",), "topic"),
        (("introduce", "nobody is called so"), "nothing in the graph"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(
    ids: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    refused = error(run(*arguments))
    assert isinstance(refused, UsageError)
    assert said in refused.message


def test_an_introduction_begins_with_one_of_ours_and_ends_with_one_of_theirs(ids: dict[str, str]) -> None:
    found = told("introduce", ids["Kiln account"])
    assert found[0]["nodes"] == [ids["Rep bob"], ids["Fred Testing"]]
    to_dora = told("introduce", ids["Dora Testing"])
    assert to_dora[0]["nodes"] == [ids["Rep bob"], ids["Fred Testing"], ids["Dora Testing"]]
    assert to_dora[0]["strength"] < found[0]["strength"]


def test_influence_begins_from_the_known_decider(ids: dict[str, str]) -> None:
    found = told("influence", ids["Kiln account"])
    assert found["from_deciders"] is True
    order = [each["id"] for each in found["ranked"]]
    # one knows the decider, the other only somebody who does
    assert order.index(ids["Fred Testing"]) < order.index(ids["Gina Testing"])
    assert ids["Dora Testing"] in order[:2]
    assert sum(each["share"] for each in found["ranked"]) == pytest.approx(1, abs=0.001)


def test_a_path_is_the_strongest_and_not_the_shortest(ids: dict[str, str]) -> None:
    found = told("path", ids["天顶控股有限公司"], ids["Kiln Works Ltd"])
    assert found["nodes"][0] == ids["天顶控股有限公司"]
    assert found["nodes"][-1] == ids["Kiln Works Ltd"]
    assert len(found["nodes"]) == 3


def test_a_second_run_finds_the_same_and_adds_nothing(fresh: dict[str, str]) -> None:
    first, second = told("discover"), told("discover")
    assert [each["id"] for each in first["found"]] == [each["id"] for each in second["found"]]
    assert first["kept"]["new"] == len(first["found"]) > 0
    assert second["kept"] == {
        "new": 0, "again": len(first["found"]), "changed": 0, "returned": 0, "gone": 0,
    }  # fmt: skip


def test_a_finding_without_its_evidence_is_gone_and_comes_back_with_it(
    fresh: dict[str, str], database: Database, tmp_path: Path
) -> None:
    told("discover")
    assert run("forget", BOARD, "--yes").exit_code == 0
    without = told("discover")
    assert about(without["found"], "interest/circular_holding") == []
    assert without["kept"]["gone"] > 0
    assert about(told("discover", "list"), "interest/circular_holding") == []
    (gone,) = [
        each for each in told("discover", "list", "--gone") if each["kind"] == "interest/circular_holding"
    ]
    assert gone["gone"] is not None
    hide(database, tmp_path)
    # emptied with everything else, so found as new
    assert about(told("discover")["found"], "interest/circular_holding") != []


def test_what_was_judged_is_not_listed_as_new_and_stays_judged_when_it_is_found_again(
    fresh: dict[str, str],
) -> None:
    found = told("discover")["found"]
    first = found[0]["id"]
    assert (
        run("discover", "judge", first[:8], "reject", "--by", "ann", "--why", "sold last year").exit_code == 0
    )
    told("discover")
    assert first not in [each["id"] for each in told("discover", "list")]
    (judged,) = told("discover", "list", "--judged", "rejected")
    assert judged["id"] == first
    shown = told("discover", "show", first)
    assert [(each["verdict"], each["by"], each["why"]) for each in shown["verdicts"]] == [
        ("rejected", "ann", "sold last year")
    ]


def test_a_finding_follows_its_entity_through_a_merge(fresh: dict[str, str]) -> None:
    told("discover")
    merged = run("resolve", "merge", fresh["P Ltd"], fresh["Zorro Ltd"], "--why", "same").exit_code
    assert merged == 0
    (found,) = told("discover", "list", "--kind", "interest/circular_holding", "--about", fresh["P Ltd"])
    assert len(found["roles"]["member"]) == 3


def test_an_empty_graph_has_no_findings(database: Database, clean_database: Database) -> None:
    assert told("discover")["found"] == []


def test_strength_is_the_same_from_both_ends_and_grows_with_evidence(
    fresh: dict[str, str], database: Database, tmp_path: Path
) -> None:
    one, other = fresh["Sealing Supply Ltd"], fresh["Kiln Works Ltd"]
    here, there = told("strength", one, other), told("strength", other, one)
    assert here["value"] == there["value"]
    assert 0 < here["value"] < 1
    run("forget", "books", "--yes")
    direct = told("strength", fresh["天顶控股有限公司"], other)
    assert told("strength", fresh["Outside Ltd"], fresh["Zorro Ltd"])["value"] == 0
    assert 0 < direct["value"] < here["value"]


def test_two_runs_at_once_leave_each_finding_once(
    fresh: dict[str, str], database: Database, settings: Settings, processes: Callable[..., list[int]]
) -> None:
    assert processes([["discover"], ["discover"]]) == [0, 0]
    (row,) = database.read("MATCH (f:Finding) RETURN count(*) AS all, count(DISTINCT f.id) AS ids")
    assert row["all"] == row["ids"] > 0
