"""Rows of Excel workbooks (.xlsx, .xlsm), sheet by sheet, read by openpyxl as they stream out of the file.

A cell comes as it would stand in a CSV file: a day in ISO 8601, a share with its sign, a whole number as text, and of a
formula its last computed value. A number with a fraction stays a number, so that no decimal comma can be read into it.
A whole number of 16 digits or more is written in scientific notation, since Excel keeps but 15 of them.

All texts of a workbook stand in one part of it, which is held in memory and therefore has a limit.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from ingestors.reading import archive
from ingestors.reading.delimited import LONGEST_CELL, MOST_COLUMNS, Header, column_names
from ingestors.reading.grid import BELOW, HEADER_WITHIN, are_names, is_title, reason_against
from ingestors.reading.items import UNREAD, Items
from ingestors.reading.stream import Stream

BATCH = 1_000
MOST_ROWS = 1_048_576
"""As many as Excel itself can hold in a sheet."""
LARGEST_TEXTS = 256 * 1024 * 1024
_EXACT_DIGITS = 15


def is_workbook(path: Path, head: bytes) -> bool:
    """Whether a file is an Excel workbook."""
    return head.startswith(archive.MAGICS) and not archive.is_archive(path, head)


def sheets_of(path: Path) -> list[str]:
    """The names of the visible sheets with cells. Raises `SourceError` for a workbook that was made to do harm."""
    for part in archive.checked(path):
        if part.filename.endswith("sharedStrings.xml") and part.file_size > LARGEST_TEXTS:
            raise SourceError(
                f"{path.name} holds more than {LARGEST_TEXTS >> 20} MiB of texts",
                "Save it as CSV, and load that.",
            )
    _refuse_declarations(path)
    book = _opened(path)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()


def headers_of(path: Path, sheet: str) -> list[Header]:
    """The first rows of a sheet, each as if it named the columns."""
    found = []
    for line, cells in islice(_rows(path, sheet), HEADER_WITHIN * 5):
        if any(cells):
            found.append(Header(line, "", column_names(_trimmed([str(cell) for cell in cells]))))
        if len(found) == HEADER_WITHIN:
            break
    return found


def likely_header(path: Path, sheet: str) -> Header | None:
    """The row of a sheet that names its columns, as far as the rows below it show; None where the sheet has no row."""
    rows = [
        (line, _trimmed([str(cell) for cell in cells]))
        for line, cells in islice(_rows(path, sheet), HEADER_WITHIN + BELOW)
        if any(cells)
    ]
    width = max((len(cells) for _, cells in rows), default=0)
    filled = [cells + [""] * (width - len(cells)) for _, cells in rows]
    titles = takewhile(lambda at: is_title(filled[at], filled[at + 1 :]), range(len(rows)))
    at = sum(1 for _ in titles)
    if at == len(rows) or not are_names(filled[at]):
        at = 0
    return Header(rows[at][0], "", column_names(rows[at][1])) if rows else None


def read(
    stream: Stream, sheet: str, header: Header, rename: Mapping[str, str] = MappingProxyType({})
) -> Items:
    """The rows of a sheet below its header; a row's line is its number in the sheet."""
    names = [rename.get(name, name) for name in header.names]
    width = len(names)
    for line, cells in _rows(stream.path, sheet):
        if line % BATCH == 0:
            stream.check_unchanged()
        if line <= header.line or not any(cell != "" for cell in cells):
            continue
        raw = dict(zip(names, [*cells[:width], *[""] * (width - len(cells))], strict=True))
        if any(cell != "" for cell in cells[width:]):
            yield BadRow(
                line, {**raw, UNREAD: cells[width:]}, f"more cells than the header's {width} columns"
            )
        elif any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            yield BadRow(line, raw, f"a cell is longer than {LONGEST_CELL >> 20} MiB")
        elif reason := reason_against(list(raw.values()), header.names):
            yield BadRow(line, raw, reason, skipped=True)
        else:
            yield line, raw
    stream.read = stream.size


def _rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str | float]]]:
    """Every row with its number, its cells as text."""
    book = _opened(path)
    try:
        found = next((each for each in book.worksheets if each.title == sheet), None)
        if found is None:
            return
        # what the sheet says of its own size may be a lie that costs 17 thousand million empty cells
        found.reset_dimensions()
        rows = found.iter_rows()
        line = 0
        while batch := _batch(path, rows):
            for cells in batch:
                line += 1
                if line > MOST_ROWS or len(cells) > MOST_COLUMNS:
                    raise SourceError(
                        f"{path.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns in a sheet",
                        "Save it as CSV, and load that.",
                    )
                yield line, cells
    finally:
        book.close()


def _batch(path: Path, rows: Iterator[Any]) -> list[list[str | float]]:
    # openpyxl warns of cells with their values, and a warning must not hold any
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [[_said(cell) for cell in row] for row in islice(rows, BATCH)]
        except Exception:  # openpyxl lets through whatever damaged XML makes of its own code
            raise SourceError(f"{path.name} is damaged", "Save it again, or save it as CSV.") from None


def _opened(path: Path) -> Any:
    import openpyxl  # 150 ms, for files that most loads do not have

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except Exception:  # as above
            raise SourceError(f"{path.name} cannot be read as an Excel workbook", "Save it again.") from None


def _refuse_declarations(path: Path) -> None:
    """A workbook has no document types; who writes one wants entities to unfold without end."""
    try:
        with ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    with parts.open(name) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise SourceError(
                                f"{path.name} holds a document type, which no workbook does",
                                "Do not trust it.",
                            )
    except archive.BROKEN:
        raise SourceError(f"{path.name} is damaged", "Copy it again, or save it as CSV.") from None


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _said(cell: Any) -> str | float:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(*(" ",) if isinstance(value, datetime) else ())
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)


def _number(value: float, shown: str) -> str | float:
    if not math.isfinite(value):
        return str(value)
    if "%" in shown:
        return f"{value * 100:.12g}%"
    if value != int(value):
        return value
    return str(int(value)) if abs(value) < 10**_EXACT_DIGITS else f"{float(value):.14E}"
