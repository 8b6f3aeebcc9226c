"""E-mail: mbox files (Google Takeout, Thunderbird, Apple Mail, mailing-list archives) and single messages (.eml).

Read are who wrote to whom and when, the subject, which message it answers, and the mailing list. The text is left out,
since letters hold what nobody asked for; the source `mail-with-text` reads it too, and `--as mail` puts it into the
data set that the headers are in. The text is looked for in a message's first 4 MiB. Attachments are never decoded and
nothing is fetched.

A message is known by its Message-ID, so one that lies in several mailboxes is one message; of its copies the one that
was delivered last counts. People are known by their address: whether they are ours or a customer's, no mail says. A
display name that holds an address is not taken for a name. A message that was delivered to a mailbox (`Delivered-To`)
has the scope `owner:ADDRESS`. `Sender` and `Reply-To` are not read. An Outlook .pst or .msg must be exported as mbox
or .eml first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from graph_platform.source import Source
from ingestors.columns import claim, first
from ingestors.formats import Reader, Reading, format_source
from ingestors.reading import mail
from ingestors.reading.items import Items, Raw, RowError
from ingestors.reading.stream import Stream
from ingestors.tables import Table

FORMATS = Formats()
RECIPIENTS = ("To", "Cc", "Bcc")
OTHERS = (
    "Date",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-Id",
    "Keywords",
    "X-Gmail-Labels",
)
DELIVERED = ("Delivered-To", "Received")
HEADERS = {name.lower(): name for name in ("From", *RECIPIENTS, *OTHERS, *DELIVERED)}
LONGEST_WORDS = 8192

_ID = re.compile(r"<([^<>\s]+)>")
# what the standard library's own parser takes twenty times as long for
_USUAL = re.compile(
    r'\s*(?:(?:"([^"\\]*)"\s*|([^"<>@,;:()\\]*))<([\w.%+-]+@[\w.-]+)>|([\w.%+-]+@[\w.-]+))\s*(?:,\s*|$)'
)
_NOBODY = re.compile(r"^\s*undisclosed|[:;]\s*$", re.IGNORECASE)
_MASKED = re.compile(r"^\s*([^\s@<>()\"]{1,100}) at ([^\s@<>()\"]{1,250}\.[^\s@<>()\"]{1,60})(?=\s|$)")


def message(raw: Raw, line: int) -> Row:
    """One message: the e-mail, the people at its ends, and the message that it answers."""
    key = f"message/{_id(raw)}"
    me = Mention(key, "Email")
    people: dict[str, Record] = {}
    claims: dict[str, Claim] = {}
    for person in _people(_whole(raw, "From"), f"{key}#from"):
        _named(people, person)
        claims.setdefault(f"SENT/{person.key}", claim("SENT", Mention(person.key, "Person"), me, person.key))
    if not people:
        raise RowError("column 'From' holds no address and no name")
    for header in RECIPIENTS:
        kind = header.lower()
        for person in _people(_whole(raw, header), f"{key}#{kind}"):
            _named(people, person)
            end = Mention(person.key, "Person")
            received = claim("RECEIVED", end, me, person.key, recipient_kind=kind)
            claims.setdefault(received.path, received)
    if (answered := _answered(raw)) and f"message/{answered}" != key:
        claims["FOLLOWS"] = claim("FOLLOWS", me, Mention(f"message/{answered}", "Email"))
    email = Record(key, "Email", _values(raw))
    scopes = tuple(f"owner:{address.lower()}" for address in _all(raw, "Delivered-To")[:1])
    return Row(key, line, raw, (email, *people.values()), tuple(claims.values()), _delivered(raw), scopes)


def _id(raw: Raw) -> str:
    """The message's own id, or where it has none a hash of what tells it from others."""
    said = first(raw, "Message-ID")
    if said:
        found = _ID.search(said)
        return found[1] if found else said.strip("<> ")
    parts = [_whole(raw, name) for name in ("Date", "From", "To", "Subject")]
    return "without-id/" + sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _values(raw: Raw) -> dict[str, Said]:
    found = _ID.search(list_id := words(_first(raw, "List-Id")))
    tags = [tag for name in ("Keywords", "X-Gmail-Labels") for tag in words(_whole(raw, name)).split(",")]
    values: dict[str, Said] = {
        "title": words(_first(raw, "Subject")),
        "at": _date(_first(raw, "Date")) or _delivered(raw),
        "list_id": (found[1] if found else list_id).lower(),
        "tags": [tag.strip() for tag in tags if tag.strip()],
        "text": raw.get(mail.TEXT),
    }
    return {name: value for name, value in values.items() if value}


