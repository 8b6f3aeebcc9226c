"""The last resort for dates: dateparser, which costs a thousand times what a declared format does.

It is asked only about texts that name a day, a month in words and a year of four digits, so it cannot take
`yesterday`, a version number or a phone for a date.
"""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from functools import lru_cache

_PLAUSIBLE = re.compile(r"(?=.*[^\W\d_]{3})(?=.*\b\d{1,2}\b)(?=.*\b[12]\d{3}\b)[\w\s.,'’/-]{8,40}")
LANGUAGES = ["en", "zh", "de", "fr", "es", "nl", "it", "pt", "pl", "sv", "da", "ja", "ru"]


@lru_cache(maxsize=4096)
def guess(text: str) -> datetime | None:
    """The day that a text in one of `LANGUAGES` names in full, or `None`."""
    if not _PLAUSIBLE.fullmatch(text):
        return None
    import dateparser  # 200 ms, for texts that hardly ever come

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dateparser.parse(
                text, languages=LANGUAGES, settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
            )
        except Exception:  # it has raised anything from OverflowError to re.error on odd texts
            return None
