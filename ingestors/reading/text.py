"""From bytes to lines of text, whatever the encoding, without a guess where the bytes themselves say it.

A byte order mark decides. Without one the first bytes that are not ASCII decide, which may stand far into the file:
UTF-8 if they are strictly that, GB18030 if they look like Chinese, and charset-normalizer's guess only after both.
Bytes that are then not of that encoding are kept as escapes, and the rows that they stand in are marked.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterable, Iterator

from charset_normalizer import from_bytes

from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONGEST_LINE = 16 * 1024 * 1024
KEPT_OF_LONG_LINE = 64 * 1024
GUESSABLE = ["cp1252", "big5", "shift_jis", "euc_kr", "cp1250", "cp1251", "latin_1"]


def encoding_of(sample: bytes) -> str | None:
    """The encoding of bytes that are not all ASCII, or None where they are."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if sample.isascii():
        return None
    if _decodes(sample, "utf-8"):
        return "utf-8"
    if _looks_chinese(sample):
        return "gb18030"
    best = from_bytes(sample[: 64 * 1024], cp_isolation=GUESSABLE).best()
    # UTF-8 with a few broken bytes is likelier than an encoding that nobody can name
    return best.encoding if best is not None else "utf-8"


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        # not final: a chunk may end within a character
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        # one wrong byte in a text that is UTF-8 elsewhere doesn't make it another encoding
        escaped = sample.decode(encoding, "surrogateescape")
        wrong = sum("\udc80" <= c <= "\udcff" for c in escaped)
        right = sum(c > "\x7f" for c in escaped) - wrong
        return right > 20 * wrong
    return True


def _looks_chinese(sample: bytes) -> bool:
    """Whether the bytes above ASCII come in pairs as in GB 2312, which holds nearly every character in use."""
    text = sample.decode("gb18030", "surrogateescape")
    others = [c for c in text if c > "\x7f"]
    common = sum(
        len(code) == 2 and code[1] >= 0xA1 for code in (c.encode("gb18030", "replace") for c in others)
    )
    return common >= 0.8 * len(others)


_UTF8_IN_GB18030 = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){4,}(?![\x80-\xff])")
"""Four or more characters that are UTF-8 between ASCII: as GB18030 they decode without an error, to other characters.

By chance real GB18030 looks so once in a thousand million words; three characters would be by chance now and then.
"""


class Decoder:
    """Decodes a file's chunks, deciding on the encoding at the first that are not ASCII.

    `broken` is set once a byte was met that is not of the encoding: from there on rows may hold escapes of such bytes.
    """

    def __init__(self, head: bytes = b"") -> None:
        self.encoding = encoding_of(head)
        self.broken = False
        self.decoded = 0
        """Bytes whose text was handed on."""
        self._fed = 0
        self._decoder: codecs.IncrementalDecoder | None = None

    def decode(self, chunk: bytes, final: bool = False) -> str:
        """The text of the next chunk."""
        text = self._decoded(chunk, final)
        self._fed += len(chunk)
        waiting = self._decoder.getstate()[0] if self._decoder is not None else b""
        self.decoded = self._fed - len(waiting)
        return text

    def _decoded(self, chunk: bytes, final: bool) -> str:
        if self._decoder is None:
            if self.encoding is None:
                if chunk.isascii():
                    return chunk.decode("ascii")
                self.encoding = encoding_of(chunk)
            name = "utf-8-sig" if self.encoding == "utf-8" else self.encoding or "utf-8"
            self._decoder = codecs.getincrementaldecoder(name)()
        state = self._decoder.getstate()
        try:
            if self.encoding == "gb18030" and _UTF8_IN_GB18030.search(chunk):
                return self._with_utf8(self._decoder, chunk, final)
            return self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self.broken = True
            self._decoder.setstate(state)
            self._decoder.errors = "surrogateescape"
            try:
                return self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                # UTF-16 and its like have no escapes for halves of a character
                self._decoder.setstate(state)
                self._decoder.errors = "replace"
                return self._decoder.decode(chunk, final)
            finally:
                self._decoder.errors = "strict"

    def _with_utf8(self, decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool) -> str:
        """A chunk of GB18030 with words of UTF-8 in it (two exports put together): those become escapes."""
        self.broken = True
        decoder.errors = "surrogateescape"
        parts: list[str] = []
        at = 0
        for found in _UTF8_IN_GB18030.finditer(chunk):
            if found.start() == 0 and decoder.getstate()[0]:
                # the last chunk ended within a character, which goes on here
                continue
            parts.append(decoder.decode(chunk[at : found.start()]))
            parts.append(found[0].decode("ascii", "surrogateescape"))
            at = found.end()
        parts.append(decoder.decode(chunk[at:], final))
        decoder.errors = "strict"
        return "".join(parts)

    def texts(self, chunks: Iterable[bytes]) -> Iterator[str]:
        """The text of all chunks."""
        for chunk in chunks:
            yield self.decode(chunk)
        if self._decoder is not None:
            yield self.decode(b"", final=True)


