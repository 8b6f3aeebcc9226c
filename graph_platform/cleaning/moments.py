"""The grammar of written dates and times: which year, and as much more of the moment as the text says.

Order: ISO 8601, the source's own formats, what can only be read in one way, and a guess at last.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from graph_platform.cleaning.guessing import guess
from graph_platform.cleaning.numerals import chinese_dates_in_digits
from graph_platform.cleaning.outcome import Unclean
from graph_platform.cleaning.wording import plain


class Moment(NamedTuple):
    """What a text says of a moment: zero is a month or day that it leaves open, `hour` None a time that it does."""

    year: int
    month: int = 0
    day: int = 0
    hour: int | None = None
    minute: int = 0
    second: int = 0
    micro: int = 0
    zone: tzinfo | None = None


_MONTH_NAMES = (
    *(
        "january jan 一月",
        "february feb 二月",
        "march mar 三月",
        "april apr 四月",
        "may 五月",
        "june jun 六月",
    ),
    *("july jul 七月", "august aug 八月", "september sep sept 九月", "october oct 十月"),
    *("november nov 十一月", "december dec 十二月"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(?P<b>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DIRECTIVES = {
    **{
        "Y": r"(?P<Y>\d{4})",
        "y": r"(?P<y>\d{2})",
        "m": r"(?P<m>\d{1,2})",
        "d": r"(?P<d>\d{1,2})",
        "b": _MONTH,
    },
    **{
        "B": _MONTH,
        "H": r"(?P<H>\d{1,2})",
        "I": r"(?P<H>\d{1,2})",
        "M": r"(?P<M>\d{1,2})",
        "S": r"(?P<S>\d{1,2})",
    },
    **{"f": r"(?P<f>\d{1,9})", "p": r"(?P<p>[ap]\.?m\.?|上午|下午)", "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})"},
    **{
        "Z": "(?P<z>UTC|GMT|Z)",
        "A": r"[^\W\d]+",
        "a": r"[^\W\d]+\.?",
        "%": "%",
        "T": r"(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)",
    },
}
_TIME = (
    r"(?:(?:\s*[T,]\s*|\s+|(?<=[日号])\s*)(?P<p>上午|下午)?(?P<H>\d{1,2})[:时点](?:(?P<M>\d{1,2})(?:分|(?=\D|$)))?"
    r"(?::?(?P<S>\d{1,2})(?:[.,](?P<f>\d{1,9}))?秒?)?\s*(?P<p2>[ap]\.?m\.?)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|\s*(?:星期|周)[一二三四五六日天]\s*", re.I
)
_ORDINAL = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_READINGS = tuple(
    re.compile(date if "(?P<H>" in date else date + _TIME, re.I)
    for date in (
        r"(?P<Y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?",
        r"(?P<Y>\d{4})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号]?)?)?",
        r"(?P<Y>\d{4})(?:(?P<m>\d{2})(?P<d>\d{2}))?",
        rf"{_ORDINAL}(?:\s+of)?[\s.\-/]*{_MONTH}[\s.,\-/]*(?P<Y>\d{{4}})",
        rf"{_MONTH}\s*{_ORDINAL}\s*,?\s+(?P<Y>\d{{4}})",
        rf"{_MONTH}[\s.,\-/]*(?P<Y>\d{{4}})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<Y>\d{4})",
        r"(?P<one>\d{1,2})(?P<s>[-/])(?P<two>\d{1,2})(?P=s)(?P<Y>\d{4})",
        r"(?P<m>\d{1,2})/(?P<Y>\d{4})",
        r"(?P<Y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?",
    )
)
"""Shapes that can be read in one way only, or whose order of day and month one of the two numbers reveals."""
_SERIAL = re.compile(r"(?P<days>[0-9]{5})(?P<part>[.,][0-9]{1,12})?")
_SERIAL_ZERO = datetime(1899, 12, 30)
_SERIAL_DAYS = range(18_264, 73_051)
"""The years 1950 to 2099 in days of Excel's calendar."""
SERIAL = "excel"
"""The date format of a source whose days are such numbers. It has to be declared: a postcode has five digits, too."""


