"""Candidates found and scored by Splink, on DuckDB: pairs of records with the level and weight of each comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph_platform.resolution import columns
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.model import Model

LOWEST = -12.0
"""Bits below which a pair is not kept."""
CHUNK = 200_000
"""Records whose pairs are scored at a time, so that memory does not grow with all pairs."""
MEMORY = "1GB"
"""What DuckDB takes before it goes to disk."""
Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scored:
    """Two records, the weight of their agreement with the prior in it, and what each comparison adds, in bits.

    `levels` and `bits` are in the order of `COMPARISONS`; the level of a comparison that is not known is -1.
    """

    left: str
    right: str
    weight: float
    levels: tuple[int, ...]
    bits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Many pairs in columns; `levels` and `bits` have a row for each pair and a column for each comparison."""

    left: Numbers
    right: Numbers
    weight: Floats
    levels: npt.NDArray[np.int8]
    bits: Floats

    def __len__(self) -> int:
        return len(self.left)

    def pair(self, place: int, ids: Sequence[str]) -> Scored:
        """One pair, by the ids of its records."""
        return Scored(
            ids[self.left[place]],
            ids[self.right[place]],
            float(self.weight[place]),
            tuple(self.levels[place].tolist()),
            tuple(self.bits[place].tolist()),
        )

    @staticmethod
    def joined(parts: Sequence[Scores]) -> Scores:
        """All pairs of several."""
        return Scores(
            np.concatenate([part.left for part in parts]),
            np.concatenate([part.right for part in parts]),
            np.concatenate([part.weight for part in parts]),
            np.concatenate([part.levels for part in parts]),
            np.concatenate([part.bits for part in parts]),
        )


class Scorer:
    """Rows of one schema beside a model, in a DuckDB file of its own; gone when it is closed."""

    def __init__(self, model: Model, threads: int | None = None) -> None:
        self.model = model
        self._folder = TemporaryDirectory(prefix="resolution-", ignore_cleanup_errors=True)
        settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": self._folder.name}
        self.connection = duckdb.connect(
            Path(self._folder.name) / "rows.duckdb",
            config=settings | ({"threads": threads} if threads else {}),
        )
        columns.create(self.connection, model.schema)
        self.count = 0
        self._asked = 0

    def add(self, rows: pa.Table, numbers: Sequence[int]) -> None:
        """Take in rows (`columns.table_of`) with the number of each, which no other row has."""
        columns.append(self.connection, rows, numbers)
        self.count += len(rows)

    def prepare(self) -> None:
        """Compute what depends on all rows together; nothing is added after."""
        columns.prepare(self.connection, self.model.schema)

    def values(self, *names: str) -> pa.Table:
        """Columns of all rows, in the order of their numbers; `number` is one."""
        return self.connection.execute(
            f"select {', '.join(names)} from parties order by number"
        ).to_arrow_table()

    @cached_property
    def _backend(self) -> Any:
        from splink import DuckDBAPI

        return DuckDBAPI(self.connection)

    @cached_property
    def _linker(self) -> Any:
        from splink import Linker

        linker = Linker(
            self._backend.register("parties"), self.model.settings(), validate_settings=False, log_level=None
        )
        for column in columns.FREQUENCIES[self.model.schema]:
            linker.table_management.register_term_frequency_lookup(
                self._backend.register(f"frequencies_{column}"), column
            )
        return linker

    def predict(self) -> Scores:
        """Every pair that blocking finds and that is worth keeping."""
        chunks = max(-(-self.count // CHUNK), 1)
        found = []
        for number in range(1, chunks + 1):
            table = self._linker.inference.predict_chunk(
                left_chunk=(number, chunks), right_chunk=(1, 1), threshold_match_weight=LOWEST
            )
            found.append(self._scores(table.physical_name))
            table.drop_table_from_database_and_remove_from_cache()
        return Scores.joined(found)

    def score(self, pairs: Iterable[tuple[int, int]]) -> Scores:
        """These pairs, whether blocking finds them or not."""
        wanted = sorted({(min(pair), max(pair)) for pair in pairs})
        asked = pa.table(
            {
                "number": pa.array([number for pair in wanted for number in pair], pa.int32()),
                "pair": pa.array([place for place in range(len(wanted)) for _ in range(2)], pa.uint64()),
            }
        )
        self._asked += 1
        name = f"asked_{self._asked}"
        self.connection.register("pairs", asked)
        self.connection.execute(
            f"""
            create table {name} as select parties.* replace (pairs.keys as keys)
            from parties join (select number, list(pair) as keys from pairs group by number) pairs using (number)
            """
        )
        self.connection.unregister("pairs")
        found = self._linker.inference.predict_within(self._backend.register(name))
        scores = self._scores(found.physical_name)
        found.drop_table_from_database_and_remove_from_cache()
        self.connection.execute(f"drop table {name}")
        return scores

    def _scores(self, table: str) -> Scores:
        names = [comparison.name for comparison in COMPARISONS[self.model.schema]]
        there = {row[0] for row in self.connection.execute(f"describe {table}").fetchall()}
        rarity = [f"mw_tf_adj_{name}" if f"mw_tf_adj_{name}" in there else "0" for name in names]
        selected = [
            *("number_l", "number_r", "match_weight"),
            *(f"mw_{name}" for name in names),
            *(f"{said}::float" for said in rarity),
        ]
        read = self.connection.execute(f"select {', '.join(selected)} from {table}").to_arrow_table()
        read_columns = [column.to_numpy() for column in read.columns]
        said, rare = read_columns[3 : 3 + len(names)], read_columns[3 + len(names) :]
        return Scores(
            read_columns[0].astype(np.int32),
            read_columns[1].astype(np.int32),
            read_columns[2].astype(np.float32),
            np.stack([self._levels(name, bits) for name, bits in zip(names, said, strict=True)], axis=1),
            np.stack([bits + more for bits, more in zip(said, rare, strict=True)], axis=1).astype(np.float32),
        )

    def _levels(self, comparison: str, bits: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
        """The place of each level, by its weight: Splink's answer names weights alone."""
        worth = np.round(self.model.bits(comparison), 6)
        order = np.argsort(worth)
        places = np.minimum(np.searchsorted(worth[order], np.round(bits, 6)), len(worth) - 1)
        found = order[places]
        return np.where(np.isclose(worth[found], bits, atol=2e-6), found, -1).astype(np.int8)

    def close(self) -> None:
        """Give the memory and the file back."""
        self.connection.close()
        self._folder.cleanup()
