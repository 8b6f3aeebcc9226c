"""`graph-platform load rejects`: the rows that could not be used, why, and the way back in once they are corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.errors import EXIT_INTERRUPTED, EXIT_REJECTED, UsageError

if TYPE_CHECKING:
    from graph_platform.loading.rejects import Reject, RejectFile
    from graph_platform.settings import Settings

REASONS = 3
LINES = 20
RUNS = 1000

app = typer.Typer(pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def rejects(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the files of rows that could not be used, by data set, with how many rows they hold and why.

    Example: graph-platform load rejects
    """
    if context.invoked_subcommand is not None:
        return
    from graph_platform.loading.rejects import reject_files
    from graph_platform.settings import read_settings

    content = [_listed(each) for each in reject_files(read_settings().home)]
    if as_json:
        _print_json(content)
        return
    if not content:
        typer.echo("No row is waiting to be corrected.")
    for each in content:
        typer.echo(f"{each['data_set']}: {each['rows']:,} rows in {each['file']}")
        for reason, count in list(each["reasons"].items())[:REASONS]:
            typer.echo(f"  {count:,} × {_shown(reason)}")
        if len(each["reasons"]) > REASONS:
            typer.echo(f"  and {len(each['reasons']) - REASONS} more reasons: explain {each['data_set']}")


