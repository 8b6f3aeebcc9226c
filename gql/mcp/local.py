"""The server over a client's own pipes: one client, one viewer, for as long as the pipes are open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from mcp import MCPError
from mcp.server.stdio import stdio_server
from mcp.types import INVALID_REQUEST

from gql.errors import ApiError
from gql.mcp.server import Context, mcp_server
from gql.tools.calling import Caller, Desk
from gql.viewers import Viewer


def serve_pipes(desk: Desk, viewer: Callable[[], Awaitable[Viewer]], language: str) -> None:
    """Serve whoever started this process, until they close their end. `viewer` is asked at every message."""

    async def caller_of(ctx: Context) -> Caller:
        try:
            return Caller(await viewer(), language)
        except ApiError as error:
            said = error.said_in_chinese if language == "zh" else error.message
            raise MCPError(INVALID_REQUEST, said, {"code": error.code}) from None

    async def run() -> None:
        server = mcp_server(desk, caller_of, keeps_connections=True)
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    asyncio.run(run())
