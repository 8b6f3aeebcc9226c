"""Why a file cannot be a source's, and whose it may be: the column that is missing, and what it has instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from graph_platform.errors import UnrecognisedSource
from ingestors.columns import folded
from ingestors.reading.shape import Shape

if TYPE_CHECKING:
    from ingestors.tables import Table

ALIKE = 0.5
"""From here on a file that is no table of a source was probably meant to be one."""
_advice: ContextVar[str] = ContextVar("advice", default="whose it may be")


def refusal(
    path: Path, name: str, shape: Shape, tables: Sequence[Table], shapes: Sequence[str]
) -> UnrecognisedSource:
    """Why a file cannot be this source's, and whose it may be."""
    message = f"{path.name} is not a file of {name}"
    if _advice.get() == "none":
        return UnrecognisedSource(message)
    nearest = max(tables, key=lambda table: likeness(table, shape.columns), default=None)
    if shape.format not in shapes:
        message += f": it is {shape.format}, where {', '.join(shapes)} is expected"
    elif shape.format == "xml":
        message += f": its root element is {shape.root!r}" if shape.root else ": it has no root element"
        message += f" of {shape.namespace!r}" if shape.namespace else ""
    elif nearest is not None and likeness(nearest, shape.columns) >= ALIKE:
        message += f": as {nearest.name}, " + ", ".join(missing_columns(nearest, shape.columns))
    elif shape.columns:
        message += ": its columns are of none of the tables " + ", ".join(table.name for table in tables)
    others = _looks_like(path, name) if _advice.get() == "whose it may be" else []
    if others:
        return UnrecognisedSource(
            f"{message}. It looks like {others[0][0]} ({others[0][1]})",
            f"Load it with `graph-platform load {others[0][0]} {path.name}`.",
        )
    return UnrecognisedSource(
        message, "Check which source it came from; docs/sources/ lists the columns of each."
    )


def missing_columns(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """For each column that a file lacks, a phrase that says so and what it has instead."""
    for column in table.missing(columns):
        close = _renamed(column, columns, table)
        yield f"column {column!r} is missing" + (f" (found {close!r})" if close else "")


def _renamed(column: str, columns: Sequence[str], table: Table) -> str | None:
    """The column of a file that is spelt most like one that is missing, if any is."""
    squeezed = {_squeezed(other): other for other in columns if other not in table.required}
    close = get_close_matches(_squeezed(column), squeezed, 1, 0.75)
    return squeezed[close[0]] if close else None


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", folded(name))


def likeness(table: Table, columns: Sequence[str]) -> float:
    """How sure one may be that a file which lacks columns was meant to be this table."""
    missing = table.missing(columns)
    spelt = sum(_renamed(column, columns, table) is not None for column in missing)
    required = (len(table.required) - len(missing) + 0.8 * spelt) / max(len(table.required), 1)
    renamed = table.renames(columns)
    known = sum(renamed.get(column, column) in table.optional for column in columns) / max(len(columns), 1)
    return required * 0.7 + known


def _looks_like(path: Path, besides: str) -> list[tuple[str, str]]:
    # imported late: discovery imports the modules of all sources, this one among them
    from graph_platform.sources import recognising

    with no_advice("none"):
        return recognising(path, besides)


@contextmanager
def no_advice(advice: str = "what is missing") -> Iterator[None]:
    """Within it, a refusal does not ask all other sources whether the file is theirs; with "none", it is bare."""
    token = _advice.set(advice)
    try:
        yield
    finally:
        _advice.reset(token)
