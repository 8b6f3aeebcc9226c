"""What holds for every type of value: what is absent, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_platform.cleaning import (
    CLEANERS,
    OPEN_END,
    OPEN_START,
    Unclean,
    clean_date,
    clean_value,
    clean_values,
)
from graph_platform.facts import Formats, Said
from graph_platform.ontology import ONTOLOGY, Domain, Property, Sensitivity

CHINA = Formats(country="CN", timezone="Asia/Shanghai", currency="CNY")
BY_TYPE = {declared.type: declared for _, declared in ONTOLOGY.every_property()}
TYPES = sorted(CLEANERS)
COMPANY = ONTOLOGY.properties("Company")
steady = settings(deadline=None)
"""A busy machine is no error of the code."""


def of_type(name: str) -> Property:
    """A property of this type that holds something personal."""
    return Property("value", name, Sensitivity.PERSONAL, Domain.SALES, "", values=BY_TYPE[name].values)


def reason(said: object, name: str) -> str:
    with pytest.raises(Unclean) as refused:
        clean_value(of_type(name), said, CHINA)
    return refused.value.reason


def test_every_declared_type_has_a_cleaner() -> None:
    assert set(BY_TYPE) == set(CLEANERS)


@pytest.mark.parametrize("said", ["", "  ", "N/A", "-", "null", "无", "不详", "NaN", None, float("nan")])
@pytest.mark.parametrize("name", TYPES)
def test_nulls_are_absent_and_not_unclean(name: str, said: object) -> None:
    assert clean_value(of_type(name), said, CHINA) is None


def test_people_called_nan_or_null_keep_their_names() -> None:
    assert [clean_value(of_type("name"), name, CHINA) for name in ("Nan", "Null")] == ["Nan", "Null"]


@pytest.mark.parametrize("name", TYPES)
def test_a_nul_is_refused_in_every_type(name: str) -> None:
    assert reason("12\x0034", name) == "has a NUL"


@pytest.mark.parametrize(
    "said", ["138****8000", "张***", "***", "x***@b.com", "110105＊＊＊＊＊＊＊＊002X", "<PHONE_NUMBER>"]
)
@pytest.mark.parametrize("name", TYPES)
def test_masked_values_never_come_back_in(name: str, said: str) -> None:
    assert reason(said, name) == "is masked"


@pytest.mark.parametrize("said", ["张*", "J*** D**", "***", "张＊", "王某某██", "[PERSON_1]", "xxx"])
def test_a_masked_name_never_becomes_a_name(said: str) -> None:
    assert reason(said, "name") == "is masked"


@pytest.mark.parametrize("said", ["*ST康得", "E*TRADE", "XXXLutz", "阿卜杜拉•买买提", "(株)日立"])
def test_names_that_only_look_masked_are_names(said: str) -> None:
    assert clean_value(of_type("name"), said, CHINA)


@pytest.mark.parametrize("said", ["138xxxx8000", "138XXXX8000"])
def test_a_phone_masked_with_letters_is_not_dialled(said: str) -> None:
    assert reason(said, "phone") == "is masked"


def test_free_text_may_speak_of_stars() -> None:
    text = Property("text", "text", Sensitivity.TEXT, Domain.SALES, "")
    assert clean_value(text, "评价 ***** 很好", CHINA) == "评价 ***** 很好"


def test_tags_and_zero_width_characters_hide_in_no_text() -> None:
    hidden = "battery\u200b\U000e0041\U000e0042\u202e swap\x07"
    assert clean_value(of_type("text"), hidden, CHINA) == "battery swap"
    assert clean_value(of_type("name"), hidden, CHINA) == "battery swap"


def test_text_that_neo4j_could_not_store_is_kept_as_json() -> None:
    cleaned = clean_values(COMPANY, {"name": "a\ud800b"}, CHINA)
    assert cleaned.reasons == {"name": "is not valid Unicode"}
    cleaned.unclean["name"].encode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("uscc", "000000000000000000"),
        ("uscc", "111111111111111111"),
        ("vin", "11111111111111111"),
        ("imei", "000000000000000"),
        ("company_number", "GB-COH/00000000"),
        ("company_number", "GB-COH/1234567"),
        ("duns", "123456789"),
        ("serial_number", "CATL/000000"),
        ("serial_number", "SN0000000000"),
    ],
)
def test_placeholders_join_no_two_things(name: str, said: str) -> None:
    with pytest.raises(Unclean):
        clean_value(BY_TYPE[name], said, CHINA)


def test_a_number_that_only_looks_made_up_is_kept() -> None:
    assert clean_value(BY_TYPE["doi"], "10.1000/123456", CHINA) == "10.1000/123456"
    assert clean_value(BY_TYPE["company_number"], "GB-COH/01234567", CHINA) == "GB-COH/01234567"


@pytest.mark.parametrize("name", TYPES)
@steady
@given(
    said=st.one_of(
        st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
    )
)
def test_cleaning_refuses_with_unclean_only(name: str, said: Said) -> None:
    with suppress(Unclean):
        clean_value(of_type(name), said, CHINA)


@pytest.mark.parametrize("name", TYPES)
@steady
@given(said=st.text(alphabet="0123456789/-.:, 年月日万元%$¥+eEkKmTZ()'", max_size=24))
@example(said="9999-12-31")
@example(said="１２")
def test_odd_numbers_and_dates_are_refused_with_unclean_only(name: str, said: str) -> None:
    with suppress(Unclean):
        clean_value(of_type(name), said, CHINA)


@pytest.mark.parametrize("name", TYPES)
@steady
@given(said=st.text(alphabet="张王9876Qq@*", min_size=6, max_size=30))
def test_a_reason_never_tells_the_value(name: str, said: str) -> None:
    reason = ""
    try:
        clean_value(of_type(name), said, CHINA)
    except Unclean as refused:
        reason = str(refused)
    assert said not in reason


CLEANABLE = {
    **{
        "account": "GitHub:@Foo",
        "address": "北京市朝阳区\n建国路1号",
        "boolean": "是",
        "company_number": "GB-COH-9123457",
    },
    **{
        "country": "荷兰",
        "date": "2019年5月1日",
        "datetime": "2019-05-01 12:00",
        "decimal": "1.2万",
        "domain": "WWW.A.com",
    },
    **{"doi": "doi:10.1000/XYZ", "duns": "15-048-3782", "email": "A@Example.com", "gtin": "4006381333931"},
    **{
        "imei": "49-015420-323751-8",
        "imo_number": "IMO 9074729",
        "integer": "12.0",
        "language": "中文",
        "lei": "529900t8bm49aursdo55",
    },
    **{
        "money": "1000万美元",
        "name": "ＡＢＣ　公司",
        "orcid": "0000000218250097",
        "partial_date": "2019年5月",
    },
    **{
        "patent_number": "US 7,654,321 B2",
        "percent": "51.0％",
        "phone": "010-62345678转801",
        "plate": "京A·12345",
    },
    **{
        "resident_id": "110105491231002",
        "serial_number": "catl/ab 12",
        "skill_code": "ESCO:S1",
        "text": "a\r\nb",
    },
    **{
        "url": "Example.com/",
        "uscc": "9144 0300 7084 6113 6T",
        "vat_number": "DE 136695976",
        "vin": "1hgcm82633a004352",
    },
    "enumeration": BY_TYPE["enumeration"].values[0].upper(),
}


@pytest.mark.parametrize("name", TYPES)
def test_a_clean_value_is_clean(name: str) -> None:
    clean = clean_value(of_type(name), CLEANABLE[name], CHINA)
    assert clean is not None
    assert clean_value(of_type(name), clean, CHINA) == clean


@pytest.mark.parametrize("name", TYPES)
@steady
@given(said=st.text(max_size=40))
@example(said="ｎｕｌｌ")
@example(said="\ufdfa\u3164 \u0301a")
def test_cleaning_twice_is_cleaning_once(name: str, said: str) -> None:
    try:
        clean = clean_value(of_type(name), said, CHINA)
    except Unclean:
        return
    assert clean_value(of_type(name), clean, CHINA) == clean


def test_an_undeclared_name_reaches_no_value() -> None:
    cleaned = clean_values(COMPANY, {"sensitivity": "public", "name": "Acme"}, CHINA)
    assert cleaned.values == {"name": "Acme"}
    assert cleaned.unclean == {"sensitivity": '"public"'}
    assert cleaned.reasons == {"sensitivity": "is not declared for this label"}


def test_one_bad_value_of_several_takes_no_other_with_it() -> None:
    said: dict[str, Said] = {"email": ["B@a.com", "x***@a.com", "b@a.com", "c@a.com"]}
    cleaned = clean_values(COMPANY, said, CHINA)
    assert cleaned.values == {"email": ["b@a.com", "c@a.com"]}
    assert json.loads(cleaned.unclean["email"]) == ["x***@a.com"]
    assert cleaned.reasons == {"email": "is masked"}


def test_several_numbers_in_one_cell_are_several() -> None:
    cleaned = clean_values(COMPANY, {"phone": "010-62345678转801；13800138000/0755-89888888"}, CHINA)
    assert cleaned.values["phone"] == ["+861062345678;ext=801", "+8613800138000", "+8675589888888"]


def test_a_phone_is_at_home_in_its_own_records_country_before_the_sources() -> None:
    said: dict[str, Said] = {"phone": ["020 7946 0518", "13800138000"], "country": "United Kingdom"}
    assert clean_values(COMPANY, said, CHINA).values["phone"] == ["+442079460518", "+8613800138000"]
    assert clean_values(COMPANY, said, Formats()).values["phone"] == ["+442079460518"]


def test_several_values_where_one_is_declared_are_refused() -> None:
    cleaned = clean_values(COMPANY, {"name": ["甲", "乙"], "founded": ["2019", "2019"]}, CHINA)
    assert cleaned.values == {"founded": "2019"}
    assert json.loads(cleaned.unclean["name"]) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("said", "currency", "kept"),
    [
        ("1000万", None, (1e7, "CNY")),
        ("1000万", "USD", (1e7, "USD")),
        ("¥500", "JPY", (500.0, "JPY")),
        ("$500", "HKD", (500.0, "HKD")),
        ("500 EUR", "USD", (500.0, "EUR")),
    ],
)
def test_the_currency_beside_a_sum_counts_where_the_sum_has_none(
    said: str, currency: str | None, kept: tuple[float, str]
) -> None:
    values: dict[str, Said] = {"registered_capital": said, "registered_capital_currency": currency}
    cleaned = clean_values(COMPANY, values, CHINA)
    assert cleaned.values == {"registered_capital": kept[0], "registered_capital_currency": kept[1]}
    assert not cleaned.unclean


def test_a_wrong_currency_is_kept_and_no_other_put_in_its_place() -> None:
    values: dict[str, Said] = {"registered_capital": 5, "registered_capital_currency": "doubloons"}
    cleaned = clean_values(COMPANY, values, CHINA)
    assert cleaned.values == {"registered_capital": 5.0}
    assert cleaned.unclean == {"registered_capital_currency": '"doubloons"'}


@pytest.mark.parametrize(
    ("said", "first", "end"),
    [
        ("2019", date(2019, 1, 1), date(2020, 1, 1)),
        ("2019-05", date(2019, 5, 1), date(2019, 6, 1)),
        ("2019年12月", date(2019, 12, 1), date(2020, 1, 1)),
        ("2019-05-31", date(2019, 5, 31), date(2019, 5, 31)),
        ("00-00-2004", date(2004, 1, 1), date(2005, 1, 1)),
        ("00-06-2004", date(2004, 6, 1), date(2004, 7, 1)),
        (2019, date(2019, 1, 1), date(2020, 1, 1)),
        (datetime(2019, 5, 1, 23, 30), date(2019, 5, 1), date(2019, 5, 1)),
        ("9999", date(9999, 1, 1), OPEN_END),
        ("", OPEN_START, OPEN_END),
        (None, OPEN_START, OPEN_END),
        ("0000-00-00", OPEN_START, OPEN_END),
    ],
)
def test_a_period_begins_with_its_first_day_and_ends_before_the_next_one(
    said: Said, first: date, end: date
) -> None:
    dutch = Formats(dates=("%d-%m-%Y",))
    assert clean_date(said, dutch) == first
    assert clean_date(said, dutch, end=True) == end


@pytest.mark.parametrize("said", ["至今", "present", "长期"])
def test_what_still_holds_has_an_open_end(said: str) -> None:
    assert clean_date(said, CHINA, end=True) == OPEN_END
    with pytest.raises(Unclean):
        clean_date(said, CHINA)
