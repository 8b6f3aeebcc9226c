"""The generator's files of courts, offices, banks, workshops and calls: each is read by the source that it is for."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from typer.testing import CliRunner

from graph_platform.cli.generate import generate as command
from graph_platform.errors import UsageError
from graph_platform.facts import BadRow
from graph_platform.generator import SYSTEMS, generate, identifiers
from graph_platform.generator.exports import transcripts
from graph_platform.generator.run import BASIC
from graph_platform.loading.prepare import prepare
from ingestors.recognition import candidates, recognise
from tests.battery_story import table
from tests.generated_exports import NEW_FILES
from tests.ingestors.source_checks import read, unclean

steady = settings(deadline=None)
"""A busy machine is no error of the code."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    generate(2000, 3, folder)
    return folder


def files_of(folder: Path, name: str) -> Iterator[Path]:
    files = sorted(folder.glob(NEW_FILES[name][1]))
    assert files, name
    yield from files


@pytest.mark.parametrize("name", NEW_FILES)
def test_each_file_is_read_without_rejects_and_every_value_can_be_cleaned(name: str, large: Path) -> None:
    reader = NEW_FILES[name][0]
    for path in files_of(large, name):
        rows, bad = read(reader, path)
        assert rows, path.name
        assert [row.reason for row in bad] == ["column '案号' is empty"] * len(bad), path.name
        # the planted dirt: a few lawsuits whose number the service left out
        assert bool(bad) == (path.name == "裁判文书.csv")
        assert len(bad) <= 0.1 * len(rows)
        assert unclean(rows, reader.formats) == {}, path.name
        leads = {prepare(row, name, "", reader.formats).lead for row in rows}
        assert len(leads) == len(rows), "no two rows are about the same"


def test_each_file_is_recognised_without_a_hint(large: Path) -> None:
    among = list(candidates())
    for name, (reader, _pattern) in NEW_FILES.items():
        wanted = {reader.name, f"mapping {name}"}
        for path in files_of(large, name):
            verdict = recognise(path, among).verdict
            assert verdict.sure, path.name
            assert verdict.sights[0].candidate in wanted, path.name


@pytest.mark.parametrize("name", NEW_FILES)
def test_ten_customers_are_enough_for_every_file_to_be_recognised(name: str, tmp_path: Path) -> None:
    generate(10, 5, tmp_path)
    reader, pattern = NEW_FILES[name]
    for path in tmp_path.glob(pattern):
        assert not [row for row in reader.open(path) if isinstance(row, BadRow)]
    assert list(tmp_path.glob(pattern)) or name == "transcripts", (
        "whoever records no call has no file of calls"
    )


def test_ten_customers_have_a_truth_and_all_their_accounts(tmp_path: Path) -> None:
    report = generate(10, 5, tmp_path)
    assert report.customers == 10
    assert report.rows["hubspot/companies.csv"] >= 10
    kinds = {json.loads(line)["kind"] for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()}
    assert {"run", "organization", "person", "story"} <= kinds


