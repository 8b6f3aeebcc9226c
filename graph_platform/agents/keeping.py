"""Agents that were declared: kept in the graph, so that one that is stopped is stopped at once, on every server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph_platform.agents.model import Declaration
from graph_platform.agents.reading import version_of
from graph_platform.database import Database
from graph_platform.errors import Conflict, NotThere, UsageError
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

WAITS, ACTS, STOPPED = "waits", "acts", "stopped"
"""The states of an agent: waiting for approval, approved, stopped."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as it stands: what was declared last and is not approved yet, or what it may act by now."""

    name: str
    state: str
    version: str
    declaration: Declaration
    owner_roles: tuple[str, ...]
    owner_scopes: tuple[str, ...]
    approved_by: str = ""
    waiting: str = ""
    """Version that waits for approval while the approved one goes on acting."""
    proposed: Declaration | None = None
    """What that version says."""


def declare(database: Database, declared: Declaration, roles: Sequence[str], scopes: Sequence[str]) -> Agent:
    """Keep a declaration for an officer to approve; what was approved before goes on until then.

    `roles` and `scopes` are the owner's, as their token says. Raises `UsageError` for an agent of somebody else.
    """
    ensure_schema(database)
    given = {
        "name": declared.name,
        "version": version_of(declared),
        "declaration": declared.model_dump_json(),
        "owner": declared.owner,
        "roles": list(roles),
        "scopes": list(scopes),
        "now": datetime.now(UTC),
    }
    (row,) = database.write(statement("agents/declare"), given)
    if row["owner"] != declared.owner:
        raise UsageError(
            f"{declared.name} is an agent of somebody else's", "Give it another name, or have them change it."
        )
    return read(database, declared.name)


def approve(database: Database, name: str, version: str, by: str) -> Agent:
    """Let an agent act by what waits. Raises `NotThere`, `UsageError` for its owner, `Conflict` for another version."""
    given = {"name": name, "version": version, "by": by, "now": datetime.now(UTC)}
    found = read(database, name)
    if by.strip().casefold() == found.declaration.owner.strip().casefold():
        raise UsageError("an agent is approved by another person than its owner", "Ask another officer.")
    if not database.write(statement("agents/approve"), given):
        raise Conflict("what waits is another version, or nothing waits", "Look at it again: agents list.")
    return read(database, name)


def stop(database: Database, name: str, by: str, why: str) -> None:
    """Stop an agent: no call of its begins any more, and those that run are ended. Raises `NotThere`."""
    given = {"name": name, "by": by, "why": why[:500], "now": datetime.now(UTC)}
    if not database.write(statement("agents/stop"), given):
        raise NotThere("there is no such agent", "`graph-platform agents list` shows them.")


def read(database: Database, name: str) -> Agent:
    """An agent. Raises `NotThere`."""
    rows = database.read(statement("agents/read"), {"name": name})
    if not rows:
        raise NotThere("there is no such agent", "`graph-platform agents list` shows them.")
    return agent_of(rows[0])


def every(database: Database) -> list[Agent]:
    """Every agent, by name."""
    return [agent_of(row) for row in database.read(statement("agents/list"))]


def agent_of(row: Mapping[str, Any]) -> Agent:
    """An agent out of a row of `agents/read`."""
    return Agent(
        name=str(row["name"]),
        state=str(row["state"]),
        version=str(row["version"]),
        declaration=Declaration.model_validate_json(str(row["declaration"])),
        owner_roles=tuple(row["owner_roles"]),
        owner_scopes=tuple(row["owner_scopes"]),
        approved_by=str(row["approved_by"] or ""),
        waiting=str(row["waiting"] or ""),
        proposed=Declaration.model_validate_json(row["proposed"]) if row["proposed"] else None,
    )
