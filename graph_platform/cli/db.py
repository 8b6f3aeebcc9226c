"""`graph-platform db …`: the database's life, from the first start to the last dump."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph_platform import managed
from graph_platform.errors import NotRunning, UsageError
from graph_platform.settings import Settings, current_settings

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Start, stop and look after the database.\n\nExample: graph-platform db start",
)


def _console() -> Console:
    # results go to stdout, everything said about them to stderr
    return Console(stderr=True)


def _managed_settings() -> Settings:
    settings = current_settings()
    if not settings.managed:
        raise UsageError(
            "GRAPH_PLATFORM_NEO4J_URI names a database that the platform does not manage",
            "Unset it for the managed database, or use that database's own tools.",
        )
    return settings


@app.command()
def start(
    train: Annotated[
        bool, typer.Option("--train", help="Make this start and its stop longer, and later starts quicker.")
    ] = False,
) -> None:
    """Start the managed database, fetching Neo4j first if need be; it stays when this command ends.

    Example: graph-platform db start
    """
    endpoint = managed.ensure_running(_managed_settings(), _console(), train=train)
    typer.echo(f"The database runs at {endpoint.uri}")


@app.command()
def stop() -> None:
    """Stop the managed database and wait until it has ended.

    Example: graph-platform db stop
    """
    stopped = managed.stop(_managed_settings())
    typer.echo("The database is stopped." if stopped else "The database did not run.")


@app.command()
def status() -> None:
    """Say whether the managed database runs, where and since when; exit code 5 if it does not.

    Example: graph-platform db status
    """
    now = managed.status(_managed_settings())
    typer.echo(f"home     {now.home}")
    if not now.running:
        raise NotRunning("the database does not run", "`graph-platform db start` starts it.")
    typer.echo(f"process  {now.pid}, {now.memory_mb} MiB")
    typer.echo(f"since    {datetime.fromtimestamp(now.started or 0).astimezone():%Y-%m-%d %H:%M:%S}")
    typer.echo(f"address  {now.uri}")
    typer.echo(f"state    {'ready' if now.ready else 'starting'}")


@app.command()
def logs(
    name: Annotated[str, typer.Option("--log", help="Which one: neo4j, debug, console or admin.")] = "neo4j",
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of its last lines.")] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new lines.")] = False,
) -> None:
    """Show a log of the managed database; what may be a value of the graph is hidden.

    Example: graph-platform db logs --log debug --lines 100
    """
    from graph_platform.managed import logs as log_files
    from graph_platform.managed.home import home_of

    file_name = f"{name}.log"
    if file_name not in log_files.NAMES:
        raise UsageError("there is no such log", "The logs are neo4j, debug, console and admin.")
    home = home_of(_managed_settings())
    for line in log_files.last_lines(home, file_name, lines):
        typer.echo(line)
    for line in log_files.follow(home.logs / file_name) if follow else ():
        typer.echo(line)


@app.command()
def shell(
    statement: Annotated[
        str | None, typer.Argument(help="A Cypher statement; without one, a prompt, or those of stdin.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows of a result to show.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row, all rows.")] = False,
) -> None:
    """Run Cypher against the database and show the result. You see everything that is in the graph.

    Example: graph-platform db shell "MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes"
    """
    from graph_platform.cli.shell import prompt, run_all, run_one
    from graph_platform.database import connect
    from privacy.audit.doors import put_down

    settings = current_settings()
    with connect(settings) as database:
        put_down(settings, "db shell", database)
        if statement is not None:
            run_one(database, statement, limit, as_json=as_json)
        elif sys.stdin.isatty():
            prompt(database, limit)
        else:
            run_all(database, sys.stdin.read(), limit, as_json=as_json)


@app.command()
def dump(
    target: Annotated[Path, typer.Argument(help="File to write; readable for you alone.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
) -> None:
    """Write the whole database to a file. A dump is everything, unmasked: keep it as you keep the database.

    Example: graph-platform db dump graph.dump
    """
    from privacy.audit.doors import put_down

    settings = _managed_settings()
    put_down(settings, "db dump")
    managed.dump(settings, target.absolute(), overwrite=overwrite, console=_console())
    typer.echo(f"The database is in {target}, readable for you alone.")


@app.command()
def load(
    source: Annotated[Path, typer.Argument(help="File that `db dump` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Replace the whole database by a dump.

    Example: graph-platform db load graph.dump --yes
    """
    settings = _managed_settings()
    if not yes and not typer.confirm("Everything that is in the database now is replaced. Go on?"):
        raise typer.Exit(0)
    from graph_platform.database import connect
    from privacy.audit.doors import put_down
    from privacy.policy.remembering import restore

    put_down(settings, "db load")
    managed.load(settings, source.absolute(), console=_console())
    with connect(settings) as database:
        version = restore(database, settings.home)
    typer.echo("The database is what the dump was.")
    if version:
        typer.echo(f"The policy that was in force is in force again: {version}.")


@app.command()
def check() -> None:
    """Check that the managed database's files are whole.

    Example: graph-platform db check
    """
    managed.check(_managed_settings(), console=_console())
    typer.echo("The database's files are whole.")
