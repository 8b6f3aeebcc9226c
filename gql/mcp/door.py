"""The door over HTTP: guard, sign-in, size, and the SDK's transport behind them. Nothing is parsed for a stranger.

`Door` takes any server of the SDK, so that what is tested about a protocol passes the same guards as the product.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import orjson
from mcp.server import MCPServer, Server, ServerRequestContext
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from gql.arriving import LONGEST_BODY, PATIENCE, Watch
from gql.mcp.entrance import PATH, Entrance
from gql.tools.calling import Caller

CALLER = "graph_platform.caller"
"""Where a request that came in carries who sends it."""


class Door:
    """An ASGI application in front of a server's transport. `stateless`: answers are JSON, and no session is kept."""

    def __init__(
        self, server: Server[Any] | MCPServer[Any], entrance: Entrance, stateless: bool = True
    ) -> None:
        self._entrance, self._stateless = entrance, stateless
        server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=stateless,
            stateless_http=stateless,
            max_request_body_size=LONGEST_BODY,
            # the guard before it is stricter and knows the public name; one of the two is enough
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        # what it is made of, without the application around it
        self._transport = server.session_manager

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve for as long as a block runs."""
        async with self._transport.run():
            yield

    def routes(self) -> list[Route]:
        """The door and what describes it."""
        return [Route(PATH, self), *self._entrance.routes()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        if self._stateless and http.method != "POST":
            refused = self._entrance.refusal(http) or Response(status_code=405, headers={"allow": "POST"})
            await refused(scope, receive, send)
            return
        try:
            caller = await self._entrance.admitted(http)
        except ClientDisconnect:
            return
        if isinstance(caller, Response):
            await caller(scope, receive, send)
            return
        if (wrong := no_message(http._body)) is not None:
            await JSONResponse(wrong, 400)(scope, receive, send)
            return
        # white space around a value is no part of it (RFC 9110), and not every server takes it away
        scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        scope.setdefault("state", {})[CALLER] = caller
        await self._passed_on(http, scope, receive, send)

    async def _passed_on(self, http: HttpRequest, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the transport answer, unless the client goes away before: then what it asked ends too."""
        body: list[Message] = [{"type": "http.request", "body": http._body, "more_body": False}]

        async def replayed() -> Message:
            return body.pop() if body else await receive()

        watch = Watch(http, asyncio.current_task())
        later = asyncio.get_running_loop().call_later(PATIENCE, watch.begin) if self._stateless else None
        try:
            await self._transport.handle_request(scope, replayed, send)
        except asyncio.CancelledError:
            if not watch.gone:
                raise
        finally:
            if later:
                later.cancel()
            watch.end()


def no_message(body: bytes) -> dict[str, Any] | None:
    """What a body is answered that is no message at all: the transport would quote it in the text of its error."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _error(PARSE_ERROR, "the body is no JSON")
    if not isinstance(said, dict) or said.get("jsonrpc") != "2.0":
        return _error(INVALID_REQUEST, "the body is no message of JSON-RPC 2.0")
    id_ = said.get("id", 0)
    is_message = isinstance(said.get("method"), str) or "result" in said or "error" in said
    if not is_message or isinstance(id_, bool) or not isinstance(id_, str | int):
        return _error(INVALID_REQUEST, "the body is no message of JSON-RPC 2.0")
    if not isinstance(said.get("params", {}), dict):
        return _error(INVALID_PARAMS, "params is no object")
    return None


def _error(code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}


async def caller_over_http(ctx: ServerRequestContext[Any, Any]) -> Caller:
    """Who sent a message that came in by a door."""
    found: Caller = cast(HttpRequest, ctx.request).scope["state"][CALLER]
    return found
