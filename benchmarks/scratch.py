"""A managed database of the benchmarks' own, which is stopped and removed when they end."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_platform import managed
from graph_platform.database import Database
from graph_platform.managed.server import stopped
from graph_platform.settings import Settings, read_settings

WIPE = "MATCH (node) CALL (node) { DETACH DELETE node } IN TRANSACTIONS OF 10000 ROWS"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, also where the script is asked to end."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    folder = Path(tempfile.mkdtemp(prefix="graph-platform-benchmark-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_home(kept: Path | None = None) -> Iterator[Settings]:
    """Settings of a database with the memory that a user's would have; `kept` is a home that stays."""
    if kept is not None:
        settings = read_settings(home=kept)
        try:
            yield settings
        finally:
            managed.stop(settings)
        return
    with scratch_folder() as folder, scratch_home(folder / "home") as settings:
        yield settings


def empty_store(settings: Settings) -> None:
    """Begin with a store in which nothing ever was: what is deleted leaves holes that the next one fills."""
    running = managed.status(settings).running
    with stopped(settings) as home:
        shutil.rmtree(home.data, ignore_errors=True)
        shutil.rmtree(settings.home / "runs", ignore_errors=True)
    if not running:
        managed.ensure_running(settings)


def wipe(database: Database) -> None:
    """Delete everything but constraints and indexes."""
    with database.session() as session:
        session.run(WIPE).consume()
