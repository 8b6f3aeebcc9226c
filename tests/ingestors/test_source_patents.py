"""Patents of three offices."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import SourceError, UnrecognisedSource
from graph_platform.facts import BadRow, Record
from ingestors.patents import FORMATS, source

Make = Callable[..., Path]


def by_key(rows: list) -> dict[str, Record]:
    return {record.key: record for row in rows for record in row.records}


def test_docdb_in_both_languages(samples: Path) -> None:
    rows, bad = read(source, samples / "patents_docdb.xml")
    assert source.open(samples / "patents_docdb.xml").table == "docdb"
    assert [(row.key, row.line, row.seen) for row in rows] == [
        ("patent/CN101234567B", 4, "20260226"),
        ("patent/US20240000123A1", 41, None),
    ]
    patent = rows[0].records[0].values
    assert patent == {
        "patent_number": "CN101234567B",
        "title": "Battery swapping mechanism for H2O-cooled packs",
        "language": "en",
        "other_titles": ["一种电池换电机构"],
        "published": "20250318",
        "granted": "20250318",
        "filed": "20230105",
        "application_number": "CN202310000017",
        "classes": ["B60L 53/80", "H01M 10/42", "Y02T 10/70"],
        "text": "A mechanism that swaps batteries. Quickly.",
    }
    assert rows[0].scopes == ("public",)
    assert rows[1].records[0].values["language"] == "de"
    assert [(b.line, b.reason) for b in bad] == [(47, "'doc-number' is missing")]


def test_an_applicant_who_is_an_inventor_is_one_person_with_two_parts(samples: Path) -> None:
    rows, _ = read(source, samples / "patents_docdb.xml")
    key = "patent/CN101234567B"
    assert claims_of(rows) == {
        ("AUTHORED", f"{key}#inventor[0]", key),
        ("AUTHORED", f"{key}#inventor[1]", key),
        ("AUTHORED", f"{key}#assignee[0]", key),
    }
    assert [(c.path, c.values["authorship"]) for c in rows[0].claims][2:] == [
        ("AUTHORED/assignee[0]", "assignee"),
        ("AUTHORED/assignee[1]", "assignee"),
    ]
    records = by_key(rows)
    assert records[f"{key}#assignee[0]"].label == "Organization"
    assert records[f"{key}#assignee[0]"].values == {
        "name": "SUZHOU SAMPLE AUTOMOBILE SALES CO LTD",
        "other_names": ("苏州样例汽车销售有限公司",),
        "country": "CN",
    }
    assert records[f"{key}#inventor[0]"].values["other_names"] == ("张样例",)


def test_an_answer_of_open_patent_services(samples: Path) -> None:
    (row,), bad = read(source, samples / "patents_ops.xml")
    assert not bad
    patent, inventor, holder = row.records
    assert patent.values["patent_number"] == "EP4000017A1"
    assert patent.values["published"] == "20240207"
    assert patent.values["classes"] == ["G06Q 10/06", "G06Q 10/0631"]
    assert "granted" not in patent.values
    assert inventor.values == {"name": "BEISPIEL OTTO", "country": "AT"}
    assert holder.values["other_names"] == ("Muster Maschinen GmbH",)


def test_a_week_of_grants_in_one_file_of_many_documents(samples: Path) -> None:
    rows, bad = read(source, samples / "patents_uspto_grants.xml")
    assert [(row.key, row.line) for row in rows] == [("patent/US9000017B2", 3), ("patent/USD600017S1", 35)]
    assert [(b.line, b.reason) for b in bad] == [
        (45, "is a document of its own that is not valid XML"),
        (50, "'doc-number' is missing"),
    ]
    patent = rows[0].records[0].values
    assert patent["title"] == "Swapping station with in situ diagnostics"
    assert patent["text"] == "A station (10) that swaps batteries."
    assert (patent["filed"], patent["granted"]) == ("20230109", "20250107")
    assert patent["classes"] == ["B60L 53/80", "Y02T 10/70"]
    assert "Text that nobody reads" not in str(rows[0].raw)
    assert [(r.label, r.values["name"]) for r in rows[0].records[1:]] == [
        ("Person", "Pat Q. Example"),
        ("Person", "李 样例"),
        ("Organization", "Sample Motors, Inc."),
        ("Person", "Alex Holder"),
    ]
    # before 2012 the inventors are the applicants
    assert [c.values["authorship"] for c in rows[1].claims] == ["inventor"]


def test_the_epo_and_the_uspto_give_one_publication_one_number(samples: Path) -> None:
    (ours,), _ = read(source, samples / "patents_uspto_applications.xml")
    rows, _ = read(source, samples / "patents_docdb.xml")
    assert ours.key == rows[1].key == "patent/US20240000123A1"
    assert [c.values["authorship"] for c in ours.claims] == ["inventor", "assignee"]
    assert ours.records[0].values["classes"] == ["B60L 11/18", "G06F 17/00"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_export_in_every_encoding(samples: Path, make: Make, encoding: str) -> None:
    path = make("t.csv", (samples / "patents_cnipa.csv").read_text(encoding="utf-8"), encoding)
    rows, bad = read(source, path)
    assert [row.key for row in rows] == [
        "patent/CN101234567A",
        "patent/CN220000017U",
        "patent/CN202410000017.4",
    ]
    assert [b.reason for b in bad] == ["columns '公开（公告）号' and '申请号' are empty"]
    patent = rows[0].records[0].values
    assert patent["classes"] == ["B60L 53/80", "H01M 10/42"]
    assert (patent["status"], patent["language"]) == ("实质审查", "zh")
    assert "granted" not in patent
    # a utility model is granted when it is announced
    assert rows[1].records[0].values["granted"] == "2024.08.09"
    assert [r.values["name"] for r in rows[1].records[1:]] == ["王样例", "赵样例", "样例大学"]
    assert "patent_number" not in rows[2].records[0].values
    # 张样例 holds what he invented
    assert [(r.label, r.values["name"]) for r in rows[0].records[1:]] == [
        ("Person", "张样例"), ("Person", "李样例"), ("Organization", "苏州样例汽车销售有限公司")
    ]  # fmt: skip
    assert rows[0].records[3].values["address"] == "江苏省苏州市样例路1号"
    assert rows[0].claims[3].start.key == "patent/CN101234567A#inventor[0]"


def test_names_of_other_databases(make: Make) -> None:
    path = make(
        "t.csv",
        "公开(公告)号;专利名称;当前申请(专利权)人;发明人;IPC\nCN1A;x;Example, Inc.|A;Li, Wei|王;H01M 10/42\n",
    )
    (row,), _ = read(source, path)
    assert [r.values["name"] for r in row.records[1:]] == ["Li, Wei", "王", "Example, Inc.", "A"]
    assert row.records[0].values["classes"] == ["H01M 10/42"]


def test_every_value_is_clean(samples: Path) -> None:
    for path in samples.glob("patents_*"):
        assert unclean(read(source, path)[0], FORMATS) == {}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("t.csv", "公开号,标题\nCN1A,x\n", "column '申请（专利权）人' is missing"),
        ("t.xml", '<?xml version="1.0"?><other/>', "its root element is 'other'"),
        ("t.json", '[{"a": 1}]', "it is json, where csv, xml is expected"),
    ],
)
def test_another_file_is_refused_by_name(make: Make, name: str, text: str, reason: str) -> None:
    with pytest.raises(UnrecognisedSource) as refused:
        source.open(make(name, text))
    assert reason in refused.value.message


def test_a_file_with_entities_is_refused(make: Make) -> None:
    path = make("t.xml", '<!DOCTYPE us-patent-grant [<!ENTITY a "b">]><us-patent-grant>&a;</us-patent-grant>')
    with pytest.raises(SourceError, match="declares entities"):
        list(source.open(path))


def test_rejected_documents_come_back(samples: Path, make: Make) -> None:
    _, bad = read(source, samples / "patents_uspto_grants.xml")
    raw = bad[1].raw
    assert isinstance(raw, dict)
    raw["us-bibliographic-data-grant"]["publication-reference"] = {
        "document-id": {"country": "US", "doc-number": "9000018", "kind": "B2"}
    }
    line = {"file": "x", "table": "uspto_grants", "line": 52, "reason": bad[1].reason, "row": raw}
    items = list(source.open(make("t.rejects.jsonl", json.dumps(line))))
    assert [item.key for item in items if not isinstance(item, BadRow)] == ["patent/US9000018B2"]
