"""Loads share a database; one that fills it at once has it alone. The system gives both locks back, whatever ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_platform.errors import UsageError


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
    with (home / "loads.lock").open("w") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(busy, "Let it come to its end first.") from None
        yield
