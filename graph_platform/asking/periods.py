"""Stretches of the calendar that words name: 2026Q2, 上个月, the third quarter of last year, 国庆.

    at("去年第三季度的工单", 0, date(2026, 11, 1))  →  (6, Stretch(2025-07-01, 2025-10-01, ...))

Weeks begin on Monday. Where no year is said it is the one of today. What cannot be (2026-02-30, Q5) is no stretch.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from graph_platform.asking.numerals import HAN_DIGITS, ORDINALS, WHOLE, digits, whole
from graph_platform.asking.stretches import DAY, UNITS, Frame, Read, Stretch, of_unit
from graph_platform.asking.weeks import PATTERNS as WEEKS

SPRING_FESTIVALS = (
    "2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 "
    "2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 "
    "2035-02-08"
)
"""The first day of the Chinese year."""
_SPRING = {int(day[:4]): date.fromisoformat(day) for day in SPRING_FESTIVALS.split()}


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_EN = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)(?![a-z])\.?"
)
_ORDINAL_EN = "|".join(ORDINALS)
_YEAR4 = rf"(?:(?:19|20)\d\d|[二一][{HAN_DIGITS}]{{3}})"
_YEAR_ZH = rf"(?:{_YEAR4}\s?年度?|大前年|前年|去年|上一年|上年|今年|本年度?|这一年|明年|后年|来年)"
_YEAR_EN = (
    r"(?:(?:the )?(?:last|previous|this|current|next) year(?:'s)?|(?:(?:the )?year )?(?:19|20)\d\d(?:'s)?)"
)
_YEAR = rf"(?:{_YEAR_ZH}|{_YEAR_EN})"
_OF = r"(?:,? ?(?:of |in )?)"
_N = WHOLE
_RELATIVE_YEARS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上一年": -1,
    "上年": -1,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}


def year_of(text: str, today: date) -> int | None:
    """The year that words name, without what is behind it."""
    text = text.strip().lower()
    if found := re.search(r"(?:19|20)\d\d", text):
        return int(found[0])
    if found := re.match(rf"({_YEAR4})\s?年", text):
        return digits(found[1])
    for word, shift in _RELATIVE_YEARS.items():
        if text.startswith(word):
            return today.year + shift
    shift = {"last": -1, "previous": -1, "next": 1}.get(text.removeprefix("the ").split(" ")[0], 0)
    return today.year + shift


def _year_in(found: re.Match[str], frame: Frame) -> int | None:
    """The year that was said in this match, or before; None where none was."""
    for name, said in found.groupdict().items():
        if name.startswith("year") and said:
            return year_of(said, frame.today)
    return frame.year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(year: int, month: int, count: int, said: int | None) -> Stretch | None:
    first = _day(year, month, 1)
    if first is None:
        return None
    return Stretch(first, first + relativedelta(months=count), said, month if count == 1 else None)


def _of_year(found: re.Match[str], frame: Frame) -> Stretch | None:
    year = year_of(found[0], frame.today)
    return None if year is None else _months(year, 1, 12, year)


def _of_quarter(found: re.Match[str], frame: Frame) -> Stretch | None:
    said = _year_in(found, frame)
    quarter = _ordinal(found["n"])
    if quarter is None or not 1 <= quarter <= 4:
        return None
    return _months(said or frame.today.year, 3 * quarter - 2, 3, said)


def _of_half(found: re.Match[str], frame: Frame) -> Stretch | None:
    said = _year_in(found, frame)
    half = {"上": 1, "下": 2}.get(found["n"]) or _ordinal(found["n"])
    return _months(said or frame.today.year, 6 * half - 5, 6, said) if half in (1, 2) else None


def _of_first(found: re.Match[str], frame: Frame) -> Stretch | None:
    """前三季度, the first two months of 2026."""
    said = _year_in(found, frame)
    count = whole(found["n"])
    each = 3 if found["unit"].startswith(("季", "个季", "quarter")) else 1
    if count is None or not 1 < count * each <= 12 or (said is None and "the" in found[0].lower()):
        return None
    return _months(said or frame.today.year, 1, count * each, said)


def _of_month(found: re.Match[str], frame: Frame) -> Stretch | None:
    said = _year_in(found, frame)
    month = _month(found["month"])
    return None if month is None else _months(said or frame.today.year, month, 1, said)


def _of_day(found: re.Match[str], frame: Frame) -> Stretch | None:
    groups = found.groupdict()
    said = _year_in(found, frame)
    month = _month(groups["month"]) if groups.get("month") else frame.month
    number = _ordinal(found["day"])
    if month is None or number is None:
        return None
    day = _day(said or frame.today.year, month, number)
    return None if day is None else Stretch(day, day + DAY, said, month)


def _month(text: str) -> int | None:
    text = text.lower().rstrip(".")
    for number, name in enumerate(_MONTHS, 1):
        if len(text) >= 3 and text.isascii() and name.startswith(text[:3]) and not text.isdecimal():
            return number
    number_ = whole(text)
    return number_ if number_ is not None and 1 <= number_ <= 12 else None


def _ordinal(text: str) -> int | None:
    text = text.lower()
    return ORDINALS.get(text) or whole(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", text))


def _of_relative(found: re.Match[str], frame: Frame) -> Stretch | None:
    before = found["shift"].lower()
    shift = -1 if before[0] in "上前lp" else 1 if before[0] in "下n" else 0
    repeat = before.count("上") + before.count("下") or 1
    return of_unit(shift, UNITS[found["unit"].lower()], frame.today, repeat)


def _of_weekday(found: re.Match[str], frame: Frame) -> Stretch | None:
    shift = found["shift"]
    weeks = -shift.count("上") + shift.count("下")
    week = of_unit(weeks, "week", frame.today)
    place = "一二三四五六日".find({"天": "日"}.get(found["day"], found["day"]))
    if week is None or place < 0:
        return None
    day = week.since + place * DAY
    return Stretch(day, day + DAY)


_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2,
    "the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def _of_named_day(found: re.Match[str], frame: Frame) -> Stretch | None:
    return of_unit(_DAYS[found[0].lower()], "day", frame.today)


_OFF: dict[tuple[str, int], tuple[date, int]] = {
    ("国庆", 2024): (date(2024, 10, 1), 7), ("国庆", 2025): (date(2025, 10, 1), 8),
    ("国庆", 2026): (date(2026, 10, 1), 7),
    ("春节", 2024): (date(2024, 2, 10), 8), ("春节", 2025): (date(2025, 1, 28), 8),
    ("春节", 2026): (date(2026, 2, 15), 9),
    ("五一", 2024): (date(2024, 5, 1), 5), ("五一", 2025): (date(2025, 5, 1), 5), ("五一", 2026): (date(2026, 5, 1), 5),
}  # fmt: skip
"""The first day and length of holidays as the State Council sets them each year; of other years nothing is guessed."""
_OFF_NAMES = {
    "国庆": "国庆",
    "national day holiday": "国庆",
    "golden week": "国庆",
    "五一": "五一",
    "劳动节": "五一",
}
_HOLIDAYS: dict[str, tuple[int, int, int]] = {
    "元旦": (1, 1, 1),
    "圣诞": (12, 25, 1),
    "平安夜": (12, 24, 1),
    "双十一": (11, 11, 1),
    "双11": (11, 11, 1),
    "new year's day": (1, 1, 1),
    "new year's eve": (12, 31, 1),
    "christmas eve": (12, 24, 1),
    "christmas day": (12, 25, 1),
    "christmas": (12, 25, 1),
    "singles' day": (11, 11, 1),
}
_HOLIDAY = (
    r"(?:国庆(?:长假|假期|黄金周|节)?|元旦节?|圣诞节?|平安夜|双十一|双11|(?:春节|农历新年)(?:期间|假期|长假)?"
    r"|(?:五一|劳动节)(?:假期|长假|期间|黄金周)|(?:the )?national day holidays?"
    r"|(?:the )?(?:october )?golden week|new year's day|new year's eve|christmas eve|christmas day|christmas"
    r"|singles' day|chinese new year|lunar new year|spring festival|easter sunday)(?![a-z])"
)


def _of_holiday(found: re.Match[str], frame: Frame) -> Stretch | None:
    said = _year_in(found, frame)
    year = said or frame.today.year
    name = found["name"].lower()
    off = next((key for word, key in _OFF_NAMES.items() if word in name), None)
    if name.startswith(("春节", "农历新年")) and name not in ("春节", "农历新年"):
        off = "春节"
    if off is not None:
        first, length = _OFF.get((off, year), (None, 0))
        return Stretch(first, first + length * DAY, said) if first else None
    if name in ("春节", "农历新年", "chinese new year", "lunar new year", "spring festival"):
        new_year = _SPRING.get(year)
        return Stretch(new_year, new_year + DAY, said) if new_year else None
    if name == "easter sunday":
        first = easter(year)
        return Stretch(first, first + DAY, said)
    month, day, length = next(dates for word, dates in _HOLIDAYS.items() if word in name)
    return Stretch(date(year, month, day), date(year, month, day) + length * DAY, said)


def _of_decade(found: re.Match[str], frame: Frame) -> Stretch | None:
    first = int(found["decade"])
    return _months(first, 1, 120, first)


_PATTERNS: tuple[tuple[str, Read], ...] = (
    (r"(?P<year>(?:19|20)\d\d)\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?![\d])", _of_day),
    (rf"(?P<year>{_YEAR_ZH})\s?的?\s?(?P<month>{_N})\s?月份?\s?(?P<day>{_N})\s?[日号]", _of_day),
    (rf"(?P<month>{_N})\s?月\s?(?P<day>{_N})\s?[日号]", _of_day),
    (rf"(?P<day>{_N})\s?[日号](?!线|码)", _of_day),
    (
        rf"(?P<month>{_MONTH_EN}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? "
        rf"(?:of )?(?P<year>{_YEAR_EN}))?(?![\d:])",
        _of_day,
    ),
    (
        rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH_EN})"
        rf"(?:{_OF}(?P<year>{_YEAR_EN}))?(?!\d)",
        _of_day,
    ),
    (r"(?P<year>(?:19|20)\d\d)\s?[-/.]\s?(?P<month>0\d|1[0-2])(?![-/.\d])", _of_month),
    (rf"(?P<year>{_YEAR_ZH})\s?的?\s?(?P<month>{_N})\s?月份?", _of_month),
    (rf"(?P<month>{_N})\s?月份?(?!前|后)", _of_month),
    (rf"(?P<year>{_YEAR_ZH})\s?的?(?P<month>{_N})(?=[-至到]{_N}月)", _of_month),
    (rf"(?P<month>{_N})(?=[-至到]{_N}月)", _of_month),
    (rf"(?P<year>{_YEAR_EN}) (?P<month>{_MONTH_EN})(?! \d{{1,2}}(?!\d))", _of_month),
    (rf"(?P<month>{_MONTH_EN})(?:{_OF}(?P<year>{_YEAR_EN}))?(?! \d{{1,2}}(?!\d))", _of_month),
    (rf"(?:(?P<year>{_YEAR})\s?的?\s?)?q\s?(?P<n>\d)(?:{_OF}(?P<year2>{_YEAR}))?(?!\d)", _of_quarter),
    (rf"(?:(?P<year>{_YEAR4})\s?(?:-\s?)?)q(?P<n>\d)(?!\d)", _of_quarter),
    (rf"(?:(?P<year>{_YEAR_ZH})\s?的?)?\s?第?(?P<n>{_N})\s?季度?", _of_quarter),
    (
        rf"(?:(?P<year>{_YEAR_EN}) )?(?:the )?(?P<n>{_ORDINAL_EN}|\d"
        rf"(?:st|nd|rd|th)) quarter(?:{_OF}(?P<year2>{_YEAR_EN}))?",
        _of_quarter,
    ),
    (rf"(?:(?P<year>{_YEAR})\s?)?h(?P<n>[12])(?:{_OF}(?P<year2>{_YEAR}))?(?!\d)", _of_half),
    (rf"(?:(?P<year>{_YEAR4})\s?(?:-\s?)?)h(?P<n>[12])(?!\d)", _of_half),
    (rf"(?:(?P<year>{_YEAR_ZH})\s?的?)?(?P<n>[上下])半年度?", _of_half),
    (
        rf"(?:(?P<year>{_YEAR_EN}) )?(?:the )?(?P<n>first|second|1st|2nd) half(?: year)?"
        rf"(?:{_OF}(?:the year )?(?P<year2>{_YEAR_EN}))?",
        _of_half,
    ),
    (rf"(?:(?P<year>{_YEAR_ZH})\s?的?)?前(?P<n>{_N})(?P<unit>个?季度?|个月)", _of_first),
    (rf"(?:the )?first (?P<n>{_N}) (?P<unit>quarters|months){_OF}(?P<year>{_YEAR_EN})", _of_first),
    (r"(?P<shift>上+|下+|本|这|当)一?个?(?P<unit>周|星期|礼拜)(?P<day>[一二三四五六日天])(?!天|个)", _of_weekday),
    (r"(?P<shift>上+|下+|本|这|当)一?个?(?P<unit>周|星期|礼拜|月|季度|季|年度)(?!前|后)", _of_relative),
    (r"(?:the )?(?P<shift>previous|current) (?P<unit>week|month|quarter)(?!s|[a-z])", _of_relative),
    (r"(?P<shift>last|this|next) (?P<unit>week|month|quarter)(?:'s)?(?!s|[a-z])", _of_relative),
    ("|".join(sorted(_DAYS, key=len, reverse=True)), _of_named_day),
    (rf"(?:(?P<year>{_YEAR_ZH})\s?的?)?\s?(?P<name>{_HOLIDAY})(?: (?:of |in )?(?P<year2>{_YEAR_EN}))?", _of_holiday),
    (r"(?:the )?(?P<decade>(?:19|20)\d0)(?:s|年代)", _of_decade),
    (rf"{_YEAR4}\s?年度?(?:全年)?|大前年|前年|去年|上一年|上年|今年|本年度?|明年|后年|来年", _of_year),
    (r"(?:the year )?(?:19|20)\d\d(?!\d|[,.\-/:]\d{1,3}(?!\d)|[,.\-/:%]\d{5}|%)", _of_year),
    (r"(?:the )?(?:previous|current) year|(?:last|this|next) year(?:'s)?", _of_year),
)  # fmt: skip
_READERS = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in (*_PATTERNS, *WEEKS))


def at(text: str, start: int, frame: Frame) -> tuple[int, Stretch | None] | None:
    """The longest stretch that is named from here on: where it ends, and None in its place where it cannot be."""
    best: tuple[int, Stretch | None] | None = None
    for pattern, read in _READERS:
        found = pattern.match(text, start)
        if found and found.end() > start and (best is None or found.end() > best[0]):
            if read is _of_day and not found.groupdict().get("month") and frame.month is None:
                continue
            best = (found.end(), read(found, frame))
    return best


def again(text: str, start: int, frame: Frame, year: int | None) -> Stretch | None:
    """The stretch named here, as if `year` had been said before."""
    found = at(text, start, replace(frame, year=year))
    return found[1] if found else None
