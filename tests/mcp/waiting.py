"""Waiting for what is to come about, such as that no statement runs any more."""

from __future__ import annotations

import time
from collections.abc import Callable

from graph_platform.database import Database


def running(database: Database) -> int:
    """How many statements of servers run."""
    tagged = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.tag IS NOT NULL RETURN metaData.tag AS tag"
    return len(database.read(tagged))


def until(wanted: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)