_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def is_broken(text: str) -> bool:
    """Whether a text holds escapes of bytes that were not of the file's encoding."""
    return any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in text)


def mended(text: str) -> str:
    """The text with such bytes written out (`\xe9`), so that it can be written to a reject file and read by people.

    So are halves of characters, which JSON can escape and UTF-8 cannot write (`\ud83d`).
    """
    text = _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class LongLine(list[str]):
    """A block of one line that is longer than any row may be: its beginning, and what tells it from others.

    Whoever reads its lines as rows gets a `csv.Error`, as for any other line that cannot be one.
    """

    def __init__(self, end: Endless) -> None:
        super().__init__([end.beginning])
        self.end = end

    def __iter__(self) -> Iterator[str]:
        raise csv.Error("line too long")

    def rejected(self, line: int) -> BadRow:
        """The line as a reject file keeps it: where its bytes are, their SHA-256, and how they begin."""
        return self.end.rejected(line, f"the line is longer than {LONGEST_LINE >> 20} MiB")


def line_blocks(
    texts: Iterable[str], decoder: Decoder | None = None, longest: int = LONGEST_LINE
) -> Iterator[list[str]]:
    """Whole lines, many at a time, each with its `\n`: a list costs a fraction of what a generator costs per line.

    Only `\n` (or a lone `\r`, where a file has no other) ends a line: `str.splitlines` knows nine more. A line of
    more than `longest` characters is a `LongLine`, of which no more is held than its beginning.
    """
    rest = ""
    old_mac: bool | None = None
    endless: Endless | None = None
    for text in texts:
        if old_mac is None and text:
            old_mac = "\n" not in text and "\r" in text[:-1]
        if old_mac:
            text = text.replace("\r", "\n")
        if endless is not None:
            inside, end, text = text.partition("\n")
            endless.add(inside)
            if not end:
                continue
            yield LongLine(endless)
            endless = None
        parts = (rest + text).split("\n")
        rest = parts.pop()
        if parts:
            yield [part + "\n" for part in parts]
        if len(rest) > longest:
            endless = Endless(rest, decoder or Decoder())
            rest = ""
    if endless is not None:
        yield LongLine(endless)
    elif rest:
        yield [rest]


class Endless:
    """What is passed over because it is too long, counted and hashed in the bytes that it has in its file.

    `text` is its beginning, or all of it where `behind`, which was decoded with it, belongs to it no more.
    """

    def __init__(self, text: str, decoder: Decoder, behind: str = "") -> None:
        self._encoding = (decoder.encoding or "utf-8") + (
            "-le" if decoder.encoding in ("utf-16", "utf-32") else ""
        )
        self.beginning = text[:KEPT_OF_LONG_LINE]
        self._hash = hashlib.sha256()
        self._size = 0
        self.add(text)
        self._offset = max(decoder.decoded - self._size - len(self._encoded(behind)), 0)

    def add(self, text: str) -> None:
        """More of it."""
        said = self._encoded(text)
        self._hash.update(said)
        self._size += len(said)

    def rejected(self, line: int, reason: str) -> BadRow:
        """What a reject file keeps of it: where its bytes are, their SHA-256, and how they begin."""
        kept = {UNREAD: mended(self.beginning), "offset": self._offset, "bytes": self._size}
        return BadRow(line, {**kept, "sha256": self._hash.hexdigest()}, reason)

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._encoding, "surrogateescape")
