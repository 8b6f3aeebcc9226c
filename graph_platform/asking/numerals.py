"""Numbers as people write them in Chinese and English: `30`, `３０`, `三十`, `twelve`, `1.5万`, `2 million`, `30%`."""

from __future__ import annotations

import re

import cn2an

HAN_DIGITS = "〇零一二三四五六七八九两"
_HAN = f"[{HAN_DIGITS}十百千廿]"
EN = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "dozen": 12}
ORDINALS = {
    word: value + 1
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ]
    )
}
_EN = "|".join(sorted(EN, key=len, reverse=True))

WHOLE = rf"(?:\d{{1,4}}|{_HAN}+|(?:{_EN})(?![a-z]))"
"""A pattern of a whole number up to 9999, in digits or words."""

_DIGITS = {digit: place for place, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "千": 10**3,
    "百万": 10**6,
    "千万": 10**7,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
NUMBER = re.compile(
    rf"(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_HAN}+|(?:{_EN})(?![a-z]))"
    r"\s?(?P<scale>百万|千万|万|亿|thousand(?![a-z])|million(?![a-z])|billion(?![a-z])|bn(?![a-z])|k(?![a-z])|m(?![a-z]))?"
    r"\s?(?P<percent>%|％|percent(?![a-z])|per cent(?![a-z]))?",
    re.IGNORECASE,
)
_PERCENT_ZH = re.compile(rf"百分之(?P<figure>\d+(?:\.\d+)?|{_HAN}+)")


def whole(text: str) -> int | None:
    """A whole number out of digits, Chinese numerals or an English word; None where it is none, or vague (两三)."""
    text = text.strip().lower()
    if text.isdecimal():
        return int(text)
    if text in EN:
        return EN[text]
    if not re.fullmatch(f"{_HAN}+", text):
        return None
    try:
        # the lenient mode takes 两三, "two or three", for 23
        return int(cn2an.cn2an(text.replace("两", "二").replace("〇", "零"), "strict"))
    except ValueError:
        return None


def digits(text: str) -> int | None:
    """A number that is read digit by digit, as years are: 二〇二六; None where it is none."""
    if text.isdecimal():
        return int(text)
    if not text or any(each not in _DIGITS for each in text):
        return None
    return int("".join(str(_DIGITS[each]) for each in text))


def number_at(text: str, start: int) -> tuple[float, bool, int] | None:
    """The number that begins here: its value, whether it is in percent (then a fraction), and where it ends."""
    if found := _PERCENT_ZH.match(text, start):
        figure = _figure(found["figure"])
        return None if figure is None else (figure / 100, True, found.end())
    found = NUMBER.match(text, start)
    if found is None or (figure := _figure(found["figure"])) is None:
        return None
    if (scale := found["scale"]) and not found["figure"][0].isascii() and scale in ("千", "百万", "千万"):
        return None
    value = figure * _SCALES[scale.lower()] if scale else figure
    # a blank that nothing follows is no part of it
    end = start + len(found[0].rstrip())
    if found["percent"]:
        return round(value / 100, 6), True, end
    return value, False, end


def _figure(text: str) -> float | None:
    if text[0].isdecimal():
        return float(text.replace(",", ""))
    return whole(text)
