"""What a run keeps for the next one: rows, keys, near pairs and clusters of all records, in one DuckDB file.

It is made of the graph, and is made again by a full run where it is lost, old, or of other weights.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from graph_platform.managed.home import open_private
from graph_platform.resolution import columns
from graph_platform.resolution.gathering import FILE, connect
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.resolving import Resolution
from graph_platform.resolution.scoring import Numbers
from graph_platform.resolution.stage import Stage

NOW, NEXT = "now", "next"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other run uses this folder, and keep others waiting."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_private(folder / "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fresh(folder: Path) -> Path:
    """An empty folder for a run to gather in, beside what the last one kept."""
    place = folder / NEXT
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place


def keep(found: Resolution, token: str) -> None:
    """Write beside the rows what the next run needs of this one. `token` is the run's name in the graph."""
    gathered = found.gathered
    connection = gathered.connection
    numbers = np.arange(len(gathered.ids), dtype=np.int32)
    first = numbers.copy()
    for stage in found.stages:
        stage.mark(first)
    _table(connection, "records", number=numbers, id=gathered.ids, first=first)
    source, target = gathered.ends
    _table(connection, "said", source=source, target=target)
    connection.execute(
        """
        create table edges as
        select distinct source, target from (from said union all select target, source from said) order by source
        """
    )
    connection.execute("drop table said")
    for scorer in gathered.scorers.values():
        scorer.connection.execute("alter table parties drop column keys")
        scorer.connection.execute("create table near (l INTEGER, r INTEGER, total FLOAT, decision VARCHAR)")
    for stage in found.stages:
        connection.execute(f"use {stage.schema.lower()}")
        keep_stage(connection, stage, numbers)
    connection.execute("use main")
    state = {"token": token} | {schema: model.fingerprint for schema, model in found.models.items()}
    _table(connection, "state", name=list(state), value=list(state.values()))
    connection.execute("checkpoint")


def keep_stage(connection: columns.Connection, stage: Stage, numbers: Numbers) -> None:
    """Write the pairs that are near, and which names are distinctive no more; `numbers` are those of the file."""
    near = stage.near()
    near["l"], near["r"] = numbers[near["l"]], numbers[near["r"]]
    connection.register("given", pa.table(near))
    connection.execute("insert into near by name select * from given")
    connection.unregister("given")
    if stage.schema == "Organization" and len(plain := stage.distinctive_no_more()):
        connection.register("given", pa.table({"number": numbers[plain]}))
        connection.execute(
            "update parties set distinctive = false where number in (select number from given)"
        )
        connection.unregister("given")


def move(connection: columns.Connection, found: Resolution, scope: Numbers) -> Numbers:
    """Keep what was found about a scope.

    The records outside of it about which something could be decided anew, since a neighbour of theirs has moved.
    """
    first = np.arange(len(found.gathered.ids), dtype=np.int32)
    for stage in found.stages:
        stage.mark(first)
    connection.register("given", pa.table({"number": scope, "first": scope[first[: len(scope)]]}))
    connection.execute("create or replace temp table inside as select * from given")
    connection.execute(
        """
        create or replace temp table moved as
        select records.number from main.records join inside using (number) where records.first <> inside.first
        """
    )
    connection.execute(
        "update main.records set first = inside.first from inside where records.number = inside.number"
    )
    for stage in found.stages:
        connection.execute(f"use {stage.schema.lower()}")
        connection.execute(
            "delete from near where l in (select number from inside) and r in (select number from inside)"
        )
        keep_stage(connection, stage, scope)
    connection.execute("use main")
    beside = "select target from main.edges where source in (from moved)"
    ends = " union ".join(
        f"select unnest([l, r]) as number from {schema.lower()}.near"
        f" where decision <> 'same' and (l in ({beside}) or r in ({beside}))"
        for schema in SCHEMAS
    )
    found_beside = connection.execute(
        f"select number from ({ends}) where number not in (select number from inside)"
    ).fetchnumpy()
    return np.asarray(found_beside["number"], np.int32)


def take_over(folder: Path) -> None:
    """Let what a run has gathered, and closed, be what the next one goes on from."""
    shutil.rmtree(folder / NOW, ignore_errors=True)
    (folder / NEXT).rename(folder / NOW)


def reopened(folder: Path, token: str | None, models: Mapping[Schema, Model]) -> columns.Connection | None:
    """What the last run kept, if that was the graph's last run, and with these models; else nothing."""
    connection = opened(folder, models)
    if connection is None:
        return None
    if connection.execute("select value from state where name = 'token'").fetchall() == [(token,)]:
        return connection
    connection.close()
    return None


def opened(folder: Path, models: Mapping[Schema, Model]) -> columns.Connection | None:
    """What the last run kept here, if that was with these models; else nothing."""
    file = folder / NOW / FILE
    if not file.exists():
        return None
    try:
        connection = connect(file, folder / NOW)
        said = dict(connection.execute("select name, value from state").fetchall())
    except duckdb.Error:
        return None
    if all(said.get(schema) == models[schema].fingerprint for schema in SCHEMAS):
        return connection
    connection.close()
    return None


def number_of_each(connection: columns.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those of these records that are known."""
    connection.register("asked", pa.table({"id": pa.array(list(ids), pa.string())}))
    found = connection.execute("select id, number from records semi join asked using (id)").fetchall()
    connection.unregister("asked")
    return dict(found)


def _table(connection: columns.Connection, called: str, **values: Numbers | list[str]) -> None:
    connection.register("given", pa.table(values))
    connection.execute(f"create table {called} as select * from given")
    connection.unregister("given")
