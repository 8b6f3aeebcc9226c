"""FollowTheMoney entities, as OpenSanctions publishes them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import BadRow, Row
from graph_platform.loading.reading import batches
from graph_platform.sources import recognising
from ingestors.ftm import source


@pytest.fixture
def rows(samples: Path) -> dict[str, Row]:
    good, _ = read(source, samples / "ftm_entities.jsonl")
    return {row.key: row for row in good}


def test_a_person_keeps_names_topics_and_the_exactest_date(rows: dict[str, Row]) -> None:
    row = rows["entity/NK-ada"]
    (record,) = row.records
    assert (record.label, row.seen, row.scopes) == ("Person", "2025-06-01T00:00:00", ("public",))
    assert record.values == {
        "name": "Ada Sample",
        "other_names": ["SAMPLE, Ada", "艾达·样本", "Addie", "Ada Muster"],
        "topics": ["sanction", "role.pep"],
        "address": "2 Sample Street, London",
        "birth_date": "1970-03-02",
        "nationality": ["gb", "cn"],
        "gender": "female",
        "job_title": "Minister of Samples",
        "passport_number": "SAMPLE0001",
    }


def test_contradicting_dates_are_kept_and_none_is_preferred(rows: dict[str, Row]) -> None:
    assert rows["entity/NK-bob"].records[0].values["birth_date"] == ["1961-01-01", "1962"]


def test_organizations_keep_the_numbers_that_identify_them(rows: dict[str, Row]) -> None:
    mill, holding = rows["entity/NK-mill"].records[0], rows["entity/NK-hold"].records[0]
    assert (mill.label, mill.values["uscc"]) == ("Company", "91320500MA75AMPE0B")
    assert mill.values["registration_number"] == "320500000000001"
    assert (mill.values["country"], mill.values["founded"]) == ("cn", "2010")
    assert mill.values["other_names"] == ["样例磨坊有限公司"]
    assert mill.values["previous_names"] == ["Sample Watermill"]
    assert (holding.label, holding.values["company_number"]) == ("Organization", "RU-OGRN/1027700000000")
    assert rows["entity/NK-body"].records[0].label == "Government"


def test_an_address_becomes_text_of_whom_it_belongs_to(samples: Path, make: Callable[..., Path]) -> None:
    text = (samples / "ftm_entities.jsonl").read_text(encoding="utf-8")
    firm = {"id": "b", "schema": "Company", "properties": {"name": ["乙"], "addressEntity": ["addr-2"]}}
    rows, _ = read(source, make("e.jsonl", f"{json.dumps(firm)}\n{text}"))
    assert rows[0].records[0].values["address"] == "3 Muster Lane, 1000, Nicosia, cy"


def test_where_dates_contradict_a_link_holds_as_long_as_either_says(make: Callable[..., Path]) -> None:
    said = {
        "owner": ["a"],
        "asset": ["b"],
        "startDate": ["2015-03-01", "2014"],
        "endDate": ["2019", "2020-02"],
    }
    rows, _ = read(
        source, make("e.jsonl", json.dumps({"id": "o", "schema": "Ownership", "properties": said}))
    )
    assert (rows[0].claims[0].valid_from, rows[0].claims[0].valid_to) == ("2014", "2020-02")


def test_a_sanction_of_what_is_not_read_makes_no_organization_of_it(make: Callable[..., Path]) -> None:
    wallet = {"id": "w", "schema": "CryptoWallet", "properties": {"publicKey": ["0x0"]}}
    address = {"id": "a", "schema": "Address", "properties": {"full": ["1 Sample Road"]}}
    lines = [
        json.dumps({"id": f"s{id_}", "schema": "Sanction", "properties": {"entity": [id_]}})
        for id_ in ("w", "a")
    ]
    rows, bad = read(source, make("e.jsonl", "\n".join([*lines, json.dumps(wallet), json.dumps(address)])))
    assert rows == []
    assert [(row.line, row.skipped) for row in bad] == [(1, True), (2, True), (3, True)]


def test_a_link_joins_what_the_rest_of_the_file_says_its_ends_are(rows: dict[str, Row]) -> None:
    (owned,) = rows["link/own-1"].claims
    assert (owned.start.label, owned.end.label) == ("Person", "Company")
    assert owned.values == {"share": "60%", "interests": ["Beneficial owner"]}
    assert (owned.valid_from, owned.valid_to) == ("2015", "2020-06")
    # described below the link, and a device
    (ship,) = rows["link/own-2"].claims
    assert (ship.end.label, ship.values) == ("Vehicle", {"share_min": "25%", "share_max": "50%"})
    # described in another file, and a share in words
    (elsewhere,) = rows["link/own-3"].claims
    assert (elsewhere.start.label, elsewhere.values) == ("Organization", {"interests": ["more than half"]})


def test_who_runs_employs_and_knows_whom(rows: dict[str, Row]) -> None:
    links = [row for key, row in rows.items() if key.startswith("link/") and "own" not in key]
    assert claims_of(links) == {
        ("HOLDS_POST", "entity/NK-bob", "entity/NK-mill"),
        ("CONTROLS", "entity/NK-hold", "entity/NK-mill"),
        ("HOLDS_POST", "entity/NK-ada", "entity/NK-body"),
        ("PART_OF", "entity/NK-hold", "entity/NK-body"),
        ("WORKS_FOR", "entity/NK-bob", "entity/NK-hold"),
        ("KNOWS", "entity/NK-ada", "entity/NK-bob"),
        ("HOLDS_POST", "entity/NK-ada", "entity/pos-1"),
        ("PARTY_TO", "entity/NK-hold", "entity/case-1"),
    }
    assert rows["link/dir-1"].claims[0].values == {"post": "董事"}
    assert rows["link/fam-1"].claims[0].values == {"basis": "brother"}
    assert rows["link/ccp-1"].claims[0].values == {"party_role": "defendant"}


def test_a_sanction_concerns_its_ship(rows: dict[str, Row]) -> None:
    row = rows["sanction/sanc-1"]
    event, authority = row.records
    assert event.values == {
        "title": "SAMPLE-2",
        "text": "Carried samples.",
        "category": "sanction",
        "status": "active",
        "at": "2022-03-04",
    }
    assert (authority.key, authority.label) == ("authority/Sample Sanctions Office", "Government")
    assert claims_of([row]) == {
        ("CONCERNS", "sanction/sanc-1", "entity/NK-ship"),
        ("CARRIED_OUT", "authority/Sample Sanctions Office", "sanction/sanc-1"),
    }
    ship = rows["entity/NK-ship"]
    assert ship.records[0].values["imo_number"] == "IMO9074729"
    assert claims_of([ship]) == {("OPERATES", "entity/NK-hold", "entity/NK-ship")}


def test_what_is_not_read_is_counted_by_its_reason(samples: Path) -> None:
    good, bad = read(source, samples / "ftm_entities.jsonl")
    # the addresses and the passport are said by those that they belong to
    assert (len(good), len(bad)) == (19, 2)
    assert [(row.reason, row.skipped) for row in bad] == [
        ("is of the schema UnknownLink, which is read between people only", True),
        ("is of the schema Security, which is not read", True),
    ]


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"schema": "Nonsense"}, "column 'schema' is none that is read"),
        ({"id": ""}, "column 'id' is empty"),
        ({"properties": {"name": "Ada"}}, "column 'properties.name' is not a list"),
        (
            {"properties": {"addressEntity": [{"id": "a", "schema": "Address"}]}},
            "column 'properties.addressEntity' has entities in it: load entities.ftm.json instead",
        ),
        (
            {"schema": "Ownership", "properties": {"owner": ["a"]}},
            "column 'properties.asset' is empty",
        ),
        ({"schema": "Sanction", "properties": {}}, "column 'properties.entity' is empty"),
    ],
)
def test_an_entity_that_is_built_otherwise_is_rejected(
    make: Callable[..., Path], entity: dict[str, object], reason: str
) -> None:
    good = {"id": "a", "schema": "Person", "properties": {"name": ["甲"]}}
    rows, bad = read(source, make("e.json", json.dumps(good) + "\n" + json.dumps({**good, **entity}) + "\n"))
    assert len(rows) == 1
    assert [(row.line, row.reason, row.skipped) for row in bad] == [(2, reason, False)]


def test_a_file_that_ends_early_gives_the_rows_before(make: Callable[..., Path]) -> None:
    good = json.dumps({"id": "a", "schema": "Person", "properties": {"name": ["甲"]}})
    items = list(source.open(make("e.json", f"{good}\n{good[:30]}")))
    assert [item.__class__ for item in items] == [Row, BadRow]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_says_the_same(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "ftm_entities.jsonl").read_text(encoding="utf-8")
    rows, bad = read(source, make("e.jsonl", text, encoding))
    assert (len(rows), len(bad)) == (19, 2)
    assert rows[2].records[0].values["other_names"] == ["样例磨坊有限公司"]


def test_another_file_is_refused_by_its_missing_column(make: Callable[..., Path]) -> None:
    with pytest.raises(UnrecognisedSource, match=r"column 'schema' is missing"):
        source.open(make("e.jsonl", '{"id": "a", "shema": "Person", "properties": {}}\n' * 2))


def test_it_is_told_from_other_sources(samples: Path) -> None:
    assert [name for name, _ in recognising(samples / "ftm_entities.jsonl", "")] == ["ftm"]


def test_what_is_not_read_neither_is_rejected_nor_keeps_a_complete_load_from_closing(samples: Path) -> None:
    path = samples / "ftm_entities.jsonl"
    (batch,) = batches(source, [(path, source.open(path))], "list", 0)
    assert sum(batch.skipped.values()) == 2
    assert (batch.rejects, batch.unread) == ([], [])
