"""How much the organization asks of the service desk, against what it asked before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, Row, headline, only

RECENT = 3
"""Periods of 30 days that count as recent; those before are the baseline."""
YEAR = 15
"""Periods that are told apart: the recent ones and twelve before. What is older shows only that there was a past."""
LEAST = 3
"""Periods that a baseline needs."""


@dataclass(frozen=True, slots=True)
class TicketPriority:
    """Recent tickets of one priority."""

    priority: str | None
    """As the source says it."""
    recent: int
    """Tickets of the last 90 days."""
    before: int
    """Tickets of the periods that make the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLoad(Dimension):
    """The organization's tickets against its own past."""

    unit: str = "times the baseline"
    formula: str = (
        "Tickets of the last 90 days, divided by what the up to twelve periods of 30 days before lead one to expect. "
        "A baseline begins with the period of the first known ticket and takes three periods at least."
    )
    formula_zh: str = (
        "近 90 天工单数 ÷ 按此前至多 12 个 30 天周期推算的数量；"
        "基线自首张已知工单所在周期起算，至少需要 3 个周期。"
    )
    recent: int
    """Tickets of the last 90 days."""
    expected: float | None
    """What the baseline leads one to expect in 90 days."""
    baseline_periods: int
    """Periods of 30 days that the baseline is made of."""
    by_period: tuple[int, ...]
    """Tickets in each period of 30 days, the newest first."""
    by_priority: tuple[TicketPriority, ...]
    """The same by priority, the most frequent of late first."""
    hours_to_solve: float | None
    """Mean hours until a recent ticket was solved."""
    hours_to_solve_before: float | None
    """The same in the baseline."""
    unsolved: int
    """Recent tickets that are not known to be solved."""


def compute(rows: Sequence[Row]) -> ServiceLoad:
    """The service load out of the rows of `dimensions/service_load`."""
    row = only(rows)
    said: Sequence[Row] = row.get("periods") or ()
    tickets: Counter[int] = Counter()
    for each in said:
        tickets[each["period"]] += each["tickets"]
    known = min(max(tickets, default=-1) + 1, YEAR)
    periods = max(known - RECENT, 0)
    recent = [each for each in said if each["period"] < RECENT]
    before = [each for each in said if RECENT <= each["period"] < YEAR]
    count = sum(each["tickets"] for each in recent)
    baseline = sum(each["tickets"] for each in before)
    expected = baseline * RECENT / periods if periods >= LEAST else None
    return ServiceLoad(
        **headline(count / expected if expected else None, row),
        recent=count,
        expected=expected,
        baseline_periods=periods if periods >= LEAST else 0,
        by_period=tuple(tickets[period] for period in range(known)),
        by_priority=_priorities(recent, before),
        hours_to_solve=_hours(recent),
        hours_to_solve_before=_hours(before),
        unsolved=count - sum(each["solved"] for each in recent),
    )


def _priorities(recent: Sequence[Row], before: Sequence[Row]) -> tuple[TicketPriority, ...]:
    late: Counter[str | None] = Counter()
    early: Counter[str | None] = Counter()
    for counter, said in ((late, recent), (early, before)):
        for each in said:
            counter[each["priority"]] += each["tickets"]
    order = sorted({*late, *early}, key=lambda it: (-late[it], -early[it], it or ""))
    return tuple(TicketPriority(it, late[it], early[it]) for it in order)


def _hours(said: Sequence[Row]) -> float | None:
    solved = sum(each["solved"] for each in said)
    return sum(each["hours"] for each in said) / solved if solved else None
