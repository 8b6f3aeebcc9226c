"""Companies House: basic company data and the PSC snapshot."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from ingestors.companies_house import source


def test_a_company_has_its_number_in_its_register_and_its_former_names(samples: Path) -> None:
    rows, bad = read(source, samples / "companies_house_basic.csv")
    assert not bad
    assert [row.key for row in rows] == ["company/09999991", "company/SC999992"]
    assert rows[0].records[0].values == {
        "name": "SAMPLE MILL LIMITED",
        "company_number": "GB-COH/09999991",
        "legal_form": "Private Limited Company",
        "status": "Active",
        "founded": "03/02/2001",
        "country": "United Kingdom",
        "city": "LONDON",
        "previous_names": ["SAMPLE WATERMILL LIMITED", "MUSTER MILL LIMITED"],
        "industry": "10611 - Grain milling; 46210 - Wholesale of grain",
        "address": "1 SAMPLE ROAD, LONDON, EC1A 9ZZ, ENGLAND",
    }
    assert rows[1].records[0].values["name"] == "样例 TRADING (UK) LTD"
    assert "industry" not in rows[1].records[0].values


def test_a_person_with_significant_control(samples: Path) -> None:
    rows, _ = read(source, samples / "companies_house_psc.txt")
    person = rows[0].records[0]
    assert person.label == "Person"
    assert person.values == {
        "name": "Ada Beta Sample",
        "given_name": "Ada Beta",
        "family_name": "Sample",
        "birth_date": "1977-02",
        "nationality": ["British", "Chinese"],
        "country": "England",
        "address": "1, Sample Road, London, EC1A 9ZZ, England",
    }
    shares, votes, appoints = rows[0].claims
    assert (shares.relation, shares.end.key, shares.valid_from) == ("OWNS", "company/09999991", "2016-04-06")
    assert shares.values == {
        "interests": ["ownership-of-shares-25-to-50-percent"],
        "beneficial": True,
        "share_min": "25%",
        "share_max": "50%",
    }
    assert (votes.relation, votes.values["share_max"]) == ("CONTROLS", "50%")
    assert (appoints.relation, "share_min" in appoints.values) == ("CONTROLS", False)


def test_a_company_that_controls_joins_by_a_certain_number_only(samples: Path) -> None:
    rows, _ = read(source, samples / "companies_house_psc.txt")
    holding, glen, ministry = rows[1], rows[2], rows[3]
    assert holding.records[0].label == "Company"
    assert holding.records[0].values["company_number"] == "GB-COH/999993"
    (held,) = holding.claims
    assert (held.relation, held.valid_to, "beneficial" in held.values) == ("OWNS", "2020-06-30", False)
    # of Scotland, whose number without its letters would be another company's in England
    assert "company_number" not in glen.records[0].values
    assert glen.records[0].values["registration_number"] == "123459"
    # has ceased on the day of its notice
    assert glen.claims == ()
    assert ministry.records[0].label == "Organization"
    assert ministry.claims[0].values["share_min"] == "25%"


def test_who_is_hidden_or_not_identified_is_kept_without_a_name(samples: Path) -> None:
    rows, _ = read(source, samples / "companies_house_psc.txt")
    assert [row.records[0].values for row in rows[4:]] == [
        {"status": "super-secure"},
        {"status": "psc-exists-but-not-identified"},
    ]
    assert {(relation, end) for relation, _, end in claims_of(rows[4:])} == {("CONTROLS", "company/SC999992")}


def test_statements_that_there_is_nobody_and_totals_are_passed_over(samples: Path) -> None:
    _, bad = read(source, samples / "companies_house_psc.txt")
    assert [(row.line, row.reason, row.skipped) for row in bad] == [
        (7, "is a statement that names nobody", True),
        (8, "is of a kind that names nobody: exemptions, totals", True),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"kind": "something-new"}, "column 'data.kind' is none that is read"),
        ({"links": {}}, "column 'self' is empty"),
        ({"natures_of_control": 7}, "is not built as its table's rows are (TypeError)"),
    ],
)
def test_a_notification_that_is_built_otherwise_is_rejected(
    samples: Path, make: Callable[..., Path], data: dict[str, object], reason: str
) -> None:
    line = (samples / "companies_house_psc.txt").read_text(encoding="utf-8").splitlines()[0]
    good = json.loads(line)
    strange = {**good, "data": {**good["data"], **data}}
    rows, bad = read(source, make("psc.txt", f"{line}\n{json.dumps(strange)}\n"))
    assert len(rows) == 1
    assert [(row.line, row.reason, row.skipped) for row in bad] == [(2, reason, False)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_says_the_same(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "companies_house_basic.csv").read_text(encoding="utf-8")
    rows, bad = read(source, make("basic.csv", text, encoding))
    assert not bad
    assert rows[1].records[0].values["name"] == "样例 TRADING (UK) LTD"


def test_a_renamed_column_is_told(samples: Path, make: Callable[..., Path]) -> None:
    text = (samples / "companies_house_basic.csv").read_text(encoding="utf-8")
    with pytest.raises(UnrecognisedSource, match=r"column 'CompanyStatus' is missing \(found 'Company Stat"):
        source.open(make("basic.csv", text.replace("CompanyStatus", "Company Statuses", 1)))


def test_a_row_without_its_number_is_rejected(samples: Path, make: Callable[..., Path]) -> None:
    text = (samples / "companies_house_basic.csv").read_text(encoding="utf-8")
    _, bad = read(source, make("basic.csv", text.replace('"09999991"', '""')))
    assert [(row.line, row.reason) for row in bad] == [(2, "column 'CompanyNumber' is empty")]
