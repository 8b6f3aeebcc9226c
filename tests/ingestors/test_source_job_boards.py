"""Tables of job posts in English and Chinese."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import UnrecognisedSource
from ingestors.job_boards import FORMATS, salaries, source

Make = Callable[..., Path]


def skills(row) -> set[str]:
    return {record.values["name"] for record in row.records if record.label == "Skill"}


def test_english_columns(samples: Path) -> None:
    assert source.open(samples / "job_boards_en.csv").table == "posts"
    rows, bad = read(source, samples / "job_boards_en.csv")
    post, hire, employer = rows[0].records[:3]
    assert post.values == {
        "title": "Battery Technician",
        "job_title": "Battery Technician",
        "url": "https://jobs.example/17",
        "published": "2026-02-01",
        "employment_type": "Full-time",
        "education": "High school",
        "experience": "Entry level",
        "headcount": "2",
        "text": "Repairs packs.\n\nYou know Python and SQL.",
        "city": "Springfield",
        "region": "OR",
        "base_salary_min": "$25",
        "base_salary_max": "$30",
        "salary_period": "HOUR",
    }
    assert (hire.label, hire.values["at"]) == ("Hire", "2026-02-01")
    assert employer.values["employees_range"] == "51-200"
    assert skills(rows[0]) == {"Python", "SQL", "SAP", "weaving"}
    assert {("POSTED", employer.key, "post/17"), ("CARRIED_OUT", employer.key, hire.key)} <= claims_of(
        rows[:1]
    )
    assert [(b.line, b.reason) for b in bad] == [(7, "column 'title' is empty")]


def test_a_post_without_id_is_known_by_what_it_says(make: Make, samples: Path) -> None:
    rows, _ = read(source, samples / "job_boards_en.csv")
    # Glassdoor writes the rating below the name
    assert rows[1].records[2].values == {"name": "Muster, Inc."}
    text = "Title,Company,Location,Description\nDriver,A,Salem,One\nDriver,A,Salem,Two\nDriver,A,Salem,One\n"
    first, second, again = read(source, make("t.csv", text))[0]
    assert first.key == again.key != second.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_columns_in_every_encoding(samples: Path, make: Make, encoding: str) -> None:
    path = make("t.csv", (samples / "job_boards_zh.csv").read_text(encoding="utf-8"), encoding)
    rows, bad = read(source, path)
    post, _, employer = rows[0].records[:3]
    assert post.values == {
        "title": "换电站运维工程师",
        "job_title": "换电站运维工程师",
        "published": "2026-02-01",
        "education": "大专",
        "experience": "3-5年",
        "text": "负责换电站日常运维，\n熟悉Python，持有高压电工证。",
        "city": "苏州",
        "country": "CN",
        "industry": "新能源汽车",
        "base_salary_min": "8千",
        "base_salary_min_currency": "CNY",
        "base_salary_max": "1.2万",
        "base_salary_max_currency": "CNY",
        "salary_period": "MONTH",
    }
    assert employer.values["legal_form"] == "民营"
    assert {"Python", "battery swapping", "high-voltage safety", "SAP", "织布"} <= skills(rows[0])
    assert rows[1].records[0].values["headcount"] == "3"
    assert "base_salary_min" not in rows[2].records[0].values
    assert [b.reason for b in bad] == ["column '职位名称' is empty"]


def test_names_of_other_boards(make: Make) -> None:
    rows, _ = read(
        source, make("t.csv", "岗位,招聘单位,城市,最低薪酬,最高薪酬\n司机,样例物流,上海,6000,8000\n")
    )
    assert rows[0].records[0].values["base_salary_max"] == "8000"
    linkedin = "job_id,company_name,title,description,max_salary,pay_period,location,listed_time,currency,min_salary\n"
    rows, _ = read(
        source, make("t.csv", linkedin + "7,Muster,Driver,Drives.,30,HOURLY,Salem,1711000000000.0,USD,25\n")
    )
    values = rows[0].records[0].values
    assert (values["salary_period"], values["base_salary_min_currency"]) == ("HOUR", "USD")
    assert unclean(rows, FORMATS) == {}


@pytest.mark.parametrize(
    ("cell", "low", "high", "period"),
    [
        ("15-25K·13薪", "15K", "25K", "MONTH"),
        ("1-1.5万/月", "1万", "1.5万", "MONTH"),
        ("1.5w-2w", "1.5万", "2万", "MONTH"),
        ("10-20万/年", "10万", "20万", "YEAR"),
        ("150-200元/天", "150", "200", "DAY"),
        ("8000元/月", "8000", "8000", "MONTH"),
        ("2万以上", "2万", None, "MONTH"),
        ("3千以下", None, "3千", "MONTH"),
        ("$53K-$91K (est.)", "$53K", "$91K", "MONTH"),
        ("$120,000 a year", "$120,000", "$120,000", "YEAR"),
        ("60000 to 70000 per annum", "60000", "70000", "YEAR"),
        ("面议", None, None, None),
        ("薪资面议", None, None, None),
    ],
)
def test_a_span_of_salaries_is_taken_apart(cell: str, low: str, high: str, period: str) -> None:
    found = salaries(cell, period="MONTH")
    assert (found.get("base_salary_min"), found.get("base_salary_max"), found.get("salary_period")) == (
        low,
        high,
        period,
    )


def test_every_value_is_clean(samples: Path) -> None:
    for path in samples.glob("job_boards_*"):
        assert unclean(read(source, path)[0], FORMATS) == {}


def test_a_renamed_column_is_named(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match=r"as posts_zh, column '工作地点' is missing"):
        source.open(make("t.csv", "职位名称,公司名称,薪资,学历要求\na,b,c,d\n"))


@pytest.mark.shared
def test_posts_of_glassdoor(shared: Path) -> None:
    rows, bad = read(source, shared / "glassdoor_jobs" / "glassdoor_jobs.csv")
    assert (len(rows), len(bad)) == (956, 0)
    assert sum(bool(skills(row)) for row in rows) > 900
    assert set(unclean(rows, FORMATS)) <= {"Company.rating"}
