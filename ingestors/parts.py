"""Files that hold several files, opened as if they were one: the members of a zip archive, the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow, Row
from graph_platform.source import Opened
from ingestors.reading import archive
from ingestors.reading.stream import Stream


def opened(path: Path, open_stream: Callable[[Stream], Opened]) -> Opened:
    """A file, or every member of an archive as a file of its own, as `open_stream` opens one.

    A member that is refused has the whole archive refused, as a file would in a folder.
    """
    stream = Stream(path)
    if not stream.is_archive:
        return open_stream(stream)
    return Parts(path, [_member(member, open_stream) for member in members(stream)])


def members(stream: Stream) -> list[Stream]:
    """The files that are packed in an archive, each to be read by itself; any other file is its own only one."""
    if not stream.is_archive:
        return [stream]
    return [Stream(stream.path, member) for member in archive.members(stream.path)]


def _member(stream: Stream, open_stream: Callable[[Stream], Opened]) -> Opened:
    try:
        return open_stream(stream)
    except SourceError as error:
        raise error.__class__(f"{stream.name}: {error.message}", error.suggestion) from None


class Parts:
    """Parts of one file, one after the other. `table` is that of the part that is being read."""

    def __init__(self, path: Path, parts: Sequence[Opened]) -> None:
        self.table = ", ".join(dict.fromkeys(part.table for part in parts))
        self.size = path.stat().st_size
        self.observed = max(part.observed for part in parts)
        self._parts = parts
        self._at = 0

    def __iter__(self) -> Iterator[Row | BadRow]:
        all_tables = self.table
        for at, part in enumerate(self._parts):
            self._at = at
            self.table = part.table
            for row in part:
                if isinstance(row, Row) and row.seen is None and part.observed != self.observed:
                    row = replace(row, seen=part.observed)
                yield row
        self.table = all_tables

    def position(self) -> int:
        """Bytes of the file that have been read."""
        before = sum(part.size for part in self._parts[: self._at])
        return min(self.size, before + self._parts[self._at].position())
