"""Lists that a user can read and change: a text file each, with what it holds in its first line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())


@lru_cache(maxsize=32)
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a list whose columns are parted by `|`."""
    return tuple(tuple(line.split("|")) for line in lines(name))


def lines(name: str) -> list[str]:
    """The lines of a list that are neither empty nor a comment, in their order."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
