"""A load from its first file to its summary: recognised, read ahead, written batch by batch, resumable at each."""

from __future__ import annotations

import fcntl
import hashlib
import secrets
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from neo4j import ManagedTransaction

from graph_platform.database import Database, run
from graph_platform.errors import GraphPlatformError, SourceError
from graph_platform.loading.batch import Counts, write_batch
from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.closing import close_missing
from graph_platform.loading.plan import Origin
from graph_platform.loading.reading import FACTS_PER_BATCH, Batch, batches
from graph_platform.loading.rejects import Reject, append_rejects
from graph_platform.loading.seen import Again, Seen
from graph_platform.schema import ensure_schema
from graph_platform.source import Opened, Source
from graph_platform.statements import statement

Progress = Callable[[int, int, int], None]
"""Called after each batch with the bytes read, the bytes in all and the rows read."""


@dataclass(slots=True)
class Summary:
    """What a load did. Rows are counted, but for `facts`: those that the new and changed rows state."""

    data_set: str
    source: str
    rows: int = 0
    counts: Counts = field(default_factory=Counts)
    rejected: int = 0
    closed: int = 0
    reject_file: Path | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    resumed_at: int = 0
    interrupted: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be loaded. `name` is the data set's; `home` is where reject files and the state of a run go."""

    source: Source
    files: Sequence[Path]
    name: str
    home: Path
    complete: bool = False
    dry_run: bool = False
    facts_per_batch: int = FACTS_PER_BATCH


class DryRun(Exception):
    """Takes a batch's writes back."""


def load(database: Database, request: Request, progress: Progress = lambda read, size, rows: None) -> Summary:
    """Load files into a data set.

    Every file is recognised before anything is written: `SourceError` for one that is not. An error in the middle
    of a file is raised after everything before it is stored; Ctrl-C ends the load after the batch at hand. Both go on
    from there when the same files are loaded again.
    """
    files = [(path, request.source.open(path)) for path in request.files]
    ensure_schema(database)
    summary = Summary(request.name, request.source.name)
    begun = datetime.now(UTC)
    with _run(database, request) as state, _interruptible() as interrupted:
        summary.resumed_at = state.rows_done
        summary.rejected = state.rejected
        try:
            _write_files(database, request, files, state, summary, progress, interrupted)
            if request.complete and not summary.interrupted:
                observed = milliseconds(max(opened.observed for _, opened in files))
                summary.closed = close_missing(
                    database, request.name, _tables(files), state.seen, observed, request.dry_run
                )
            ended = "stopped" if summary.interrupted else "done"
        except BaseException:
            _end(database, request, state, summary, "failed")
            raise
        _end(database, request, state, summary, ended)
    summary.seconds = (datetime.now(UTC) - begun).total_seconds()
    return summary


def _tables(files: Sequence[tuple[Path, Opened]]) -> set[str]:
    return {opened.table for _, opened in files}


@dataclass(slots=True)
class RunState:
    """A run as it stands: its id, the rows behind it, the rows that it has met."""

    id: str
    rows_done: int
    rejected: int
    seen: Seen


def _fingerprint(request: Request) -> str:
    """Tells the same files from others without reading them whole."""
    parts = [request.source.name, str(request.complete)]
    for path in request.files:
        stat = path.stat()
        parts.append(f"{path.name}\0{stat.st_size}\0{stat.st_mtime_ns}")
    return hashlib.blake2b("\0\0".join(parts).encode(), digest_size=16).hexdigest()


@contextmanager
def _run(database: Database, request: Request) -> Iterator[RunState]:
    fingerprint = _fingerprint(request)
    found = database.read(
        statement("data_sets/unfinished_run"), {"name": request.name, "fingerprint": fingerprint}
    )
    folder = request.home / "runs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    id_ = secrets.token_hex(8)
    rows_done = rejected = 0
    # without the rows that it had met, a run can't go on: it begins again, which writes nothing twice
    if found and (folder / f"{found[0]['id']}.sqlite").exists() and not request.dry_run:
        id_, rows_done, rejected = found[0]["id"], found[0]["rows_done"], found[0]["rejected"]
    with (folder / f"{id_}.lock").open("w") as lock:
        if not _locked(lock):
            # the same load is running in another process: this one starts anew, and changes nothing
            id_, rows_done, rejected = secrets.token_hex(8), 0, 0
        state = RunState(id_, rows_done, rejected, Seen(folder / f"{id_}.sqlite"))
        if not request.dry_run:
            _begin(database, request, state, fingerprint)
        try:
            yield state
        finally:
            state.seen.close()
            (folder / f"{id_}.lock").unlink(missing_ok=True)


