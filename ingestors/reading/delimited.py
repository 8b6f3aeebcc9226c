"""Rows of comma, semicolon or tab separated files.

A row begins at the line where its first cell begins, however many lines its quoted cells run over. A row that cannot
be told apart costs its first line only: reading goes on at the next, so that one stray quote never swallows the rows
below.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from ingestors.reading.grid import BELOW, HEADER_WITHIN, SUSPECT, are_names, is_title, reason_against
from ingestors.reading.items import UNREAD, Items
from ingestors.reading.stream import Stream
from ingestors.reading.text import LONGEST_LINE, Decoder, LongLine, is_broken, line_blocks, mended

DELIMITERS = ",;\t|"
LONGEST_CELL = 1024 * 1024
LONGEST_ROW = 64 * 1024 * 1024
"""What may be kept of a file for one row: a row of quoted cells may run over lines without end."""
MOST_COLUMNS = 10_000

csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))


class Lines:
    """Lines by block, of which those that a row may still need are kept, to begin again within them."""

    def __init__(self, blocks: Iterator[list[str]]) -> None:
        self._blocks = blocks
        self._kept: deque[tuple[int, list[str]]] = deque()
        self._next = 1
        self._held = 0
        self.needed_from = 1

    def from_line(self, line: int) -> Iterator[str]:
        """All lines from this one on, kept ones first."""
        # a long line must stay the block that it is, which no slice of it would be
        kept = [lines if first >= line else lines[line - first :] for first, lines in self._kept]
        return chain(chain.from_iterable(kept), chain.from_iterable(self._more()))

    def rejected(self, line: int) -> BadRow:
        """A kept line as one that cannot be read."""
        first, block = next(each for each in reversed(self._kept) if each[0] <= line)
        if isinstance(block, LongLine):
            return block.rejected(line)
        text = mended(block[line - first].rstrip("\r\n"))
        reason = "a quote is opened and not closed, or stands within a cell"
        if len(text) > LONGEST_CELL:
            reason = f"a cell is longer than {LONGEST_CELL >> 20} MiB"
        return BadRow(line, {UNREAD: text}, reason)

    def _more(self) -> Iterator[list[str]]:
        for block in self._blocks:
            while self._kept and self._kept[0][0] + len(self._kept[0][1]) <= self.needed_from:
                self._held -= sum(map(len, list.__iter__(self._kept.popleft()[1])))
            self._kept.append((self._next, block))
            self._held += sum(map(len, list.__iter__(block)))
            self._next += len(block)
            if self._held > LONGEST_ROW:
                raise csv.Error("row too long")
            yield block


def delimiter_of(head: str) -> str:
    """The separator that tells most cells apart in the header."""
    lines = head.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].rstrip("\r\n")) == 5:
        return lines[0][4]
    return max(DELIMITERS, key=lambda d: len(_first_row(lines, d)))


def header_of(head: str) -> list[str]:
    """The column names in the first lines of a file."""
    return column_names(_first_row(head.splitlines(keepends=True), delimiter_of(head)))


@dataclass(frozen=True, slots=True)
class Header:
    """A row that may name the columns: the line where it begins, what tells its cells apart, and the names."""

    line: int
    delimiter: str
    names: list[str]


def headers_of(head: str) -> Iterator[Header]:
    """The first rows of a file, each as if it were the header: a report has its title and its date above it."""
    lines = _lines(head)
    filled = 0
    for at, line in enumerate(lines):
        if line.strip(" \t\r\n,;|"):
            rest = lines[at:]
            delimiter = max(DELIMITERS, key=lambda d: len(_first_row(rest, d)))
            yield Header(at + 1, delimiter, column_names(_first_row(rest, delimiter)))
            filled += 1
        if filled == HEADER_WITHIN:
            return


def likely_header(head: str) -> Header | None:
    """The row that names the columns where titles stand above it, by the rows below; None where it is the first.

    This is for a file of which nobody says what its columns are called: a source finds its own.
    """
    lines = _lines(head)
    for count, header in enumerate(headers_of(head)):
        cells, *below = _rows(lines[header.line - 1 :], header.delimiter, 1 + BELOW) or [[]]
        if not is_title(cells, below):
            return header if count and are_names(cells) else None
    return None


def read(
    stream: Stream,
    head: bytes,
    rename: Mapping[str, str] = MappingProxyType({}),
    below: Header | None = None,
    longest: int = LONGEST_LINE,
) -> Items:
    """The rows of a file whose first row names its columns; `rename` gives some of them another name.

    `below` is the header where it is not the first row: what stands above it is passed over.
    """
    decoder = Decoder(head)
    delimiter = below.delimiter if below else delimiter_of(Decoder(head).decode(head))
    texts = decoder.texts(_noting_nuls(stream.chunks(), nuls := [False], decoder))
    lines = Lines(line_blocks(texts, decoder, longest))
    header: list[str] = []
    said: list[str] = []
    width = -1
    before = below.line - 1 if below else 0
    start = before + 1
    rows = csv.reader(islice(lines.from_line(1), before, None), delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in rows:
                line, start = start, before + rows.line_num + 1
                lines.needed_from = start
                if len(cells) == width and not (decoder.broken or nuls[0]):
                    first = cells[0]
                    if (first == said[0] or first[:1] in SUSPECT) and (reason := reason_against(cells, said)):
                        yield BadRow(line, dict(zip(header, cells, strict=True)), reason, skipped=True)
                    else:
                        yield line, dict(zip(header, cells, strict=True))
                elif not cells:
                    continue
                elif not header:
                    if not _is_separator_line(cells, delimiter):
                        said = cells
                        header = [rename.get(name, name) for name in column_names(cells)]
                        width = len(header)
                else:
                    yield _checked(header, said, cells, line)
            return
        except csv.Error:
            bad = lines.rejected(start)
            if not header:
                raise SourceError(
                    f"{stream.name}: {bad.reason}", "The first row must name the columns."
                ) from None
            yield bad
            before, start = start, start + 1
            lines.needed_from = start
            rows = csv.reader(lines.from_line(start), delimiter=delimiter, strict=True)


def _checked(
    header: list[str], said: list[str], cells: list[str], line: int
) -> tuple[int, dict[str, str]] | BadRow:
    """A row of the wrong width, or one in a part of the file where bad bytes were met: look at each cell."""
    raw: dict[str, object] = {name: mended(cell) for name, cell in zip(header, cells, strict=False)}
    if len(cells) != len(header):
        raw[UNREAD] = [mended(cell) for cell in cells[len(header) :]]
        return BadRow(line, raw, f"{len(cells)} cells where the header has {len(header)} columns")
    for name, cell in zip(header, cells, strict=True):
        if "\0" in cell:
            return BadRow(line, raw, f"column {name!r} holds NUL characters")
        if is_broken(cell):
            return BadRow(line, raw, f"column {name!r} holds bytes that are not of the file's encoding")
    if reason := reason_against(cells, said):
        return BadRow(line, raw, reason, skipped=True)
    return line, dict(zip(header, cells, strict=True))


def _noting_nuls(chunks: Iterator[bytes], nuls: list[bool], decoder: Decoder) -> Iterator[bytes]:
    # one memchr per chunk instead of a look at every cell; in UTF-16 every second byte is a NUL
    for chunk in chunks:
        nuls[0] = nuls[0] or (b"\0" in chunk) or decoder.encoding in ("utf-16", "utf-32")
        yield chunk


def _lines(head: str) -> list[str]:
    # a lone `\r` ends a line only where a file has no other, as for `line_blocks`
    text = head if "\n" in head else head.replace("\r", "\n")
    return [line + "\n" for line in text.split("\n")]


def _first_row(lines: list[str], delimiter: str) -> list[str]:
    return next(iter(_rows(lines, delimiter, 1)), [])


def _rows(lines: list[str], delimiter: str, most: int) -> list[list[str]]:
    """The first rows that hold anything, as far as they can be told apart."""
    found: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if cells and not _is_separator_line(cells, delimiter):
                found.append(cells)
            if len(found) == most:
                break
    except csv.Error:
        pass
    return found


def _is_separator_line(cells: list[str], delimiter: str) -> bool:
    """`sep=;`, which Excel puts above the header."""
    return "".join(cells).lower() == "sep=" or delimiter.join(cells).lower() == f"sep={delimiter}"


def column_names(cells: list[str]) -> list[str]:
    """Column names, trimmed; a second of the same name gets a number, so that neither hides the other."""
    if len(cells) > MOST_COLUMNS:
        raise SourceError(f"the first row has {len(cells)} cells", "The first row must name the columns.")
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell.strip().lstrip("\ufeff") or f"column {place}"
        count = 1
        unique = name
        while unique in names:
            count += 1
            unique = f"{name} ({count})"
        names.append(unique)
    return names
