"""In which order casts come: planted stories and their decoys, spread evenly among ordinary companies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

DECOYS: dict[str, tuple[int, tuple[str, ...]]] = {
    "supplier_at_risk": (2, ("creditor", "settled", "namesake", "steady_imports")),
    "technology_shift": (1, ("patents_lapsed", "sold_before", "other_field", "deal_won")),
    "licence_gap": (1, ("renewed", "not_due", "drivers_left")),
    "hidden_payer": (3, ("factor", "one_off", "minority_share")),
    "promise_in_call": (1, ("our_words", "about_another", "made_since", "no_hiring")),
    "inventor_moved": (1, ("namesake", "own_subsidiary")),
}
"""How many customers a story has, and what its near misses are called; `stories` says what each lacks."""

IN_ONE_LANGUAGE = ("battery_demand", "board_interlock")
"""Whole stories that stay in their language: one is in the round twice, the other hangs on Chinese names."""


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
    *(
        Part(customers, story, decoy, "en" if place % 2 else "zh")
        for customers, story, decoys in ((size, story, decoys) for story, (size, decoys) in DECOYS.items())
        for place, decoy in enumerate((None, *decoys))
    ),
)
"""Everything that is planted once for every two hundred customers."""


def parts(customers: int, planned: Sequence[Part] = ROUND) -> Iterator[Part]:
    """The casts of a run, together exactly `customers` customers, never more than half of them in stories.

    `planned` is what a round has, where a run cannot tell every story.
    """
    planted, taken = _planted(customers, planned)
    ordinary = customers - taken
    for place in range(planted + 1):
        yield from _ordinary(ordinary * (place + 1) // (planted + 1) - ordinary * place // (planted + 1))
        if place < planted:
            yield _turned(place, planned)


def _planted(customers: int, planned: Sequence[Part]) -> tuple[int, int]:
    """How many stories and decoys there is room for, and how many customers they take."""
    whole, of_round = max(1, customers // CUSTOMERS_PER_ROUND), sum(part.customers for part in planned)
    if whole * of_round <= customers // 2:
        return whole * len(planned), whole * of_round
    count = taken = 0
    for part in planned:
        if taken + part.customers > customers // 2:
            break
        count, taken = count + 1, taken + part.customers
    return count, taken


def _turned(place: int, planned: Sequence[Part]) -> Part:
    """The story or decoy of this place; its language changes from round to round, so that each comes in both."""
    turn, kind = divmod(place, len(planned))
    part = planned[kind]
    language = part.language
    if turn % 2 and (part.decoy or part.story not in IN_ONE_LANGUAGE):
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
