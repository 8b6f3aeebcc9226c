"""The generator: right numbers, the same bytes again, a true truth, and stories that need every source."""

from __future__ import annotations

import filecmp
import json
import shutil
import tracemalloc
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import lei
from stdnum.cn import uscc

from graph_platform.generator import AS_OF, dirt, generate, identifiers, plan
from graph_platform.generator.run import STORIES
from tests.battery_story import Reading, answers, clean, objects, table

SAMPLE = Path(__file__).parents[1] / "graph_platform" / "sample"
steady = settings(deadline=None)
"""A busy machine is no error of the code."""
COUNTERS = st.integers(min_value=1, max_value=5_000_000)
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


# --- numbers


@steady
@given(COUNTERS, st.sampled_from(("310115", "440305", "110108")))
def test_credit_codes_have_right_check_digits(counter: int, area: str) -> None:
    number = identifiers.uscc(counter, area)
    assert uscc.is_valid(number)
    assert number[16] == identifiers.organization_code_check(number[8:16])


def test_credit_codes_of_real_companies_pass_the_same_sums() -> None:
    rows = table(SAMPLE / "cn-register-public/企业基本信息.csv")
    companies = [number for row in rows if (number := row["统一社会信用代码"])]
    assert len(companies) == 59
    for number in companies:
        assert identifiers.uscc_check(number[:17]) == number[17]
        assert identifiers.organization_code_check(number[8:16]) == number[16]


@steady
@given(COUNTERS)
def test_legal_entity_identifiers_have_right_check_digits(counter: int) -> None:
    assert lei.is_valid(identifiers.lei(counter))


def test_vin_check_is_the_standards_own_example() -> None:
    assert identifiers.vin_check("1M8GDM9A_KP042788".replace("_", "0")) == "X"


@steady
@given(COUNTERS, st.sampled_from(("LZR", "SVT")), st.integers(2015, 2030))
def test_vins_carry_their_check_digit(counter: int, maker: str, year: int) -> None:
    number = identifiers.vin(counter, maker, year)
    assert len(number) == 17
    assert number[8] == identifiers.vin_check(number)
    assert not set(number) & set("IOQ")


@steady
@given(st.sets(COUNTERS, min_size=2, max_size=50))
def test_no_two_things_share_a_number(counters: set[int]) -> None:
    makes = (
        lambda n: identifiers.uscc(n, "310115"),
        identifiers.lei,
        identifiers.gb_company_number,
        lambda n: identifiers.vin(n, "LZR", 2024),
        lambda n: identifiers.battery_serial(n, "7RN", 2024, 3, 9),
        lambda n: identifiers.machine_serial(n, "RECH"),
        lambda n: identifiers.plate(n, "沪"),
    )
    for make in makes:
        assert len({make(n) for n in counters}) == len(counters)


@steady
@given(st.integers(0, 10**6))
def test_phone_numbers_are_ones_that_could_be_dialled(seed: int) -> None:
    mobile = identifiers.cn_mobile(Random(seed))
    assert mobile[3:5] == "00"
    assert phonenumbers.is_possible_number(phonenumbers.parse(mobile, "CN"))
    assert phonenumbers.is_valid_number(phonenumbers.parse(identifiers.gb_phone(Random(seed)), "GB"))


@steady
@given(COUNTERS, st.integers(0, 10**6))
def test_untidy_numbers_stay_recoverable(counter: int, seed: int) -> None:
    number = identifiers.uscc(counter, "310115")
    assert clean(dirt.typed_number(number, Random(seed))) == number
    assert not uscc.is_valid(identifiers.wrong_check(number, Random(seed)))


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
    report = generate(150, 7, tmp_path)
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
    whole = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(whole, list):
        return whole
    return (
        next((value for value in whole.values() if isinstance(value, list)), [whole])
        if "count" in whole
        else [whole]
    )
