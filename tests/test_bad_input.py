"""Bad files and bad rows, through the command line: a clear message, an exit code that means it, and nothing lost."""

import gzip
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import EXIT_OK, EXIT_REJECTED, EXIT_SOURCE, GraphPlatformError
from graph_platform.settings import Settings, current_settings

CANARY = "13800138000"
HEADER = "Record ID,Company name,Phone Number,Unified Social Credit Code,Create Date,Parent company ID"
GOOD = "1,Northgate Motors Ltd,+44 20 7946 0018,,2024-01-05 10:00,"
HOLDERS = "企业名称,统一社会信用代码,股东名称,持股比例,认缴日期,退出日期"


@pytest.fixture(autouse=True)
def _home(settings: Settings, clean_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    yield
    current_settings.cache_clear()


def load(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["load", *map(str, arguments)])


def refusal(result: Result) -> GraphPlatformError:
    assert isinstance(result.exception, GraphPlatformError), result.output
    assert CANARY not in result.exception.message + result.exception.suggestion + result.output
    return result.exception


def companies(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "companies.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def nodes(database: Database) -> int:
    rows = database.read("MATCH (n) WHERE n:Record OR n:Entity OR n:DataSet RETURN count(n) AS count")
    return int(rows[0]["count"])


def rejects(settings: Settings) -> list[Path]:
    return sorted(
        (settings.home / "rejects").glob("*.rejects.jsonl"), key=lambda path: path.stat().st_mtime_ns
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (HEADER.replace("Record ID", "RecordIdent").encode() + b"\n" + GOOD.encode(), "Record ID"),
        (b"Alpha,Beta\n1,2\n", "columns"),
        (HOLDERS.encode() + b"\n", "cn-register"),
        (b"\x00\x01\x02\x03" * 50, ""),
    ],
    ids=["empty", "renamed column", "unknown columns", "of another source", "no text at all"],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_written(
    tmp_path: Path, database: Database, content: bytes, says: str
) -> None:
    path = tmp_path / "companies.csv"
    path.write_bytes(content)
    error = refusal(load("hubspot", path))
    assert error.exit_code == EXIT_SOURCE
    assert says.split(" ", 1)[0] in error.message + error.suggestion
    assert nodes(database) == 0


def test_one_bad_file_among_good_ones_keeps_all_of_them_out(tmp_path: Path, database: Database) -> None:
    good = companies(tmp_path, GOOD)
    bad = tmp_path / "empty.csv"
    bad.touch()
    assert refusal(load("hubspot", good, bad)).exit_code == EXIT_SOURCE
    assert nodes(database) == 0


def test_a_truncated_file_keeps_the_rows_before_the_cut_and_goes_on_when_whole(
    tmp_path: Path, database: Database
) -> None:
    rows = [f"{n},Company {n},,,2024-01-05 10:00," for n in range(1, 5000)]
    whole = gzip.compress("\n".join((HEADER, *rows)).encode())
    path = tmp_path / "companies.csv.gz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    assert refusal(load("hubspot", path)).exit_code == EXIT_SOURCE
    kept = database.read("MATCH (c:Company) RETURN count(c) AS count")[0]["count"]
    assert 0 < kept < 4999
    path.write_bytes(whole)
    assert load("hubspot", path).exit_code == EXIT_OK
    assert database.read("MATCH (c:Company) RETURN count(c) AS count")[0]["count"] == 4999


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f",{CANARY} Ltd,,,,", "Record ID"),
        (f"2,Bad\0{CANARY},,,,", "NUL"),
        (f"2,Twice Ltd,{CANARY},,,,,,", "cells"),
        (f"2,{CANARY} Holdings,,,,2", "itself"),
    ],
    ids=["no key", "NUL", "too many cells", "its own parent"],
)
def test_a_row_that_cannot_be_used_goes_whole_to_a_file_that_only_its_owner_reads(
    tmp_path: Path, database: Database, settings: Settings, row: str, says: str
) -> None:
    result = load("hubspot", companies(tmp_path, GOOD, row))
    assert result.exit_code == EXIT_REJECTED
    assert CANARY not in result.output
    assert says in result.output
    path = rejects(settings)[-1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rejected = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [each["line"] for each in rejected] == [3]
    assert CANARY in json.dumps(rejected[0]["row"])
    assert database.read("MATCH (c:Company) RETURN count(c) AS count")[0]["count"] == 1


def test_a_corrected_reject_file_loads_like_any_other(
    tmp_path: Path, database: Database, settings: Settings
) -> None:
    assert load("hubspot", companies(tmp_path, GOOD, "2,Self Ltd,,,,2")).exit_code == EXIT_REJECTED
    path = rejects(settings)[-1]
    rejected = json.loads(path.read_text(encoding="utf-8"))
    (column,) = [name for name, said in rejected["row"].items() if said == "2" and name != "Record ID"]
    rejected["row"][column] = "1"
    path.write_text(json.dumps(rejected) + "\n", encoding="utf-8")
    result = load("hubspot", path)
    assert result.exit_code == EXIT_OK, result.output
    (row,) = database.read(
        "MATCH (:Company {name: 'Self Ltd'})-[:PART_OF]->(parent) RETURN parent.name AS name"
    )
    assert row["name"] == "Northgate Motors Ltd"


@pytest.mark.parametrize("share", ["140%", "-5%", "1.4e9"])
def test_a_share_of_more_than_everything_is_rejected(
    tmp_path: Path, database: Database, settings: Settings, share: str
) -> None:
    path = tmp_path / "股东信息.csv"
    path.write_text(f"{HOLDERS}\n华东甲有限公司,,张测试,{share},,\n", encoding="utf-8")
    result = load("cn-register", path)
    assert result.exit_code == EXIT_REJECTED, result.output
    assert "share" in result.output
    assert database.read("MATCH ()-[o:OWNS]->() RETURN count(o) AS count")[0]["count"] == 0


def test_an_impossible_date_of_an_interval_is_rejected_and_one_of_a_value_is_kept_as_said(
    tmp_path: Path, database: Database
) -> None:
    holders = tmp_path / "股东信息.csv"
    holders.write_text(f"{HOLDERS}\n华东甲有限公司,,张测试,40%,2026-13-45,\n", encoding="utf-8")
    assert load("cn-register", holders).exit_code == EXIT_REJECTED
    basics = tmp_path / "企业基本信息.csv"
    basics.write_text(
        "统一社会信用代码,企业名称,法定代表人,注册资本,成立日期,登记状态\n91330108Y13679Q6X5,华东乙有限公司,李测试,,2026-13-45,存续\n",
        encoding="utf-8",
    )
    assert load("cn-register", basics).exit_code == EXIT_OK
    (row,) = database.read(
        "MATCH (r:Record {label: 'Company'}) WHERE r.as_said IS NOT NULL RETURN r.unclean AS unclean"
    )
    assert row["unclean"] == ["founded"]
    assert (
        database.read("MATCH (c:Company) WHERE c.founded IS NOT NULL RETURN count(c) AS count")[0]["count"]
        == 0
    )


def test_companies_that_own_each_other_in_a_circle_are_stored_as_they_are(
    tmp_path: Path, database: Database
) -> None:
    path = tmp_path / "对外投资.csv"
    rows = ["甲有限公司,乙有限公司,60%", "乙有限公司,丙有限公司,60%", "丙有限公司,甲有限公司,60%"]
    path.write_text("\n".join(("企业名称,被投资企业名称,持股比例", *rows)) + "\n", encoding="utf-8")
    result = load("cn-register", path)
    assert result.exit_code == EXIT_OK, result.output
    assert (
        database.read("MATCH (a)-[:OWNS]->()-[:OWNS]->()-[:OWNS]->(a) RETURN count(*) AS count")[0]["count"]
        == 3
    )


def test_one_key_with_two_contents_keeps_the_first_and_says_where_the_second_is(
    tmp_path: Path, database: Database
) -> None:
    path = companies(tmp_path, "1,First Ltd,,,,", f"1,Second {CANARY},,,,", "1,First Ltd,,,,")
    for _ in range(2):
        result = load("hubspot", path)
        assert result.exit_code == EXIT_REJECTED
        assert "other contents" in result.output
        assert CANARY not in result.output
        assert [row["name"] for row in database.read("MATCH (c:Company) RETURN c.name AS name")] == [
            "First Ltd"
        ]


def test_a_wrong_encoding_costs_only_the_rows_that_are_wrong(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "companies.csv"
    path.write_bytes(
        f"{HEADER}\n1,北方汽车有限公司,,,,\n".encode()
        + b"2,\xff\xfe\xfa Ltd,,,,\n"
        + "3,南方有限公司,,,,\n".encode()
    )
    assert load("hubspot", path).exit_code == EXIT_REJECTED
    names = {row["name"] for row in database.read("MATCH (c:Company) RETURN c.name AS name")}
    assert names == {"北方汽车有限公司", "南方有限公司"}


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path, database: Database) -> None:
    path = companies(tmp_path, GOOD)
    result = load("hubspot", path, "--dry-run")
    assert result.exit_code == EXIT_OK
    assert "would change" in result.output
    assert nodes(database) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("hubspott", "x.csv"), "hubspot"),
        (("hubspot", "no-such-file.csv"), "no-such-file.csv"),
        (("mapping", "x.csv"), "--mapping"),
        (("hubspot", "x.csv", "--mapping", "cn_exec"), "--mapping"),
    ],
    ids=["misspelt source", "no file", "no mapping", "mapping without need"],
)
def test_a_wrong_command_says_what_is_wrong_with_it(arguments: tuple[str, ...], says: str) -> None:
    error = refusal(load(*arguments))
    assert error.exit_code == 2
    assert says in error.message + error.suggestion


def test_a_mapping_with_a_tag_or_an_unknown_property_is_refused_with_its_line(
    tmp_path: Path, database: Database
) -> None:
    data = tmp_path / "x.csv"
    data.write_text("a\n1\n", encoding="utf-8")
    mapping = tmp_path / "m.yaml"
    mapping.write_text("source: !!python/object:os.system x\n", encoding="utf-8")
    error = refusal(load("mapping", data, "--mapping", mapping))
    assert error.exit_code == EXIT_SOURCE
    assert "m.yaml:1" in error.message
    assert nodes(database) == 0