def _people(header: str, below: str) -> Iterator[Record]:
    """The people of an address header, those in groups too; one without an address is a party below the message."""
    for place, (name, address) in enumerate(_addresses(header)):
        said = words(name).strip(" '\"")
        values: dict[str, Said] = {} if "@" in said or not said else {"name": said}
        if "@" in address:
            values["email"] = address
            yield Record(f"mailbox/{address.lower()}", "Person", values)
        elif local := said or address:
            yield Record(f"{below}[{place}]", "Person", {"name": local})


@lru_cache(maxsize=4096)
def _addresses(header: str) -> list[tuple[str, str]]:
    usual: list[tuple[str, str]] = []
    at = 0
    while found := _USUAL.match(header, at):
        usual.append((found[1] or found[2] or "", found[3] or found[4]))
        if (at := found.end()) == len(header):
            return usual
    return _unusual_addresses(header)


def _unusual_addresses(header: str) -> list[tuple[str, str]]:
    if "@" not in header and (masked := _MASKED.match(header)):
        # archives of mailing lists write `somebody at example.com (Name)`
        header = f"{masked[1]}@{masked[2]}{header[masked.end() :]}"
    if "@" not in words(header):
        # nobody, or a name: the program that kept the message has dropped the address
        return [] if not header or _NOBODY.search(header) else [(header, "")]
    found = getaddresses([header])
    if "=?" in header and not any("@" in address for _, address in found):
        # some programs encode the address together with the name
        found = getaddresses([words(header)])
    return [(name, "".join(address.split())) for name, address in found if name or address]


def _named(people: dict[str, Record], person: Record) -> None:
    if person.key not in people or "name" not in people[person.key].values:
        people[person.key] = person


def _answered(raw: Raw) -> str:
    """The id of the message that this one answers: what it names, else the last of the thread so far."""
    if found := _ID.findall(_first(raw, "In-Reply-To")):
        return str(found[0])
    thread = _ID.findall(_whole(raw, "References"))
    return thread[-1] if thread else ""


def _delivered(raw: Raw) -> Said:
    """When the last server took the message in; servers' clocks are right where senders' are not."""
    received = _all(raw, "Received")
    return _date(received[0].rpartition(";")[2]) if received else None


def _date(said: str) -> datetime | str:
    """A moment as RFC 5322 writes it, or what was said where it is written otherwise."""
    try:
        return parsedate_to_datetime(said)
    except (TypeError, ValueError, IndexError, OverflowError):
        return said.strip()


@lru_cache(maxsize=4096)
def words(said: str) -> str:
    """Text with its encoded words (`=?gb2312?B?…?=`) decoded, or as it was said where they are broken."""
    if "=?" not in said or len(said) > LONGEST_WORDS:
        return said
    try:
        parts = decode_header(said)
    except (HeaderParseError, ValueError):
        return said
    return "".join(
        part if isinstance(part, str)
        else mail.decoded(part, charset) if charset
        else part.decode("raw-unicode-escape", "replace")
        for part, charset in parts
    ).replace("\0", "")  # fmt: skip


def _all(raw: Raw, name: str) -> list[str]:
    value = raw.get(name)
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _first(raw: Raw, name: str) -> str:
    return next(iter(_all(raw, name)), "")


def _whole(raw: Raw, name: str) -> str:
    return ", ".join(_all(raw, name))


def reader(with_text: bool) -> Reader:
    """The reader of mbox and EML, with the messages' text or without it."""

    def read(stream: Stream, head: bytes) -> Callable[[], Reading] | None:
        if mail.is_mbox(head):
            return lambda: named(mail.read_mbox(stream, HEADERS, with_text))
        if mail.is_message(head):
            return lambda: named(mail.read_message(stream, HEADERS, with_text))
        return None

    def named(items: Items) -> Reading:
        return ((TABLES[0].name, item) for item in items)

    return read


TABLES = (
    Table(
        "messages",
        message,
        ("From",),
        (*RECIPIENTS, *OTHERS, *DELIVERED),
        description="Messages, with their senders, recipients and the message that each answers.",
    ),
)


def _source(name: str, title: str, with_text: bool) -> Source:
    description = (__doc__ or "").strip()
    return format_source(
        name, title, "sales", 0.5, FORMATS, TABLES, reader(with_text), ("mbox", "eml"), description
    )


source = _source("mail", "E-mail without its text (mbox, EML)", with_text=False)
source_with_text = _source("mail-with-text", "E-mail with its text (mbox, EML)", with_text=True)
