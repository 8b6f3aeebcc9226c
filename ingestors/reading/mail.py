"""Messages out of mbox files of any size and out of single files (EML): their headers, and their text where wanted.

Of a message no more is kept than its headers (at most 1 MiB), or the first 4 MiB, in which its text is looked for;
attachments are never decoded. Where one message ends and the next begins in an mbox says its "From " line, if it has a
date and headers follow it: a text that begins a line with "From " is no new message.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from itertools import islice

from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Items, Raw
from ingestors.reading.pages import plain
from ingestors.reading.stream import Stream
from ingestors.reading.text import encoding_of, mended

TEXT = "text"
"""The key under which a message's text stands beside its headers."""
LONGEST_HEADERS = 1024 * 1024
TEXT_WITHIN = 4 * 1024 * 1024
DEEPEST, MOST_PARTS = 8, 100
_SHOWN = 4096
_OVERLAP = 2048

_BOUNDARY = re.compile(
    rb"\n(?=From [^\n]{0,300}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{0,40}\d\d:\d\d[^\n]{0,60}\n"
    rb"(?:[!-9;-~]{1,80}[ \t]*:|>?From ))"
)
_FIRST = re.compile(rb"From [^\n]{1,400}\n(?:[!-9;-~]{1,80}[ \t]*:|>?From )")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_MIME = re.compile(
    rb"^(?:content-|mime-)[a-z-]+[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE
)
_BLANK = re.compile(rb"\r?\n\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_CHINESE = {"gb2312", "gbk", "cp936", "ms936", "gb_2312-80", "x-gbk", "euc-cn"}


def is_mbox(head: bytes) -> bool:
    """Whether a file begins as an mbox does: a "From " line, and headers below it."""
    return bool(_FIRST.match(head.removeprefix(codecs.BOM_UTF8).lstrip()))


def is_message(head: bytes) -> bool:
    """Whether a file begins with the headers of a message: who it is from, and another that every message has."""
    block = _header_block(head.removeprefix(codecs.BOM_UTF8))
    if not _FIELD.match(block):
        return False
    names = {name.lower() for name, _ in _FIELD.findall(block)}
    others = {b"date", b"subject", b"to", b"message-id", b"received", b"mime-version"}
    return b"from" in names and bool(names & others)


def read_mbox(stream: Stream, headers: Mapping[str, str], with_text: bool) -> Items:
    """The messages of an mbox: the values of `headers` (by lower-case name, each with the name to give it)."""
    keep = TEXT_WITHIN if with_text else LONGEST_HEADERS
    for line, message, size in _split(stream.chunks(), keep):
        message = message.removeprefix(codecs.BOM_UTF8)
        if message.strip():
            begin = message.find(b"\n") + 1 if message.startswith(b"From ") else 0
            yield _item(line, message[begin:], size, headers, with_text, quoted=True)


def read_message(stream: Stream, headers: Mapping[str, str], with_text: bool) -> Items:
    """The one message that a file is."""
    keep = TEXT_WITHIN if with_text else LONGEST_HEADERS
    kept = bytearray()
    size = 0
    for chunk in stream.chunks():
        size += len(chunk)
        kept += chunk[: keep - len(kept)]
    message = bytes(kept)
    yield _item(1, message.removeprefix(codecs.BOM_UTF8), size, headers, with_text, quoted=False)


def decoded(data: bytes, charset: str = "") -> str:
    """Text out of bytes, by the charset that is named for them, or by what they look like where that is wrong."""
    name = charset.strip().strip("\"'").lower()
    for encoding in ("gb18030" if name in _CHINESE else name, encoding_of(data) or "ascii"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return mended(data.decode("utf-8", "surrogateescape"))


def _split(chunks: Iterable[bytes], keep: int) -> Iterator[tuple[int, bytes, int]]:
    """Each message with its first line's number, as much of it as is to be kept, and its whole length."""
    line, lines, size = 1, 0, 0
    kept = bytearray()
    rest = b""

    def take(part: bytes) -> None:
        nonlocal kept, lines, size
        size += len(part)
        lines += part.count(b"\n")
        kept += part[: keep - len(kept)]

    for chunk in chunks:
        data = rest + chunk
        begin = 0
        for found in _BOUNDARY.finditer(data):
            take(data[begin : found.end()])
            begin = found.end()
            yield line, bytes(kept), size
            line, lines, size, kept = line + lines, 0, 0, bytearray()
        # a boundary may run over the end of the chunk, so its last bytes are looked at again
        cut = max(begin, len(data) - _OVERLAP)
        take(data[begin:cut])
        rest = data[cut:]
    take(rest)
    yield line, bytes(kept), size


def _item(
    line: int, message: bytes, size: int, headers: Mapping[str, str], with_text: bool, *, quoted: bool
) -> tuple[int, Raw] | BadRow:
    block = _header_block(message)
    if len(block) > LONGEST_HEADERS or (len(block) == len(message) and size > LONGEST_HEADERS):
        return _too_long(line, message, f"has headers of more than {LONGEST_HEADERS >> 20} MiB")
    if b"\0" in block:
        return BadRow(line, _fields(block, headers), "has headers with NUL characters")
    raw = _fields(block, headers)
    if with_text:
        raw[TEXT] = _text(_QUOTED.sub(rb"\1", message) if quoted else message).replace("\0", "")
    return line, raw


def _too_long(line: int, message: bytes, reason: str) -> BadRow:
    return BadRow(line, {UNREAD: mended(message[:_SHOWN].decode("utf-8", "surrogateescape"))}, reason)


def _header_block(message: bytes) -> bytes:
    found = _BLANK.search(message)
    return message[: found.start() + 1] if found else message


def _fields(block: bytes, headers: Mapping[str, str]) -> Raw:
    """The wanted headers, unfolded; one that stands several times is a list. Lines that are no header are left out."""
    raw: Raw = {}
    charset = ""
    for name, value in _FIELD.findall(block):
        lower = name.decode("ascii").lower()
        if lower == "content-type":
            charset = _charset(value)
        if wanted := headers.get(lower):
            raw.setdefault(wanted, []).append(value.replace(b"\r", b"").replace(b"\n", b"").strip())
    # bytes that are not ASCII are forbidden in headers and common; the text's own charset is the best hint
    return {
        name: texts[0] if len(texts) == 1 else texts
        for name, values in raw.items()
        if (
            texts := [
                each.decode("ascii") if each.isascii() else _header_text(each, charset) for each in values
            ]
        )
    }


def _header_text(value: bytes, charset: str) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(value, charset)


def _charset(content_type: bytes) -> str:
    found = re.search(rb"charset\s*=\s*\"?([A-Za-z0-9_:.+-]{2,40})", content_type, re.IGNORECASE)
    return found[1].decode("ascii") if found else ""


def _text(message: bytes) -> str:
    """The text of a message: its plain parts, or else its HTML parts without the tags. Attachments are passed over."""
    plains: list[str] = []
    htmls: list[str] = []
    for kind, text in _texts(message):
        if kind == "text/plain":
            plains.append(text.replace("\r\n", "\n"))
        else:
            htmls.append(plain(text))
    return "\n\n".join(plains or htmls)


def _texts(part: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The parts that are text, each with its kind; a message within the message is somebody else's.

    Split here, since the library's parser looks for the end of every outer part on every line: a message of one
    megabyte may keep it busy for half a minute.
    """
    block = _header_block(part)
    # without the headers that the parser would end at: those that are broken
    headers = BytesHeaderParser(policy=compat32).parsebytes(b"\n".join(_MIME.findall(block)))
    kind, body = headers.get_content_type(), part[len(block) :]
    if kind.startswith("multipart/") and depth < DEEPEST and (boundary := headers.get_boundary()):
        mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
        found = re.finditer(rb"\n--" + mark + rb"(--)?[ \t]*\r?(?=\n|$)", body)
        marks = list(islice(found, MOST_PARTS))
        ends = [each.start() for each in marks[1:]] + [len(body)]
        for begin, last, end in ((each.end(), each[1], end) for each, end in zip(marks, ends, strict=False)):
            if not last:
                yield from _texts(body[begin:end], depth + 1)
    elif kind in ("text/plain", "text/html") and not _is_attached(headers):
        headers.set_payload(body.lstrip(b"\r\n").decode("ascii", "surrogateescape"))
        payload = headers.get_payload(decode=True)
        if isinstance(payload, bytes) and (
            text := decoded(payload, str(headers.get_param("charset", ""))).strip()
        ):
            yield kind, text


def _is_attached(headers: Message) -> bool:
    said = str(headers.get("Content-Disposition", "")).strip().lower()
    return said.startswith("attachment") or "filename" in said
