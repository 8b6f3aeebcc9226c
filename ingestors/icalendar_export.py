"""Calendars as iCalendar files (.ics): Outlook, Google, Apple, Feishu and DingTalk export and send them.

Events become meetings, with who organizes and attends them and how each has answered. A meeting that recurs states its
rule, and each of its occurrences is a meeting that came out of it: from the first one until a year after the file's
date, at most the last 500 of them. A rule that recurs more than once a day, that picks days by their number out of a
daily rule, or that began more than 30 years before, is stated and not unfolded. An occurrence that was moved or called
off says so itself.

Free and busy times (VFREEBUSY) become events with the state `free` or `busy` that concern the person whose they are.
Of events that are marked private or confidential nothing is read but when they are and who attends. Rooms and other
resources are no people and are left out; tasks, journals and alarms are not read.

Times are read in the time zone that they name, which is an IANA name or defined in the file; without one, in the
calendar's (`X-WR-TIMEZONE`), else in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim
from ingestors.formats import Reading, format_source
from ingestors.reading import icalendar
from ingestors.reading.icalendar import unescaped
from ingestors.reading.items import Raw, RowError
from ingestors.reading.stream import Stream
from ingestors.recurrence import Start, moment_of, occurrences, utc_stamp, zone_of
from ingestors.tables import Table

FORMATS = Formats()
EVENT = (
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
)
MORE = ("STATUS", "CATEGORIES", "CLASS", "ORGANIZER", "ATTENDEE", "LAST-MODIFIED", "DTSTAMP")
FREE_BUSY = ("UID", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE", "DTSTAMP")
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
RESOURCES = {"ROOM", "RESOURCE"}
AHEAD = timedelta(days=366)
OF_CALENDAR = ("METHOD", "X-WR-TIMEZONE", "X-WR-CALNAME")

_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)


def event(raw: Raw, line: int) -> Row:
    """A meeting, one that recurs with its occurrences, or one occurrence that differs from the others."""
    series = f"meeting/{_needed(raw, 'UID')}"
    start = _moment(raw, "DTSTART")
    if start is None:
        raise RowError("column 'DTSTART' is empty")
    changed = _moment(raw, "RECURRENCE-ID")
    key = f"{series}#{utc_stamp(changed)}" if changed is not None else series
    me = Mention(key, "Meeting")
    values = _meeting(raw, start)
    people: dict[str, Record] = {}
    claims = {each.path: each for each in _attended(raw, key, me, people)}
    records = [Record(key, "Meeting", values)]
    if changed is not None:
        claims["FOLLOWS"] = claim("FOLLOWS", me, Mention(series, "Meeting"))
    for at in _unfolded(raw, start) if changed is None else ():
        occurrence = Mention(f"{series}#{utc_stamp(at)}", "Meeting")
        records.append(Record(occurrence.key, "Meeting", {**_said_of_each(values), **_span(raw, at)}))
        follows = claim("FOLLOWS", occurrence, me, utc_stamp(at))
        claims[follows.path] = follows
    owner = _address(_one(raw, "ORGANIZER"))
    scopes = (f"owner:{owner}",) if owner else ()
    records += people.values()
    return Row(key, line, raw, tuple(records), tuple(claims.values()), _seen(raw), scopes)


def free_busy(raw: Raw, line: int) -> Row | None:
    """The free and busy times of one person."""
    owner = _one(raw, "ATTENDEE") or _one(raw, "ORGANIZER")
    stamp = sha256(f"{_address(owner)} {_value(raw, 'DTSTART')} {_value(raw, 'DTEND')}".encode()).hexdigest()[
        :24
    ]
    key = f"freebusy/{_value(raw, 'UID') or stamp}"
    person = _person(owner, f"{key}#person")
    if person is None:
        raise RowError("neither 'ORGANIZER' nor 'ATTENDEE' says whose times these are")
    records: dict[str, Record] = {}
    claims: list[Claim] = []
    for said in _all(raw, "FREEBUSY"):
        status = said.get("FBTYPE", "BUSY").lower()
        for period in said["value"].split(","):
            first, _, last = period.strip().partition("/")
            start = moment_of(first, _zone(raw, said))
            end = start + span if (span := _duration(last)) else moment_of(last, _zone(raw, said))
            me = Mention(f"{key}#{status}/{utc_stamp(start)}", "Event")
            if me.key not in records:
                records[me.key] = Record(me.key, "Event", {"at": start, "ended_at": end, "status": status})
                claims.append(
                    claim("CONCERNS", me, Mention(person.key, person.label), me.key[len(key) + 1 :])
                )
    if not records:
        return None
    owners = (f"owner:{address}",) if (address := _address(owner)) else ()
    return Row(key, line, raw, (*records.values(), person), tuple(claims), _seen(raw), owners)


def _meeting(raw: Raw, start: Start) -> dict[str, Said]:
    cancelled = raw.get(icalendar.CALENDAR, {}).get("METHOD", "").upper() == "CANCEL"
    hidden = _value(raw, "CLASS").upper() in PRIVATE
    tags = [tag.strip() for said in _all(raw, "CATEGORIES") for tag in _listed(said["value"])]
    values: dict[str, Said] = {
        "title": "" if hidden else unescaped(_value(raw, "SUMMARY")),
        "text": "" if hidden else unescaped(_value(raw, "DESCRIPTION")),
        "city": "" if hidden else unescaped(_value(raw, "LOCATION")),
        "tags": [] if hidden else [tag for tag in tags if tag],
        "status": "CANCELLED" if cancelled else _value(raw, "STATUS"),
        "recurrence": _value(raw, "RRULE"),
        **_span(raw, start),
    }
    return {name: value for name, value in values.items() if value not in ("", [])}


def _said_of_each(values: dict[str, Said]) -> dict[str, Said]:
    return {name: values[name] for name in ("title", "city", "status") if name in values}


def _span(raw: Raw, start: Start) -> dict[str, Said]:
    """When a meeting begins that is as long as the row says, when it ends, and how long it is."""
    length = _length(raw)
    if not isinstance(start, datetime) and (zone := _zone(raw, {})):
        # a whole day is that of the calendar's own place
        start = datetime.combine(start, time(), zone)
    if length is None or length < timedelta():
        return {"at": start}
    return {"at": start, "ended_at": start + length, "duration": length.total_seconds()}


def _length(raw: Raw) -> timedelta | None:
    first, last = _moment(raw, "DTSTART"), _moment(raw, "DTEND")
    if isinstance(first, datetime) and isinstance(last, datetime):
        if (first.tzinfo is None) != (last.tzinfo is None):
            raise RowError("only one of 'DTSTART' and 'DTEND' has a time zone")
        # of two moments in one zone Python would count the hours on the wall
        return last.astimezone(UTC) - first.astimezone(UTC) if last.tzinfo else last - first
    if isinstance(first, datetime) or isinstance(last, datetime):
        return _duration(_value(raw, "DURATION"))
    if first and last:
        return last - first
    return _duration(_value(raw, "DURATION")) or timedelta(days=1)


def _unfolded(raw: Raw, start: Start) -> Iterator[Start]:
    """The moments at which a meeting that recurs takes place."""
    added = _moments(raw, "RDATE")
    dropped = {utc_stamp(moment) for moment in _moments(raw, "EXDATE")}
    if not (rule := _value(raw, "RRULE")) and not added:
        return
    written = date.fromisoformat(raw[icalendar.CALENDAR][icalendar.FILE_DATE])
    changed = _moment(raw, "LAST-MODIFIED") or _moment(raw, "DTSTAMP") or written
    until = max(written, changed.date() if isinstance(changed, datetime) else changed) + AHEAD
    seen = set(dropped)
    for at in [*(occurrences(rule, start, until) if rule else [start]), *added]:
        if (stamp := utc_stamp(at)) not in seen:
            seen.add(stamp)
            yield at


def _attended(raw: Raw, key: str, me: Mention, people: dict[str, Record]) -> Iterator[Claim]:
    """Who organizes a meeting and who attends it, each once, with their answer."""
    parties = [(_one(raw, "ORGANIZER"), "organizer")]
    parties += [(said, said.get("PARTSTAT", "NEEDS-ACTION").lower()) for said in _all(raw, "ATTENDEE")]
    for place, (said, attendance) in enumerate(parties):
        person = _person(said, f"{key}#attendee[{place}]")
        if person is not None and person.key not in people:
            people[person.key] = person
            yield claim("ATTENDED", Mention(person.key, person.label), me, person.key, attendance=attendance)


def _person(said: dict[str, str], below: str) -> Record | None:
    """A person or group by their address; by name alone it is a party below the row."""
    kind = said.get("CUTYPE", "").upper()
    address = _address(said)
    name = unescaped(said.get("CN", "")).strip(" '\"")
    if kind in RESOURCES or not (address or name):
        return None
    label = "Team" if kind == "GROUP" else "Person"
    values: dict[str, Said] = {"name": name} if name and "@" not in name else {}
    if address:
        return Record(f"mailbox/{address}", label, {**values, "email": address})
    return Record(below, label, {"name": name})


def _address(said: dict[str, str]) -> str:
    address = said.get("EMAIL") or re.sub(r"(?i)^\s*mailto:", "", said.get("value", ""))
    return address.strip().lower() if "@" in address and ":" not in address else ""


def _seen(raw: Raw) -> Said:
    """When the event was last changed; programs write the time of the export as DTSTAMP."""
    return _moment(raw, "LAST-MODIFIED") or _moment(raw, "DTSTAMP")


def _moment(raw: Raw, name: str) -> Start | None:
    """A day or a moment in its time zone."""
    said = _one(raw, name)
    if not said.get("value", "").strip():
        return None
    zone = _zone(raw, said)
    try:
        return moment_of(said["value"].strip(), zone)
    except ValueError:
        raise RowError(f"column {name!r} is no date of iCalendar") from None


def _moments(raw: Raw, name: str) -> list[Start]:
    """The moments of a list; of a period, its beginning."""
    found = []
    for said in _all(raw, name):
        zone = _zone(raw, said)
        for each in _listed(said["value"]):
            if begin := each.partition("/")[0].strip():
                try:
                    found.append(moment_of(begin, zone))
                except ValueError:
                    raise RowError(f"column {name!r} is no date of iCalendar") from None
    return found


def _zone(raw: Raw, said: dict[str, str]) -> tzinfo | None:
    name = said.get("TZID", "")
    zone = zone_of(name, raw.get(icalendar.ZONES, {}).get(name, ""))
    if name and zone is None:
        raise RowError("a TZID names no time zone that is known or defined in the file")
    return zone or zone_of(raw.get(icalendar.CALENDAR, {}).get("X-WR-TIMEZONE", ""))


def _duration(said: str) -> timedelta | None:
    found = _DURATION.fullmatch(said.strip())
    if not found or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def _listed(value: str) -> list[str]:
    """The parts of a list; a comma with a backslash is none of its commas."""
    return [unescaped(each) for each in re.split(r"(?<!\\),", value)]


def _all(raw: Raw, name: str) -> list[dict[str, Any]]:
    said = raw.get(name)
    return said if isinstance(said, list) else [said] if said else []


def _one(raw: Raw, name: str) -> dict[str, str]:
    return next(iter(_all(raw, name)), {})


def _value(raw: Raw, name: str) -> str:
    return _one(raw, name).get("value", "").strip()


def _needed(raw: Raw, name: str) -> str:
    if value := _value(raw, name):
        return value
    raise RowError(f"column {name!r} is empty")


TABLES = (
    Table(
        "events",
        event,
        ("UID", "DTSTART"),
        (*EVENT, *MORE),
        description="Meetings (VEVENT), with who organizes and attends them, and occurrences of those that recur.",
    ),
    Table(
        "free_busy",
        free_busy,
        ("FREEBUSY",),
        FREE_BUSY,
        description="Free and busy times of a person (VFREEBUSY).",
    ),
)
KINDS = {"VEVENT": TABLES[0].name, "VFREEBUSY": TABLES[1].name}


def read(stream: Stream, head: bytes) -> Callable[[], Reading] | None:
    """The reader of iCalendar files."""

    def reading() -> Reading:
        for kind, item in icalendar.read(stream, head, KINDS, OF_CALENDAR):
            yield KINDS[kind], item

    return reading if icalendar.is_calendar(head) else None


source = format_source(
    "icalendar",
    "Calendars (iCalendar)",
    "sales",
    0.6,
    FORMATS,
    TABLES,
    read,
    ("iCalendar",),
    (__doc__ or "").strip(),
)
