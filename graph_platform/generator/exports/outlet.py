"""Files that are written row by row, appear under their name only when they are whole, and carry the export's date."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

import orjson

from graph_platform.generator.cast import Cast


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where something stands in an export: file, row (from 1, headers not counted), the row's own key."""

    file: str
    row: int
    key: str
    field: str = ""


class Sightings:
    """Who was written where, for one cast."""

    def __init__(self) -> None:
        self.seen: dict[str, list[Sighting]] = {}

    def add(self, id: str, file: str, row: int, key: str, field: str = "") -> None:
        """Notes that the thing of this id stands in that row (in that field, where it is merely mentioned)."""
        self.seen.setdefault(id, []).append(Sighting(file, row, key, field))


class Export(Protocol):
    """A system whose export is being written."""

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds what the system knows of a cast."""

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends every file; the rows of each. Files of a run that did not end well are removed."""


class Outlet:
    """A text file below the output folder. Until `close` it has another name, so nobody loads half a file."""

    def __init__(self, folder: Path, name: str, as_of: date, *, encoding: str = "utf-8") -> None:
        self.name, self.rows = name, 0
        self._path = folder / name
        self._part = self._path.with_name(self._path.name + ".part")
        self._time = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # the stream outlives this call by design: close() ends it
        self.stream: TextIO = self._part.open("w", encoding=encoding, newline="")

    def close(self, *, whole: bool) -> int:
        """Gives the file its name and the export's date, or removes what there is of it; the rows it has."""
        self.stream.close()
        if whole:
            os.utime(self._part, (self._time, self._time))
            self._part.replace(self._path)
        else:
            self._part.unlink()
        return self.rows


_HARMLESS = re.compile(r"[+-][0-9 ()./,-]*")


def dead(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: `=…` gets a quote before it, a number or a phone does not."""
    live = (
        isinstance(value, str) and value[:1] in tuple("=+-@\t\r＝＋－＠") and not _HARMLESS.fullmatch(value)
    )
    return f"'{value}" if live else value


class Table(Outlet):
    """A CSV file with a header."""

    def __init__(
        self, folder: Path, name: str, as_of: date, columns: Sequence[str], *, encoding: str = "utf-8"
    ) -> None:
        super().__init__(folder, name, as_of, encoding=encoding)
        self._writer = csv.writer(self.stream, lineterminator="\r\n")
        self._writer.writerow(columns)
        self._width = len(columns)

    def add(self, *values: object) -> int:
        """Writes a row; its number."""
        if len(values) != self._width:
            raise ValueError(f"{self.name} has {self._width} columns, not {len(values)}")
        self._writer.writerow(map(dead, values))
        self.rows += 1
        return self.rows


class Items(Outlet):
    """A JSON file with one long list, an item a line: bare, in an envelope, or (`lines`) as JSON Lines."""

    def __init__(
        self, folder: Path, name: str, as_of: date, *, envelope: str = "", lines: bool = False
    ) -> None:
        super().__init__(folder, name, as_of)
        self._lines, self._envelope = lines, envelope
        if not lines:
            self.stream.write(f'{{"{envelope}": [' if envelope else "[")

    def add(self, item: Mapping[str, Any]) -> int:
        """Writes an item; its number."""
        if not self._lines:
            self.stream.write(",\n" if self.rows else "\n")
        self.stream.write(orjson.dumps(item).decode())
        if self._lines:
            self.stream.write("\n")
        self.rows += 1
        return self.rows

    def close(self, *, whole: bool) -> int:
        """Ends the list, and the envelope as an incremental export ends it."""
        if not self._lines:
            self.stream.write("\n]")
            if self._envelope:
                tail = {"count": self.rows, "end_time": int(self._time), "end_of_stream": True}
                self.stream.write("," + json.dumps(tail)[1:])
            self.stream.write("\n")
        return super().close(whole=whole)


def close_all(outlets: Iterable[Outlet], *, whole: bool) -> dict[str, int]:
    """Closes files, and says how many rows each has."""
    return {outlet.name: outlet.close(whole=whole) for outlet in outlets}
