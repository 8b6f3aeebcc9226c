"""Chinese services' exports of lawsuits, enforcement, penalties, changes and certificates."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import Row
from ingestors.cn_risk import source

COMPANY = "company/91320500MA75AMPE0B"
CASE = "case/(2021)苏0505民初1号"
ENFORCED = "case/(2021)苏0505执3号"


def only(samples: Path, name: str) -> list[Row]:
    rows, bad = read(source, samples / f"cn_risk_{name}.csv")
    assert not bad
    return rows


def roles(row: Row) -> dict[str, object]:
    return {claim.start.key: claim.values.get("party_role") for claim in row.claims}


def test_a_lawsuit_has_its_parties_in_their_roles(samples: Path) -> None:
    rows, bad = read(source, samples / "cn_risk_lawsuits.csv")
    # a sign for nothing is no number: it would make one case of all that have none
    assert [(row.line, row.reason) for row in bad] == [(5, "column '案号' is empty")]
    first, second = rows
    case = first.records[0]
    assert (case.key, case.label) == (CASE, "Lawsuit")
    assert case.values == {
        "case_number": "（2021）苏0505民初1号",
        "tags": ["裁判文书"],
        "title": "样例公司与样例电池公司买卖合同纠纷",
        "cause": "买卖合同纠纷",
        "court": "苏州市虎丘区人民法院",
        "amount": "120,000.00",
        "at": "2021-06-30",
        "ended_at": "2021-06-30",
        "text": "支持原告诉讼请求",
    }
    assert roles(first) == {COMPANY: "原告", f"{CASE}#样例电池有限公司": "被告", f"{CASE}#张三": "被告"}
    assert {record.key: record.label for record in first.records[2:]} == {
        f"{CASE}#样例电池有限公司": "Organization",
        f"{CASE}#张三": "Person",
    }
    # nobody says what the company is in it but the cell of parties
    assert roles(second) == {COMPANY: "被申请人", "case/(2022)苏0505民初2号#李四": "申请人"}
    assert "amount" not in second.records[0].values


def test_the_case_is_the_same_in_every_export_that_names_it(samples: Path) -> None:
    lawsuits, _ = read(source, samples / "cn_risk_lawsuits.csv")
    lawsuit, hearing = lawsuits[0], only(samples, "hearings")[0]
    assert lawsuit.records[0].key == hearing.records[0].key == CASE
    assert lawsuit.key != hearing.key
    assert hearing.records[0].values["tags"] == ["开庭公告"]
    # a name is the same party within one case, however often it is exported
    assert f"{CASE}#张三" in roles(lawsuit).keys() & roles(hearing).keys()


def test_an_english_name_is_not_split_at_its_comma(samples: Path) -> None:
    hearing = only(samples, "hearings")[1]
    assert [record.values.get("name") for record in hearing.records[1:]] == [
        "Sample Motors Co., Ltd.",
        "王五",
    ]


def test_enforcement_against_a_party(samples: Path) -> None:
    (enforced,), (dishonest,), (limited,) = (
        only(samples, name) for name in ("enforcements", "dishonest", "limits")
    )
    debtor = f"{ENFORCED}#样例电池有限公司"
    assert (enforced.records[0].key, enforced.records[0].values["amount"]) == (ENFORCED, "135000")
    assert roles(enforced) == {debtor: "被执行人"}
    assert dishonest.records[0].values["amount"] == "13.5万元"
    assert dishonest.records[0].values["status"] == "全部未履行"
    assert dishonest.records[0].values["text"] == "有履行能力而拒不履行"
    assert roles(dishonest) == {debtor: "被执行人"}
    assert roles(limited) == {
        f"{ENFORCED}#苏州样例汽车销售有限公司": "申请人",
        f"{ENFORCED}#张三": "限制对象",
        debtor: "关联对象",
    }
    tags = [row.records[0].values["tags"] for row in (enforced, dishonest, limited)]
    assert tags == [["被执行人"], ["失信被执行人"], ["限制高消费"]]


def test_an_authority_imposes_a_penalty(samples: Path) -> None:
    (row,) = only(samples, "penalties")
    key = "penalty/苏样环罚字〔2020〕7号"
    assert claims_of([row]) == {
        ("PARTY_TO", "company/样例电池有限公司", key),
        ("CARRIED_OUT", f"{key}#authority", key),
    }
    assert row.records[0].values["amount"] == "5万元"
    assert row.records[0].values["cause"] == "超标排放"
    assert row.records[-1].label == "Government"


def test_two_changes_of_one_kind_on_one_day_are_two(samples: Path) -> None:
    rows = only(samples, "changes")
    assert len({row.key for row in rows}) == 3
    assert rows[0].records[0].values == {
        "item": "法定代表人变更",
        "before": "张三",
        "after": "王大样",
        "at": "2019-04-01",
        "title": "法定代表人变更",
    }
    assert {(relation, end) for relation, _, end in claims_of(rows)} == {("CONCERNS", COMPANY)}


def test_a_certificate_is_held_while_it_is_valid(samples: Path) -> None:
    first, second = only(samples, "certificates")
    held, issued = first.claims
    assert (held.relation, held.start.key) == ("HOLDS_CERTIFICATE", COMPANY)
    assert (held.valid_from, held.valid_to) == ("2020-02-03", "2023-02-02")
    assert (issued.relation, first.records[-1].values["name"]) == ("ISSUED", "样例认证中心")
    assert first.records[0].values["field"] == "质量管理体系认证（ISO9001）"
    assert [claim.relation for claim in second.claims] == ["HOLDS_CERTIFICATE"]
    (licence,) = only(samples, "licences")
    assert licence.records[0].values["text"] == "普通货运"
    assert licence.claims[0].valid_to == "2025-12-31"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["hearings", "penalties", "changes", "licences"])
def test_every_encoding_says_the_same(
    samples: Path, make: Callable[..., Path], name: str, encoding: str
) -> None:
    text = (samples / f"cn_risk_{name}.csv").read_text(encoding="utf-8")
    rows, bad = read(source, make("t.csv", text, encoding))
    assert not bad
    assert [row.records for row in rows] == [row.records for row in only(samples, name)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("案号,案由,当事人\n,合同纠纷,张三\n", "column '案号' is empty"),
        (
            "案号,案由,当事人\n(2021)苏民初1号,合同纠纷,-\n",
            "names no party: neither '企业名称' nor a column of parties is filled",
        ),
        ("企业名称,决定文书号,处罚事由\n甲公司,,超标\n", "column '决定文书号' is empty"),
        (
            "企业名称,变更事项,变更日期,变更前,变更后\n,地址变更,2020-01-01,a,b\n",
            "columns '企业名称' and '统一社会信用代码' are empty",
        ),
    ],
)
def test_a_row_without_what_tells_it_is_rejected(make: Callable[..., Path], text: str, reason: str) -> None:
    _, bad = read(source, make("t.csv", text))
    assert [(row.line, row.reason) for row in bad] == [(2, reason)]


def test_a_renamed_column_is_told(make: Callable[..., Path]) -> None:
    with pytest.raises(UnrecognisedSource, match="column '变更前' is missing"):
        source.open(make("t.csv", "企业名称,变更事项,变更日期,之前,变更后\n甲公司,a,2020-01-01,b,c\n"))