@app.command()
def explain(
    data_set: Annotated[str, typer.Argument(help="Name of the data set.")],
    values: Annotated[
        bool, typer.Option("--values", help="Show one whole row for each reason, with what it holds.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say for each reason which lines of which files were rejected, and which columns the reason names.

    Example: graph-platform load rejects explain sales
    """
    from graph_platform.settings import read_settings

    content = [_explained(each, values) for each in _files_of(read_settings(), data_set)]
    if as_json:
        _print_json(content)
        return
    console = Console(highlight=False)
    for each in content:
        console.print(escape(each["file"]), soft_wrap=True)
        for reason in each["reasons"]:
            _tell_reason(console, reason)


@app.command()
def retry(
    data_set: Annotated[str, typer.Argument(help="Name of the data set.")],
    file: Annotated[
        Path | None, typer.Option(help="Only this file of rejects; by default all of the data set.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Kind of source; by default that of the data set.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="The mapping, where the data set was loaded by one of yours.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Do not delete the files when their rows are in.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Load corrected rows into their data set. Correct `row` in the files first, and delete lines that are not needed.

    Afterwards the files are deleted: rows that still cannot be used stand in a new one.
    Exit codes: 0 all rows are in, 4 some were rejected again, 130 interrupted.

    Example: graph-platform load rejects retry sales
    """
    from graph_platform.cli.load import run_load, tell
    from graph_platform.settings import read_settings

    settings = read_settings()
    given = None if file is None else file.resolve()
    files = [each for each in _files_of(settings, data_set) if given in (None, each.path.resolve())]
    if not files:
        raise UsageError(
            f"that is no file of rejects of {data_set}", "List them: graph-platform load rejects"
        )
    kind, shipped = _source_of(settings, data_set, files, source, mapping)
    summary = run_load(kind, [each.path for each in files], shipped, data_set, dry_run=dry_run)
    if not (dry_run or keep or summary.interrupted):
        for each in files:
            each.path.unlink(missing_ok=True)
    if as_json:
        _print_json(
            {
                "data_set": data_set,
                "rows": summary.rows,
                "new": summary.counts.new,
                "changed": summary.counts.changed + summary.counts.late,
                "unchanged": summary.counts.unchanged,
                "rejected": summary.rejected,
                "reject_file": str(summary.reject_file) if summary.reject_file else None,
            }
        )
    else:
        tell([summary], dry_run)
    if summary.interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
    if summary.rejected:
        raise typer.Exit(EXIT_REJECTED)


def _files_of(settings: Settings, data_set: str) -> list[RejectFile]:
    from graph_platform.loading.rejects import reject_files

    if found := reject_files(settings.home, data_set):
        return found
    others = sorted({each.data_set for each in reject_files(settings.home)})
    hint = f"There are rejects of {', '.join(others)}." if others else "No row is waiting to be corrected."
    raise UsageError(f"there are no rejects of {data_set!r}", hint)


def _listed(each: RejectFile) -> dict[str, Any]:
    from graph_platform.loading.rejects import read_rejects

    reasons = Counter(reject.reason for reject in read_rejects(each.path))
    return {
        "data_set": each.data_set,
        "file": str(each.path),
        "rows": reasons.total(),
        "reasons": dict(reasons.most_common()),
    }


def _explained(each: RejectFile, values: bool) -> dict[str, Any]:
    from graph_platform.loading.rejects import columns_of, read_rejects

    by_reason: dict[str, list[Reject]] = {}
    for reject in read_rejects(each.path):
        by_reason.setdefault(reject.reason, []).append(reject)
    return {
        "data_set": each.data_set,
        "file": str(each.path),
        "reasons": [
            {
                "reason": reason,
                "rows": len(found),
                "tables": sorted({reject.table for reject in found}),
                "columns": sorted({name for reject in found for name in columns_of(reject)}),
                "lines": [{"file": reject.file, "line": reject.line} for reject in found[:LINES]],
                **({"example": found[0].raw} if values else {}),
            }
            for reason, found in sorted(by_reason.items(), key=lambda item: -len(item[1]))
        ],
    }


def _tell_reason(console: Console, reason: dict[str, Any]) -> None:
    def say(text: str) -> None:
        console.print(escape(_shown(text)), soft_wrap=True)

    say(f"  {reason['rows']:,} × {reason['reason']}")
    lines: dict[str, list[str]] = {}
    for each in reason["lines"]:
        lines.setdefault(each["file"], []).append(str(each["line"]))
    for file, numbers in lines.items():
        more = " …" if reason["rows"] > len(reason["lines"]) else ""
        say(f"    {file or 'here'}, line {', '.join(numbers)}{more}")
    if reason["columns"]:
        say(f"    columns: {', '.join(reason['columns'])}")
    example = reason.get("example")
    if isinstance(example, dict):
        for column, value in example.items():
            say(f"      {column} = {value}")


def _source_of(
    settings: Settings,
    data_set: str,
    files: Sequence[RejectFile],
    source: str | None,
    mapping: str | None,
) -> tuple[str, str | None]:
    """The source to load as, and its mapping. Raises `UsageError` where nothing says it."""
    from graph_platform.cli.load import MAPPING
    from graph_platform.database import connect
    from graph_platform.sources import sources
    from graph_platform.statements import statement
    from ingestors.mapping import mapping_source, shipped_mappings

    with connect(settings) as database:
        found = [row["data_set"] for row in database.read(statement("data_sets/list"))]
        runs = database.read(statement("data_sets/runs"), {"name": data_set, "limit": RUNS})
    _check_ended({row["run"]["id"]: row["run"]["state"] for row in runs}, files)
    if source or mapping:
        return source or MAPPING, mapping
    name = next((each["source"] for each in found if each["name"] == data_set), None)
    if name in sources():
        return str(name), None
    for shipped in shipped_mappings():
        if mapping_source(shipped).name == name:
            return MAPPING, shipped
    raise UsageError(
        f"nothing here says how {data_set!r} was loaded",
        "Name the mapping or the source: --mapping, --source.",
    )


def _check_ended(states: dict[str, str], files: Sequence[RejectFile]) -> None:
    """A load that goes on writes behind what it has rejected: its file must stay as it is until then."""
    for each in files:
        if states.get(each.run, "done") != "done":
            raise UsageError(
                f"the load of {each.path.name} has not come to its end",
                "Load the same files again, which goes on with it, and correct its rejects then.",
            )


def _shown(text: str) -> str:
    # a column's name comes out of somebody's file, and must not steer the terminal
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _print_json(content: object) -> None:
    import orjson

    typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2, default=str).decode())
