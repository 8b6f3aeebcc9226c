"""What every reader hands on: the rows of a file as they stand in it, each with the line where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from graph_platform.facts import BadRow

Raw: TypeAlias = dict[str, Any]
"""A row as it stands in its file: columns or keys, and what they hold."""

Item: TypeAlias = tuple[int, Raw] | BadRow
Items: TypeAlias = Iterator[Item]

UNREAD = "…"
"""The key under which a reject file keeps what could not be told apart into columns.

A row that still has it was not corrected, and is rejected again.
"""


class RowError(ValueError):
    """A row cannot be used. The message names columns and never a value."""


class RowSkipped(RowError):
    """A row is well, but of a kind that the source does not read, as its page says."""
