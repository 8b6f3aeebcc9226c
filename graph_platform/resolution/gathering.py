"""Records on their way to be resolved: numbered as they come, their rows in columns, their relationships as numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np

from graph_platform.resolution import columns
from graph_platform.resolution.collective import SAYS_NOTHING, Related
from graph_platform.resolution.featuring import Featured
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.scoring import Numbers, Scorer

MEMORY = "1GB"
"""What DuckDB takes before it goes to disk."""
FILE = "rows.duckdb"


class Gathered:
    """All records of a resolution. Whatever a relationship leads to has a number too, and no row.

    `folder` is where rows are kept; without one they are gone when this is closed.
    """

    def __init__(self, models: Mapping[Schema, Model] | None = None, folder: Path | None = None) -> None:
        self.models = {schema: (models or {}).get(schema) or shipped(schema) for schema in SCHEMAS}
        self._own = TemporaryDirectory(prefix="resolution-", ignore_cleanup_errors=True)
        self.connection = connect((folder or Path(self._own.name)) / FILE, Path(self._own.name))
        self.scorers = {schema: self._scorer(schema) for schema in SCHEMAS}
        self.ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._source, self._target = array("i"), array("i")
        self.settled: dict[int, int] = {}
        """Numbers of records that are one with another's, and are not to be decided about."""
        self.called: dict[int, str] = {}
        """The names of those."""

    def add(self, rows: Featured) -> None:
        """Take in records, each once."""
        for schema, ids, table in rows:
            self.scorers[schema].add(table, [self.number(id_) for id_ in ids])

    def _scorer(self, schema: Schema) -> Scorer:
        connection = used(self.connection, schema, create=True)
        columns.create(connection, schema)
        return Scorer(self.models[schema], connection)

    def prepare(self) -> None:
        """Compute what depends on all rows together; no record is added after."""
        for schema, scorer in self.scorers.items():
            columns.prepare(scorer.connection, schema)

    def relate(self, related: Iterable[Related]) -> None:
        """Take in relationships."""
        self.join(
            (self.number(relation.source), self.number(relation.target))
            for relation in related
            if relation.type not in SAYS_NOTHING
        )

    def join(self, ends: Iterable[tuple[int, int]]) -> None:
        """Take in relationships by the numbers of their ends."""
        for source, target in ends:
            self._source.append(source)
            self._target.append(target)

    def number(self, id_: str) -> int:
        """The number of a record, given to it where it has none."""
        number = self._numbers.setdefault(id_, len(self.ids))
        if number == len(self.ids):
            self.ids.append(id_)
        return number

    def known(self, id_: str) -> int | None:
        """The number of a record that has come."""
        return self._numbers.get(id_)

    @property
    def ends(self) -> tuple[Numbers, Numbers]:
        """Both ends of all relationships."""
        return np.frombuffer(self._source, np.int32), np.frombuffer(self._target, np.int32)

    def close(self) -> None:
        """Give memory and files back."""
        for scorer in self.scorers.values():
            scorer.connection.close()
        self.connection.close()
        self._own.cleanup()


def connect(file: Path, spill: Path) -> columns.Connection:
    """A DuckDB file, opened or made; what does not fit into memory goes to the folder `spill`."""
    settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(spill)}
    connection = duckdb.connect(file, config=settings)
    # its own bar would stand in the output of commands
    connection.execute("set enable_progress_bar = false")
    return connection


def used(connection: columns.Connection, schema: Schema, create: bool = False) -> columns.Connection:
    """A connection to the rows of one schema, in the same file."""
    cursor = connection.cursor()
    if create:
        cursor.execute(f"create schema {schema.lower()}")
    cursor.execute(f"use {schema.lower()}")
    return cursor
