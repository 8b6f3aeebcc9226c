"""A load from its first file to its summary: recognised, read ahead, written batch by batch, resumable at each."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from neo4j import ManagedTransaction

from graph_platform.database import Database, run
from graph_platform.errors import GraphPlatformError, NotRunning, SourceError
from graph_platform.loading.batch import Counts, write_batch
from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.closing import close_missing
from graph_platform.loading.plan import Origin
from graph_platform.loading.reading import Batch, batches
from graph_platform.loading.rejects import append_rejects
from graph_platform.loading.runs import Request, RunState, being_forgotten, run_of
from graph_platform.loading.sifting import sift
from graph_platform.schema import ensure_schema
from graph_platform.source import Opened
from graph_platform.statements import statement

__all__ = ["Progress", "Request", "Summary", "load"]

Progress = Callable[[int, int, int], None]
"""Called after each batch with the bytes read, the bytes in all and the rows read."""


@dataclass(slots=True)
class Summary:
    """What a load did. Rows are counted, but for `facts`: those that the new and changed rows state.

    `unread` rows had not even a key that could be read. A complete load that met one closes nothing, because any stored
    row may be among them. `skipped` are the reasons for which other rows were passed over, with how many there are.
    """

    data_set: str
    source: str
    rows: int = 0
    counts: Counts = field(default_factory=Counts)
    rejected: int = 0
    closed: int = 0
    unread: int = 0
    reject_file: Path | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    resumed_at: int = 0
    interrupted: bool = False
    seconds: float = 0.0


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
    with run_of(database, request) as state, _interruptible() as interrupted:
        summary.resumed_at = state.rows_done
        summary.rejected = state.rejected
        if state.rejected:
            summary.reject_file = state.reject_file
        try:
            _write_files(database, request, files, state, summary, progress, interrupted)
            summary.unread = state.seen.unread
            if request.complete and not summary.interrupted and not summary.unread:
                observed = milliseconds(max(opened.observed for _, opened in files))
                tables = {opened.table for _, opened in files} | state.seen.tables
                summary.closed = close_missing(
                    database, request.name, tables, state.seen, observed, request.dry_run
                )
            ended = "stopped" if summary.interrupted else "done"
        except NotRunning:
            # the run stays as it is, and is found by its files
            raise
        except BaseException:
            with suppress(GraphPlatformError):
                state.end("failed", **_outcome(summary))
            raise
        state.end(ended, **_outcome(summary))
    summary.seconds = (datetime.now(UTC) - begun).total_seconds()
    return summary


def _outcome(summary: Summary) -> dict[str, int]:
    counts = {name: getattr(summary.counts, name) for name in Counts.__slots__}
    return {**counts, "rows": summary.rows, "closed": summary.closed}


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
            summary.skipped += batch.skipped
            if batch.rows or batch.rejects:
                state.begin()
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
    sifted = sift(batch, state.seen)
    rows, rejects = sifted.rows, sifted.rejects
    origin = Origin(
        data_set=request.name,
        trust=request.source.trust,
        file=batch.file.name,
        observed=batch.observed,
        arrived=milliseconds(datetime.now(UTC)),
    )
    # before the batch, so that none is lost: what a killed process had written too much is cut off by the next one
    reject_bytes = state.reject_bytes
    if rejects and not request.dry_run:
        reject_bytes = append_rejects(state.reject_file, rejects, reject_bytes)
        summary.reject_file = state.reject_file
    rejected = summary.rejected + len(rejects)
    newest = max((row.seen if row.seen is not None else batch.observed for row in rows), default=None)
    progress = {
        "name": request.name,
        "run": state.id,
        "rows_done": batch.done,
        "rejected": rejected,
        "reject_bytes": reject_bytes,
        "newest": newest,
    }

    def work(tx: ManagedTransaction) -> Counts:
        counts = write_batch(tx, rows, origin) if rows else Counts()
        if request.dry_run:
            raise DryRun(counts)
        if not run(tx, statement("data_sets/advance"), {**progress, "added": counts.new}):
            raise being_forgotten(request.name)
        return counts

    try:
        counts = database.transact(work)
    except DryRun as dry:
        counts = dry.args[0]
    counts.unchanged += sifted.same
    for reject in rejects:
        summary.reasons[reject.reason] = summary.reasons.get(reject.reason, 0) + 1
    summary.rejected = state.rejected = rejected
    summary.rows += len(batch.rows) + len(batch.rejects)
    summary.counts.add(counts)
    state.rows_done, state.reject_bytes = batch.done, reject_bytes
    state.profile.note(batch.rows)
    if newest is not None:
        state.newest = newest if state.newest is None else max(state.newest, newest)
