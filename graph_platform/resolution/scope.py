"""The part of all records that a change can reach, gathered out of what the last run kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from graph_platform.resolution import columns
from graph_platform.resolution.collective import SAYS_NOTHING, WIDE, Related
from graph_platform.resolution.columns import BLOCK, FREQUENCIES, WORLD, Connection
from graph_platform.resolution.features import rows_of
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.scoring import Numbers
from graph_platform.resolution.store import number_of_each

MOST_RECORDS = 50_000
"""A change that reaches more records than this is a full run's."""


def take_in(
    connection: Connection, touched: Iterable[str], parties: Sequence[Party], related: Sequence[Related]
) -> Numbers:
    """Bring rows, keys and edges of touched records in line with what they say now.

    Their numbers, and those of the records that had a key in common with what they said before. `parties` are those of
    them that still say something, `related` all relationships at them.
    """
    told = [relation for relation in related if relation.type not in SAYS_NOTHING]
    ids = {*touched, *(party.id for party in parties), *(id_ for r in told for id_ in (r.source, r.target))}
    numbers = _numbered(connection, ids)
    here = np.array(sorted(numbers[id_] for id_ in set(touched)), np.int32)
    _named(connection, "touched", number=here)
    connection.execute("create or replace temp table scope as select number from touched")
    for schema in SCHEMAS:
        connection.execute(_mates(schema))
    connection.execute("delete from main.edges where source in (from touched) or target in (from touched)")
    source = np.array([numbers[relation.source] for relation in told], np.int32)
    target = np.array([numbers[relation.target] for relation in told], np.int32)
    _named(connection, "told", source=source, target=target)
    connection.execute(
        """
        insert into main.edges
        select distinct source, target from (from told union all select target, source from told)
        """
    )
    for schema in SCHEMAS:
        connection.execute(f"use {schema.lower()}")
        connection.execute("delete from parties where number in (from touched)")
        connection.execute("delete from keys where number in (from touched)")
        connection.execute("delete from near where l in (from touched) or r in (from touched)")
        if of_schema := [party for party in parties if party.schema == schema]:
            _insert(connection, schema, of_schema, numbers)
    connection.execute("use main")
    found = connection.execute("select distinct number from scope").fetchnumpy()
    return np.asarray(found["number"], np.int32)


