"""What a source in Python is made of: tables, each a list of columns and a function from a row to what it says.

    def company(raw: Raw, line: int) -> Row: ...

    TABLES = [Table("companies", company, required=("Id", "Name"))]
    source = tables_source("crm", "A CRM's export", "sales", 0.7, FORMATS, TABLES)

Which table a file is follows from its columns. A file that is none of them is refused with the column that is missing
and with the source that it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from graph_platform.cleaning.numbers import IS_ROUNDED
from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import BadRow, Formats, Row
from graph_platform.source import Opened, Source
from ingestors.columns import folded
from ingestors.parts import Parts, opened
from ingestors.reading import rejects, workbook, xml
from ingestors.reading.delimited import Header, headers_of
from ingestors.reading.items import Item, Raw, RowError, RowSkipped
from ingestors.reading.shape import Shape, items_of, shape_of
from ingestors.reading.stream import Stream
from ingestors.refusal import ALIKE, likeness, refusal

RowFunction: TypeAlias = Callable[[Raw, int], Row | None]
"""From a row as it stands, and its line, to what it says; None where other rows say it. `RowError` rejects it,
`RowSkipped` counts it."""

_ROUNDED_KEY = re.compile(rf"(?:^|[/:#])(?:{IS_ROUNDED.pattern})(?:$|[/:#])")
_SHAPE_ERRORS = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file, or of array in an export.

    Columns that differ from those here in case, spaces and width only are the same; `aliases` are other names that
    publishers use, each with the name that the row function knows. `arrays` are the keys that its array may have in
    an export of JSON, besides its own name; `elements` are its rows where the export is XML.
    """

    name: str
    row: RowFunction
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    beside: Callable[[Path], RowFunction] | None = None
    arrays: tuple[str, ...] = ()
    elements: xml.Elements | None = None

    def function(self, path: Path) -> RowFunction:
        """The row function for one file: `beside` makes one that knows what lies in the file's folder."""
        return self.beside(path) if self.beside else self.row

    def renames(self, columns: Iterable[str]) -> dict[str, str]:
        """Which of a file's columns have another name here."""
        known = {folded(name): name for name in (*self.required, *self.optional)}
        known.update(
            {folded(other): name for other, name in self.aliases.items() if folded(other) not in known}
        )
        present = set(columns)
        found: dict[str, str] = {}
        for column in columns:
            name = known.get(folded(column))
            if name and name != column and name not in present:
                present.add(name)
                found[column] = name
        return found

    def missing(self, columns: Iterable[str]) -> list[str]:
        """The required columns that a file with these does not have."""
        present = set(columns)
        present.update(self.renames(present).values())
        return [name for name in self.required if name not in present]

    def is_header(self, raw: Raw) -> bool:
        """Whether a row holds names of columns where its values should be."""
        said = [folded(value) for value in raw.values() if isinstance(value, str) and value.strip()]
        known = {*map(folded, (*self.required, *self.optional, *self.aliases))}
        return len(said) > 1 and known.issuperset(said)

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

    def open_stream(stream: Stream) -> Opened:
        path = stream.path
        if rejects.is_reject_file(path):
            return RejectFile(stream, tables, name)
        shape = shape_of(stream, list(_by_array(tables)))
        if shape.format == "xlsx" and "csv" in shapes:
            return Parts(path, list(_sheets(stream, shape, name, tables)))
        chosen = _tables_of(shape, tables) if shape.format in shapes else {}
        if not chosen and shape.format == "csv" and "csv" in shapes:
            shape, chosen = _below_titles(shape, tables, headers_of(shape.text))
        if not chosen:
            raise refusal(path, name, shape, tables, shapes)
        return TableFile(stream, shape, chosen, observed(stream, shape) or stream.modified)

    def open_(path: Path) -> Opened:
        return opened(path, open_stream)

    return Source(name, title, kind, trust, formats, open_, description, licence, tuple(tables))


class TableFile:
    """A file of one table, or an export with an array (or elements of XML) for each of several."""

    def __init__(self, stream: Stream, shape: Shape, tables: Mapping[str, Table], observed: datetime) -> None:
        self.table = ", ".join(dict.fromkeys(table.name for table in tables.values()))
        self.size = stream.size
        self.observed = observed
        self._stream = stream
        self._shape = shape
        self._tables = tables

    def __iter__(self) -> Iterator[Row | BadRow]:
        only = self._tables.get("")
        renames = only.renames(self._shape.columns) if only else {}
        if self._shape.format == "xml":
            return self._of_arrays(
                xml.read(self._stream, (t.elements for t in self._tables.values() if t.elements))
            )
        items = items_of(self._stream, self._shape, renames)
        if only is not None and self._shape.format != "json":
            plain: Iterator[Item] = (item for _, item in items)
            if self._shape.format in ("csv", "xlsx"):
                plain = _but_a_second_header(plain, only)
            elif names := _other_names(only, self._shape.columns):
                plain = (_under_known_names(item, names) for item in plain)
            return rows(plain, only.function(self._stream.path))
        return self._of_arrays(items)

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._stream.read

    def _of_arrays(self, items: Iterator[tuple[str, Item]]) -> Iterator[Row | BadRow]:
        functions = {array: table.function(self._stream.path) for array, table in self._tables.items()}
        names = {
            array: _other_names(table, self._shape.arrays.get(array) or self._shape.columns)
            for array, table in self._tables.items()
        }
        for array, item in items:
            if function := functions.get(array):
                yield from rows((_under_known_names(item, names[array]),), function)
            elif isinstance(item, BadRow) and self._shape.format == "xml":
                # of a document that cannot be read nobody can say whose it is
                yield item


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
            if row is not None and _has_rounded_key(row):
                raise RowError(_rounded_reason(raw))
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


