"""The generator's registered numbers: right check digits, no two alike, and untidy ones that can be cleaned."""

from __future__ import annotations

from pathlib import Path
from random import Random

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import lei
from stdnum.cn import uscc

from graph_platform.generator import dirt, identifiers
from tests.battery_story import clean, table

SAMPLE = Path(__file__).parents[1] / "graph_platform" / "sample"
steady = settings(deadline=None)
"""A busy machine is no error of the code."""
COUNTERS = st.integers(min_value=1, max_value=5_000_000)


@steady
@given(COUNTERS, st.sampled_from(("310115", "440305", "110108")))
def test_credit_codes_have_right_check_digits(counter: int, area: str) -> None:
    number = identifiers.uscc(counter, area)
    assert uscc.is_valid(number)
    assert number[16] == identifiers.organization_code_check(number[8:16])


def test_credit_codes_of_real_companies_pass_the_same_sums() -> None:
    rows = table(SAMPLE / "cn-register-public/企业基本信息.csv")
    companies = [number for row in rows if (number := row["统一社会信用代码"])]
    assert len(companies) == 59
    for number in companies:
        assert identifiers.uscc_check(number[:17]) == number[17]
        assert identifiers.organization_code_check(number[8:16]) == number[16]


@steady
@given(COUNTERS)
def test_legal_entity_identifiers_have_right_check_digits(counter: int) -> None:
    assert lei.is_valid(identifiers.lei(counter))


def test_vin_check_is_the_standards_own_example() -> None:
    assert identifiers.vin_check("1M8GDM9A_KP042788".replace("_", "0")) == "X"


@steady
@given(COUNTERS, st.sampled_from(("LZR", "SVT")), st.integers(2015, 2030))
def test_vins_carry_their_check_digit(counter: int, maker: str, year: int) -> None:
    number = identifiers.vin(counter, maker, year)
    assert len(number) == 17
    assert number[8] == identifiers.vin_check(number)
    assert not set(number) & set("IOQ")


@steady
@given(st.sets(COUNTERS, min_size=2, max_size=50))
def test_no_two_things_share_a_number(counters: set[int]) -> None:
    makes = (
        lambda n: identifiers.uscc(n, "310115"),
        identifiers.lei,
        identifiers.gb_company_number,
        lambda n: identifiers.vin(n, "LZR", 2024),
        lambda n: identifiers.battery_serial(n, "7RN", 2024, 3, 9),
        lambda n: identifiers.machine_serial(n, "RECH"),
        lambda n: identifiers.plate(n, "沪"),
    )
    for make in makes:
        assert len({make(n) for n in counters}) == len(counters)


@steady
@given(st.integers(0, 10**6))
def test_phone_numbers_are_ones_that_could_be_dialled(seed: int) -> None:
    mobile = identifiers.cn_mobile(Random(seed))
    assert mobile[3:5] == "00"
    assert phonenumbers.is_valid_number(phonenumbers.parse(mobile, "CN"))
    for area in ("021", "0512", "0731"):
        landline = identifiers.cn_landline(Random(seed), area)
        assert phonenumbers.is_valid_number(phonenumbers.parse(landline, "CN"))
    assert phonenumbers.is_valid_number(phonenumbers.parse(identifiers.gb_phone(Random(seed)), "GB"))


@steady
@given(COUNTERS, st.integers(0, 10**6))
def test_untidy_numbers_stay_recoverable(counter: int, seed: int) -> None:
    number = identifiers.uscc(counter, "310115")
    assert clean(dirt.typed_number(number, Random(seed))) == number
    assert not uscc.is_valid(identifiers.wrong_check(number, Random(seed)))
