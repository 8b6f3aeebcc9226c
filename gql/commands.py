"""`graph-platform serve`, `query` and `token`."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_platform.errors import EXIT_USAGE, UsageError

if TYPE_CHECKING:
    from gql.viewers import Viewer

HERE = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8000,
    development: Annotated[
        bool,
        typer.Option(
            "--development", help="Take tokens of `graph-platform token`; on this machine's own address only."
        ),
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long one operation may take.")] = 10.0,
    persisted: Annotated[
        Path | None,
        typer.Option(help="File of persisted operations (id to text, JSON): only these are answered."),
    ] = None,
) -> None:
    """Serve the graph over GraphQL at /graphql and to agents at /mcp, with GraphiQL, schema, health and metrics.

    Example: graph-platform serve --development
    """
    import uvicorn

    from gql.limits import Limits
    from gql.mcp.entrance import Entrance
    from gql.mcp.guarding import hosts_of
    from gql.persisted import read_persisted
    from gql.server import application, configured
    from gql.tokens import tokens_of
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    if development and host not in HERE:
        raise UsageError(
            "--development is for this machine alone", f"Leave --host out, or give one of {', '.join(HERE)}."
        )
    settings = read_settings()
    tokens = tokens_of(settings, development)
    known = read_persisted(persisted) if persisted else None
    with connect(settings) as database:
        service = configured(database, settings, Limits(seconds=seconds))
        for_agents = (
            tokens_of(settings, development, settings.mcp_resource) if settings.mcp_resource else tokens
        )
        entrance = Entrance(
            for_agents.viewer,
            hosts_of(settings.mcp_resource, more=(host,)),
            settings.mcp_resource,
            None if development else settings.oidc_issuer,
        )
        app = application(database, service, tokens.viewer, known, entrance)
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", access_log=False, server_header=False
        )
        listening = config.bind_socket()
        port = listening.getsockname()[1]
        typer.echo(f"GraphQL is served at http://{host}:{port}/graphql", err=True)
        typer.echo(f"MCP is served at http://{host}:{port}/mcp", err=True)
        uvicorn.Server(config).run([listening])


def query(
    file: Annotated[Path, typer.Argument(help="File with the operation; - reads it from the input.")],
    variables: Annotated[str, typer.Option(help="The operation's variables, as JSON.")] = "{}",
    operation: Annotated[
        str | None, typer.Option(help="Name of the operation, where there are several.")
    ] = None,
    scopes: Annotated[
        str, typer.Option(help="Scopes of the rows to see, with commas between; * sees all.")
    ] = "*",
    chinese: Annotated[bool, typer.Option("--zh", help="Errors in Chinese.")] = False,
) -> None:
    """Answer a GraphQL operation as the server would, without a server. Ends with 2 where it has errors.

    Example: graph-platform query drilldown.graphql --variables '{"id": "0f3a…"}'
    Example: echo '{ organizations(first: 3) { nodes { id name } } }' | graph-platform query -
    """
    from gql.viewers import Viewer

    viewer = Viewer("operator", ("operator",), tuple(scopes.split(",")))
    answer(file, variables, operation, viewer, "zh" if chinese else "en")


def answer(
    file: Path, variables: str, operation: str | None, viewer: Viewer, language: str, policy: str = "force"
) -> None:
    """Print what a viewer is answered, under the policy in force or another. Exits with 2 where it has errors."""
    import asyncio

    import orjson

    from gql.errors import formatted, own_error
    from gql.execution import Request
    from gql.limits import Limits
    from gql.server import configured, operations_schema
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from privacy.policy.commands import policy_of

    text, given = _operation(file, variables)
    settings = read_settings()
    with connect(settings) as database:
        service = configured(database, settings, Limits(), at_once=1)
        if policy != "force":
            service.force.pretend(policy_of(policy, database))
        request = Request(service, viewer, language, door="cli")
        schema = operations_schema(service.limits)
        result = asyncio.run(schema.execute(text, given, request, operation_name=operation))
        own = own_error(result.errors[0]) if result.errors else None
        service.audit.append(request.access((own.code if own else "BAD_REQUEST") if result.errors else "ok"))
        service.close()
    said: dict[str, Any] = {"data": result.data}
    if result.errors:
        said["errors"] = [formatted(error, language) for error in result.errors]
    typer.echo(orjson.dumps(said, option=orjson.OPT_INDENT_2).decode())
    if result.errors:
        raise typer.Exit(EXIT_USAGE)


def _operation(file: Path, variables: str) -> tuple[str, dict[str, Any]]:
    try:
        given: Any = json.loads(variables)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise UsageError("--variables is no JSON object", 'Give it as --variables \'{"id": "…"}\'.')
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file.name} cannot be read", "Give a file with one operation, or -.") from None
    return text, given


def token(
    subject: Annotated[str, typer.Option(help="Who it stands for.")] = "developer",
    role: Annotated[
        list[str] | None, typer.Option(help="A role; may be given again. Sales, where none is given.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="A scope whose rows it sees; may be given again. * sees all.")
    ] = None,
    purpose: Annotated[
        list[str] | None, typer.Option(help="What it is asked for; may be given again.")
    ] = None,
    agent: Annotated[
        str, typer.Option(help="The agent that acts for them; an agent itself has the subject agent:NAME.")
    ] = "",
    hours: Annotated[float, typer.Option(min=0.01, max=24 * 30, help="How long it is good for.")] = 8.0,
) -> None:
    """Make a signed token for `serve --development`. It is good for this installation only.

    Example: curl -H "Authorization: Bearer $(graph-platform token --scope '*')" …
    Example: graph-platform token --role sales --scope owner:12 --scope public
    """
    from gql.tokens import own_token
    from graph_platform.settings import read_settings

    scopes = scope or ["public"]
    made = own_token(
        read_settings(), subject, role or ["sales"], scopes, timedelta(hours=hours), purpose or [], agent
    )
    typer.echo(made)
