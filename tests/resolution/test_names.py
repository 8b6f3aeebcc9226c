"""Names taken apart: what makes two spellings of one name comparable, and two names different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_platform.resolution import organization_names, person_names
from graph_platform.resolution.addresses import city_key, read_address
from graph_platform.resolution.romanization import cantonese, skeleton


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("陈丽华", "Chen Lihua"),
        ("陈丽华", "Li-hua Chen"),
        ("陳麗華", "CHEN, Lihua"),
        ("欧阳修", "Xiu Ouyang"),
        ("单雄信", "Shan Xiongxin"),
        ("仇英", "Qiu Ying"),
        ("尉迟恭", "Yuchi Gong"),
    ],
)
def test_a_name_in_characters_sounds_as_it_is_spelt_in_pinyin(chinese: str, latin: str) -> None:
    one, other = person_names.read_name(chinese), person_names.read_name(latin)
    assert one
    assert other
    assert one.sounds & other.sounds


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("陈丽华", "Chan Lai-wah"),
        ("张志强", "Cheung Chi Keung"),
        ("陈丽华", "Ch'en Li-hua"),
        ("吴詠心", "Ng Wing Sum"),
    ],
)
def test_a_name_in_characters_is_known_in_the_customary_spellings_of_hong_kong_and_taiwan(
    chinese: str, latin: str
) -> None:
    one, other = person_names.read_name(chinese), person_names.read_name(latin)
    assert one
    assert other
    assert (one.spellings | {skeleton(sound) for sound in one.sounds}) & other.spellings


@pytest.mark.parametrize("titled", ["陈总", "陈经理", "小陈", "老陈", "陈先生", "陈老师"])
def test_a_title_behind_a_surname_is_no_given_name(titled: str) -> None:
    name = person_names.read_name(titled)
    assert name
    assert (name.key, name.given) == ("陈", "")


def test_two_scripts_in_one_field_are_two_names() -> None:
    names = person_names.read_names("Lily Chen (陈丽华)")
    assert {name.key for name in names} == {"lily chen", "陈丽华"}
    assert [name.key for name in person_names.read_names("Emily Whitlock (née Ross)")][:2] == [
        "emily whitlock",
        "emily ross",
    ]


def test_a_nickname_is_a_spelling_of_the_name_that_it_is_short_for() -> None:
    bob, robert = person_names.read_name("Bob Smith"), person_names.read_name("Robert Smith")
    assert bob
    assert robert
    assert "robert smith" in bob.spellings & robert.spellings


@pytest.mark.parametrize(
    ("text", "place", "brand", "terms", "form"),
    [
        ("北京字节跳动科技有限公司", "beijing", "字节跳动", ("science",), "ltd"),
        ("上海嘉禾汽车销售有限公司", "shanghai", "嘉禾", ("auto", "sales"), "ltd"),
        ("北风重型机械（天津）有限公司", "tianjin", "北风", ("heavy", "machinery"), "ltd"),
        ("Wuxi Lantu Bearings Co., Ltd.", "wuxi", "lantu", ("bearing",), "ltd"),
    ],
)
def test_an_organizations_name_falls_into_place_brand_terms_and_form(
    text: str, place: str, brand: str, terms: tuple[str, ...], form: str
) -> None:
    name = organization_names.read_name(text)
    assert name
    assert (name.place, name.brand, name.terms, name.form) == (place, brand, terms, form)


def test_a_branch_has_its_head_offices_name_and_one_of_its_own() -> None:
    whole = organization_names.read_name("江澄银行股份有限公司")
    branch = organization_names.read_name("江澄银行股份有限公司苏州分行")
    short = organization_names.read_name("江澄银行苏州分行")
    assert whole
    assert branch
    assert short
    assert whole.core == branch.core == short.core
    assert (whole.branch, branch.branch, short.branch) == ("", "苏州分行", "苏州分行")


def test_a_brand_and_the_company_behind_it_are_known_in_both_languages() -> None:
    names = [organization_names.read_name(text) for text in ("ＢＹＤ", "比亚迪股份有限公司", "BYD Co., Ltd.")]
    assert len({name.core for name in names if name}) == 1


def test_an_address_has_the_same_parts_in_both_languages() -> None:
    chinese = read_address("苏州市吴江区莲湖路66号")
    english = read_address("No. 66 Lianhu Road, Wujiang District, Suzhou")
    assert set(chinese.words) == set(english.words) == {"wujiang", "lianhu", "66"}
    assert chinese.city == english.city == city_key("苏州市") == city_key("Suzhou")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_names_and_addresses(text: str) -> None:
    person_names.read_names(text)
    organization_names.read_name(text)
    read_address(text)
    city_key(text)


def test_cantonese_is_read_of_single_characters_and_of_nothing_else() -> None:
    assert cantonese("陈") == "can"
    assert cantonese("x") == ""
