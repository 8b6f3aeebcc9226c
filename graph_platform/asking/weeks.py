"""Weeks, weekends, thirds of a month and days that are said by another one: week 40 of 2026, 上周末, 7月上旬."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from datetime import date

from dateutil.easter import easter
from dateutil.relativedelta import TH, relativedelta

from graph_platform.asking.numerals import WHOLE, whole
from graph_platform.asking.stretches import DAY, Frame, Read, Stretch, of_unit

_DAYS = [name.lower() for name in day_name]
_DAY = "|".join(_DAYS)


def _shift(said: str) -> int:
    if said.startswith(("上", "last", "previous")):
        return -1
    return 1 if said.startswith(("下", "next")) else 0


def _of_iso_week(found: re.Match[str], frame: Frame) -> Stretch | None:
    year, number = int(found["year"] if found["year"] else frame.today.year), whole(found["n"])
    try:
        monday = date.fromisocalendar(year, number or 0, 1)
    except ValueError:
        return None
    return Stretch(monday, monday + 7 * DAY)


def _of_weekend(found: re.Match[str], frame: Frame) -> Stretch | None:
    week = of_unit(_shift(found["shift"].lower()), "week", frame.today)
    return Stretch(week.since + 5 * DAY, week.since + 7 * DAY) if week else None


def _of_third(found: re.Match[str], frame: Frame) -> Stretch | None:
    """The first, second or last ten days of a month."""
    number = whole(found["month"]) if found["month"] else 0
    if found["month"]:
        if not number or number > 12:
            return None
        shift = {"去": -1, "明": 1}.get((found["year"] or "今")[0], 0)
        year = int(found["year"][:4]) if (found["year"] or "")[:4].isdecimal() else frame.today.year + shift
        first = date(year, number, 1)
    else:
        month = of_unit(_shift(found["shift"]), "month", frame.today)
        if month is None:
            return None
        first = month.since
    place = "上中下".index(found["third"])
    until = first + relativedelta(months=1) if place == 2 else first + 10 * (place + 1) * DAY
    return Stretch(first + 10 * place * DAY, until)


def _of_before_last(found: re.Match[str], frame: Frame) -> Stretch | None:
    return of_unit(-2, found["unit"].lower(), frame.today)


def _of_day_of_week(found: re.Match[str], frame: Frame) -> Stretch | None:
    week = of_unit(_shift(found["shift"].lower()), "week", frame.today)
    if week is None:
        return None
    day = week.since + _DAYS.index(found["day"].lower()) * DAY
    return Stretch(day, day + DAY)


def _of_slashes(found: re.Match[str], _: Frame) -> Stretch | None:
    """25/03/2026 and 03/25/2026: one of the two can be no month. 03/04/2026 may be either, so it is none."""
    first, second = int(found["a"]), int(found["b"])
    if (first > 12) == (second > 12):
        return None
    month, number = (second, first) if first > 12 else (first, second)
    try:
        day = date(int(found["year"]), month, number)
    except ValueError:
        return None
    return Stretch(day, day + DAY)


def _of_movable_feast(found: re.Match[str], frame: Frame) -> Stretch | None:
    year = int(found["year"]) if found["year"] else frame.today.year
    if found["name"].lower() == "easter monday":
        day = easter(year) + DAY
    elif found["name"].lower() == "good friday":
        day = easter(year) - 2 * DAY
    else:
        day = date(year, 11, 1) + relativedelta(weekday=TH(4))
    return Stretch(day, day + DAY)


_MONTHS = [name.lower() for name in month_name]
_MONTH = "|".join(_MONTHS[1:])


def _of_days(found: re.Match[str], frame: Frame) -> Stretch | None:
    """From 1 to 7 October: both belong to it."""
    year = int(found["year"]) if found["year"] else frame.today.year
    month = _MONTHS.index(found["month"].lower())
    try:
        first, last = date(year, month, int(found["a"])), date(year, month, int(found["b"]))
    except ValueError:
        return None
    return Stretch(first, last + DAY) if first < last else None


PATTERNS: tuple[tuple[str, Read], ...] = (
    (
        r"(?:(?:from|between) )?(?:the )?(?P<a>\d{1,2})(?:st|nd|rd|th)? ?(?:to|until|till|through|and|-) ?(?:the )?"
        rf"(?P<b>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>(?:19|20)\d\d))?(?![a-z\d])",
        _of_days,
    ),
    (r"(?P<year>(?:19|20)\d\d)-?w(?P<n>\d{1,2})(?!\d)", _of_iso_week),
    (
        r"(?:the )?(?:calendar )?week (?P<n>\d{1,2})(?: (?:of|in) |, ?)(?P<year>(?:19|20)\d\d)(?!\d)",
        _of_iso_week,
    ),
    (rf"(?P<year>(?:19|20)\d\d)年第?(?P<n>{WHOLE})周", _of_iso_week),
    (r"(?P<shift>上个?|本|这个?|下个?)周末", _of_weekend),
    (r"(?P<shift>last|this|next) weekend(?![a-z])", _of_weekend),
    (
        rf"(?:(?P<year>(?:(?:19|20)\d\d|今|去|明)年)的?)?(?:(?P<month>{WHOLE})月份?|(?P<shift>上个?|本|这个?|下个?)月)"
        r"(?P<third>[上中下])旬",
        _of_third,
    ),
    (r"the (?P<unit>week|month|quarter|year) before last(?![a-z])", _of_before_last),
    (rf"(?P<day>{_DAY})(?: of)? (?P<shift>last|this|next) week(?![a-z])", _of_day_of_week),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)", _of_slashes),
    (
        r"(?P<name>easter monday|good friday|thanksgiving)(?: (?P<year>(?:19|20)\d\d))?(?![a-z\d])",
        _of_movable_feast,
    ),
)
