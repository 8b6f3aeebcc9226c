"""Jira's CSV export and the answers of its REST search."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.cleaning.record import clean_values
from graph_platform.errors import UnrecognisedSource
from graph_platform.ontology import ONTOLOGY
from ingestors.jira import FORMATS, source

Make = Callable[..., Path]
ADA, WEI = "account/5b10a2844c20165700ede21a", "account/qm:0b1d:44c2-17"


def test_an_export_with_several_columns_of_one_name(samples: Path) -> None:
    rows, bad = read(source, samples / "jira_export.csv")
    assert [(each.line, each.reason) for each in bad] == [(5, "column 'Issue key' is empty")]
    row = rows[0]
    assert (row.key, row.seen, row.scopes) == ("issue/DESK-101", "14/Mar/24 6:30 PM", ("region:East China",))
    assert row.records[0].values == {
        "title": "Battery 7 does not charge",
        "text": "It stops at 40 %.\nSee photo.",
        "at": "12/Mar/24 9:05 AM",
        "status": "Waiting for support",
        "category": "Service request",
        "priority": "High",
        "tags": ["battery", "warranty"],
    }
    assert claims_of([row]) == {
        ("RAISED", WEI, "issue/DESK-101"),
        ("RAISED", "issue/DESK-101#organization[0]", "issue/DESK-101"),
        ("RAISED", "issue/DESK-101#organization[1]", "issue/DESK-101"),
        ("ASSIGNED_TO", "issue/DESK-101", ADA),
        ("CONCERNS", "issue/DESK-101", "serial/04QPE0A1B2C3D4E5F6G7H8J9"),
        ("CONCERNS", "issue/DESK-101", "issue/DESK-90"),
        ("CONCERNS", "issue/DESK-101", "issue/DESK-91"),
        ("FOLLOWS", "issue/DESK-101", "issue/DESK-7"),
        ("CONCERNS", "issue/DESK-101#comment[0]", "issue/DESK-101"),
        ("CONCERNS", "issue/DESK-101#comment[1]", "issue/DESK-101"),
        ("AUTHORED", ADA, "issue/DESK-101#comment[0]"),
        ("AUTHORED", "issue/DESK-101#author[1]", "issue/DESK-101#comment[1]"),
    }
    comments = {r.key: r.values for r in row.records if r.label == "Comment"}
    assert comments["issue/DESK-101#comment[0]"] == {
        "published": "12/Mar/24 10:15 AM",
        "text": "Please send the log;then we look.",
    }


def test_somebody_without_an_account_id_is_no_known_reporter(samples: Path) -> None:
    rows, _ = read(source, samples / "jira_export.csv")
    assert claims_of(rows[1:]) == {
        ("RAISED", "issue/DESK-102#reporter", "issue/DESK-102"),
        ("ASSIGNED_TO", "issue/DESK-102", "user/Ada Sample"),
        ("FOLLOWS", "issue/DESK-103", "issue/DESK-102"),
        ("FOLLOWS", "issue/DESK-104", "issue/DESK-102"),
    }
    assert rows[1].records[0].values["satisfaction"] == "5"


def test_dates_as_jira_writes_them_are_dates() -> None:
    properties = ONTOLOGY.properties("Ticket")
    for said in (
        "12/Mar/24 9:05 AM",
        "12/Mar/2024 9:05 AM",
        "2024-03-12T09:05:00.000+0000",
        "3/12/2024 9:05",
    ):
        at = clean_values(properties, {"at": said}, FORMATS).values["at"]
        assert at.isoformat() == "2024-03-12T09:05:00+00:00", said
    late = clean_values(properties, {"at": "01/十二月/24 9:05 下午"}, FORMATS).values["at"]
    assert late.isoformat() == "2024-12-01T21:05:00+00:00"


def test_the_answer_of_a_search(samples: Path) -> None:
    rows, bad = read(source, samples / "jira_issues.json")
    assert [each.reason for each in bad] == ["is not built as its table's rows are (AttributeError)"]
    row = rows[0]
    assert row.records[0].values == {
        "title": "Battery 7 does not charge",
        "text": "It stops at 40 %\n@Ada\n充电器已换\nhttps://desk.example/1",
        "at": "2024-03-12T09:05:00.000+0800",
        "tags": ["battery", "warranty"],
        "status": "Waiting for support",
        "priority": "High",
        "category": "Service request",
        "satisfaction": "4",
    }
    assert claims_of([row]) == {
        ("RAISED", WEI, "issue/DESK-101"),
        ("RAISED", "organization/11", "issue/DESK-101"),
        ("ASSIGNED_TO", "issue/DESK-101", ADA),
        ("CONCERNS", "issue/DESK-101", "vin/LSVAA4182E2184847"),
        ("CONCERNS", "comment/501", "issue/DESK-101"),
        ("AUTHORED", ADA, "comment/501"),
        ("FOLLOWS", "issue/DESK-101", "issue/DESK-90"),
        ("CONCERNS", "issue/DESK-101", "issue/DESK-91"),
        ("FOLLOWS", "issue/DESK-101", "issue/DESK-7"),
    }
    people = {r.key: (r.label, r.values) for r in row.records if r.key.startswith("account/")}
    assert people[WEI] == ("Contact", {"name": "Wei Example", "email": "wei@customer.example"})
    # a server has no account ids, and plain text
    assert rows[1].records[0].values["text"] == "账号被锁"
    assert claims_of(rows[1:]) == {("RAISED", "account/JIRAUSER10100", "issue/DESK-102")}


def test_a_search_on_one_line_is_an_export(make: Make, samples: Path) -> None:
    said = json.loads((samples / "jira_issues.json").read_text(encoding="utf-8"))
    rows, _ = read(source, make("one.json", json.dumps(said)))
    assert [row.key for row in rows] == ["issue/DESK-101", "issue/DESK-102"]


CHINESE = """\
概要,问题关键字,问题类型,状态,优先级,经办人,报告人,创建日期,标签,评论,评论,自定义字段 (组织),自定义字段 (车架号)
无法充电,样例-1,服务请求,处理中,高,样例员,样例客户,2024-03-12 09:05,电池,\
2024-03-12 10:00;样例员;请提供日志,已解决,样例出行,LSVAA4182E2184847
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_site_in_chinese(make: Make, encoding: str) -> None:
    (row,), bad = read(source, make("t.csv", CHINESE, encoding))
    assert not bad
    assert row.records[0].values["title"] == "无法充电"
    assert [r.values.get("text") for r in row.records if r.label == "Comment"] == ["请提供日志", "已解决"]
    assert ("CONCERNS", "issue/样例-1", "vin/LSVAA4182E2184847") in claims_of([row])
    assert ("RAISED", "issue/样例-1#organization[0]", "issue/样例-1") in claims_of([row])


def test_a_wrong_column_is_named(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match=r"column 'Issue key' is missing \(found 'Issue_Keys'\)"):
        source.open(make("t.csv", "Issue_Keys,Summary,Status,Issue Type,Reporter\nA-1,a,b,c,d\n"))


def test_a_row_wider_than_its_header_is_bad(make: Make, samples: Path) -> None:
    table = list(csv.reader(io.StringIO((samples / "jira_export.csv").read_text(encoding="utf-8"))))
    table[1].append("one label more")
    text = io.StringIO()
    csv.writer(text).writerows(table[:3])
    rows, bad = read(source, make("t.csv", text.getvalue()))
    assert [row.key for row in rows] == ["issue/DESK-102"]
    assert "cells where the header has" in bad[0].reason
