"""Any other source, by a declaration instead of code: a YAML file that says which column is what.

    graph-platform load mapping dispatches.csv --mapping dispatches
    graph-platform load mapping customers.csv --mapping ./our-crm.yaml

A mapping that queries a SQL database is loaded by its own path: `load mapping our-erp.yaml --mapping our-erp.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from graph_platform.errors import MappingError
from graph_platform.facts import BadRow, Formats, Row
from graph_platform.source import Source
from graph_platform.strict_yaml import Document
from ingestors.mapping.check import checked
from ingestors.mapping.compile import row_function
from ingestors.mapping.model import Mapping, Sql
from ingestors.reading import database
from ingestors.reading.stream import Stream
from ingestors.tables import RowFunction, Table, rows, tables_source

__all__ = ["mapping_source", "shipped_mappings"]

SUFFIXES = (".yaml", ".yml")


def shipped_mappings() -> dict[str, Path]:
    """The mappings that come with the platform, by name."""
    folder = Path(str(files("ingestors").joinpath("mappings")))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def mapping_source(name_or_path: str | Path) -> Source:
    """The source that a mapping declares: a path, or the name of one that is shipped."""
    path = _path(name_or_path)
    mapping = checked(Document(path))
    functions = {name: row_function(table) for name, table in mapping.tables.items()}
    tables = [
        Table(
            name,
            functions[name],
            tuple(table.columns),
            tuple(table.optional),
            table.aliases,
            table.description,
        )
        for name, table in mapping.tables.items()
    ]
    source = tables_source(
        mapping.source,
        mapping.title,
        mapping.kind,
        mapping.trust,
        _formats(mapping),
        tables,
        licence=mapping.licence,
        description=mapping.description,
    )
    queries = [(table.sql, functions[name], name) for name, table in mapping.tables.items() if table.sql]
    return replace(
        source, open=lambda file: _Queried(file, queries) if queries and file == path else source.open(file)
    )


def _path(name_or_path: str | Path) -> Path:
    shipped = shipped_mappings()
    if str(name_or_path) in shipped:
        return shipped[str(name_or_path)]
    path = Path(name_or_path)
    if path.is_file():
        return path
    close = get_close_matches(path.stem, shipped, 1, 0.6)
    hint = f"Did you mean {close[0]}?" if close else f"Give a path, or one of {', '.join(shipped)}."
    kind = "file" if path.suffix in SUFFIXES else "mapping"
    raise MappingError(f"there is no {kind} {path.name!r}", hint)


def _formats(mapping: Mapping) -> Formats:
    said = mapping.formats
    return Formats(tuple(said.dates), said.country, said.timezone, said.currency, said.decimal)


class _Queried:
    """The queries of a mapping, opened as if they were one file."""

    def __init__(self, path: Path, queries: list[tuple[Sql, RowFunction, str]]) -> None:
        stream = Stream(path)
        self._queries = queries
        self.table = ", ".join(name for _, _, name in queries)
        self.size = stream.size
        self.observed = stream.modified
        self._done = False

    def __iter__(self) -> Iterator[Row | BadRow]:
        for sql, function, _ in self._queries:
            yield from rows(database.read(sql.address, sql.query), function)
        self._done = True

    def position(self) -> int:
        """All of it once the last query has ended: nobody knows how long a query's answer is."""
        return self.size if self._done else 0
