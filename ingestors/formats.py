"""What a source is made of whose files are no tables, but of a format of their own: mail, calendars, transcripts.

    source = format_source("mail", "E-mail", "sales", 0.5, FORMATS, TABLES, read, ("mbox", "eml"), DESCRIPTION)

`read` knows the format, the tables know what it means. Reject files, and telling a wrong file what it looks like, are
those of `ingestors.tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from graph_platform.facts import BadRow, Formats, Row
from graph_platform.source import Opened, Source
from ingestors.reading import rejects
from ingestors.reading.items import Item
from ingestors.reading.shape import shape_of
from ingestors.reading.stream import Stream
from ingestors.refusal import refusal
from ingestors.tables import RejectFile, Table, rows

Reading: TypeAlias = Iterator[tuple[str, Item]]
"""The rows of a file in its order, each with the name of its table."""

Reader: TypeAlias = Callable[[Stream, bytes], Callable[[], Reading] | None]
"""From a file and its first bytes to a function that reads it, or None where it is of another format."""


def format_source(
    name: str,
    title: str,
    kind: str,
    trust: float,
    formats: Formats,
    tables: Sequence[Table],
    reader: Reader,
    called: Sequence[str],
    description: str,
) -> Source:
    """A source whose files are told apart by `reader`; `called` is what its formats are called in a refusal."""

    def open_(path: Path) -> Opened:
        stream = Stream(path)
        if rejects.is_reject_file(path):
            return RejectFile(stream, tables, name)
        reading = reader(stream, stream.head())
        stream.read = 0
        if reading is None:
            raise refusal(path, name, shape_of(stream), tables, called)
        return FormatFile(stream, tables, reading)

    return Source(name, title, kind, trust, formats, open_, description)


class FormatFile:
    """A file of one format, with rows of every table."""

    def __init__(self, stream: Stream, tables: Sequence[Table], reading: Callable[[], Reading]) -> None:
        self.table = ", ".join(table.name for table in tables)
        self.size = stream.size
        self.observed = stream.modified
        self._stream = stream
        self._tables = tables
        self._reading = reading

    def __iter__(self) -> Iterator[Row | BadRow]:
        functions = {table.name: table.function(self._stream.path) for table in self._tables}
        for name, item in self._reading():
            yield from rows((item,), functions[name])

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._stream.read
