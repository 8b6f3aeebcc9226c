"""`graph-platform resolve run` and `resolve find`, and what `load` does for its own records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.cli.as_json import echo_json
from graph_platform.cli.resolve_options import ModelFile
from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.database import Database
    from graph_platform.resolution.running import Summary
    from graph_platform.settings import Settings


def run(
    only: Annotated[
        str | None, typer.Option("--only", help="Person or Organization; by default both.")
    ] = None,
    new: Annotated[
        bool,
        typer.Option("--new", help="Only what was touched since the last run, and what that can reach."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")
    ] = False,
    model: ModelFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Resolve the records of the graph. What is so already is not written again.

    Example: graph-platform resolve run
    Example: graph-platform resolve run --new
    """
    from graph_platform.cli.progress import steps
    from graph_platform.database import connect
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.party import SCHEMAS
    from graph_platform.resolution.running import run as run_all
    from graph_platform.resolution.running import run_new
    from graph_platform.settings import read_settings

    schemas = tuple(schema for schema in SCHEMAS if only in (None, schema))
    if not schemas:
        raise UsageError(f"there is no schema {only!r}", "Say Person or Organization.")
    if new and only:
        raise UsageError("--new goes with both schemas", "Leave --only out.")
    settings = read_settings()
    models, folder = choose(settings, model), kept_in(settings)
    with connect(settings) as database, steps() as tell:
        if new:
            summary = run_new(database, folder, dry_run, tell, models)
        else:
            summary = run_all(database, schemas, dry_run, tell, folder, models)
    if as_json:
        echo_json(summary)
    else:
        told(summary, dry_run)


def resolve_loaded(settings: Settings, database: Database) -> None:
    """Resolve what a load has touched, and say in a line what became of it."""
    from graph_platform.cli.progress import steps
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.running import run_new

    with steps() as tell:
        summary = run_new(database, kept_in(settings), tell=tell, models=choose(settings))
    Console(highlight=False).print(
        f"resolved: {summary.records:,} records looked at, {summary.changed:,} entities changed,"
        f" {summary.review:,} pairs wait for review, {sum(summary.seconds.values()):.1f} s"
    )


def kept_in(settings: Settings) -> Path:
    """Where a run keeps what the next one goes on from."""
    return settings.home / "resolution"


def told(summary: Summary, dry_run: bool = False) -> None:
    """Print what a run found and did."""
    console = Console(highlight=False)
    looked = "" if summary.full else " that something new can reach"
    console.print(
        f"{summary.records:,} records{looked}: {summary.before:,} entities before, {summary.after:,} after."
    )
    console.print(f"{summary.changed:,} clusters {'would change' if dry_run else 'changed'}.")
    console.print(
        f"{summary.review:,} pairs wait for review, {summary.unknown:,} cannot be told from what is known."
    )
    console.print(f"{summary.refused:,} pairs were refused by a guard.")
    console.print(", ".join(f"{step} {seconds:.1f} s" for step, seconds in summary.seconds.items()))


def find(
    record: Annotated[
        str, typer.Argument(help="A record as JSON, with the fields of `resolve evaluate --records`.")
    ],
    model: ModelFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which records of the graph a new one could be about, before it is entered anywhere. Writes nothing.

    It looks into what the last `resolve run` kept, and knows nothing of what was loaded since.

    Example: graph-platform resolve find '{"schema": "Person", "name": "陈丽华", "phone": "13911204471"}'
    """
    from graph_platform.resolution.matching import Matcher
    from graph_platform.resolution.model_files import choose
    from graph_platform.resolution.party import party_from_object
    from graph_platform.resolution.store import opened
    from graph_platform.settings import read_settings

    settings = read_settings()
    try:
        said = orjson.loads(record)
    except orjson.JSONDecodeError:
        raise UsageError("the record is no JSON", "Write one object, in quotes.") from None
    asked = {"record_id": "asked", **said} if isinstance(said, dict) else said
    party = party_from_object(asked, "the record")
    models = choose(settings, model)
    kept = opened(kept_in(settings), models)
    if kept is None:
        raise UsageError("no run has kept anything with these weights", "Run `graph-platform resolve run`.")
    try:
        found = Matcher(kept, models).match(party)
    finally:
        kept.close()
    if as_json:
        echo_json(found)
        return
    console = Console(highlight=False)
    if not found:
        console.print("Nothing in the graph is like it.")
        return
    table = Table("record", "decision", "probability", "because")
    for match in found:
        table.add_row(match.record, match.decision.value, f"{match.probability:.4f}", escape(match.reason))
    console.print(table)
