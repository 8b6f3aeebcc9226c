"""`graph-platform resolve train`: weights and thresholds of one's own records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_platform.resolution.collective import Related
    from graph_platform.resolution.evaluation import Labels
    from graph_platform.resolution.party import Party
    from graph_platform.resolution.resolving import Judgement
    from graph_platform.resolution.training import Trained
    from graph_platform.settings import Settings


def train(
    records: Annotated[
        Path | None, typer.Option(help="Learn from records in a JSONL file, and not from the graph.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="CSV of judged pairs or clusters, beside --records.")
    ] = None,
    relationships: Annotated[
        Path | None, typer.Option(help="CSV of what joins the records: source,target,type.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", help="Person or Organization; by default both.")
    ] = None,
    false_merges: Annotated[
        float,
        typer.Option(
            "--false-merges",
            min=0.0,
            max=0.2,
            help="Share of pairs judged different that may be merged unseen.",
        ),
    ] = 0.01,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the figures, and keep no model.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Use the new model even where judged pairs speak against it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Estimate the weights on your own graph, with what people judged, and keep them as a new version.

    Later runs use the newest version that did not do worse on judged pairs; `--model shipped` goes without.

    Example: graph-platform resolve train --dry-run
    """
    from graph_platform.cli.progress import steps
    from graph_platform.resolution.model_files import choose, folder_of
    from graph_platform.resolution.party import SCHEMAS
    from graph_platform.resolution.training import keep
    from graph_platform.resolution.training import train as train_models
    from graph_platform.settings import read_settings

    schemas = tuple(schema for schema in SCHEMAS if only in (None, schema))
    if not schemas:
        raise UsageError(f"there is no schema {only!r}", "Say Person or Organization.")
    settings = read_settings()
    with steps() as tell:
        parties, related, known = _read(settings, records, labels, relationships)
        used = choose(settings)
        made = train_models(parties, related, known, used, schemas, false_merges, lambda step: tell(step, 0))
    paths = [None if dry_run else keep(folder_of(settings), each, anyway) for each in made]
    if as_json:
        import orjson

        said = [
            each.report()
            | {
                "schema": each.model.schema,
                "in use": not dry_run and (each.in_use or anyway),
                "file": str(path) if path else None,
            }
            for each, path in zip(made, paths, strict=True)
        ]
        typer.echo(orjson.dumps(said, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console(highlight=False)
    for each, path in zip(made, paths, strict=True):
        _show(console, each, path, anyway)


def _read(
    settings: Settings, records: Path | None, labels: Path | None, relationships: Path | None
) -> tuple[Sequence[Party], Sequence[Related], Labels | Sequence[Judgement]]:
    from graph_platform.resolution.evaluation import read_labels, read_parties, read_related

    if records is None:
        if labels or relationships:
            raise UsageError("--labels and --relationships go with --records", "Name the records' file.")
        from graph_platform.database import connect
        from graph_platform.resolution.reading import read_stored

        with connect(settings) as database:
            stored = read_stored(database)
        return stored.parties, stored.related, stored.judgements
    parties = read_parties(records)
    ids = [party.id for party in parties]
    known = read_labels(labels, ids) if labels else ()
    return parties, read_related(relationships, ids) if relationships else [], known


def _show(console: Console, trained: Trained, path: Path | None, anyway: bool) -> None:
    report = trained.report()
    console.print(f"\n{trained.model.schema}: {report['records']:,} records, about ", end="")
    console.print(f"{report['expected pairs of one thing']:,.0f} pairs of them about one thing")
    judged = report["judged"]
    console.print(f"Judged by people: {judged['same']:,} the same, {judged['different']:,} different.")
    console.print(
        f"The same from probability {trained.model.same:.6f} on, to be reviewed from {trained.model.review:.4f} on."
    )
    if trained.validated:
        before, after = trained.validated.before.figures(), trained.validated.after.figures()
        table = Table("on judged pairs", "before", "after", box=None, padding=(0, 3, 0, 0))
        for name in before:
            table.add_row(name, _figure(before[name]), _figure(after[name]))
        console.print(table)
        console.print("After: by models that had not seen the pair (cross-validation in five parts).")
    else:
        console.print("Nobody has judged pairs of both kinds, so nothing says whether this is better.")
    for title in ("kept as shipped", "held in order"):
        if report[title]:
            console.print(escape(f"{title}: {', '.join(report[title])}"))
    if path is None:
        console.print("No model was kept.")
    elif trained.in_use or anyway:
        console.print(escape(f"Kept as {path.name}, and in use from now on."))
    else:
        console.print(
            escape(f"Kept as {path.name}, and not used: it does worse. Use it with `--model {path}`.")
        )


def _figure(value: float) -> str:
    return f"{value:,.4f}" if isinstance(value, float) else f"{value:,}"
