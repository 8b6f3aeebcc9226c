"""The command line: `graph-platform <command>`.

To add a command, write `graph_platform/cli/<name>.py` with a function (or a `typer.Typer` for a group) and add a
line to `COMMANDS`. A command's module is imported when the command is used, so that `--help` stays quick.
"""

import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from graph_platform.errors import EXIT_UNEXPECTED, GraphPlatformError, Interrupted


class Entry(NamedTuple):
    """Where a command is: its module in this package (or, with a dot, in another), the name in it, one line of help.

    A name of two words is a group beside a command: `rejects` is no source that `load` could take.
    """

    module: str
    attribute: str
    summary: str


COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo", "demo", "Load the shipped sample and ask the graph one real question."),
    "load": Entry("load", "load", "Load files of a source into the graph."),
    "load rejects": Entry("rejects", "app", "List, explain and load again the rows that could not be used."),
    "sync": Entry(
        "sync", "sync", "Fetch what is new in a database, an API, a bucket or a folder, and load it."
    ),
    "sources": Entry("sources", "app", "List what can be loaded, and what is; check, draft, health."),
    "resolve": Entry("resolve", "app", "Find out who is who, say why, judge, merge, split, undo."),
    "discover": Entry("discover", "app", "Find hidden connections, say why, and judge them."),
    "influence": Entry("connections", "influence", "Say who moves decisions somewhere, or leads in a topic."),
    "communities": Entry("connections", "communities", "List communities, and what has changed in them."),
    "introduce": Entry("connections", "introduce", "Find who of ours leads to somebody, through whom."),
    "path": Entry("connections", "path", "Find the strongest path between two entities."),
    "strength": Entry("connections", "strength", "Say how strongly two entities are associated, and why."),
    "ask": Entry("gql.asking.commands", "ask", "Ask the graph in Chinese or English."),
    "show": Entry("show", "show", "Show a node, each value with the record that it came from."),
    "serve": Entry("gql.commands", "serve", "Serve the graph over GraphQL, and to agents over MCP."),
    "query": Entry("gql.commands", "query", "Answer a GraphQL operation without a server."),
    "mcp": Entry("gql.agent_commands", "mcp", "Serve the graph as tools to an agent's program (MCP, stdio)."),
    "tools": Entry("gql.agent_commands", "app", "List and export the tools that agents call."),
    "token": Entry("gql.commands", "token", "Make a token to try the server with."),
    "agents": Entry(
        "gql.agents.commands", "app", "Declare, approve, stop agents; what they did and want to write."
    ),
    "privacy": Entry("gql.officers", "app", "Who may see what: policies, audit, what free text tells."),
    "forget": Entry("data_sets", "forget", "Delete what only one data set said."),
    "ontology": Entry("ontology", "ontology", "Show what the graph may hold."),
    "db": Entry("db", "app", "Start, stop and look after the database."),
    "doctor": Entry("doctor", "doctor", "Check this machine and the database, and say what to do."),
    "generate": Entry("generate", "generate", "Write exports of invented companies to try everything on."),
}


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and imports each when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give a command as the list of commands shows it."""
        entry = COMMANDS.get(cmd_name)
        return entry and TyperCommand(cmd_name, help=entry.summary)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Give the command itself, to run it."""
        if (pair := " ".join(args[:2])) in COMMANDS and len(args) > 1:
            return pair, _load(pair), args[2:]
        name, command, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name in COMMANDS else command, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a Ctrl-C ends it with the status that shells expect."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted("interrupted") from None


def _load(name: str) -> Any:
    entry = COMMANDS[name]
    module = entry.module if "." in entry.module else f"{__name__}.{entry.module}"
    found = getattr(import_module(module), entry.attribute)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = name
        return group
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command(name)(found)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    # both would show local variables, which hold values of the graph
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def _root() -> None:
    """One relationship graph out of sales, service, registers and hiring, on Neo4j.

    Example: graph-platform doctor
    """


def main() -> None:
    """Run the command line, and end with an exit code of `graph_platform.errors`."""
    try:
        app()
    except GraphPlatformError as error:
        _tell(f"Error: {error.message}", error.suggestion)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(Interrupted.exit_code)
    # the last resort: the text of an unknown error may hold a value, so only its type and place are told
    except Exception as error:
        _tell(
            f"Error: something unexpected ({type(error).__name__} at {_place(error)})",
            "Run `graph-platform doctor`; if all is well there, report the line above.",
        )
        sys.exit(EXIT_UNEXPECTED)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    packages = ("graph_platform", "ingestors", "privacy", "gql")
    ours = [frame for frame in frames if any(name in Path(frame.filename).parts for name in packages)]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"


def _tell(message: str, suggestion: str) -> None:
    typer.echo(message, err=True)
    if suggestion:
        typer.echo(suggestion, err=True)
