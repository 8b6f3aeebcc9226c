"""`graph-platform discover`: hidden connections, why, and what people say to them."""

from __future__ import annotations

from typing import Annotated

import typer

from graph_platform.cli.discover_findings import AsJson, Kinds, judge, list_, show
from graph_platform.cli.discover_rank import rank
from graph_platform.cli.discover_signals import app as signals

app = typer.Typer(no_args_is_help=False, pretty_exceptions_enable=False)
app.command("list")(list_)
app.command()(show)
app.command()(judge)
app.command()(rank)
app.add_typer(signals, name="signals")


@app.callback(invoke_without_command=True)
def discover(
    context: typer.Context,
    kind: Kinds = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Look at the graph as it was on this day; nothing is kept.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="For what is drawn by chance.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing of what is found.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find hidden connections, say why, and judge them.

    Without a command it looks through the whole graph, and keeps what it finds beside what was found before.

    Example: graph-platform discover --kind interest
    Example: graph-platform discover list
    """
    from graph_platform.cli.discover_run import run

    if context.invoked_subcommand is None:
        run(kind or (), as_of, seed, dry_run, as_json)
