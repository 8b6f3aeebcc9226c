"""What agents want to write: held until a person decides, and written then by nobody but that decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from graph_platform.agents.model import AGENT
from graph_platform.annotations.said import NOTE, TASK, Author, key_of
from graph_platform.annotations.storing import DATA_SET
from graph_platform.database import Database
from graph_platform.errors import Conflict, NotThere
from graph_platform.identity import entity_id, record_id
from graph_platform.statements import statement

WAITS, APPROVED, REJECTED = "waits", "approved", "rejected"
MOST = 1_000
"""Writes of one agent that may wait."""
MAKES = {"write_note": NOTE, "propose_follow_up": TASK}
"""What each tool that writes keeps."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants to write: an agent by its declaration's version, what it reads and as whom, for whom, in which run."""

    agent: str
    version: str
    domains: Sequence[str]
    roles: Sequence[str]
    person: str
    run: str


@dataclass(frozen=True, slots=True)
class HeldWrite:
    """A write that waits, or was decided: which agent wants it, for whom, by which tool, with which variables."""

    id: str
    agent: str
    version: str
    person: str
    run: str
    tool: str
    variables: Mapping[str, Any]
    at: datetime
    state: str
    by: str = ""


def hold(database: Database, asking: Asking, tool: str, variables: Mapping[str, Any]) -> str:
    """Keep a write until a person decides; its id. Raises `Conflict` where too many of the agent's wait."""
    id_ = uuid4().hex
    given = {
        "id": id_,
        "agent": asking.agent,
        "version": asking.version,
        "domains": list(asking.domains),
        "roles": list(asking.roles),
        "person": asking.person,
        "run": asking.run,
        "tool": tool,
        "makes": made_by(asking.agent, tool, id_),
        "variables": json.dumps(variables),
        "now": datetime.now(UTC),
        "most": MOST,
    }
    rows = database.write(statement("agents/hold"), given)
    if not rows:
        raise Conflict(f"{MOST:,} writes of this agent wait already", "Have somebody decide about them.")
    return str(rows[0]["id"])


def author_of(agent: str) -> Author:
    """In whose name it is written what an agent wanted."""
    return Author(AGENT + agent, AGENT + agent)


def made_by(agent: str, tool: str, id_: str) -> str:
    """The id of what is written when this write is approved: its own id is the key under which it is kept once."""
    return entity_id(record_id(DATA_SET, key_of(MAKES[tool], author_of(agent), id_)))


def closed_to(database: Database, domains: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    """Ids of what agents wrote that may read more domains, or as more roles: it may say what they read."""
    (row,) = database.read(statement("agents/closed"), {"domains": list(domains), "roles": list(roles)})
    return tuple(sorted(row["ids"]))


def held(database: Database, state: str = WAITS, agent: str | None = None) -> list[HeldWrite]:
    """Writes in a state, the oldest first."""
    rows = database.read(statement("agents/held"), {"state": state, "agent": agent})
    return [
        HeldWrite(
            row["id"],
            row["agent"],
            row["version"],
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
