"""One record that is not in the graph yet, beside all that are: who it could be, without writing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from graph_platform.resolution import columns, guards
from graph_platform.resolution.columns import BLOCK, FREQUENCIES, Connection
from graph_platform.resolution.decisions import Decision, judge
from graph_platform.resolution.features import COLUMNS, rows_of
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Party, Schema
from graph_platform.resolution.scoring import Scorer

NEW = -1
"""The number of the record that is asked about."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that could be about the same thing, with what would be decided and why."""

    record: str
    decision: Decision
    probability: float
    reason: str


class Matcher:
    """Finds records like a given one in what the last run kept. What their neighbours say is left out."""

    def __init__(self, store: Connection, models: Mapping[Schema, Model]) -> None:
        self._store, self._models = store, models
        self._beside = duckdb.connect(config={"threads": 1})

    def match(self, party: Party) -> list[Match]:
        """The records that could be the same, the likeliest first."""
        schema = party.schema
        self._store.execute(f"use {schema.lower()}")
        self._prepare(party)
        found = self._store.execute(
            f"""
            with mine as (select distinct key from own_keys), mates as (
                select key, number, certain from keys where key in (from mine)
            ), few as (select key from mates group by key having count(*) <= {BLOCK} or bool_or(certain))
            select distinct number from mates where key in (from few)
            """
        ).fetchall()
        numbers = [row[0] for row in found]
        if not numbers:
            return []
        listed = ", ".join(map(str, numbers))
        self._take(
            "parties",
            f"""
            select {", ".join(COLUMNS[schema])}, number, null::UBIGINT[] as keys from asked
            union all by name
            select {", ".join(COLUMNS[schema])}, number, null::UBIGINT[] as keys from parties where number in ({listed})
            """,
        )
        for column in FREQUENCIES[schema]:
            self._take(
                f"frequencies_{column}",
                f"select * from frequencies_{column} where {column} in"
                f" (select {column} from parties where number in ({listed}) union select {column} from asked)",
            )
        return self._judged(schema, numbers)

    def _prepare(self, party: Party) -> None:
        table = columns.table_of(party.schema, rows_of(party.schema, [party]))
        self._store.register("given", table.append_column("number", pa.array([NEW], pa.int32())))
        self._store.execute("create or replace temp table asked as select * from given")
        self._store.unregister("given")
        columns.without_shared(self._store, party.schema, "asked")
        self._store.execute(
            "create or replace temp table own_keys (key UBIGINT, number INTEGER, certain BOOLEAN)"
        )
        for keys in columns.keys_of(party.schema, "asked"):
            self._store.execute(f"insert into own_keys {keys}")

    def _take(self, name: str, query: str) -> None:
        """Copy the rows of a query out of what was kept."""
        self._beside.register("given", self._store.execute(query).to_arrow_table())
        self._beside.execute(f"create or replace table {name} as select * from given")
        self._beside.unregister("given")

    def _judged(self, schema: Schema, numbers: list[int]) -> list[Match]:
        model = self._models[schema]
        scorer = Scorer(model, self._beside, len(numbers) + 1)
        rows = {row["number"]: row for row in scorer.values(*COLUMNS[schema], "number").to_pylist()}
        asked = rows[NEW]
        scores = scorer.score((NEW, number) for number in numbers)
        ids = {number: row["unique_id"] for number, row in rows.items()}
        matches = []
        for place in range(len(scores)):
            other = rows[int(scores.right[place])]
            judged = judge(
                model,
                scores.pair(place, ids),
                vetoed=guards.veto(guards.marks_of(asked), guards.marks_of(other)),
                distinctive=bool(asked.get("distinctive") and other.get("distinctive")),
                one_system=bool(asked["system"]) and asked["system"] == other["system"],
            )
            if judged.decision is not Decision.DIFFERENT:
                matches.append(Match(other["unique_id"], judged.decision, judged.probability, judged.reason))
        return sorted(matches, key=lambda match: -match.probability)
