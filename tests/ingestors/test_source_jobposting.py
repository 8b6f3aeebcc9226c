"""Job posts, and the skills in them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from ingestors.jobposting import source
from ingestors.skills import skill_finder


def test_a_saved_page(samples: Path) -> None:
    (row,), bad = read(source, samples / "job_page.html")
    assert not bad
    post, hire, employer, *skills = row.records
    assert row.key == post.key == "post/J-100"
    assert post.values["text"] == "负责换电站日常运维，熟悉 BMS，持有高压电工证。"
    assert (post.values["base_salary_min"], post.values["base_salary_min_currency"]) == (8000, "CNY")
    assert (hire.label, hire.values["at"]) == ("Hire", "2026-03-01")
    assert employer.values == {"name": "苏州样例汽车销售有限公司", "uscc": "91320500MA00000010"}
    names = [skill.values["name"] for skill in skills]
    assert set(names) == {
        "battery swapping", "battery management systems", "high-voltage safety", "battery technology", "织布"
    }  # fmt: skip
    assert ("POSTED", employer.key, post.key) in claims_of([row])


def test_posts_on_lines(samples: Path) -> None:
    (row,), bad = read(source, samples / "job_posts.jsonl")
    assert row.key == "post/https://board.example/jobs/7"
    assert [r.values["name"] for r in row.records if r.label == "Skill"] == [
        "data engineering", "Python", "SQL", "Apache Kafka", "JavaScript"
    ]  # fmt: skip
    assert [(b.line, b.reason) for b in bad] == [(2, "'title' is empty")]


def test_one_post_alone(make: Callable[..., Path]) -> None:
    text = '{\n"@type": ["JobPosting"], "title": "Driver", "skills": [{"name": "SAP"}], "hiringOrganization": "X"}'
    (row,), _ = read(source, make("t.jsonld", text))
    assert row.records[3].values["name"] == "SAP"


@pytest.mark.parametrize("text", ["<html><p>nothing</p></html>", '{"@type": "Person"}', "a,b\n1,2\n"])
def test_a_file_without_posts(make: Callable[..., Path], text: str) -> None:
    with pytest.raises(UnrecognisedSource, match="is not a file of jobposting"):
        source.open(make("t.html", text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("熟悉Python、SQL和Java", ["Python", "SQL", "Java"]),
        ("熟悉JavaScript开发", ["JavaScript"]),
        ("clean code, we react to excel", []),
        ("SAP ｂａｔｔｅｒｙ   swapping", ["SAP", "battery swapping"]),
        ("新能源汽车三电系统检修", ["electric vehicles", "electric drive systems"]),
    ],
)
def test_skills_in_both_languages(text: str, names: list[str]) -> None:
    assert [skill.name for skill in skill_finder().found(text)] == names


def test_the_list_names_each_skill_once() -> None:
    finder = skill_finder()
    assert len(finder._skills) > 300
    assert all(skill.id.startswith(("esco:", "platform:")) for skill in finder._skills.values())
