"""`sources check` and `sources draft` through the command line: no database is needed for either."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.errors import EXIT_OK, EXIT_REJECTED, EXIT_SOURCE, GraphPlatformError

HEADER = "Record ID,Company name,Phone Number,Unified Social Credit Code,Create Date,Parent company ID"
GOOD = "1,Northgate Motors Ltd,+44 20 7946 0018,,2024-01-05 10:00,"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def sources(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["sources", *map(str, arguments)])


def written(folder: Path, *rows: str, name: str = "companies.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def report(result: Result) -> dict[str, Any]:
    (only,) = json.loads(result.stdout)
    assert isinstance(only, dict)
    return only


def test_a_known_file_is_named_with_its_facts_and_the_command_that_loads_it(tmp_path: Path) -> None:
    result = sources("check", written(tmp_path, GOOD))
    assert result.exit_code == EXIT_OK, result.output
    for text in (
        "csv, ascii, separated by commas, 6 columns",
        "It is hubspot (companies)",
        "graph-platform load hubspot companies.csv",
        "all 1 rows were tried",
        "Company company/1: name = Northgate Motors Ltd",
    ):
        assert text in result.output


def test_a_packed_file_and_one_of_a_folder_are_checked_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "in" / "companies.csv.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(f"{HEADER}\n{GOOD}\n".encode()))
    told = report(sources("check", tmp_path / "in", "--json"))
    assert told["written"]["packing"] == "gzip"
    assert told["looks_like"][0]["source"] == "hubspot"


def test_what_would_be_rejected_is_told_with_its_line_and_ends_with_4(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, ",No Key Ltd,,,,", "2,Own Parent Ltd,,,,2", "1,Other Name Ltd,,,,")
    result = sources("check", path, "--json")
    assert result.exit_code == EXIT_REJECTED
    reasons = {each["reason"]: each["first_lines"] for each in report(result)["rejected"]}
    assert [line for lines in reasons.values() for line in lines] == [3, 4, 5]
    assert any("'Record ID'" in reason for reason in reasons)
    assert any("other contents" in reason for reason in reasons)


def test_what_would_be_kept_as_said_is_told(tmp_path: Path) -> None:
    told = report(sources("check", written(tmp_path, "1,A Ltd,,not-a-code,,"), "--json"))
    assert [each["what"].partition(":")[0] for each in told["unclean"]] == ["Company.uscc"]


def test_an_unknown_file_is_not_guessed_and_ends_with_3(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("alpha,beta\n1,2\n", encoding="utf-8")
    result = sources("check", path)
    assert result.exit_code == EXIT_SOURCE
    assert "Not sure" in result.output
    assert "sources draft x.csv" in result.output


def test_an_empty_file_among_good_ones_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    result = sources("check", empty, written(tmp_path, GOOD))
    assert result.exit_code == EXIT_SOURCE
    assert "empty.csv is empty" in result.output
    assert "It is hubspot (companies)" in result.output


def test_no_file_is_a_usage_error(tmp_path: Path) -> None:
    result = sources("check", tmp_path / "nowhere.csv")
    assert isinstance(result.exception, GraphPlatformError)
    assert result.exception.exit_code == 2


def test_what_a_file_holds_does_not_steer_the_terminal(tmp_path: Path) -> None:
    result = sources("check", written(tmp_path, "1,[bold]\x1b]0;title\x07 Ltd,,,,"))
    assert "\x1b]0" not in result.output
    assert "[bold]" in result.output


def test_a_file_is_checked_as_the_source_that_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert sources("check", path, "--source", "hubspot").exit_code == EXIT_OK
    wrong = sources("check", path, "--source", "zendesk")
    assert wrong.exit_code == EXIT_SOURCE
    assert "not a file of zendesk" in wrong.output
    assert sources("check", path, "--mapping", "diagnostics").exit_code == EXIT_SOURCE


MACHINES = "Serial;Model;Customer no;Customer;Installed\nSN-1;LX-200;4711;Sample Motors Group;03.02.2024\n"


def test_a_draft_is_printed_or_written_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "machines.csv"
    path.write_text(MACHINES, encoding="utf-8")
    printed = sources("draft", path)
    assert printed.exit_code == EXIT_OK
    assert "label: Machine  # guess: " in printed.output
    out = tmp_path / "machines.yaml"
    assert sources("draft", path, "--out", out).exit_code == EXIT_OK
    assert out.read_text(encoding="utf-8") == printed.stdout
    again = sources("draft", path, "--out", out)
    assert isinstance(again.exception, GraphPlatformError)
    assert again.exception.exit_code == 2
    checked = report(sources("check", path, "--mapping", out, "--json"))
    assert (checked["rows"], checked["rejected"], checked["unclean"]) == (1, [], [])


TITLES = "List of machines, as of 3 Feb\n\nExported by;planning;;;\n" + MACHINES + "Total;;1;;\n"


def workbook(text: str, folder: Path) -> Path:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(";")])
    book.save(folder / "machines.xlsx")
    return folder / "machines.xlsx"


def packed(text: str, folder: Path) -> Path:
    with zipfile.ZipFile(folder / "machines.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2024/machines.csv", text)
    return folder / "machines.zip"


def plain(text: str, folder: Path) -> Path:
    (folder / "machines.csv").write_text(text, encoding="utf-8")
    return folder / "machines.csv"


@pytest.mark.parametrize("write", [plain, packed, workbook])
def test_titles_above_the_header_are_passed_over_by_check_and_draft_as_by_the_load(
    tmp_path: Path, write: Callable[[str, Path], Path]
) -> None:
    path = write(TITLES, tmp_path)
    seen = sources("check", path)
    assert seen.exit_code == EXIT_SOURCE
    assert write is workbook or "separated by semicolons" in seen.output
    assert write is workbook or "5 columns" in seen.output
    out = tmp_path / "machines.yaml"
    assert sources("draft", path, "--out", out).exit_code == EXIT_OK
    assert 'key: "machine/{Serial}"' in out.read_text(encoding="utf-8")
    checked = report(sources("check", path, "--mapping", out, "--json"))
    assert (checked["rows"], checked["states"] > 1, checked["unclean"]) == (1, True, [])
    assert (checked["rejected"], [each["reason"] for each in checked["passed_over"]]) == (
        [],
        ["is a total, and no row of the table"],
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("id,name\n1,A, Ltd\n2,B, Ltd\n3,C\n", 2),
        (",a\n0,5\n1,6\n", 2),
        ("id,,note\n1,2,3\n4,5,6\n", 3),
        ("sep=;\na;b;c\n1,5;2,5;3,5\n", 3),
        ("note\nhello\nworld\n", 1),
        ("Report\n\nCustomer,,Order,\nid,name,no,date\n1,A,7,2024-01-02\n", 4),
        ("Report of 2024\r\rid,name\r1,A\r", 2),
    ],
)
def test_the_first_row_is_the_header_unless_the_rows_below_say_otherwise(
    tmp_path: Path, text: str, columns: int
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    assert report(sources("check", path, "--json"))["written"]["columns"] == columns


def test_a_draft_for_programs_has_its_parts_and_the_name_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "machines.csv"
    path.write_text(MACHINES, encoding="utf-8")
    content = json.loads(sources("draft", path, "--json", "--as", "Our Machines").stdout)
    assert content["mapping"]["source"] == "our-machines"
    assert content["mapping"]["formats"]["dates"] == ["%d.%m.%Y"]
    assert content["text"].startswith("# Drafted from machines.csv")


@pytest.mark.parametrize(("content", "code"), [(b"", 3), (b"a,b\n", 3), (b"<html></html>", 3), (None, 2)])
def test_no_draft_is_made_of_what_holds_no_rows(tmp_path: Path, content: bytes | None, code: int) -> None:
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)
    result = sources("draft", path)
    assert isinstance(result.exception, GraphPlatformError)
    assert result.exception.exit_code == code
