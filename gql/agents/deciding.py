"""What a person decides about a write that an agent wants: approved, it is written in the agent's name."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

from gql.auditing import put_down
from gql.execution import Request
from gql.limits import Limits
from gql.server import operations_schema, service_of
from gql.tools.operations import operation
from gql.viewers import Viewer
from graph_platform.agents import writes
from graph_platform.agents.keeping import ACTS, read
from graph_platform.agents.writes import APPROVED, REJECTED, HeldWrite, author_of
from graph_platform.database import Database
from graph_platform.errors import Conflict, NotThere
from privacy.policy.force import check_role, in_force, officer_of

DOOR = "cli"


def decided(
    database: Database, home: Path, id_: str, decision: Literal["approve", "reject"], viewer: Viewer
) -> str:
    """Decide about a write that waits, and say what came of it.

    Raises `NotThere` where it does not wait, `UsageError` for who may not decide, `Conflict` for an agent that is
    stopped or acts by another declaration since, or a write that cannot be kept any more: it waits on then.
    """
    waiting = next((each for each in writes.held(database) if each.id == id_), None)
    if waiting is None:
        raise NotThere("no such write waits", "`graph-platform agents writes` lists those that do.")
    agent = read(database, waiting.agent)
    if viewer.subject != agent.declaration.owner:
        check_role(officer_of(viewer.subject, viewer.email, viewer.roles), in_force(database))
    if decision == "reject":
        writes.decide(database, id_, REJECTED, viewer.subject)
        return "Rejected; nothing was written."
    if agent.version != waiting.version:
        raise Conflict("its agent was declared anew since it asked", "Reject it; the agent may ask again.")
    if agent.state != ACTS:
        raise Conflict("this agent is stopped", "Reject what it wanted, or approve the agent first.")
    writes.decide(database, id_, APPROVED, viewer.subject)
    refused = asyncio.run(_written(database, home, waiting, viewer))
    if refused:
        writes.reopen(database, id_)
        raise Conflict(f"it cannot be written: {refused}", "It waits on; reject it, or mend what is missing.")
    return "Approved and written."


async def _written(database: Database, home: Path, write: HeldWrite, viewer: Viewer) -> str:
    """Write it as its approver may, in the agent's name; why not, where that is refused."""
    service = service_of(database, home, Limits(), at_once=1)
    # approved twice, it is kept once
    input_ = {**write.variables["input"], "idempotencyKey": write.id}
    writer = Viewer(author_of(write.agent).subject, viewer.roles, viewer.scopes, purposes=viewer.purposes)
    request = Request(service, writer, door=DOOR)
    try:
        schema = operations_schema(service.limits)
        result = await schema.execute(operation(write.tool).text, {"input": input_}, request)
        put_down(request, result.errors or ())
        return result.errors[0].message if result.errors else ""
    finally:
        service.close()
