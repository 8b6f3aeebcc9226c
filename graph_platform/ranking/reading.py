"""Read edges and queries from CSV: only the columns that are meant, so that no answer can slip in beside a question."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from graph_platform.errors import SourceError, UnrecognisedSource

EDGES = ("source", "target", "date", "weight", "type")
QUERIES = ("source", "type")
DELIMITERS = ",;\t|"


def read_edges(path: Path) -> pd.DataFrame:
    """Read source, target and, where there are, date, weight and type, as text.

    Raises `UnrecognisedSource` where a column is missing, `SourceError` where there is nothing to read.
    """
    return _read(path, EDGES, ("source", "target"))


def read_queries(path: Path) -> pd.DataFrame:
    """Read source and, where there is, type; what stands in other columns is not looked at."""
    return _read(path, QUERIES, ("source",))


def _read(path: Path, wanted: Sequence[str], needed: Sequence[str]) -> pd.DataFrame:
    columns, delimiter = _header(path)
    for column in needed:
        if column not in columns:
            raise UnrecognisedSource(f"{path.name} has no column `{column}`", _hint(column, columns))
    try:
        frame = pd.read_csv(
            path,
            sep=delimiter,
            usecols=[column for column in wanted if column in columns],
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
        )
    except (ValueError, OSError) as error:
        line = f" ({error})" if isinstance(error, pd.errors.ParserError) else ""
        raise SourceError(f"{path.name} cannot be read as CSV in UTF-8{line}", "Save it so, with a header.") from None
    if frame.empty:
        raise SourceError(f"{path.name} has no rows below its header", "Give at least one.")
    return frame


def _header(path: Path) -> tuple[list[str], str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
    except OSError:
        raise SourceError(f"{path.name} cannot be opened", "Name a file that is there and that you may read.") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path.name} is not UTF-8", "Save it as CSV in UTF-8.") from None
    if not line.strip():
        raise SourceError(f"{path.name} is empty", "Its first line has to name the columns.")
    delimiter = max(DELIMITERS, key=line.count) if any(sign in line for sign in DELIMITERS) else ","
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter)), delimiter


def _hint(column: str, columns: Sequence[str]) -> str:
    lowered = {name.strip().lower(): name for name in columns}
    near = get_close_matches(column, lowered, n=1, cutoff=0.6)
    if near:
        return f"Is it `{lowered[near[0]]}`? Call it `{column}`."
    if len(columns) == 1:
        return "There is one column only; the first line has to be like `source,target,type`."
    return f"Call one of its {len(columns)} columns `{column}`; the first line has to be like `source,target,type`."