def _other_names(table: Table, columns: Iterable[str]) -> dict[str, str]:
    """Every other name of a key that an object may have, whether the first objects have it or not."""
    return {**table.aliases, **table.renames(columns)}


def _under_known_names(item: Item, names: Mapping[str, str]) -> Item:
    """An object with the keys that the table's function knows; a CSV file is renamed once, in its header."""
    if isinstance(item, BadRow) or names.keys().isdisjoint(item[1]):
        return item
    line, raw = item
    return line, {names.get(key, key): value for key, value in raw.items() if names.get(key) not in raw}


def _has_rounded_key(row: Row) -> bool:
    """Whether a key was made of a number that lost its last digits: two things would then be one."""
    # nearly no key has this sign, and nothing more is looked at in those that have not
    if "+" in row.key and _ROUNDED_KEY.search(row.key):
        return True
    for record in row.records:
        if "+" in record.key and _ROUNDED_KEY.search(record.key):
            return True
    for claim in row.claims:
        for end in (claim.start, claim.end):
            if "+" in end.key and _ROUNDED_KEY.search(end.key):
                return True
    return False


def _rounded_reason(raw: Raw) -> str:
    columns = [repr(name) for name, value in raw.items() if IS_ROUNDED.fullmatch(str(value).strip())]
    named = f"column {', '.join(columns)}" if columns else "its key"
    return f"{named} was rounded by a spreadsheet (a number in scientific notation): its last digits are lost"


def _tables_of(shape: Shape, tables: Sequence[Table]) -> dict[str, Table]:
    """The tables in a file, by the key of their array (empty for a file that is one table)."""
    if shape.format == "xml":
        return _by_element(shape, tables)
    by_name = _by_array(tables)
    found = {
        array: table
        for array, keys in shape.arrays.items()
        if (table := by_name.get(array)) and (not table.missing(keys) if keys else _is_empty(array, shape))
    }
    # an array without rows may be one of a row's own lists: it counts beside one with rows, or where none has any
    if found and (any(shape.arrays[array] for array in found) or not any(shape.arrays.values())):
        return found
    fitting = [table for table in tables if not table.missing(shape.columns)]
    if not fitting:
        return {}
    best = max(fitting, key=lambda table: table.score(shape.columns))
    return {array: best for array in shape.arrays if array not in by_name} | {"": best}


def _is_empty(array: str, shape: Shape) -> bool:
    """Whether an array without rows has none indeed, rather than lying deeper than an export's arrays do."""
    return re.search(rf'"{re.escape(array)}"\s*:\s*\[\s*(\]|$)', shape.text) is not None


def _by_array(tables: Sequence[Table]) -> dict[str, Table]:
    return {name: table for table in tables for name in (table.name, *table.arrays)}


def _by_element(shape: Shape, tables: Sequence[Table]) -> dict[str, Table]:
    return {
        name: table
        for table in tables
        if table.elements and table.elements.fit(shape.root, shape.namespace)
        for name in table.elements.rows
    }


def _sheets(stream: Stream, shape: Shape, name: str, tables: Sequence[Table]) -> Iterator[Opened]:
    """The sheets of a workbook that are tables of a source; others are passed over, unless they nearly are one."""
    none = True
    refused = shape
    for sheet in workbook.sheets_of(stream.path):
        headers = workbook.headers_of(stream.path, sheet)
        this, chosen = _below_titles(replace(shape, sheet=sheet), tables, headers)
        if chosen:
            none = False
            yield TableFile(stream, this, chosen, stream.modified)
        for header in headers if not chosen else ():
            columns = tuple(header.names)
            if max(likeness(table, columns) for table in tables) >= ALIKE:
                raise refusal(stream.path, name, replace(shape, columns=columns), tables, ("xlsx",))
            refused = refused if refused.columns else replace(shape, columns=columns)
    if none:
        raise refusal(stream.path, name, refused, tables, ("xlsx",))


def _below_titles(
    shape: Shape, tables: Sequence[Table], headers: Iterable[Header]
) -> tuple[Shape, dict[str, Table]]:
    """The same file with the first of its rows that names a table's columns as its header, where there is one."""
    for header in headers:
        below = replace(shape, columns=tuple(header.names), header=header)
        if chosen := _tables_of(below, tables):
            return below, chosen
    return shape, {}


def _but_a_second_header(items: Iterator[Item], table: Table) -> Iterator[Item]:
    """The rows, the first rejected where it names columns too: some exports do it in two languages."""
    for item in items:
        if not isinstance(item, BadRow) and table.is_header(item[1]):
            item = BadRow(item[0], item[1], "is a second header")
        yield item
        break
    yield from items
