"""Who comes in by HTTP: a name of this server's own, a token that is good here, a body of a size that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gql.agents.runs import run_of
from gql.arriving import read_body
from gql.errors import ApiError, NotSignedIn, formatted
from gql.http import STATUS
from gql.mcp.guarding import HERE_ALONE, Hosts
from gql.metrics import REFUSED
from gql.tools.calling import Caller
from gql.viewers import Identify

PATH = "/mcp"
METADATA = "/.well-known/oauth-protected-resource"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who may sign in, what the server is called, where tokens for it come from.

    `resource` is its public address, as tokens and clients name it; none where it is whatever address was reached.
    """

    identify: Identify
    hosts: Hosts = HERE_ALONE
    resource: str | None = None
    issuer: str | None = None

    def refusal(self, http: HttpRequest) -> Response | None:
        """What a request is answered that is not meant for this server."""
        refused = self.hosts.refusal(http.headers)
        return JSONResponse({"error": refused[1]}, refused[0]) if refused else None

    async def admitted(self, http: HttpRequest) -> Caller | Response:
        """Who sends a request, with its body read; or what it is answered. Nothing is parsed for a stranger."""
        if refused := self.refusal(http):
            return refused
        language = language_of(http)
        try:
            viewer = await self.identify(http.headers)
            await read_body(http)
        except ApiError as error:
            return self.refused(http, error, language)
        except HTTPException as error:
            headers = {"connection": "close"} if error.status_code == 408 else {}
            return JSONResponse({"error": error.reason}, error.status_code, headers)
        return Caller(viewer, language, run_of(http.headers))

    def refused(self, http: HttpRequest, error: ApiError, language: str) -> Response:
        """The answer to who is not signed in, or cannot be served now."""
        REFUSED.labels(error.code).inc()
        status = STATUS.get(error.code, 400)
        headers = {"cache-control": "no-store"}
        if isinstance(error, NotSignedIn):
            where = f"{self._resource(http).removesuffix(PATH)}{METADATA}{PATH}"
            headers["www-authenticate"] = f'Bearer resource_metadata="{where}"'
        if status == 503:
            headers["retry-after"] = "1"
        said = orjson.dumps({"error": formatted(error, language)})
        return Response(said, status, headers, media_type="application/json")

    def routes(self) -> list[Route]:
        """Where it is told which tokens are good here (RFC 9728)."""
        return [Route(path, self._metadata, methods=["GET"]) for path in (METADATA, METADATA + PATH)]

    async def _metadata(self, http: HttpRequest) -> Response:
        if refused := self.refusal(http):
            return refused
        said: dict[str, Any] = {
            "resource": self._resource(http),
            "resource_name": "graph-platform",
            "bearer_methods_supported": ["header"],
            "authorization_servers": [self.issuer] if self.issuer else [],
        }
        return JSONResponse(said, headers={"cache-control": "no-store"})

    def _resource(self, http: HttpRequest) -> str:
        # the guard has found this name among the server's own
        return self.resource or f"{http.url.scheme}://{http.headers['host']}{PATH}"


def language_of(http: HttpRequest) -> str:
    """The language that somebody wants to be answered in."""
    return "zh" if http.headers.get("accept-language", "").lower().startswith("zh") else "en"
