"""JSON-LD out of saved web pages, and the text of HTML without its tags.

A page is one document and is read whole, within a limit; what is streamed is the pages.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Any

import orjson
from lxml import etree, html

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Items, Raw
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, mended

LARGEST_PAGE = 32 * 1024 * 1024
_COMMENT = re.compile(r"^\s*(<!--|//<!\[CDATA\[|<!\[CDATA\[)|(-->|//\]\]>|\]\]>)\s*$")
_BLOCK = re.compile(r"<(?:br|/p|/li|/div|/tr|/h\d)\b[^>]{0,200}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_INLINE = re.compile(r"</?(?:a|b|code|em|font|i|mark|s|span|strong|sub|sup|u)\b[^<>]{0,2000}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(?:style|script)\b|<!--", re.IGNORECASE)
_SHOWN = re.compile(r"</(?:style|script)\b[^>]{0,200}>|-->", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)


def read(stream: Stream, head: bytes) -> Items:
    """Every JSON-LD object of a page, those in arrays and under `@graph` one by one."""
    parts: list[bytes] = []
    length = 0
    for chunk in stream.chunks():
        parts.append(chunk)
        length += len(chunk)
        if length > LARGEST_PAGE:
            raise SourceError(
                f"{stream.path.name} is longer than {LARGEST_PAGE >> 20} MiB", "Is this one saved page?"
            )
    for script in _root(_text(b"".join(parts), head), stream.path.name).iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        line = script.sourceline if isinstance(script.sourceline, int) else 1
        text = _COMMENT.sub("", script.text or "").strip()
        try:
            # control characters within strings are common in hand-written pages, and forbidden in JSON
            found = orjson.loads(re.sub(r"[\r\n\t]+", " ", text))
        except ValueError:
            yield BadRow(line, {UNREAD: text}, "is not valid JSON-LD")
            continue
        for raw in objects(found):
            yield line, raw


def _root(text: str, name: str) -> Any:
    # as bytes, since lxml refuses text that declares an encoding; bad bytes and NULs are left visible
    page = mended(text).replace("\0", "\\u0000").encode()
    try:
        return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError):
        raise SourceError(f"{name} cannot be read as a page", "Save it again.") from None


def objects(found: Any) -> Iterator[Raw]:
    """The objects of a JSON-LD value, out of its arrays and graphs."""
    if isinstance(found, list):
        for element in found:
            yield from objects(element)
    elif isinstance(found, dict):
        if isinstance(found.get("@graph"), list):
            yield from objects(found["@graph"])
        else:
            yield found


def _text(page: bytes, head: bytes) -> str:
    declared = _DECLARED.search(head[:4096])
    if declared:
        try:
            return page.decode(declared[1].decode("ascii"))
        except (UnicodeDecodeError, LookupError):
            pass
    return Decoder(page[: 64 * 1024]).decode(page, final=True)


def plain(text: str) -> str:
    """Text without its tags, styles, scripts and comments: lines where the page has blocks."""
    if "<" in text or "&" in text:
        text = _INLINE.sub("", _BLOCK.sub("\n", "".join(_shown(text))))
        text = entities.unescape(_ANY_TAG.sub(" ", text))
    return re.sub(r"[ \t\u00a0]+", " ", text).strip()


def _shown(text: str) -> Iterator[str]:
    """The parts of a page outside what no browser shows. What is opened and not closed hides all behind it."""
    at = 0
    while hidden := _HIDDEN.search(text, at):
        yield text[at : hidden.start()]
        if not (end := _SHOWN.search(text, hidden.end())):
            return
        at = end.end()
    yield text[at:]
