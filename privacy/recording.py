"""Operations that are recorded for a policy to be tried on: encrypted, until a day, and erased at a word.

They stand apart from the audit, since they hold what people asked for, values included. One file a day, so that what is
too old goes as a whole.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_platform.managed.home import private_key, write_private
from privacy.sealed_files import append, records, remove_old

FOLDER, KEY = "recorded", "recording-key"
LOOK = 1.0
"""Seconds after which somebody looks again whether operations are to be recorded."""
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Recorded:
    """One operation, and the kind of viewer who asked it."""

    text: str
    name: str | None
    variables: dict[str, Any]
    roles: tuple[str, ...]
    purposes: tuple[str, ...]
    scopes: tuple[str, ...]
    subject: str


def switch_on(home: Path, until: datetime, by: str) -> None:
    """Record operations until a moment."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private_key(home / KEY)
    write_private(folder / "until.json", json.dumps({"until": until.isoformat(), "by": by}))


def switch_off(home: Path) -> None:
    """Record no more; what is recorded stays until it is erased or too old."""
    (home / FOLDER / "until.json").unlink(missing_ok=True)


def erase(home: Path) -> int:
    """Remove everything that is recorded, and the key that opens it; how many files that was."""
    paths = list((home / FOLDER).glob("*.bin"))
    (home / KEY).unlink(missing_ok=True)
    for path in paths:
        path.unlink()
    switch_off(home)
    return len(paths)


class Recorder:
    """Records operations while that is switched on; looks at the switch once a second."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._looked = float("-inf")
        self._cipher: AESGCM | None = None

    def record(self, recorded: Recorded) -> None:
        """Keep an operation, if operations are to be kept."""
        if time.monotonic() - self._looked > LOOK:
            self._look()
        if self._cipher is None:
            return
        path = self._home / FOLDER / f"{datetime.now(UTC):%Y%m%d}.bin"
        append(path, self._cipher, asdict(recorded))

    def _look(self) -> None:
        self._looked, self._cipher = time.monotonic(), None
        until = until_of(self._home)
        if until and until > datetime.now(UTC):
            self._cipher = AESGCM(private_key(self._home / KEY))
        remove_old(self._home / FOLDER, MOST_DAYS)


def until_of(home: Path) -> datetime | None:
    """Until when operations are recorded; nothing where they are not."""
    try:
        return datetime.fromisoformat(json.loads((home / FOLDER / "until.json").read_text("utf-8"))["until"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def recorded(home: Path) -> Iterator[Recorded]:
    """Everything that is recorded, the oldest first; what cannot be opened is left out."""
    if not (home / KEY).exists():
        return
    cipher = AESGCM(private_key(home / KEY))
    for path in sorted((home / FOLDER).glob("*.bin")):
        for said in records(path, cipher):
            for name in ("roles", "purposes", "scopes"):
                said[name] = tuple(said[name])
            yield Recorded(**said)
