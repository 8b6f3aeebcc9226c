"""Mappings: what they say, what is wrong with them and where, and the shipped ones on real data."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from source_checks import claims_of, read

from graph_platform.errors import MappingError, SourceError, UnrecognisedSource
from ingestors.mapping import mapping_source, shipped_mappings

Make = Callable[..., Path]

GOOD = """\
source: machines
title: Machines
trust: 0.7
formats: {dates: ["%d.%m.%Y"], country: DE, currency: EUR, decimal: ","}
tables:
  machines:
    columns: [Serial, Model, Customer]
    optional: [Kind, Phone, Mobile, Parts, Installed, Owner, address.city]
    aliases: {Serial no: Serial}
    when: {Model: {unless: [none]}}
    seen: Installed
    scopes: {owner: Owner}
    records:
      machine:
        label: {column: Kind, lookup: {car: Vehicle}, default: Machine}
        key: machine/{Serial}
        values:
          serial_number: Serial
          model: {column: Model, match: "^[A-Z]+"}
          category: {column: Kind, lookup: {car: vehicle}, default: other}
          city: address.city
          other_names: {column: Parts, split: "/", ignore: [nil]}
          manufacturer: {constant: Sample Works}
          description: {template: "{Model} of {Customer}, {Kind?}"}
      customer:
        label: Company
        key: "#customer"
        when: {Customer: {present: true}}
        values: {name: Customer, phone: {columns: [Phone, Mobile]}}
    claims:
      - {relation: INSTALLED_AT, start: machine, end: customer, valid_from: Installed}
      - {relation: OPERATES, start: customer, end: machine, when: {Kind: [car, van]}}
    each:
      - column: Parts
        split: "/"
        records:
          part: {label: SparePart, key: "#part/{item}", values: {name: item}}
        claims:
          - {relation: COMPONENT_OF, start: part, end: machine}
