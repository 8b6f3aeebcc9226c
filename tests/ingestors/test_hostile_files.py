"""Files that lie: what spreadsheets, mails and attackers do to an export costs rows or the file, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.facts import BadRow
from graph_platform.source import Source
from graph_platform.sources import source
from ingestors.mapping import mapping_source

Make = Callable[..., Path]
HEADER = "Record ID,Company name,City,Annual Revenue,Create Date,Parent company ID"
FIRST = "1,Northgate Sample Ltd,Leeds,1000,2024-01-05 10:00,"
SECOND = "2,苏州样例汽车销售有限公司,苏州,2000,2024-01-06 10:00,1"
HOLDERS = "企业名称,统一社会信用代码,股东名称,持股比例"


@pytest.fixture(scope="module")
def hubspot() -> Source:
    return source("hubspot")


@pytest.fixture(scope="module")
def register() -> Source:
    return source("cn-register")


def lines(*each: str) -> str:
    return "\n".join(each) + "\n"


def reasons(bad: list[BadRow]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in bad]


# spreadsheets


@pytest.mark.parametrize(("whole", "part"), [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "cp1252")])
def test_rows_in_another_encoding_than_their_file_are_rejected_and_never_misread(
    make: Make, hubspot: Source, whole: str, part: str
) -> None:
    other = "3,Müller Söhne,,,," if part == "cp1252" else "3,上海样例物流有限公司,上海,,,"
    content = (
        lines(HEADER, *[SECOND] * 30).encode(whole) + lines(other).encode(part) + lines(SECOND).encode(whole)
    )
    rows, bad = read(hubspot, make("t.csv", content))
    assert len(rows) == 31
    assert {row.records[0].values["name"] for row in rows} == {"苏州样例汽车销售有限公司"}
    assert reasons(bad) == [(32, "column 'Company name' holds bytes that are not of the file's encoding")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_titles_above_the_header_are_passed_over(
    make: Make, hubspot: Source, encoding: str, delimiter: str
) -> None:
    titles = ("客户名单 2024年一季度;;;;;", "", "导出时间：2024-04-01", '"说明\n第二行"')
    path = make(
        "t.csv", lines(*titles, *(r.replace(",", delimiter) for r in (HEADER, FIRST, SECOND))), encoding
    )
    rows, bad = read(hubspot, path)
    assert not bad
    assert [(row.line, row.key) for row in rows] == [(7, "company/1"), (8, "company/2")]


def test_titles_are_passed_over_on_an_old_mac_too(make: Make, hubspot: Source) -> None:
    rows, _ = read(hubspot, make("t.csv", lines("Customers", HEADER, FIRST).replace("\n", "\r")))
    assert [(row.line, row.key) for row in rows] == [(3, "company/1")]


def test_a_group_heading_above_the_header_is_no_header(make: Make, hubspot: Source) -> None:
    rows, bad = read(hubspot, make("t.csv", lines("Customer,,,Money,,", HEADER, FIRST)))
    assert ([row.line for row in rows], bad) == ([3], [])


def test_a_header_in_a_second_language_and_a_repeated_one_are_no_customers(
    make: Make, register: Source
) -> None:
    second = "公司名称,社会信用代码,股东,出资比例"
    row = "华东甲有限公司,,张测试,40%"
    rows, bad = read(register, make("t.csv", lines(HOLDERS, second, row, HOLDERS, row.replace("甲", "乙"))))
    assert len(rows) == 2
    assert reasons(bad) == [(3 - 1, "is a second header"), (4, "repeats the header")]


@pytest.mark.parametrize("word", ["合计", "总计：", "Total", "Grand total", "小计", "Summe"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_at_the_foot_is_rejected_and_is_no_customer(
    make: Make, hubspot: Source, word: str, place: int
) -> None:
    foot = [""] * 6
    foot[place], foot[3] = word, "¥3,000.00"
    rows, bad = read(hubspot, make("t.csv", lines(HEADER, FIRST, ",".join(f'"{c}"' for c in foot))))
    assert [row.key for row in rows] == ["company/1"]
    assert reasons(bad) == [(3, "is a total, and no row of the table")]


def test_a_company_that_is_named_total_stays(make: Make, register: Source) -> None:
    rows, bad = read(register, make("t.csv", lines(HOLDERS, "Total,,张测试,40%")))
    assert (len(rows), bad) == (1, [])


def test_doubled_and_reordered_columns_change_nothing(make: Make, hubspot: Source) -> None:
    order = (3, 1, 0, 5, 2, 4, 1)
    mixed = [",".join(row.split(",")[n] for n in order) for row in (HEADER, FIRST, SECOND)]
    rows, bad = read(hubspot, make("t.csv", lines(*mixed)))
    straight, _ = read(hubspot, make("u.csv", lines(HEADER, FIRST, SECOND)))
    assert not bad
    assert [(row.key, row.records, row.claims) for row in rows] == [
        (row.key, row.records, row.claims) for row in straight
    ]


def test_a_merged_cell_is_not_filled_in_by_guess(make: Make, register: Source) -> None:
    merged = ("华东甲有限公司,,张测试,40%", ",,李测试,30%", ",,王测试,30%")
    rows, bad = read(register, make("t.csv", lines(HOLDERS, *merged)))
    assert [row.line for row in rows] == [2]
    assert reasons(bad) == [(3, "column '企业名称' is empty"), (4, "column '企业名称' is empty")]


def test_an_id_that_a_spreadsheet_rounded_joins_nothing(
    make: Make, hubspot: Source, register: Source
) -> None:
    rounded = ("1.1E+17,One Ltd,,,,", "1.1E+17,Two Ltd,,,,", "3,Three Ltd,,,,1.1E+17")
    rows, bad = read(hubspot, make("t.csv", lines(HEADER, FIRST, *rounded)))
    assert [row.key for row in rows] == ["company/1"]
    assert [row.line for row in bad] == [3, 4, 5]
    assert "'Record ID' was rounded" in bad[0].reason
    assert "'Parent Company ID' was rounded" in bad[2].reason
    rows, bad = read(register, make("u.csv", lines(HOLDERS, "华东甲有限公司,9.13301E+17,张测试,40%")))
    assert not rows
    assert "'统一社会信用代码' was rounded" in bad[0].reason
    assert "9.13" not in bad[0].reason


def test_a_rounded_id_is_rejected_under_a_mapping_too(make: Make, mapped: Source) -> None:
    rows, bad = read(mapped, make("t.csv", "Nr;Name;Umsatz\n1,2E+15;A GmbH;1.234,50\n17;B GmbH;1.234,50\n"))
    assert [row.key for row in rows] == ["customer/17"]
    assert "'Nr' was rounded" in bad[0].reason


@pytest.fixture
def mapped(make: Make) -> Source:
    return mapping_source(
        make(
            "m.yaml",
            """
source: list
title: Customers
kind: sales
trust: 0.5
formats: {decimal: ",", currency: EUR}
tables:
  customers:
    columns: [Nr, Name, Umsatz]
    records:
      customer: {label: Company, key: "customer/{Nr}", values: {name: Name, annual_revenue: Umsatz}}
""",
        )
    )


def test_claims_of_a_table_below_titles_are_those_of_the_table(make: Make, hubspot: Source) -> None:
    rows, _ = read(hubspot, make("t.csv", lines("Title", HEADER, FIRST, SECOND)))
    assert ("PART_OF", "company/2", "company/1") in claims_of(rows)
