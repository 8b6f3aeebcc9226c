"""How a file is written: its format, encoding, separator and packing, for somebody who has to say so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    """Look at a file's beginning. Raises `SourceError` where it cannot be read."""
    stream = Stream(path)
    shape = shape_of(stream)
    if not shape.text:
        return Appearance(shape.format, "", "", stream.packing or "", shape.columns)
    decoder = Decoder(shape.head)
    text = decoder.decode(shape.head)
    marked = shape.head.startswith(b"\xef\xbb\xbf")
    encoding = f"{decoder.encoding or 'ascii'}{' with a byte order mark' if marked else ''}"
    delimiter = delimiter_of(text.lstrip("\ufeff")) if shape.format == "csv" else ""
    return Appearance(shape.format, encoding, delimiter, stream.packing or "", shape.columns)
