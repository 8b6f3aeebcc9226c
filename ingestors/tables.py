"""What a source in Python is made of: tables, each a list of columns and a function from a row to what it says.

    def company(raw: Raw, line: int) -> Row: ...

    TABLES = [Table("companies", company, required=("Id", "Name"))]
    source = tables_source("crm", "A CRM's export", "sales", 0.7, FORMATS, TABLES)

Which table a file is follows from its columns. A file that is none of them is refused with the column that is missing
and with the source that it looks like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import BadRow, Formats, Row
from graph_platform.source import Opened, Source
from ingestors.reading import rejects
from ingestors.reading.items import Item, Raw, RowError, RowSkipped
from ingestors.reading.shape import Shape, items_of, shape_of
from ingestors.reading.stream import Stream

RowFunction: TypeAlias = Callable[[Raw, int], Row | None]
"""From a row as it stands, and its line, to what it says; None where other rows say it. `RowError` rejects it,
`RowSkipped` counts it."""

_SHAPE_ERRORS = (KeyError, TypeError, ValueError, AttributeError, IndexError)
_probing: ContextVar[bool] = ContextVar("probing", default=False)


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file, or of array in an export.

    Columns that differ from those here in case, spaces and width only are the same; `aliases` are other names that
    publishers use, each with the name that the row function knows.
    """

    name: str
    row: RowFunction
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    beside: Callable[[Path], RowFunction] | None = None

    def function(self, path: Path) -> RowFunction:
        """The row function for one file: `beside` makes one that knows what lies in the file's folder."""
        return self.beside(path) if self.beside else self.row

    def renames(self, columns: Iterable[str]) -> dict[str, str]:
        """Which of a file's columns have another name here."""
        known = {_folded(name): name for name in (*self.required, *self.optional)}
        known.update(
            {_folded(other): name for other, name in self.aliases.items() if _folded(other) not in known}
        )
        present = set(columns)
        found: dict[str, str] = {}
        for column in columns:
            name = known.get(_folded(column))
            if name and name != column and name not in present:
                present.add(name)
                found[column] = name
        return found

    def missing(self, columns: Iterable[str]) -> list[str]:
        """The required columns that a file with these does not have."""
        present = set(columns)
        present.update(self.renames(present).values())
        return [name for name in self.required if name not in present]

    def score(self, columns: Iterable[str]) -> float:
        """How much a file with these columns looks like this table: the required ones first, then all."""
        present = set(columns)
        present.update(self.renames(present).values())
        required = sum(name in present for name in self.required) / max(len(self.required), 1)
        return required + 0.01 * sum(name in present for name in (*self.required, *self.optional))


def tables_source(
    name: str,
    title: str,
    kind: str,
    trust: float,
    formats: Formats,
    tables: Sequence[Table],
    *,
    licence: str | None = None,
    description: str = "",
    observed: Callable[[Stream, Shape], datetime | None] = lambda stream, shape: None,
    shapes: Sequence[str] = ("csv", "json", "jsonl", "parquet"),
) -> Source:
    """A source whose files are told apart by their columns; `observed` finds the date of an export within it."""

    def open_(path: Path) -> Opened:
        stream = Stream(path)
        if rejects.is_reject_file(path):
            return RejectFile(stream, tables, name)
        shape = shape_of(stream, [table.name for table in tables])
        chosen = _tables_of(shape, tables) if shape.format in shapes else {}
        if not chosen:
            raise refusal(path, name, shape, tables, shapes)
        return TableFile(stream, shape, chosen, observed(stream, shape) or stream.modified)

    return Source(name, title, kind, trust, formats, open_, description, licence)


class TableFile:
    """A file of one table, or an export with an array for each of several."""

    def __init__(self, stream: Stream, shape: Shape, tables: Mapping[str, Table], observed: datetime) -> None:
        self.table = ", ".join(table.name for table in tables.values())
        self.size = stream.size
        self.observed = observed
        self._stream = stream
        self._shape = shape
        self._tables = tables

    def __iter__(self) -> Iterator[Row | BadRow]:
        only = self._tables.get("")
        renames = only.renames(self._shape.columns) if only else {}
        items = items_of(self._stream, self._shape, renames)
        if only is not None and self._shape.format != "json":
            return rows((item for _, item in items), only.function(self._stream.path))
        return self._of_arrays(items)

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._stream.read

    def _of_arrays(self, items: Iterator[tuple[str, Item]]) -> Iterator[Row | BadRow]:
        functions = {array: table.function(self._stream.path) for array, table in self._tables.items()}
        for array, item in items:
            if function := functions.get(array):
                yield from rows((item,), function)


