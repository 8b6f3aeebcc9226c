"""A run over the graph: read, resolve, write what differs; nothing else about the graph changes.

A full run reads every record. What it makes of them is kept in a folder, so that the next one reads only what was
touched since, and decides only what that can reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from neo4j import ManagedTransaction

from graph_platform.database import Database
from graph_platform.database import run as run_statement
from graph_platform.loading.turns import take_turn
from graph_platform.resolution import changes, store
from graph_platform.resolution.columns import Connection
from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.featuring import Featured, featured, featured_apart
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import Model, shipped
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.reading import parties_of, read_judgements, read_pages, read_some
from graph_platform.resolution.resolving import Resolution, settle
from graph_platform.resolution.scope import MOST_RECORDS, gather_scope, reach, take_in
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

RUN = changes.Author(changes.RUN, "resolution", "the model says so")
PASSES = 3
"""How often what a change reaches is looked at again for what its changes reach; it has always settled before."""
Tell = Callable[[str, int], None]


@dataclass(slots=True)
class Summary:
    """What a run found and did. Seconds by step; `full` is whether all records were looked at."""

    full: bool = True
    records: int = 0
    before: int = 0
    after: int = 0
    changed: int = 0
    review: int = 0
    unknown: int = 0
    refused: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def run(
    database: Database,
    schemas: tuple[Schema, ...] = SCHEMAS,
    dry_run: bool = False,
    tell: Tell = lambda step, count: None,
    folder: Path | None = None,
    models: Mapping[Schema, Model] | None = None,
) -> Summary:
    """Resolve every record of these schemas, and let entities follow. Ended anywhere, the next run goes on.

    `folder` is where the next `run_new` finds what it goes on from; without one that has to begin anew.
    """
    if folder is not None:
        with store.alone(folder):
            return _run(database, schemas, dry_run, tell, folder, models)
    return _run(database, schemas, dry_run, tell, None, models)


def _run(
    database: Database,
    schemas: tuple[Schema, ...],
    dry_run: bool,
    tell: Tell,
    folder: Path | None,
    models: Mapping[Schema, Model] | None,
) -> Summary:
    ensure_schema(database)
    kept = folder if schemas == SCHEMAS and not dry_run else None
    through, _ = database.transact(_begin)
    summary = Summary()
    gathered = Gathered(models, store.fresh(kept) if kept else None)
    try:
        with _timed(summary, "reading"):
            about = _gather(database, gathered, schemas, tell)
        with _timed(summary, "resolving"):
            gathered.prepare()
            found = settle(gathered, read_judgements(database), [], lambda step: tell(step, 0))
        wanted = _wanted(found, about)
        _count(summary, found, about, wanted)
        if not dry_run:
            _write(database, wanted, summary, tell)
        if kept:
            with _timed(summary, "keeping"):
                token = uuid4().hex
                store.keep(found, token)
    finally:
        gathered.close()
    if kept:
        store.take_over(kept)
        _end(database, token, through)
    return summary


def run_new(
    database: Database,
    folder: Path,
    dry_run: bool = False,
    tell: Tell = lambda step, count: None,
    models: Mapping[Schema, Model] | None = None,
) -> Summary:
    """Resolve what was touched since the last run, and what that can reach; everything where that is not known."""
    ensure_schema(database)
    models = models or {schema: shipped(schema) for schema in SCHEMAS}
    with store.alone(folder):
        through, token = database.transact(_begin)
        if (connection := store.reopened(folder, token, models)) is not None:
            with closing(connection):
                summary = _run_new(database, connection, through, models, dry_run, tell)
            if summary is not None:
                return summary
        return _run(database, SCHEMAS, dry_run, tell, folder, models)


def _run_new(
    database: Database,
    connection: Connection,
    through: int,
    models: Mapping[Schema, Model],
    dry_run: bool,
    tell: Tell,
) -> Summary | None:
    """A run that goes on from what was kept; nothing where it would reach too much."""
    noted = database.read(statement("resolution/read_unresolved"), {"through": through})
    touched = list(dict.fromkeys(id_ for row in noted for id_ in row["records"]))
    summary = Summary(full=False)
    connection.execute("begin")
    if not _resolve_new(database, connection, touched, models, summary, dry_run, tell):
        return None
    if not dry_run:
        token = uuid4().hex
        connection.execute("update main.state set value = ? where name = 'token'", [token])
        _end(database, token, through)
        connection.execute("commit")
    return summary


def _resolve_new(
    database: Database,
    connection: Connection,
    touched: Sequence[str],
    models: Mapping[Schema, Model],
    summary: Summary,
    dry_run: bool,
    tell: Tell,
) -> bool:
    """Resolve what touched records can reach; false where that is too much."""
    if not touched:
        return True
    with _timed(summary, "reading"):
        tell("reading records", len(touched))
        page = read_some(database, touched)
        start = take_in(connection, touched, page.parties, page.related)
        judgements = read_judgements(database)
    for _ in range(PASSES):
        with _timed(summary, "resolving"):
            scope = reach(connection, start)
            if len(scope) > MOST_RECORDS:
                return False
            gathered = gather_scope(connection, scope, models)
            try:
                found = settle(gathered, judgements, [], lambda step: tell(step, 0))
                about = database.read(
                    statement("resolution/read_about"), {"ids": gathered.ids[: len(scope)]}
                )[0]["rows"]
                entity = {row["id"]: row["about"] for row in about}
                codes: dict[str, int] = {}
                number = {
                    gathered.number(id_): codes.setdefault(each, len(codes)) for id_, each in entity.items()
                }
                wanted = _wanted(found, number)
                _count(summary, found, number, wanted)
                moved = store.move(connection, found, scope)
            finally:
                gathered.close()
        if not dry_run:
            _write(database, wanted, summary, tell)
        start = moved
        if not len(start):
            break
    return True


def _begin(tx: ManagedTransaction) -> tuple[int, str | None]:
    """From now on loads note what they touch; the time up to which everything is read, and the last run's token."""
    through = take_turn(tx)
    (row,) = run_statement(tx, statement("resolution/begin"))
    return through, row["token"]


