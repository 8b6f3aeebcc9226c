"""Check digits: whether letters and digits, folded and without separators, are a number of their kind.

Each function takes folded text (lower case) and says yes or no. Own tables where a library takes 10 µs and more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from privacy.recognition.folding import DIGIT
from privacy.recognition.lists import listed

_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_SIGNS = "10x98765432"
_PROVINCES = frozenset(listed("provinces"))
_USCC_SIGNS = {sign: value for value, sign in enumerate("0123456789abcdefghjklmnpqrtuwxy")}
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_USCC_FOLDED = str.maketrans("oilzsv", "011250")
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VIN_VALUES = dict(
    zip(
        "abcdefghjklmnprstuvwxyz0123456789",
        (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10)),
        strict=True,
    )
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_FOLDED = str.maketrans("oiq", "010")
_IBAN_LENGTHS = dict(pair.split(":") for pair in listed("iban_lengths"))


def is_day(digits: str) -> bool:
    """Whether eight digits are a day between 1880 and 2030."""
    try:
        return 1880 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2030
    except ValueError:
        return False


def has_cn_form(number: str) -> bool:
    """Whether it has the region and the birthday of a resident ID of 18 or 15 digits."""
    if number[:2] not in _PROVINCES or not number[:-1].isdecimal():
        return False
    return is_day(number[6:14]) if len(number) == 18 else number.isdecimal() and is_day("19" + number[6:12])


def cn_id(number: str) -> bool:
    """GB 11643: region, birthday, and of 18 digits the check digit."""
    if len(number) == 15:
        return has_cn_form(number)
    return len(number) == 18 and has_cn_form(number) and _cn_sign(number) == number[17]


def _cn_sign(number: str) -> str:
    return _CN_SIGNS[
        sum(int(digit) * weight for digit, weight in zip(number, _CN_WEIGHTS, strict=False)) % 11
    ]


def uscc(number: str) -> bool:
    """GB 32100, also where a letter that its alphabet lacks stands for the digit that looks like it."""
    if len(number) != 18:
        return False
    return any(
        _uscc(each)
        for each in {number, number.translate(_USCC_FOLDED), number.translate(str.maketrans("oil", "011"))}
    )


def _uscc(number: str) -> bool:
    if not number[2:8].isdecimal() or number[2:8] == "000000" or not set(number) <= _USCC_SIGNS.keys():
        return False
    total = sum(_USCC_SIGNS[sign] * weight for sign, weight in zip(number, _USCC_WEIGHTS, strict=False))
    return _USCC_SIGNS[number[17]] == (31 - total % 31) % 31


def organization_code(number: str) -> bool:
    """GB 11714: eight signs and a check digit, which is an X for ten."""
    values = [int(sign, 36) for sign in number[:8]]
    rest = 11 - sum(value * weight for value, weight in zip(values, _ORGANIZATION_WEIGHTS, strict=True)) % 11
    return number[8] == {11: "0", 10: "x"}.get(rest, str(rest)) and len(set(number[:8])) > 1


def luhn(number: str) -> bool:
    """ISO 7812's check digit, for digits of which not all are one."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) << (place & 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 1


def has_card_form(number: str) -> bool:
    """Whether the digits begin as a network's cards do, and are as many."""
    first, two, four = number[0], number[:2], int(number[:4])
    if two in ("34", "37"):
        return len(number) == 15
    if first == "4":
        return len(number) in (13, 16, 19)
    if "51" <= two <= "55" or 2221 <= four <= 2720:
        return len(number) == 16
    if two in ("36", "38", "30"):
        return len(number) == 14
    if two == "35":
        return len(number) == 16
    return (
        two in ("60", "62", "64", "65", "50", "56", "58", "63", "67", "68", "69", "81", "95")
        and 16 <= len(number) <= 19
    )


def bank_card(number: str) -> bool:
    """A network's beginning and length, and Luhn."""
    return has_card_form(number) and luhn(number)


def vin(number: str) -> bool:
    """ISO 3779 with the check digit of GB 16735 and 49 CFR 565; O, I and Q are taken for 0 and 1."""
    number = number.translate(_VIN_FOLDED)
    if len(number) != 17 or not set(number) <= _VIN_VALUES.keys() or len(set(number)) < 5:
        return False
    total = sum(_VIN_VALUES[sign] * weight for sign, weight in zip(number, _VIN_WEIGHTS, strict=True))
    return number[8] == "0123456789x"[total % 11] and any(map(str.isdigit, number))


def iban(number: str) -> bool:
    """ISO 13616: a country's length, and 1 modulo 97."""
    if str(len(number)) != _IBAN_LENGTHS.get(number[:2]):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def hk_id(number: str) -> bool:
    """Hong Kong identity card: one or two letters, six digits, a check digit."""
    letters, digits, sign = number[:-7], number[-7:-1], number[-1]
    values = [36] if len(letters) == 1 else []
    values += [int(letter, 36) for letter in letters] + [int(digit) for digit in digits]
    rest = -sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return sign == ("a" if rest == 10 else str(rest))


def tw_id(number: str) -> bool:
    """Taiwan's national identification: a letter and nine digits."""
    place = "abcdefghjklmnpqrstuvxywzio".index(number[0]) + 10
    digits = [place // 10, place % 10, *map(int, number[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
        % 10
        == 0
    )


def us_ssn(number: str) -> bool:
    """Whether the numbers of a US social security number may have been given out."""
    area = number[:3]
    return area not in ("000", "666") and area < "900" and number[3:5] != "00" and number[5:] != "0000"


def has_digits(number: str) -> bool:
    """Whether there are three digits in it, or more."""
    return sum(sign.isdigit() or sign in DIGIT for sign in number) >= 3


def has_two_digits(number: str) -> bool:
    """Whether there are two digits in it, or more."""
    return sum(sign.isdigit() or sign in DIGIT for sign in number) >= 2


def enough_digits(number: str) -> bool:
    """Whether there are as many digits as an international telephone number has."""
    digits = sum(map(str.isdigit, number))
    return 12 <= digits <= 22 if number.startswith("00") else 8 <= digits <= 20


CHECKS: dict[str, Callable[[str], bool]] = {
    each.__name__: each
    for each in (
        bank_card,
        cn_id,
        enough_digits,
        has_digits,
        has_two_digits,
        hk_id,
        iban,
        luhn,
        organization_code,
        tw_id,
        us_ssn,
        uscc,
        vin,
    )
}
"""The checks that a declared recognizer can name."""
