"""What row functions are written with: columns to properties, keys, lists in a cell, claims and records below a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph_platform.facts import Claim, Mention, Record, Said
from ingestors.reading.items import Raw, RowError

_LIST = re.compile(r"\s*[;；]\s*")
_YES = frozenset(("1", "true", "yes", "是"))
_IDS = re.compile(r"[;；,，|\s]+")


def properties(columns: Mapping[str, str]) -> Callable[[Raw], dict[str, Said]]:
    """A function from a row to its values, by `{column: property}`; of two columns for one property the first wins."""
    pairs = tuple(columns.items())

    def values(raw: Raw) -> dict[str, Said]:
        get = raw.get
        found: dict[str, Said] = {}
        for column, name in pairs:
            value = get(column)
            if value is not None and value != "" and name not in found:
                found[name] = value
        return found

    return values


def stated(values: Mapping[str, Any]) -> dict[str, Said]:
    """The values that say anything."""
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def needed(raw: Raw, column: str) -> str:
    """What a column holds that a row cannot do without."""
    value = raw.get(column)
    text = value.strip() if value.__class__ is str else "" if value is None else str(value)
    if not text:
        raise RowError(f"column {column!r} is empty")
    return text


def first(raw: Raw, *columns: str) -> str:
    """What the first of these columns holds that holds anything, or nothing."""
    for column in columns:
        if (value := raw.get(column)) is not None and (text := str(value).strip()):
            return text
    return ""


def ids(cell: Any) -> list[str]:
    """The ids in a cell (`123;456`), or in a JSON list."""
    if not cell:
        return []
    if cell.__class__ is list:
        return [str(each) for each in cell if each is not None]
    text = str(cell).strip()
    return [text] if text.isalnum() else [each for each in _IDS.split(text) if each]


def several(cell: Any) -> list[str]:
    """The texts in a cell, told apart by semicolons."""
    return [each for each in _LIST.split(cell.strip()) if each] if isinstance(cell, str) else []


def yes(raw: Raw, column: str) -> bool:
    """Whether a column says yes, in the words that exports have for it; an empty one does not."""
    return str(raw.get(column) or "").strip().casefold() in _YES


def full_name(given: str, family: str) -> str:
    """Given and family name in the order that their script has."""
    if (family or given) > "\u2e80":
        return family + given
    return f"{given} {family}".strip()


def scopes(raw: Raw, by_column: Mapping[str, str]) -> tuple[str, ...]:
    """Who may see a row, by `{column: "owner"}`: `owner:…`, `region:…`."""
    found = ((kind, first(raw, column)) for column, kind in by_column.items())
    return tuple(f"{kind}:{text}" for kind, text in found if text)


def claim(relation: str, start: Mention, end: Mention, place: str = "", **values: Said) -> Claim:
    """A claim whose path is its relation and its place in the row."""
    return Claim(f"{relation}/{place}" if place else relation, relation, start, end, values)


def party_below(key: str, role: str, label: str, **values: Said) -> tuple[Record, Mention]:
    """A party that a row merely mentions: a record of its own below the row's."""
    below = f"{key}#{role}"
    return Record(below, label, values), Mention(below, label)


def mentions(prefix: str, label: str, cell: Any) -> Iterator[tuple[str, Mention]]:
    """The things whose ids stand in a cell, each with its id."""
    for each in ids(cell):
        yield each, Mention(f"{prefix}/{each}", label)


def folded(name: str) -> str:
    """A column's name without what spellings differ in: case, spaces, width."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()
