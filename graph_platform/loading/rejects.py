"""Rows that could not be used, whole, with line and reason, in a file that can be corrected and loaded again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import orjson


class Reject(NamedTuple):
    """One row that was rejected. `reason` names columns, never values; `raw` is the row as it stood."""

    file: str
    table: str
    line: int
    reason: str
    raw: object


def append_rejects(path: Path, rejects: Iterable[Reject], at: int) -> int:
    """Add rejects to a file that only its owner can read, and give its size after them.

    `at` is the size that it had: what was written behind that belongs to a batch that was never stored.
    Its format is the one that every source takes back.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.truncate(at)
        for reject in rejects:
            file.write(_line(reject))
        return file.tell()


def _line(reject: Reject) -> bytes:
    content: dict[str, Any] = {
        "file": reject.file,
        "table": reject.table,
        "line": reject.line,
        "reason": reject.reason,
        "row": reject.raw,
    }
    return orjson.dumps(content, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE)
