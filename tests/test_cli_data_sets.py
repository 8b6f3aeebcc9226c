"""`load rejects`, `sources health` and drafts that are loaded: through the command line, over a real graph."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from shared import folder
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import EXIT_OK, EXIT_REJECTED, EXIT_UNWELL, GraphPlatformError
from graph_platform.settings import Settings, current_settings

CANARY = "13800138000"
HEADER = "Record ID,Company name,Phone Number,Unified Social Credit Code,Create Date,Parent company ID"
GOOD = "1,Northgate Motors Ltd,+44 20 7946 0018,,2024-01-05 10:00,"


@pytest.fixture(autouse=True)
def _home(settings: Settings, clean_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    for path in (settings.home / "rejects").glob("*"):
        path.unlink()
    yield
    current_settings.cache_clear()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def told(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def error(result: Result) -> GraphPlatformError:
    assert isinstance(result.exception, GraphPlatformError), result.output
    return result.exception


def companies(folder: Path, *rows: str, name: str = "companies.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


# --- rejects ---


def test_rejects_are_listed_by_data_set_with_counts_and_reasons_and_no_value(tmp_path: Path) -> None:
    path = companies(tmp_path, GOOD, f",{CANARY} Ltd,,,,", f",{CANARY} GmbH,,,,", "2,Self Ltd,,,,2")
    assert run("load", "hubspot", path, "--as", "sales-emea").exit_code == EXIT_REJECTED
    result = run("load", "rejects")
    assert result.exit_code == EXIT_OK
    assert "sales-emea: 3 rows in " in result.output
    assert "2 × column 'Record ID' is empty" in result.output
    assert CANARY not in result.output
    (listed,) = told("load", "rejects")
    assert (listed["data_set"], listed["rows"], len(listed["reasons"])) == ("sales-emea", 3, 2)


def test_without_rejects_there_is_nothing_to_list_explain_or_retry() -> None:
    assert "No row is waiting" in run("load", "rejects").output
    for command in ("explain", "retry"):
        assert error(run("load", "rejects", command, "sales")).exit_code == 2


def test_a_reason_is_explained_by_lines_and_columns_and_by_an_example_on_request(tmp_path: Path) -> None:
    path = companies(tmp_path, GOOD, f",{CANARY} Ltd,,,,", f",{CANARY} GmbH,,,,")
    run("load", "hubspot", path)
    result = run("load", "rejects", "explain", "hubspot")
    assert result.exit_code == EXIT_OK, result.output
    assert "companies.csv, line 3, 4" in result.output
    assert "columns: Record ID" in result.output
    assert CANARY not in result.output
    assert CANARY in run("load", "rejects", "explain", "hubspot", "--values").output
    (explained,) = told("load", "rejects", "explain", "hubspot")
    assert explained["reasons"][0]["lines"][0] == {"file": "companies.csv", "line": 3}
    assert "example" not in explained["reasons"][0]


def test_corrected_rows_go_into_their_data_set_and_what_is_still_wrong_into_a_new_file(
    tmp_path: Path, settings: Settings, database: Database
) -> None:
    path = companies(tmp_path, GOOD, ",Harbour Cold Chain Ltd,,,,", ",Other Ltd,,,,")
    run("load", "hubspot", path, "--as", "sales")
    (rejects,) = (settings.home / "rejects").glob("*.jsonl")
    first, second = rejects.read_text(encoding="utf-8").splitlines()
    corrected = first.replace('"Record ID":""', '"Record ID":"2"')
    assert corrected != first
    rejects.write_text(f"{corrected}\n{second}\n", encoding="utf-8")

    assert run("load", "rejects", "retry", "sales", "--dry-run").exit_code == EXIT_REJECTED
    assert rejects.exists()
    result = run("load", "rejects", "retry", "sales")
    assert result.exit_code == EXIT_REJECTED, result.output
    names = database.read("MATCH (r:Record {data_set: 'sales'}) RETURN r.name AS name ORDER BY name")
    assert [row["name"] for row in names] == ["Harbour Cold Chain Ltd", "Northgate Motors Ltd"]
    assert not rejects.exists()
    (left,) = told("load", "rejects", "explain", "sales")
    assert [each["line"] for each in left["reasons"][0]["lines"]] == [4]

    (rest,) = (settings.home / "rejects").glob("*.jsonl")
    rest.write_text(rest.read_text(encoding="utf-8").replace('"Record ID":""', '"Record ID":"3"'), "utf-8")
    assert run("load", "rejects", "retry", "sales", "--file", tmp_path / "x").exit_code != EXIT_OK
    again = run("load", "rejects", "retry", "sales", "--file", rest, "--json")
    assert again.exit_code == EXIT_OK, again.output
    assert json.loads(again.stdout)["new"] == 1
    assert list((settings.home / "rejects").glob("*.jsonl")) == []


def test_rejects_of_a_mapping_of_ones_own_need_it_named(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "machines.csv"
    path.write_text("Serial,Model\nSN-1,LX-200\n,LX-300\n", encoding="utf-8")
    mapping = tmp_path / "machines.yaml"
    mapping.write_text(
        "source: our-machines\ntitle: Machines\ntables:\n  machines:\n    columns: [Serial, Model]\n    records:\n"
        "      machine: {label: Machine, key: 'machine/{Serial}', values: {serial_number: Serial, model: Model}}\n",
        encoding="utf-8",
    )
    run("load", "mapping", path, "--mapping", mapping)
    (rejects,) = (settings.home / "rejects").glob("*.jsonl")
    rejects.write_text(
        rejects.read_text(encoding="utf-8").replace('"Serial":""', '"Serial":"SN-2"'), encoding="utf-8"
    )
    assert "--mapping" in error(run("load", "rejects", "retry", "our-machines")).suggestion
    result = run("load", "rejects", "retry", "our-machines", "--mapping", mapping, "--keep")
    assert result.exit_code == EXIT_OK, result.output
    assert rejects.exists()


def test_rejects_of_a_load_that_can_go_on_are_left_to_it(
    tmp_path: Path, database: Database, settings: Settings
) -> None:
    run("load", "hubspot", companies(tmp_path, GOOD, ",No Key Ltd,,,,"))
    database.write("MATCH (run:Run) SET run.state = 'stopped'", {})
    assert "has not come to its end" in error(run("load", "rejects", "retry", "hubspot")).message
    assert len(list((settings.home / "rejects").glob("*.jsonl"))) == 1


def test_a_line_that_an_editor_broke_is_told_and_the_others_are_explained(
    tmp_path: Path, settings: Settings
) -> None:
    run("load", "hubspot", companies(tmp_path, GOOD, ",No Key Ltd,,,,"))
    (rejects,) = (settings.home / "rejects").glob("*.jsonl")
    with rejects.open("a", encoding="utf-8") as file:
        file.write('{"file": "companies.csv", \n')
    (explained,) = told("load", "rejects", "explain", "hubspot")
    assert sorted(each["rows"] for each in explained["reasons"]) == [1, 1]
    assert any("no line of a reject file" in each["reason"] for each in explained["reasons"])


# --- drafts ---


def test_a_draft_loads_its_file(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "设备台账.csv"
    path.write_text(
        "设备编号,序列号,型号,客户名称,安装日期\nE-1,SN-20240017,LX-200,华东样例有限公司,2024年2月3日\n"
        "E-2,SN-20240018,LX-300,江南样例有限公司,2024年2月4日\n",
        encoding="gb18030",
    )
    mapping = tmp_path / "machines.yaml"
    assert run("sources", "draft", path, "--out", mapping).exit_code == EXIT_OK
    result = run("load", "mapping", path, "--mapping", mapping)
    assert result.exit_code == EXIT_OK, result.output
    (row,) = database.read("MATCH (m:Machine {model: 'LX-200'})-[:INSTALLED_AT]->(c) RETURN c.name AS name")
    assert row["name"] == "华东样例有限公司"


STATEMENT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>{}</Id>'
    "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>{}</Stmt></BkToCstmrStmt></Document>"
)
ENTRY = (
    '<Ntry><Amt Ccy="EUR">{1}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-0{0}</Dt></BookgDt></Ntry>'
)


def test_statements_of_overlapping_ranges_state_each_payment_once(tmp_path: Path, database: Database) -> None:
    days = {1: [5, 5], 2: [5, 7], 3: [7]}
    for name, range_ in (("a", (1, 2)), ("b", (2, 3))):
        entries = "".join(ENTRY.format(day, amount) for day in range_ for amount in days[day])
        (tmp_path / f"{name}.xml").write_text(STATEMENT.format(name, entries), encoding="utf-8")
    assert run("load", "camt053", tmp_path / "a.xml").exit_code == EXIT_OK
    assert run("load", "camt053", tmp_path / "b.xml").exit_code == EXIT_OK
    (found,) = database.read("MATCH (p:Payment:Entity) RETURN count(*) AS count, sum(p.amount) AS sum")
    assert (found["count"], float(found["sum"])) == (5, 29.0)


def test_half_of_a_character_in_a_key_costs_its_row_and_not_the_load(
    tmp_path: Path, database: Database
) -> None:
    ticket = '{"id": %s, "subject": "s", "status": "open", "requester_id": 5}'
    bad = ticket % '"\\ud83d"'
    path = tmp_path / "tickets.json"
    path.write_text(f'{{"tickets": [{ticket % 1},\n{bad},\n{ticket % 3}]}}', encoding="utf-8")
    result = run("load", "zendesk", path)
    assert result.exit_code == EXIT_REJECTED, result.output
    assert "1 × holds half of a character" in result.output
    (found,) = database.read("MATCH (t:Ticket:Entity) RETURN count(*) AS count")
    assert found["count"] == 2


TENURES = """\
Our machines, 2024;;;
Serial;Place;Customer no;Installed;Until
SN-1;hall 1;4711;03.02.2024;04.02.2024
;hall 2;4711;03.02.2024;03.02.2024
;hall 3;4711;01.2024;02.2024
;hall 4;4711;03.02.2024;
;;4711;03.02.2024;
"""
BY_SERIAL_OR_PLACE = """\
source: machine-list
title: Our machines
formats: {dates: ["%d.%m.%Y", "%m.%Y"]}
tables:
  machines:
    columns: [Serial, Place, Customer no, Installed, Until]
    records:
      machine:
        label: Machine
        key: ["machine/{Serial}", "machine/{Customer no}/{Place}"]
        values: {serial_number: Serial}
      customer: {label: Company, key: "customer/{Customer no}"}
    claims:
      - {relation: INSTALLED_AT, start: machine, end: customer, valid_from: Installed, last_day: Until}
