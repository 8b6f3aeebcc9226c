"""Stretches of the calendar, and its units counted from today."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the calendar, half open. `year` is the year that was said with it, None where none was."""

    since: date
    until: date
    year: int | None = None
    month: int | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.until - self.since == DAY


@dataclass(frozen=True, slots=True)
class Frame:
    """What is taken for granted while words are read: today, and year and month that were said before."""

    today: date
    year: int | None = None
    month: int | None = None


Read = Callable[["re.Match[str]", Frame], "Stretch | None"]


def of_unit(shift: int, unit: str, today: date, repeat: int = 1) -> Stretch | None:
    """The calendar's day, week, month, quarter, half or year that is so many from today's."""
    shift *= repeat
    if unit == "day":
        day = today + shift * DAY
        return Stretch(day, day + DAY)
    if unit == "week":
        monday = today - today.weekday() * DAY + 7 * shift * DAY
        return Stretch(monday, monday + 7 * DAY)
    size = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    begun = date(today.year, (today.month - 1) // size * size + 1, 1)
    try:
        first = begun + relativedelta(months=size * shift)
        return Stretch(first, first + relativedelta(months=size), first.year if unit == "year" else None)
    except (ValueError, OverflowError):
        return None


UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter",
    "季": "quarter", "年": "year", "年度": "year", "半年": "half",
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year", "half": "half",
}  # fmt: skip
