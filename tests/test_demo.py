"""The demo and the commands around it, through the command line: what a new user meets first."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.cli.demo import LOADS
from graph_platform.conformance import violations
from graph_platform.database import Database
from graph_platform.questions.battery_swaps import Answer, ask
from graph_platform.settings import Settings, current_settings

SAMPLE = Path(str(files("graph_platform").joinpath("sample")))
NEEDED = ("cn-register", "bods", "hubspot", "zendesk", "diagnostics", "dispatches", "jobposting")


@pytest.fixture(scope="module", autouse=True)
def _home(settings: Settings) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
        environment.setenv("COLUMNS", "200")
        current_settings.cache_clear()
        yield
    current_settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def demo(settings: Settings, database: Database) -> Result:
    with database.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    return run("demo")


@pytest.fixture(scope="module")
def expected() -> set[tuple[str, str]]:
    """The dealers and fleets of the planted stories, by the numbers that identify them."""
    truth = [json.loads(line) for line in (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    number = {each["id"]: each["uscc"] for each in truth if each["kind"] == "organization" and "uscc" in each}
    stories = [each for each in truth if each["kind"] == "story" and each["story"] == "battery_demand"]
    return {
        (number[each["expected"]["dealer"]], number[each["expected"]["fleet"]])
        for each in stories
        if each["expected"]
    }


def found(database: Database) -> set[tuple[str, str]]:
    def number(entity: str) -> str:
        rows = database.read("MATCH (e:Entity {id: $id}) RETURN e.uscc AS uscc", {"id": entity})
        return str(rows[0]["uscc"])

    return {(number(answer.dealer[0]), number(answer.fleet[0])) for answer in ask(database)}


def test_the_demo_ends_well_and_prints_its_answer(demo: Result) -> None:
    assert demo.exit_code == 0
    assert "Which customer is about to need battery swaps?" in demo.output
    assert "2 found" in demo.output


def test_the_question_finds_every_planted_story_and_no_decoy(
    demo: Result, database: Database, expected: set[tuple[str, str]]
) -> None:
    assert found(database) == expected


def test_every_step_of_an_answer_names_the_records_that_say_it(demo: Result, database: Database) -> None:
    answers: list[Answer] = ask(database)
    for answer in answers:
        assert {"surge", "tickets", "dispatches", "hiring", "manager"} <= set(answer.evidence)
        assert all(said for said in answer.evidence.values())
        assert all(said for _, _, said in answer.owned)
        sets = {each.data_set for said in answer.evidence.values() for each in said}
        sets |= {each.data_set for _, _, said in answer.owned for each in said}
        assert sets == set(NEEDED)


def test_the_answer_shows_no_phone_number_on_the_way(demo: Result, database: Database) -> None:
    phones = database.read("MATCH (n:Entity) WHERE n.phone IS NOT NULL UNWIND n.phone AS phone RETURN phone")
    assert phones
    assert not [row["phone"] for row in phones if row["phone"].lstrip("+") in demo.output]


def test_the_sample_obeys_the_ontology(demo: Result, database: Database) -> None:
    assert list(violations(database)) == []


def test_a_second_demo_changes_nothing(demo: Result, database: Database) -> None:
    count = (
        "MATCH (n) WHERE NOT n:Run AND NOT n:Lock RETURN count(n) AS nodes, sum(size(keys(n))) AS properties"
    )
    relationships = "MATCH ()-[r]->() RETURN count(r) AS count, sum(size(keys(r))) AS properties"
    before = [database.read(statement) for statement in (count, relationships)]
    again = run("demo")
    assert again.exit_code == 0
    assert [database.read(statement) for statement in (count, relationships)] == before
    rows = [line.split() for line in again.output.splitlines()]
    loaded = {row[0]: row for row in rows if row and row[0] in {each.name or each.source for each in LOADS}}
    assert all(row[2] == row[3] == row[4] == "0" for row in loaded.values()), again.output


@pytest.mark.parametrize("data_set", NEEDED)
def test_without_any_one_source_there_is_no_answer_and_it_comes_back_with_it(
    demo: Result, database: Database, expected: set[tuple[str, str]], data_set: str
) -> None:
    assert run("forget", data_set, "--yes").exit_code == 0
    assert found(database) == set()
    assert list(violations(database)) == []
    (load,) = [each for each in LOADS if (each.name or each.mapping or each.source) == data_set]
    options = ["--mapping", load.mapping] if load.mapping else []
    assert run("load", load.source, str(SAMPLE / load.path), *options).exit_code == 0
    assert found(database) == expected


def test_show_tells_where_each_value_is_from(demo: Result, database: Database) -> None:
    answer = ask(database)[0]
    shown = json.loads(run("show", answer.fleet[0], "--json").output)
    values = {value["name"]: value for value in shown["values"]}
    assert values["uscc"]["source"]["data_set"] in NEEDED
    assert values["uscc"]["source"]["line"] > 0
    assert values["uscc"]["agreeing"] > 1
    by_number = json.loads(run("show", f"uscc={values['uscc']['value']}", "--json").output)
    assert by_number["id"] == shown["id"]


def test_show_of_something_unknown_says_so(demo: Result) -> None:
    result = CliRunner().invoke(app, ["show", "0" * 32])
    assert result.exception is not None
    assert "nothing in the graph" in str(result.exception)


def test_sources_lists_every_data_set_with_its_rows_and_licence(demo: Result) -> None:
    listed = json.loads(run("sources", "--json").output)
    by_name = {each["name"]: each for each in listed["data_sets"]}
    assert set(NEEDED) <= set(by_name)
    assert by_name["cn-register-public"]["licence"] == "MIT"
    assert all(each["rows"] > 0 and each["newest"] for each in by_name.values())
    assert {"hubspot", "zendesk", "bods", "cn-register", "jobposting"} <= {
        each["name"] for each in listed["kinds"]
    }


def test_forget_of_an_unknown_data_set_says_which_there_are(demo: Result) -> None:
    result = CliRunner().invoke(app, ["forget", "no-such", "--yes"])
    assert "hubspot" in getattr(result.exception, "suggestion", "")
