"""The trace of what agents did: every call with its tool, its arguments and what came of it; encrypted, one file a day.

A span of OpenTelemetry's conventions for generative AI goes out beside it, where an exporter is set up: it names tool
and agent, and never an argument or an answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from opentelemetry import trace

from graph_platform.managed.home import private_key
from privacy.sealed_files import append, records, remove_old

FOLDER, KEY = "agents", "agents-key"
MOST_DAYS = 90
"""Days for which traces are kept."""
MOST_ENTITIES = 200
"""Ids that one call's trace names."""

MOST_ARGUMENTS = 64 * 1024
"""Bytes of a call's arguments that are kept; of longer ones, which no tool takes, none are."""
DEEPEST = 10
"""Layers of such arguments."""

tracer = trace.get_tracer("graph_platform.agents")


@dataclass(frozen=True, slots=True)
class Step:
    """One call of an agent. `seconds` is how long it took, `tokens` roughly how long its answer was."""

    run: str
    at: str
    agent: str
    version: str
    person: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    purposes: tuple[str, ...]
    tool: str
    arguments: Mapping[str, Any]
    outcome: str
    entities: tuple[str, ...]
    tokens: int
    seconds: float


class Trace:
    """Writes the trace of one home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._removed = 0.0

    def keep(self, step: Step) -> None:
        """Put a call down."""
        folder = self._home / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        append(
            folder / f"{datetime.now(UTC):%Y%m%d}.bin", AESGCM(private_key(self._home / KEY)), asdict(step)
        )
        if time.monotonic() - self._removed > 3_600:
            self._removed = time.monotonic()
            remove_old(folder, MOST_DAYS)


def kept_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A call's arguments as far as they are kept: whoever is refused fills no disk."""
    level: list[Any] = [arguments]
    for _ in range(DEEPEST):
        inner = [each.values() if isinstance(each, Mapping) else each for each in level]
        level = [value for values in inner for value in values if isinstance(value, list | Mapping)]
        if not level:
            return dict(arguments) if len(json.dumps(arguments)) <= MOST_ARGUMENTS else {}
    return {}


def steps(home: Path) -> Iterator[Step]:
    """Every call that is kept, the oldest first."""
    if not (home / KEY).exists():
        return
    cipher = AESGCM(private_key(home / KEY))
    for path in sorted((home / FOLDER).glob("*.bin")):
        for said in records(path, cipher):
            for name in ("roles", "scopes", "purposes", "entities"):
                said[name] = tuple(said[name])
            yield Step(**said)


def described(arguments: Mapping[str, Any]) -> dict[str, str]:
    """What a call's arguments were, without their words: a text may hold what its reader may not see."""
    return {name: _described(value) for name, value in arguments.items()}


def _described(value: Any) -> str:
    if isinstance(value, str):
        is_id = len(value) == 32 and set(value) <= set("0123456789abcdef")
        return value if is_id else f"{len(value)} characters"
    if isinstance(value, bool | int | float):
        return str(value)
    return f"{len(value)} parts" if isinstance(value, list | dict) else "nothing"
