"""Rows that could not be used, whole, with line and reason, in a file that can be corrected and loaded again."""

from __future__ import annotations

import json
import os
import re
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
    try:
        line = orjson.dumps(content, default=str, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # a number of more than 64 bits, half of a character, or nesting deeper than orjson goes
        line = json.dumps(content, default=str).encode()
    return _TEXT.sub(_without_live_formulas, line) + b"\n"


_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_LIVE = re.compile(rb"""(?<=[",;|\s])(?:[=+@-]|\xef\xbc[\x8b\x8d\x9d\xa0])""")


def _without_live_formulas(text: re.Match[bytes]) -> bytes:
    """A JSON text in which nothing begins a cell as a formula does, should somebody open the file in a spreadsheet.

    `=` is written `\\u003d`, which every reader of JSON reads as `=` again.
    """
    return _LIVE.sub(lambda found: b"\\u%04x" % ord(found[0].decode()), text[0])
