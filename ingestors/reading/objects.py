"""Objects out of JSON: one on each line, one array of them, arrays under the keys of one object, or objects under them.

An array is read object by object from a window of text, so that a file of any size takes the memory of its largest
object, and every object has the line where it begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Item, Items
from ingestors.reading.json_end import ValueEnd
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, Endless, LongLine, is_broken, line_blocks, mended

NOT_ONE = "is not one JSON object (cut off, broken or nested too deeply)"
LARGEST_OBJECT = 16 * 1024 * 1024
DEEPEST = 100
ENVELOPES = ("message",)
"""Keys of the one object whose own arrays are the file's: `{"status": "ok", "message": {"items": [...]}}`."""
ID = "@id"
"""The key under which an object that stands under its id has that id, as JSON-LD calls it."""
_SPACE = " \t\r\n\ufeff"
_scan = json.JSONDecoder(parse_constant=lambda _: None).raw_decode


def read_lines(stream: Stream, head: bytes) -> Items:
    """The objects of a file with one object on each line."""
    decoder = Decoder(head)
    line = 0
    for block in line_blocks(decoder.texts(stream.chunks()), decoder):
        if isinstance(block, LongLine):
            line += 1
            yield block.rejected(line)
            continue
        for text in block:
            line += 1
            if text.isspace():
                continue
            try:
                raw = _parsed(text.lstrip("\ufeff") if line == 1 else text, decoder.broken)
            except (ValueError, RecursionError):
                yield BadRow(line, {UNREAD: mended(text.strip())}, NOT_ONE)
                continue
            if text.count("[") + text.count("{") > DEEPEST and _depth(raw) > DEEPEST:
                yield BadRow(line, {UNREAD: mended(text.strip())}, f"is nested more than {DEEPEST} deep")
            else:
                yield _checked(line, raw, "\\u0000" in text, decoder.broken)


def read_array(stream: Stream, head: bytes) -> Items:
    """The objects of an array, or of every array under a key of the one object that the file is."""
    return (item for _, item in read_keyed(stream, head))


def read_keyed(stream: Stream, head: bytes) -> Iterator[tuple[str, Item]]:
    """The same, each object with the key of its array (empty where the file is one array)."""
    decoder = Decoder(head)
    window = _Window(stream, decoder)
    first = window.peek()
    if first == "[":
        yield from (("", item) for item in _elements(window, decoder))
    elif first == "{":
        yield from _arrays(window, decoder)
    else:
        raise window.broken()
    window.end()


def is_by_id(stream: Stream, head: bytes, sampled: int) -> bool:
    """Whether a file is one object under whose first keys nothing but objects stands."""
    window = _Window(stream, Decoder(head))
    seen = 0
    try:
        if window.peek() == "{":
            for key in _keys(window):
                if window.peek() != "{" or key in ENVELOPES:
                    return False
                window.element()
                seen += 1
                if seen == sampled:
                    break
    except SourceTruncated:
        pass  # the rows before the cut are read, and the cut is told when they are
    return seen > 0


def read_by_id(stream: Stream, head: bytes) -> Items:
    """The objects under the keys of the one object that the file is, each with its key as `@id`."""
    decoder = Decoder(head)
    window = _Window(stream, decoder)
    window.peek()
    for key in _keys(window):
        item = _element(window, decoder)
        yield item if isinstance(item, BadRow) else (item[0], {ID: mended(key), **item[1]})
    window.end()


def read_whole(stream: Stream, head: bytes) -> tuple[Any, int]:
    """The one value that a file is, and the line where it begins."""
    window = _Window(stream, Decoder(head))
    window.peek()
    line = window.line
    value = window.value()
    window.end()
    return value, line


def _arrays(window: _Window, decoder: Decoder, within: str = "") -> Iterator[tuple[str, Item]]:
    for key in _keys(window):
        if (following := window.peek()) == "[":
            yield from ((key, item) for item in _elements(window, decoder))
        elif following == "{" and key in ENVELOPES and not within:
            yield from _arrays(window, decoder, key)
        else:
            window.value()


def _elements(window: _Window, decoder: Decoder) -> Iterator[Item]:
    window.skip(1)
    while (following := window.peek()) != "]":
        if following == ",":
            window.skip(1)
            window.peek()
        yield _element(window, decoder)
    window.skip(1)


def _keys(window: _Window) -> Iterator[str]:
    """The keys of the object that begins here; whoever takes one takes its value before the next."""
    window.skip(1)
    while window.peek() not in "}":
        key = window.value()
        window.expect(":")
        window.peek()
        yield str(key)
        if window.peek() == ",":
            window.skip(1)
        elif window.peek() != "}":
            raise window.broken()
    window.skip(1)


def _element(window: _Window, decoder: Decoder) -> Item:
    line = window.line
    nul, deep, raw = window.element()
    if isinstance(raw, Endless):
        return raw.rejected(line, f"is longer than {LARGEST_OBJECT >> 20} MiB")
    if deep:
        return BadRow(line, {UNREAD: mended(raw)}, f"is nested more than {DEEPEST} deep")
    return _checked(line, raw, nul, decoder.broken)


def _parsed(text: str, broken: bool) -> Any:
    # orjson refuses escapes of bytes that are not of the encoding; the row is wanted whole, to be rejected by column
    return json.loads(text) if broken and is_broken(text) else orjson.loads(text)


