"""What the loader knows of a source: its name, how far it is trusted, how it writes values, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from graph_platform.facts import BadRow, Formats, Row


class Opened(Protocol):
    """One file that its source has recognised and can read.

    Iterating yields rows in the file's order, streaming; opening the same file again yields the same ones.
    """

    table: str
    """Which of the source's kinds of file this is: `companies`, `tickets`."""
    size: int
    """Bytes on disk (compressed, where it is), the measure of progress."""
    observed: datetime
    """When the source said this: the export's own date where the file has one, else the file's modification time."""

    def __iter__(self) -> Iterator[Row | BadRow]: ...

    def position(self) -> int:
        """Bytes of `size` that have been read so far."""


class Kind(Protocol):
    """One of a source's kinds of file, by the columns that it has."""

    @property
    def name(self) -> str: ...
    @property
    def required(self) -> tuple[str, ...]: ...
    @property
    def optional(self) -> tuple[str, ...]: ...
    def renames(self, columns: Iterable[str]) -> dict[str, str]:
        """Which of a file's columns have another name here."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of source that can be loaded.

    `trust` (0 to 1) ranks what it says against other sources and is the confidence of what it alone says.
    `open` raises `SourceError` for a file that cannot be this source's, saying which source it looks like,
    before any row is read. `tables` are its kinds of file, where columns tell them apart.
    """

    name: str
    title: str
    kind: str
    trust: float
    formats: Formats
    open: Callable[[Path], Opened]
    description: str = ""
    licence: str | None = None
    tables: Sequence[Kind] = ()
