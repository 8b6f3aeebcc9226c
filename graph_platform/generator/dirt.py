"""How people and exporters spoil values: the same thing written in another way, or half, or wrongly.

Every function takes the clean value and the cast's own random numbers, and mostly gives it back as it is. What is
spoiled here stays recoverable by cleaning (width, spaces, case, script, prefix), except where a name says `wrong`.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from random import Random

import opencc

from graph_platform.generator import identifiers
from graph_platform.generator.world import Organization, Person

_FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B))}
_MISSPELT = {
    "Motors": "Motros", "Engineering": "Enginering", "Services": "Servises", "Holdings": "Holding",
    "Mobility": "Mobilty", "Limited": "Ltd.", "Ltd": "LIMITED", "有限公司": "有限责任公司", "股份有限公司": "股份公司",
}  # fmt: skip
_INDUSTRIES = {
    "汽车零售": ("汽车零售", "汽车零售业", "汽車零售", "Automotive"),
    "网约车运营": ("网约车运营", "网约车", "出行服务", "Transportation"),
    "道路运输业": ("道路运输业", "物流", "Logistics", "Logisitcs"),
    "软件和信息技术服务业": ("软件和信息技术服务业", "软件", "IT", "Software "),
}


def full_width(text: str) -> str:
    """Digits and capitals as a Chinese input method leaves them."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=1)
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    """The same words as Hong Kong and Taiwan write them."""
    return str(_to_traditional().convert(text))


def spaced(text: str, group: int = 4) -> str:
    """A long number in groups, as somebody typed it off a certificate."""
    return " ".join(text[start : start + group] for start in range(0, len(text), group))


def typed_number(number: str, rng: Random) -> str:
    """A registered number as somebody typed it: right, but not always tidy."""
    roll = rng.random()
    if roll < 0.70:
        return number
    if roll < 0.78:
        return full_width(number)
    if roll < 0.86:
        return spaced(number)
    return number.lower() if roll < 0.92 else f" {number}\t"


def typed_uscc(organization: Organization, rng: Random, *, sure: bool = False) -> str:
    """What stands in a field for the Unified Social Credit Code: often nothing, seldom a wrong number.

    `sure` asks for a number that is there and right, however untidy: a story hangs on it.
    """
    if organization.uscc is None:
        return ""
    roll = rng.random()
    if sure or roll < 0.55:
        return typed_number(organization.uscc, rng)
    return identifiers.wrong_check(organization.uscc, rng) if roll < 0.57 else ""


def typed_name(organization: Organization, rng: Random) -> str:
    """A company's name as a colleague put it down: full, short, translated, misspelt, in the other script."""
    name = (
        organization.name
        if organization.language == "zh" or organization.country != "CN"
        else organization.english
    )
    roll = rng.random()
    if roll < 0.55:
        return name
    if roll < 0.70:
        return organization.short if organization.language == "zh" else name.split(" (")[0]
    if roll < 0.78:
        for right, wrong in _MISSPELT.items():
            if right in name:
                return name.replace(right, wrong, 1)
    if roll < 0.84 and organization.country == "CN":
        return traditional(name)
    if roll < 0.90:
        return f"{name}  "
    return name.upper() if organization.language == "en" else name.replace("有限", " 有限")


def typed_person(person: Person, rng: Random, language: str) -> tuple[str, str]:
    """First and last name as entered: characters or romanized, and sometimes the wrong way round."""
    if person.name.isascii():
        return person.given_en, person.family_en
    family = person.name[:2] if person.name[:2] in {"欧阳", "上官"} else person.name[0]
    given = person.name[len(family) :]
    if language == "en" or rng.random() < 0.15:
        return person.given_en, person.family_en
    if rng.random() < 0.10:
        return traditional(given), traditional(family)
    return (given, family) if rng.random() < 0.85 else (person.name, "")


def typed_phone(phone: str, rng: Random) -> str:
    """A phone number in one of the ways that people write it: mostly with its country code, as the tools ask for."""
    if not phone or rng.random() < 0.06:
        return ""
    ways: tuple[str, ...]
    abroad = rng.random() < 0.6
    if phone.startswith("020 "):
        ways = (f"+44 {phone[1:]}", f"+44 (0){phone[1:]}") if abroad else (phone, phone.replace(" ", ""))
    elif "-" in phone:
        ways = (f"+86 {phone[1:]}", f"+86{phone[1:]}") if abroad else (phone, f"({phone.replace('-', ') ')}")
    else:
        three = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
        bare = (phone, three, three.replace(" ", "-"), full_width(phone))
        ways = (f"+86 {three}", f"+86{phone}", f"0086-{phone}") if abroad else bare
    return rng.choice(ways)


def typed_industry(industry: str, rng: Random) -> str:
    """An industry out of a free-text field."""
    if rng.random() < 0.12:
        return ""
    return rng.choice(_INDUSTRIES.get(industry, (industry,)))


def export_time(at: datetime, rng: Random) -> str:
    """A time as the sales tool's exporter writes it, or as somebody's spreadsheet saved it again."""
    roll = rng.random()
    if roll < 0.94:
        return at.strftime("%Y-%m-%d %H:%M")
    return at.strftime("%Y/%m/%d %H:%M") if roll < 0.98 else at.strftime("%Y-%m-%d")


def cn_capital(ten_thousands: int, rng: Random) -> str:
    """Registered capital as the services write it."""
    return rng.choice(
        (f"{ten_thousands}万元人民币", f"{ten_thousands}万人民币", f"{ten_thousands}.000000万元人民币")
    )


def cn_percent(share: float, rng: Random) -> str:
    """A share as the services write it."""
    return rng.choice((f"{share:g}%", f"{share:.2f}%", f"{share:.4f}%"))


def typed_serial(serial: str, rng: Random) -> str:
    """A serial number as read off a label: now and then in small letters or with blanks."""
    roll = rng.random()
    if roll < 0.92:
        return serial
    return serial.lower() if roll < 0.95 else f"{serial} " if roll < 0.98 else full_width(serial)


def cn_date(day: date, rng: Random) -> str:
    """A date as the services write it."""
    return day.strftime(rng.choice(("%Y-%m-%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d")))


def office_date(day: date, rng: Random) -> str:
    """A date as a bank or a customs broker writes it."""
    return day.strftime(rng.choice(("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")))
