"""Rows of a database that are new since the last time, by a column that only grows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from graph_platform.errors import SourceError
from ingestors.live.fetched import Fetched, Position
from ingestors.live.lines import private_file, write_line
from ingestors.live.model import Sql
from ingestors.live.secrets import secret
from ingestors.reading import database


def fetch(queries: Mapping[str, Sql], position: Position, folder: Path) -> Fetched:
    """Each query's new rows into a file of its own.

    The row at which the last time ended comes again: others may have its very time. It is loaded as unchanged.
    """
    files, reached, count = [], dict(position), 0
    for name, declared in queries.items():
        path = folder / f"{name}.jsonl"
        rows, newest = _fetch(declared, _value(position.get(name)), path)
        count += rows
        if rows:
            files.append(path)
        if newest is not None:
            reached[name] = _said(newest)
    return Fetched(files, reached, count)


def _fetch(declared: Sql, after: Any, path: Path) -> tuple[int, Any]:
    query, parameters = declared.query, {}
    if declared.newer and after is not None:
        if declared.overlap and isinstance(after, datetime):
            after -= timedelta(seconds=declared.overlap)
        # the column's name comes from the connection's author, who wrote the query too; the value is a parameter
        column = f"fetched.{declared.newer}"
        query = f"SELECT * FROM ({query}) AS fetched WHERE {column} >= :after OR {column} IS NULL"  # noqa: S608
        parameters = {"after": after}
    rows, newest = 0, None
    with private_file(path) as file:
        for _, row in database.read_address(declared.address, secret(declared.address), query, parameters):
            if declared.newer:
                if declared.newer not in row:
                    raise SourceError(
                        f"the query has no column {declared.newer!r}", "`newer` names one of them."
                    )
                value = row[declared.newer]
                newest = value if newest is None or (value is not None and value > newest) else newest
            write_line(file, row)
            rows += 1
    return rows, newest


def _said(value: Any) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, int | float | str):
        return {"value": value}
    raise SourceError(
        f"`newer` is a column of {type(value).__name__}",
        "Take a column of times, dates, whole numbers or text.",
    )


def _value(said: Mapping[str, Any] | None) -> Any:
    match said:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"value": value}:
            return value
    return None
