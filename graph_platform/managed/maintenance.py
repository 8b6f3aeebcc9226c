"""Dump, load and check: stop, work, and start again if it ran."""

from pathlib import Path
from typing import TYPE_CHECKING

from graph_platform.errors import UsageError
from graph_platform.managed import admin
from graph_platform.managed.artifacts import ensure_jars, repository_of
from graph_platform.managed.home import Home
from graph_platform.managed.server import stopped
from graph_platform.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console


def dump(
    settings: Settings, target: Path, *, overwrite: bool = False, console: "Console | None" = None
) -> None:
    """Write the whole managed database to a file for its owner alone.

    Raises `UsageError` for a target that is there or cannot be, `AdminFailed` otherwise.
    """
    admin.check_target(target, overwrite=overwrite)
    jars = ensure_jars(repository_of(settings), console)
    with stopped(settings, console) as home:
        _check_started_once(home)
        admin.dump(home, jars, target)


def load(settings: Settings, source: Path, *, console: "Console | None" = None) -> None:
    """Replace the whole managed database by a dump; if the dump is no good, nothing is changed.

    Raises `UsageError` for a file that cannot be read, `AdminFailed` for one that is no dump.
    """
    admin.check_source(source)
    jars = ensure_jars(repository_of(settings), console)
    with stopped(settings, console) as home:
        admin.load(home, jars, source)


def check(settings: Settings, *, console: "Console | None" = None) -> None:
    """Check that the managed database's files are whole. Raises `AdminFailed` where they are not."""
    jars = ensure_jars(repository_of(settings), console)
    with stopped(settings, console) as home:
        _check_started_once(home)
        admin.check(home, jars)


def _check_started_once(home: Home) -> None:
    if not home.initialized:
        raise UsageError("there is no database yet", "`graph-platform db start` makes one.")
