"""E-mail, with its text and without."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceTruncated, UnrecognisedSource
from ingestors.mail import source, source_with_text
from ingestors.reading import mail as reading

Make = Callable[..., Path]
CHINA = timezone(timedelta(hours=8))


def one(make: Make, headers: str, body: str = "", encoding: str = "utf-8"):
    (row,), bad = read(source_with_text, make("m.eml", f"{headers}\n\n{body}", encoding))
    assert not bad
    return row


def test_who_wrote_to_whom(samples: Path) -> None:
    rows, bad = read(source, samples / "mail_box.mbox")
    first = rows[0]
    assert (first.key, first.line, first.table) == ("message/a1@sample-energy.example", 1, "")
    assert first.records[0].values == {
        "title": "关于换电站巡检计划的通知",
        "at": datetime(2026, 3, 2, 9, 0, tzinfo=CHINA),
        "list_id": "swap-ops.sample-energy.example",
        "tags": ["Inbox", "重要"],
    }
    assert {record.key: record.values.get("name") for record in first.records[1:]} == {
        "mailbox/li.lei@sample-energy.example": "李雷",
        "mailbox/chen.yun@sample-motors.example": "Yun, Chen",
        "mailbox/wang@sample-motors.example": "王工",
        "mailbox/han.mei@sample-energy.example": "Han Mei",
    }
    kinds = {c.start.key[8:].split("@")[0]: c.values.get("recipient_kind") for c in first.claims if c.values}
    assert kinds == {"chen.yun": "to", "wang": "to", "li.lei": "cc", "han.mei": "cc"}
    assert ("SENT", "mailbox/li.lei@sample-energy.example", first.key) in claims_of([first])
    assert [(b.line, b.reason) for b in bad] == [(58, "column 'From' holds no address and no name")]


def test_an_answer_follows_the_message_that_it_answers(samples: Path) -> None:
    rows, _ = read(source, samples / "mail_box.mbox")
    assert ("FOLLOWS", rows[1].key, "message/a1@sample-energy.example") in claims_of(rows)


def test_a_thread_without_in_reply_to(make: Make) -> None:
    row = one(make, "From: a@x.example\nTo: b@x.example\nMessage-ID: <3@x>\nReferences: <1@x>\n <2@x>")
    assert ("FOLLOWS", "message/3@x", "message/2@x") in claims_of([row])
    row = one(make, "From: a@x.example\nTo: b@x.example\nMessage-ID: <3@x>\nIn-Reply-To: <3@x>")
    assert {claim.relation for claim in row.claims} == {"SENT", "RECEIVED"}


def test_the_copy_that_was_delivered_last_counts_for_its_mailbox(samples: Path) -> None:
    row = read(source, samples / "mail_box.mbox")[0][0]
    assert row.seen == datetime(2026, 3, 2, 9, 0, 10, tzinfo=CHINA)
    assert row.scopes == ("owner:chen.yun@sample-motors.example",)


def test_the_text_comes_only_where_it_is_asked_for(samples: Path) -> None:
    rows, _ = read(source, samples / "mail_box.mbox")
    assert not any("text" in row.records[0].values for row in rows)
    assert not any("text" in row.raw for row in rows)
    texts = [row.records[0].values["text"] for row in read(source_with_text, samples / "mail_box.mbox")[0]]
    assert texts == [
        "附件是计划。\nFrom 周一起执行。",
        "Fine with us.\n\nFrom Monday on we are there.\nFrom Tuesday on you are.",
        "您好&谢谢",
    ]


def test_headers_of_bytes_that_nobody_declared(samples: Path) -> None:
    row = read(source, samples / "mail_box.mbox")[0][2]
    assert row.records[0].values["title"] == "报价单"
    assert [record.values.get("name") for record in row.records[1:]] == ["赵六", None]
    # no Date: when it was delivered
    assert row.records[0].values["at"] == datetime(2026, 3, 2, 11, 0, 1, tzinfo=CHINA)


def test_a_single_message(samples: Path) -> None:
    (row,), bad = read(source, samples / "mail_single.eml")
    assert not bad
    assert row.key.startswith("message/without-id/")
    assert row.records[0].values["title"] == "Grüße"
    # an offset of 99 hours is nobody's: the loader marks what was said
    assert row.records[0].values["at"] == "Tue, 3 Mar 2026 08:00:00 +9900"
    # somebody's address as a display name is no name
    assert row.records[1].values == {"email": "x@other.example"}


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("a@x.example", {"mailbox/a@x.example": None}),
        ('"Müller, Eva" <A@X.example>', {"mailbox/a@x.example": "Müller, Eva"}),
        ("a@x.example (Eva)", {"mailbox/a@x.example": "Eva"}),
        ("eva at x.example  (Eva M)", {"mailbox/eva@x.example": "Eva M"}),
        ("'Eva' <a@x.example>, 王五 <b@x.example>", {"mailbox/a@x.example": "Eva", "mailbox/b@x.example": "王五"}),
        (Header("王五 <b@x.example>", "gb2312").encode(), {"mailbox/b@x.example": "王五"}),
        ('"=?utf-8?q?Eva=2C_M?=" <a@x.example>', {"mailbox/a@x.example": "Eva, M"}),
        ("=?utf-8?b?broken!?= <a@x.example>", {"mailbox/a@x.example": "=?utf-8?b?broken!?="}),
        ("=?no-such-charset?q?Eva?= <a@x.example>", {"mailbox/a@x.example": "Eva"}),
        ("Team: a@x.example, Eva <b@x.example>;", {"mailbox/a@x.example": None, "mailbox/b@x.example": "Eva"}),
        ("Eva Only", {"message/1@x#from[0]": "Eva Only"}),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(make: Make, header: str, people: dict[str, str | None]) -> None:
    row = one(make, f"From: {header}\nSubject: s\nMessage-ID: <1@x>")
    assert {record.key: record.values.get("name") for record in row.records[1:]} == people


def test_a_header_that_stands_twice(make: Make) -> None:
    row = one(make, "From: a@x.example\nTo: b@x.example\nTo: c@x.example, a@x.example\nFrom: d@x.example")
    assert {(c.relation, c.start.key[8:9]) for c in row.claims} == {
        ("SENT", "a"), ("SENT", "d"), ("RECEIVED", "a"), ("RECEIVED", "b"), ("RECEIVED", "c")
    }  # fmt: skip


def test_a_time_without_a_zone_is_utc_by_the_standard(make: Make) -> None:
    row = one(make, "From: a@x.example\nDate: Mon, 2 Mar 2026 10:29:58 -0000")
    assert row.records[0].values["at"] == datetime(2026, 3, 2, 10, 29, 58)
    row = one(make, "From: a@x.example\nDate: 2 Mar 26 10:29 GMT")
    assert row.records[0].values["at"] == datetime(2026, 3, 2, 10, 29, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(make: Make, encoding: str) -> None:
    headers = "From: 李雷 <a@x.example>\nSubject: 报价单和合同\nContent-Type: text/plain; charset=gb2312"
    row = one(make, headers, "您好，请查收。", encoding)
    assert [row.records[0].values["title"], row.records[1].values["name"]] == ["报价单和合同", "李雷"]
    assert row.records[0].values["text"] == "您好，请查收。"


def test_an_attached_message_is_not_the_text(make: Make) -> None:
    headers = 'From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary="b"'
    inner = "--b\nContent-Type: message/rfc822\n\nFrom: c@x.example\n\ninner\n--b\n\nouter\n--b--\n"
    row = one(make, headers, inner)
    assert row.records[0].values["text"] == "outer"
    assert [record.key for record in row.records[1:]] == ["mailbox/a@x.example"]


def test_a_body_that_begins_a_line_with_from_is_no_new_message(make: Make) -> None:
    begin = "From a@x.example Mon Mar  2 09:00:00 2026\nFrom: a@x.example\nMessage-ID: <{}@x>\n\n"
    said = "From Monday 09:00 on.\nFrom here on Mon Mar 2 09:00:00 2026\nno header\n\n"
    box = begin.format(1) + said + begin.format(2) + said
    rows, bad = read(source_with_text, make("m.mbox", box))
    assert not bad
    assert [(row.key, row.line) for row in rows] == [("message/1@x", 1), ("message/2@x", 9)]
    assert rows[0].records[0].values["text"] == said.strip()
    windows, bad = read(source_with_text, make("w.mbox", box.replace("\n", "\r\n")))
    assert [(row.records, row.line) for row in windows] == [(row.records, row.line) for row in rows]


def test_a_box_of_many_chunks(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A "From " line may run over the end of a chunk at any byte."""
    begin = "From a@x.example Mon Mar  2 09:00:00 2026\nFrom: a@x.example\nMessage-ID: <{}@x>\n\n"
    box = "".join(begin.format(n) + "text\n" * (n % 7) + "\n" for n in range(2000))
    path = make("m.mbox.gz", gzip.compress(box.encode()))
    monkeypatch.setattr(reading, "_OVERLAP", 300)
    for size in (997, 4096):
        stream = reading.Stream(path)
        found = list(reading._split(stream.chunks(size), 1 << 20))
        assert [int(message.split(b"<")[1].split(b"@")[0]) for _, message, _ in found] == list(range(2000))
        lines = box.splitlines()
        assert all(lines[line - 1].startswith("From a@") for line, _, _ in found)
    rows, bad = read(source, path)
    assert (len(rows), bad) == (2000, [])


