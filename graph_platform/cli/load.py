"""`graph-platform load`: files of a source into the graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from graph_platform.errors import EXIT_INTERRUPTED, EXIT_REJECTED, UsageError
from graph_platform.loading.load import Request, Summary
from graph_platform.settings import Settings
from graph_platform.source import Source

MAPPING = "mapping"
REASONS = 5


def _some_file(context: typer.Context, files: list[Path] | None) -> list[Path] | None:
    if not files and not context.params.get("bulk") and not context.resilient_parsing:
        raise typer.BadParameter("Missing: name a file, or a folder of files.")
    return files


def load(
    source: Annotated[
        str,
        typer.Argument(
            help="Kind of source; `graph-platform sources` lists them. With --bulk also a YAML list of loads."
        ),
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Files, or folders of files.", callback=_some_file),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(help="For SOURCE `mapping`: a YAML file, or the name of one that is shipped."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Name of the data set; by default the source's."),
    ] = None,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The files are all there is: close what they no longer hold."),
    ] = False,
    licence: Annotated[
        str | None, typer.Option(help="Licence of the data; by default what the source states.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what would change, and write nothing. It asks the database, and starts it."
        ),
    ] = False,
    resolve: Annotated[
        bool | None,
        typer.Option(
            "--resolve/--no-resolve",
            help="Find out which of the new records are about the same ones as others; by default as the setting says.",
        ),
    ] = None,
    bulk: Annotated[
        bool,
        typer.Option(
            "--bulk", help="Fill the empty managed database at once, several times as fast.", is_eager=True
        ),
    ] = False,
) -> None:
    """Load files of a source. What is in the graph already is not written again.

    Rows that cannot be used go to a reject file, with their reasons; correct it and load it like any other file.
    Ctrl-C ends after the batch at hand; the same command goes on from there.
    Exit codes: 0 all rows are in, 3 a file cannot be used, 4 some rows were rejected, 130 interrupted.

    Example: graph-platform load hubspot exports/hubspot --as sales
    Example: graph-platform load mapping diagnostics.csv --mapping diagnostics
    Example: graph-platform load --bulk exports.yaml
    """
    if bulk:
        if complete or dry_run:
            raise UsageError(
                "--bulk goes with neither --complete nor --dry-run",
                "In an empty database neither has a meaning.",
            )
        from graph_platform.cli.bulk import run_bulk

        summaries = run_bulk(source, files or [], mapping, name, licence)
    else:
        summaries = [
            run_load(source, files or [], mapping, name, licence, complete=complete, dry_run=dry_run)
        ]
    tell(summaries, dry_run)
    resolve_after(summaries, resolve, dry_run)
    if any(summary.interrupted for summary in summaries):
        raise typer.Exit(EXIT_INTERRUPTED)
    if any(summary.rejected for summary in summaries):
        raise typer.Exit(EXIT_REJECTED)


def run_load(
    source: str,
    files: list[Path],
    mapping: str | None = None,
    name: str | None = None,
    licence: str | None = None,
    *,
    complete: bool = False,
    dry_run: bool = False,
) -> Summary:
    """What the command does, without its summary: also for `demo`. Raises `GraphPlatformError`."""
    from graph_platform.cli.progress import load_progress
    from graph_platform.database import connect
    from graph_platform.loading.load import load as load_files
    from graph_platform.settings import read_settings

    settings = read_settings()
    request = request_of(settings, source, files, mapping, name, licence)
    request = replace(request, complete=complete, dry_run=dry_run)
    # every file is looked at before a database is started for it
    for path in request.files:
        request.source.open(path)
    with connect(settings) as database, load_progress(request.name) as progress:
        return load_files(database, request, progress)


def resolve_after(summaries: list[Summary], resolve: bool | None = None, dry_run: bool = False) -> None:
    """Resolve what loads have touched, where that is wanted and they touched anything."""
    from graph_platform.database import connect
    from graph_platform.settings import read_settings

    settings = read_settings()
    wanted = settings.resolve_after_load if resolve is None else resolve
    touched = any(s.counts.new or s.counts.changed or s.counts.late or s.closed for s in summaries)
    if dry_run or not wanted or not touched or any(summary.interrupted for summary in summaries):
        return
    from graph_platform.cli.resolve_run import resolve_loaded

    with connect(settings) as database:
        resolve_loaded(settings, database)


def request_of(
    settings: Settings,
    source: str,
    files: list[Path],
    mapping: str | None = None,
    name: str | None = None,
    licence: str | None = None,
) -> Request:
    """What the arguments ask for. Raises `UsageError` for a source or a file that there is not."""
    chosen = source_of(source, mapping)
    chosen = replace(chosen, licence=licence or chosen.licence)
    return Request(chosen, files_in(files), name or chosen.name, settings.home)


def source_of(name: str, mapping: str | None) -> Source:
    """The source that a command line names, `mapping` among them. Raises `GraphPlatformError`."""
    from graph_platform.sources import source

    if name != MAPPING:
        if mapping:
            raise UsageError(
                f"--mapping goes with the source `{MAPPING}`", f"Write: load {MAPPING} FILE --mapping …"
            )
        return source(name)
    if not mapping:
        raise UsageError("--mapping is missing", "Name a YAML file, or a shipped one such as diagnostics.")
    from ingestors.mapping import mapping_source

    return mapping_source(mapping)


def files_in(files: list[Path]) -> list[Path]:
    """The files that are named, and those in the folders that are named. Raises `UsageError`."""
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            inside = _inside(path)
            if not inside:
                raise UsageError(f"the folder {path.name} holds no file", "Name the files.")
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"there is no file {path.name}", "Check the path.")
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    """The files of a folder. A link in it is not followed: who may put one there need not be who loads."""
    named = [path for path in folder.iterdir() if not path.name.startswith((".", "LICENSE", "README"))]
    for link in (path for path in named if path.is_symlink()):
        typer.echo(f"{link.name} is a link and is passed over; name it to have it followed.", err=True)
    return sorted(path for path in named if path.is_file() and not path.is_symlink())


def tell(summaries: list[Summary], dry_run: bool = False) -> None:
    """Print what loads did, a line each, and why rows were rejected."""
    console = Console()
    table = Table(title="would change" if dry_run else None, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("data set", no_wrap=True)
    for column in ("rows", "facts", "new", "changed", "unchanged", "rejected", "seconds"):
        table.add_column(column, justify="right")
    closed = any(summary.closed for summary in summaries)
    if closed:
        table.add_column("closed", justify="right")
    for summary in summaries:
        counts = summary.counts
        cells = [
            f"{n:,}"
            for n in (
                summary.rows,
                counts.facts,
                counts.new,
                counts.changed + counts.late,
                counts.unchanged,
                summary.rejected,
            )
        ]
        extra = [f"{summary.closed:,}"] if closed else []
        table.add_row(summary.data_set, *cells, f"{summary.seconds:.1f}", *extra)
    console.print(table)
    for summary in summaries:
        _tell_rest(console, summary)


def _tell_rest(console: Console, summary: Summary) -> None:
    if summary.resumed_at:
        console.print(f"{summary.data_set}: went on after row {summary.resumed_at:,} of an earlier load.")
    for reason, count in summary.skipped.most_common(REASONS):
        console.print(f"{summary.data_set}: {count:,} × not loaded: {reason}", highlight=False)
    if summary.interrupted:
        console.print(f"{summary.data_set}: interrupted. The same command goes on from here.")
    if summary.rejected:
        most = sorted(summary.reasons.items(), key=lambda item: -item[1])[:REASONS]
        for reason, count in most:
            console.print(f"{summary.data_set}: {count:,} × {reason}", highlight=False)
        if summary.reject_file:
            console.print(
                f"Correct them and load them: {summary.reject_file}", soft_wrap=True, highlight=False
            )
