"""An empty managed database filled at once from all sources: everything beside it first, then one rename.

The database is stopped meanwhile, and nobody else can load. Whatever ends this before the rename leaves the empty
database; whatever ends it afterwards leaves one that the ordinary load of the same files goes on with.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph_platform.database import connect
from graph_platform.errors import EnvironmentProblem, UsageError
from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.bulk.apart import Workers, workers
from graph_platform.loading.bulk.compute import write_claimed, write_joined
from graph_platform.loading.bulk.gather import Gathered, moment
from graph_platform.loading.bulk.parts import Asked, Maker, Part, opened_files, read_parts, size_of
from graph_platform.loading.bulk.spool import Spool
from graph_platform.loading.bulk.tables import Tables, Written, import_options, quoted
from graph_platform.loading.load import Request, Summary, load
from graph_platform.loading.rejects import reject_path
from graph_platform.loading.runs import kept_for_later
from graph_platform.loading.seen import Seen
from graph_platform.loading.turns import alone
from graph_platform.managed import admin
from graph_platform.managed.artifacts import ensure_jars, repository_of
from graph_platform.managed.home import Home, home_of
from graph_platform.managed.server import stopped
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings
from graph_platform.statements import statement

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much it is in all."""
NEEDED = 5
"""Bytes on the disk for a byte of input, at least. How many it will be is seen while it is read."""
NEEDED_AFTER = 5
"""For a byte in the folder while files are read: that one, and what sorting, tables and store take."""
NEEDED_ALWAYS = 500_000_000
WORTH = 20_000_000
"""Bytes of input from which on it is worth a second or two to start other processes."""
LOOKS = 50
"""How often the disk is looked at while files are read."""


def fill(
    settings: Settings,
    requests: Sequence[Request],
    progress: Progress = lambda step, done, size: None,
    makers: Sequence[Maker] = (),
) -> list[Summary]:
    """Fill the empty managed database with several data sets; what became of each, as after a load.

    The graph is the one that loading them one after the other makes. `makers`, if there are any, make the same requests
    in other processes, which then read them. Raises `UsageError` where the database is not empty or not managed, or
    another load runs, `EnvironmentProblem` where the disk is too small, `SourceError` for a file that cannot be used:
    nothing is loaded then.
    """
    _check(settings, requests)
    asked = opened_files(requests)
    with alone(settings.home):
        _check_empty(settings)
        _check_disk(settings.home, size_of(asked) * NEEDED)
        jars = ensure_jars(repository_of(settings))
        with stopped(settings) as home:
            folder = Path(tempfile.mkdtemp(prefix="bulk-", dir=home.tmp))
            try:
                gathered = _fill(home, jars, folder, asked, makers, progress)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    progress("making indexes", 0, 0)
    with connect(settings) as database:
        ensure_schema(database)
        for request, done in zip(requests, gathered, strict=True):
            if not done.whole:
                _add(done.summary, load(database, request))
    return [done.summary for done in gathered]


def _check(settings: Settings, requests: Sequence[Request]) -> None:
    if not settings.managed:
        raise UsageError(
            "--bulk fills the managed database only, not a Neo4j of yours",
            "Load without --bulk; or fill a managed one, `graph-platform db dump` it, and load that dump into yours.",
        )
    names = [request.name for request in requests]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(
            f"{', '.join(twice)} is named twice",
            "Name all files of a data set together, or another data set.",
        )


def _check_empty(settings: Settings) -> None:
    if not home_of(settings).initialized:
        return
    with connect(settings) as database:
        (row,) = database.read(statement("load/holds_anything"))
    if row["anything"]:
        raise UsageError(
            "--bulk fills an empty database, and there is something in this one",
            "Load without --bulk, or set GRAPH_PLATFORM_HOME to a new folder.",
        )


def _check_disk(folder: Path, needed: float) -> None:
    free, needed = shutil.disk_usage(folder).free, needed + NEEDED_ALWAYS
    if free < needed:
        raise EnvironmentProblem(
            f"the disk of {folder} has {free / 1e9:,.1f} GB free, and about {needed / 1e9:,.1f} GB are needed",
            "Make room, set GRAPH_PLATFORM_HOME to a folder on a larger disk, or load without --bulk.",
        )


def _watching(folder: Path, size: int, progress: Progress) -> Callable[[str, int], None]:
    """Progress of reading that looks now and then whether the disk will be large enough."""
    looked = 0

    def report(name: str, at: int) -> None:
        nonlocal looked
        progress(f"reading {name}", at, size)
        if at * LOOKS > (looked + 1) * size:
            looked = at * LOOKS // size
            there = _bytes_in(folder)
            _check_disk(folder, there * NEEDED_AFTER * size / at - there)

    return report


