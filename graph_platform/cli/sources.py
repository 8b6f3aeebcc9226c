"""`graph-platform sources`: what can be loaded, what is, what a file is, and whether all data sets are well."""

from __future__ import annotations

from typing import Annotated

import typer

from graph_platform.cli.check import check
from graph_platform.cli.data_sets import list_sources
from graph_platform.cli.draft import draft
from graph_platform.cli.health import health

app = typer.Typer(pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the kinds of source that can be loaded, and the data sets that are.

    Example: graph-platform sources
    """
    if context.invoked_subcommand is None:
        list_sources(as_json)


for command in (check, draft, health):
    app.command()(command)
