"""Numbers: decimals, whole numbers, fractions, in the ways in which people and programs write them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from graph_platform.cleaning.numerals import IS_NUMERAL, chinese_number
from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import one_line, plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED = (
    r"(?P<whole>[0-9]{{1,3}}(?:{t}[0-9]{{3}})+|[0-9]{{1,2}}(?:{t}[0-9]{{2}})*{t}[0-9]{{3}}"
    r"|[0-9]{{1,4}}(?:{t}[0-9]{{4}})+|[0-9]+)?(?:{d}(?P<part>[0-9]+))?"
)
_SHAPES = {
    ".": re.compile(_GROUPED.format(t="[,' _’]", d=r"\.")),
    ",": re.compile(_GROUPED.format(t="[.' _’]", d=",")),
}

CHINESE_UNITS = {
    **{"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "百万": 1e6, "百萬": 1e6},
    **{"千万": 1e7, "千萬": 1e7, "亿": 1e8, "億": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12},
}
WORD_UNITS = {
    **{"thousand": 1e3, "million": 1e6, "mio": 1e6, "mn": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9},
    **{"bln": 1e9, "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "crore": 1e7},
}
LETTER_UNITS = {"k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "t": 1e12}
_COUNTERS = frozenset("人名个台件家辆套块天日次") | {
    "people",
    "persons",
    "employees",
    "pieces",
    "pcs",
    "units",
    "days",
}
_UNIT = re.compile(r"(.*[0-9.])\s*([^0-9.,'\s%]+(?: [a-z]+)?)\.?", re.S)
_SPELLED = {
    "km": ("公里", "千米", "kilometers"),
    "kwh": ("度", "千瓦时"),
    "kg": ("公斤", "千克"),
    "h": ("小时", "hours"),
}
_SPELLED |= {"s": ("秒", "sec", "seconds"), "people": (), "pieces": (), "days": ()}

_LARGEST = 2**63 - 1
_LARGEST_EXACT = 2.0**53

IS_ROUNDED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+[eE][+-]?[0-9]{1,3}|[eE]\+[0-9]{1,3})")
"""What a spreadsheet makes of a long number (`1.1E+17`): its last digits are gone.