def _checked(line: int, raw: Any, nul: bool, broken: bool) -> Item:
    if not isinstance(raw, dict):
        return BadRow(line, {UNREAD: raw}, "is not a JSON object")
    if nul and any("\0" in text for text in _texts(raw)):
        return BadRow(line, raw, "holds NUL characters")
    if broken and any(map(is_broken, _texts(raw))):
        return BadRow(line, _mended(raw), "holds bytes that are not of the file's encoding")
    return line, raw


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, dict):
        return {mended(key): _mended(inner) for key, inner in value.items()}
    return [_mended(inner) for inner in value] if isinstance(value, list) else value


class _Window:
    """The part of a text that is being read, grown and moved on as its values are taken from it."""

    def __init__(self, stream: Stream, decoder: Decoder) -> None:
        self._name = stream.path.name
        self._decoder = decoder
        self._texts = decoder.texts(stream.chunks())
        self._text = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is not space; a file that has none ends in the middle."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in _SPACE:
                at += 1
            self.line += text.count("\n", self._at, at)
            self._at = at
            if at < len(text):
                return text[at]
            if not self._grow():
                raise self._truncated(f"in the middle, at line {self.line}")

    def skip(self, count: int) -> None:
        self._at += count

    def expect(self, character: str) -> None:
        if self.peek() != character:
            raise self.broken()
        self.skip(1)

    def end(self) -> None:
        """Nothing but space may follow."""
        while True:
            if self._text[self._at :].strip(_SPACE):
                self.peek()
                raise self.broken()
            self._at = len(self._text)
            if not self._grow():
                return

    def broken(self) -> SourceError:
        return SourceError(
            f"{self._name} is not valid JSON at line {self.line}",
            "Export it again, or mend that line. What was loaded of it before that line stays.",
        )

    def too_large(self) -> SourceError:
        return SourceError(
            f"{self._name} is not valid JSON, or holds an object of more than {LARGEST_OBJECT >> 20} MiB, "
            f"at line {self.line}",
            "Export it again, or as one object on each line. What was loaded of it before that line stays.",
        )

    def value(self) -> Any:
        """The value that begins here."""
        self.peek()
        while True:
            try:
                value, end = _scan(self._text, self._at)
                # a number that ends with the window may go on in the next part
                if end < len(self._text) or not self._grow():
                    self._take(end)
                    return value
            except ValueError:
                if len(self._text) - self._at > LARGEST_OBJECT:
                    raise self.too_large() from None
                if not self._grow():
                    self._at_end()
            except RecursionError:
                raise self.broken() from None

    def element(self) -> tuple[bool, bool, Any]:
        """The next element: whether it has an escaped NUL, whether it is nested too deeply (then its text), itself.

        One that is longer than any may be is an `Endless`.
        """
        try:
            value, end = _scan(self._text, self._at)
            if end < len(self._text):
                text = self._text[self._at : end]
                self._take(end)
                return _judged(text, value)
        except (ValueError, RecursionError):
            pass
        # the element runs over the end of the window, or is broken, or longer or deeper than any may be
        line = self.line
        passed = self._passed_over()
        if isinstance(passed, Endless):
            return False, False, passed
        try:
            value, end = _scan(passed, 0)
        except RecursionError:
            return False, True, passed
        except ValueError:
            end = -1
        if end != len(passed):
            self.line = line
            raise self.broken()
        return _judged(passed, value)

    def _passed_over(self) -> str | Endless:
        """Pass over an element that the parser cannot follow: its text, if it is no longer than any may be."""
        end, endless, looked = ValueEnd(), None, 0
        while (found := end.feed(piece := self._text[self._at + looked :])) < 0:
            looked += len(piece)
            if endless is not None:
                endless.add(piece)
            elif looked > LARGEST_OBJECT:
                endless = Endless(self._text[self._at :], self._decoder)
            if endless is not None:
                self._take(len(self._text))
                looked = 0
            if not self._grow():
                self._at_end()
        text = self._text[self._at : self._at + looked + found]
        self._take(self._at + looked + found)
        if endless is not None:
            endless.add(text)
        elif len(text) > LARGEST_OBJECT:
            endless = Endless(text, self._decoder, self._text[self._at :])
        return endless or text

    def _take(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _at_end(self) -> None:
        # nothing more comes: told apart from broken JSON by whether brackets are still open
        text = self._text[self._at :]
        if not text or text.count("{") + text.count("[") > text.count("}") + text.count("]"):
            raise self._truncated(f"in the middle of what begins at line {self.line}")
        raise self.broken()

    def _truncated(self, where: str) -> SourceTruncated:
        return SourceTruncated(
            f"{self._name} ends {where}",
            "Export or copy it again, then load it again: what was loaded of it stays and is not loaded twice.",
        )

    def _grow(self) -> bool:
        """Take in more text, at least as much again as is waiting, so that a long object is not read over and over."""
        if self._ended:
            return False
        parts = [self._text[self._at :]]
        self._at = 0
        wanted = len(parts[0])
        got = 0
        for text in self._texts:
            parts.append(text)
            got += len(text)
            if got and got >= wanted:
                break
        else:
            self._ended = True
        self._text = "".join(parts)
        return got > 0


def _judged(text: str, value: Any) -> tuple[bool, bool, Any]:
    """Whether an element has an escaped NUL and is nested too deeply, and itself, or its text where it is."""
    deep = text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST
    return "\\u0000" in text, deep, text if deep else value


def _depth(value: object) -> int:
    """How deep a parsed value is nested; it was parsed, so it is within the interpreter's own limit."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return deepest
