"""Chinese numerals: of dates (`二〇一九年五月三十一日`) and of sums in words (`壹仟万元整`)."""

from __future__ import annotations

import re

from graph_platform.cleaning.outcome import Unclean

_BY_VALUE = ("〇零○", "一壹", "二贰两兩貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {digit: value for value, digits in enumerate(_BY_VALUE) for digit in digits}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_NUMERAL = "".join((*_DIGITS, *_SMALL))

IS_NUMERAL = re.compile(f"[{_NUMERAL}{''.join(_LARGE)}]+")
_DATE = re.compile(f"([{_NUMERAL}]{{4}})年(?:([{_NUMERAL}]+)月(?:([{_NUMERAL}]+)[日号])?)?")


def chinese_number(text: str) -> int:
    """The number that Chinese numerals write, by place (`二〇一九`) or by unit (`一千万`)."""
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    total, section, digit = 0, 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _SMALL:
            section += (digit or 1) * _SMALL[letter]
            digit = 0
        elif letter in _LARGE:
            total = (
                (total + section + digit) * _LARGE[letter]
                if total == 0
                else total + (section + digit) * _LARGE[letter]
            )
            section = digit = 0
        else:
            raise Unclean("is not a number")
    return total + section + digit


def chinese_dates_in_digits(text: str) -> str:
    """The text with a date in Chinese numerals written in digits."""
    if text.isascii() or "年" not in text:
        return text
    return _DATE.sub(_date_in_digits, text)


def _date_in_digits(found: re.Match[str]) -> str:
    year, month, day = (found[part] and chinese_number(found[part]) for part in (1, 2, 3))
    return f"{year:04d}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