def _bytes_in(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        # SQLite removes files of its own at any time
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def _fill(
    home: Home,
    jars: Sequence[Path],
    folder: Path,
    asked: Sequence[Asked],
    makers: Sequence[Maker],
    progress: Progress,
) -> list[Gathered]:
    gathered, options = write_tables(folder, asked, makers, progress)
    progress("writing the store", 0, 0)
    made = admin.fill(home, jars, options, folder)
    for (request, _), done in zip(asked, gathered, strict=True):
        _hand_over(request, done)
    admin.put_in_place(home, made)
    return gathered


def write_tables(
    folder: Path, asked: Sequence[Asked], makers: Sequence[Maker], progress: Progress
) -> tuple[list[Gathered], list[str]]:
    """Everything that comes before the import: what was read, and the options with which the import takes it."""
    size = size_of(asked)
    large = bool(makers) and (os.cpu_count() or 1) > 1 and size > WORTH
    with workers(len(asked) + 1) if large else nullcontext() as others:
        parts = read_parts(folder, asked, makers, others, _watching(folder, size, progress))
        written = _compute(folder, asked, parts, others, lambda done: progress("computing", done, 0))
    for part in parts:
        written.add(part.written)
    return [part.gathered for part in parts], import_options(written)


def _compute(
    folder: Path,
    asked: Sequence[Asked],
    parts: Sequence[Part],
    others: Workers | None,
    progress: Callable[[int], None],
) -> Written:
    """What follows from all data sets together: entities here, relationships in another process, if there is one."""
    progress(0)
    spool, tables = Spool(folder), Tables(folder)
    for part in parts:
        spool.take_over(part.folder)
    spool.join()
    spool.close()
    trust = {request.name: request.source.trust for request, _ in asked}
    claimed = others.submit(len(asked), write_claimed, folder, trust) if others else None
    spool = Spool(folder, made=True)
    write_joined(spool, tables, progress)
    spool.close()
    for (request, _), part in zip(asked, parts, strict=True):
        _keep_books(tables, request, part.gathered)
    tables.node(("Lock",), "", quoted("entities"), {"taken": milliseconds(datetime.now(UTC))})
    written = tables.close()
    if others and claimed:
        (rest,) = others.results([claimed], progress)
    else:
        rest = write_claimed(folder, trust, progress)
    written.add(rest)
    return written


def _hand_over(request: Request, done: Gathered) -> None:
    """Put what outlives the fill where a load would have it."""
    if not done.whole:
        # the ordinary load reads all rows again, and has met none so far
        Seen(request.home / "runs" / f"{done.run}.sqlite").close()
    elif done.reject_file.exists():
        done.summary.reject_file = to = reject_path(request.home, request.name, done.run)
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        done.reject_file.replace(to)


def _keep_books(tables: Tables, request: Request, done: Gathered) -> None:
    """The notes of a run, as a load would have left them."""
    now, source, summary = datetime.now(UTC), request.source, done.summary
    data_set = {
        "source": source.name,
        "title": source.title,
        "kind": source.kind,
        "trust": source.trust,
        "licence": source.licence,
        "created": done.started,
        "last_load": now,
        "rows": summary.counts.new,
        "rejects": summary.rejected,
        "newest": None if done.newest is None else moment(done.newest),
    }
    tables.node(("DataSet",), done.run, quoted(request.name), _said(data_set))
    run = {
        "data_set": request.name,
        "command": "load",
        "fingerprint": done.fingerprint,
        "started": done.started,
        "resumed": done.started,
        "ended": now,
        # one that was stopped is gone on with
        "state": "done" if done.whole else "stopped",
        "rows_done": done.rows_done if done.whole else 0,
        "rejected": summary.rejected if done.whole else 0,
        "reject_bytes": done.reject_bytes if done.whole else 0,
        "rows": summary.rows,
        "closed": 0,
        **{name: getattr(summary.counts, name) for name in summary.counts.__slots__},
        **kept_for_later(request, done.newest, done.profile),
    }
    tables.node(("Run",), done.run, done.run, _said(run))


def _said(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, [])}


def _add(summary: Summary, rest: Summary) -> None:
    """Add what the ordinary load of the same files did about rows that replace others."""
    for name in ("new", "changed", "late", "facts"):
        setattr(summary.counts, name, getattr(summary.counts, name) + getattr(rest.counts, name))
    summary.rejected, summary.reject_file = rest.rejected, rest.reject_file
    summary.interrupted = rest.interrupted
    summary.seconds += rest.seconds
