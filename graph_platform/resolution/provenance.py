"""Where records that a person is asked about stand: data set, file, line, and since when that has been said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from graph_platform.database import Database
from graph_platform.statements import statement


@dataclass(frozen=True, slots=True)
class Standing:
    """One record's place. `seen` is the day (UTC) since which its source has said this, or nothing."""

    data_set: str
    file: str
    line: int | None
    seen: str
    entity: str

    def __str__(self) -> str:
        where = f"{self.data_set} {self.file}:{self.line}" if self.file else self.data_set
        return f"{where}, {self.seen}" if self.seen else where


def standings(database: Database, ids: Iterable[str]) -> dict[str, Standing]:
    """The place of each of these records."""
    rows = database.read(statement("resolution/read_sources"), {"ids": sorted(set(ids))})
    return {
        row["id"]: Standing(
            row["data_set"] or "", row["file"] or "", row["line"], day_of(row["seen"]), row["entity"] or ""
        )
        for row in rows
    }


def day_of(milliseconds: int | None) -> str:
    """A day (UTC) out of milliseconds since 1970."""
    return "" if milliseconds is None else f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d}"
