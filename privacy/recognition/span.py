"""A finding in folded text, before its place in the original is known."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """What lies there, from which character to which, how sure it is, and what found it."""

    type: str
    start: int
    end: int
    score: float
    recognizer: str
