"""A run of an agent once more: with the rights of today, over the graph of today."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphql import GraphQLError

from gql.agents.acting import bounded
from gql.agents.holding import held_for_people
from gql.agents.runs import Call
from gql.agents.tracing import Step
from gql.limits import Limits
from gql.server import operations_schema, service_of
from gql.tools.calling import Caller, Desk, content_of, refused
from gql.tools.catalogue import TOOLS
from gql.viewers import Viewer
from graph_platform.database import Database


def replayed(database: Database, home: Path, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """What came of each step then, and what comes of it now; of what wrote nothing is called."""
    return asyncio.run(_replayed(database, home, steps))


async def _replayed(database: Database, home: Path, steps: Sequence[Step]) -> list[dict[str, Any]]:
    service = service_of(database, home, Limits(), at_once=1)
    desk = Desk(service, operations_schema(service.limits), held_for_people(service))
    try:
        return [await _again(desk, database, step) for step in steps]
    finally:
        service.close()


async def _again(desk: Desk, database: Database, step: Step) -> dict[str, Any]:
    tool = TOOLS.get(step.tool)
    outcome, made = "not called", Call(step.run)
    if tool and tool.hints.reads_only:
        viewer = Viewer(step.person, step.roles, step.scopes, purposes=step.purposes, agent=step.agent)
        try:
            await content_of(desk, tool, step.arguments, Caller(bounded(database, viewer)), made)
            outcome = "ok"
        except GraphQLError as error:
            outcome = refused(error, "en")["code"]
    return {
        "tool": step.tool,
        "then": step.outcome,
        "now": outcome,
        "entities then": len(step.entities),
        "entities now": len(dict.fromkeys(made.entities)),
        "same": step.outcome == outcome and set(step.entities) == set(made.entities),
    }