@lru_cache(maxsize=16384)
def read_moment(said: str, patterns: tuple[str, ...]) -> Moment:
    """The moment that a text says, by ISO 8601, then by the source's own patterns, then by its shape."""
    text = plain(said)
    if text[4:5] == "-":
        iso = _READINGS[0].fullmatch(text)
        if iso:
            return _moment(iso)
    for pattern in patterns:
        moment = _by_pattern(text, pattern)
        if moment:
            return moment
    text = _WEEKDAY.sub("", chinese_dates_in_digits(text)).strip()
    for reading in _READINGS:
        found = reading.fullmatch(text)
        if found:
            return _moment(found)
    guessed = guess(text)
    if guessed is None:
        raise Unclean("is not a date")
    return Moment(guessed.year, guessed.month, guessed.day)


def _of_serial(days: int, part: str | None) -> Moment:
    """A day as a spreadsheet counts it once its cell has lost its format: `45123`, with a time `45123.75`."""
    moment = _SERIAL_ZERO + timedelta(days=days)
    if part is None:
        return Moment(moment.year, moment.month, moment.day)
    # to the second: a fraction of a day in floating point is no better than that
    moment += timedelta(seconds=round(float("0." + part[1:]) * 86_400))
    return Moment(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A `strptime` pattern as an expression that lets zeros stand for an unknown day or month; `None`: too rare."""
    parts = re.split(r"%(.)|(\s+)", pattern)
    written = ""
    for literal, directive, blank in zip_longest(parts[::3], parts[1::3], parts[2::3]):
        written += re.escape(literal)
        if blank:
            written += r"\s+"
        elif directive:
            if directive not in _DIRECTIVES:
                return None
            written += _DIRECTIVES[directive]
    try:
        return re.compile(written, re.I)
    except re.error:
        return None


def _by_pattern(text: str, pattern: str) -> Moment | None:
    if pattern == SERIAL:
        serial = _SERIAL.fullmatch(text)
        known = serial and int(serial["days"]) in _SERIAL_DAYS
        return _of_serial(int(serial["days"]), serial["part"]) if serial and known else None
    compiled = _compiled(pattern)
    if compiled is not None:
        found = compiled.fullmatch(text)
        return _moment(found) if found else None
    try:
        read = datetime.strptime(text, pattern)
    except ValueError:
        return None
    return Moment(*read.timetuple()[:6], read.microsecond, read.tzinfo)


def _moment(found: re.Match[str]) -> Moment:
    said = {name: text for name, text in found.groupdict().items() if text}
    month, day = int(said.get("m", 0)), int(said.get("d", 0))
    if "b" in said:
        month = _MONTHS[said["b"].casefold()]
    if "one" in said:
        month, day = _month_and_day(int(said["one"]), int(said["two"]))
    year = int(said["Y"]) if "Y" in said else _century(int(said.get("y", 0)))
    moment = Moment(year, month, day)
    if "H" in said:
        micro = int(f"{said.get('f', '0'):0<6.6}")
        moment = Moment(
            year,
            month,
            day,
            _hour(said),
            int(said.get("M", 0)),
            int(said.get("S", 0)),
            micro,
            _zone(said.get("z")),
        )
    _refuse_impossible(moment)
    return moment


def _month_and_day(one: int, two: int) -> tuple[int, int]:
    if one > 12 or one == two:
        return two, one
    if two > 12:
        return one, two
    raise Unclean("may be day first or month first: declare the source's date format")


def _century(two_digits: int) -> int:
    """As POSIX and `strptime` read two digits of a year."""
    return two_digits + (2000 if two_digits < 69 else 1900)


def _hour(said: dict[str, str]) -> int:
    hour = int(said["H"])
    half = (said.get("p") or said.get("p2") or "").casefold()
    if not half:
        return hour
    late = half == "下午" or half.startswith("p")
    return hour % 12 + (12 if late else 0) if hour <= 12 else hour


def _zone(said: str | None) -> tzinfo | None:
    if said is None:
        return None
    if said[0] not in "+-":
        return UTC
    digits = said[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=18):
        raise Unclean("has an impossible time zone")
    return timezone(-offset if said[0] == "-" else offset)


def _refuse_impossible(moment: Moment) -> None:
    if moment.day and not moment.month:
        raise Unclean("has a day without a month")
    try:
        datetime(
            *(moment.year, moment.month or 1, moment.day or 1, moment.hour or 0), moment.minute, moment.second
        )
    except ValueError:
        pass
    else:
        return
    raise Unclean("is an impossible date")
