"""What each type makes of values as real exports write them, in Chinese and in English."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from stdnum import lei as stdnum_lei
from stdnum.cn import ric, uscc

from graph_platform.cleaning import Unclean, clean_value
from graph_platform.facts import Formats
from graph_platform.ontology import ONTOLOGY, Domain, Property, Sensitivity

CHINA = Formats(country="CN", timezone="Asia/Shanghai")
VALUES = {p.name: p.values for _, p in ONTOLOGY.every_property() if p.values}
BEIJING = timezone(timedelta(hours=8))


def clean(name: str, said: object, formats: Formats = CHINA, **declared: object) -> object:
    of_type = Property("value", name, Sensitivity.PUBLIC, Domain.SALES, "", **declared)  # type: ignore[arg-type]
    return clean_value(of_type, said, formats)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("1000万人民币", (1e7, "CNY")),
        ("1000万元人民币", (1e7, "CNY")),
        ("1000 (万元)", (1e7, "CNY")),
        ("壹仟万元整", (1e7, "CNY")),
        ("人民币壹佰万元整", (1e6, "CNY")),
        ("1.5亿元", (1.5e8, "CNY")),
        ("100万美元", (1e6, "USD")),
        ("5000港元", (5000.0, "HKD")),
        ("¥1,234.50", (1234.5, "CNY")),
        ("￥１２３", (123.0, "CNY")),
        ("$53K", (53000.0, "USD")),
        ("USD 1.2m", (1.2e6, "USD")),
        ("US$1.2bn", (1.2e9, "USD")),
        ("1.2 million EUR", (1.2e6, "EUR")),
        ("€1.000,50", (1000.5, "EUR")),
        ("$50 CAD", (50.0, "CAD")),
        ("-$50", (-50.0, "USD")),
        ("($1,000)", (-1000.0, "USD")),
        ("1000万", (1e7, "")),
        (53000, (53000.0, "")),
    ],
)
def test_money_keeps_sum_and_currency(said: object, amount: tuple[float, str]) -> None:
    assert clean("money", said) == amount


@pytest.mark.parametrize("said", ["10-15K", "面议", "100,5", "50 USD EUR", True, "1000万吨"])
def test_what_is_no_sum_of_money_is_refused(said: object) -> None:
    with pytest.raises(Unclean):
        clean("money", said)


@pytest.mark.parametrize(
    ("said", "fraction"),
    [
        *(("51%", 0.51), ("51.0％", 0.51), (0.51, 0.51), (51, 0.51), ("0.51", 0.51), ("百分之五十一", 0.51)),
        *((1, 1.0), ("1", 1.0), ("1%", 0.01), ("0.5%", 0.005), ("100", 1.0), (0, 0.0), ("5‰", 0.005)),
    ],
)
def test_a_percentage_is_a_fraction(said: object, fraction: float) -> None:
    assert clean("percent", said) == fraction


@pytest.mark.parametrize("said", ["140", 140, "140%", -0.1, "-5%", "many"])
def test_a_share_beyond_all_is_refused(said: object) -> None:
    with pytest.raises(Unclean):
        clean("percent", said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(("1,234", 1234), ("1.2万", 12000), ("500人", 500), ("3千人", 3000), ("10K", 10000), ("12.0", 12)),
        *(
            ("５００", 500),
            ("1e3", 1000),
            ("-5", -5),
            (7.0, 7),
            ("1 234 567", 1234567),
            ("12,34,567", 1234567),
        ),
    ],
)
def test_a_whole_number_is_read_however_it_is_written(said: object, number: int) -> None:
    assert clean("integer", said) == number


@pytest.mark.parametrize(
    "said", ["12.5", "1-50", "1,5", 10**20, "9" * 30, float("inf"), "1_000_", "0x10", True]
)
def test_what_is_no_whole_number_of_64_bits_is_refused(said: object) -> None:
    with pytest.raises(Unclean):
        clean("integer", said)


def test_a_declared_decimal_comma_is_not_a_thousands_separator() -> None:
    comma = Formats(decimal=",")
    assert [clean("decimal", said, comma) for said in ("1,5", "1.234", "1.234,5")] == [1.5, 1234.0, 1234.5]


def test_a_number_in_another_unit_is_refused() -> None:
    assert clean("decimal", "60.5 kWh", unit="kWh") == 60.5
    assert clean("decimal", "120公里", unit="km") == 120.0
    with pytest.raises(Unclean):
        clean("decimal", "60 Ah", unit="kWh")
    with pytest.raises(Unclean):
        clean("decimal", "500 m", unit="km")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        *(
            ("中国", "CN"),
            ("PRC", "CN"),
            ("中华人民共和国", "CN"),
            ("USA", "US"),
            ("UK", "GB"),
            ("香港", "HK"),
        ),
        *(
            ("CHN", "CN"),
            ("cn", "CN"),
            ("Germany", "DE"),
            ("法國", "FR"),
            ("GB-ENG", "GB"),
            ("British", "GB"),
        ),
        *(("中国籍", "CN"), ("法国国籍", "FR"), ("Namibia", "NA"), ("the Netherlands", "NL"), ("156", "CN")),
        *(
            ("Korea, Republic of", "KR"),
            ("Taiwan", "TW"),
            ("中国台湾", "TW"),
            ("Türkiye", "TR"),
            ("Viet Nam", "VN"),
        ),
    ],
)
def test_a_country_is_its_code(said: str, code: str) -> None:
    assert clean("country", said) == code


@pytest.mark.parametrize("said", ["Atlantis", "NA", "ZZ", "中"])
def test_no_country_is_guessed(said: str) -> None:
    with pytest.raises(Unclean):
        clean("country", said)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("zh-CN", "zh"),
        ("zh_Hans", "zh"),
        ("简体中文", "zh"),
        ("chi", "zh"),
        ("English", "en"),
        ("德语", "de"),
    ],
)
def test_a_language_is_its_code(said: str, code: str) -> None:
    assert clean("language", said) == code


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(("138 0013 8000", "+8613800138000"), ("+86 138-0013-8000", "+8613800138000")),
        *(
            (13800138000, "+8613800138000"),
            (13800138000.0, "+8613800138000"),
            ("电话：13800138000", "+8613800138000"),
        ),
        *(("010-62345678", "+861062345678"), ("(010) 6234 5678", "+861062345678")),
        *(("010-62345678-801", "+861062345678;ext=801"), ("010-62345678转801", "+861062345678;ext=801")),
        *(("+44 (0)20 7946 0123", "+442079460123"), ("+1 650-253-0000 ext. 12", "+16502530000;ext=12")),
    ],
)
def test_a_phone_is_e164(said: object, number: str) -> None:
    assert clean("phone", said) == number


def test_the_quick_way_for_chinese_mobiles_lets_in_what_libphonenumber_lets_in() -> None:
    import phonenumbers

    for start in range(1000, 2000):
        said = f"{start}0013800"
        valid = phonenumbers.is_valid_number(phonenumbers.parse(said, "CN"))
        try:
            assert clean("phone", said) == f"+86{said}"
            assert valid
        except Unclean:
            assert not valid


@pytest.mark.parametrize("said", ["12345678901", "1380013800", "1-800-FLOWERS", "见备注"])
def test_what_nobody_can_dial_is_refused(said: str) -> None:
    with pytest.raises(Unclean):
        clean("phone", said)


def test_a_phone_without_country_needs_the_sources() -> None:
    with pytest.raises(Unclean, match="country"):
        clean("phone", "13800138000", Formats())
    assert clean("phone", "0044 20 7946 0123", Formats()) == "+442079460123"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        *(("Zhang.San@Example.COM", "zhang.san@example.com"), ("mailto:a@b.com?subject=x", "a@b.com")),
        *(
            ("a＠b.com", "a@b.com"),
            ("Zhang San <a@b.com>", "a@b.com"),
            ("test@foo.invalid", "test@foo.invalid"),
        ),
        *(("张三@例子.中国", "张三@xn--fsqu00a.xn--fiqs8s"), ("o'brien@x.ie", "o'brien@x.ie")),
    ],
)
def test_an_email_is_in_lower_case(said: str, address: str) -> None:
    assert clean("email", said) == address


@pytest.mark.parametrize(
    "said", ["a@b", "a..b@c.com", "a@localhost", "@b.com", "a b@c.com", "a@-b.com", "a@b-.com"]
)
def test_what_is_no_email_is_refused(said: str) -> None:
    with pytest.raises(Unclean):
        clean("email", said)


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "data:text/html,x", "http://u:p@x.com", "http://a b.com", "x"]
)
def test_a_url_runs_nothing_and_holds_no_password(said: str) -> None:
    with pytest.raises(Unclean):
        clean("url", said)


def test_urls_and_domains_have_one_spelling() -> None:
    assert clean("url", "HTTP://WWW.Example.com:80/") == "http://www.example.com"
    assert clean("url", "例子.中国/路径?a=b") == "https://xn--fsqu00a.xn--fiqs8s/路径?a=b"
    assert [clean("domain", said) for said in ("https://www.Example.com/x", "a@Example.com")] == [
        "example.com"
    ] * 2


@pytest.mark.parametrize("number", ["91440300708461136T", "911101087921006070", "91350211M000100Y43"])
def test_usccs_are_checked_as_stdnum_checks_them(number: str) -> None:
    for last in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        other = number[:-1] + last
        try:
            assert clean("uscc", other) == other
            assert uscc.is_valid(other)
        except Unclean:
            assert not uscc.is_valid(other)


def test_leis_and_resident_ids_are_checked_as_stdnum_checks_them() -> None:
    for check in range(100):
        number = f"529900T8BM49AURSDO{check:02d}"
        try:
            clean("lei", number)
            assert stdnum_lei.is_valid(number)
        except Unclean:
            assert not stdnum_lei.is_valid(number)
    for last in "0123456789X":
        number = f"11010519491231002{last}"
        try:
            clean("resident_id", number)
            assert ric.is_valid(number)
        except Unclean:
            assert not ric.is_valid(number)


def test_an_old_resident_id_is_the_new_one() -> None:
    assert clean("resident_id", "110105491231002") == "11010519491231002X"
    with pytest.raises(Unclean):
        clean("resident_id", "110105194902310021")


@pytest.mark.parametrize(
    ("said", "formats", "number"),
    [
        ("GB-COH/01234567", CHINA, "GB-COH/01234567"),
        ("GB-COH-SC12345", CHINA, "GB-COH/SC012345"),
        ("9123457", Formats(country="GB"), "GB-COH/09123457"),
        (9123457, Formats(country="GB"), "GB-COH/09123457"),
        ("oc312345", Formats(country="GB"), "GB-COH/OC312345"),
        ("NL-KVK/24265573", CHINA, "NL-KVK/24265573"),
    ],
)
def test_a_company_number_names_its_register(said: object, formats: Formats, number: str) -> None:
    assert clean("company_number", said, formats) == number


def test_a_company_number_of_no_register_joins_nothing() -> None:
    with pytest.raises(Unclean, match="register"):
        clean("company_number", "09123457")


def test_a_vin_is_checked_where_the_law_makes_it_checkable() -> None:
    assert clean("vin", "1hg cm8263 3A004352") == "1HGCM82633A004352"
    assert clean("vin", "WVWZZZ1JZXW000001") == "WVWZZZ1JZXW000001"
    for wrong in ("1HGCM82634A004352", "LSVAU2180N2183294", "WVWZZZ1JZXW00000O"):
        with pytest.raises(Unclean):
            clean("vin", wrong)


def test_a_ship_is_told_by_its_checked_number() -> None:
    assert clean("imo_number", "IMO 9074729") == clean("imo_number", "9074729") == "9074729"
    for wrong in ("9074728", "907472", "MMSI 9074729"):
        with pytest.raises(Unclean):
            clean("imo_number", wrong)


def test_a_trade_item_has_one_number_in_every_length() -> None:
    assert clean("gtin", "036000291452") == clean("gtin", "0036000291452") == "00036000291452"
    with pytest.raises(Unclean, match="own number"):
        clean("gtin", "2001234567893")


@pytest.mark.parametrize(
    ("said", "serial"),
    [
        ("catl/ab 12", "CATL/AB12"),
        ("001PE0123456789ABCDE1234", "001PE0123456789ABCDE1234"),
        ("宁德时代/X123", "宁德时代/X123"),
    ],
)
def test_a_serial_number_tells_its_maker(said: str, serial: str) -> None:
    assert clean("serial_number", said) == serial


@pytest.mark.parametrize("said", ["12345", "ABC123", "0123456789", "ABCDEFGHIJ"])
def test_a_serial_number_that_two_makers_may_use_joins_nothing(said: str) -> None:
    with pytest.raises(Unclean):
        clean("serial_number", said)


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("plate", "京A·12345", "京A12345"),
        ("plate", "粤B D12345", "粤BD12345"),
        ("plate", "ab12 cde", "AB12CDE"),
        ("doi", "https://doi.org/10.1000/XYZ", "10.1000/xyz"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("imei", "35-209900-176148-1", "352099001761481"),
        ("vat_number", "GB 980 7806 84", "GB980780684"),
        ("patent_number", "US 7,654,321 B2", "US7654321B2"),
        ("patent_number", "ZL 201910123456.7", "CN2019101234567"),
        ("patent_number", "PCT/CN2019/123456", "PCTCN2019123456"),
        ("account", "https://github.com/Foo", "github:foo"),
        ("account", "微博:张三", "weibo:张三"),
        ("skill_code", "http://data.europa.eu/esco/skill/ab-12", "esco:ab-12"),
        ("address", "Main St 1,\r\nLondon", "Main St 1, London"),
        ("name", "  Foo\u200b\u3000 Bar ", "Foo Bar"),
        ("name", 360, "360"),
    ],
)
def test_codes_and_names_have_one_spelling(name: str, said: object, kept: str) -> None:
    assert clean(name, said) == kept


@pytest.mark.parametrize(
    ("values", "said", "meant"),
    [
        ("gender", "男", "male"),
        ("gender", "Ms.", "female"),
        ("gender", 2, "female"),
        ("severity", "紧急", "critical"),
        ("severity", "Major", "high"),
        ("direction", "呼入", "inbound"),
        ("buying_role", "DECISION_MAKER", "decider"),
        ("buying_role", "End User", "user"),
        ("post_kind", "法定代表人", "legal_representative"),
        ("post_kind", "董事长", "director"),
        ("post_kind", "Company Secretary", "secretary"),
    ],
)
def test_usual_words_mean_declared_values(values: str, said: object, meant: str) -> None:
    assert clean("enumeration", said, values=VALUES[values]) == meant


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2019-05-01T12:00:00Z", datetime(2019, 5, 1, 12, tzinfo=timezone.utc)),  # noqa: UP017
        ("2019-05-01 12:00", datetime(2019, 5, 1, 12, tzinfo=BEIJING)),
        ("2019年5月1日 下午3点20分", datetime(2019, 5, 1, 15, 20, tzinfo=BEIJING)),
        ("5/13/2019 3:05 PM", datetime(2019, 5, 13, 15, 5, tzinfo=BEIJING)),
        ("Wed, 01 May 2019 12:00:00 GMT", datetime(2019, 5, 1, 20, tzinfo=BEIJING)),
        (1557750000000, datetime(2019, 5, 13, 20, 20, tzinfo=BEIJING)),
        ("1557750000", datetime(2019, 5, 13, 20, 20, tzinfo=BEIJING)),
        ("20190501123000", datetime(2019, 5, 1, 12, 30, tzinfo=BEIJING)),
        ("2019-05-01", datetime(2019, 5, 1, tzinfo=BEIJING)),
    ],
)
def test_a_moment_has_a_zone(said: object, moment: datetime) -> None:
    cleaned = clean("datetime", said)
    assert isinstance(cleaned, datetime)
    assert cleaned == moment
    assert isinstance(cleaned.tzinfo, timezone)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "2019-05-01",
            "2019/5/1",
            "2019.5.1",
            "20190501",
            "2019年5月1日",
            "二〇一九年五月一日",
            "1 May 2019",
            "1-May-2019",
        ),
        *(
            "May 1, 2019",
            "1st of May 2019",
            "01.05.2019",
            "1 mei 2019",
            "1 mai 2019",
            "2019-05-01T23:30:00Z",
        ),
    ],
)
def test_a_day_is_read_however_it_is_written(said: str) -> None:
    assert clean("date", said) == date(2019, 5, 1)


def test_the_sources_own_format_decides_what_is_ambiguous() -> None:
    assert clean("date", "03/04/2019", Formats(dates=("%d/%m/%Y",))) == date(2019, 4, 3)
    assert clean("date", "03/04/2019", Formats(dates=("%m/%d/%Y",))) == date(2019, 3, 4)
    with pytest.raises(Unclean, match="day first or month first"):
        clean("date", "03/04/2019")


@pytest.mark.parametrize(
    "said", ["2019-02-30", "2019-05", "yesterday", "3 days ago", "43586", "v1.2.3", "13800138000", "5"]
)
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(Unclean):
        clean("date", said)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("2004", "2004"),
        (2004, "2004"),
        ("2004-00-00", "2004"),
        ("May 2019", "2019-05"),
        ("2019-05-01", "2019-05-01"),
    ],
)
def test_a_partial_date_says_what_is_known_and_no_more(said: object, known: str) -> None:
    assert clean("partial_date", said) == known
