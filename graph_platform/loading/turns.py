"""Loads share a database; one that fills it at once has it alone, and writers of entities take turns in the graph.

The system gives the locks on files back, whatever ends; the database those of a transaction.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_platform.database import Transaction, run
from graph_platform.errors import UsageError
from graph_platform.managed.home import open_private
from graph_platform.statements import statement


def take_turn(tx: Transaction, now: int | None = None) -> int:
    """Wait for the lock that all writers of entities share, for the rest of the transaction.

    The time that it gives, in milliseconds since 1970: after that of every turn before, whatever `now` the clock says.
    """
    now = time.time_ns() // 1_000_000 if now is None else now
    return int(run(tx, statement("load/take_turn"), {"now": now})[0]["arrived"])


@contextmanager
def among_others(home: Path) -> Iterator[None]:
    """Load beside other loads. Raises `UsageError` while the database is being filled."""
    with _locked(home, fcntl.LOCK_SH, "a load with --bulk is filling the database"):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Load while nobody else does. Raises `UsageError` where somebody does."""
    with _locked(home, fcntl.LOCK_EX, "another load is running, and --bulk needs the database for itself"):
        yield


@contextmanager
def _locked(home: Path, how: int, busy: str) -> Iterator[None]:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_private(home / "loads.lock") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(busy, "Let it come to its end first.") from None
        yield
