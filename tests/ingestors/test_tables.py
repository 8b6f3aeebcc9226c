"""Which source a file is of, reject files, and messages without values."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import read

from graph_platform.errors import GraphPlatformError, UnrecognisedSource, UsageError
from graph_platform.facts import BadRow
from graph_platform.sources import recognising, source, sources

Make = Callable[..., Path]
OF = {
    "hubspot_": "hubspot",
    "zendesk_": "zendesk",
    "bods_": "bods",
    "cn_risk_": "cn-risk",
    "cn_": "cn-register",
    "companies_house_": "companies-house",
    "ftm_": "ftm",
    "gleif_": "gleif",
    "job_": "jobposting",
}


def owner_of(path: Path) -> str:
    return next(name for prefix, name in OF.items() if path.name.startswith(prefix))


def all_samples() -> list[Path]:
    return sorted((Path(__file__).parent / "samples").iterdir())


def test_every_source_is_found_by_its_entry_point() -> None:
    assert list(sources()) == [
        "bods",
        "cn-register",
        "cn-risk",
        "companies-house",
        "ftm",
        "gleif",
        "hubspot",
        "jobposting",
        "zendesk",
    ]
    assert all(name == found.name and found.description for name, found in sources().items())
    with pytest.raises(UsageError, match="there is no source 'hubspott'") as caught:
        source("hubspott")
    assert caught.value.suggestion == "Did you mean hubspot?"


@pytest.mark.parametrize("path", all_samples(), ids=lambda path: path.name)
def test_a_file_is_of_one_source(path: Path) -> None:
    assert [name for name, _ in recognising(path)] == [owner_of(path)]


@pytest.mark.parametrize("path", all_samples(), ids=lambda path: path.name)
def test_a_refused_file_is_told_what_it_looks_like(path: Path) -> None:
    for name, other in sources().items():
        if name == owner_of(path):
            continue
        with pytest.raises(UnrecognisedSource, match=f"It looks like {owner_of(path)} ") as caught:
            other.open(path)
        assert caught.value.exit_code == 3


@pytest.mark.parametrize("path", all_samples(), ids=lambda path: path.name)
def test_opening_again_yields_the_same(path: Path) -> None:
    opened = sources()[owner_of(path)].open(path)
    once = list(opened)
    assert list(opened) == once
    assert opened.position() == opened.size


@pytest.mark.parametrize("path", all_samples(), ids=lambda path: path.name)
def test_a_reject_file_comes_back(path: Path, tmp_path: Path) -> None:
    """Whatever the loader rejects, each row of any table can be loaded again from its reject file."""
    kind = sources()[owner_of(path)]
    opened = kind.open(path)
    rows, bad = read(kind, path)
    rejected = [
        {"file": path.name, "table": opened.table, "line": r.line, "reason": "?", "row": r.raw}
        for r in (*rows, *bad)
    ]
    file = tmp_path / f"{path.name}.rejects.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in rejected), encoding="utf-8")
    again, bad_again = read(kind, file)
    assert [(r.key, r.line, r.records, r.claims) for r in again] == [
        (r.key, r.line, r.records, r.claims) for r in rows
    ]
    assert [(b.line, b.raw) for b in bad_again] == [(b.line, b.raw) for b in bad]


def test_a_row_that_was_not_corrected_is_rejected_again(make: Make) -> None:
    hubspot = source("hubspot")
    _, bad = read(hubspot, make("t.csv", "Record ID,Company name,City\n1,a\n2,b,c\n"))
    line = {"table": "companies", "line": bad[0].line, "reason": bad[0].reason, "row": bad[0].raw}
    file = make("t.csv.rejects.jsonl", json.dumps(line) + "\n")
    rows, again = read(hubspot, file)
    assert not rows
    assert "not corrected" in again[0].reason
    # rejected out of a reject file: wrapped once more, and read all the same
    wrapped = {
        "table": "companies",
        "line": 9,
        "reason": "x",
        "row": {**line, "row": {"Record ID": "1", "Company name": "a"}},
    }
    rows, _ = read(hubspot, make("u.rejects.jsonl", json.dumps(wrapped)))
    assert [(row.key, row.line) for row in rows] == [("company/1", 2)]


def test_a_reject_file_of_another_source(make: Make) -> None:
    file = make("t.rejects.jsonl", '{"table": "tickets", "line": 2, "reason": "?", "row": {}}\n')
    with pytest.raises(UnrecognisedSource, match="not a reject file of hubspot"):
        source("hubspot").open(file)
    rows, bad = read(source("zendesk"), file)
    assert not rows
    assert bad[0].reason == "column 'id' is missing"


SECRET = "Zebedee-Quux-7788"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hubspot", f"Record ID,Company name\n,{SECRET}\n1,{SECRET},x\n\"{SECRET}\" x,2\n"),
        ("hubspot", f"{SECRET},{SECRET} 2\n{SECRET},x\n"),
        ("zendesk", json.dumps({"tickets": [{"id": None, "subject": SECRET, "status": SECRET, "requester_id": 1}]})),
        ("zendesk", f'{{"tickets": [{{"id": 1, "subject": "{SECRET}", "status": "x", "requester_id": 1}}, {{{SECRET}'),
        ("zendesk", f'{{"id": 1, "subject": "", "status": 1, "requester_id": 1, "via": "{SECRET}"}}\n{{"{SECRET}\n'),
        ("bods", json.dumps([{"statementId": 1, "recordId": 1, "recordType": SECRET, "recordDetails": SECRET}])),
        ("cn-register", f"企业名称,统一社会信用代码,法定代表人\n,,{SECRET}\n"),
        ("jobposting", json.dumps({"@type": "JobPosting", "title": "", "hiringOrganization": SECRET})),
        ("ftm", json.dumps({"id": SECRET, "schema": SECRET, "properties": {"name": [SECRET]}})),
        ("gleif", "LEI,Entity.LegalName,Entity.LegalAddress.Country,Entity.EntityStatus\n" f",{SECRET},{SECRET},x\n"),
        ("companies-house", json.dumps({"company_number": SECRET, "data": {"kind": SECRET, "name": SECRET}})),
        ("cn-risk", f"企业名称,决定文书号,处罚事由\n{SECRET},,{SECRET}\n"),
    ],
)  # fmt: skip
def test_no_message_holds_a_value(make: Make, name: str, content: str) -> None:
    said: list[str] = []
    try:
        said += [
            item.reason for item in source(name).open(make("t.txt", content)) if isinstance(item, BadRow)
        ]
    except GraphPlatformError as error:
        said += [error.message, error.suggestion]
    assert said
    assert not any(re.search("zebedee|quux|7788", text, re.IGNORECASE) for text in said), said
