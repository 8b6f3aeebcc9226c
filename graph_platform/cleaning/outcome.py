"""What cleaning a value comes to: something that Neo4j stores, nothing, or a refusal with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from graph_platform.facts import Formats
from graph_platform.ontology import Property

Clean: TypeAlias = str | int | float | bool | date | datetime
"""What Neo4j stores."""

Amount: TypeAlias = tuple[float, str]
"""A sum of money and its currency (ISO 4217), which is empty where nobody said it."""

Cleaner: TypeAlias = Callable[[Clean, Formats, Property], Clean | Amount | None]
"""Cleans one value of one type: text arrives stripped and is none of the usual nulls; `None` means absent."""


class Unclean(ValueError):
    """A value that cannot be what its property declares. `reason` completes "the value …" and never contains it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One record's or claim's values after cleaning, by property name.

    `values` is what goes into the graph: a list for `many`, and `<name>_currency` beside a sum of money.
    `unclean` keeps, as JSON text, what was said and could not be cleaned; `reasons` says why, without the value.
    """

    values: dict[str, Clean | list[Clean]] = field(default_factory=dict)
    unclean: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
