"""Rows that could not be used, whole, with line and reason, in a file that can be corrected and loaded again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import orjson

SUFFIX = ".rejects.jsonl"
UNREADABLE = "is no line of a reject file any more: it was changed into something else"
_NAMED = re.compile(r"'([^']+)'")
_KEYS = {"file", "table", "line", "reason", "row"}


class Reject(NamedTuple):
    """One row that was rejected. `reason` names columns, never values; `raw` is the row as it stood."""

    file: str
    table: str
    line: int
    reason: str
    raw: object


class RejectFile(NamedTuple):
    """A file of rejects by its name: of which data set, and of which run."""

    path: Path
    data_set: str
    run: str


def reject_path(home: Path, data_set: str, run: str) -> Path:
    """Where the rows go that a run could not use."""
    return home / "rejects" / f"{quote(data_set, safe='')}-{run}{SUFFIX}"


def reject_files(home: Path, data_set: str | None = None) -> list[RejectFile]:
    """The files of rejects, of one data set or of all, the oldest first."""
    found = []
    for path in (home / "rejects").glob(f"*{SUFFIX}"):
        name, _, run = path.name.removesuffix(SUFFIX).rpartition("-")
        if data_set is None or unquote(name) == data_set:
            found.append(RejectFile(path, unquote(name), run))
    return sorted(found, key=lambda each: (each.data_set, each.path.stat().st_mtime_ns, each.run))


def read_rejects(path: Path) -> Iterator[Reject]:
    """What stands in a file of rejects. A line that cannot be read is one with that as its reason."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _read(line, number)


def _read(line: bytes, number: int) -> Reject:
    try:
        content = orjson.loads(line)
        # a row that was rejected again out of a reject file stands in it as a whole
        while isinstance(content["row"], dict) and set(content["row"]) == _KEYS:
            content = {**content["row"], "reason": content["reason"]}
        place = str(content["file"]), str(content["table"]), int(content["line"])
        return Reject(*place, str(content["reason"]), content["row"])
    except (ValueError, KeyError, TypeError):
        return Reject("", "", number, UNREADABLE, None)


def columns_of(reject: Reject) -> list[str]:
    """The columns of a rejected row that its reason names."""
    known = reject.raw if isinstance(reject.raw, dict) else {}
    return [name for name in _NAMED.findall(reject.reason) if name in known]


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
