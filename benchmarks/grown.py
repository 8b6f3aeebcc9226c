"""A sample made long: its rows again and again, so that a small file in a publisher's own format can be measured.

What a sample says comes back many times, and a cleaner that remembers values has it easier than with a real file.
"""

from __future__ import annotations

import copy
import csv
import mailbox
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from graph_platform.source import Kind
from ingestors.reading.shape import Shape, shape_of
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder

MOST_BYTES = 8_000_000
REPEATABLE = (".mbox", ".ics")
SINGLE = (".eml", ".vtt", ".html")


@dataclass(frozen=True, slots=True)
class Long:
    """A long file of a format: `csv`, `json`, `jsonl`, `xml`, `mbox` or `ics`, with the delimiter of a CSV file."""

    path: Path
    format: str
    delimiter: str = ""


def grown(path: Path, rows: int, counted: int, tables: Sequence[Kind], folder: Path) -> Long | None:
    """The file with its rows repeated, as UTF-8, until there are about so many; None for a format of one row a file.

    `counted` is how many rows it has.
    """
    if path.suffix in SINGLE:
        return None
    times = max(1, min(-(-rows // counted), MOST_BYTES // path.stat().st_size))
    long = folder / path.name
    if path.suffix in REPEATABLE:
        long.write_bytes(path.read_bytes() * times)
        return Long(long, path.suffix[1:])
    shape = shape_of(Stream(path))
    if shape.format == "xml":
        return _xml(path, long, times, tables)
    text = "".join(Decoder(shape.head).texts(Stream(path).chunks()))
    if shape.format == "csv":
        delimiter, written = _csv(text, shape, times)
        long.write_text(written, encoding="utf-8", newline="")
        return Long(long, "csv", delimiter)
    if shape.format == "jsonl":
        long.write_text((text.rstrip("\n") + "\n") * times, encoding="utf-8")
        return Long(long, "jsonl")
    if shape.format == "json" and (content := _repeated(orjson.loads(text.encode()), times)):
        long.write_bytes(orjson.dumps(content))
        return Long(long, "json")
    return None


def _csv(text: str, shape: Shape, times: int) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    delimiter = shape.header.delimiter if shape.header else max(",;\t|", key=lines[0].count)
    titles = shape.header.line - 1 if shape.header else 0
    header = csv.reader(lines[titles:], delimiter=delimiter)
    next(iter(header))
    at = titles + header.line_num
    body = "".join(lines[at:])
    return delimiter, "".join(lines[titles:at]) + (body if body.endswith("\n") else body + "\n") * times


def _repeated(content: Any, times: int) -> Any:
    """An export with the objects of its arrays repeated, or objects under more ids; nothing where it has neither."""
    if isinstance(content, list):
        return content * times
    arrays = {
        key: value * times
        for key, value in content.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    if arrays:
        return content | arrays
    inner = {key: _repeated(value, times) for key, value in content.items() if key == "message"}
    if any(inner.values()):
        return content | inner
    if content and all(isinstance(value, dict) for value in content.values()):
        return {f"{key}-{n}" if n else key: value for n in range(times) for key, value in content.items()}
    return None


def _xml(path: Path, long: Path, times: int, tables: Sequence[Kind]) -> Long | None:
    """A document with each row again beside itself; of many documents in one file, nothing."""
    try:
        tree = etree.parse(str(path))
    except etree.XMLSyntaxError:
        return None
    for row in [found for name in _row_names(tables) for found in tree.iterfind(f".//{_wild(name)}")]:
        for _ in range(times - 1):
            row.addnext(copy.deepcopy(row))
    tree.write(str(long), encoding="utf-8", xml_declaration=True)
    return Long(long, "xml")


def _row_names(tables: Sequence[Kind]) -> Iterator[str]:
    return (
        name for table in tables if (elements := getattr(table, "elements", None)) for name in elements.rows
    )


def _wild(name: str) -> str:
    return "/".join(f"{{*}}{tag}" for tag in name.split("/"))


def bare(long: Long) -> int | None:
    """Read it with the plain library for its format, and do nothing with it; None for calendars: none is at hand."""
    if long.format == "csv":
        with long.path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.DictReader(file, delimiter=long.delimiter))
    if long.format == "jsonl":
        with long.path.open("rb") as lines:
            return sum(1 for line in lines if orjson.loads(line) is not None)
    if long.format == "json":
        return len(orjson.loads(long.path.read_bytes()))
    if long.format == "xml":
        count = 0
        for _, element in etree.iterparse(str(long.path)):
            element.clear()
            count += 1
        return count
    if long.format == "mbox":
        return sum(1 for _ in mailbox.mbox(long.path))
    return None
