"""The day that a root field is asked for, and what it means for what is dated by a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from gql.planning.paging import SORTED_BY_TIME
from gql.planning.plan import Arguments, Asking, Call


@dataclass(frozen=True, slots=True)
class Day:
    """Where a day is asked for, and whether it is named there; `moment` is the parameter of its end."""

    call: Call
    is_named: bool
    moment: str


def day_in(arguments: Arguments, asking: Asking) -> date:
    """The day that a root field is asked for; today where it names none."""
    return date.fromisoformat(arguments["asOf"]) if arguments.get("asOf") else asking.today


def moment_in(arguments: Arguments, asking: Asking) -> datetime:
    """The last moment of that day; of today, now."""
    day = day_in(arguments, asking)
    return asking.now if day == asking.today else datetime.combine(day, time.max, UTC)


def happened(node: str, dimensions: Sequence[str], day: Day) -> tuple[str, ...]:
    """The conditions that what is dated by a moment was there on a day that somebody names.

    Without one, what is planned is shown too. What has no date may have been there.
    """
    if not day.is_named:
        return ()
    dated = [SORTED_BY_TIME[each] for each in dimensions if each in SORTED_BY_TIME]
    # of all that a coalesce hides from indexes, those on times would be taken before the way to the node
    return tuple(f"coalesce({node}.{each} <= {day.moment}, true)" for each in dated)
