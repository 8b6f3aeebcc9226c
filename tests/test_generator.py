"""The generator: right numbers, the same bytes again, a true truth, and stories that need every source."""

from __future__ import annotations

import ast
import filecmp
import json
import shutil
import tracemalloc
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc
from typer.testing import CliRunner

from graph_platform.cli.generate import generate as command
from graph_platform.errors import UsageError
from graph_platform.generator import AS_OF, generate, plan
from graph_platform.generator.run import BASIC
from graph_platform.generator.stories import STORIES
from tests.battery_story import Reading, answers, clean, objects, table

SAMPLE = Path(__file__).parents[1] / "graph_platform" / "sample"
steady = settings(deadline=None)
"""A busy machine is no error of the code."""
EVIDENCE = {
    "sales": "hubspot",
    "service desk": "zendesk",
    "register": "cn-register",
    "ownership statements": "bods",
    "hiring": "jobposting",
    "test benches": "diagnostics.csv",
    "operations": "dispatches.csv",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    generate(230, 11, folder)
    return folder


def truth(folder: Path, kind: str) -> list[dict[str, Any]]:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["kind"] == kind]


def battery_stories(folder: Path) -> list[dict[str, Any]]:
    return [story for story in truth(folder, "story") if story["story"] == "battery_demand"]


# --- the plan


@steady
@given(st.integers(1, 3000))
def test_a_plan_has_exactly_the_customers_that_were_asked_for(customers: int) -> None:
    parts = list(plan.parts(customers))
    assert sum(part.customers for part in parts) == customers
    assert sum(part.customers for part in parts if part.story) <= customers / 2


@pytest.mark.parametrize(("customers", "stories"), [(150, 2), (200, 2), (1000, 10)])
def test_stories_and_decoys_of_every_kind_grow_with_the_customers(customers: int, stories: int) -> None:
    planted = [part for part in plan.parts(customers) if part.story]
    battery = [part for part in planted if part.story == "battery_demand"]
    assert sum(part.decoy is None for part in battery) == stories
    assert {part.language for part in battery if part.decoy is None} == {"zh", "en"}
    assert Counter(part.decoy for part in battery if part.decoy) == dict.fromkeys(
        plan.BATTERY_DECOYS, stories // 2
    )
    assert {part.story for part in planted if not part.decoy} == set(STORIES)


# --- a run


def test_the_same_run_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate(60, seed, tmp_path / name)
    files = [str(file.relative_to(tmp_path / "a")) for file in (tmp_path / "a").rglob("*") if file.is_file()]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", files, shallow=False)[1:] == ([], [])
    assert (
        "hubspot/companies.csv" in filecmp.cmpfiles(tmp_path / "a", tmp_path / "c", files, shallow=False)[1]
    )


def test_the_shipped_sample_is_what_its_readme_says(tmp_path: Path) -> None:
    report = generate(150, 7, tmp_path, systems=BASIC)
    _match, *other = filecmp.cmpfiles(tmp_path, SAMPLE, list(report.rows), shallow=False)
    assert other == [[], []]
    assert sum(file.stat().st_size for file in SAMPLE.rglob("*") if file.is_file()) < 5_000_000
    assert all((SAMPLE / name).is_file() for name in ("README.md", "cn-register-public/LICENSE"))


def test_every_customer_is_an_account_and_nobody_has_a_name_of_their_own(world: Path) -> None:
    customers = [each for each in truth(world, "organization") if each.get("customer")]
    assert len(customers) == 230
    assert all(any(row["file"] == "hubspot/companies.csv" for row in each["rows"]) for each in customers)
    assert len(table(world / "hubspot/companies.csv")) > 230, "some are entered twice"
    for contact in table(world / "hubspot/contacts.csv"):
        assert not contact["Email"] or contact["Email"].lower().endswith((".example.com", ".example.cn"))


