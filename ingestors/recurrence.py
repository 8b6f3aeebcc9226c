"""Times as calendars write them: days, moments in named time zones, and rules by which events recur.

A rule is written by strangers and can name every second of eight thousand years. So it is unfolded within bounds only,
and a time zone that a file defines is used only where it changes by yearly rules.
"""

from __future__ import annotations

import io
import re
from collections import deque
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

Start: TypeAlias = date | datetime

MOST = 500
MOST_STEPS = 20_000
LONGEST_RULE = 500
OLDEST = timedelta(days=30 * 366)
LATER = 19 * 400
"""The calendar repeats after 400 years. Rules are unfolded near its end, where one that no day fulfils ends soon."""
_UNUSUAL = re.compile(
    r"BY(?:HOUR|MINUTE|SECOND)=[^;]*,|FREQ=(?!DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"|FREQ=DAILY.*BY(?!DAY)|BY(?!DAY).*FREQ=DAILY",
    re.IGNORECASE,
)
_UNTIL = re.compile(r";?UNTIL=([0-9TZ]+)", re.IGNORECASE)
_COUNT = re.compile(r";?COUNT=(\d{1,9})", re.IGNORECASE)
_LOCATION = re.compile(r"^X-LIC-LOCATION:([\w/+-]{1,60})", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^RRULE.*$", re.IGNORECASE | re.MULTILINE)
_BEGINNING = re.compile(r"^DTSTART;[^:\n]*:", re.IGNORECASE | re.MULTILINE)
_YEARLY = re.compile(
    r"RRULE[^:]*:(?:(?:FREQ=YEARLY|(?:INTERVAL|UNTIL|WKST|BY[A-Z]{3,8})=[^;,]{1,20})(?:;|$)){1,9}",
    re.IGNORECASE,
)
_YEARS = range(1900, 2200)


def moment_of(said: str, zone: tzinfo | None) -> Start:
    """A day (`20260302`) or a moment (`20260302T090000Z`); `ValueError` where it is neither."""
    if len(said) == 8:
        moment = datetime.strptime(said, "%Y%m%d")
    elif said.endswith("Z"):
        moment = datetime.strptime(said, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    else:
        moment = datetime.strptime(said, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    if moment.year not in _YEARS:
        raise ValueError("is a year that no calendar is kept for")
    return moment.date() if len(said) == 8 else moment


def utc_stamp(moment: Start) -> str:
    """A day or a moment in UTC as a part of a key."""
    if not isinstance(moment, datetime):
        return moment.strftime("%Y%m%d")
    return (
        moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        if moment.tzinfo
        else moment.strftime("%Y%m%dT%H%M%S")
    )


@lru_cache(maxsize=256)
def zone_of(name: str, definition: str = "") -> tzinfo | None:
    """A time zone by its IANA name, also behind a program's prefix, or by its definition in a file."""
    parts = name.strip().strip("/").split("/")
    located = _LOCATION.search(definition)
    candidates = ["/".join(parts[-count:]) for count in (len(parts), 3, 2)]
    for candidate in dict.fromkeys([*candidates, located[1]] if located else candidates):
        try:
            return ZoneInfo(candidate)
        except (ValueError, OSError, KeyError):
            continue
    if not definition or not all(_YEARLY.fullmatch(rule.strip()) for rule in _RULE.findall(definition)):
        return None
    try:
        return tz.tzical(io.StringIO(_BEGINNING.sub("DTSTART:", definition))).get()
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):
        return None


def occurrences(rule: str, start: Start, until: date) -> list[Start]:
    """The moments of a rule from its first to a day, the last `MOST` of them; none where it goes beyond the bounds."""
    zone = start.tzinfo if isinstance(start, datetime) else None
    first = datetime.combine(start, start.time() if isinstance(start, datetime) else time())
    end = datetime.combine(until, time())
    if len(rule) > LONGEST_RULE or _UNUSUAL.search(rule) or first < end - OLDEST:
        return []
    try:
        if said := _UNTIL.search(rule):
            end = min(end, _last(said[1], zone))
        count = _COUNT.search(rule)
        rule = _COUNT.sub("", _UNTIL.sub("", rule)).lstrip(";")
        found = rrule.rrulestr(f"{rule};UNTIL={_late(end):%Y%m%dT%H%M%S}", dtstart=_late(first))
        last = deque(islice(found, min(int(count[1]), MOST_STEPS) if count else MOST_STEPS), maxlen=MOST)
    except (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError):
        return []
    moments = [at.replace(year=at.year - LATER, tzinfo=zone) for at in last]
    return [*moments] if isinstance(start, datetime) else [at.date() for at in moments]


def _late(moment: datetime) -> datetime:
    return moment.replace(year=moment.year + LATER)


def _last(said: str, zone: tzinfo | None) -> datetime:
    """The end of a rule in the time zone of its events; of a day, its last second."""
    moment = moment_of(said, zone)
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, 23, 59, 59)
    return (moment.astimezone(zone) if zone and moment.tzinfo else moment).replace(tzinfo=None)
