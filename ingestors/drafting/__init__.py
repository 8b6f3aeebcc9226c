"""A mapping to start from, guessed out of a file: `draft` gives its text, in which each guess says its ground."""

from __future__ import annotations

from pathlib import Path

from graph_platform.errors import SourceError
from ingestors.drafting.columns import Column, describe
from ingestors.drafting.plan import Plan, plan
from ingestors.drafting.sample import Sampled, sampled, slug
from ingestors.drafting.write import written

__all__ = ["Column", "Plan", "Sampled", "draft"]


def draft(path: Path, name: str = "") -> str:
    """The text of a mapping that loads this file, or `SourceError` where it holds no rows.

    `name` becomes the source's, in small letters and dashes; without one, the file's does.
    """
    tables = sampled(path)
    if not tables:
        raise SourceError(f"{path.name} holds no row to learn from", "Export it with at least one row.")
    plans = [plan(table, [describe(column, table) for column in table.columns]) for table in tables]
    return written(path.name, slug(name) if name else tables[0].stem, plans)
