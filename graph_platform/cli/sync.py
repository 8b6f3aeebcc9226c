"""`graph-platform sync`: what is new in a database, an API, a bucket or a folder, into the graph."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_platform.cli.load import resolve_after, run_load, tell
from graph_platform.errors import EXIT_INTERRUPTED, EXIT_REJECTED, GraphPlatformError, UsageError
from graph_platform.managed.home import open_private

if TYPE_CHECKING:
    from graph_platform.loading.load import Summary
    from ingestors.live.fetched import Fetched, Position
    from ingestors.live.model import Connection


def sync(
    connections: Annotated[list[Path], typer.Argument(metavar="CONNECTION...", help="YAML files.")],
    every: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=1, help="Again and again, until Ctrl-C.")
    ] = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="As if it were the first time: read everything.")
    ] = False,
) -> None:
    """Fetch what is new since the last time, and load it. docs/live.md says what a connection is.

    Where the last time ended is remembered once what was fetched is loaded: a killed sync fetches it again, and nothing
    is stored twice. Exit codes: those of `load`; with --every, errors are told and the next round tries again.

    Example: graph-platform sync erp.yaml
    Example: graph-platform sync helpdesk.yaml bucket.yaml --every 300
    """
    from ingestors.live.model import connection

    declared = [connection(path) for path in connections]
    names = [each.name for each in declared]
    if len(set(names)) < len(names):
        raise UsageError("two connections have the same name", "Each fills a data set of its own.")
    while True:
        summaries = []
        for each in declared:
            try:
                summary = _sync(each, from_start)
            except GraphPlatformError as error:
                if every is None:
                    raise
                typer.echo(f"{each.name}: {error.message}. {error.suggestion}", err=True)
                continue
            if summary is not None:
                summaries.append(summary)
                if summary.interrupted:
                    raise typer.Exit(EXIT_INTERRUPTED)
        if summaries:
            tell(summaries)
            resolve_after(summaries)
        if every is None:
            raise typer.Exit(EXIT_REJECTED if any(summary.rejected for summary in summaries) else 0)
        from_start = False
        time.sleep(every)


def _sync(declared: Connection, from_start: bool) -> Summary | None:
    """One connection, once; nothing where there was nothing new."""
    from graph_platform.settings import read_settings

    with _kept(read_settings().home / "sync", declared.name) as (folder, state):
        position = {} if from_start else _read(state)
        fetched = _fetch(declared, position, folder)
        if not fetched.files:
            typer.echo(f"{declared.name}: nothing new.")
            _write(state, fetched.position)
            return None
        summary = run_load(
            declared.source, list(fetched.files), declared.mapping, declared.name, declared.licence
        )
        if not summary.interrupted:
            _write(state, fetched.position)
        return summary


def _fetch(declared: Connection, position: Position, folder: Path) -> Fetched:
    origin = declared.origin
    if origin.sql:
        from ingestors.live import tables

        return tables.fetch(origin.sql, position, folder)
    if origin.api:
        from ingestors.live import api

        return api.fetch(origin.api, position, folder)
    if origin.bucket:
        from ingestors.live import bucket

        return bucket.fetch(origin.bucket, position, folder)
    if origin.folder:
        from ingestors.live.folder import fetch

        return fetch(origin.folder, position)
    raise UsageError(f"{declared.name} says nothing of where it comes from", "See docs/live.md.")


@contextmanager
def _kept(home: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """An empty folder for what is fetched, and the file of the position; for one process at a time."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_private(home / f"{name}.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(
                f"{name} is being synced by another process", "Let it come to its end."
            ) from None
        folder = home / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder, home / f"{name}.json"
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _read(state: Path) -> Position:
    import orjson

    try:
        found: Any = orjson.loads(state.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise UsageError(
            f"{state.name} cannot be read", "Sync once with --from-start: nothing is stored twice."
        )
    return found


def _write(state: Path, position: Position) -> None:
    import orjson

    from graph_platform.managed.home import write_private

    write_private(state, orjson.dumps(position).decode())
