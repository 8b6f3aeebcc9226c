"""What an agent writes waits for a person; what a person writes does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gql.errors import NotAllowed
from gql.execution import Service
from gql.tools.calling import Caller, Held, MayWrite
from gql.tools.tool import Tool
from graph_platform.agents.writes import Asking, hold

WAITS = ("It waits for a person to approve it.", "已提交，等待人工审批。")


def held_for_people(service: Service) -> MayWrite:
    """What is asked before a tool writes. Raises `NotAllowed` for an agent that may write nothing."""

    async def may_write(caller: Caller, tool: Tool, variables: Mapping[str, Any]) -> Held | None:
        viewer = caller.viewer
        acting = viewer.acting
        if acting is None:
            return None
        if not acting.writes:
            raise NotAllowed("this agent writes nothing", "该智能体没有写入权限")
        boundary = acting.boundary
        asking = Asking(
            viewer.agent, acting.version, boundary.domains, boundary.roles, viewer.subject, caller.run
        )
        id_ = await service.writes.call(hold, asking, tool.name, dict(variables))
        return Held(WAITS[caller.language == "zh"], id_)

    return may_write
