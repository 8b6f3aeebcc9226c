"""Which rows a load has met, on disk, so that memory stays flat: hashes only, no value of a row.

It finds the second row with the key of an earlier one, and for a complete load the stored rows that did not come again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
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
        # what is lost with the machine is found out again: a row that is met twice has its own ordinal
        self._rows = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS row "
            "(lead BLOB PRIMARY KEY, ordinal INTEGER, hash BLOB, seen INTEGER) WITHOUT ROWID"
        )

    def check(self, rows: Sequence[tuple[int, Prepared]]) -> list[Again]:
        """What each row (with its ordinal in the load) is. Rows of one call have different leads."""
        entries = [
            (bytes.fromhex(row.lead), ordinal, bytes.fromhex(row.hash), row.seen or 0)
            for ordinal, row in rows
        ]
        before = self._rows.total_changes
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT OR IGNORE INTO row VALUES (?, ?, ?, ?)", entries)
        self._rows.execute("COMMIT")
        if self._rows.total_changes - before == len(entries):
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

    def missing(self, leads: Iterable[str]) -> list[str]:
        """Those of these leads that the load has not met."""
        return [
            lead
            for lead in leads
            if not self._rows.execute("SELECT 1 FROM row WHERE lead = ?", (bytes.fromhex(lead),)).fetchone()
        ]

    def remove(self) -> None:
        """Close and delete the file."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and keep it for the run that goes on."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
