"""The real public data beside the checkout: where it is, how it is loaded, and what of it is in the graph."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_platform.cli.load import run_load
from graph_platform.database import Database
from graph_platform.loading.load import Summary
from graph_platform.settings import PREFIX, Settings

DATA = Path(__file__).parents[2] / "shared" / "data"
NO_DATA = "the shared data is not beside the checkout"
ENTITIES = "MATCH (node:Entity) UNWIND labels(node) AS label RETURN label, count(*) AS count"
JOINED = "MATCH (:Entity)-[joined]->(:Entity) RETURN type(joined) AS type, count(*) AS count"
SAID = "MATCH (record:Record {data_set: $name}) RETURN count(record) AS count"
CLAIMED = "MATCH (:Record {data_set: $name})-[claim:CLAIMS]->() RETURN count(claim) AS count"
HISTORY = "MATCH (version:Version) RETURN count(version) AS count"


def table(path: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a file as they stand in it; skips the test where the data is absent."""
    with (folder() / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def folder() -> Path:
    """The folder of the data; skips the test where it is absent."""
    if not DATA.is_dir():
        pytest.skip(NO_DATA)
    return DATA


class Loaded:
    """Files of the data that were loaded by the command's own function, and the graph that they made."""

    def __init__(self, database: Database, settings: Settings, source: str, *files: str) -> None:
        """`source` is the name of a source, or `mapping:` and the name of a shipped mapping."""
        self._database, self._settings, self._source = database, settings, source
        self._files = [folder() / file for file in files]
        self.summary = self.load()

    def load(self) -> Summary:
        """Load the files (again)."""
        source, _, mapping = self._source.partition(":")
        with _settings_in_environment(self._settings):
            return run_load(source, self._files, mapping or None, "real")

    def entities(self) -> dict[str, int]:
        """How many entities there are by label."""
        return self._counted(ENTITIES, "label")

    def joined(self) -> dict[str, int]:
        """How many relationships there are between entities, by type."""
        return self._counted(JOINED, "type")

    def facts(self) -> tuple[int, int]:
        """How many records and claims there are."""
        return self._count(SAID), self._count(CLAIMED)

    def check_again(self) -> None:
        """Load the files once more: nothing may change."""
        before = self.entities(), self.joined(), self.facts()
        again = self.load()
        assert (again.counts.new, again.counts.changed, again.counts.late, again.counts.facts) == (0, 0, 0, 0)
        assert (again.rows, again.rejected) == (self.summary.rows, self.summary.rejected)
        assert (self.entities(), self.joined(), self.facts()) == before
        assert self._count(HISTORY) == 0

    def _counted(self, query: str, key: str) -> dict[str, int]:
        return {row[key]: row["count"] for row in self._database.read(query)}

    def _count(self, query: str) -> int:
        (row,) = self._database.read(query, {"name": "real"})
        count: int = row["count"]
        return count


@contextmanager
def _settings_in_environment(settings: Settings) -> Iterator[None]:
    """The command reads its settings from the environment: there are none but the home's."""
    os.environ[f"{PREFIX}HOME"] = str(settings.home)
    try:
        yield
    finally:
        del os.environ[f"{PREFIX}HOME"]


def distinct(rows: list[dict[str, str]], *columns: str) -> int:
    """How many different values some columns have together."""
    return len({tuple(row[column] for column in columns) for row in rows})


def repeated(rows: list[dict[str, str]], column: str) -> Mapping[str, int]:
    """The values of a column that stand in more than one row, with how many."""
    counts = Counter(row[column] for row in rows)
    return {value: count for value, count in counts.items() if count > 1}
