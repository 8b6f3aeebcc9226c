"""WeCom: the exported lists, and the answers of the API."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceError, UnrecognisedSource
from graph_platform.facts import Row
from graph_platform.loading.prepare import Prepared, prepare
from ingestors.wecom import source

SUNSHINE, ADA = "customer/woSample00000000000000000000001", "customer/wmSample00000000000000000000002"
MEI, TOM = "user/linmei", "user/tianye"
ADDED = "added/linmei/2024-02-03 10:22:11/王晓明"


def stored(row: Row) -> Prepared:
    """The row as the loader cleans it; nothing of it may be unclean."""
    prepared = prepare(row, "wecom", row.table, source.formats)
    for fact in (*prepared.records, *prepared.claims):
        assert "unclean" not in fact.values, fact.values["unclean"]
    return prepared


def test_the_list_of_customers(samples: Path) -> None:
    rows, bad = read(source, samples / "wecom_customers.csv")
    assert [(row.key, row.scopes) for row in rows] == [
        (ADDED, ("owner:linmei",)),
        ("added/tianye/2025-06-01 09:00:00/Ada", ("owner:tianye",)),
    ]
    assert [(each.line, each.reason) for each in bad] == [(4, "column '客户名称' is empty")]
    values = stored(rows[0]).records[0].values
    assert values["phone"] == ["+8613800000000", "+8651255500102"]
    # tags stand in a column for each group of them
    assert values["tags"] == ["A 类", "电池", "充电"]
    assert values["other_names"] == ["苏州王经理"]
    assert claims_of(rows[:1]) == {
        ("KNOWS", MEI, ADDED),
        ("MANAGES_ACCOUNT", MEI, ADDED),
        ("WORKS_FOR", ADDED, f"{ADDED}#company"),
    }
    knows = stored(rows[0]).claims[0].values
    assert (knows["basis"], str(knows["valid_from"])) == ("扫描二维码", "2024-02-03")
    stored(rows[1])


def test_a_list_with_ids_joins_what_several_members_say_of_a_customer(make: Callable[..., Path]) -> None:
    text = "external_userid,客户名称,添加人,添加时间\nwo1,阳光,林梅,2024-02-03\nwo1,阳光,田野,2024-02-04\n"
    rows, _ = read(source, make("c.csv", text))
    assert [row.key for row in rows] == ["follow/wo1/林梅", "follow/wo1/田野"]
    assert {row.records[0].key for row in rows} == {"customer/wo1"}


def test_a_customer_who_left_is_known_until_then(make: Callable[..., Path]) -> None:
    text = (
        "客户名称,添加人,添加时间,删除时间\n"
        "阳光,林梅,2024-02-03 10:00:00,2025-01-01 09:00:00\n"
        "Ada,林梅,2024-02-03 10:00:00,2024-02-03 10:05:00\n"
    )
    rows, _ = read(source, make("c.csv", text))
    assert {str(claim.values["valid_to"]) for claim in stored(rows[0]).claims} == {"2025-01-01"}
    # who left on the day they came is a customer whom nobody manages, and no row that ends before it begins
    assert stored(rows[1]).claims == []


def test_the_pages_of_the_api(samples: Path) -> None:
    opened = source.open(samples / "wecom_get_by_user.json")
    assert opened.table == "external_contact_list"
    rows, bad = read(source, samples / "wecom_get_by_user.json")
    assert [(each.line, each.reason) for each in bad] == [(17, "column 'external_userid' is empty")]
    # one customer of two members is one record, stated by two rows
    assert [(row.key, row.records[0].key) for row in rows] == [
        ("follow/woSample00000000000000000000001/linmei", SUNSHINE),
        ("follow/woSample00000000000000000000001/tianye", SUNSHINE),
        ("follow/wmSample00000000000000000000002/tianye", ADA),
    ]
    assert claims_of(rows[:1]) == {
        ("KNOWS", MEI, SUNSHINE),
        ("MANAGES_ACCOUNT", MEI, SUNSHINE),
        ("OWNS_ACCOUNT", SUNSHINE, "unionid/oSample-0000000000000000001"),
        ("WORKS_FOR", SUNSHINE, f"{rows[0].key}#company"),
    }
    first, second, third = (stored(row) for row in rows)
    assert first.records[0].values == {
        "name": "阳光",
        "other_names": ["苏州王经理"],
        "phone": ["+8613800000000"],
        "gender": "male",
    }
    assert (str(first.claims[0].values["valid_from"]), first.claims[0].values["basis"]) == (
        "2024-02-03",
        "扫描二维码",
    )
    assert second.claims[0].values["basis"] == "内部成员共享"
    assert rows[2].records[1].values == {"name": "样例控股集团有限公司", "other_names": ["样例集团"]}
    # where a customer came from is not known
    assert "basis" not in third.claims[0].values


def test_the_list_of_tags_beside_the_pages_names_them(samples: Path, tmp_path: Path) -> None:
    shutil.copy(samples / "wecom_get_by_user.json", tmp_path / "page.json")
    beside = tmp_path / "get_corp_tag_list.json"
    groups = [{"group_name": "客户等级", "tag": [{"id": "etSample0001", "name": "A 类"}]}]
    beside.write_text(json.dumps({"errcode": 0, "tag_group": groups}), encoding="utf-8")
    rows, _ = read(source, tmp_path / "page.json")
    assert rows[0].records[0].values["tags"] == ["A 类"]
    assert "tags" not in rows[1].records[0].values
    beside.write_text("[]", encoding="utf-8")
    with pytest.raises(SourceError, match=r"get_corp_tag_list\.json is not a list"):
        read(source, tmp_path / "page.json")


def test_one_answer_a_line(samples: Path) -> None:
    (row,), bad = read(source, samples / "wecom_get.jsonl")
    assert not bad
    values = stored(row).records[0].values
    assert (values["other_names"], values["tags"]) == (["苏州王经理", "王晓明"], ["A 类"])
    assert "gender" not in values
    assert row.scopes == ("owner:linmei", "owner:tianye")
    assert {("MANAGES_ACCOUNT", MEI, SUNSHINE), ("MANAGES_ACCOUNT", TOM, SUNSHINE)} < claims_of([row])


def test_members(samples: Path) -> None:
    rows, _ = read(source, samples / "wecom_members.csv")
    first, second = (stored(row).records[0].values for row in rows)
    assert (first["name"], first["gender"], "gender" in second) == ("林梅", "female", False)
    assert [record.values["name"] for record in rows[0].records[1:]] == ["销售一部", "大客户部"]
    assert claims_of(rows) == {
        ("WORKS_FOR", MEI, "department/样例公司/华东区/销售一部"),
        ("WORKS_FOR", MEI, "department/样例公司/大客户部"),
        ("WORKS_FOR", TOM, "department/样例公司/海外部"),
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(samples: Path, make: Callable[..., Path], encoding: str) -> None:
    text = (samples / "wecom_customers.csv").read_text(encoding="utf-8")
    rows, bad = read(source, make("c.csv", text, encoding))
    assert (rows[0].key, len(rows), len(bad)) == (ADDED, 2, 1)


def test_a_renamed_column_is_named(make: Callable[..., Path]) -> None:
    path = make("c.csv", "客户名称,添加人,加好友的时间,来源,手机\n无名氏,林梅,2024-02-03,群聊,\n")
    with pytest.raises(UnrecognisedSource) as caught:
        source.open(path)
    assert "as customers, column '添加时间' is missing" in caught.value.message
    assert "无名氏" not in caught.value.message + caught.value.suggestion


def test_an_answer_that_refuses_is_refused(make: Callable[..., Path]) -> None:
    with pytest.raises(UnrecognisedSource):
        source.open(make("e.json", '{"errcode": 60011, "errmsg": "no privilege"}\n'))


def test_a_row_that_is_built_otherwise_is_rejected_alone(make: Callable[..., Path]) -> None:
    good = {"external_contact": {"external_userid": "wo1", "name": "a"}, "follow_info": {"userid": "linmei"}}
    strange = [{**good, "follow_info": "secret"}, {**good, "external_contact": None}, {"follow_info": {}}]
    path = make("p.json", json.dumps({"external_contact_list": [good, *strange]}))
    rows, bad = read(source, path)
    assert len(rows) == 1
    assert len(bad) == 3
    assert not any("secret" in each.reason for each in bad)