"""
CSV = """\
Serial no;Model;Customer;Kind;Phone;Mobile;Parts;Installed;Owner
S1;LX-200;Sample Ltd;car;030 1;0171 2;wheel/door;03.02.2024;ada
S2;none;Sample Ltd;;;;;;
;LX;Sample Ltd;;;;;;
S3;ZZ-1;;;;;nil/nil;;
"""


def test_what_a_mapping_says(make: Make) -> None:
    source = mapping_source(make("m.yaml", GOOD))
    assert (source.name, source.trust, source.formats.decimal, source.formats.dates) == (
        "machines", 0.7, ",", ("%d.%m.%Y",)
    )  # fmt: skip
    (first, last), bad = read(source, make("t.csv", CSV))
    assert [(b.line, b.reason) for b in bad] == [
        (4, "its key 'machine/{Serial}' needs a column that is empty")
    ]
    assert (first.key, first.line, first.seen, first.scopes) == (
        "machine/S1",
        2,
        "03.02.2024",
        ("owner:ada",),
    )
    machine, customer, wheel, _ = first.records
    assert (machine.label, machine.values) == (
        "Vehicle",
        {
            "serial_number": "S1",
            "model": "LX",
            "category": "vehicle",
            "other_names": ["wheel", "door"],
            "manufacturer": "Sample Works",
            "description": "LX-200 of Sample Ltd, car",
        },
    )
    assert (customer.key, customer.values["phone"]) == ("machine/S1#customer", ["030 1", "0171 2"])
    assert (wheel.key, wheel.values) == ("machine/S1#part/wheel", {"name": "wheel"})
    assert [(c.path, c.relation, c.valid_from) for c in first.claims] == [
        ("INSTALLED_AT", "INSTALLED_AT", "03.02.2024"),
        ("OPERATES", "OPERATES", None),
        ("COMPONENT_OF[0]", "COMPONENT_OF", None),
        ("COMPONENT_OF[1]", "COMPONENT_OF", None),
    ]
    # no customer: no record of it, and no claim about it
    assert [r.key for r in last.records] == ["machine/S3", "machine/S3#part/nil"]
    assert [c.relation for c in last.claims] == ["COMPONENT_OF", "COMPONENT_OF"]
    assert "description" not in last.records[0].values


def test_the_same_from_json_parquet_and_sql(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = mapping_source(make("m.yaml", GOOD))
    row = {
        "Serial": "S1",
        "Model": "LX",
        "Customer": "Sample Ltd",
        "Parts": ["wheel"],
        "address": {"city": "Ulm"},
    }
    for name, text in (("t.jsonl", json.dumps(row) + "\n"), ("t.json", json.dumps({"machines": [row]}))):
        (found,), _ = read(source, make(name, text))
        assert found.records[0].values["city"] == "Ulm"
        assert len(found.claims) == 2
    flat = {name: [str(value)] for name, value in row.items() if name not in ("Parts", "address")}
    parquet.write_table(arrow.table(flat), tmp_path / "t.parquet")
    (found,), _ = read(source, tmp_path / "t.parquet")
    assert found.key == "machine/S1"

    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("create table m (Serial text, Model text, Customer text)")
        connection.execute("insert into m values ('S1', 'LX', 'Sample Ltd')")
    connection.close()
    sql = "    sql: {address: MACHINES_URL, query: select * from m}\n"
    path = make("sql.yaml", GOOD.replace("    columns: [Serial", sql + "    columns: [Serial"))
    monkeypatch.setenv("MACHINES_URL", f"sqlite:///{tmp_path / 't.db'}")
    source = mapping_source(path)
    (found,), _ = read(source, path)
    assert found.key == "machine/S1"
    opened = source.open(path)
    assert (opened.table, opened.position()) == ("machines", 0)


@pytest.mark.parametrize(
    ("old", "new", "says", "hint"),
    [
        ("model: {column", "modell: {column", "Vehicle has no property 'modell'", "'model'"),
        ("label: Company", "label: Compagny", "there is no label 'Compagny'", "'Company'"),
        ("INSTALLED_AT", "INSTALED_AT", "there is no relationship 'INSTALED_AT'", "'INSTALLED_AT'"),
        ("end: customer, v", "end: custommer, v", "'custommer' is not named above", "'customer'"),
        ("start: machine, end: customer, v", "start: customer, end: machine, v", "INSTALLED_AT cannot start at", ""),
        ("name: Customer", "name: Custmer", "no column 'Custmer' is declared", "'Customer'"),
        ("key: machine/{Serial}", "key: machine/{Serials}", "no column 'Serials' is declared", "'Serial'"),
        ("optional:", "optionals:", "'tables.machines.optionals'", "'optional'"),
        ("constant: Sample Works", "constant: x, column: Model", "exactly one of", ""),
        ("trust: 0.7", "trust: 7", "trust", ""),
        ("country: DE", "timezone: Mars/Olympus", "is no timezone", ""),
        ('"^[A-Z]+"', '"^[A-Z+"', "is no regular expression", ""),
        ("scopes: {owner", "scopes: {Owner!", "is no kind of scope", ""),
        ("source: machines", "source: Machines!", "source", ""),
        ("      customer:\n", "      machine_:\n", "'customer' is not named above", ""),
        ("title: Machines\n", "title: !!python/name:os.system\n", "tag", ""),
        ("OPERATES, ", "OPERATES, valid_to: Sold, ", "no column 'Sold' is declared", ""),
        ("relation: OPERATES, start: customer, end: machine", "relation: KNOWS, start: customer, end: customer",
         "KNOWS cannot start at Company", "Person"),
        ("when: {Model", "when: {Modell", "no column 'Modell'", "'Model'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(make: Make, old: str, new: str, says: str, hint: str) -> None:
    wrong = GOOD.replace(old, new, 1)
    assert wrong != GOOD
    with pytest.raises(MappingError) as caught:
        mapping_source(make("m.yaml", wrong))
    # a name that is gone is missed where it is used
    where = "relation: INSTALLED_AT" if "machine_" in new else new
    line = wrong[: wrong.index(where)].count("\n") + 1
    assert caught.value.message.startswith(f"m.yaml:{line}: "), caught.value.message
    assert says in caught.value.message
    assert hint in caught.value.suggestion
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["t.jsonl", "t.json", "keyed.json", "t.parquet"])
def test_another_name_of_a_column_is_known_in_objects_too(make: Make, tmp_path: Path, name: str) -> None:
    row = {"Serial no": "S1", "MODEL": "LX", "Customer": "Sample Ltd"}
    if name == "t.parquet":
        parquet.write_table(arrow.Table.from_pylist([row]), tmp_path / name)
    else:
        said = {"t.jsonl": row, "t.json": {"machines": [row]}, "keyed.json": {"a": row}}[name]
        make(name, json.dumps(said) + "\n")
    (found,), bad = read(mapping_source(make("m.yaml", GOOD)), tmp_path / name)
    assert not bad
    assert (found.key, found.records[0].values["model"]) == ("machine/S1", "LX")


def test_objects_under_ids_within_a_row_are_stated_one_by_one(make: Make) -> None:
    text = GOOD.replace("part/{item}", "part/{item.@id}").replace("name: item}", "name: item.name}")
    row = {
        "Serial": "S1",
        "Model": "LX",
        "Customer": "",
        "Parts": {"P1": {"name": "轮"}, "P2": {"name": "门"}},
    }
    ((found,), bad) = read(mapping_source(make("m.yaml", text)), make("t.jsonl", json.dumps(row) + "\n"))
    assert not bad
    parts = {record.key: record.values["name"] for record in found.records if record.label == "SparePart"}
    assert parts == {"machine/S1#part/P1": "轮", "machine/S1#part/P2": "门"}


def test_an_interval_where_there_is_none(make: Make) -> None:
    text = GOOD.replace(
        "relation: COMPONENT_OF, start: part, end: machine", "relation: RAISED, start: part, end: part"
    )
    with pytest.raises(MappingError, match="RAISED cannot start at SparePart"):
        mapping_source(make("m.yaml", text))


@pytest.mark.parametrize("text", ["", "[]", "- a\n", "source: a\n", "source: a\ntitle: b\ntables: {}\n"])
def test_what_is_no_mapping(make: Make, text: str) -> None:
    with pytest.raises(MappingError, match=r"m\.yaml:[13]"):
        mapping_source(make("m.yaml", text))


def test_a_mapping_by_name_or_path() -> None:
    with pytest.raises(MappingError, match="there is no mapping 'dispatch'") as caught:
        mapping_source("dispatch")
    assert "dispatches" in caught.value.suggestion
    assert mapping_source("dispatches").name == "dispatches"
    with pytest.raises(MappingError, match=r"there is no file 'nowhere\.yaml'"):
        mapping_source("somewhere/nowhere.yaml")


def test_a_file_of_another_table_is_refused(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match=r"column 'Serial' is missing \(found 'Seriall'\)"):
        mapping_source(make("m.yaml", GOOD)).open(make("t.csv", "Seriall;Model;Customer\n1;2;3\n"))
    with pytest.raises(SourceError, match="is empty"):
        mapping_source("dispatches").open(make("e.csv", ""))


@pytest.mark.parametrize("name", list(shipped_mappings()))
def test_every_shipped_mapping_is_valid(name: str) -> None:
    source = mapping_source(name)
    assert source.description
    assert source.name == name.replace("_", "-")


def test_diagnostics_and_dispatches(make: Make) -> None:
    header = (
        "diagnostic_id,serial_number,device_type,vin,customer_id,customer_name,uscc,code,severity,soh_percent,"
        "recorded_at,result\n"
    )
    rows, bad = read(
        mapping_source("diagnostics"),
        make(
            "d.csv",
            header
            + "D1,04QPE0A1B2C3D4E5F6G7H8J9,battery,LSVAA4182E2184847,,苏州样例,91320500MA00000010,BMS-1,high,0.8,"
            + "2026-01-02T10:00:00,需更换\n"
            + "D2,SAMI000000001,motor,,,Sample Ltd,,MCU-1,低,,2026-01-02T10:00:00,ok\n",
        ),
    )
    assert not bad
    assert rows[0].records[0].values["state_of_health"] == "0.8%"
    assert claims_of(rows[:1]) == {
        ("CONCERNS", "diagnostic/D1", "device/04QPE0A1B2C3D4E5F6G7H8J9"),
        ("COMPONENT_OF", "device/04QPE0A1B2C3D4E5F6G7H8J9", "vehicle/LSVAA4182E2184847"),
        ("RAISED", "customer/91320500MA00000010", "diagnostic/D1"),
        ("INSTALLED_AT", "device/04QPE0A1B2C3D4E5F6G7H8J9", "customer/91320500MA00000010"),
    }
    assert rows[1].records[0].values["severity"] == "low"
    assert ("RAISED", "diagnostic/D2#customer/Sample Ltd", "diagnostic/D2") in claims_of(rows)

    header = "dispatch_id,plate,vin,operator_uscc,operator_name,driver_id,started_at,ended_at,km,service\n"
    (row,), _ = read(
        mapping_source("dispatches"),
        make(
            "p.csv",
            header
            + "P1,苏E·D0001,LSVAA4182E2184847,91320500MA00000010,样例出行,V1,2026-01-02T10:00:00,,3.5,ride-hailing\n",
        ),
    )
    assert claims_of([row]) >= {
        ("CONCERNS", "dispatch/P1", "vehicle/LSVAA4182E2184847"),
        ("CARRIED_OUT", "operator/91320500MA00000010", "dispatch/P1"),
        ("OPERATES", "operator/91320500MA00000010", "vehicle/LSVAA4182E2184847"),
    }


REAL = [
    ("cn_exec", "cn_exec/executive.csv", 20_872, 20_872, 0),
    ("cn_exec", "cn_exec/stock.csv", 3_188, 3_188, 0),
    ("cn_exec", "cn_exec/executive_stock.csv", 24_775, 0, 29_073),
    ("nl_boards", "nl_boards/nodes_bipartite.csv", 16_375, 16_375, 0),
    ("nl_boards", "nl_boards/edges_bipartite.csv", 21_012, 0, 21_012),
    ("auto_supply", "auto_supply/edges.csv", 51_363, None, 51_363),
    ("maven_crm", "maven_crm/accounts.csv", 85, 85, 15),
    ("maven_crm", "maven_crm/sales_pipeline.csv", 8_800, 8_800, None),
    ("glassdoor_jobs", "glassdoor_jobs/glassdoor_jobs.csv", 956, 1_912, 956),
]


@pytest.mark.shared
@pytest.mark.parametrize(("mapping", "file", "rows", "records", "claims"), REAL)
def test_shipped_mappings_on_real_data(
    shared: Path, mapping: str, file: str, rows: int, records: int | None, claims: int | None
) -> None:
    source = mapping_source(mapping)
    found = list(source.open(shared / file))
    assert len(found) == rows
    good = [row for row in found if hasattr(row, "records")]
    assert len(good) == rows
    if records is not None:
        assert sum(len(row.records) for row in good) == records
    if claims is not None:
        assert sum(len(row.claims) for row in good) == claims
