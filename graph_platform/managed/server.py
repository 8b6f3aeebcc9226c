"""The managed Neo4j as its users see it: make it run, say how it is, stop it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from graph_platform.errors import StartFailed
from graph_platform.managed.admin import finish_load, set_initial_password
from graph_platform.managed.artifacts import ensure_jars, missing_jars, repository_of
from graph_platform.managed.configuration import link_plugins, write_configuration
from graph_platform.managed.endpoint import Endpoint
from graph_platform.managed.home import (
    USER,
    Home,
    ProcessRecord,
    home_of,
    password_of,
    prepare,
    read_port,
    read_process,
)
from graph_platform.managed.lease import lease
from graph_platform.managed.lock import locked_jars
from graph_platform.managed.memory import choose_memory
from graph_platform.managed.port import HOST, choose_port, listens
from graph_platform.managed.process import (
    alive,
    end_process,
    find_process,
    forget,
    process_of,
    remember,
    running_process,
    start_process,
)
from graph_platform.managed.startup_cache import cache_flags, drop_cache, keep_trained
from graph_platform.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

POLL_SECONDS = 0.1
TRIES = 3
# downloading is a part of a first start, and another command may be at it
PATIENCE_SECONDS = 900.0


@dataclass(frozen=True)
class Status:
    """How the managed database is."""

    running: bool
    ready: bool
    home: Path
    pid: int | None = None
    uri: str | None = None
    memory_mb: int | None = None
    started: float | None = None


def ensure_running(settings: Settings, console: "Console | None" = None, *, train: bool = False) -> Endpoint:
    """Give the managed database's endpoint, started first where it does not run.

    Takes milliseconds when it runs already. `console` shows progress; `train` makes Java's class cache, for later
    starts, even if nothing had to be fetched. Raises `ArtifactError`, `JavaMissing`,
    `StartFailed`, `AccessDenied` or `EnvironmentProblem`.
    """
    home = home_of(settings)
    record = _serving(home)
    if record is None:
        prepare(home)
        with lease(home, PATIENCE_SECONDS, console):
            # another command may have started it while we waited
            record = _serving(home) or _start_or_adopt(home, settings, console, train=train)
    return _endpoint(home, record.port)


def stop(settings: Settings) -> bool:
    """Stop the managed database and wait until it is gone; whether there was one."""
    home = home_of(settings)
    if not home.run.exists():
        return False
    with lease(home, PATIENCE_SECONDS):
        return _stop(home, settings)


def status(settings: Settings) -> Status:
    """Say how the managed database is, without starting it."""
    home = home_of(settings)
    process, record = running_process(home), read_process(home)
    if process is None or record is None:
        return Status(running=False, ready=False, home=home.root)
    return Status(
        running=True,
        ready=record.ready and listens(record.port),
        home=home.root,
        pid=process.pid,
        uri=_uri(record.port),
        memory_mb=process.memory_info().rss // 2**20,
        started=record.created,
    )


@contextmanager
def stopped(settings: Settings, console: "Console | None" = None) -> Iterator[Home]:
    """Keep the database stopped for a block, and start it again if it ran before."""
    home = home_of(settings)
    prepare(home)
    with lease(home, PATIENCE_SECONDS, console):
        ran = _stop(home, settings)
        _say(console, "The database is stopped for this; it starts again afterwards." if ran else None)
        try:
            yield home
        finally:
            if ran:
                _start_or_adopt(home, settings, console)


def _serving(home: Home) -> ProcessRecord | None:
    record = read_process(home)
    if record is None or not record.ready or process_of(record) is None:
        return None
    # it may be ending: then its port is closed before its process is gone
    return record if listens(record.port) else None


def _start_or_adopt(
    home: Home, settings: Settings, console: "Console | None", *, train: bool = False
) -> ProcessRecord:
    process = find_process(home)
    if process is not None:
        # its starter was killed, or it is ending
        port = read_port(home)
        if port is not None and _becomes_ready(home, process, port, settings.start_timeout):
            return _record_ready(home, process, port)
        end_process(home, process)
    return _start(home, settings, console, train=train)


def _start(home: Home, settings: Settings, console: "Console | None", *, train: bool) -> ProcessRecord:
    repository = repository_of(settings)
    # who waits for a download anyway hardly notices the training
    train = train or bool(missing_jars(repository))
    jars = ensure_jars(repository, console)
    _make_ready_to_start(home, jars)
    with console.status("Starting Neo4j") if console else nullcontext():
        for attempt in range(TRIES):
            # what ended the first may have been our port taken in the meantime, or a damaged cache
            flags = [] if attempt else cache_flags(home, repository, train=train)
            record = _try_to_start(home, settings, jars, flags)
            if record is not None:
                if attempt:
                    drop_cache(repository)
                return record
    raise StartFailed(
        "Neo4j ended before it answered",
        "`graph-platform db logs` shows why; `graph-platform doctor` checks memory, disk and Java.",
    )


def _try_to_start(home: Home, settings: Settings, jars: list[Path], flags: list[str]) -> ProcessRecord | None:
    memory = choose_memory(settings)
    port = choose_port((settings.bolt_port, read_port(home) or 0))
    write_configuration(home, port, memory)
    process = start_process(home, jars, memory, port, flags)
    if _becomes_ready(home, process, port, settings.start_timeout):
        return _record_ready(home, process, port)
    if alive(process):
        end_process(home, process)
        raise _too_slow(settings)
    forget(home)
    return None


def _make_ready_to_start(home: Home, jars: list[Path]) -> None:
    shutil.rmtree(home.tmp, ignore_errors=True)
    prepare(home)
    finish_load(home)
    link_plugins(home, list(zip(locked_jars(), jars, strict=True)))
    password = password_of(home)
    if not home.initialized:
        set_initial_password(home, jars, password)


def _becomes_ready(home: Home, process: psutil.Process, port: int, seconds: float) -> bool:
    # the driver is heavy, and is loaded while Neo4j starts
    from graph_platform.database import answers

    endpoint = _endpoint(home, port)
    deadline = time.monotonic() + seconds
    while alive(process) and time.monotonic() < deadline:
        if listens(port) and answers(endpoint):
            return alive(process)
        time.sleep(POLL_SECONDS)
    return False


def _record_ready(home: Home, process: psutil.Process, port: int) -> ProcessRecord:
    remember(home, process, port, ready=True)
    return ProcessRecord(process.pid, process.create_time(), port, ready=True)


def _stop(home: Home, settings: Settings) -> bool:
    process = find_process(home)
    if process is None:
        forget(home)
        return False
    end_process(home, process)
    keep_trained(home, repository_of(settings))
    return True


def _endpoint(home: Home, port: int) -> Endpoint:
    return Endpoint(_uri(port), USER, password_of(home))


def _uri(port: int) -> str:
    return f"bolt://{HOST}:{port}"


def _too_slow(settings: Settings) -> StartFailed:
    return StartFailed(
        f"Neo4j did not answer within {settings.start_timeout:.0f} s",
        "Raise GRAPH_PLATFORM_START_TIMEOUT on a slow machine; `graph-platform db logs` shows how far it came.",
    )


def _say(console: "Console | None", text: str | None) -> None:
    if console is not None and text:
        console.print(text)
