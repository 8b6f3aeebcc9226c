"""Texts out of the graph on their way to a model: whoever wrote them may have written them for it.

They leave as strings of JSON under a key that says so, without what a reader does not see, and no longer than needed.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

LONGEST = 2_000
"""Characters of one text; the rest is told by an ellipsis."""
IN_ROWS = 300
"""The same in a row of many."""
_UNSEEN = re.compile(
    # controls but tab and line feed; soft hyphen, joiners, marks of direction, fillers, invisible operators, variation
    # selectors, the byte order mark, what is set aside or for private use, half pairs; and the planes that hold no
    # letters, with the block of tags
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    "\U0001d173-\U0001d17a\U00040000-\U0010ffff]"
)
_BLANK = re.compile(r"\s*\n\s*\n\s*")


def seen(text: str, longest: int = LONGEST) -> str:
    """A text as a person sees it, at most so many characters of it."""
    if len(text) <= longest and text.isascii() and text.isprintable():
        return text
    # what is cut is cut first: only that much is looked at, however long it is
    shown = _UNSEEN.sub("", text[: longest * 4 + 1_000])
    if "\n" in shown:
        shown = _BLANK.sub("\n", shown)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def cleaned(value: Any, longest: int = LONGEST) -> Any:
    """Data with every text in it as a person sees it; the names of fields are ours and stay."""
    if isinstance(value, str):
        return seen(value, longest)
    if isinstance(value, list | tuple):
        return [cleaned(each, longest) for each in value]
    if isinstance(value, dict):
        return {key: cleaned(each, longest) for key, each in value.items()}
    return value


def mark() -> str:
    """What stands in front of untrusted data and behind it: made anew for each answer, so that no text can know it."""
    return secrets.token_urlsafe(4)
