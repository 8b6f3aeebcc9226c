"""From the rows of `search/entities` to a page of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph_platform.ontology import ONTOLOGY
from graph_platform.search.question import Cursor

_WAY = 1_000_000


class Way(StrEnum):
    """How what was found meets what was typed, the best first."""

    NAME = "name"
    """It is one of its names."""
    KEY = "key"
    """It is a short form, the sound or the initials of one of its names."""
    BEGINNING = "beginning"
    """It begins one of these."""
    WORDS = "words"
    """All words stand in its names."""
    TYPO = "typo"
    """It is one of these, but for one letter or character."""
    WORDS_WITH_TYPO = "words_with_typo"
    """All words stand in its names, but for a letter or character."""
    TEXT = "text"
    """All words stand in its title or text."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that was found."""

    id: str
    name: str
    """Its name; empty where it has none, as an event has."""
    label: str
    """Its finest label."""
    way: Way
    """How it meets what was typed."""
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found."""

    matches: tuple[Match, ...] = ()
    has_next_page: bool = False


def found(rows: Sequence[Mapping[str, Any]], first: int) -> Found:
    """The page of `first` that these rows make: the fragment is asked for one more, to know whether there are more."""
    return Found(tuple(_match(row) for row in rows[:first]), len(rows) > first)


def way_of(rank: int) -> Way:
    """The way that a rank tells of."""
    return list(Way)[rank // _WAY]


def _match(row: Mapping[str, Any]) -> Match:
    return Match(
        id=row["id"],
        name=row["name"] or "",
        label=ONTOLOGY.finest(row["labels"]),
        way=way_of(row["rank"]),
        cursor=Cursor(row["rank"], row["sort"], row["id"]),
    )
