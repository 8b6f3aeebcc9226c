"""The Neo4j process of a home: started, found again, and ended.

A process is known by its id *and* its moment of creation, because ids are used again. If the file that says so
was never written (the starting command was killed between the two), the process is found by the home that stands
on its command line.
"""

import atexit
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from graph_platform.managed.home import (
    Home,
    ProcessRecord,
    open_private,
    read_process,
    write_private,
    write_process,
)
from graph_platform.managed.java import FLAGS, class_path, java, quoted_lines
from graph_platform.managed.memory import Memory

MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
CLOCK_TOLERANCE = 1.0
END_SECONDS = 90.0
POLL_SECONDS = 0.05

# kept so that Python reaps them when they end
_children: list[subprocess.Popen[bytes]] = []


@atexit.register
def _let_go() -> None:
    # they are meant to outlive us; Python would warn of each that it has not seen end
    for child in _children:
        child.returncode = child.poll() or 0


def running_process(home: Home) -> psutil.Process | None:
    """Give the live process that serves this home."""
    record = read_process(home)
    return None if record is None else process_of(record)


def find_process(home: Home) -> psutil.Process | None:
    """Give the live process that serves this home, also one that was never written down."""
    return running_process(home) or _by_command_line(home)


def process_of(record: ProcessRecord) -> psutil.Process | None:
    """Give the very process that was written down, if it still runs."""
    with suppress(psutil.Error):
        process = psutil.Process(record.pid)
        if abs(process.create_time() - record.created) < CLOCK_TOLERANCE and alive(process):
            return process
    return None


def _by_command_line(home: Home) -> psutil.Process | None:
    mark = _home_argument(home)
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            line = process.cmdline()
            if mark in line and MAIN_CLASS in line and alive(process):
                return process
    return None


def _home_argument(home: Home) -> str:
    return f"--home-dir={home.neo4j}"


def start_process(
    home: Home, jars: Sequence[Path], memory: Memory, port: int, extra_flags: Sequence[str] = ()
) -> psutil.Process:
    """Start Neo4j as a child that outlives this command, and write down which one it is."""
    arguments = home.run / "java.args"
    write_private(arguments, quoted_lines([*_java_arguments(home, memory), *extra_flags, *class_path(jars)]))
    with open_private(home.logs / "console.log") as console:
        child = subprocess.Popen(  # noqa: S603
            [str(java()), f"@{arguments}", MAIN_CLASS, _home_argument(home), f"--config-dir={home.conf}"],
            cwd=home.neo4j,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            # a Ctrl-C at the starting command's terminal must not reach it
            start_new_session=True,
            umask=0o077,
        )
    _children.append(child)
    process = psutil.Process(child.pid)
    remember(home, process, port, ready=False)
    return process


def _java_arguments(home: Home, memory: Memory) -> list[str]:
    return [
        *FLAGS,
        f"-Xmx{memory.heap}m",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        f"-XX:ErrorFile={home.logs / 'crash.log'}",
        f"-Djava.io.tmpdir={home.tmp}",
    ]


def remember(home: Home, process: psutil.Process, port: int, *, ready: bool) -> None:
    """Write down which process serves this home, where, and whether it answered yet."""
    write_process(home, ProcessRecord(process.pid, process.create_time(), port, ready))


def alive(process: psutil.Process) -> bool:
    """Whether the process still runs; one that ended and was not reaped does not."""
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def end_process(home: Home, process: psutil.Process) -> None:
    """Ask Neo4j to end, wait for it, and force it after a while; then forget it.

    The store's lock is held until the process is gone, so nothing else may touch the store before this returns.
    """
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        if not _ends(process):
            process.kill()
            _ends(process)
    forget(home)


def _ends(process: psutil.Process) -> bool:
    # not psutil's own wait: it waits for ever for one that ended while its parent, another command, lives on
    deadline = time.monotonic() + END_SECONDS
    while alive(process) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    _children[:] = [child for child in _children if child.poll() is None]
    return not alive(process)


def forget(home: Home) -> None:
    """Remove the note of a process that is gone."""
    home.process_file.unlink(missing_ok=True)
