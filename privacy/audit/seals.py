"""Seals of audit logs, which stand in the graph: outside the log, so that what is cut off its end is missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from graph_platform.database import Database
from graph_platform.statements import statement
from privacy.audit.log import Seal
from privacy.audit.reading import Sealed


def sealing(database: Database) -> Seal:
    """What keeps in the graph how far a log has come."""

    def seal(segment: str, count: int, head: str) -> None:
        said = {"segment": segment, "count": count, "head": head, "at": datetime.now(UTC)}
        database.write(statement("audit/seal"), said)

    return seal


def read_seals(database: Database) -> dict[str, Sealed]:
    """How far every log had come when it was last sealed, by its name."""
    rows = database.read(statement("audit/seals"))
    return {row["segment"]: Sealed(row["count"], row["head"]) for row in rows}


def drop_seals(database: Database, segments: Iterable[str]) -> None:
    """Forget the seals of logs whose time is over."""
    database.write(statement("audit/drop_seals"), {"segments": list(segments)})
