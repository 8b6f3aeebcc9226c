"""How long something takes, as a signal writes it: `12 weeks`, `180 days`, `2 years`."""

from __future__ import annotations

import re
from datetime import timedelta

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_SPAN = re.compile(r"(\d{1,4}) (day|week|month|year)s?")


def days_of(text: str) -> int:
    """How many days a span has; a month has 30, a year 365. Raises `ValueError`."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no span of time: write 90 days, 12 weeks, 6 months or 2 years")
    return int(found[1]) * DAYS[found[2]]


def span_of(text: str) -> timedelta:
    """The same as a difference of times."""
    return timedelta(days=days_of(text))
