"""The server: one FastAPI application around the endpoint, with what an operator needs beside it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import strawberry
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.extensions import ParserCache, ValidationCache

from gql.agents.holding import held_for_people
from gql.agents.runs import Runs
from gql.agents.tracing import Trace
from gql.asking.model import model_of
from gql.cursors import Sealer
from gql.errors import ApiError, Unavailable
from gql.execution import Planned, Service
from gql.force import Force
from gql.http import GraphQLView
from gql.limits import Limits, limited
from gql.mcp.door import Door, caller_over_http
from gql.mcp.entrance import Entrance
from gql.mcp.plain import plain_routes
from gql.mcp.server import mcp_server
from gql.persisted import Persisted
from gql.planning.statistics import read_statistics
from gql.reading import Reader
from gql.schema import schema
from gql.texts import Texts
from gql.tools.calling import Desk, MayWrite
from gql.tools.operations import every_operation
from gql.viewers import Identify
from gql.working import Worker
from graph_platform.asking.lexicon import lexicon
from graph_platform.asking.proposing import Propose
from graph_platform.database import Database
from graph_platform.errors import DatabaseError
from graph_platform.managed.home import private_key
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings
from graph_platform.statements import statement
from privacy.audit.log import AuditLog
from privacy.audit.seals import sealing
from privacy.recognition import builtin, read

AT_ONCE = max(4, 2 * (os.cpu_count() or 1))
"""Statements at the same time, of those that meet little and of those that meet much; more get in each other's way."""
WAITING = 64
"""Operations that may wait for their turn."""
THINKING = 4
"""Operations about who is who that may wait: each looks at all records."""
READY = 2.0
"""Seconds within which the database has to say that it is there."""
RECOUNT = 300.0
"""Seconds after which the graph's statistics are read again."""


def operations_schema(limits: Limits) -> strawberry.Schema:
    """The schema with everything that an operation goes through."""
    return schema(ParserCache, ValidationCache, limited(limits), Planned)


def service_of(
    database: Database,
    home: Path,
    limits: Limits,
    at_once: int = AT_ONCE,
    waiting: int = WAITING,
    recognizers: Path | None = None,
    propose: Propose | None = None,
    synonyms: Path | None = None,
) -> Service:
    """What requests share, for a database that has its indexes.

    `home` has the keys of the installation, `recognizers` is a file of its own beside the shipped ones, and
    `propose` reaches a model that proposes plans for questions that the planner does not understand. `synonyms` is a
    file of words for questions; raises `SettingsError` for one that is not right.
    """
    if synonyms:
        lexicon(synonyms)
    ensure_schema(database)
    readers = (
        Reader(database, at_once, waiting, limits.seconds),
        Reader(database, at_once, waiting, limits.seconds),
    )
    workers = Worker(database, waiting), Worker(database, THINKING)
    force = Force(database, private_key(home / "token-key"))
    sealer = Sealer(private_key(home / "cursor-key", 64))
    audit = AuditLog(home / "audit", private_key(home / "audit-key"), sealing(database))
    texts = Texts(database, [*builtin(), *(read(recognizers) if recognizers else ())])
    runs = Runs(database, Trace(home))
    counted = read_statistics(database)
    return Service(
        home, readers, workers, force, texts, audit, sealer, limits, counted, runs, propose, synonyms
    )


def configured(database: Database, settings: Settings, limits: Limits, at_once: int = AT_ONCE) -> Service:
    """The same as the settings want it: with recognizers, words and a model of the user's own.

    Raises `SettingsError`.
    """
    return service_of(
        database,
        settings.home,
        limits,
        at_once,
        recognizers=settings.recognizers,
        propose=model_of(settings),
        synonyms=settings.synonyms,
    )


def application(
    database: Database,
    service: Service,
    identify: Identify,
    persisted: Persisted | None = None,
    entrance: Entrance | None = None,
    may_write: MayWrite | None = None,
) -> FastAPI:
    """The application over an open database; `persisted` are the operations that clients name by hash.

    `entrance` says who may come in at /mcp: on this machine whoever may ask GraphQL, where it is left out. `may_write`
    is asked before a tool writes: a person, before an agent does.
    """
    made = operations_schema(service.limits)
    text = made.as_str()
    desk = Desk(service, made, may_write or held_for_people(service))
    entrance = entrance or Entrance(identify)
    door = Door(mcp_server(desk, caller_over_http), entrance)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        counting = asyncio.create_task(_recount(database, service))
        async with door.running():
            yield
        counting.cancel()
        service.close()

    app = FastAPI(title="graph-platform", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    listed = persisted or Persisted({each.hash: each.text for each in every_operation()})
    app.router.routes.append(Route("/graphql", GraphQLView(made, service, identify, listed)))
    app.router.routes.extend([*door.routes(), *plain_routes(desk, entrance)])

    app.mount("/graphql/static", StaticFiles(packages=[("gql", "static")]))

    @app.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/graphql")

    @app.get("/graphql/schema.graphql", response_class=PlainTextResponse)
    async def schema_text(request: Request) -> PlainTextResponse:
        try:
            await may_read_schema(identify, request)
        except ApiError as error:
            return PlainTextResponse(f"{error.message}\n", 503 if isinstance(error, Unavailable) else 401)
        return PlainTextResponse(text)

    @app.get("/healthz", response_class=PlainTextResponse)
    async def healthz() -> str:
        return "ok\n"

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        said = {"database": "answers", "policy": "in force", "audit": "is written"}
        try:
            # once: what is away now is not ready now
            await asyncio.to_thread(database.read_value, statement("doctor/ping"), {}, READY, "readyz")
        except DatabaseError:
            said["database"] = "does not answer"
        try:
            await service.force.now()
        except Unavailable:
            said["policy"] = "there is none that can be read"
        if not service.audit.is_well():
            said["audit"] = "cannot be written"
        well = said["database"] == "answers" and said["policy"] == "in force" and service.audit.is_well()
        return JSONResponse(said, 200 if well else 503)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


async def may_read_schema(identify: Identify, request: Request) -> None:
    """Raise `NotSignedIn` for who may not read the schema: those whom the endpoint would not tell it either."""
    await identify(request.headers)


async def _recount(database: Database, service: Service) -> None:
    while True:
        await asyncio.sleep(RECOUNT)
        try:
            service.statistics = await asyncio.to_thread(read_statistics, database)
        except DatabaseError:
            # what was counted before is good enough until it answers again
            continue
