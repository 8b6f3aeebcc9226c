"""The rows that a draft learns from: of each table of a file its columns, nested keys written with dots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading.items import Raw
from ingestors.reading.shape import items_of, shape_of
from ingestors.reading.stream import Stream

ROWS = 20_000
TRIED = ("csv", "json", "jsonl", "parquet")
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Sampled:
    """A table's first rows. `stem` is the file's name as a name of a source; `top` are the keys that are not nested.

    An array may hold many objects on one line: `lines` are those on which rows begin.
    """

    name: str
    stem: str
    file: str
    whole: bool
    rows: list[Raw] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    columns: dict[str, None] = field(default_factory=dict)
    top: dict[str, None] = field(default_factory=dict)

    def cells(self, column: str) -> Iterator[Any]:
        """What the column holds, row by row; None where nothing."""
        return (row.get(column) for row in self.rows)


def sampled(path: Path) -> list[Sampled]:
    """The tables of a file: one, or one for each array of an export. Raises `SourceError` where it has none."""
    stream = Stream(path)
    shape = shape_of(stream, _arrays(stream))
    if shape.format not in TRIED:
        raise SourceError(
            f"{path.name} is {shape.format}: a mapping reads {', '.join((*TRIED[:-1], 'or ' + TRIED[-1]))}",
            "Look for a source in Python: docs/new-source.md.",
        )
    stem = path.name.partition(".")[0]
    tables: dict[str, Sampled] = {}
    count = bad = 0
    try:
        for array, item in islice(items_of(stream, shape, {}), ROWS):
            count += 1
            if isinstance(item, BadRow):
                bad += 1
                continue
            table = tables.setdefault(array, Sampled(array or stem or "rows", slug(stem), path.name, False))
            flat = dict(_flat(item[1]))
            table.rows.append(flat)
            table.lines.add(item[0])
            table.columns.update(dict.fromkeys(flat))
            table.top.update(dict.fromkeys(item[1]))
    except SourceTruncated:
        # the rows before the cut are enough to learn from
        pass
    if 2 * bad > count:
        raise SourceError(
            f"{path.name} is no table: most of its rows have other cells than its header",
            "A table begins with the row of its column names; delete what stands above it.",
        )
    for table in tables.values():
        table.whole = count < ROWS
    return [table for table in tables.values() if table.columns]


def _arrays(stream: Stream) -> list[str]:
    """The keys of arrays of objects in a file of one line, which may be an export or its only row."""
    try:
        content = orjson.loads(stream.head())
    except ValueError:
        return []
    if not isinstance(content, dict):
        return []
    return [
        key
        for key, value in content.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]


def _flat(raw: Raw, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        if isinstance(value, dict) and value and "." not in key:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def slug(text: str) -> str:
    """A name of a source out of a file's name, in which only small letters, digits and dashes stand."""
    made = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40]
    return made if made[:1].isalpha() else f"draft-{made}".strip("-")[:40]
