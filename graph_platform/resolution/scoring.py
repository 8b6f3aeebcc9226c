"""Candidates found and scored by Splink, on DuckDB: pairs of records with the level and weight of each comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph_platform.resolution import columns
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.model import Model

LOWEST = -12.0
"""Bits below which no neighbours make a pair worth a look."""
CHUNK = 200_000
"""Records whose pairs are scored at a time, so that memory does not grow with all pairs."""
FEW = 20_000
"""Up to so many records, pairs are compared without the preparations that pay off for many."""
AT_ONCE = 100_000
"""Pairs by name that are looked up together: each brings both rows with it."""
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

    def pair(self, place: int, ids: Sequence[str] | Mapping[int, str]) -> Scored:
        """One pair, by the ids of its records."""
        return Scored(
            ids[int(self.left[place])],
            ids[int(self.right[place])],
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
    """Rows of one schema beside a model, in a DuckDB schema that its connection uses."""

    def __init__(self, model: Model, connection: columns.Connection, count: int = 0) -> None:
        self.model, self.connection, self.count = model, connection, count

    def add(self, rows: pa.Table, numbers: Sequence[int]) -> None:
        """Take in rows (`columns.table_of`) with the number of each, which no other row has."""
        columns.append(self.connection, rows, numbers)
        self.count += len(rows)

    def values(self, *names: str) -> pa.Table:
        """Columns of all rows, in the order of their numbers; `number` is one."""
        return self.connection.execute(
            f"select {', '.join(names)} from parties order by number"
        ).to_arrow_table()

    def predict(self, lowest: float = LOWEST) -> Scores:
        """Every pair that blocking finds and that has `lowest` bits or more."""
        if self.count <= FEW:
            self.connection.execute(
                """
                create or replace temp table pairs as
                with exploded as (select number, unnest(keys) as key from parties)
                select distinct l.number as l, r.number as r
                from exploded l join exploded r on l.key = r.key and l.number < r.number
                """
            )
            return self._compare(lowest)
        from splink import DuckDBAPI, Linker

        backend = DuckDBAPI(self.connection)
        # Splink looks for a table's columns by its name alone, whatever schema it is in
        own = f"parties_of_{self.model.schema.lower()}"
        self.connection.execute(f"create or replace temp view {own} as select * from parties")
        linker = Linker(backend.register(own), self.model.settings(), validate_settings=False, log_level=None)
        for column in columns.FREQUENCIES[self.model.schema]:
            lookup = backend.register(f"frequencies_{column}")
            linker.table_management.register_term_frequency_lookup(lookup, column)
        chunks = -(-self.count // CHUNK)
        found = []
        for number in range(1, chunks + 1):
            table = linker.inference.predict_chunk(
                left_chunk=(number, chunks), right_chunk=(1, 1), threshold_match_weight=lowest
            )
            found.append(self.scores(table.physical_name))
            table.drop_table_from_database_and_remove_from_cache()
        return Scores.joined(found)

    def score(self, pairs: Iterable[tuple[int, int]]) -> Scores:
        """These pairs, whether blocking finds them or not."""
        wanted = sorted({(min(pair), max(pair)) for pair in pairs})
        pieces = range(0, max(len(wanted), 1), AT_ONCE)
        return Scores.joined([self._score(wanted[start : start + AT_ONCE]) for start in pieces])

    def _score(self, wanted: Sequence[tuple[int, int]]) -> Scores:
        self.connection.register(
            "asked",
            pa.table(
                {
                    "l": pa.array([pair[0] for pair in wanted], pa.int32()),
                    "r": pa.array([pair[1] for pair in wanted], pa.int32()),
                }
            ),
        )
        self.connection.execute("create or replace temp table pairs as select * from asked")
        self.connection.unregister("asked")
        return self._compare()

    def _compare(self, lowest: float | None = None) -> Scores:
        """The pairs of the table `pairs`, by Splink's way for few: its statement is made once, and kept."""
        from splink import DuckDBAPI
        from splink.internals.realtime import compare_records

        looked_up = " ".join(
            f"left join frequencies_{column} using ({column})"
            for column in columns.FREQUENCIES[self.model.schema]
        )
        for side in "lr":
            self.connection.execute(
                f"""
                create or replace temp table side_{side} as
                select parties.*, columns('tf_.*'), pairs.rowid as pair
                from pairs join parties on parties.number = pairs.{side} {looked_up}
                """
            )
        found = compare_records(
            "side_l",
            "side_r",
            self.model.settings(),
            DuckDBAPI(self.connection),
            sql_cache_key=self.model.fingerprint,
            join_condition="l.pair = r.pair",
        )
        scores = self.scores(found.physical_name, "" if lowest is None else f"where match_weight >= {lowest}")
        for table in (found.physical_name, "side_l", "side_r", "pairs"):
            self.connection.execute(f"drop table {table}")
        return scores

    def scores(self, table: str, kept: str = "") -> Scores:
        """What Splink has written into a table of this connection, in columns."""
        names = [comparison.name for comparison in COMPARISONS[self.model.schema]]
        there = {row[0] for row in self.connection.execute(f"describe {table}").fetchall()}
        rarity = [f"mw_tf_adj_{name}" if f"mw_tf_adj_{name}" in there else "0" for name in names]
        selected = [
            *("number_l", "number_r", "match_weight"),
            *(f"mw_{name}" for name in names),
            *(f"{said}::float" for said in rarity),
        ]
        read = self.connection.execute(f"select {', '.join(selected)} from {table} {kept}").to_arrow_table()
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
