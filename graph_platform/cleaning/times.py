"""Moments with a time zone.

A moment keeps the offset in which it was said, or gets that of the source's own zone: so its day stays the day of
those who were there, and comparisons in Neo4j are by the instant anyway.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from graph_platform.cleaning.moments import read_moment
from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import written
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_FIRST_YEAR, _LAST_YEAR = 2, 9998
"""So that the instant in UTC still has a year that Python and its driver can write."""


def clean_datetime(said: Clean, formats: Formats, declared: Property) -> datetime | None:
    """A zoned moment; a bare day is its first moment in the source's time zone."""
    if isinstance(said, str):
        if said.isdecimal() and len(said) in (10, 13):
            return from_epoch(int(said), formats)
        if said.startswith(("0000-00-00", "0001-01-01")):
            return None
        return _zoned(_read(said, formats), formats)
    if isinstance(said, datetime):
        return _zoned(said, formats)
    if isinstance(said, date):
        return _zoned(datetime(said.year, said.month, said.day), formats)
    if isinstance(said, int | float) and not isinstance(said, bool) and 10_000 <= said < 100_000:
        return _zoned(_read(written(said), formats), formats)
    return from_epoch(said, formats)


def _read(said: str, formats: Formats) -> datetime:
    if said[4:5] == "-":
        try:
            return datetime.fromisoformat(said)
        except ValueError:
            pass
    moment = read_moment(said, formats.dates)
    if not moment.day:
        raise Unclean("has no day")
    day = datetime(moment.year, moment.month, moment.day, tzinfo=moment.zone)
    return day.replace(
        hour=moment.hour or 0, minute=moment.minute, second=moment.second, microsecond=moment.micro
    )


def from_epoch(said: Clean, formats: Formats) -> datetime:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size."""
    if isinstance(said, bool) or not isinstance(said, (int, float)) or not 10**8 <= abs(said) < 10**19:
        raise Unclean("is not a date")
    seconds = float(said)
    while abs(seconds) >= 10**11:
        seconds /= 1000
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise Unclean("is not a date") from None
    return _fixed(moment.astimezone(_zone(formats.timezone)))


def _zoned(moment: datetime, formats: Formats) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise Unclean("is an impossible date")
    if moment.tzinfo is UTC:
        return moment
    return _fixed(moment if moment.tzinfo else moment.replace(tzinfo=_zone(formats.timezone)))


def _fixed(moment: datetime) -> datetime:
    """The same moment with its offset instead of a zone's name, which Java need not know."""
    offset = moment.utcoffset() or timedelta()
    if abs(offset) > timedelta(hours=18):
        raise Unclean("has an impossible time zone")
    return moment.replace(tzinfo=timezone(offset) if offset else UTC, fold=0)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Unclean("has no known time zone: declare the source's") from None
