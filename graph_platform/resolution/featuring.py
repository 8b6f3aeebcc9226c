"""Rows of many records, computed in as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

import pyarrow as pa

from graph_platform.resolution.columns import table_of
from graph_platform.resolution.features import rows_of
from graph_platform.resolution.party import SCHEMAS, Party, Schema

ALONE = 4
"""Chunks of records that one process is done with before others have begun."""
T = TypeVar("T")
Featured = list[tuple[Schema, list[str], pa.Table]]
"""Ids and rows of each schema."""


def featured(parties: Sequence[Party]) -> Featured:
    """The rows of some records."""
    found = []
    for schema in SCHEMAS:
        if of_schema := [party for party in parties if party.schema == schema]:
            found.append(
                (schema, [party.id for party in of_schema], table_of(schema, rows_of(schema, of_schema)))
            )
    return found


def featured_apart(
    chunks: Iterable[T], said: Callable[[T], object], make: Callable[[object], Featured]
) -> Iterator[tuple[T, Featured]]:
    """Each chunk with its rows, in order: `make`, which is sent by name, computes them of what `said` gives of it."""
    ahead = iter(chunks)
    for chunk in islice(ahead, ALONE):
        yield chunk, make(said(chunk))
    waiting: deque[tuple[T, Future[Featured]]] = deque()
    first = next(ahead, None)
    if first is None:
        return
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as pool:
        for chunk in chain([first], ahead):
            waiting.append((chunk, pool.submit(make, said(chunk))))
            # so that memory does not grow with what is read
            if len(waiting) > 2 * cores:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()
