"""The rows that a draft learns from: of each table of a file its columns, nested keys written with dots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.parts import members
from ingestors.reading import workbook
from ingestors.reading.items import Raw
from ingestors.reading.shape import Shape, items_of, shape_of
from ingestors.reading.stream import Stream

ROWS = 20_000
TRIED = ("csv", "xlsx", "json", "jsonl", "parquet")
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
    """The tables of a file: one, or one for each array, sheet or packed file. Raises `SourceError` for no table."""
    stem = path.name.partition(".")[0]
    found: list[Sampled] = []
    names: Counter[str] = Counter()
    for name, stream, shape in _parts(path):
        if shape.format not in TRIED:
            raise SourceError(
                f"{stream.name} is {shape.format}: a mapping reads {', '.join(TRIED[:-1])} or {TRIED[-1]}",
                "Look for a source in Python: docs/new-source.md.",
            )
        for table in _tables(stream, shape, name or stem or "rows", slug(stem)):
            names[table.name] += 1
            if names[table.name] > 1:
                table.name += f" {names[table.name]}"
            found.append(table)
    return found


def _parts(path: Path) -> Iterator[tuple[str, Stream, Shape]]:
    """The file, the files that are packed in it, or the sheets of a workbook; named where there are several."""
    for stream in members(Stream(path)):
        name = Path(stream.name.partition(":")[2]).stem
        shape = shape_of(stream, _arrays(stream))
        if shape.format != "xlsx":
            yield name, stream, shape
            continue
        for sheet in workbook.sheets_of(path):
            if header := workbook.likely_header(path, sheet):
                yield sheet, stream, replace(shape, sheet=sheet, header=header, columns=tuple(header.names))


def _tables(stream: Stream, shape: Shape, name: str, stem: str) -> Iterator[Sampled]:
    tables: dict[str, Sampled] = {}
    count = bad = 0
    try:
        for array, item in islice(items_of(stream, shape, {}), ROWS):
            count += 1
            if isinstance(item, BadRow):
                bad += 1
                continue
            table = tables.setdefault(array, Sampled(array or name, stem, stream.path.name, False))
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
            f"{stream.name} is no table: most of its rows have other cells than its header",
            "A table begins with the row of its column names; delete what stands above it.",
        )
    for table in tables.values():
        table.whole = count < ROWS
        if table.columns:
            yield table


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
