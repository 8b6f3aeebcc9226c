"""The shipped mapping of professional levels."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import UnrecognisedSource
from ingestors.mapping import mapping_source

Make = Callable[..., Path]
levels = mapping_source("professional_levels")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_levels_and_titles_in_every_encoding(mapping_samples: Path, make: Make, encoding: str) -> None:
    path = make("t.csv", (mapping_samples / "professional_levels.csv").read_text(encoding="utf-8"), encoding)
    rows, bad = read(levels, path)
    engineer, title, employer = rows[0].records
    assert engineer.values == {"name": "张样例", "professional_level": "P7", "job_title": "电池工程师"}
    assert title.values == {
        "level": "高级工程师",
        "field": "电气工程",
        "issued": "2024-01-01",
        "certificate_number": "ZC-17",
    }
    assert claims_of(rows[:1]) == {
        ("HOLDS_CERTIFICATE", "engineer/E017", title.key),
        ("WORKS_FOR", "engineer/E017", employer.key),
    }
    assert rows[0].claims[0].valid_from == "2024-01-01"
    assert (rows[0].seen, rows[1].seen) == ("2024-01-01", "2025年3月")
    assert unclean(rows, levels.formats) == {}
    assert [b.reason for b in bad] == ["its key 'engineer/{工号}' needs a column that is empty"]


def test_two_titles_of_an_engineer_are_two_certificates(make: Make) -> None:
    text = "工号,姓名,职级,职称,聘任日期\n17,甲,P5,工程师,2020-01-01\n17,甲,P7,高级工程师,2024-01-01\n"
    rows, _ = read(levels, make("t.csv", text))
    assert len({record.key for row in rows for record in row.records if record.label == "Certificate"}) == 2


def test_somebody_without_a_number_is_a_person_of_that_row_only(make: Make) -> None:
    path = make("t.csv", "姓名,职级,职称,专业\n甲,P5,工程师,机械\n甲,P6,,\n")
    assert levels.open(path).table == "levels_by_name"
    rows, _ = read(levels, path)
    assert len({row.records[0].key for row in rows}) == 2
    assert len(rows[0].claims) == 1


def test_english_columns(make: Make) -> None:
    text = "Employee ID,Name,Level,Professional Title,Appointment Date\n17,Pat Example,L3,Senior Engineer,2024-01-01\n"
    rows, _ = read(levels, make("t.csv", text))
    assert [record.label for record in rows[0].records] == ["Engineer", "Certificate"]


def test_a_renamed_column_is_named(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match="column '职级' is missing"):
        levels.open(make("t.csv", "工号,姓名,级别,职称,专业\n1,a,b,c,d\n"))