def test_values_are_dirty_as_real_exports_are(world: Path) -> None:
    numbers = [row["Unified Social Credit Code"] for row in table(world / "hubspot/companies.csv")]
    said = [number for number in numbers if number]
    assert len(said) < 0.8 * len(numbers), "many have none"
    assert any(number != clean(number) for number in said), "some are untidy"
    assert sum(uscc.is_valid(clean(number)) for number in said) >= 0.9 * len(said), "few are wrong"


def test_rows_of_the_truth_stand_in_the_files(world: Path) -> None:
    files: dict[str, list[dict[str, Any]]] = {}
    for each in (*truth(world, "organization"), *truth(world, "person"), *truth(world, "device")):
        for seen in each["rows"]:
            name = seen["file"]
            rows = files.get(name) or files.setdefault(name, _rows(world / name))
            assert seen["key"] in json.dumps(rows[seen["row"] - 1], ensure_ascii=False), (name, seen)


def test_registers_hold_the_name_and_number_that_the_truth_gives(world: Path) -> None:
    rows = table(world / "cn-register/企业基本信息.csv")
    for each in truth(world, "organization"):
        for seen in each["rows"]:
            if seen["file"] == "cn-register/企业基本信息.csv" and "field" not in seen and "uscc" in each:
                row = rows[seen["row"] - 1]
                assert (row["企业名称"], row["统一社会信用代码"]) == (each["name"], each["uscc"])


def test_shares_of_a_company_add_up_to_no_more_than_all_of_it(world: Path) -> None:
    shares: defaultdict[str, float] = defaultdict(float)
    for row in table(world / "cn-register/股东信息.csv"):
        if not row["退出日期"]:
            shares[row["统一社会信用代码"]] += float(row["持股比例"].rstrip("%"))
    assert max(shares.values()) <= 100.001


def test_nothing_happens_after_the_date_of_the_exports(world: Path) -> None:
    last = AS_OF.isoformat()
    for name, column in (("diagnostics.csv", "recorded_at"), ("dispatches.csv", "started_at")):
        assert max(row[column] for row in table(world / name)) < last
    assert max(ticket["updated_at"] for ticket in objects(world / "zendesk/tickets.json", "tickets")) < last


# --- the battery story


def test_the_stories_and_no_decoy_are_found_by_joining_numbers(world: Path) -> None:
    expected = set()
    numbers = {each["id"]: each.get("uscc") for each in truth(world, "organization") if "name" in each}
    for story in battery_stories(world):
        if roles := story["expected"]:
            expected.add((numbers[roles["dealer"]], numbers[roles["parent"]], numbers[roles["fleet"]]))
    assert len(expected) == 2
    assert answers(Reading.of(world)) == expected


def test_the_sample_tells_its_two_stories() -> None:
    assert len(answers(Reading.of(SAMPLE))) == 2


