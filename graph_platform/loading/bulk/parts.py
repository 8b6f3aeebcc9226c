"""The data sets of a fill, each read and settled by itself: in processes of their own where there are some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph_platform.loading.bolt import milliseconds
from graph_platform.loading.bulk.apart import Workers
from graph_platform.loading.bulk.compute import settle
from graph_platform.loading.bulk.gather import Gathered, gather
from graph_platform.loading.bulk.spool import Spool
from graph_platform.loading.bulk.tables import Tables, Written
from graph_platform.loading.runs import Request
from graph_platform.source import Opened

APART = 1_000_000
"""Milliseconds between the times of arrival of two data sets: more than any has batches."""
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


def size_of(asked: Sequence[Asked]) -> int:
    """Bytes of all files."""
    return sum(opened.size for _, files in asked for _, opened in files)


def read_parts(
    folder: Path,
    asked: Sequence[Asked],
    makers: Sequence[Maker],
    workers: Workers | None,
    progress: Progress,
) -> list[Part]:
    """Read all data sets: in `workers`, where there are some, by what `makers` make there."""
    now = milliseconds(datetime.now(UTC))
    times = [now - (len(asked) - number) * APART for number in range(len(asked))]
    if workers is not None:
        return _at_once(folder, asked, makers, times, workers, progress)
    parts, behind = [], 0
    for number, each in enumerate(asked):
        parts.append(_read(folder / f"part-{number}", each, times[number], _further(progress, each, behind)))
        behind += size_of([each])
    return parts


def _further(progress: Progress, asked: Asked, behind: int) -> Callable[[int], None]:
    return lambda position: progress(asked[0].name, behind + position)


def _read(folder: Path, asked: Asked, arrived: int, progress: Callable[[int], None]) -> Part:
    request, files = asked
    folder.mkdir()
    spool, tables = Spool(folder), Tables(folder)
    gathered = gather(request, files, folder, spool, tables, arrived, progress)
    settle(spool, tables, request.source.trust)
    spool.close()
    return Part(gathered, folder, tables.close())


def _at_once(
    folder: Path,
    asked: Sequence[Asked],
    makers: Sequence[Maker],
    times: Sequence[int],
    workers: Workers,
    progress: Progress,
) -> list[Part]:
    # the largest first, so that none is left to run alone at the end
    order = sorted(range(len(asked)), key=lambda number: -size_of([asked[number]]))
    work = {
        number: workers.submit(number, _read_made, folder / f"part-{number}", makers[number], times[number])
        for number in order
    }
    return workers.results(
        [work[number] for number in range(len(asked))], lambda position: progress("files", position)
    )


def _read_made(folder: Path, maker: Maker, arrived: int, progress: Callable[[int], None]) -> Part:
    (asked,) = opened_files([maker()])
    return _read(folder, asked, arrived, progress)
