"""Days, and periods that are said as if they were days."""

from __future__ import annotations

from datetime import date, timedelta

from graph_platform.cleaning.moments import SERIAL, Moment, read_moment
from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.times import from_epoch
from graph_platform.cleaning.wording import NULLS, written
from graph_platform.facts import Formats, Said
from graph_platform.ontology import Property

OPEN_START = date.min
OPEN_END = date(9999, 12, 31)
"""What an interval's ends are where nobody said them, so that comparisons need no null."""

_STILL = frozenset(
    (
        "present",
        "now",
        "current",
        "ongoing",
        "today",
        "至今",
        "今",
        "现在",
        "长期",
        "长期有效",
        "永久",
        "永久有效",
        "无固定期限",
    )
)
_NEVER = ("0000-00-00", "0001-01-01", "00-00-0000", "00/00/0000", "0000/00/00")


def clean_date(said: Said, formats: Formats, end: bool = False, inclusive: bool = False) -> date:
    """The first day that an interval holds, or as its `end` the first day that it does not hold any more.

    A month or year that is said instead of a day begins on its first day and ends before the next one's; so does a day
    where the end is `inclusive`. What is not said is open: `OPEN_START` or `OPEN_END`.
    """
    if isinstance(said, str):
        said = said.strip()
        if end and said.casefold() in _STILL:
            return OPEN_END
        if said in NULLS or said.startswith(_NEVER):
            said = None
    elif isinstance(said, (list, tuple)):
        raise Unclean("is several values where one is declared")
    if said is None or said != said:
        return OPEN_END if end else OPEN_START
    moment = moment_of(said, formats)
    if end and (inclusive or not moment.day):
        return _after(moment)
    return date(moment.year, moment.month or 1, moment.day or 1)


def _after(period: Moment) -> date:
    """The first day after a day, a month or a year."""
    if period.day:
        day = date(period.year, period.month, period.day)
        return day + timedelta(1) if day < OPEN_END else OPEN_END
    year, month = (period.year, period.month + 1) if period.month else (period.year + 1, 1)
    if month > 12:
        year, month = year + 1, 1
    return date(year, month, 1) if year <= OPEN_END.year else OPEN_END


def moment_of(said: Clean, formats: Formats) -> Moment:
    """What a value says of a day: text, a date, a year, or seconds or milliseconds since 1970."""
    if isinstance(said, str):
        if len(said) == 10 and said[4] == "-":
            try:
                day = date.fromisoformat(said)
            except ValueError:
                return read_moment(said, formats.dates)
            return Moment(day.year, day.month, day.day)
        if said.isdecimal() and len(said) in (10, 13) and not formats.dates:
            return moment_of(int(said), formats)
        return read_moment(said, formats.dates)
    if isinstance(said, date):
        return Moment(said.year, said.month, said.day)
    if isinstance(said, bool):
        raise Unclean("is not a date")
    if isinstance(said, int | float) and 1000 <= said <= 99991231:
        return read_moment(written(said), (SERIAL,) if SERIAL in formats.dates else ())
    day = from_epoch(said, formats)
    return Moment(day.year, day.month, day.day)


def clean_full_date(said: Clean, formats: Formats, declared: Property) -> date | None:
    """A day; a month or a year is not one."""
    if isinstance(said, str):
        if len(said) == 10 and said[4] == "-" and said not in _NEVER:
            try:
                return date.fromisoformat(said)
            except ValueError:
                pass
        if said.startswith(_NEVER):
            return None
    moment = moment_of(said, formats)
    if not moment.day:
        raise Unclean("has no day")
    return date(moment.year, moment.month, moment.day)


def clean_partial_date(said: Clean, formats: Formats, declared: Property) -> str | None:
    """As much of a day as is known, in ISO 8601: `2004`, `2004-05` or `2004-05-31`."""
    if isinstance(said, str) and said.startswith(_NEVER):
        return None
    year, month, day = moment_of(said, formats)[:3]
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
