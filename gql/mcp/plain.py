"""The tools as plain HTTP, for programs that speak no MCP: POST the arguments to /tools/{name}."""

from __future__ import annotations

import asyncio

import orjson
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gql.arriving import PATIENCE, Watch
from gql.errors import LimitExceeded, NotAllowed, NotFound
from gql.http import STATUS
from gql.mcp.entrance import Entrance
from gql.tools.calling import Caller, Desk, as_text, call
from gql.tools.catalogue import TOOLS

STATUSES = STATUS | {NotFound.code: 404, NotAllowed.code: 403, LimitExceeded.code: 413}


def plain_routes(desk: Desk, entrance: Entrance) -> list[Route]:
    """The route of every tool, behind the same guards as the protocol's."""

    async def called(http: HttpRequest) -> Response:
        try:
            caller = await entrance.admitted(http)
        except ClientDisconnect:
            return Response(status_code=400)
        if isinstance(caller, Response):
            return caller
        name = http.path_params["name"]
        if name not in TOOLS:
            return JSONResponse({"code": "NOT_FOUND", "message": "there is no such tool"}, 404)
        try:
            arguments = orjson.loads(http._body or b"{}")
        except orjson.JSONDecodeError:
            arguments = None
        if not isinstance(arguments, dict):
            return JSONResponse({"code": "BAD_REQUEST", "message": "the body is no JSON object"}, 400)
        return await _answered(http, desk, name, arguments, caller)

    return [Route("/tools/{name}", called, methods=["POST"])]


async def _answered(
    http: HttpRequest, desk: Desk, name: str, arguments: dict[str, object], caller: Caller
) -> Response:
    watch = Watch(http, asyncio.current_task())
    later = asyncio.get_running_loop().call_later(PATIENCE, watch.begin)
    try:
        done = await call(desk, name, arguments, caller)
    except asyncio.CancelledError:
        if watch.gone:
            return Response(status_code=400)
        raise
    finally:
        later.cancel()
        watch.end()
    status = STATUSES.get(done.content["code"], 400) if done.is_error else 200
    return Response(
        as_text(done.content), status, {"cache-control": "no-store"}, media_type="application/json"
    )
