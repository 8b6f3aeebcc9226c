"""Candidates found and scored by Splink, on DuckDB: pairs of records with the weight of each comparison in bits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from graph_platform.resolution import frequencies
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.features import COLUMNS, Row
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema

RARE = 50
"""Up to so many records of one name are all compared; of a name that more have, those that share more."""
LOWEST = -12.0
"""Bits below which a pair is not kept."""

_FREQUENCIES: dict[Schema, dict[str, Callable[[str], float]]] = {
    "Person": {"name": frequencies.person_name, "sound": frequencies.person_sound},
    "Organization": {
        "core": frequencies.organization_name,
        "brand": frequencies.organization_name,
    },
}


WORLD = {"name": 5_000_000, "sound": 5_000_000, "core": 50_000_000, "brand": 50_000_000}
"""So many records' worth is what is known of the world's names beside those at hand."""


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


class Scorer:
    """Rows of one schema beside a model, in a DuckDB of its own; closed when it is left."""

    def __init__(self, model: Model, rows: Sequence[Row], threads: int | None = None) -> None:
        from splink import DuckDBAPI, Linker

        self.model = model
        self.schema = model.schema
        self._connection = duckdb.connect(config={"threads": threads} if threads else {})
        self._register_rows(rows)
        self._backend = backend = DuckDBAPI(self._connection)
        self._asked = 0
        self._linker = Linker(
            backend.register("parties"), model.settings(), validate_settings=False, log_level=None
        )
        for column, background in _FREQUENCIES[self.schema].items():
            shares = _shares(rows, column, background)
            table = pa.table({column: list(shares), f"tf_{column}": list(shares.values())})
            self._connection.register(f"frequencies_{column}", table)
            self._linker.table_management.register_term_frequency_lookup(
                backend.register(f"frequencies_{column}"), column
            )

    def _register_rows(self, rows: Sequence[Row]) -> None:
        columns = COLUMNS[self.schema]
        types = {
            "VARCHAR": pa.string(),
            "VARCHAR[]": pa.list_(pa.string()),
            "BOOLEAN": pa.bool_(),
            "INTEGER": pa.int32(),
        }
        table = pa.table(
            {name: pa.array([row[name] for row in rows], types[kind]) for name, kind in columns.items()}
        )
        self._connection.register("said", table)
        rare = ", ".join(
            f"case when count(*) over (partition by {name}) <= {RARE} then {name} end as rare_{name}"
            for name in (("name", "sound") if self.schema == "Person" else ("name", "core"))
        )
        self._connection.execute(f"create table parties as select *, {rare} from said")  # noqa: S608 - names of ours

    def predict(self) -> list[Scored]:
        """Every pair that blocking finds and that is worth keeping."""
        found = self._linker.inference.predict(threshold_match_weight=LOWEST)
        return self._scored(found.physical_name)

    def score(self, pairs: Iterable[tuple[str, str]]) -> list[Scored]:
        """These pairs, whether blocking finds them or not."""
        wanted = sorted({(min(pair), max(pair)) for pair in pairs})
        if not wanted:
            return []
        asked = pa.table(
            {
                "unique_id": [id_ for pair in wanted for id_ in pair],
                "pair": [str(number) for number in range(len(wanted)) for _ in range(2)],
            }
        )
        self._asked += 1
        name = f"asked_{self._asked}"
        self._connection.register(f"pairs_{self._asked}", asked)
        self._connection.execute(
            f"create table {name} as select parties.*, pairs from parties join (select unique_id, list(pair) as pairs"  # noqa: S608
            f" from pairs_{self._asked} group by unique_id) using (unique_id)"
        )
        found = self._linker.inference.predict_within(
            self._backend.register(name),
            blocking_rules_to_generate_predictions=[
                {
                    "blocking_rule": "l.pairs = r.pairs",
                    "arrays_to_explode": ["pairs"],
                    "sql_dialect": "duckdb",
                }
            ],
        )
        return self._scored(found.physical_name)

    def _scored(self, table: str) -> list[Scored]:
        names = [comparison.name for comparison in COMPARISONS[self.schema]]
        columns = [row[0] for row in self._connection.execute(f"describe {table}").fetchall()]
        rarity = [f"mw_tf_adj_{name}" if f"mw_tf_adj_{name}" in columns else "0::float8" for name in names]
        selected = ", ".join(
            ["unique_id_l", "unique_id_r", "match_weight", *(f"mw_{name}" for name in names), *rarity]
        )
        levels = [self.model.levels_by_bits(name) for name in names]
        count, found = len(names), []
        query = f"select {selected} from {table}"  # noqa: S608 - names of ours
        for left, right, weight, *bits in self._connection.execute(query).fetchall():
            base = bits[:count]
            found.append(
                Scored(
                    left,
                    right,
                    weight,
                    tuple(
                        by_bits.get(round(said, 6), -1) for by_bits, said in zip(levels, base, strict=True)
                    ),
                    tuple(map(sum, zip(base, bits[count:], strict=True))),
                )
            )
        return found

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def _shares(rows: Sequence[Row], column: str, background: Callable[[str], float]) -> dict[str, float]:
    """How often each value of a column is met: in these rows, mixed with what is known of the world's names."""
    counts = Counter(row[column] for row in rows if row[column])
    total = sum(counts.values()) + WORLD[column]
    return {value: (count + WORLD[column] * background(value)) / total for value, count in counts.items()}
