"""Rows of one schema in columns: in DuckDB, with what too many share taken out, and keys to find candidates by.

Everything that depends on all records together is computed here, in SQL: how many different names a phone stands with,
how frequent a name is, which records have a key in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import duckdb
import pyarrow as pa

from graph_platform.resolution import frequencies
from graph_platform.resolution.comparisons import BLOCKING
from graph_platform.resolution.features import COLUMNS, SHARED_BY, Row
from graph_platform.resolution.party import Schema

Connection = duckdb.DuckDBPyConnection

BLOCK = 25
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


def create(connection: Connection, schema: Schema) -> None:
    """An empty table `said`, whose rows will have numbers."""
    columns = [f"{name} {kind}" for name, kind in COLUMNS[schema].items()]
    columns += [f"{column}_share DOUBLE" for column in FREQUENCIES[schema]]
    connection.execute(f"create table said (number INTEGER, {', '.join(columns)})")


def append(connection: Connection, rows: pa.Table, numbers: Sequence[int]) -> None:
    """Add rows with their numbers."""
    connection.register("more", rows.append_column("number", pa.array(numbers, pa.int32())))
    connection.execute("insert into said by name select * from more")
    connection.unregister("more")


def prepare(connection: Connection, schema: Schema) -> None:
    """Make of `said` the tables `parties`, `shared`, `frequencies_…` and `keys`."""
    connection.execute("create table parties as select * from said")
    connection.execute("drop table said")
    connection.execute("create table shared (of VARCHAR, value VARCHAR)")
    for column, most in _shareable(schema):
        connection.execute(
            f"""
            insert into shared select '{column}', value
            from (select unnest({column}) as value, coalesce(sound, '') as sound from parties)
            group by value having count(distinct sound) > {most}
            """
        )
    without_shared(connection, schema)
    _frequencies(connection, schema)
    connection.execute("create table unsorted (key UBIGINT, number INTEGER, certain BOOLEAN)")
    for keys in keys_of(schema, "parties"):
        connection.execute(f"insert into unsorted {keys}")
    # in this order a key is found without an index
    connection.execute("create table keys as select * from unsorted order by key, number")
    connection.execute("drop table unsorted")
    connection.execute("alter table parties add column keys UBIGINT[]")
    block(connection, "keys")


def _shareable(schema: Schema) -> list[tuple[str, int]]:
    return [(column, most) for column, most in SHARED_BY.items() if column in COLUMNS[schema]]


def without_shared(connection: Connection, schema: Schema, table: str = "parties") -> None:
    """Take out what is `shared`: a switchboard or a registration agent's address, which stands with many names."""
    for column, _ in _shareable(schema):
        connection.execute(
            f"""
            create or replace temp table kept as
            with each_value as (select number, unnest({column}) as value from {table} where {column} is not null),
            many as (select value from shared where of = '{column}')
            select number, list(value order by value) filter (value not in (from many)) as kept
            from each_value
            where number in (select number from each_value semi join many using (value))
            group by number
            """
        )
        connection.execute(
            f"update {table} set {column} = kept.kept from kept where {table}.number = kept.number"
        )


def _frequencies(connection: Connection, schema: Schema) -> None:
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


def block(connection: Connection, keys: str) -> None:
    """Give each of `parties` those of its keys (key, number, certain) that lead to few, or surely to the right one."""
    connection.execute(
        f"""
        create or replace temp table blocks as
        with counted as (
            select key, count(*) as many, min(number) as first from {keys} group by key having count(*) > 1
        )
        select key, number from {keys} join counted using (key) where many <= {BLOCK}
        union all
        select hash(key, {keys}.number), unnest([first, {keys}.number])
        from {keys} join counted using (key) where many > {BLOCK} and certain and {keys}.number <> first
        """
    )
    connection.execute(
        """
        update parties set keys = found.keys
        from (select number, list(key) as keys from blocks group by number) found
        where parties.number = found.number
        """
    )
    connection.execute("drop table blocks")


def keys_of(schema: Schema, table: str) -> Iterator[str]:
    """What the rows of a table can be found by: statements that give key, number and whether it is `CERTAIN`."""
    for place, columns in enumerate(BLOCKING[schema]):
        selected = f"select number, {', '.join(columns)} from {table}"
        for column in columns:
            if COLUMNS[schema][column].endswith("[]"):
                selected = f"select * replace (unnest({column}) as {column}) from ({selected})"
        known = " and ".join(f"{column} is not null" for column in columns)
        certain = columns[0] in CERTAIN
        yield (
            f"select distinct hash({place}, {', '.join(columns)}), number, {certain} from ({selected}) where {known}"
        )