@pytest.mark.parametrize("source", EVIDENCE.values(), ids=EVIDENCE.keys())
def test_without_any_one_source_the_sample_has_no_story(source: str, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    gone = tmp_path / "sample" / source
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert answers(Reading.of(tmp_path / "sample")) == set()


def test_stories_differ_in_depth_delay_and_size(tmp_path: Path) -> None:
    generate(2000, 5, tmp_path)
    stories = [story for story in battery_stories(tmp_path) if not story["decoy"]]
    assert len(stories) == 20
    for fact in ("weeks_ago", "surge_diagnostics", "dispatches"):
        assert len({story["facts"][fact] for story in stories}) > 4
    assert len({sum(id_.startswith("hold") for id_ in story["evidence"]) for story in stories}) > 1
    assert len(answers(Reading.of(tmp_path))) == 20


def test_diagnostics_of_a_story_never_name_the_dealers_number(world: Path) -> None:
    rows = {row["diagnostic_id"]: row for row in table(world / "diagnostics.csv")}
    for story in battery_stories(world):
        for id_ in story["evidence"]:
            if id_.startswith("diag"):
                assert rows[id_]["uscc"] == ""


# --- the other stories


def test_only_a_group_that_buys_as_one_owns_three_accounts_with_new_deals(world: Path) -> None:
    owners = Reading.of(world)
    number = {
        row["Record ID"]: clean(row["Unified Social Credit Code"])
        for row in table(world / "hubspot/companies.csv")
    }
    buyers: defaultdict[str, set[str]] = defaultdict(set)
    for deal in table(world / "hubspot/deals.csv"):
        day = deal["Create Date"][:10].replace("/", "-")
        if day >= (AS_OF - timedelta(days=45)).isoformat() and deal["Deal Stage"] == "presentationscheduled":
            account = number[deal["Associated Company IDs"]]
            for group in owners.above(account) if account else ():
                buyers[group].add(account)
    found = {group for group, accounts in buyers.items() if len(accounts) >= 3}
    (story,) = (
        each for each in truth(world, "story") if each["story"] == "group_purchase" and each["expected"]
    )
    numbers = {each["id"]: each.get("uscc") for each in truth(world, "organization") if "name" in each}
    parent = numbers[story["expected"]["parent"]]
    assert parent in found
    holdings = {above for group in found for above in owners.above(group)} | found
    assert holdings == found, "only the group itself, or a holding of its own, is found"


def test_a_rival_on_the_board_is_one_person_and_a_namesake_is_two(world: Path) -> None:
    for story in (each for each in truth(world, "story") if each["story"] == "board_interlock"):
        same = story["roles"]["director"] == story["roles"]["rival_head"]
        assert same == (story["decoy"] != "namesake")
        assert (story["facts"]["seat"] < story["facts"]["tender"]) == (story["decoy"] != "after_closing")


# --- the command, and who knows whom


def test_the_command_writes_and_says_where_the_answers_are(tmp_path: Path) -> None:
    arguments = ["--customers", "12", "--seed", "2", "--out", str(tmp_path / "exports")]
    result = CliRunner().invoke(_command(), arguments)
    assert result.exit_code == 0, result.output
    assert "12 customers" in result.output
    assert (tmp_path / "exports/truth.jsonl").is_file()


@pytest.mark.parametrize("wrong", [["--as-of", "yesterday"], ["--as-of", "1899-01-01"], ["--out", __file__]])
def test_the_command_refuses_what_it_cannot_do(wrong: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(_command(), ["--customers", "1", "--out", str(tmp_path), *wrong])
    assert isinstance(result.exception, UsageError)
    assert result.exception.suggestion


def _command() -> typer.Typer:
    app = typer.Typer()
    app.command()(command)
    return app


def test_the_generator_knows_nothing_of_the_platform() -> None:
    for module in Path(generate.__code__.co_filename).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                assert name.split(".")[0] not in {"ingestors", "gql", "privacy", "cypher"}, module
                assert not name.startswith("graph_platform") or name.startswith("graph_platform.generator"), (
                    module
                )


# --- size


def test_memory_does_not_grow_with_the_customers(tmp_path: Path) -> None:
    def peak(customers: int) -> int:
        tracemalloc.start()
        generate(customers, 1, tmp_path / str(customers))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(50)  # imports and caches
    assert peak(1000) < 1.5 * peak(250)


def test_files_of_a_run_that_was_stopped_do_not_stay(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(100, 1, tmp_path, progress=stop)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_another_date_moves_everything(tmp_path: Path) -> None:
    day = date(2025, 3, 31)
    generate(40, 1, tmp_path, as_of=day)
    newest = max(row["recorded_at"] for row in table(tmp_path / "diagnostics.csv"))
    assert (day - timedelta(days=15)).isoformat() < newest < day.isoformat()


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        return [dict(row) for row in table(path)]
    if path.suffix == ".html":
        script = path.read_text(encoding="utf-8").split('ld+json">')[1].split("</script>")[0]
        return [json.loads(script)]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".vtt":
        return [{"text": path.read_text(encoding="utf-8")}]
    if path.suffix == ".xml":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [{"text": line} for line in lines if line.startswith(("<Ntry>", "<exch:exchange-document "))]
    whole = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(whole, list):
        return whole
    if "data" in whole:
        return list(whole["data"]["transcripts"])
    return (
        next((value for value in whole.values() if isinstance(value, list)), [whole])
        if "count" in whole
        else [whole]
    )