def test_the_same_run_writes_the_same_bytes_in_every_system(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(200, 3, tmp_path / name)
    files = [str(file.relative_to(tmp_path / "a")) for file in (tmp_path / "a").rglob("*") if file.is_file()]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", files, shallow=False)[1:] == ([], [])
    for _reader, pattern in NEW_FILES.values():
        assert list((tmp_path / "a").glob(pattern))


def test_a_new_kind_of_file_is_dirty_as_real_ones_are(large: Path) -> None:
    cases = [row["案号"] for row in table(large / "cn-risk/被执行人.csv")]
    assert {case[0] for case in cases} == {"（", "("}
    days = {row["申报日期"] for row in table(large / "customs.csv")}
    assert len({day.translate(str.maketrans("", "", "0123456789")) for day in days}) == 3
    sums = [row["交易金额"] for row in table(large / "payments.csv")]
    assert any("," in each for each in sums)
    assert any("," not in each for each in sums)
    repaired = {row["设备序列号"] for row in table(large / "repairs.csv")}
    assert any(serial != serial.strip().upper() for serial in repaired)


def test_rows_that_the_truth_names_stand_in_the_new_files(large: Path) -> None:
    keys = {
        "customs.csv": "报关单号",
        "operator_certificates.csv": "证书编号",
        "spare_parts.csv": "备件编码",
        "repairs.csv": "维修单号",
        "payments.csv": "交易流水号",
        "patents/专利.csv": "公开（公告）号",
        "cn-risk/被执行人.csv": "案号",
    }
    tables = {name: table(large / name) for name in keys}
    calls = json.loads((large / "transcripts/calls-0001.json").read_text("utf-8"))["data"]["transcripts"]
    named = set()
    for line in (large / "truth.jsonl").read_text("utf-8").splitlines():
        each = json.loads(line)
        seen = each.get("evidence", {}).values() if each["kind"] == "story" else ()
        for row in (row for rows in seen for row in rows):
            named.add(row["file"])
            if row["file"] in keys:
                assert tables[row["file"]][row["row"] - 1][keys[row["file"]]] == row["key"]
            elif row["file"] == "transcripts/calls-0001.json":
                assert calls[row["row"] - 1]["id"] == row["key"]
    assert keys.keys() | {"transcripts/calls-0001.json", "camt053/statement.xml"} <= named


def test_calls_go_on_in_another_file_when_one_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcripts, "CALLS_PER_FILE", 5)
    report = generate(200, 3, tmp_path)
    files = {name: rows for name, rows in report.rows.items() if name.endswith(".json") and "calls" in name}
    assert len(files) > 1
    assert list(files.values())[:-1] == [5] * (len(files) - 1)
    for name, rows in files.items():
        assert len(json.loads((tmp_path / name).read_text("utf-8"))["data"]["transcripts"]) == rows


def test_only_the_systems_that_were_asked_for_are_written(tmp_path: Path) -> None:
    report = generate(20, 3, tmp_path, systems=("hubspot", "customs"))
    assert {name.split("/")[0] for name in report.rows} == {"hubspot", "customs.csv", "truth.jsonl"}
    assert {name.split("/")[0] for name in generate(150, 3, tmp_path, systems=BASIC).stories} == {
        "battery_demand", "group_purchase", "board_interlock",
    }  # fmt: skip


def test_the_command_takes_systems_and_refuses_what_is_none(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(command)
    arguments = ["--customers", "2", "--out", str(tmp_path), "--systems"]
    assert CliRunner().invoke(app, [*arguments, "hubspot, patents"]).exit_code == 0
    assert (tmp_path / "patents/专利.csv").is_file()
    assert not (tmp_path / "customs.csv").exists()
    refused = CliRunner().invoke(app, [*arguments, "hubspot,salesforce"]).exception
    assert isinstance(refused, UsageError)
    assert all(name in (refused.suggestion or "") for name in SYSTEMS)


@steady
@given(st.sets(st.integers(min_value=1, max_value=900_000), min_size=2, max_size=40))
def test_numbers_of_papers_are_right_and_no_two_alike(counters: set[int]) -> None:
    makes = (
        lambda n: identifiers.case_number(n, 2026, "沪0115", "民初"),
        lambda n: identifiers.cn_application(n, 2024),
        identifiers.cn_publication,
        lambda n: identifiers.customs_declaration(n, 2026),
        identifiers.iban,
        identifiers.cn_account,
    )
    for make in makes:
        assert len({make(counter) for counter in counters}) == len(counters)
    assert all(iban.is_valid(identifiers.iban(counter), check_country=False) for counter in counters)


def test_an_application_has_the_offices_check_digit() -> None:
    assert identifiers.cn_application_check("200310100002") == "X"
    number, _point, check = identifiers.cn_application(7, 2024).partition(".")
    assert identifiers.cn_application_check(number.removeprefix("CN")) == check
