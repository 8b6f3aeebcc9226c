"""Files of encrypted records, one after the other: what people asked for stands in them, values included."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_platform.managed.home import open_private

NONCE = 12


def append(path: Path, cipher: AESGCM, said: Any) -> None:
    """Put a record, plain data, at the end of a file that its owner alone may read."""
    nonce = os.urandom(NONCE)
    sealed = nonce + cipher.encrypt(nonce, json.dumps(said).encode(), None)
    with open_private(path) as file:
        file.write(len(sealed).to_bytes(4, "big") + sealed)


def remove_old(folder: Path, days: int) -> None:
    """Remove the files, one a day and called after it, of more than so many days ago."""
    oldest = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y%m%d")
    for path in folder.glob("*.bin"):
        if path.stem < oldest:
            path.unlink(missing_ok=True)


def records(path: Path, cipher: AESGCM) -> Iterator[Any]:
    """The records of a file, the oldest first; what cannot be opened is left out."""
    data, at = path.read_bytes(), 0
    while at + 4 <= len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        sealed, at = data[at + 4 : end], end
        try:
            yield json.loads(cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None))
        except (InvalidTag, ValueError):
            continue
