"""Other processes that work for a fill: they say how far they are, stop when they are told to, and end with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from graph_platform.errors import GraphPlatformError, Interrupted

PROCESSES = 2
"""At most: each takes some 300 MB."""
POLL_SECONDS = 0.2
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes that wait for work. `positions` are how far each piece of it is, as its own number says."""

    pool: ProcessPoolExecutor
    positions: Any

    def submit(self, number: int, work: Callable[..., Done], *arguments: object) -> Future[Done]:
        """Have a piece of work done, which is given the arguments and a function to tell how far it is."""
        return self.pool.submit(_work, number, work, arguments)

    def results(self, pieces: Sequence[Future[Done]], progress: Callable[[int], None]) -> list[Done]:
        """What came of pieces of work. The first that fails raises its error."""
        try:
            while wait(pieces, POLL_SECONDS).not_done:
                progress(sum(self.positions[:]))
                for piece in pieces:
                    if piece.done():
                        piece.result()
            return [piece.result() for piece in pieces]
        except BrokenProcessPool:
            raise GraphPlatformError(
                "a process that worked for this one was ended from outside", "There may be too little memory."
            ) from None


@contextmanager
def workers(pieces: int) -> Iterator[Workers]:
    """Processes for so many pieces of work at most. They are told to stop when the block is left."""
    context = multiprocessing.get_context("spawn")
    positions, stop = context.Array("q", pieces), context.Event()
    with ProcessPoolExecutor(PROCESSES, context, _begin, (positions, stop)) as pool:
        try:
            yield Workers(pool, positions)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


_shared: list[Any] = []
"""In a process that works: how far each piece is, and whether to stop."""


def _begin(positions: Any, stop: Any) -> None:
    _shared[:] = [positions, stop]
    # Ctrl-C is for the command, which tells us to stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(number: int, work: Callable[..., Done], arguments: Sequence[object]) -> Done:
    positions, stop = _shared

    def progress(position: int) -> None:
        positions[number] = position
        if stop.is_set():
            raise Interrupted("interrupted")

    return work(*arguments, progress)
