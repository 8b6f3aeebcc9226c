"""Rows of one schema in columns: in DuckDB, with what too many share taken out, and keys to find candidates by.

Everything that depends on all records together is computed here, in SQL: how many different names a phone stands with,
how frequent a name is, which records have a key in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa

from graph_platform.resolution import frequencies
from graph_platform.resolution.comparisons import BLOCKING
from graph_platform.resolution.features import COLUMNS, SHARED_BY, Row
from graph_platform.resolution.party import Schema

BLOCK = 50
"""Up to so many records that have a key in common are all compared; of more, those that share another key."""
CERTAIN = frozenset(("identifiers", "numbers"))
"""Keys by which the first record is compared with every other one, however many have it."""

FREQUENCIES: Mapping[Schema, Mapping[str, Callable[[str], float]]] = {
    "Person": {"name": frequencies.person_name, "sound": frequencies.person_sound},
    "Organization": {
        "core": frequencies.organization_name,
        "brand": frequencies.organization_name,
    },
}
"""The columns in which a rare value says more, each with what is known of the world's names."""
WORLD = {"name": 5_000_000, "sound": 5_000_000, "core": 50_000_000, "brand": 50_000_000}
"""So many records' worth is what is known of the world's names beside those at hand."""

_ARROW = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
}


def table_of(schema: Schema, rows: Sequence[Row]) -> pa.Table:
    """Rows of `features` as an Arrow table, with the world's share of each name beside it."""
    columns = {
        name: pa.array([row[name] for row in rows], _ARROW[kind]) for name, kind in COLUMNS[schema].items()
    }
    for column, background in FREQUENCIES[schema].items():
        columns[f"{column}_share"] = pa.array(
            [background(row[column]) if row[column] else None for row in rows], pa.float64()
        )
    return pa.table(columns)


def create(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """An empty table `said`, whose rows will have numbers."""
    columns = [f"{name} {kind}" for name, kind in COLUMNS[schema].items()]
    columns += [f"{column}_share DOUBLE" for column in FREQUENCIES[schema]]
    connection.execute(f"create table said (number INTEGER, {', '.join(columns)})")


def append(connection: duckdb.DuckDBPyConnection, rows: pa.Table, numbers: Sequence[int]) -> None:
    """Add rows with their numbers."""
    connection.register("more", rows.append_column("number", pa.array(numbers, pa.int32())))
    connection.execute("insert into said by name select * from more")
    connection.unregister("more")


def prepare(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """Make of `said` the tables `parties`, `keys` and `frequencies_…`."""
    _without_shared(connection, schema)
    _frequencies(connection, schema)
    _keys(connection, schema)


def _without_shared(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """A switchboard or a registration agent's address, which stands with many names, says nothing."""
    connection.execute("create table parties as select * from said")
    for column, most in SHARED_BY.items():
        if column not in COLUMNS[schema]:
            continue
        connection.execute(
            f"""
            create or replace temp table shared as
            select value from (select unnest({column}) as value, coalesce(sound, '') as sound from said)
            group by value having count(distinct sound) > {most}
            """
        )
        connection.execute(
            f"""
            create or replace temp table kept as
            with each_value as (
                select number, unnest({column}) as value from parties where {column} is not null
            )
            select number, list(value order by value) filter (value not in (from shared)) as kept
            from each_value
            where number in (select number from each_value semi join shared using (value))
            group by number
            """
        )
        connection.execute(
            f"update parties set {column} = kept.kept from kept where parties.number = kept.number"
        )


def _frequencies(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """How often each value of a column is met: in these rows, mixed with what is known of the world's names."""
    for column in FREQUENCIES[schema]:
        world = WORLD[column]
        connection.execute(
            f"""
            create table frequencies_{column} as
            select {column}, (count(*) + {world} * any_value({column}_share))
              / (sum(count(*)) over () + {world}) as tf_{column}
            from parties where {column} is not null group by {column}
            """
        )


def _keys(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """What records can be found by: `keys` holds every one, the column `keys` of `parties` those that lead to few."""
    connection.execute("create table keys (key UBIGINT, number INTEGER, certain BOOLEAN)")
    for place, columns in enumerate(BLOCKING[schema]):
        connection.execute(f"insert into keys {_keys_of('parties', schema, place, columns)}")
    connection.execute(
        f"""
        create table blocks as
        with counted as (
            select key, count(*) as many, min(number) as first from keys group by key having count(*) > 1
        )
        select key, number from keys join counted using (key) where many <= {BLOCK}
        union all
        select hash(key, keys.number), unnest([first, keys.number])
        from keys join counted using (key) where many > {BLOCK} and certain and keys.number <> first
        """
    )
    connection.execute("alter table parties add column keys UBIGINT[]")
    connection.execute(
        """
        update parties set keys = found.keys
        from (select number, list(key) as keys from blocks group by number) found
        where parties.number = found.number
        """
    )
    connection.execute("drop table blocks")


def _keys_of(table: str, schema: Schema, place: int, columns: Sequence[str]) -> str:
    """Each combination of values in these columns as one number."""
    selected = f"select number, {', '.join(columns)} from {table}"
    for column in columns:
        if COLUMNS[schema][column].endswith("[]"):
            selected = f"select * replace (unnest({column}) as {column}) from ({selected})"
    known = " and ".join(f"{column} is not null" for column in columns)
    certain = columns[0] in CERTAIN
    return f"select distinct hash({place}, {', '.join(columns)}), number, {certain} from ({selected}) where {known}"
