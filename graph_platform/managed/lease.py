"""One command at a time may change what runs in a home."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph_platform.errors import NotRunning
from graph_platform.managed.home import Home, open_private

if TYPE_CHECKING:
    from rich.console import Console

POLL_SECONDS = 0.05


@contextmanager
def lease(home: Home, patience: float, console: "Console | None" = None) -> Iterator[None]:
    """Hold the home's lock for a block; the system gives it back even if this command is killed.

    Raises `NotRunning` when another command holds it for longer than `patience` seconds.
    """
    with open_private(home.lock_file) as file:
        _wait_for(file.fileno(), patience, console)
        yield


def _wait_for(descriptor: int, patience: float, console: "Console | None") -> None:
    deadline = time.monotonic() + patience
    told = False
    while not _taken(descriptor):
        if time.monotonic() > deadline:
            raise NotRunning(
                "another command has been starting or stopping the database for too long",
                "Look for another graph-platform command that still runs, and end it.",
            )
        if console is not None and not told:
            console.print("Another command is starting or stopping the database; waiting for it.")
            told = True
        time.sleep(POLL_SECONDS)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