def test_headers_that_are_too_long_stop_no_other_message(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TEXT_WITHIN", 4000)
    monkeypatch.setattr(reading, "LONGEST_HEADERS", 2000)
    begin = "From a@x.example Mon Mar  2 09:00:00 2026\nFrom: a@x.example\nMessage-ID: <{}@x>\n"
    box = begin.format(1) + "\n" + "x\n" * 3000 + begin.format(2) + "X-Long: y\n" * 300 + begin.format(3)
    path = make("m.mbox", box)
    for each in (source, source_with_text):
        rows, bad = read(each, path)
        assert [row.key for row in rows] == ["message/1@x", "message/3@x"]
        assert [b.reason for b in bad] == ["has headers of more than 0 MiB"]
    assert 3000 < len(rows[0].records[0].values["text"]) < 4000


def test_parts_within_parts_end_soon(make: Make) -> None:
    """The library's own parser takes half a minute for this megabyte."""
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(900))
    started = datetime.now(UTC)
    row = one(make, f"From: a@x.example\nSubject: s\n{nested}Content-Type: text/plain\n", "x\n" * 500_000)
    assert "text" not in row.records[0].values
    assert datetime.now(UTC) - started < timedelta(seconds=10)


@pytest.mark.parametrize("boundary", ["b", '"é"', "*=utf-8''%E4%BD%A0", '""', "b; boundary=c"])
def test_a_boundary_that_no_part_has(make: Make, boundary: str) -> None:
    row = one(
        make,
        f"From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary={boundary}",
        "no part\n",
    )
    assert "text" not in row.records[0].values


