"""Which `strptime` pattern a column of dates follows, found by trying the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import NamedTuple

ISO = "ISO"
LEAST = 0.9
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?")
_DAYS = (
    *(
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%Y%m%d",
        "%Y年%m月%d日",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d-%m-%Y",
        "%m-%d-%Y",
    ),
    *(
        "%Y-%m-%d",
        "%d.%m.%y",
        "%d/%m/%y",
        "%m/%d/%y",
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%d-%b-%Y",
    ),
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", "%H%M%S")
_SWAPPED = str.maketrans({"d": "m", "m": "d"})


class Found(NamedTuple):
    """A pattern (or `ISO`), the share of texts that follow it, and whether day and month may be the other way round."""

    pattern: str
    share: float
    doubtful: bool


def pattern_of(texts: Sequence[str]) -> Found | None:
    """The pattern that most of these follow, or None where no usual one fits nearly all."""
    iso = sum(bool(_ISO.fullmatch(text)) for text in texts) / max(len(texts), 1)
    if iso >= LEAST:
        return Found(ISO, iso, False)
    best: Found | None = None
    for pattern in _patterns():
        # most patterns fail at the first text, and need not be tried on all
        if not any(_follows(text, pattern) for text in texts[:5]):
            continue
        share = sum(_follows(text, pattern) for text in texts) / len(texts)
        if share >= LEAST and (best is None or share > best.share):
            best = Found(pattern, share, False)
    if best is None:
        return None
    swapped = best.pattern.translate(_SWAPPED)
    other = sum(_follows(text, swapped) for text in texts) / len(texts)
    return best._replace(doubtful=other == best.share and _is_open(best.pattern))


def _patterns() -> Iterator[str]:
    for time, day in product(_TIMES, _DAYS):
        yield day + time


def _follows(text: str, pattern: str) -> bool:
    try:
        read = datetime.strptime(text, pattern)
    except ValueError:
        return False
    return 1900 <= read.year <= 2100


def _is_open(pattern: str) -> bool:
    """Whether day and month are both numbers and neither stands where everybody puts it."""
    return pattern[:5] in ("%d/%m", "%m/%d", "%d-%m", "%m-%d")
