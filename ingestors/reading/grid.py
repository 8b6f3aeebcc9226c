"""What people leave in a table that is no row of it: titles above, the header once more, totals at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER_WITHIN = 20
"""A header is looked for in so many rows, counted from the first that holds anything."""
BELOW = 50
"""So many rows below a row tell whether it is the header where nobody says what the columns are called."""

_TOTALS = frozenset(
    (
        *("合计", "总计", "小计", "总和", "汇总", "共计", "合計", "總計", "小計"),
        *("total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum"),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme", "total général", "totale", "totaal"),
    )
)
SUSPECT = frozenset(
    ("", " ", "\t", "\u3000", *(each for word in _TOTALS for each in (word[0], word[0].upper())))
)
"""How the first cell begins of whatever is rejected here, but for a repeated header: to pass over all others."""
_LONGEST_TOTAL = max(map(len, _TOTALS)) + 2
_AMOUNT = re.compile(r"[-+(]?\s*[^\w\s]?\s*[0-9][0-9.,'’ \u00a0]*\s*(?:[%‰)]|[^\W\d]{1,3})?")


def is_title(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row stands above a table instead of naming its columns, as far as the rows below it show.

    A title has other cells than most rows below it, or fills no more than half of them. One cell is taken for a title,
    since nothing tells a list's name from a report's; `,a` is no title, but how numbered rows of one column are named.
    """
    alike = sum(len(row) == len(cells) for row in below)
    filled = sum(bool(cell.strip()) for cell in cells)
    is_padded = 2 * filled <= len(cells) and (len(cells) > 2 or bool(cells and cells[0].strip()))
    return len(cells) < 2 or 2 * alike < len(below) or is_padded


def are_names(cells: Sequence[str]) -> bool:
    """Whether cells may be names of columns: some are filled, no two alike, and none is an amount."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return bool(said) and len(set(said)) == len(said) and not any(map(_AMOUNT.fullmatch, said))


def reason_against(cells: Sequence[object], header: Sequence[str]) -> str | None:
    """Why a row of the right width is none: it repeats the header, or it is a total. `None` for all others.

    A total has such a word in its first cell that holds anything, and nothing but amounts behind it: so a company
    that is named `Total`, with its city and its number, stays.
    """
    first = cells[0]
    if first == header[0] and list(cells) == list(header):
        return "repeats the header"
    if not first:
        first = next(filter(None, cells), "")
    if not isinstance(first, str) or len(first) > _LONGEST_TOTAL:
        return None
    if first.strip(" :：\t\u3000").casefold() not in _TOTALS:
        return None
    others = [cell for cell in cells if cell not in (None, "", first)]
    if all(not isinstance(cell, str) or _AMOUNT.fullmatch(cell.strip()) for cell in others):
        return "is a total, and no row of the table"
    return None
