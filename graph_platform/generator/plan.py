"""In which order casts come: planted stories and their decoys, spread evenly among ordinary companies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DECOYS = (
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

CUSTOMERS_PER_STORY = 2
CUSTOMERS_PER_ROUND = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One cast to be made: ordinary companies (`customers` of them), or a story or decoy with its language."""

    customers: int
    story: str | None = None
    decoy: str | None = None
    language: str = "zh"
    round: int = 0


def parts(customers: int) -> Iterator[Part]:
    """The casts of a run, together exactly `customers` customers, never more than half of them in stories."""
    planted = min(_rounds(customers) * len(_ROUND), customers // 2 // CUSTOMERS_PER_STORY)
    ordinary = customers - planted * CUSTOMERS_PER_STORY
    for place in range(planted + 1):
        yield from _ordinary(ordinary * (place + 1) // (planted + 1) - ordinary * place // (planted + 1))
        if place < planted:
            turn, kind = divmod(place, len(_ROUND))
            decoy, language = _ROUND[kind]
            # decoys change their language from round to round, so that each kind comes in both
            if decoy and turn % 2:
                language = "en" if language == "zh" else "zh"
            yield Part(CUSTOMERS_PER_STORY, "battery_demand", decoy, language, turn)


_ROUND: tuple[tuple[str | None, str], ...] = (
    (None, "zh"),
    (None, "en"),
    *((decoy, "zh" if place % 2 else "en") for place, decoy in enumerate(DECOYS)),
)


def _rounds(customers: int) -> int:
    return max(1, customers // CUSTOMERS_PER_ROUND)


def _ordinary(customers: int) -> Iterator[Part]:
    """Single companies, and now and then a group of two or three sisters."""
    place = 0
    while customers > 0:
        place += 1
        size = min(customers, 3 if place % 7 == 3 else 2 if place % 5 == 2 else 1)
        yield Part(size)
        customers -= size
