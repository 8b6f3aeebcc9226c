"""What a load's columns look like, as shares and never as values, for the next load to be compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_platform.loading.prepare import Prepared

FIRST = 1_000
EVERY = 64
MOST_COLUMNS = 300
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")


@dataclass(slots=True)
class Profile:
    """Counts of filled and numeric cells by table and column, of a load's first rows and of every 64th after them."""

    rows: dict[str, int] = field(default_factory=dict)
    filled: dict[tuple[str, str], int] = field(default_factory=dict)
    numeric: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, rows: Iterable[tuple[int, Prepared]]) -> None:
        """Look at rows, each with its ordinal in the load."""
        for ordinal, row in rows:
            if (ordinal <= FIRST or ordinal % EVERY == 0) and isinstance(row.raw, dict):
                self._note(row.table, row.raw)

    def _note(self, table: str, raw: dict[str, object]) -> None:
        self.rows[table] = self.rows.get(table, 0) + 1
        for column, value in raw.items():
            key = table, column
            if key not in self.filled:
                if len(self.filled) >= MOST_COLUMNS:
                    continue
                self.filled[key] = self.numeric[key] = 0
            if value is not None and (text := str(value).strip()) not in ("", "[]", "{}"):
                self.filled[key] += 1
                self.numeric[key] += _NUMBER.fullmatch(text) is not None

    def properties(self) -> dict[str, list[str] | list[float]]:
        """What a `Run` keeps of it: shares of all rows that are filled, and of these that are numbers."""
        keys = sorted(self.filled)
        return {
            "tables": sorted(self.rows),
            "columns": [f"{table}.{column}" for table, column in keys],
            "filled": [round(self.filled[key] / self.rows[key[0]], 3) for key in keys],
            "numeric": [round(self.numeric[key] / max(self.filled[key], 1), 3) for key in keys],
        }
