"""A chart: every way in which neighbouring pieces make a larger one, the cheapest of each, bounded in number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_IN_CELL = 24
MOST_PIECES = 28
MOST_READINGS = 2_500
"""Pieces that one question may make, tried or kept: a question of people makes hundreds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a question: its category, what it means, and what it costs to read it so."""

    category: str
    meaning: Any
    cost: float = 0.0


class TooInvolved(Exception):
    """A text that can be read in more ways than anybody means."""


Made = Iterable[tuple[str, Hashable, float]]
Rule = Callable[[Any, Any], Made]
Single = Callable[[Any], Made]


@dataclass(frozen=True)
class Grammar:
    """Rules by the categories of what they take; a rule gives category, meaning and its own cost for each reading."""

    pairs: dict[tuple[str, str], list[Rule]]
    singles: dict[str, list[Single]]


def chart(rows: Sequence[Sequence[Piece]], grammar: Grammar) -> list[list[dict[tuple[str, Any], float]]]:
    """All pieces over each stretch: `made[i][j]` of those from the i-th to before the j-th.

    Raises: `TooInvolved` where there are more than a question can mean.
    """
    count, spent = len(rows), 0
    made: list[list[dict[tuple[str, Any], float]]] = [
        [{} for _ in range(count + 1)] for _ in range(count + 1)
    ]
    for place, pieces in enumerate(rows):
        made[place][place + 1] = _kept(_with_singles(pieces, grammar))
    for length in range(2, count + 1):
        for start in range(count - length + 1):
            end = start + length
            found: list[Piece] = []
            for middle in range(start + 1, end):
                left, right = made[start][middle], made[middle][end]
                if left and right:
                    _join(left, right, grammar, found)
            spent += len(found)
            if spent > MOST_READINGS:
                raise TooInvolved
            made[start][end] = _kept(_with_singles(found, grammar))
    return made


def _join(
    left: dict[tuple[str, Any], float],
    right: dict[tuple[str, Any], float],
    grammar: Grammar,
    found: list[Piece],
) -> None:
    pairs = grammar.pairs
    for (first, one), cost in left.items():
        for (second, other), more in right.items():
            rules = pairs.get((first, second))
            if rules:
                total = cost + more
                for rule in rules:
                    for category, meaning, own in rule(one, other):
                        found.append(Piece(category, meaning, total + own))


def _with_singles(pieces: Iterable[Piece], grammar: Grammar) -> list[Piece]:
    found = list(pieces)
    for piece in found:
        for rule in grammar.singles.get(piece.category, ()):
            for category, meaning, own in rule(piece.meaning):
                found.append(Piece(category, meaning, piece.cost + own))
                if len(found) > 400:
                    return found
    return found


def _kept(pieces: list[Piece]) -> dict[tuple[str, Any], float]:
    best: dict[tuple[str, Any], float] = {}
    for piece in pieces:
        key = (piece.category, piece.meaning)
        if key not in best or piece.cost < best[key]:
            best[key] = piece.cost
    if len(best) > MOST_IN_CELL:
        best = dict(sorted(best.items(), key=lambda each: each[1])[:MOST_IN_CELL])
    return best
