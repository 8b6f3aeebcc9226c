"""How a file is written: its format, encoding, separator and packing, for somebody who has to say so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingestors.parts import members
from ingestors.reading.delimited import delimiter_of
from ingestors.reading.shape import shape_of
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a file is written. `encoding` and `delimiter` are empty where the format has none."""

    format: str
    encoding: str
    delimiter: str
    packing: str
    columns: tuple[str, ...]


def appearance(path: Path) -> Appearance:
    """Look at a file's beginning, or at that of the first in an archive. Raises `SourceError` for others."""
    whole = Stream(path)
    stream = members(whole)[0]
    packing = "zip" if whole.is_archive else stream.packing or ""
    shape = shape_of(stream)
    if not shape.text:
        return Appearance(shape.format, "", "", packing, shape.columns)
    decoder = Decoder(shape.head)
    text = decoder.decode(shape.head)
    marked = shape.head.startswith(b"\xef\xbb\xbf")
    encoding = f"{decoder.encoding or 'ascii'}{' with a byte order mark' if marked else ''}"
    delimiter = ""
    if shape.format == "csv":
        delimiter = shape.header.delimiter if shape.header else delimiter_of(text.lstrip("\ufeff"))
    return Appearance(shape.format, encoding, delimiter, packing, shape.columns)
