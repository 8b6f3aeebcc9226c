"""In which order casts come: planted stories and their decoys, spread evenly among ordinary companies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BATTERY_DECOYS = (
    "no_fleet",
    "seasonal_surge",
    "sold_before",
    "fleet_idle",
    "other_diagnostics",
    "manager_left",
    "no_hiring",
    "minority_share",
    "old_surge",
)
"""What each near miss of the battery story lacks; `stories` says how."""

CUSTOMERS_PER_ROUND = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One cast to be made: ordinary companies (`customers` of them), or a story or decoy with its language."""

    customers: int
    story: str | None = None
    decoy: str | None = None
    language: str = "zh"
    round: int = 0


ROUND = (
    Part(2, "battery_demand", None, "zh"),
    Part(2, "battery_demand", None, "en"),
    *(
        Part(2, "battery_demand", decoy, "zh" if place % 2 else "en")
        for place, decoy in enumerate(BATTERY_DECOYS)
    ),
    Part(3, "group_purchase", None, "zh"),
    Part(3, "group_purchase", "minority_share", "en"),
    Part(3, "group_purchase", "spread_out", "zh"),
    Part(1, "board_interlock", None, "zh"),
    Part(1, "board_interlock", "namesake", "zh"),
    Part(1, "board_interlock", "after_closing", "zh"),
)
"""Everything that is planted once for every two hundred customers."""


def parts(customers: int) -> Iterator[Part]:
    """The casts of a run, together exactly `customers` customers, never more than half of them in stories."""
    planted, taken = _planted(customers)
    ordinary = customers - taken
    for place in range(planted + 1):
        yield from _ordinary(ordinary * (place + 1) // (planted + 1) - ordinary * place // (planted + 1))
        if place < planted:
            yield _turned(place)


def _planted(customers: int) -> tuple[int, int]:
    """How many stories and decoys there is room for, and how many customers they take."""
    whole, of_round = max(1, customers // CUSTOMERS_PER_ROUND), sum(part.customers for part in ROUND)
    if whole * of_round <= customers // 2:
        return whole * len(ROUND), whole * of_round
    count = taken = 0
    for part in ROUND:
        if taken + part.customers > customers // 2:
            break
        count, taken = count + 1, taken + part.customers
    return count, taken


def _turned(place: int) -> Part:
    """The story of this place; decoys change their language from round to round, so that each kind comes in both."""
    turn, kind = divmod(place, len(ROUND))
    part = ROUND[kind]
    language = part.language
    if (part.decoy or part.story == "group_purchase") and turn % 2:
        language = "en" if language == "zh" else "zh"
    return Part(part.customers, part.story, part.decoy, language, turn)


def _ordinary(customers: int) -> Iterator[Part]:
    """Single companies, and now and then a group of two or three sisters."""
    place = 0
    while customers > 0:
        place += 1
        size = min(customers, 3 if place % 7 == 3 else 2 if place % 5 == 2 else 1)
        yield Part(size)
        customers -= size
