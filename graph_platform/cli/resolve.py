"""`graph-platform resolve`: who is who."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.cli.resolve_explain import explain, why
from graph_platform.cli.resolve_options import A, B, By, ModelFile, Why, author
from graph_platform.cli.resolve_review import judge, judgements, review
from graph_platform.cli.resolve_run import find, run
from graph_platform.cli.resolve_train import train

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find out which records are about the same person or organization, say why, and take it back."
    "\n\nExample: graph-platform resolve run --dry-run",
)

for command in (run, find, train, explain, why, review, judge, judgements):
    app.command()(command)


@app.command()
def merge(a: A, b: B, by: By = None, why: Why = "") -> None:
    """Make one entity of two. The older id stays; the other leads to it.

    Example: graph-platform resolve merge 0a1b… 2c3d… --why "same person, says the customer"
    """
    from graph_platform.resolution.steering import judge as judge_pair

    _told(_with_database(judge_pair, a, b, True, author(by), why, "merge"))


@app.command()
def split(
    entity: Annotated[str, typer.Argument(help="Id of the entity.")],
    records: Annotated[
        list[str], typer.Argument(metavar="RECORD...", help="Ids of the records to take out.")
    ],
    by: By = None,
    why: Why = "",
) -> None:
    """Take records out of an entity: they become one of their own, and stay it.

    Example: graph-platform resolve split 0a1b… 2c3d… --why "another company of that name"
    """
    from graph_platform.resolution.steering import split as split_entity

    _told(_with_database(split_entity, entity, records, author(by), why))


@app.command()
def undo(
    number: Annotated[int, typer.Argument(help="Number of the change; `resolve log` lists them.")],
    by: By = None,
    why: Why = "",
) -> None:
    """Take a change back. It stays back over later runs.

    Example: graph-platform resolve undo 12 --why "they are two"
    """
    from graph_platform.resolution.steering import undo as undo_change

    _told(_with_database(undo_change, number, author(by), why))


@app.command()
def log(entity: Annotated[str, typer.Argument(help="Id of an entity or a record.")]) -> None:
    """List the changes of an entity's records, the newest first.

    Example: graph-platform resolve log 0a1b…
    """
    from datetime import UTC, datetime

    from graph_platform.database import connect
    from graph_platform.resolution.changes import log as changes_of
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        found = changes_of(database, entity)
    console = Console(highlight=False)
    if not found:
        console.print("Nothing was changed.")
    for change in found:
        at = datetime.fromtimestamp(change["at"] / 1000, UTC)
        back = f", taken back by {change['undone_by']}" if change.get("undone_by") else ""
        line = f"{change['number']}  {at:%Y-%m-%d %H:%M}  {change['command']} by {change['by']}: {change['why']}{back}"
        console.print(escape(line), soft_wrap=True)


@app.command()
def evaluate(
    records: Annotated[Path, typer.Option(help="Records as JSONL; docs/resolution.md says what they hold.")],
    labels: Annotated[
        Path, typer.Option(help="CSV: pairs (left,right,same) or clusters (record_id,entity_id).")
    ],
    relationships: Annotated[
        Path | None, typer.Option(help="CSV of what joins the records: source,target,type.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write what was decided to this file.")] = None,
    model: ModelFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Try resolution on your own labelled records. The graph is not touched.

    Example: graph-platform resolve evaluate --records people.jsonl --labels pairs.csv
    """
    from graph_platform.resolution.evaluation import evaluate_files
    from graph_platform.resolution.model_files import choose
    from graph_platform.settings import read_settings

    models = choose(read_settings(), model)
    figures = evaluate_files(records, labels, relationships, out, models)
    if as_json:
        import orjson

        typer.echo(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console(highlight=False)
    for name, value in figures.items():
        console.print(f"{name:<28}{value:,.4f}" if isinstance(value, float) else f"{name:<28}{value:,}")


def _with_database(work: Callable[..., list[int]], *arguments: object) -> list[int]:
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        return work(database, *arguments)


def _told(numbers: list[int]) -> None:
    if numbers:
        typer.echo(f"Changed: {', '.join(map(str, numbers))}. Take it back with `resolve undo NUMBER`.")
    else:
        typer.echo("Kept. Nothing had to be changed.")