def test_a_boundary_that_begins_as_another(make: Make) -> None:
    inner = 'Content-Type: multipart/alternative; boundary="b1"\n\n--b1\n\nplain\n'
    inner += "--b1\nContent-Type: text/html\n\n<p>h</p>\n--b1--\n"
    headers = "From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b"
    row = one(make, headers, f"preamble\n--b\n{inner}\n--b\n\nsecond\n--b--\nepilogue\n")
    assert row.records[0].values["text"] == "plain\n\nsecond"


@pytest.mark.parametrize(
    "header",
    [
        "=?u?q?" * 150_000,
        "(" * 900_000,
        "<" * 900_000,
        '"' * 900_000,
        "a@x," * 200_000,
        "=?" * 400_000,
        "\\" * 900_000,
    ],
)
def test_a_hostile_header_ends_soon(make: Make, header: str) -> None:
    started = datetime.now(UTC)
    read(source, make("m.eml", f"From: a@x.example\nSubject: {header}\nTo: {header}\n\n"))
    assert datetime.now(UTC) - started < timedelta(seconds=20)


def test_a_box_that_was_cut_off(make: Make, samples: Path) -> None:
    packed = gzip.compress((samples / "mail_box.mbox").read_bytes())
    with pytest.raises(SourceTruncated):
        list(source.open(make("m.mbox.gz", packed[:-20])))


@pytest.mark.parametrize(
    "text", ["From,To,Subject\na,b,c\n", "Dear all\nFrom: me\nTo: you\n", "WEBVTT\n\nFrom: x\n"]
)
def test_a_file_that_is_no_mail(make: Make, text: str) -> None:
    with pytest.raises(
        UnrecognisedSource, match="not a file of mail: it is csv, where mbox, eml is expected"
    ):
        source.open(make("t.eml", text))