class RejectFile:
    """A reject file that comes back: every row goes to the table that it was rejected from."""

    def __init__(self, stream: Stream, tables: Sequence[Table], source: str) -> None:
        self.size = stream.size
        self.observed = stream.modified
        self._stream = stream
        self._head = stream.head()
        self._tables = {table.name: table for table in tables}
        # a file of several tables (an export with an array for each) is named after the first that was rejected
        self.table = next((table for table, _ in rejects.read(stream, self._head) if table), "")
        if not any(name in self._tables for name in self.table.split(", ")):
            raise UnrecognisedSource(
                f"{stream.path.name} is not a reject file of {source}",
                "Load it as the source that rejected it: its lines say which table that was.",
            )

    def __iter__(self) -> Iterator[Row | BadRow]:
        functions = {name: table.function(self._stream.path) for name, table in self._tables.items()}
        for name, item in rejects.read(self._stream, self._head):
            if isinstance(item, BadRow):
                yield item
            elif table := self._table(name, item[1]):
                yield from rows((item,), functions[table.name], table.required)
            else:
                yield BadRow(item[0], item[1], "names a table that this source does not have")

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._stream.read

    def _table(self, name: str, raw: Raw) -> Table | None:
        named = [self._tables[part] for part in name.split(", ") if part in self._tables]
        return max(named, key=lambda table: table.score(raw), default=None)


def rows(
    items: Iterable[Item], function: RowFunction, required: tuple[str, ...] = ()
) -> Iterator[Row | BadRow]:
    """What the row function makes of each row; a row that it cannot read never stops the others."""
    for item in items:
        if item.__class__ is BadRow:
            yield item
            continue
        line, raw = item  # type: ignore[misc]
        try:
            for column in required:
                if column not in raw:
                    raise RowError(f"column {column!r} is missing")
            row = function(raw, line)
        except RowError as error:
            yield BadRow(line, raw, str(error), isinstance(error, RowSkipped))
        except RecursionError:
            yield BadRow(line, raw, "is nested too deeply")
        except _SHAPE_ERRORS as error:
            # the error's own text may hold a value
            yield BadRow(line, raw, f"is not built as its table's rows are ({type(error).__name__})")
        else:
            if row is not None:
                yield row


def _folded(name: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def _tables_of(shape: Shape, tables: Sequence[Table]) -> dict[str, Table]:
    """The tables in a file, by the key of their array (empty for a file that is one table)."""
    by_name = {table.name: table for table in tables}
    found = {
        array: table
        for array, keys in shape.arrays.items()
        if (table := by_name.get(array)) and (not keys or not table.missing(keys))
    }
    if found:
        return found
    fitting = [table for table in tables if not table.missing(shape.columns)]
    if not fitting:
        return {}
    best = max(fitting, key=lambda table: table.score(shape.columns))
    return {array: best for array in shape.arrays if array not in by_name} | {"": best}


def refusal(
    path: Path, name: str, shape: Shape, tables: Sequence[Table], shapes: Sequence[str]
) -> UnrecognisedSource:
    """Why a file cannot be this source's, and whose it may be."""
    message = f"{path.name} is not a file of {name}"
    nearest = max(tables, key=lambda table: _likeness(table, shape.columns), default=None)
    if shape.format not in shapes:
        message += f": it is {shape.format}, where {', '.join(shapes)} is expected"
    elif nearest is not None and _likeness(nearest, shape.columns) >= 0.5:
        message += f": as {nearest.name}, " + ", ".join(missing_columns(nearest, shape.columns))
    elif shape.columns:
        message += ": its columns are of none of the tables " + ", ".join(table.name for table in tables)
    others = [] if _probing.get() else _looks_like(path, name)
    if others:
        return UnrecognisedSource(
            f"{message}. It looks like {others[0][0]} ({others[0][1]})",
            f"Load it with `graph-platform load {others[0][0]} {path.name}`.",
        )
    return UnrecognisedSource(
        message, "Check which source it came from; docs/sources/ lists the columns of each."
    )


def missing_columns(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """For each column that a file lacks, a phrase that says so and what it has instead."""
    for column in table.missing(columns):
        close = _renamed(column, columns, table)
        yield f"column {column!r} is missing" + (f" (found {close!r})" if close else "")


def _renamed(column: str, columns: Sequence[str], table: Table) -> str | None:
    """The column of a file that is spelt most like one that is missing, if any is."""
    squeezed = {_squeezed(other): other for other in columns if other not in table.required}
    close = get_close_matches(_squeezed(column), squeezed, 1, 0.75)
    return squeezed[close[0]] if close else None


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", _folded(name))


def _likeness(table: Table, columns: Sequence[str]) -> float:
    """How sure one may be that a file which lacks columns was meant to be this table."""
    missing = table.missing(columns)
    spelt = sum(_renamed(column, columns, table) is not None for column in missing)
    required = (len(table.required) - len(missing) + 0.8 * spelt) / max(len(table.required), 1)
    known = sum(column in table.optional for column in columns) / max(len(columns), 1)
    return required * 0.7 + known


def _looks_like(path: Path, besides: str) -> list[tuple[str, str]]:
    # imported late: discovery imports the modules of all sources, this one among them
    from graph_platform.sources import recognising

    token = _probing.set(True)
    try:
        return recognising(path, besides)
    finally:
        _probing.reset(token)
