"""Calendars."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceError, SourceTruncated, UnrecognisedSource
from graph_platform.loading.prepare import prepare
from ingestors.icalendar_export import source
from ingestors.reading import icalendar as reading
from ingestors.recurrence import occurrences, zone_of

Make = Callable[..., Path]
MEETINGS = "calendar_meetings.ics"


def calendar(*lines: str, before: str = "") -> str:
    body = "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{before}{body}\r\nEND:VCALENDAR\r\n"


def one(make: Make, *lines: str, before: str = "", encoding: str = "utf-8"):
    (row,), bad = read(source, make("t.ics", calendar(*lines, before=before), encoding))
    assert not bad
    return row


def test_a_calendar_whose_own_name_is_of_no_encoding_gives_its_events(samples: Path, make: Make) -> None:
    content = (samples / "calendar_meetings.ics").read_bytes()
    count = len(read(source, samples / "calendar_meetings.ics")[0])
    begin = b"BEGIN:VCALENDAR\r\n" if b"\r\n" in content else b"BEGIN:VCALENDAR\n"
    name = b"X-WR-CALNAME:" + b"\x00a\xff\x81\x8d" + begin[15:]
    assert len(read(source, make("t.ics", content.replace(begin, begin + name, 1)))[0]) == count


def test_a_meeting_with_its_people(samples: Path) -> None:
    rows, bad = read(source, samples / MEETINGS)
    row = rows[0]
    assert (row.key, row.line) == ("meeting/1@sample-motors.example", 15)
    assert row.scopes == ("owner:chen.yun@sample-motors.example",)
    assert row.seen == datetime(2026, 2, 20, 8, tzinfo=UTC)
    values = row.records[0].values
    assert values["title"] == "换电站巡检, 二期"
    assert values["text"] == "第一项：进度\n第二项：备件清单，请各位提前把上周的数据整理好再来开会"
    assert (values["city"], values["tags"], values["duration"]) == (
        "会议室 3; 苏州",
        ["运维", "Customer"],
        5400,
    )
    assert values["at"].astimezone(UTC) == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert {c.start.key: (c.start.label, c.values["attendance"]) for c in row.claims} == {
        "mailbox/chen.yun@sample-motors.example": ("Person", "organizer"),
        "mailbox/li.lei@sample-energy.example": ("Person", "accepted"),
        "mailbox/han.mei@sample-energy.example": ("Person", "declined"),
        "mailbox/ops@sample-motors.example": ("Team", "needs-action"),
        "meeting/1@sample-motors.example#attendee[6]": ("Person", "needs-action"),
    }
    assert [(b.line, b.reason) for b in bad] == [
        (67, "a TZID names no time zone that is known or defined in the file")
    ]


def test_the_loader_takes_every_time(samples: Path) -> None:
    for row in read(source, samples / MEETINGS)[0]:
        prepared = prepare(row, "calendars", "events", source.formats)
        assert not any("unclean" in record.values for record in prepared.records)


def test_a_weekly_meeting_in_summer_and_winter_time(samples: Path) -> None:
    rows, _ = read(source, samples / MEETINGS)
    series, moved = rows[1], rows[2]
    assert series.records[0].values["recurrence"] == "FREQ=WEEKLY;COUNT=4"
    assert [r.key for r in series.records if r.label == "Meeting"] == [
        "meeting/2@sample-motors.example",
        "meeting/2@sample-motors.example#20260318T083000Z",
        # that of 25 March is excepted; from 29 March on it is summer in Berlin
        "meeting/2@sample-motors.example#20260401T073000Z",
        "meeting/2@sample-motors.example#20260408T073000Z",
    ]
    assert ("FOLLOWS", series.records[3].key, series.key) in claims_of([series])
    # the occurrence that was moved and called off is the one that the series has
    assert moved.key == series.records[2].key
    assert moved.records[0].values["status"] == "CANCELLED"
    assert ("FOLLOWS", moved.key, series.key) in claims_of([moved])


def test_of_a_private_event_only_its_time_is_read(samples: Path) -> None:
    row = read(source, samples / MEETINGS)[0][3]
    shanghai = ZoneInfo("Asia/Shanghai")
    assert row.records[0].values == {
        "at": datetime(2026, 5, 1, tzinfo=shanghai),
        "ended_at": datetime(2026, 5, 2, tzinfo=shanghai),
        "duration": 86400,
    }


def test_free_and_busy_times_concern_a_person(samples: Path) -> None:
    row = read(source, samples / MEETINGS)[0][4]
    events = [(r.values["status"], r.values["at"].hour, r.values["ended_at"].hour) for r in row.records[:-1]]
    assert events == [("free", 1, 4), ("free", 6, 7), ("busy", 4, 5)]
    assert {(c.relation, c.end.key) for c in row.claims} == {
        ("CONCERNS", "mailbox/chen.yun@sample-motors.example")
    }


def test_free_times_of_nobody(make: Make) -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY:20260302T010000Z/PT3H\nEND:VFREEBUSY\nEND:VCALENDAR\n"
    rows, bad = read(source, make("t.ics", text))
    assert not rows
    assert [b.reason for b in bad] == ["neither 'ORGANIZER' nor 'ATTENDEE' says whose times these are"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_folds_within_a_character(make: Make, encoding: str) -> None:
    summary = "SUMMARY:换电站运维周会与备件盘点"
    row = one(make, "DTSTART:20260302T010000Z", summary, encoding=encoding)
    assert row.records[0].values["title"] == summary[8:]
    if not encoding.startswith("utf-16"):
        text = calendar("DTSTART:20260302T010000Z", summary).encode(encoding)
        at = text.index("站".encode(encoding.removesuffix("-sig"))) + 1
        (folded,), _ = read(source, make("f.ics", text[:at] + b"\r\n " + text[at:]))
        assert folded.records[0].values["title"] == summary[8:]


def test_a_cancelled_invitation(make: Make) -> None:
    row = one(make, "DTSTART:20260302T010000Z", "STATUS:CONFIRMED", before="METHOD:CANCEL\r\n")
    assert row.records[0].values["status"] == "CANCELLED"


@pytest.mark.parametrize(
    ("lines", "before", "at"),
    [
        (["DTSTART:20260302T090000Z"], "", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (["DTSTART:20260302T090000"], "", datetime(2026, 3, 2, 9)),
        (["DTSTART:20260302T090000"], "X-WR-TIMEZONE:Asia/Shanghai\r\n", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        (["DTSTART;TZID=/sample/1/Asia/Shanghai:20260302T090000"], "", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        (["DTSTART;TZID=\"Asia/Shanghai\":20260302T090000"], "", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        (["DTSTART;VALUE=DATE:20260302"], "", date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_times_as_programs_write_them(make: Make, lines: list[str], before: str, at: object) -> None:
    assert one(make, *lines, before=before).records[0].values["at"] == at


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:x"], "column 'DTSTART' is empty"),
        (["DTSTART:next week"], "column 'DTSTART' is no date of iCalendar"),
        (["DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"], "column 'DTSTART' is no date of iCalendar"),
        (["DTSTART:20260302T090000Z", "DTEND:20260302T090000"], "only one of 'DTSTART' and 'DTEND' has a time zone"),
        (["DTSTART:20260302T090000Z", "RDATE:soon"], "column 'RDATE' is no date of iCalendar"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read(make: Make, lines: list[str], reason: str) -> None:
    rows, bad = read(source, make("t.ics", calendar(*lines)))
    assert not rows
    assert [b.reason for b in bad] == [reason]


def test_dates_that_are_added_to_a_rule_or_stand_alone(make: Make) -> None:
    dates = "RDATE;VALUE=PERIOD:20260304T010000Z/PT2H,20260302T010000Z/20260302T020000Z"
    row = one(make, "DTSTART:20260302T010000Z", dates, "RDATE:", "EXDATE:20260309T010000Z")
    assert [r.values["at"].day for r in row.records[1:]] == [2, 4]


def test_a_meeting_without_an_end_recurs_until_a_year_after_the_file(make: Make) -> None:
    path = make("t.ics", calendar("DTSTART:20250302T010000Z", "RRULE:FREQ=MONTHLY"))
    at = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    (row,), _ = read(source, path)
    moments = [record.values["at"] for record in row.records[1:]]
    assert (moments[0], moments[-1]) == (
        datetime(2025, 3, 2, 1, tzinfo=UTC),
        datetime(2027, 2, 2, 1, tzinfo=UTC),
    )


def test_of_a_daily_meeting_the_last_occurrences_are_kept() -> None:
    found = occurrences("FREQ=DAILY", date(2020, 1, 1), date(2026, 1, 1))
    assert (len(found), found[-1]) == (500, date(2026, 1, 1))


def test_a_leap_day_and_the_last_friday() -> None:
    until = date(2033, 1, 1)
    assert occurrences("FREQ=YEARLY", date(2024, 2, 29), until) == [
        date(2024, 2, 29),
        date(2028, 2, 29),
        date(2032, 2, 29),
    ]
    fridays = occurrences("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", date(2026, 2, 27), until)
    assert fridays == [date(2026, 2, 27), date(2026, 3, 27)]


def test_a_rule_ends_where_it_says() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 2, 9, tzinfo=berlin)
    until = date(2027, 1, 1)
    assert len(occurrences("FREQ=DAILY;UNTIL=20260304T080000Z", start, until)) == 3
    assert len(occurrences("UNTIL=20260304;FREQ=DAILY", start, until)) == 3
    assert len(occurrences("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=5", start, until)) == 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=YEARLY;BYMONTHDAY=" + "1," * 90_000 + "1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYWHATEVER=1",
    ],
)
def test_a_hostile_rule_ends_soon(rule: str) -> None:
    started = time.monotonic()
    assert len(occurrences(rule, datetime(2001, 1, 1, tzinfo=UTC), date(2027, 1, 1))) in (0, 500)
    assert time.monotonic() - started < 1


def test_a_zone_that_changes_by_the_second_is_not_used() -> None:
    definition = (
        "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0900\n"
        "RRULE:{}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert zone_of("X", definition.format("FREQ=SECONDLY")) is None
    assert zone_of("X", definition.format("FREQ=YEARLY;BYHOUR=1,2,3")) is None
    zone = zone_of("X", definition.format("FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=10"))
    assert datetime(2026, 3, 2, tzinfo=zone).utcoffset() == timedelta(hours=9)
    assert zone_of("../../etc/passwd") is None
    located = zone_of(
        "our office", "BEGIN:VTIMEZONE\nTZID:our office\nX-LIC-LOCATION:Asia/Shanghai\nEND:VTIMEZONE"
    )
    assert located == ZoneInfo("Asia/Shanghai")


def test_an_event_without_its_end_stops_no_other(make: Make) -> None:
    text = calendar("DTSTART:20260302T010000Z", "BEGIN:VEVENT", "UID:2", "DTSTART:20260303T010000Z")
    rows, bad = read(source, make("t.ics", text))
    assert [row.key for row in rows] == ["meeting/2"]
    assert [(b.line, b.reason) for b in bad] == [(3, "is not closed: END:VEVENT is missing")]


def test_an_event_that_is_too_long_stops_no_other(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_COMPONENT", 2000)
    long = calendar("DTSTART:20260302T010000Z", "ATTACH:" + "\r\n ".join(["x" * 70] * 100))
    rows, bad = read(
        source, make("t.ics", long + calendar("DTSTART:20260302T010000Z").replace("UID:1", "UID:2"))
    )
    assert [row.key for row in rows] == ["meeting/2"]
    assert [b.reason for b in bad] == ["is longer than 0 MiB"]


def test_bytes_of_another_encoding(make: Make) -> None:
    text = calendar("DTSTART:20260302T010000Z", "SUMMARY:会议纪要和巡检计划会议纪要和巡检计划X").encode()
    rows, bad = read(source, make("t.ics", text.replace(b"X", b"\xff")))
    assert not rows
    assert [b.reason for b in bad] == ["holds bytes that are not of the file's encoding"]


def test_a_calendar_that_was_cut_off(make: Make, samples: Path) -> None:
    text = (samples / MEETINGS).read_bytes()
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        read(source, make("t.ics", text[:2000]))


@pytest.mark.parametrize("text", ["UID,DTSTART,SUMMARY\n1,2,3\n", "BEGIN:VCARD\nFN:x\nEND:VCARD\n"])
def test_a_file_that_is_no_calendar(make: Make, text: str) -> None:
    with pytest.raises(
        UnrecognisedSource, match="not a file of icalendar: it is csv, where iCalendar is expected"
    ):
        source.open(make("t.ics", text))
    with pytest.raises(SourceError, match="is empty"):
        source.open(make("t.ics", ""))