def _end(database: Database, token: str, through: int) -> None:
    database.write(statement("resolution/end"), {"token": token, "through": through})


def _gather(
    database: Database, gathered: Gathered, schemas: tuple[Schema, ...], tell: Tell
) -> dict[int, int]:
    """Read everything; a number for the entity of each record by the record's number."""
    about: dict[int, int] = {}
    codes: dict[str, int] = {}
    for page, rows in featured_apart(read_pages(database, schemas), attrgetter("said"), _rows_of):
        gathered.add(rows)
        gathered.relate(page.related)
        for id_, entity in page.entity_of.items():
            about[gathered.number(id_)] = codes.setdefault(entity, len(codes))
        tell("reading records", len(about))
    return about


def _rows_of(said: Any) -> Featured:
    return featured(parties_of(said))


def _write(database: Database, wanted: Sequence[changes.Group], summary: Summary, tell: Tell) -> None:
    with _timed(summary, "writing"):
        numbers = changes.apply(database, wanted, RUN, lambda count: tell("writing clusters", count))
        # what an identifier keeps together is wanted apart each time, and stays as it is
        summary.changed += len(numbers) - len(wanted)


@contextmanager
def _timed(summary: Summary, step: str) -> Iterator[None]:
    """Adds the seconds of a block to a summary."""
    began = time.perf_counter()
    yield
    summary.seconds[step] = round(summary.seconds.get(step, 0.0) + time.perf_counter() - began, 2)


def _wanted(found: Resolution, about: Mapping[int, int]) -> list[changes.Group]:
    """The groups that differ from the entities that there are: clusters, and what entities lose to them."""
    own = np.array(sorted(about), np.int32)
    if not len(own):
        return []
    entity = np.array([about[number] for number in own.tolist()], np.int32)
    first = np.arange(len(found.gathered.ids), dtype=np.int32)
    for stage in found.stages:
        stage.mark(first)
    cluster = first[own]
    # each entity by the first of its records, as clusters are
    by_entity = np.full(entity.max() + 1, len(first), np.int32)
    np.minimum.at(by_entity, entity, own)
    before = by_entity[entity]
    grown = np.bincount(cluster, minlength=len(first)) != np.bincount(before, minlength=len(first))
    differing = np.unique(cluster[(cluster != before) | grown[cluster]])
    members: dict[int, list[str]] = {number: [] for number in differing.tolist()}
    for number in np.flatnonzero(np.isin(cluster, differing)).tolist():
        members[int(cluster[number])].append(found.gathered.ids[own[number]])
    return changes.groups_of(members.values())


def _count(
    summary: Summary, found: Resolution, about: Mapping[int, int], wanted: Iterable[changes.Group]
) -> None:
    merged = sum(len(cluster) - 1 for stage in found.stages for cluster in stage.clusters)
    summary.records = sum(scorer.count for scorer in found.gathered.scorers.values())
    summary.before = len(set(about.values()))
    summary.after = summary.records - merged
    summary.changed += sum(1 for _ in wanted)
    summary.review = found.counts[Decision.REVIEW]
    summary.unknown = found.counts[Decision.UNKNOWN]
    summary.refused = sum(judged.vetoed for stage in found.stages for judged in stage.judged.values())
