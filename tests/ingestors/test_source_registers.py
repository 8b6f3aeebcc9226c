"""Beneficial ownership statements and the Chinese register."""

from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.facts import Row
from ingestors import bods, cn_register


def test_statements_of_0_4(samples: Path) -> None:
    rows, bad = read(bods.source, samples / "bods_0_4.json")
    entity, person, owning, closed, unknown, itself = rows
    assert entity.records[0].label == "Company"
    assert entity.records[0].values["lei"] == "9999000000000000AA00"
    assert entity.records[0].values["company_number"] == "GB-COH/09999991"
    assert person.records[0].values["name"] == "Ada Sample"
    assert person.records[0].values["other_names"] == ["Addie Sample"]
    share, votes = owning.claims
    assert (share.relation, share.start.key, share.end.key) == ("OWNS", "party/p1", "party/e1")
    assert (share.values["share_min"], share.values["share_max"]) == ("25%", "50%")
    assert (share.valid_from, share.values["beneficial"]) == ("2016-04-06", True)
    assert votes.relation == "CONTROLS"
    assert closed.key == owning.key
    assert (closed.claims[0].valid_to, closed.claims[0].values["share"]) == ("2025-01-01", "0.5%")
    assert unknown.records[0].values["status"] == "subjectUnableToConfirmOrIdentifyBeneficialOwner"
    # an entity that holds something is an organization, although the statement does not say so
    assert itself.claims[0].start.label == "Organization"
    assert [(b.line, b.reason) for b in bad] == [
        (14, "column 'recordType' is none of entity, person, relationship")
    ]


def test_statements_of_0_2(samples: Path) -> None:
    rows, bad = read(bods.source, samples / "bods_0_2.jsonl")
    assert not bad
    assert claims_of(rows) == {
        ("OWNS", "party/open-p1", "party/open-e1"),
        ("CONTROLS", "relationship/open-r0#party", "party/open-e1"),
    }
    (claim,) = rows[2].claims
    assert (claim.values["share_min"], claim.valid_to) == ("25%", "2019-01-01")


def test_statements_of_0_3(samples: Path) -> None:
    rows, bad = read(bods.source, samples / "bods_0_3.json")
    assert not bad
    listed, ministry, exposed, owning, renamed, renamed_again, indirect = rows
    assert (listed.records[0].label, listed.records[0].values["stock_code"]) == ("Company", ["SMPL"])
    assert listed.records[0].values["country"] == "GB"
    assert ministry.records[0].label == "Government"
    assert ministry.records[0].values["legal_form"] == "Ministry 样例"
    assert exposed.records[0].values["topics"] == ["role.pep"]
    assert exposed.records[0].values["address"] == "3 Sample Street, Leeds LS1 9ZZ"
    (share, board) = owning.claims
    assert share.values == {
        "interests": ["rightsToSurplusAssetsOnDissolution"],
        "direct": True,
        "beneficial": True,
        "share_min": "25%",
        "share_max": "50%",
    }
    assert (share.relation, board.relation) == ("OWNS", "CONTROLS")
    # a name that changed twice is one record still, and what refers to the newest statement refers to it
    assert renamed.key == renamed_again.key == "party/open03-entity-1"
    assert (renamed.seen, renamed_again.seen) == ("2021-02-01", "2022-03-01")
    assert claims_of([indirect]) == {("CONTROLS", "party/open03-person-1", "party/open03-entity-1")}
    assert indirect.claims[0].values["direct"] is False
    # the file is opened afresh: what one reading remembers is not another's
    again, _ = read(bods.source, samples / "bods_0_3.json")
    assert [row.key for row in again] == [row.key for row in rows]


def test_companies(samples: Path) -> None:
    (first, second), bad = read(cn_register.source, samples / "cn_companies.csv")
    assert not bad
    assert first.key == "company/91320500MA00000010"
    assert first.records[0].values["status"] == "存续"
    assert "other_names" not in first.records[0].values
    said = {record.key.partition("#")[2]: (record.label, record.values["name"]) for record in first.records}
    assert said["legal_representative"] == ("Executive", "王大样")
    assert said["holder[0]"] == ("Shareholder", "张三")
    assert said["holder[1]"] == ("Shareholder", "李四")
    assert said["held[0]"] == ("Company", "样例（上海）有限公司")
    assert said["officer[0]"] == ("Executive", "王大样")
    claims = {claim.path: claim.values for claim in first.claims}
    assert claims["OWNS/holder[0]"] == {"share": "60%"}
    assert claims["HOLDS_POST/officer[1]"] == {"post": "监事", "post_kind": "supervisor"}
    # of a partnership, brackets are part of the name, and a company that represents it controls it
    assert second.key == "company/样例合伙企业（有限合伙）"
    assert [record.values.get("name") for record in second.records[2:]] == ["某某中心（有限合伙）", "孙七"]
    assert second.claims[0].relation == "CONTROLS"


def test_shareholders(samples: Path) -> None:
    rows, _ = read(cn_register.source, samples / "cn_shareholders.csv")
    first, second, third = rows
    assert first.claims[0].values == {"share": "60%", "subscribed_capital": "600万元"}
    assert (second.claims[0].start.label, second.claims[0].valid_to) == ("Company", "2020-06-30")
    assert third.claims[0].end.key == "company/样例（上海）有限公司"
    # one name, two people, until resolution says otherwise
    assert first.claims[0].start.key != third.claims[0].start.key


def test_investments_and_officers(samples: Path) -> None:
    (investment,), _ = read(cn_register.source, samples / "cn_investments.csv")
    assert [record.values["uscc"] for record in investment.records] == [
        "91320500MA00000010",
        "91310000MA00000038",
    ]
    officers, _ = read(cn_register.source, samples / "cn_officers.csv")
    assert officers[1].claims[0].valid_to == "2021-01-01"


def all_rows(source, path: Path) -> list[Row]:
    rows, bad = read(source, path)
    assert not bad
    return rows


@pytest.mark.shared
def test_the_published_sample_of_bods(shared: Path) -> None:
    rows = all_rows(bods.source, shared / "bods" / "sample_300_statements.json")
    assert len(rows) == 300
    assert sum(len(row.records) for row in rows) == 200
    assert sum(len(row.claims) for row in rows) == 100
    stated = {record.key for row in rows for record in row.records}
    assert all(end.key in stated for row in rows for claim in row.claims for end in (claim.start, claim.end))


@pytest.mark.shared
def test_the_public_chinese_register(shared: Path) -> None:
    folder = shared / "cn_enterprise_er"
    companies = all_rows(cn_register.source, folder / "com_info.csv")
    investments = all_rows(cn_register.source, folder / "com2com.csv")
    investors = all_rows(cn_register.source, folder / "person2com.csv")
    assert (len(companies), len(investments), len(investors)) == (1510, 2433, 9746)
    stated = {record.key for row in companies for record in row.records}
    assert all(
        end.key in stated for row in investments for claim in row.claims for end in (claim.start, claim.end)
    )
    assert len({row.key for row in investors}) == 9746
