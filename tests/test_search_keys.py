"""Names are found by what people type, and stand where people look for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_platform.search_keys import fold, search_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣積體電路製造", "台湾积体电路制造"),
        ("ＡＢＣ（上海）", "abc 上海"),
        ("张 三", "张三"),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
        ("O'Brien & Co., Ltd.", "OBRIEN  CO LTD"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆长安汽车", ["chongqingchanganqiche", "cqcaqc", "changan", "ca"]),
        ("中国银行", ["zhongguoyinhang", "zgyh"]),
        ("ABC 电池", ["abc电池", "abcdianchi", "abcdc", "abc"]),
        ("吕布", ["lvbu", "lb"]),
        ("Müller & Søn GmbH", ["mullersongmbh", "mullerson"]),
        ("比亚迪股份有限公司", ["bydgfyxgs", "比亚迪", "biyadi", "byd"]),
        ("深圳市比亚迪电池有限公司", ["比亚迪电池", "比亚迪", "byd"]),
        ("恒通贸易（上海）有限公司", ["恒通贸易上海有限公司", "恒通贸易上海", "恒通"]),
        ("飞家凤投资集团有限公司", ["飞家凤投资集团", "飞家凤投资", "飞家凤"]),
        ("Shenzhen BYD Battery Co., Ltd.", ["shenzhenbydbatterycoltd", "shenzhenbydbattery", "byd"]),
    ],
)
def test_a_name_is_found_by_its_sound(name: str, typed: list[str]) -> None:
    assert set(typed) <= set(search_keys([name])["name_find"])


@pytest.mark.parametrize(
    ("name", "kept"), [("北京大学", "大学"), ("上海有限公司", "上海"), ("平安", "安"), ("Ltd", "")]
)
def test_what_stands_for_anything_is_no_short_name(name: str, kept: str) -> None:
    assert kept not in search_keys([name])["name_find"]


def test_a_person_is_found_with_the_surname_last_and_by_no_short_name() -> None:
    assert search_keys(["欧阳娜娜"], person=True)["name_find"] == [
        "欧阳娜娜",
        "ouyangnana",
        "oynn",
        "nanaouyang",
    ]
    assert search_keys(["Mary Trading"], person=True)["name_find"] == ["marytrading"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单雄信", "shanxiongxin"),
        ("曾国藩", "zengguofan"),
        ("解缙", "xiejin"),
        ("尉迟恭", "yuchigong"),
        ("张重", "zhangzhong"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, read: str) -> None:
    assert search_keys([name], person=True)["name_find"][1] == read


def test_names_sort_by_pinyin_tone_and_character() -> None:
    names = ["章伟", "张伟", "王芳", "张艾", "安平", "Zebra", "阿里", "重庆", "李雷"]
    in_order = sorted(names, key=lambda name: str(search_keys([name])["name_sort"]))
    assert in_order == ["阿里", "安平", "重庆", "李雷", "王芳", "Zebra", "张艾", "张伟", "章伟"]


def test_a_thing_is_sorted_by_its_first_name_and_found_by_all() -> None:
    keys = search_keys(["比亚迪", "BYD", "byd"])
    assert keys["name_key"] == ["比亚迪", "byd"]
    assert keys["name_find"] == ["比亚迪", "biyadi", "byd"]
    assert keys["name_grams"] == "比亚 亚迪 byd"
    assert str(keys["name_sort"]).startswith("bi3比")


def test_no_name_has_no_key() -> None:
    assert search_keys([]) == {}
    assert search_keys(["", " "]) == {}


def test_a_name_of_signs_only_can_still_be_found() -> None:
    assert search_keys(["!!!"])["name_key"] == ["!!!"]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4), st.booleans())
def test_any_names_have_keys_of_the_same_shape(names: list[str], person: bool) -> None:
    keys = search_keys(names, person)
    assert set(keys) in (set(), {"name_key", "name_find", "name_grams", "name_sort"})