def _numbered(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of records, given to those that have none."""
    wanted = sorted(ids)
    numbers = number_of_each(connection, wanted)
    (after,) = connection.execute("select coalesce(max(number), -1) + 1 from main.records").fetchone() or (0,)
    new = [id_ for id_ in wanted if id_ not in numbers]
    numbers |= {id_: after + place for place, id_ in enumerate(new)}
    added = np.arange(after, after + len(new), dtype=np.int32)
    _named(connection, "added", number=added, id=pa.array(new, pa.string()), first=added)
    connection.execute("insert into main.records select * from added")
    return numbers


def _insert(
    connection: Connection, schema: Schema, parties: Sequence[Party], numbers: Mapping[str, int]
) -> None:
    table = columns.table_of(schema, rows_of(schema, parties))
    number = pa.array([numbers[party.id] for party in parties], pa.int32())
    connection.register("given", table.append_column("number", number))
    connection.execute("create or replace temp table more as select * from given")
    connection.unregister("given")
    columns.without_shared(connection, schema, "more")
    for column in FREQUENCIES[schema]:
        world = WORLD[column]
        connection.execute(
            f"""
            insert into frequencies_{column}
            select {column}, (1 + {world} * any_value({column}_share)) / ((select count(*) from parties) + {world})
            from more where {column} is not null and {column} not in (select {column} from frequencies_{column})
            group by {column}
            """
        )
    connection.execute("insert into parties by name select * from more")
    for keys in columns.keys_of(schema, "more"):
        connection.execute(f"insert into keys {keys}")


def reach(connection: Connection, start: Numbers) -> Numbers:
    """All records about which something can be decided anew where these have changed, in order of their ids."""
    _named(connection, "touched", number=start)
    connection.execute("create or replace temp table scope as select number from touched")
    for schema in SCHEMAS:
        connection.execute(_mates(schema))
        near = f"{schema.lower()}.near"
        # what a neighbour says counts where something could be decided by it
        connection.execute(
            f"""
            insert into scope
            with beside as (select target as number from main.edges where source in (from touched))
            select unnest([l, r]) from {near} where l in (from beside) or r in (from beside)
            """
        )
    before = -1
    while before != (count := _count(connection)) <= MOST_RECORDS:
        before = count
        connection.execute(
            """
            insert into scope
            select number from main.records
            where first in (select first from main.records where number in (from scope))
            """
        )
        for schema in SCHEMAS:
            near = f"{schema.lower()}.near"
            connection.execute(
                f"""
                insert into scope
                select unnest([l, r]) from {near}
                where decision in ('same', 'review') and (l in (from scope) or r in (from scope))
                """
            )
    found = connection.execute(
        "select number from main.records where number in (from scope) order by id"
    ).fetchnumpy()
    return np.asarray(found["number"], np.int32)


def _mates(schema: Schema) -> str:
    """Add to a scope the records that have a key in common with a touched one, if few have it."""
    own = f"{schema.lower()}.keys"
    return f"""
        insert into scope
        with mine as (select distinct key from {own} where number in (from touched)),
        mates as (select key, number from {own} where key in (from mine))
        select distinct number from mates
        where key in (select key from mates group by key having count(*) <= {BLOCK})
        """


def _count(connection: Connection) -> int:
    connection.execute("create or replace temp table scope as select distinct number from scope")
    (count,) = connection.execute("select count(*) from scope").fetchone() or (0,)
    return int(count)


def gather_scope(connection: Connection, scope: Numbers, models: Mapping[Schema, Model]) -> Gathered:
    """The records of a scope as if they were all, with what stands around them and is settled."""
    gathered = Gathered(models)
    _named(connection, "inside", number=scope, local=np.arange(len(scope), dtype=np.int32))
    _around(connection)
    rows = connection.execute(
        """
        select records.number, id, first from main.records
        left join inside using (number)
        where records.number in (from around) or inside.local is not null
        order by inside.local nulls last, id
        """
    ).fetchall()
    for _, id_, _ in rows:
        gathered.number(id_)
    local = {number: place for place, (number, _, _) in enumerate(rows)}
    first: dict[int, int] = {}
    for number, _, of in rows[len(scope) :]:
        gathered.settled[local[number]] = first.setdefault(of, local[number])
    for schema, scorer in gathered.scorers.items():
        scorer.count = _copy(connection, scorer.connection, schema)
        called = connection.execute(
            f"select number, name from {schema.lower()}.parties"
            " where number in (from around) and number not in (select number from inside) and name is not null"
        ).fetchall()
        gathered.called |= {local[number]: name for number, name in called}
    edges = connection.execute("select source, target from steps").fetchall()
    gathered.join((local[source], local[target]) for source, target in edges)
    return gathered


def _around(connection: Connection) -> None:
    """What stands up to two steps from a scope, in `around`, with all relationships that tell how many each has."""
    connection.execute("create or replace temp table around as select number from inside")
    connection.execute("create or replace temp table steps (source INTEGER, target INTEGER)")
    connection.execute("create or replace temp table ahead as select number from inside")
    for _ in range(3):
        connection.execute(
            f"""
            insert into steps
            select source, target from main.edges where source in (from ahead)
            qualify row_number() over (partition by source order by target) <= {WIDE + 1}
            """
        )
        connection.execute(
            """
            create or replace temp table ahead as
            with met as (
                select first from main.records
                where number in (select target from steps where source in (from ahead))
            )
            select number from main.records where first in (from met) and number not in (from around)
            """
        )
        connection.execute("insert into around select number from ahead")
    connection.execute(
        "insert into around select distinct target from steps where target not in (from around)"
    )


def _copy(connection: Connection, scoped: Connection, schema: Schema) -> int:
    """Copy rows, keys and frequencies of a scope out of the store; how many rows."""
    own = schema.lower()
    parties = connection.execute(
        f"select parties.* replace (inside.local as number) from {own}.parties join inside using (number)"
    ).to_arrow_table()
    keys = connection.execute(
        f"""
        with mine as (select key, number, certain from {own}.keys where number in (select number from inside)),
        few as (
            select key from {own}.keys where key in (select key from mine) group by key having count(*) <= {BLOCK}
        )
        select key, inside.local as number, certain from mine join inside using (number)
        where certain or key in (from few)
        """
    ).to_arrow_table()
    scoped.execute("drop table said")
    for name, table in (("parties", parties), ("keys", keys)):
        scoped.register("given", table)
        scoped.execute(f"create table {name} as select * from given")
        scoped.unregister("given")
    scoped.execute("alter table parties add column keys UBIGINT[]")
    columns.block(scoped, "keys")
    for column in FREQUENCIES[schema]:
        scoped.register(
            "given",
            connection.execute(
                f"select * from {own}.frequencies_{column} where {column} in (select {column} from {own}.parties"
                " where number in (select number from inside))"
            ).to_arrow_table(),
        )
        scoped.execute(f"create table frequencies_{column} as select * from given")
        scoped.unregister("given")
    return len(parties)


def _named(connection: Connection, name: str, **values: Numbers | pa.Array) -> None:
    """A temporary table of these columns."""
    connection.register("given", pa.table(values))
    connection.execute(f"create or replace temp table {name} as select * from given")
    connection.unregister("given")