One digit before the point is how all of them write it, and what tells it from a serial number like `12E4567`.
"""


def number(text: str, decimal: str) -> float:
    """A written number without any unit: `1,234.50`, `(1 234,50)`, `-1.2E+06`."""
    if decimal == "." and _PLAIN.fullmatch(text):
        return _finite(float(text))
    sign, text = _sign(text)
    shape = (_SHAPES.get(decimal) or _SHAPES["."]).fullmatch(text)
    if shape is None and "." in text and "," in text:  # whichever comes last is the decimal point
        shape = _SHAPES[max(".,", key=text.rfind)].fullmatch(text)
    if shape is None or not (shape["whole"] or shape["part"]):
        if _PLAIN.fullmatch(text) and "e" in text.lower():
            return _finite(sign * float(text))
        raise Unclean("is not a number")
    whole = "".join(filter(str.isdecimal, shape["whole"] or "0"))
    return _finite(sign * float(f"{whole}.{shape['part'] or '0'}"))


def _sign(text: str) -> tuple[int, str]:
    """The sign, which an accountant writes as brackets and a German after the number."""
    if text[:1] in "([" and text[-1:] in ")]":
        return -1, text[1:-1].strip()
    if text.endswith("-"):
        return -1, text[:-1].strip()
    if text[:1] in ("+", "-", "−"):
        return (1 if text[0] == "+" else -1), text[1:].strip()
    return 1, text


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Unclean("is not a finite number")
    return value


def quantity(text: str, decimal: str, letters: bool) -> float:
    """A number and what multiplies it: `1.2万`, `3 million`, and where `letters` may stand for it, `53K`."""
    with_unit = _UNIT.fullmatch(text)
    if with_unit is None:
        return number(text, decimal)
    unit = with_unit[2].casefold()
    factor = CHINESE_UNITS.get(unit) or WORD_UNITS.get(unit) or (LETTER_UNITS.get(unit) if letters else None)
    if factor is None:
        raise Unclean("is not a number in the property's unit")
    value = number(with_unit[1].strip(), decimal) * factor
    return _finite(round(value, 6))


def _without_unit(text: str, unit: str | None) -> str:
    """Drop the unit that the property counts in anyway."""
    with_unit = _UNIT.fullmatch(text)
    if with_unit is None:
        return text
    said = with_unit[2].casefold()
    own = (unit or "").casefold()
    if (
        said == own
        or said in _SPELLED.get(own, ())
        or (own in ("", "people", "pieces", "days") and said in _COUNTERS)
    ):
        return with_unit[1].strip()
    for counter in _COUNTERS if own in ("", "people", "pieces", "days") else ():
        if said.endswith(counter) and said.removesuffix(counter) in CHINESE_UNITS:
            return text.removesuffix(counter)
    return text


def refuse_rounded(said: Clean) -> None:
    """Refuse an identifier that went through a spreadsheet as a number and lost its last digits."""
    if isinstance(said, str):
        # scientific notation has an e; in another width it may be one of Unicode's
        may_be = "e" in said or "E" in said or not said.isascii()
        rounded = may_be and len(said) < 30 and IS_ROUNDED.fullmatch(one_line(said)) is not None
    else:
        rounded = isinstance(said, float) and abs(said) >= _LARGEST_EXACT
    if rounded:
        raise Unclean(
            "was rounded by a spreadsheet (a number in scientific notation): its last digits are lost"
        )


def clean_decimal(said: Clean, formats: Formats, declared: Property) -> float:
    """A number; the property's own unit may stand behind it, another may not."""
    if isinstance(said, str):
        if formats.decimal == "." and _PLAIN.fullmatch(said):
            return _finite(float(said))
        text = _without_unit(plain(said), declared.unit)
        return quantity(text, formats.decimal, letters=declared.unit is None)
    return _number_said(said)


def _number_said(said: Clean) -> float:
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise Unclean("is not a number")
    if abs(said) > _LARGEST and isinstance(said, int):
        raise Unclean("is too large")
    return _finite(float(said))


def clean_integer(said: Clean, formats: Formats, declared: Property) -> int:
    """A whole number of 64 bits, however it is written (`12.0`, `1.2万`)."""
    if isinstance(said, str) and said.isdecimal() and said.isascii() and len(said) < 19:
        return int(said)
    if isinstance(said, int) and not isinstance(said, bool):
        value: float = said
    else:
        value = clean_decimal(said, formats, declared)
    if value != int(value):
        raise Unclean("is not a whole number")
    if not -_LARGEST <= int(value) <= _LARGEST:
        raise Unclean("is too large")
    return int(value)


_PARTS = {"%": 100.0, "percent": 100.0, "pct": 100.0, "per cent": 100.0, "‰": 1000.0, "个百分点": 100.0}


def clean_percent(said: Clean, formats: Formats, declared: Property) -> float:
    """A fraction of 0 to 1. With a sign it is what the sign says; without, only what is greater than 1 is per cent."""
    fraction = _fraction(said, formats.decimal) if isinstance(said, str) else _bare(_number_said(said))
    if not 0 <= fraction <= 1:
        raise Unclean("is not between 0 and 100 %")
    return fraction


@lru_cache(maxsize=4096)
def _fraction(said: str, decimal: str) -> float:
    text = plain(said).casefold()
    for sign, whole in _PARTS.items():
        if text.endswith(sign):
            return round(number(text.removesuffix(sign).strip(), decimal) / whole, 12)
    if text.startswith("百分之"):
        text = text.removeprefix("百分之")
        parts = float(chinese_number(text)) if IS_NUMERAL.fullmatch(text) else number(text, decimal)
        return round(parts / 100, 12)
    return _bare(number(text, decimal))


def _bare(value: float) -> float:
    return round(value / 100, 12) if value > 1 else value
