"""GLEIF's golden copy, levels 1 and 2."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from ingestors.gleif import source

MILL, HOLDING, FUND = "lei/9999007SAMPLEMILL093", "lei/9999007SAMPLEHOLD047", "lei/9999007SAMPLEFUND061"
BRANCH, WORKS = "lei/9999007SAMPLEBRAN034", "lei/9999007SAMPLEWERK032"


def test_an_entity_keeps_its_names_apart_and_its_legal_address(samples: Path) -> None:
    rows, bad = read(source, samples / "gleif_lei.csv")
    assert not bad
    mill = rows[0].records[0]
    assert (mill.key, mill.label, rows[0].seen) == (MILL, "Company", "2025-03-04T05:06:07Z")
    assert mill.values == {
        "name": "Sample Mill Limited",
        "lei": "9999007SAMPLEMILL093",
        "previous_names": ["Sample Watermill Limited"],
        "other_names": ["The Mill"],
        "legal_form": "H0PO",
        "registration_authority": "RA000585",
        "company_number": "GB-COH/09999991",
        "founded": "2001-02-03T00:00:00Z",
        "address": "1 Sample Road, Floor 2, EC1A 9ZZ, London, GB-LND, GB",
        "city": "London",
        "region": "GB-LND",
        "country": "GB",
        "status": "ACTIVE",
    }
    holding = rows[1].records[0].values
    assert (holding["name"], holding["other_names"]) == ("样例控股有限公司", ["Yangli Holding Co., Ltd."])
    assert holding["legal_form"] == "有限责任公司"


def test_a_number_joins_only_where_its_register_is_certain(samples: Path) -> None:
    rows, _ = read(source, samples / "gleif_lei.csv")
    numbers = [
        {name: v for name, v in row.records[0].values.items() if name in ("uscc", "company_number")}
        for row in rows
    ]
    assert numbers[1:] == [{"uscc": "91320500MA75AMPE0B"}, {}, {}, {"company_number": "NL-KVK/24265573"}]
    # of Scotland, whose number without its letters would be another company's in England
    assert rows[3].records[0].values["registration_number"] == "012345"


def test_what_is_dissolved_a_branch_or_void_is_told(samples: Path) -> None:
    rows, _ = read(source, samples / "gleif_lei.csv")
    assert [row.records[0].label for row in rows[2:]] == ["Organization", "Branch", "Company"]
    assert rows[2].records[0].values["dissolved"] == "2020-05-06T00:00:00Z"
    assert rows[4].records[0].values["status"] == "DUPLICATE"


def test_a_parent_controls_what_it_consolidates_and_not_the_other_way(samples: Path) -> None:
    rows, bad = read(source, samples / "gleif_rr.csv")
    assert claims_of(rows) == {
        ("CONTROLS", WORKS, MILL),
        ("CONTROLS", HOLDING, MILL),
        ("CONTROLS", HOLDING, FUND),
        ("PART_OF", BRANCH, MILL),
        ("OWNS", FUND, WORKS),
    }
    assert [(row.line, row.reason, row.skipped) for row in bad] == [
        (7, "is a relationship that GLEIF has annulled, or found to be a duplicate", True)
    ]


def test_the_interval_is_the_relationships_and_not_the_accounts(samples: Path) -> None:
    rows, _ = read(source, samples / "gleif_rr.csv")
    direct, ultimate, managed = (row.claims[0] for row in rows[:3])
    assert (direct.valid_from, direct.valid_to) == ("2017-12-06T01:00:00+01:00", None)
    assert direct.values == {"interests": ["IS_DIRECTLY_CONSOLIDATED_BY"], "direct": True, "share": "75.5%"}
    assert (ultimate.valid_to, ultimate.values["direct"]) == ("2022-06-30T00:00:00Z", False)
    # inactive, and nobody says since when: since GLEIF knew it
    assert managed.valid_to == "2025-03-04T05:06:07Z"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("IS_FEEDER_TO", "IS_COUSIN_OF", "column 'Relationship.RelationshipType' is none that is read"),
        (
            '"LEI","9999007SAMPLEWERK032","LEI","IS_FEEDER',
            '"LEI","","LEI","IS_FEEDER',
            "column 'Relationship.EndNode.NodeID' is empty",
        ),
        (
            '"9999007SAMPLEFUND061","LEI","9999007SAMPLEWERK032","LEI"',
            '"1","ISIN","2","LEI"',
            "column 'Relationship.StartNode.NodeIDType' is not LEI",
        ),
    ],
)
def test_a_relationship_that_cannot_be_read_is_rejected(
    samples: Path, make: Callable[..., Path], old: str, new: str, reason: str
) -> None:
    text = (samples / "gleif_rr.csv").read_text(encoding="utf-8")
    assert old in text
    _, bad = read(source, make("rr.csv", text.replace(old, new)))
    assert (6, reason, False) in [(row.line, row.reason, row.skipped) for row in bad]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_says_the_same(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "gleif_lei.csv").read_text(encoding="utf-8")
    rows, bad = read(source, make("lei.csv", text, encoding))
    assert (len(rows), bad) == (5, [])
    assert rows[1].records[0].values["city"] == "苏州市"


def test_a_renamed_column_is_told(samples: Path, make: Callable[..., Path]) -> None:
    text = (samples / "gleif_lei.csv").read_text(encoding="utf-8")
    with pytest.raises(UnrecognisedSource, match=r"column 'Entity\.LegalName' is missing"):
        source.open(make("lei.csv", text.replace('"Entity.LegalName"', '"Entity.Legal Nom"')))
