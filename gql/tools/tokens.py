"""How many tokens an answer is likely to take, and as much of it as fits.

Roughly: four characters of English or one and a half of Chinese make a token; ids, which are hexadecimal, two.
A model's own count is another one; the budget is meant as a size, not as an exact bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import orjson

ENGLISH, CHINESE, HEXADECIMAL = 4.0, 1.5, 2.0
"""Characters of a token."""
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_ID = re.compile("[0-9a-f]{32}")


def tokens(text: str) -> float:
    """How many tokens a text is likely to take."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    ids = 32 * len(_ID.findall(text))
    return wide / CHINESE + ids / HEXADECIMAL + (len(text) - wide - ids) / ENGLISH


def tokens_of(value: Any) -> float:
    """The same of data, written as JSON."""
    return tokens(orjson.dumps(value).decode())


def fitting(rows: Sequence[Any], budget: float) -> int:
    """How many of the rows, from the first on, fit; one at least, so that whoever asks gets on."""
    if tokens_of(rows) <= budget:
        return len(rows)
    taken = 0.0
    for place, row in enumerate(rows):
        taken += tokens_of(row) + 1
        if taken > budget and place:
            return place
    return len(rows)
