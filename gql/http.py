"""GraphQL over HTTP: strawberry's view, with the media types and statuses of the specification.

Where a client takes `application/graphql-response+json`, what never began to be executed is answered with 400 and
without `data`; where it takes `application/json` alone, with 200 as clients of old expect. A client that goes away ends
its operation in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from json import JSONDecodeError
from typing import Any

import orjson
from cross_web import HTTPException
from graphql import GraphQLError
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.asgi import GraphQL

from gql.agents.runs import GRAPHQL, run_of
from gql.arriving import PATIENCE, Watch, read_body
from gql.auditing import note, note_unexpected, put_down
from gql.errors import (
    ApiError,
    Busy,
    Failed,
    NotSignedIn,
    RequestRefused,
    TimedOut,
    Unavailable,
    formatted,
    own_error,
)
from gql.execution import Request, Service, answered
from gql.metrics import REFUSED, observed
from gql.persisted import Persisted
from gql.viewers import Identify

MEDIA_TYPE = "application/graphql-response+json"
PAGE_HEADERS = {
    # GraphiQL styles its editor inline; scripts and everything else come from here alone
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:;"
    " img-src 'self' data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
STATUS = {NotSignedIn.code: 401, Busy.code: 503, Unavailable.code: 503, TimedOut.code: 504, Failed.code: 500}
"""Of errors that are no matter of the operation, whatever media type is taken."""


class GraphQLView(GraphQL[Request, None]):
    """The endpoint: one operation a request."""

    def __init__(self, schema: Any, service: Service, identify: Identify, persisted: Persisted) -> None:
        super().__init__(schema, graphql_ide=None, subscription_protocols=(), multipart_uploads_enabled=False)
        self._service, self._identify, self._persisted = service, identify, persisted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HttpRequest(scope, receive)
        try:
            response = await self._watched(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _watched(self, request: HttpRequest) -> Response:
        """The answer, unless the client goes away before there is one."""
        if _wants_page(request):
            return HTMLResponse(_page(), headers=PAGE_HEADERS)
        try:
            await read_body(request)
        except HTTPException as refused:
            return _refused(request, refused)
        watch = Watch(request, asyncio.current_task())
        later = asyncio.get_running_loop().call_later(PATIENCE, watch.begin)
        try:
            return await self._answered(request)
        except asyncio.CancelledError:
            if watch.gone:
                raise ClientDisconnect from None
            raise
        finally:
            later.cancel()
            watch.end()

    async def _answered(self, http: HttpRequest) -> Response:
        chinese = http.headers.get("accept-language", "").lower().startswith("zh")
        language = "zh" if chinese else "en"
        try:
            # who could not even wait is refused before anything is done for them
            self._service.short.check()
            runs = self._service.runs
            viewer = await runs.bounded(await self._identify(http.headers))
            request = Request(self._service, viewer, language)
            with observed(request):
                try:
                    async with runs.call(viewer, GRAPHQL, {}, run_of(http.headers)) as made:
                        result = await self._result(http, request)
                        made.entities += request.met
                except ApiError as error:
                    # what is refused before it is an operation was asked all the same
                    put_down(request, [error])
                    raise
            note_unexpected(result.errors or ())
            put_down(request, result.errors or ())
        except HTTPException as refused:
            return _refused(http, refused)
        except JSONDecodeError:
            return _refused(http, HTTPException(400, "the body is no JSON"))
        except ApiError as error:
            return _response(http, None, [error], language, began=False)
        except Exception as error:
            note(error)
            return _response(http, None, [Failed()], language, began=False)
        return _response(
            http, result.data, result.errors or (), language, request.began, request.extensions()
        )

    async def _result(self, http: HttpRequest, request: Request) -> Any:
        """What strawberry makes of a request; of a query that is known, what it would make of it."""
        adapter = self.request_adapter_class(http)
        if not self.is_request_allowed(adapter):
            raise HTTPException(405, "GraphQL takes GET and POST")
        asked = await self.parse_http_body(adapter)
        if isinstance(asked, list):
            raise HTTPException(400, "one operation a request")
        asked.query = self._persisted.text(asked.query, asked.extensions)
        if asked.query is None:
            raise HTTPException(400, "there is no query in the request")
        if known := self._service.known.get((asked.query, asked.operation_name)):
            return await answered(known, asked.variables or {}, request)
        return await self.execute_single(http, adapter, Response(), request, None, asked)

    def parse_json(self, data: str | bytes) -> Any:
        return orjson.loads(data)


def _response(
    http: HttpRequest,
    data: Any,
    errors: Sequence[GraphQLError],
    language: str,
    began: bool,
    extensions: Mapping[str, Any] | None = None,
) -> Response:
    answer: dict[str, Any] = {}
    if errors:
        answer["errors"] = [formatted(error, language) for error in errors]
    if began or not errors:
        answer["data"] = data
    if extensions:
        answer["extensions"] = extensions
    media_type = _media_type(http)
    codes = [own.code for error in errors if (own := own_error(error))]
    for code in codes:
        REFUSED.labels(code).inc()
    status = next((STATUS[code] for code in codes if code in STATUS), 200)
    if status == 200 and not began and errors and media_type == MEDIA_TYPE:
        status = 400
    headers = {"cache-control": "no-store"}
    if status == 503:
        headers["retry-after"] = "1"
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(orjson.dumps(answer), status, headers, media_type=f"{media_type}; charset=utf-8")


def _media_type(http: HttpRequest) -> str:
    """The media type of the answer: the new one where it is asked for, and where anything is taken JSON as of old."""
    taken = [part.split(";")[0].strip().lower() for part in http.headers.get("accept", "").split(",")]
    for each in taken:
        if each in (MEDIA_TYPE, "application/json"):
            return each
    return "application/json"


def _wants_page(request: HttpRequest) -> bool:
    """Whether a browser has opened the endpoint, rather than a client asked it."""
    opened = request.method == "GET" and "query" not in request.query_params
    return opened and "text/html" in request.headers.get("accept", "")


@cache
def _page() -> str:
    return files("gql").joinpath("static", "explorer.html").read_text("utf-8")


def _refused(http: HttpRequest, refused: HTTPException) -> Response:
    error = RequestRefused(refused.reason)
    answer = {"errors": [formatted(error, "en")]}
    headers = {"allow": "GET, POST"} if refused.status_code == 405 else {}
    if refused.status_code == 408:
        headers["connection"] = "close"
    return Response(
        orjson.dumps(answer), refused.status_code, headers, media_type=f"{_media_type(http)}; charset=utf-8"
    )
