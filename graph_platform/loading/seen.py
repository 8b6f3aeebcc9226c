"""Which rows a load has met, on disk, so that memory stays flat: hashes only, no value of a row.

It finds the second row with the key of an earlier one, and for a complete load the stored rows that did not come again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Self

from graph_platform.loading.prepare import Prepared


class Again(Enum):
    """What a row is, beside the earlier rows of the same load."""

    FIRST = auto()
    SAME = auto()
    NEWER = auto()
    CONFLICT = auto()


class Seen:
    """The rows that one run has met, by the id of their leading fact."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.path = path
        self._rows = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._rows.close()
            raise

    def _prepare(self) -> None:
        # a killed process leaves a file that can be read; what is not yet in it is met again with the same ordinal
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS row "
            "(lead BLOB PRIMARY KEY, ordinal INTEGER, hash BLOB, seen INTEGER) WITHOUT ROWID"
        )
        self._rows.execute("CREATE TABLE IF NOT EXISTS refused (lead BLOB PRIMARY KEY) WITHOUT ROWID")
        self._rows.execute("CREATE TABLE IF NOT EXISTS kind (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._rows.execute("CREATE TABLE IF NOT EXISTS unread (ordinal INTEGER PRIMARY KEY)")

    @classmethod
    def again(cls, path: Path) -> Self | None:
        """What a run that did not come to its end has met; `None` where that is lost."""
        if not path.exists():
            return None
        with suppress(sqlite3.DatabaseError), ExitStack() as opened:
            seen = cls(path)
            opened.callback(seen.close)
            if seen._rows.execute("PRAGMA quick_check").fetchone() == ("ok",):
                opened.pop_all()
                return seen
        return None

    def check(self, rows: Sequence[tuple[int, Prepared]]) -> list[Again]:
        """What each row (with its ordinal in the load) is. Rows of one call have different leads."""
        entries = [
            (bytes.fromhex(row.lead), ordinal, bytes.fromhex(row.hash), row.seen or 0)
            for ordinal, row in rows
        ]
        kinds = {(row.table,) for _, row in rows}
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT OR IGNORE INTO kind VALUES (?)", kinds)
        before = self._rows.total_changes
        self._rows.executemany("INSERT OR IGNORE INTO row VALUES (?, ?, ?, ?)", entries)
        new = self._rows.total_changes - before
        self._rows.execute("COMMIT")
        if new == len(entries):
            return [Again.FIRST] * len(entries)
        return [self._again(entry) for entry in entries]

    def _again(self, entry: tuple[bytes, int, bytes, int]) -> Again:
        lead, ordinal, hash_, seen = entry
        known = self._rows.execute("SELECT ordinal, hash, seen FROM row WHERE lead = ?", (lead,)).fetchone()
        if known[0] == ordinal:
            return Again.FIRST
        if known[1] == hash_:
            return Again.SAME
        if seen > known[2]:
            self._rows.execute(
                "UPDATE row SET ordinal = ?, hash = ?, seen = ? WHERE lead = ?", (ordinal, hash_, seen, lead)
            )
            return Again.NEWER
        return Again.CONFLICT if seen == known[2] else Again.SAME

    def refuse(self, leads: Iterable[str]) -> None:
        """Note rows that were there and could not be used: what is stored of them is not missing."""
        rows = [(bytes.fromhex(lead),) for lead in leads]
        self._rows.executemany("INSERT OR IGNORE INTO refused VALUES (?)", rows)

    def pass_over(self, ordinals: Iterable[int]) -> None:
        """Note rows of which not even the key could be read."""
        self._rows.executemany("INSERT OR IGNORE INTO unread VALUES (?)", [(each,) for each in ordinals])

    @property
    def unread(self) -> int:
        """How many rows could not be read: any stored row may be among them."""
        count: int = self._rows.execute("SELECT count(*) FROM unread").fetchone()[0]
        return count

    @property
    def tables(self) -> set[str]:
        """The kinds of file whose rows were met."""
        return {name for (name,) in self._rows.execute("SELECT name FROM kind")}

    def missing(self, leads: Iterable[str]) -> list[str]:
        """Those of these leads that the load has not met."""
        return [lead for lead in leads if not self._met(bytes.fromhex(lead))]

    def _met(self, lead: bytes) -> bool:
        query = "SELECT 1 FROM row WHERE lead = :lead UNION ALL SELECT 1 FROM refused WHERE lead = :lead"
        return self._rows.execute(query, {"lead": lead}).fetchone() is not None

    def remove(self) -> None:
        """Close and delete the file."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and keep it for the run that goes on."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
