"""What a column holds, by what the cleaners accept: identifiers by their check digits first, free text at last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stdnum import iban

from graph_platform.cleaning import Unclean, clean_value
from graph_platform.facts import Formats
from graph_platform.ontology import ONTOLOGY, Property
from ingestors.drafting.dates import ISO, pattern_of
from ingestors.drafting.sample import EMPTY, Sampled

TRIED = 300
ACCEPTED = 0.9
CHECKED = 0.8
LONG = 60
LONGEST_KEY = 200
IDENTIFIERS = ("resident_id", "uscc", "lei", "vin", "orcid", "doi", "imei", "gtin")
_DATED = re.compile(r"date|time|datum|_at$|\bat$|day|since|until|日期|时间|日$|年月", re.I)
_NUMBER = re.compile(r"[-+]?\d[\d.,\s']*")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),(\d+)")
_POINT = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)\.\d+")
_CURRENCIES = (
    ("CNY", re.compile(r"人民币|万元|\bCNY\b|\bRMB\b|元")),
    ("EUR", re.compile(r"€|\bEUR\b|\bEuro\b", re.I)),
    ("GBP", re.compile(r"£|\bGBP\b")),
    ("USD", re.compile(r"\$|\bUSD\b")),
    ("JPY", re.compile(r"\bJPY\b|円")),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its cells show it.

    `type` is a cleaner's name, or `list`, `object`, `empty`; `ground` says why. `unique` says that no two rows have the
    same cell and none is empty. `values` are some of its cells; they are never written into a draft.
    """

    name: str
    type: str
    ground: str
    filled: float
    unique: bool
    values: Sequence[Any]
    pattern: str = ""
    currency: str = ""
    comma: bool = False

    def fits(self, declared: Property, formats: Formats) -> bool:
        """Whether a property would take nearly all of the cells."""
        return _share(self.values, _cleaner(declared, formats)) >= CHECKED


def describe(name: str, table: Sampled) -> Column:
    """Look at a column of a table."""
    cells = [cell for cell in table.cells(name) if cell not in EMPTY and str(cell).strip()]
    filled = len(cells) / max(len(table.rows), 1)
    if not cells:
        return Column(name, "empty", "no cell holds anything", 0.0, False, ())
    if any(isinstance(cell, (list, dict)) for cell in cells):
        return _nested(name, filled, cells)
    texts = [str(cell).strip() for cell in cells]
    unique = len(set(texts)) == len(table.rows) and max(map(len, texts)) <= LONGEST_KEY
    values = list(dict.fromkeys(cells))[:TRIED]
    told = " ".join([name, *(text for text in texts[:TRIED] if len(text) <= LONG)])
    currency = next((code for code, sign in _CURRENCIES if sign.search(told)), "")
    type_, ground, pattern = _typed(name, values)
    comma = type_ in ("decimal", "money", "percent") and _has_comma(values)
    return Column(name, type_, ground, filled, unique, values, pattern, currency, comma)


def _nested(name: str, filled: float, cells: list[Any]) -> Column:
    items = [item for cell in cells if isinstance(cell, list) for item in cell]
    if items and not any(isinstance(item, (list, dict)) for item in items):
        return Column(name, "list", "its cells are lists", filled, False, items[:TRIED])
    return Column(name, "object", "its cells are objects or lists of objects", filled, False, ())


def _typed(name: str, values: Sequence[Any]) -> tuple[str, str, str]:
    """The type, its ground, and the pattern of dates."""
    for type_ in IDENTIFIERS:
        share = _share(values, _cleaner(_declared(type_), Formats()))
        if share >= CHECKED and len({str(value) for value in values}) > len(values) // 2:
            return type_, f"{share:.0%} of its cells are shaped and checked as {type_}", ""
    if _share(values, lambda value: iban.is_valid(str(value))) >= CHECKED:
        return "iban", "its cells have the check digits of IBAN", ""
    for type_ in ("email", "url"):
        if _share(values, _cleaner(_declared(type_), Formats())) >= ACCEPTED and _looks(type_, values):
            return type_, f"its cells are read as {type_}", ""
    return _dated(name, values) or _counted(values)


def _looks(type_: str, values: Iterable[Any]) -> bool:
    mark = "@" if type_ == "email" else "."
    return all(mark in str(value) for value in values)


def _dated(name: str, values: Sequence[Any]) -> tuple[str, str, str] | None:
    if all(isinstance(value, date) for value in values):
        type_ = "datetime" if any(isinstance(value, datetime) for value in values) else "date"
        return type_, "its cells are dates", ""
    texts = [_plain(value) for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        return None
    numeric = all(text.isdecimal() for text in texts)
    if numeric and not (
        _DATED.search(name) or all(len(text) == 8 and text[:2] in ("19", "20") for text in texts)
    ):
        return None
    found = pattern_of(texts)
    if found is not None:
        timed = "%H" in found.pattern or (found.pattern == ISO and any(":" in text for text in texts))
        said = "ISO 8601" if found.pattern == ISO else f"as {found.pattern}"
        doubt = "; day and month could not be told apart, look at them" if found.doubtful else ""
        return (
            "datetime" if timed else "date",
            f"{found.share:.0%} of its cells are read {said}{doubt}",
            "" if found.pattern == ISO else found.pattern,
        )
    if not numeric and _share(values, _cleaner(_declared("datetime"), Formats())) >= ACCEPTED:
        return "datetime", "its cells are read as dates", ""
    return None


def _counted(values: Sequence[Any]) -> tuple[str, str, str]:
    if all(isinstance(value, bool) for value in values):
        return "boolean", "its cells are true or false", ""
    texts = [_plain(value) for value in values]
    if _share(texts, lambda text: bool(_NUMBER.fullmatch(text))) >= ACCEPTED:
        if _share(texts, lambda text: text.lstrip("+-").isdecimal()) >= ACCEPTED:
            return "integer", "its cells are whole numbers", ""
        return "decimal", "its cells are numbers", ""
    if _share(texts, lambda text: text.endswith(("%", "％"))) >= ACCEPTED:
        return "percent", "its cells end with %", ""
    money = _cleaner(_declared("money"), Formats(currency="XXX"))
    if _share(texts, lambda text: any(c.isdigit() for c in text) and money(text)) >= ACCEPTED:
        return "money", "its cells are read as sums of money", ""
    return "text", "its cells are text", ""


def _has_comma(values: Iterable[Any]) -> bool:
    """Whether a comma is what stands before the decimals: `1.234,56` or `3,5`, and nowhere `1,234.56`."""
    texts = [re.sub(r"[^\d.,+-]", "", _plain(value)) for value in values if isinstance(value, str)]
    found = [match for text in texts if (match := _COMMA.fullmatch(text))]
    sure = any(len(match[3]) != 3 or match[2] for match in found)
    return sure and not any(_POINT.fullmatch(text) for text in texts)


def _plain(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip()


def _share(values: Iterable[Any], accepts: Callable[[Any], bool]) -> float:
    outcomes = [bool(accepts(value)) for value in values]
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def _declared(type_: str) -> Property:
    return next(declared for _, declared in ONTOLOGY.every_property() if declared.type == type_)


def _cleaner(declared: Property, formats: Formats) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        try:
            return clean_value(declared, value, formats) is not None
        except Unclean:
            return False

    return accepts