"""


def test_a_last_day_is_inclusive_and_a_row_without_its_number_has_another_key(
    tmp_path: Path, database: Database
) -> None:
    path, mapping = tmp_path / "machines.csv", tmp_path / "machines.yaml"
    path.write_text(TENURES, encoding="utf-8")
    mapping.write_text(BY_SERIAL_OR_PLACE, encoding="utf-8")
    result = run("load", "mapping", path, "--mapping", mapping)
    assert result.exit_code == EXIT_REJECTED
    assert "its key 'machine/{Serial}' or 'machine/{Customer no}/{Place}' needs a column" in result.output
    rows = database.read(
        "MATCH (m:Record)-[c:CLAIMS {relation: 'INSTALLED_AT'}]->() "
        "RETURN m.key AS key, toString(c.valid_from) + '/' + toString(c.valid_to) AS holds ORDER BY key"
    )
    assert [(row["key"], row["holds"]) for row in rows] == [
        ("machine/4711/hall 2", "2024-02-03/2024-02-04"),
        ("machine/4711/hall 3", "2024-01-01/2024-03-01"),
        ("machine/4711/hall 4", "2024-02-03/9999-12-31"),
        ("machine/SN-1", "2024-02-03/2024-02-05"),
    ]
    mapping.write_text(
        BY_SERIAL_OR_PLACE.replace("last_day:", "valid_to: Until, last_day:"), encoding="utf-8"
    )
    refused = error(run("load", "mapping", path, "--mapping", mapping))
    assert "valid_to and last_day" in str(refused)


@pytest.mark.shared
@pytest.mark.parametrize(
    "file", ["neo4j_northwind/customers.csv", "support_logs/helpdesk.csv", "cn_chain/company.json"]
)
def test_a_draft_of_a_real_file_loads_it(tmp_path: Path, file: str) -> None:
    path = folder() / file
    mapping = tmp_path / "draft.yaml"
    assert run("sources", "draft", path, "--out", mapping).exit_code == EXIT_OK
    result = run("load", "mapping", path, "--mapping", mapping, "--dry-run")
    assert result.exit_code == EXIT_OK, result.output


# --- health ---

ROWS = [f"{n},Company {n},+44 20 7946 {n:04},,2024-01-05 10:00," for n in range(1, 41)]


def age(database: Database, days: int) -> None:
    """Let every load so far have been so many days earlier."""
    database.write(
        "MATCH (run:Run) SET run.started = run.started - duration({days: $days}), "
        "run.resumed = run.resumed - duration({days: $days}), run.ended = run.ended - duration({days: $days}), "
        "run.newest = run.newest - $days * 86400000",
        {"days": days},
    )


def daily(tmp_path: Path, database: Database, *lasts: Path) -> None:
    """Four loads of the usual size, a day apart, and then these."""
    for number in range(4):
        rows = [row.replace("Company", f"Company {number}") for row in ROWS]
        assert run("load", "hubspot", companies(tmp_path, *rows, name=f"{number}.csv")).exit_code == EXIT_OK
        age(database, 1)
    for path in lasts:
        run("load", "hubspot", path)


def test_health_of_nothing_and_of_a_first_load_alarms_nobody(tmp_path: Path) -> None:
    result = run("sources", "health")
    assert (result.exit_code, result.output) == (EXIT_OK, "No data set is loaded.\n")
    run("load", "hubspot", companies(tmp_path, GOOD))
    result = run("sources", "health")
    assert result.exit_code == EXIT_OK, result.output
    assert "hubspot: well" in result.output
    assert "no past" in result.output
    assert error(run("sources", "health", "nowhere")).exit_code == 2


def test_usual_loads_are_well_until_the_next_one_does_not_come(tmp_path: Path, database: Database) -> None:
    daily(tmp_path, database, companies(tmp_path, *ROWS, name="last.csv"))
    result = run("sources", "health", "hubspot")
    assert (result.exit_code, result.output) == (EXIT_OK, "hubspot: well\n")
    age(database, 5)
    result = run("sources", "health", "hubspot", "--json")
    assert result.exit_code == EXIT_UNWELL
    content = json.loads(result.stdout)["hubspot"]
    assert not content["well"]
    assert {each["check"] for each in content["findings"]} == {"freshness"}


def test_a_small_load_with_rejects_and_empty_columns_is_told_without_a_value(
    tmp_path: Path, database: Database
) -> None:
    header = HEADER.removesuffix(",Parent company ID")
    rows = [f"{n},{CANARY} Ltd,,,2024-01-05 10:00" for n in range(1, 31)]
    bad = [f",{CANARY} Ltd,,,2024-01-05 10:00" for n in range(80)]
    daily(tmp_path, database, companies(tmp_path, *rows, *bad, name="last.csv", header=header))
    result = run("sources", "health")
    assert result.exit_code == EXIT_UNWELL
    for text in (
        "volume: 110 rows",
        "rejects: 72.7%",
        "'companies.Parent Company ID'",
        "'companies.Phone Number'",
    ):
        assert text in result.output
    assert CANARY not in result.output
    (kept,) = database.read("MATCH (run:Run) RETURN collect(properties(run)) AS runs")
    assert CANARY not in str(kept)
    assert "Northgate" not in str(kept)


def test_corrected_rejects_do_not_look_like_a_small_load(tmp_path: Path, database: Database) -> None:
    daily(tmp_path, database, companies(tmp_path, *ROWS, name="last.csv"))
    rejects = tmp_path / "one.rejects.jsonl"
    row = {"Record ID": "99", "Company name": "Late Ltd"}
    entry = {"file": "x.csv", "table": "companies", "line": 2, "reason": "", "row": row}
    rejects.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    assert run("load", "hubspot", rejects).exit_code == EXIT_OK
    assert run("sources", "health").exit_code == EXIT_OK
