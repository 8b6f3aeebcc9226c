"""Which rows there are, which of them apply, and which are tested: ids and doors alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DOORS = frozenset(("file", "db", "cli", "http", "pol", "audit", "find", "mcp"))
"""The doors that are there."""
NAME = re.compile(r"test_([A-Z]{3})_(\d\d)")


@dataclass(frozen=True)
class Row:
    """A row of the list of attacks."""

    id: str

    @classmethod
    def of(cls, name: str) -> Row | None:
        """The row that a test is named after."""
        found = NAME.search(name)
        return cls(f"{found[1]}-{found[2]}") if found else None


@cache
def rows() -> dict[str, str]:
    """The doors of every row."""
    lines = (HERE / "rows.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def applies(doors: str, there: Collection[str]) -> bool:
    """Whether a row applies: `a+b` needs both, of `a/b` one is enough."""
    return all(any(one in there for one in each.split("/")) for each in doors.split("+"))


def applying(there: Collection[str]) -> list[str]:
    """The rows whose doors are there."""
    return [id_ for id_, doors in rows().items() if applies(doors, there)]


@cache
def pending() -> dict[str, str]:
    """The doors that pending rows wait for."""
    lines = (HERE / "pending.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


@cache
def tested() -> frozenset[str]:
    """The rows that a test is named after."""
    found = set()
    for path in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (row := Row.of(node.name)):
                found.add(row.id)
    return frozenset(found)
