"""`graph-platform resolve`: who is who."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.resolve_train import train
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.resolution.review import Asked

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find out which records are about the same person or organization, say why, and take it back."
    "\n\nExample: graph-platform resolve run --dry-run",
)

app.command()(train)

By = Annotated[str | None, typer.Option("--by", help="Who decides; by default the user of this machine.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept with the change.")]
ModelFile = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="FILE|shipped",
        help="A model file to resolve with, or `shipped`; by default the newest of `resolve train`.",
    ),
]
A = Annotated[str, typer.Argument(help="Id of an entity or a record.")]
B = Annotated[str, typer.Argument(help="Id of another.")]


@app.command()
def run(
    only: Annotated[
        str | None, typer.Option("--only", help="Person or Organization; by default both.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")
    ] = False,
    model: ModelFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Resolve every record of the graph. What is so already is not written again.

    Example: graph-platform resolve run
    """
    from graph_platform.cli.progress import steps
    from graph_platform.database import connect
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.party import SCHEMAS
    from graph_platform.resolution.running import run as resolve_graph
    from graph_platform.settings import read_settings

    schemas = tuple(schema for schema in SCHEMAS if only in (None, schema))
    if not schemas:
        raise UsageError(f"there is no schema {only!r}", "Say Person or Organization.")
    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database, steps() as tell:
        summary = resolve_graph(database, schemas, dry_run, models, tell)
    if as_json:
        import orjson
        from pydantic import TypeAdapter

        typer.echo(
            orjson.dumps(TypeAdapter(type(summary)).dump_python(summary), option=orjson.OPT_INDENT_2).decode()
        )
        return
    console = Console(highlight=False)
    console.print(
        f"{summary.records:,} records: {summary.before:,} entities before, {summary.after:,} after."
    )
    console.print(f"{summary.changed:,} clusters {'would change' if dry_run else 'changed'}.")
    console.print(
        f"{summary.review:,} pairs wait for review, {summary.unknown:,} cannot be told from what is known."
    )
    console.print(f"{summary.refused:,} pairs were refused by a guard.")
    console.print(", ".join(f"{step} {seconds:.1f} s" for step, seconds in summary.seconds.items()))


@app.command()
def explain(
    a: A,
    b: B,
    model: ModelFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say why two records are one or are not: the weight of each field in bits, guards, neighbours.

    Example: graph-platform resolve explain 0a1b… 2c3d…
    """
    from graph_platform.database import connect
    from graph_platform.resolution.changes import records_of
    from graph_platform.resolution.explanation import explain as explain_pair
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.reading import read_stored
    from graph_platform.settings import read_settings

    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database:
        left, right = records_of(database, a)[0], records_of(database, b)[0]
        if left == right:
            raise UsageError("both ids stand for one record", "Name two records, or two entities.")
        found = explain_pair(read_stored(database), left, right, models)
    if found is None:
        raise UsageError("a person and an organization are never one", "Name two of a kind.")
    if as_json:
        import orjson

        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console(highlight=False)
    console.print(escape(f"{found.decision}: {found.reason}"))
    console.print(f"They are {'one' if found.together else 'not one'}; probability {found.probability:.4f}.")
    console.print(f"{found.prior:+7.1f} bits  before anything is compared")
    for step in found.steps:
        console.print(
            escape(
                f"{step.bits:+7.1f} bits  {step.comparison}: {step.level} ({step.left or '-'} | {step.right or '-'})"
            ),
            soft_wrap=True,
        )
    if found.graph:
        console.print(f"{found.graph:+7.1f} bits  {', '.join(found.neighbours)}")
    if len(found.chain) > 1 and found.weakest:
        console.print(
            f"Joined through {len(found.chain) - 1} others; the weakest link has {found.weakest[2]:.1f} bits."
        )


@app.command()
def review(
    limit: Annotated[int, typer.Option("--limit", help="How many pairs at most.")] = 20,
    as_list: Annotated[bool, typer.Option("--list", help="Only print them; ask nothing.")] = False,
    model: ModelFile = None,
    by: By = None,
) -> None:
    """Go through the pairs that wait for a person, those first of which the model is least sure.

    Keys: s same, d different, c can't tell, q quit.

    Example: graph-platform resolve review --limit 10
    """
    from graph_platform.database import connect
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.reading import read_stored
    from graph_platform.resolution.review import queue
    from graph_platform.resolution.steering import judge as judge_pair
    from graph_platform.settings import read_settings

    console = Console(highlight=False)
    settings = read_settings()
    models = choose(settings, model)
    with connect(settings) as database:
        waiting = queue(read_stored(database), models)
        console.print(f"{len(waiting):,} pairs wait for review.")
        for asked in waiting[:limit]:
            _show_asked(console, asked)
            if as_list:
                continue
            key = typer.prompt("same, different, can't tell, quit", default="c", show_default=False)[:1]
            if key == "q":
                break
            if key in "sd":
                judge_pair(database, asked.left, asked.right, key == "s", _author(by), "reviewed")


def _show_asked(console: Console, asked: Asked) -> None:
    console.print(f"\n{asked.left}  {asked.right}  probability {asked.probability:.2f}", soft_wrap=True)
    table = Table(
        escape(asked.systems[0]), escape(asked.systems[1]), "", "bits", box=None, padding=(0, 2, 0, 0)
    )
    for step in asked.steps:
        told = f"{step.comparison}: {step.level}"
        table.add_row(escape(step.left or "-"), escape(step.right or "-"), escape(told), f"{step.bits:+.1f}")
    console.print(table)
    console.print(escape(asked.reason))


@app.command()
def judge(
    a: A,
    b: B,
    verdict: Annotated[str, typer.Argument(help="same or different.")],
    by: By = None,
    why: Why = "",
) -> None:
    """Decide about two records. It holds over later runs and outweighs the model.

    Example: graph-platform resolve judge 0a1b… 2c3d… different --why "father and son"
    """
    from graph_platform.resolution.steering import judge as judge_pair

    if verdict not in ("same", "different"):
        raise UsageError(f"{verdict!r} is neither same nor different", "Say which.")
    _told(_with_database(judge_pair, a, b, verdict == "same", _author(by), why))


@app.command()
def merge(a: A, b: B, by: By = None, why: Why = "") -> None:
    """Make one entity of two. The older id stays; the other leads to it.

    Example: graph-platform resolve merge 0a1b… 2c3d… --why "same person, says the customer"
    """
    from graph_platform.resolution.steering import judge as judge_pair

    _told(_with_database(judge_pair, a, b, True, _author(by), why, "merge"))


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

    _told(_with_database(split_entity, entity, records, _author(by), why))


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

    _told(_with_database(undo_change, number, _author(by), why))


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


def _author(by: str | None) -> str:
    return by or getpass.getuser()


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
