"""What agents want to write: held until a person decides, and written then by nobody but that decision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from graph_platform.database import Database
from graph_platform.errors import Conflict, NotThere
from graph_platform.statements import statement

WAITS, APPROVED, REJECTED = "waits", "approved", "rejected"
MOST = 1_000
"""Writes of one agent that may wait."""


@dataclass(frozen=True, slots=True)
class HeldWrite:
    """A write that waits, or was decided: which agent wants it, for whom, by which tool, with which variables."""

    id: str
    agent: str
    person: str
    run: str
    tool: str
    variables: Mapping[str, Any]
    at: datetime
    state: str
    by: str = ""


def hold(
    database: Database, agent: str, person: str, run: str, tool: str, variables: Mapping[str, Any]
) -> str:
    """Keep a write until a person decides; its id. Raises `Conflict` where too many of the agent's wait."""
    given = {
        "id": uuid4().hex,
        "agent": agent,
        "person": person,
        "run": run,
        "tool": tool,
        "variables": json.dumps(variables),
        "now": datetime.now(UTC),
        "most": MOST,
    }
    rows = database.write(statement("agents/hold"), given)
    if not rows:
        raise Conflict(f"{MOST:,} writes of this agent wait already", "Have somebody decide about them.")
    return str(rows[0]["id"])


def held(database: Database, state: str = WAITS, agent: str | None = None) -> list[HeldWrite]:
    """Writes in a state, the oldest first."""
    rows = database.read(statement("agents/held"), {"state": state, "agent": agent})
    return [
        HeldWrite(
            row["id"],
            row["agent"],
            row["person"],
            row["run"],
            row["tool"],
            json.loads(row["variables"]),
            row["at"].to_native(),
            row["state"],
            row["by"] or "",
        )
        for row in rows
    ]


def decide(database: Database, id_: str, state: str, by: str) -> HeldWrite:
    """Decide about a write that waits: once. Raises `NotThere` where none of this id waits."""
    rows = database.write(
        statement("agents/decide"), {"id": id_, "state": state, "by": by, "now": datetime.now(UTC)}
    )
    if not rows:
        raise NotThere("no such write waits", "`graph-platform agents writes` lists those that do.")
    return next(each for each in held(database, state) if each.id == id_)


def reopen(database: Database, id_: str) -> None:
    """Let a write wait again that was approved and could not be kept."""
    database.write(statement("agents/reopen"), {"id": id_})
