"""What a client is told beside its answers: one line a call, with the tool's name and how it ended."""

from __future__ import annotations

from typing import Any, get_args

from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.server.connection import allowed_log_levels
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from gql.tools.calling import Called

LEVELS: tuple[types.LoggingLevel, ...] = get_args(types.LoggingLevel)


class Logging:
    """Whether a client wants to be told: as its request says, or before 2026-07-28 as it once said of its connection.

    Where connections are not kept, what is said once is kept by nobody, so it cannot be said: `is_kept`.
    """

    def __init__(self, server: Server[Any], is_kept: bool) -> None:
        self._from: int | None = None
        if is_kept:
            # beside the constructor, which warns of what newer clients do not send
            server.add_request_handler("logging/setLevel", types.SetLevelRequestParams, self._set)

    async def tell(self, ctx: ServerRequestContext[Any, Any], tool: str, called: Called) -> None:
        """Tell how a call ended, where that is wanted."""
        level: types.LoggingLevel = "warning" if called.is_error else "info"
        if not self._is_wanted(ctx, level):
            return
        outcome = called.content["code"] if called.is_error else "ok"
        said = {"tool": tool, "outcome": outcome}
        params = types.LoggingMessageNotificationParams(level=level, data=said, logger="tools")
        await ctx.session.send_notification(types.LoggingMessageNotification(params=params), ctx.request_id)

    def _is_wanted(self, ctx: ServerRequestContext[Any, Any], level: types.LoggingLevel) -> bool:
        if ctx.protocol_version in MODERN_PROTOCOL_VERSIONS:
            return level in allowed_log_levels(ctx.protocol_version, ctx.meta)
        return self._from is not None and LEVELS.index(level) >= self._from

    async def _set(
        self, ctx: ServerRequestContext[Any, Any], params: types.SetLevelRequestParams
    ) -> types.EmptyResult:
        self._from = LEVELS.index(params.level)
        return types.EmptyResult()
