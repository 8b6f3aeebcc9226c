"""The half of a load that does not touch the database: files are read, rows prepared and put into batches."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread

from graph_platform.errors import GraphPlatformError
from graph_platform.facts import BadRow, Row
from graph_platform.identity import record_id, row_id
from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.prepare import Prepared, RowRefused, prepare
from graph_platform.loading.rejects import Reject
from graph_platform.source import Opened, Source

FACTS_PER_BATCH = 10_000
BYTES_PER_BATCH = 3_000_000
"""Of long texts a batch holds fewer facts, so that memory is the same whatever a file holds."""
ROWS_BETWEEN_LOOKS = 64
BATCHES_AHEAD = 3
SWITCH_SECONDS = 0.0005
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character: a key that holds it has no id, and was never stored."""


@dataclass(slots=True)
class Batch:
    """Rows of one file with different leads, and what was rejected among them.

    `refused` are the leads that rejected rows have or would have, `unread` the ordinals of rows without a key, and
    `skipped` the reasons of those that their source does not read.
    `rows` come with their ordinal in the whole load; `done` is the number of rows of the load behind the batch;
    `position` is how many bytes of the load's files have been read.
    """

    file: Path
    observed: int
    rows: list[tuple[int, Prepared]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    done: int = 0
    position: int = 0
    facts: int = 0
    leads: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def batches(
    source: Source,
    files: Sequence[tuple[Path, Opened]],
    data_set: str,
    skip: int,
    facts: int = FACTS_PER_BATCH,
) -> Iterator[Batch]:
    """Batches of prepared rows with about so many facts each.

    They are read ahead in a thread, so that the database and the reader never wait in turn.

    The first `skip` rows of the load are passed over. Raises the reader's error after the last whole batch.
    """
    queue: Queue[Batch | GraphPlatformError | None] = Queue(BATCHES_AHEAD)
    stop = Event()

    def put(item: Batch | GraphPlatformError | None) -> bool:
        while not stop.is_set():
            try:
                queue.put(item, timeout=0.2)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for batch in _batches(source, files, data_set, skip, facts):
                if not put(batch):
                    return
            put(None)
        except GraphPlatformError as error:
            put(error)
        except Exception as error:
            # handed over by its type alone: left to the thread, its text, which may hold values, would be printed
            put(GraphPlatformError(f"reading ended with {type(error).__name__}", "Please report it."))

    thread = Thread(target=work, name="reader", daemon=True)
    # every answer of the database would otherwise wait for the reader's turn to end, which takes 5 ms by default
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    thread.start()
    try:
        while (item := queue.get()) is not None:
            if isinstance(item, GraphPlatformError):
                raise item
            yield item
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)


def _batches(
    source: Source, files: Sequence[tuple[Path, Opened]], data_set: str, skip: int, facts: int
) -> Iterator[Batch]:
    ordinal = before = 0
    for path, opened in files:
        batch = Batch(path, milliseconds(opened.observed))
        begun = 0
        try:
            for row in opened:
                ordinal += 1
                if ordinal <= skip:
                    continue
                prepared = _prepared(row, ordinal, source, opened, data_set, batch)
                if prepared is not None and prepared.lead in batch.leads:
                    yield _closed(batch, ordinal - 1, before + opened.position())
                    batch = Batch(path, batch.observed)
                if prepared is not None:
                    batch.rows.append((ordinal, prepared))
                    batch.leads.add(prepared.lead)
                    batch.facts += prepared.facts
                long = ordinal % ROWS_BETWEEN_LOOKS == 0 and opened.position() - begun >= BYTES_PER_BATCH
                if long or batch.facts >= facts or len(batch.rejects) >= facts:
                    begun = opened.position()
                    yield _closed(batch, ordinal, before + begun)
                    batch = Batch(path, batch.observed)
        except GraphPlatformError:
            yield _closed(batch, ordinal, before + opened.position())
            raise
        before += opened.size
        yield _closed(batch, ordinal, before)


def _closed(batch: Batch, done: int, position: int) -> Batch:
    batch.done, batch.position = done, position
    return batch


def _prepared(
    row: Row | BadRow, ordinal: int, source: Source, opened: Opened, data_set: str, batch: Batch
) -> Prepared | None:
    file = batch.file.name
    if isinstance(row, BadRow):
        if row.skipped:
            batch.skipped[row.reason] += 1
            return None
        batch.rejects.append(Reject(file, opened.table, row.line, row.reason, row.raw))
        batch.unread.append(ordinal)
        return None
    table = row.table or opened.table
    try:
        return prepare(row, data_set, table, source.formats)
    except RowRefused as refused:
        reason = refused.reason
    except Exception as error:
        # a mistake of ours about one row must not keep a million others out
        reason = f"cannot be understood ({type(error).__name__})"
    batch.rejects.append(Reject(file, table, row.line, reason, row.raw))
    if row.key and not _HALF.search(row.key):
        batch.refused += (record_id(data_set, row.key), row_id(data_set, row.key))
    else:
        batch.unread.append(ordinal)
    return None
