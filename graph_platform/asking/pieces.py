"""What pieces of a question mean before they are a part of a noun phrase: properties, numbers, unknown words."""

from __future__ import annotations

from dataclasses import dataclass

from graph_platform.asking.lexicon import EventVerb
from graph_platform.asking.plan import Comparison, Function, Window

PLACES = ("city", "region", "country", "territory")
"""Properties that a place may be a value of, the nearest first."""


@dataclass(frozen=True, slots=True)
class Props:
    """Properties that are asked for: of each the names that it may have; with a function of them."""

    names: tuple[tuple[str, ...], ...]
    which: bool = False
    function: Function | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is one property, of which nothing is asked."""
        return len(self.names) == 1 and not self.function and not self.which


@dataclass(frozen=True, slots=True)
class Bound:
    """More than five: an operator and a number, a fraction where it was said in percent."""

    op: Comparison
    value: float
    percent: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands; `of` are the properties that its unit belongs to."""

    value: float
    percent: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words that nothing knows: perhaps values."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event's verb with its time, perhaps denied."""

    verb: EventVerb
    time: Window | None = None
    none: bool = False
