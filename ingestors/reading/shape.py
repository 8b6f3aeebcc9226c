"""What a file looks like from its first bytes: which format, and which columns or keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import orjson

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading import columnar, delimited, objects, pages, workbook
from ingestors.reading.items import Item
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder
from ingestors.reading.xml_elements import root_of

SAMPLED = 20
_KEY = re.compile(r'"([^"\\\\]{1,60})"\s*:')
_XML = re.compile(r"<\?xml\s|(?:<!--.{0,9999}?-->\s*)*<!DOCTYPE\s+(?!html\b)", re.IGNORECASE | re.DOTALL)
_ARRAY = re.compile(r'"([^"\\\\]{1,60})"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class Shape:
    """The format of a file and the names in it.

    `format` is `csv`, `xlsx`, `parquet`, `jsonl`, `json`, `xml` or `html`. `columns` are those of a table, or the keys
    of the first objects; `arrays` are the keys of a JSON export's arrays, with the keys of the first objects in each.
    With `by_id`, a JSON export has objects under their ids instead, and no arrays. `root` is the root element of XML,
    in `namespace`. `header` is the row that names the columns of a CSV file, where that is not the first, or of a
    workbook's `sheet`.
    """

    format: str
    columns: tuple[str, ...]
    arrays: Mapping[str, tuple[str, ...]]
    head: bytes
    text: str
    root: str = ""
    namespace: str = ""
    by_id: bool = False
    header: delimited.Header | None = None
    sheet: str = ""


def shape_of(stream: Stream, arrays: Collection[str] = (), whole: bool = False) -> Shape:
    """Look at the beginning of a file.

    A file of one line may be an export or its only row: it is an export where one of `arrays` is among its keys, or
    where nothing but objects stands under them.
    With `whole`, the arrays of a JSON object are parts of it, and never its rows.
    """
    head = stream.head()
    if head.startswith(columnar.MAGIC):
        if not stream.is_plain:
            raise SourceError(
                f"{stream.name} is packed Parquet", "Parquet is packed in itself: unpack the file."
            )
        return Shape("parquet", tuple(columnar.columns_of(stream.path)), {}, head, "")
    if workbook.is_workbook(stream.path, head):
        return Shape("xlsx", (), {}, head, "")
    text = Decoder(head).decode(head).lstrip("\ufeff")
    begin = text.lstrip()
    if not begin:
        raise SourceError(f"{stream.path.name} is blank", "Export it again; nothing was loaded.")
    if begin[0] == "<":
        root, namespace = root_of(head)
        form = "xml" if _is_xml(begin, root, namespace) else "html"
        return Shape(form, (), {}, head, text, root, namespace)
    if begin[0] in "{[":
        if _is_lines(begin, arrays):
            keys = _keys(item for item in objects.read_lines(stream, head))
            return Shape("jsonl", keys, {}, head, text)
        if whole:
            return Shape("json", tuple(dict.fromkeys(_KEY.findall(text))), {}, head, text)
        return _json(stream, head, text)
    below = delimited.likely_header(text)
    columns = below.names if below else delimited.header_of(text)
    return Shape("csv", tuple(columns), {}, head, text, header=below)


def items_of(stream: Stream, shape: Shape, rename: Mapping[str, str]) -> Iterator[tuple[str, Item]]:
    """The rows of a file, each with the key of its array where the file has such."""
    head = shape.head
    if shape.by_id:
        return _under_ids(stream, head)
    if shape.format == "json":
        return objects.read_keyed(stream, head)
    if shape.format == "xlsx" and shape.header is not None:
        return (("", item) for item in workbook.read(stream, shape.sheet, shape.header, rename))
    if shape.format == "csv":
        return (("", item) for item in delimited.read(stream, head, rename, shape.header))
    return (("", item) for item in READERS[shape.format](stream, head))


READERS: dict[str, Callable[[Stream, bytes], Iterator[Item]]] = {
    "jsonl": objects.read_lines,
    "html": pages.read,
    "parquet": columnar.read,
}


def _is_xml(text: str, root: str, namespace: str) -> bool:
    """Whether markup is no page: it is declared as XML, or its root is of a namespace or has a DOCTYPE of its own."""
    return root.lower() != "html" and bool(namespace or _XML.match(text))


def _is_lines(text: str, arrays: Collection[str]) -> bool:
    first, _, rest = text.partition("\n")
    try:
        row = orjson.loads(first)
    except ValueError:
        return False
    if not isinstance(row, dict):
        return False
    if rest.strip():
        return rest.lstrip()[0] == "{"
    if row and all(isinstance(value, dict) for value in row.values()):
        return False
    outer = (row, *(row[key] for key in objects.ENVELOPES if isinstance(row.get(key), dict)))
    return not any(isinstance(each.get(name), list) for each in outer for name in arrays)


def _json(stream: Stream, head: bytes, text: str) -> Shape:
    by_id = objects.is_by_id(stream, head, SAMPLED)
    has_arrays = not by_id and text.lstrip()[0] == "{"
    found: dict[str, set[str]] = {key: set() for key in _ARRAY.findall(text)} if has_arrays else {}
    columns: list[str] = []
    items = _under_ids(stream, head) if by_id else objects.read_keyed(stream, head)
    try:
        for array, item in islice(items, SAMPLED):
            if not isinstance(item, BadRow):
                found.setdefault(array, set()).update(item[1])
                columns.extend(key for key in item[1] if key not in columns)
    except SourceTruncated:
        # the rows before the cut are read, and the cut is told when they are
        if not columns:
            raise
    arrays = {key: tuple(keys) for key, keys in found.items()}
    return Shape("json", tuple(columns), arrays, head, text, by_id=by_id)


def _under_ids(stream: Stream, head: bytes) -> Iterator[tuple[str, Item]]:
    return (("", item) for item in objects.read_by_id(stream, head))


def _keys(items: Iterator[Item]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for item in islice(items, SAMPLED):
        if not isinstance(item, BadRow):
            seen.update(dict.fromkeys(item[1]))
    return tuple(seen)
