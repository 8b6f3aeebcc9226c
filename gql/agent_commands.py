"""`graph-platform mcp` and `graph-platform tools`: the graph as tools for agents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from graph_platform.cli.as_json import echo_json
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from gql.viewers import Viewer
    from graph_platform.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="The graph as typed tools: list and export them.\n\n"
    "Example: graph-platform tools export --format openai",
)


def mcp(
    role: Annotated[
        list[str] | None,
        typer.Option(help="A role, for development; may be given again. In place of a token."),
    ] = None,
    scopes: Annotated[
        str, typer.Option(help="Scopes of the rows to see, with commas between; * sees all. With --role.")
    ] = "public",
    development: Annotated[
        bool, typer.Option("--development", help="The token is one of `graph-platform token`.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long one call may take.")] = 10.0,
    chinese: Annotated[bool, typer.Option("--zh", help="Summaries and errors in Chinese.")] = False,
) -> None:
    """Serve the tools to the program that starts this, over its pipes (MCP, stdio).

    Who asks is said by the token in GRAPH_PLATFORM_TOKEN; for development --role and --scopes do.

    Example: GRAPH_PLATFORM_TOKEN=… graph-platform mcp
    Example: graph-platform mcp --role sales --scopes public,region:north
    """
    from gql.agents.holding import held_for_people
    from gql.limits import Limits
    from gql.mcp.local import serve_pipes
    from gql.server import configured, operations_schema
    from gql.tools.calling import Desk
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    settings = read_settings()
    viewer = _viewer(settings, role, scopes, development)
    with connect(settings) as database:
        limits = Limits(seconds=seconds)
        service = configured(database, settings, limits)
        try:
            desk = Desk(service, operations_schema(limits), held_for_people(service))
            serve_pipes(desk, viewer, "zh" if chinese else "en")
        finally:
            service.close()


def _viewer(
    settings: Settings, roles: list[str] | None, scopes: str, development: bool
) -> Callable[[], Awaitable[Viewer]]:
    from gql.tokens import tokens_of
    from gql.viewers import Viewer

    if settings.token is not None:
        if roles:
            raise UsageError(
                "--role goes without a token", "Unset GRAPH_PLATFORM_TOKEN, or leave --role out."
            )
        headers = {"authorization": f"Bearer {settings.token.get_secret_value()}"}
        tokens = tokens_of(settings, development, settings.mcp_resource)
        # asked at each call: a token may end while its client goes on
        return lambda: tokens.viewer(headers)
    if not roles:
        raise UsageError(
            "nothing says who asks", "Set GRAPH_PLATFORM_TOKEN, or give --role and --scopes for development."
        )
    named = Viewer("developer", tuple(roles), tuple(scopes.split(",")))

    async def viewer() -> Viewer:
        return named

    return viewer


class Format(StrEnum):
    """How tools are written down."""

    OPENAI = "openai"
    LANGCHAIN = "langchain"
    OPENAPI = "openapi"
    MCP = "mcp"


@app.command("list")
def list_tools(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with the operation behind each.")] = False,
) -> None:
    """List the tools: what each is for, and whether it writes.

    Example: graph-platform tools list
    """
    from gql.tools.catalogue import TOOLS

    if as_json:
        echo_json(
            [
                {
                    "name": tool.name,
                    "title": tool.title,
                    "description": tool.description,
                    "writes": not tool.hints.reads_only,
                }
                for tool in TOOLS.values()
            ]
        )
        return
    table = Table("tool", "writes", "what it is for")
    for tool in TOOLS.values():
        table.add_row(tool.name, "" if tool.hints.reads_only else "yes", tool.description)
    Console(highlight=False).print(table)


@app.command("export")
def export_tools(
    format_: Annotated[Format, typer.Option("--format", help="Whose form they are written in.")] = Format.MCP,
) -> None:
    """Print the tools as JSON, for a program that declares them to its model itself.

    What they are called by: MCP at /mcp, or `POST /tools/NAME` with the arguments as the OpenAPI form describes it.

    Example: graph-platform tools export --format openai
    Example: graph-platform tools export --format openapi > tools.openapi.json
    """
    echo_json(_exported(format_))


def _exported(format_: Format) -> Any:
    from gql.mcp.server import described
    from gql.tools import exporting
    from gql.tools.catalogue import version

    if format_ is Format.MCP:
        listed = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in described()]
        return {"version": version(), "tools": listed}
    made: dict[Format, Callable[[], Any]] = {
        Format.OPENAI: exporting.as_openai,
        Format.LANGCHAIN: exporting.as_langchain,
        Format.OPENAPI: exporting.as_openapi,
    }
    return made[format_]()
