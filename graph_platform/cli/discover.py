"""`graph-platform discover`: what nobody has drawn yet."""

from __future__ import annotations

import typer

from graph_platform.cli.discover_rank import rank

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find hidden connections, say why, and judge them."
    "\n\nExample: graph-platform discover rank --edges train.csv --queries queries.csv --out ranked.csv",
)


@app.callback()
def _group() -> None:
    """Keep the group a group while it has one command."""


for command in (rank,):
    app.command()(command)
