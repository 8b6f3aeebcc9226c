"""The data sets of a fill, each read and settled by itself: in processes of their own where that is possible."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph_platform.errors import GraphPlatformError, Interrupted
from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.bulk.compute import settle
from graph_platform.loading.bulk.gather import Gathered, gather
from graph_platform.loading.bulk.spool import Spool
from graph_platform.loading.bulk.tables import Tables, Written
from graph_platform.loading.runs import Request
from graph_platform.source import Opened

PROCESSES = 2
"""At most: each takes some 300 MB."""
WORTH = 20_000_000
"""Bytes of input from which on it is worth a second or two to start them."""
APART = 1_000_000
"""Milliseconds between the times of arrival of two data sets: more than any has batches."""
POLL_SECONDS = 0.2
Asked = tuple[Request, Sequence[tuple[Path, Opened]]]
Maker = Callable[[], Request]
Progress = Callable[[str, int], None]
"""Called with a data set's name and how many bytes of all are read."""


@dataclass(frozen=True, slots=True)
class Part:
    """One data set: what was read, where the rest of it is, and what the import has to know of its tables."""

    gathered: Gathered
    folder: Path
    written: Written


def opened_files(requests: Sequence[Request]) -> list[Asked]:
    """Every file recognised by its source. Raises `SourceError`."""
    return [(request, [(path, request.source.open(path)) for path in request.files]) for request in requests]


def read_parts(
    folder: Path, asked: Sequence[Asked], makers: Sequence[Maker], progress: Progress
) -> list[Part]:
    """Read all data sets. With `makers`, which make the same requests in another process, two at once."""
    now = milliseconds(datetime.now(UTC))
    times = [now - (len(asked) - number) * APART for number in range(len(asked))]
    if len(makers) > 1 and (os.cpu_count() or 1) > 1 and sum(map(_size, asked)) > WORTH:
        return _at_once(folder, asked, makers, times, progress)
    parts, behind = [], 0
    for number, each in enumerate(asked):
        parts.append(_read(folder / f"part-{number}", each, times[number], _further(progress, each, behind)))
        behind += _size(each)
    return parts


def _further(progress: Progress, asked: Asked, behind: int) -> Callable[[int], None]:
    return lambda position: progress(asked[0].name, behind + position)


def _size(asked: Asked) -> int:
    return sum(opened.size for _, opened in asked[1])


def _read(folder: Path, asked: Asked, arrived: int, progress: Callable[[int], None]) -> Part:
    request, files = asked
    folder.mkdir()
    spool, tables = Spool(folder), Tables(folder)
    gathered = gather(request, files, folder, spool, tables, arrived, progress)
    settle(spool, tables, request.source.trust)
    spool.close()
    return Part(gathered, folder, tables.close())


def _at_once(
    folder: Path, asked: Sequence[Asked], makers: Sequence[Maker], times: Sequence[int], progress: Progress
) -> list[Part]:
    context = multiprocessing.get_context("spawn")
    positions = context.Array("q", len(asked))
    stop = context.Event()
    with ProcessPoolExecutor(PROCESSES, context, _begin, (positions, stop)) as pool:
        work: dict[int, Future[Part]] = {}
        # the largest first, so that none is left to run alone at the end
        for number in sorted(range(len(asked)), key=lambda n: -_size(asked[n])):
            work[number] = pool.submit(
                _read_apart, folder / f"part-{number}", number, makers[number], times[number]
            )
        try:
            while wait(work.values(), POLL_SECONDS).not_done:
                progress("files", sum(positions[:]))
                for done in work.values():
                    if done.done():
                        done.result()
            return [work[number].result() for number in range(len(asked))]
        except BrokenProcessPool:
            raise GraphPlatformError(
                "a process that read files was ended from outside", "There may be too little memory."
            ) from None
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


_shared: list[Any] = []
"""In a process that reads: how far each data set is, and whether to stop."""


def _begin(positions: Any, stop: Any) -> None:
    _shared[:] = [positions, stop]
    # Ctrl-C is for the command, which tells us to stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _read_apart(folder: Path, number: int, maker: Maker, arrived: int) -> Part:
    positions, stop = _shared

    def progress(position: int) -> None:
        positions[number] = position
        if stop.is_set():
            raise Interrupted("interrupted")

    (asked,) = opened_files([maker()])
    return _read(folder, asked, arrived, progress)
