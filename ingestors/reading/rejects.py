"""Reject files: what the loader could not use, one object per line, to be corrected and loaded again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph_platform.facts import BadRow
from ingestors.reading.items import UNREAD, Item, Raw
from ingestors.reading.objects import read_lines
from ingestors.reading.stream import Stream

SUFFIX = ".rejects.jsonl"
KEYS = {"file", "table", "line", "reason", "row"}


def is_reject_file(path: Path) -> bool:
    """Whether a file's name is that of a reject file."""
    return path.name.endswith(SUFFIX)


def read(stream: Stream, head: bytes) -> Iterator[tuple[str, Item]]:
    """The rejected rows, each with its table and the line that it had in its own file."""
    for item in read_lines(stream, head):
        if isinstance(item, BadRow):
            yield "", item
            continue
        line, entry = item
        table, line, raw = _unwrapped(entry, line)
        if not isinstance(raw, dict):
            yield (
                table,
                BadRow(line, {UNREAD: raw}, "is not a rejected row: it needs table, line, reason and row"),
            )
        elif UNREAD in raw:
            reason = f"is not corrected yet: give every column its cell and take out {UNREAD!r}"
            yield table, BadRow(line, raw, reason)
        else:
            yield table, (line, raw)


def _unwrapped(entry: Raw, line: int) -> tuple[str, int, Any]:
    """A row that was rejected again out of a reject file stands in it as a whole, so it may be wrapped twice."""
    table, row = "", None
    while isinstance(entry, dict) and KEYS.issuperset(entry) and "row" in entry:
        table, row = str(entry.get("table", "")), entry["row"]
        given = entry.get("line")
        line = given if isinstance(given, int) else line
        entry = row
    return table, line, row
