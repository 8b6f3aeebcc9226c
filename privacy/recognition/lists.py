"""The lists of words in `lists.yaml`, and patterns made of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    data = yaml.safe_load((Path(__file__).parent / "lists.yaml").read_text(encoding="utf-8"))
    return {name: tuple(each.split() if isinstance(each, str) else each) for name, each in data.items()}


def listed(name: str) -> tuple[str, ...]:
    """The words of a list, in their order."""
    return _lists()[name]


def any_of(name: str) -> str:
    """A pattern of any word of a list, the longer before the shorter; the words may be patterns themselves."""
    return f"(?:{'|'.join(sorted(listed(name), key=len, reverse=True))})"
