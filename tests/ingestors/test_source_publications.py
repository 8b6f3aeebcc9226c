"""Publications out of Crossref and OpenAlex."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import SourceTruncated, UnrecognisedSource
from ingestors.publications import FORMATS, source

Make = Callable[..., Path]


def test_an_answer_of_crossref(samples: Path) -> None:
    assert source.open(samples / "publications_crossref.json").table == "crossref"
    rows, bad = read(source, samples / "publications_crossref.json")
    assert [(row.key, row.line, row.seen) for row in rows] == [
        ("work/10.5555/sample.2024.001", 2, "2026-02-01T10:00:00Z"),
        ("work/10.5555/sample.2023.002", 9, None),
    ]
    assert rows[0].records[0].values == {
        "doi": "10.5555/Sample.2024.001",
        "title": "Swapping & charging of H2-free batteries",
        "text": "Abstract We swap batteries.",
        "language": "en",
        "url": "https://doi.org/10.5555/sample.2024.001",
        "published": "2024-03-05",
        "publication_date": "2024-03-05",
        "venue": "Journal of Samples",
        "keywords": ["Energy Engineering"],
    }
    # a year is no day
    assert rows[1].records[0].values["publication_date"] == "2023"
    assert "published" not in rows[1].records[0].values
    assert [(b.line, b.reason) for b in bad] == [
        (10, "column 'DOI' is empty"),
        (11, "is not built as its table's rows are (AttributeError)"),
    ]


def test_authors_of_crossref_are_known_by_orcid_and_work_where_they_say(samples: Path) -> None:
    rows, _ = read(source, samples / "publications_crossref.json")
    key = "work/10.5555/sample.2024.001"
    labels = {record.key: (record.label, record.values) for record in rows[0].records[1:]}
    assert labels[f"{key}#author[0]"][1]["orcid"] == "https://orcid.org/0000-0002-1825-0097"
    assert labels[f"{key}#author[0].affiliation[0]"] == (
        "Organization",
        {"name": "Sample University", "ror": "https://ror.org/05dxps055"},
    )
    assert labels[f"{key}#author[2]"] == ("Organization", {"name": "Sample Battery Consortium"})
    assert claims_of(rows) == {
        ("AUTHORED", f"{key}#author[0]", key),
        ("AUTHORED", f"{key}#author[1]", key),
        ("AUTHORED", f"{key}#author[2]", key),
        ("WORKS_FOR", f"{key}#author[0]", f"{key}#author[0].affiliation[0]"),
        ("WORKS_FOR", f"{key}#author[1]", f"{key}#author[1].affiliation[0]"),
    }
    assert all(claim.valid_from is claim.valid_to is None for claim in rows[0].claims)


def test_works_of_openalex_share_authors_and_institutions(samples: Path) -> None:
    assert source.open(samples / "publications_openalex.jsonl").table == "openalex"
    rows, bad = read(source, samples / "publications_openalex.jsonl")
    assert [row.key for row in rows] == ["work/W4000000017", "work/W4000000018"]
    work, author, school, company, nameless = rows[0].records
    assert work.values["text"] == "We swap batteries and charge batteries"
    assert work.values["keywords"] == ["Battery (electricity)", "Electric Vehicles and Infrastructure"]
    assert (author.key, author.values["orcid"]) == (
        "author/A5000000017",
        "https://orcid.org/0000-0002-1825-0097",
    )
    assert (school.label, school.values["ror"]) == ("School", "https://ror.org/05dxps055")
    assert (company.label, company.values) == ("Company", {"name": "样例汽车", "country": "CN"})
    assert (nameless.key, nameless.values) == ("work/W4000000017#author[1]", {"name": "李样例"})
    assert ("WORKS_FOR", "author/A5000000017", "institution/I18") in claims_of(rows)
    assert rows[1].records[0].values == {
        "publication_date": 1999, "keywords": ["电池"], "status": "retracted"
    }  # fmt: skip
    assert [(b.line, b.reason) for b in bad] == [(3, "column 'id' is empty")]


def test_every_value_is_clean(samples: Path) -> None:
    for path in samples.glob("publications_*"):
        assert unclean(read(source, path)[0], FORMATS) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        '{"message": {"items": [{"DOI": "10.5555/1", "title": ["电池"]}]}}',
        '{"items": [{"DOI": "10.5555/1", "title": ["电池"]}]}',
        '{"DOI": "10.5555/1", "title": ["电池"]}\n{"DOI": "10.5555/1", "title": ["电池"]}\n',
        '{"meta": {"count": 1}, "results": [{"id": "W1", "title": "电池", "authorships": []}]}',
        '{"id": "W1", "title": "电池", "authorships": []}',
    ],
)
def test_every_form_and_encoding(make: Make, text: str, encoding: str) -> None:
    rows, bad = read(source, make("t.json", text, encoding))
    assert rows
    assert not bad
    assert {row.records[0].values["title"] for row in rows} == {"电池"}


def test_a_year_is_no_day(make: Make) -> None:
    text = '{"id": "W1", "title": "x", "authorships": [], "publication_date": "2020"}'
    (row,), _ = read(source, make("t.jsonl", text))
    assert row.records[0].values == {"title": "x", "publication_date": "2020"}


def test_an_answer_longer_than_what_is_looked_at_first(make: Make) -> None:
    works = [{"DOI": f"10.5555/{n}", "title": ["x" * 70_000]} for n in range(3)]
    rows, _ = read(source, make("t.json", json.dumps({"status": "ok", "message": {"items": works}})))
    assert [row.key for row in rows] == ["work/10.5555/0", "work/10.5555/1", "work/10.5555/2"]


def test_an_answer_that_is_cut_off(samples: Path, make: Make) -> None:
    text = (samples / "publications_crossref.json").read_text(encoding="utf-8")
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        list(source.open(make("t.json", text[:-8])))


def test_a_renamed_key_is_named(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match=r"column 'authorships' is missing \(found 'author_ships'\)"):
        source.open(make("t.jsonl", '{"id": "W1", "author_ships": [], "topics": []}\n'))