def _locked(lock: Any) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _begin(database: Database, request: Request, state: RunState, fingerprint: str) -> None:
    source = request.source
    database.write(
        statement("data_sets/begin"),
        {
            "name": request.name,
            "source": source.name,
            "title": source.title,
            "kind": source.kind,
            "trust": source.trust,
            "licence": source.licence,
            "run": state.id,
            "fingerprint": fingerprint,
            "now": pd.Timestamp.now("UTC"),
        },
    )


def _end(database: Database, request: Request, state: RunState, summary: Summary, how: str) -> None:
    if how == "done" or request.dry_run:
        state.seen.remove()
    if request.dry_run:
        return
    counts = {name: getattr(summary.counts, name) for name in Counts.__slots__}
    try:
        database.write(
            statement("data_sets/end"),
            {
                "name": request.name,
                "run": state.id,
                "state": how,
                "now": pd.Timestamp.now("UTC"),
                "rejected": summary.rejected,
                "counts": {**counts, "rows": summary.rows, "closed": summary.closed},
            },
        )
    except GraphPlatformError:
        if how == "done":
            raise
        # the database went away: the run stays "running" and is found by its files all the same


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end the load after the batch at hand; the second one ends it at once."""
    pressed: list[int] = []

    def note(number: int, frame: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread: whoever runs us there stops us otherwise
        yield lambda: False
        return
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _write_files(
    database: Database,
    request: Request,
    files: Sequence[tuple[Path, Opened]],
    state: RunState,
    summary: Summary,
    progress: Progress,
    interrupted: Callable[[], bool],
) -> None:
    size = sum(opened.size for _, opened in files)
    reading = batches(request.source, files, request.name, state.rows_done, request.facts_per_batch)
    with closing_generator(reading) as ahead:
        for batch in ahead:
            _write_batch(database, request, batch, state, summary)
            progress(batch.position, size, batch.done)
            if interrupted():
                summary.interrupted = True
                return
    if not summary.rows and not state.rows_done:
        raise SourceError("there is no row in it", "Export it again; nothing was loaded.")


@contextmanager
def closing_generator(generator: Iterator[Batch]) -> Iterator[Iterator[Batch]]:
    """End a generator, and the thread behind it, when it is left."""
    try:
        yield generator
    finally:
        generator.close()  # type: ignore[attr-defined]


def _write_batch(
    database: Database, request: Request, batch: Batch, state: RunState, summary: Summary
) -> None:
    rows, rejects, same = [], list(batch.rejects), 0
    for (_, row), again in zip(batch.rows, state.seen.check(batch.rows), strict=True):
        if again is Again.CONFLICT:
            reason = "has the key of an earlier row with other contents"
            rejects.append(Reject(batch.file.name, row.table, row.line, reason, row.raw))
        elif again is Again.SAME:
            same += 1
        else:
            rows.append(row)
    origin = Origin(
        data_set=request.name,
        trust=request.source.trust,
        file=batch.file.name,
        observed=batch.observed,
        arrived=milliseconds(datetime.now(UTC)),
    )
    rejected = summary.rejected + len(rejects)
    newest = max((row.seen if row.seen is not None else batch.observed for row in rows), default=None)

    def work(tx: ManagedTransaction) -> Counts:
        counts = write_batch(tx, rows, origin) if rows else Counts()
        if request.dry_run:
            raise DryRun(counts)
        run(
            tx,
            statement("data_sets/advance"),
            {
                "name": request.name,
                "run": state.id,
                "rows_done": batch.done,
                "rejected": rejected,
                "added": counts.new,
                "facts": counts.facts,
                "newest": newest,
            },
        )
        return counts

    try:
        counts = database.transact(work)
    except DryRun as dry:
        counts = dry.args[0]
    counts.unchanged += same
    if rejects and not request.dry_run:
        summary.reject_file = request.home / "rejects" / f"{request.name}-{state.id}.rejects.jsonl"
        append_rejects(summary.reject_file, rejects)
    for reject in rejects:
        summary.reasons[reject.reason] = summary.reasons.get(reject.reason, 0) + 1
    summary.rejected = rejected
    summary.rows += len(batch.rows) + len(batch.rejects)
    summary.counts.add(counts)
    state.rows_done = batch.done
