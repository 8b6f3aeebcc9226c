"""Rows, sources and loads in one line each, without a file format between them and the loader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graph_platform.database import Database
from graph_platform.errors import SourceError
from graph_platform.facts import BadRow, Claim, Formats, Mention, Record, Row
from graph_platform.loading.load import Request, Summary, load
from graph_platform.loading.prepare import Prepared, prepare
from graph_platform.source import Opened, Source

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
LEIS = (
    "529900T8BM49AURSDO55",
    "5493001KJTIIGC8Y1R12",
    "HWUPKR0MPOU8FGXBT394",
    "7LTWFZYICNSX8D621K86",
    "R0MUWSFPU8MPRO8K5P83",
    "254900OPPU84GM83MG36",
)
DUNS = ("150483782", "001368083", "060704780", "804735132")


def day(number: int) -> datetime:
    """A day of the tests' calendar."""
    return EPOCH + timedelta(days=number)


def company(key: str, **values: Any) -> Record:
    """A record of a company."""
    return Record(key, "Company", {"name": f"Company {key}"} | values)


def person(key: str, **values: Any) -> Record:
    """A record of a person."""
    return Record(key, "Person", {"name": f"Person {key}"} | values)


def mention(key: str, label: str = "Company") -> Mention:
    """One end of a claim."""
    return Mention(key, label)


def owns(start: str | Mention, end: str | Mention, share: Any = None, path: str = "", **more: Any) -> Claim:
    """A claim that one company owns another. `more` is `since`, `until` and further values."""
    since, until = more.pop("since", None), more.pop("until", None)
    values = more if share is None else {"share": share, **more}
    one = start if isinstance(start, Mention) else mention(start)
    other = end if isinstance(end, Mention) else mention(end)
    return Claim(path or f"OWNS/{one.key}>{other.key}", "OWNS", one, other, values, since, until)


def row(key: str, *facts: Record | Claim, line: int = 1, **more: Any) -> Row:
    """A row that states these facts; without any, one company with the row's own key."""
    facts = facts or (company(key),)
    return Row(
        key,
        line,
        {"key": key},
        tuple(fact for fact in facts if isinstance(fact, Record)),
        tuple(fact for fact in facts if isinstance(fact, Claim)),
        **more,
    )


def prepared(row: Row, data_set: str = "a") -> Prepared:
    """A row as the loader prepares it."""
    return prepare(row, data_set, "rows", Formats())


@dataclass
class Listed:
    """An opened file whose rows stand in memory. A `str` among them is the error that reading meets there."""

    rows: Sequence[Row | BadRow | str]
    observed: datetime = EPOCH
    table: str = "rows"
    at: int = 0

    @property
    def size(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row | BadRow]:
        for at, each in enumerate(self.rows, 1):
            self.at = at
            if isinstance(each, str):
                raise SourceError(each, "Fetch it again.")
            yield each

    def position(self) -> int:
        return self.at


def source(
    opened: Opened, name: str = "listed", trust: float = 0.5, formats: Formats | None = None
) -> Source:
    """A source that opens every file as the one given."""
    return Source(name, name, "test", trust, formats or Formats(), lambda path: opened)


def load_rows(
    database: Database,
    home: Path,
    data_set: str,
    rows: Sequence[Row | BadRow | str],
    *,
    observed: datetime = EPOCH,
    trust: float = 0.5,
    table: str = "rows",
    file: str = "",
    **more: Any,
) -> Summary:
    """Load rows into a data set. `more` goes into the request: `complete`, `dry_run`, `facts_per_batch`."""
    path = home / (file or f"{data_set}.rows")
    if not path.exists():
        path.touch()  # an unfinished load is found again by its file's date
    opened = Listed(rows, observed, table)
    return load(database, Request(source(opened, trust=trust), [path], data_set, home, **more))


def emptied(database: Database) -> Database:
    """The database without nodes; constraints and indexes stay, which take seconds to make."""
    with database.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    return database
