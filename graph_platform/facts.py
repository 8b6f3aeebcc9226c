"""What enters the graph: facts, each a record or a claim between two records, grouped by the row that states them.

An ingestor yields rows; the loader is the only reader. Values are handed on **as the source said them** (text,
numbers, dates, lists of these): the loader cleans them by the ontology, so that no source cleans in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias, TypeVar, dataclass_transform

T = TypeVar("T")
Said: TypeAlias = str | int | float | bool | date | datetime | list["Said"] | tuple["Said", ...] | None


@dataclass_transform(frozen_default=True)
def fact(of: type[T]) -> type[T]:
    """A dataclass that type checkers hold to be frozen.

    At run time it is not: a frozen one is four times as slow to make, and a row is made of a dozen of them.
    """
    return dataclass(slots=True, unsafe_hash=True)(of)


@fact
class Record:
    """One thing as one source knows it.

    `key` is the source's own key for it, unique in the data set over all kinds of things (`company/42`).
    A party that a row merely mentions has a key below the row's own: `row/7#holder[0]`.
    """

    key: str
    label: str
    values: Mapping[str, Said] = field(default_factory=dict)


@fact
class Mention:
    """One end of a claim: a record of the same data set by its key, which may be stated elsewhere, later, or never."""

    key: str
    label: str


@fact
class Claim:
    """What a row says about two things.

    `path` tells it from the row's other claims (`OWNS/holder[0]`) and stays the same when the row comes again.
    `valid_from` and `valid_to` are said as the source says them, half open; `None` is unknown or open.
    A source that says the last day instead says it as `last_day`, and no `valid_to`.
    """

    path: str
    relation: str
    start: Mention
    end: Mention
    values: Mapping[str, Said] = field(default_factory=dict)
    valid_from: Said = None
    valid_to: Said = None
    last_day: Said = None


@fact
class Row:
    """Everything that one row (or object, statement, page) of a source says.

    `key` is the row's own: the key of its main record, or for a row of pure claims a key that finds it again.
    `line` is where it begins in the file, for messages and reject files; `raw` is the row as it stood there.
    `seen` is when the source observed it (its own "updated at"), where it says so; otherwise the file's date counts.
    `scopes` say who may see it (`owner:…`, `region:…`, `set:…`, `public`), out of the source's own columns.
    `table` is set where a file holds rows of several kinds.
    """

    key: str
    line: int
    raw: object
    records: tuple[Record, ...] = ()
    claims: tuple[Claim, ...] = ()
    seen: Said = None
    scopes: tuple[str, ...] = ()
    table: str = ""


@fact
class BadRow:
    """A row that its ingestor could not read. `reason` names columns, never values.

    A `skipped` one is well, but of a kind that the source does not read: counted, and neither rejected nor missed.
    """

    line: int
    raw: object
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Formats:
    """How a source writes values: declared by its ingestor or mapping, used by the cleaners before any guess.

    `dates` are `strptime` patterns tried in order (ISO 8601 always works; `excel` is a spreadsheet's count of days);
    `country` (ISO alpha-2) is the region of phone numbers without a country code; `timezone` (IANA) that of times
    without a zone; `currency` (ISO 4217) that of bare sums; `decimal` is the sign before a number's fraction.
    """

    dates: tuple[str, ...] = ()
    country: str | None = None
    timezone: str = "UTC"
    currency: str | None = None
    decimal: str = "."
