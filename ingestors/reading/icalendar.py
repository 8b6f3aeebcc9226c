"""Components out of iCalendar files (RFC 5545), one by one: their properties with parameters, unfolded and unescaped.

A file is read as bytes until its lines are unfolded, since programs fold in the middle of a character. A component
says all that is needed to understand it: what its calendar says of every event, and the time zones that it names where
the file defines them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from graph_platform.errors import SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Item, Raw
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, encoding_of, line_blocks, mended

CALENDAR = "calendar"
"""The key under which a component has its calendar's own properties."""
FILE_DATE = "FILE-DATE"
"""Beside the calendar's own properties: the day on which the file was last written."""
ZONES = "zones"
"""The key under which a component has the time zones that its file defines, by their names."""
TOP = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY")
LARGEST_COMPONENT = 4 * 1024 * 1024
LARGEST_ZONE = 32 * 1024

_MARK = codecs.BOM_UTF8.decode("latin-1")
_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCALENDAR\s", re.IGNORECASE)
_HEAD = re.compile(r"[^:\"]*(?:\"[^\"]*\"[^:\"]*)*")
_PARTS = re.compile(r"(?:[^;\"]|\"[^\"]*\")+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}


def is_calendar(head: bytes) -> bool:
    """Whether a file begins as an iCalendar file does."""
    return bool(_BEGIN.match(Decoder(head).decode(head).lstrip("\ufeff")))


def read(
    stream: Stream, head: bytes, wanted: Collection[str], of_calendar: Collection[str]
) -> Iterator[tuple[str, Item]]:
    """The wanted components (`VEVENT`), each with its kind; `of_calendar` are the calendar's properties to hand on.

    A component is a dictionary of its properties: each an object with `value` and its parameters, or a list of such.
    """
    calendar: dict[str, str] = {}
    zones: dict[str, str] = {}
    for part in _parts(stream, head):
        text = part.lines[0] if part.lines else ""
        if part.kind == "VCALENDAR":
            calendar, zones = {FILE_DATE: stream.modified.date().isoformat()}, {}
        elif part.kind == "":
            name, said = _property(_shown(text))
            if name in of_calendar:
                calendar[name] = said["value"].strip()
        elif part.kind == "VTIMEZONE" and part.size <= LARGEST_ZONE:
            _define(zones, part.lines)
        elif part.kind in wanted:
            yield part.kind, _component(part, calendar, zones)


@dataclass(slots=True)
class _Part:
    """A component that stands in a calendar, the beginning of one (`VCALENDAR`), or a property of one (no kind)."""

    line: int
    kind: str
    lines: list[str] = field(default_factory=list)
    size: int = 0
    closed: bool = True

    def add(self, text: str) -> None:
        self.size += len(text)
        if self.size <= LARGEST_COMPONENT:
            self.lines.append(text)


def _parts(stream: Stream, head: bytes) -> Iterator[_Part]:
    part = _Part(0, "")
    inside: list[str] = []
    line = 1
    for line, text in _unfolded(stream, head):
        verb, _, kind = text.partition(":")
        verb, kind = verb.strip().upper(), kind.strip().upper()
        if verb == "BEGIN" and kind == "VCALENDAR":
            if len(inside) > 1:
                yield replace(part, closed=False)
            inside = [kind]
            yield _Part(line, kind)
        elif not inside:
            continue
        elif verb == "BEGIN" and (len(inside) == 1 or kind in TOP):
            # a component that ought to stand by itself: the one before it lacks its end
            if len(inside) > 1:
                yield replace(part, closed=False)
            inside = [inside[0], kind]
            part = _Part(line, kind)
        elif verb == "BEGIN":
            inside.append(kind)
            if part.kind == "VTIMEZONE":
                part.add(text)
        elif verb == "END":
            if kind == "VCALENDAR" and len(inside) > 1:
                yield replace(part, closed=False)
            if kind in inside:
                del inside[inside.index(kind) :]
            if len(inside) > 1 and part.kind == "VTIMEZONE":
                part.add(text)
            elif len(inside) == 1 and kind == part.kind:
                yield part
        elif len(inside) == 1:
            yield _Part(line, "", [text])
        elif len(inside) == 2 or part.kind == "VTIMEZONE":
            part.add(text)
    if inside:
        raise SourceTruncated(
            f"{stream.path.name} ends in the middle, at line {line}",
            "Export or copy it again, then load it again: what was loaded of it stays and is not loaded twice.",
        )


def unescaped(text: str) -> str:
    """A text value without its backslashes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text) if "\\" in text else text


def _unfolded(stream: Stream, head: bytes) -> Iterator[tuple[int, str]]:
    """Whole lines with their numbers, as Latin-1: every byte a character, whatever the encoding is."""
    if encoding_of(head[:4]) in ("utf-16", "utf-32"):
        texts = (text.encode().decode("latin-1") for text in Decoder(head).texts(stream.chunks()))
    else:
        texts = (chunk.decode("latin-1") for chunk in stream.chunks())
    line = first = 0
    parts: list[str] = []
    for block in line_blocks(texts):
        for text in block:
            line += 1
            text = text.rstrip("\r\n")
            if line == 1:
                text = text.removeprefix(_MARK)
            if text[:1] in (" ", "\t"):
                if sum(map(len, parts[-1:])) <= LARGEST_COMPONENT:
                    parts.append(text[1:])
            elif text:
                if parts:
                    yield first, "".join(parts)
                first, parts = line, [text]
    if parts:
        yield first, "".join(parts)


def _component(part: _Part, calendar: dict[str, str], zones: dict[str, str]) -> Item:
    if part.size > LARGEST_COMPONENT:
        return BadRow(part.line, {UNREAD: ""}, f"is longer than {LARGEST_COMPONENT >> 20} MiB")
    said = "\n".join(part.lines)
    try:
        text = _decoded(said)
    except UnicodeDecodeError:
        return BadRow(part.line, {UNREAD: _shown(said)}, "holds bytes that are not of the file's encoding")
    if not part.closed:
        return BadRow(part.line, {UNREAD: text}, f"is not closed: END:{part.kind} is missing")
    raw: Raw = {}
    for each in text.split("\n"):
        name, found = _property(each)
        if name in raw:
            raw[name] = [*_listed(raw[name]), found]
        else:
            raw[name] = found
    named = {each.get("TZID") for value in raw.values() for each in _listed(value)}
    raw[CALENDAR] = dict(calendar)
    raw[ZONES] = {name: text for name, text in zones.items() if name in named}
    return part.line, raw


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _property(line: str) -> tuple[str, dict[str, str]]:
    """A property's name, and its value with its parameters."""
    before = _HEAD.match(line)
    at = before.end() if before and line[before.end() :][:1] == ":" else line.find(":")
    name, *parts = _PARTS.findall(line[:at]) or [""]
    said = {"value": line[at + 1 :]}
    for part in parts:
        key, _, value = part.partition("=")
        value = value.strip().strip('"')
        said[key.strip().upper()] = _CARET.sub(lambda found: _CARETS[found[1]], value)
    return name.strip().upper(), said


def _decoded(text: str) -> str:
    data = text.encode("latin-1")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding_of(data) or "utf-8")


def _shown(text: str) -> str:
    """The text, with bytes that are not of its encoding written out."""
    try:
        return _decoded(text)
    except UnicodeDecodeError:
        return mended(text.encode("latin-1").decode("utf-8", "surrogateescape"))


def _define(zones: dict[str, str], lines: list[str]) -> None:
    text = _shown("\n".join(lines))
    for each in text.split("\n"):
        name, said = _property(each)
        if name == "TZID":
            zones[said["value"].strip()] = f"BEGIN:VTIMEZONE\n{text}\nEND:VTIMEZONE\n"
            return
