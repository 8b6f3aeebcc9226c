"""The elements of an XML file one by one, out of a parser that is fed with its bytes.

Many documents in one file are read one after the other. What has ended and is not wanted is freed at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Literal

from lxml import etree

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Item, Raw
from ingestors.reading.stream import Stream

FED = 64 * 1024
LARGEST_ELEMENT = 16 * 1024 * 1024
DEEPEST = 100
TEXT = "#text"
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[ \t\r\n]")
_LONGEST_DECLARATION = 9
_SPACE = b" \t\r\n"


def root_of(head: bytes) -> tuple[str, str]:
    """The root element in the first bytes of a file, and its namespace; empty where there is none."""
    parser = _parser("start")
    # the root may stand before what is wrong, and reading will tell that
    with suppress(etree.XMLSyntaxError):
        parser.feed(head.lstrip(_SPACE))
    for _, element in parser.read_events():
        namespace, _, root = element.tag.rpartition("}")
        return root, namespace.removeprefix("{")
    return "", ""


def elements(stream: Stream, wanted: set[str], without: set[str]) -> Iterator[tuple[str, Item]]:
    """The wanted elements of a file (`Tag`, `Parent/Tag`) under these names, less the parts that are not wanted."""
    document: _Document | None = None
    for line, piece in _numbered(_pieces(stream.chunks(FED))):
        begins = _DECLARATION.match(piece) is not None
        if document is None or (begins and document.is_over):
            if document is not None:
                yield from document.end()
            document = _Document(stream.path.name, wanted, without, line)
        yield from document.feed(piece)
        if begins and document.broken_at and document.line != line:
            # the document before this one was cut off
            yield from document.end()
            document = _Document(stream.path.name, wanted, without, line)
            yield from document.feed(piece)
    if document is None:
        raise SourceError(f"{stream.path.name} is blank", "Export it again; nothing was loaded.")
    yield from document.end(last=True)


def _numbered(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each piece with the line where it begins; space before the first declaration is not allowed, and common."""
    line = 1
    begun = False
    for piece in pieces:
        if not begun:
            stripped = piece.lstrip(_SPACE)
            line += piece[: len(piece) - len(stripped)].count(b"\n")
            piece, begun = stripped, bool(stripped)
        if piece:
            yield line, piece
        line += piece.count(b"\n")


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of a file, parted where a document may begin."""
    rest = b""
    for chunk in chunks:
        *whole, rest = _parted(rest + chunk)
        yield from whole
        # a declaration may run over the end of the chunk, and the one that `rest` begins with stays whole
        if len(rest) > 2 * _LONGEST_DECLARATION:
            yield rest[:-_LONGEST_DECLARATION]
            rest = rest[-_LONGEST_DECLARATION:]
    yield rest


def _parted(data: bytes) -> Iterator[bytes]:
    at = 0
    for found in _DECLARATION.finditer(data):
        if found.start() > at:
            yield data[at : found.start()]
            at = found.start()
    yield data[at:]


class _Document:
    """One XML document that is fed piece by piece, and hands out the elements that are wanted of it."""

    def __init__(self, name: str, wanted: set[str], without: set[str], line: int) -> None:
        self.line = line
        self.broken_at = 0
        self._name = name
        self._wanted = wanted
        self._tags = {each.rpartition("/")[2] for each in wanted}
        self._without = without
        self._parser = _parser("start", "end")
        self._fed = 0
        self._tail = b""
        self._root = b""
        self._open: list[str] = []
        self._row = _Row("", 0, 0)

    @property
    def is_over(self) -> bool:
        """Whether its root is closed, or what follows in it cannot be read."""
        if self.broken_at or (self._root and not self._open):
            return True
        # the parser may still wait for more before it says that the root has ended
        tail = self._tail.rstrip(_SPACE)
        return tail.endswith(b">") and bool(self._root) and tail[:-1].rstrip(_SPACE).endswith(self._root)

    def feed(self, piece: bytes) -> Iterator[tuple[str, Item]]:
        """The wanted elements that end in the next piece."""
        if not self.broken_at:
            self._fed += len(piece)
            self._tail = (self._tail + piece)[-200:]
            yield from self._parsed(lambda: self._parser.feed(piece))

    def end(self, last: bool = False) -> Iterator[tuple[str, Item]]:
        """What is left of it; where another follows, a damaged one is a rejected row."""
        cut_off = not self.is_over
        if not self.broken_at:
            yield from self._parsed(self._parser.close)
        if not self.broken_at:
            return
        if not last:
            yield "", BadRow(self.line, {UNREAD: ""}, "is a document of its own that is not valid XML")
        elif cut_off:
            raise SourceTruncated(
                f"{self._name} ends in the middle, at line {self.broken_at}",
                "Export or copy it again, then load it again: what was loaded of it stays and is not loaded twice.",
            )
        else:
            raise SourceError(
                f"{self._name} is not valid XML at line {self.broken_at}",
                "Export it again, or mend that line. What was loaded of it before that line stays.",
            )

    def _parsed(self, step: Callable[[], object]) -> Iterator[tuple[str, Item]]:
        try:
            step()
        except etree.XMLSyntaxError as error:
            # the error's own text may hold a value
            self.broken_at = self.line + (error.lineno or 1) - 1
        yield from self._ready()

    def _ready(self) -> Iterator[tuple[str, Item]]:
        for event, element in self._parser.read_events():
            if event == "start":
                self._start(element)
            elif (item := self._end(element)) is not None:
                yield item

    def _start(self, element: Any) -> None:
        tag = _local(element.tag)
        if not self._root:
            self._root = tag.encode()
            self._refuse_entities(element)
        self._open.append(tag)
        row, depth = self._row, len(self._open)
        if row.depth:
            row.look(tag in self._without, depth, self._fed)
        elif tag in self._tags:
            parent = f"{self._open[-2]}/{tag}" if depth > 1 else ""
            if name := parent if parent in self._wanted else tag if tag in self._wanted else "":
                self._row = _Row(name, depth, self._fed)

    def _end(self, element: Any) -> tuple[str, Item] | None:
        row, depth = self._row, len(self._open)
        self._open.pop()
        item: tuple[str, Item] | None = None
        unwanted_from = 0
        if row.depth == depth:
            item = row.name, _item(element, self.line, row.spoilt)
            self._row = _Row("", 0, 0)
        elif row.depth:
            unwanted_from = row.unwanted_from(depth, self._fed)
            if not unwanted_from:
                return None
        # what stands before an unwanted part is wanted; what stands before others in it is not
        _free(element, with_siblings=depth > unwanted_from)
        return item

    def _refuse_entities(self, root: Any) -> None:
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and any(True for _ in dtd.iterentities()):
            raise SourceError(
                f"{self._name} declares entities", "Export it without: an XML file for exchange needs none."
            )


class _Row:
    """The wanted element that is being read: where it began, what of it is passed over, and whether it is too much."""

    def __init__(self, name: str, depth: int, begin: int) -> None:
        self.name = name
        self.depth = depth
        self.spoilt = ""
        self._begin = begin
        self._over = 0
        self._over_begin = 0

    def look(self, unwanted: bool, depth: int, fed: int) -> None:
        """An element within begins."""
        if self._over:
            return
        if depth - self.depth > DEEPEST:
            self.spoilt = f"is nested more than {DEEPEST} deep"
        elif fed - self._begin > LARGEST_ELEMENT:
            self.spoilt = f"is longer than {LARGEST_ELEMENT >> 20} MiB"
        if unwanted or self.spoilt:
            # of what is too much, nothing more is kept
            self._over = self.depth if self.spoilt else depth
            self._over_begin = fed

    def unwanted_from(self, depth: int, fed: int) -> int:
        """An element within ends: the depth of the unwanted part that it belongs to, or 0."""
        over = self._over
        if over == depth:
            self._over = 0
            self._begin += fed - self._over_begin
        return over


def _parser(*events: Literal["start", "end"]) -> Any:
    return etree.XMLPullParser(
        events=events,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _free(element: Any, with_siblings: bool) -> None:
    """Forget what an element holds, and the ones before it, of which nothing but their shells is left."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    if with_siblings and parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _item(element: Any, line: int, spoilt: str) -> Item:
    line += (element.sourceline or 1) - 1
    if spoilt:
        return BadRow(line, {UNREAD: ""}, spoilt)
    raw = _raw(element)
    raw = raw if isinstance(raw, dict) else {TEXT: raw}
    if next(element.iter(etree.Entity), None) is not None:
        return BadRow(line, raw, "holds an entity that the file does not declare")
    return line, raw


def _raw(element: Any) -> Raw | str:
    """An element as plain data: its text, or where it has more, its attributes (`@name`) and children by their tags.

    Of an element with text between its children (a title with a formula) all text is kept, and no child.
    """
    found: Raw = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or _is_mixed(element, children):
        said = "".join(element.itertext()).strip()
        if not found:
            return said
        return {**found, TEXT: said} if said else found
    for child in children:
        tag, inner = _local(child.tag), _raw(child)
        if tag not in found:
            found[tag] = inner
        elif isinstance(found[tag], list):
            found[tag].append(inner)
        else:
            found[tag] = [found[tag], inner]
    return found


def _is_mixed(element: Any, children: list[Any]) -> bool:
    said = [element.text, *(child.tail for child in children)]
    return any(text and not text.isspace() for text in said)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
