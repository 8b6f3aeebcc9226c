"""`graph-platform generate`: exports of invented companies, to try everything on before own data is at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from graph_platform.errors import UsageError
from graph_platform.generator import AS_OF, SYSTEMS, Report
from graph_platform.generator import generate as write_exports


def generate(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write to; files of the same names are replaced.")
    ],
    customers: Annotated[
        int, typer.Option("--customers", "-n", min=1, help="How many customers sales has.")
    ] = 200,
    seed: Annotated[
        int, typer.Option(min=0, help="Another seed, another world; the same one, the same bytes.")
    ] = 7,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="Date of the exports.")] = AS_OF.isoformat(),
    systems: Annotated[
        str,
        typer.Option(
            metavar="NAMES", help=f"Systems to write, with commas between; all of them: {', '.join(SYSTEMS)}."
        ),
    ] = "",
) -> None:
    """Write exports of invented companies, with planted stories and the truth about them.

    Example: graph-platform generate --customers 200 --seed 7 --out exports
    """
    day, chosen = _date(as_of), _systems(systems)
    if out.exists() and not out.is_dir():
        raise UsageError("--out names a file", "Give a folder; it is made where it is missing.")
    console = Console(stderr=True)
    with Progress(
        TextColumn("customers"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    ) as progress:
        task = progress.add_task("", total=customers)
        try:
            report = write_exports(
                customers,
                seed,
                out,
                as_of=day,
                systems=chosen,
                progress=lambda done: progress.update(task, completed=done),
            )
        except OSError as error:
            reason = error.strerror or "no reason was given"
            raise UsageError(f"the folder cannot be written: {reason}", "Choose another --out.") from None
    _tell(report, out)


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError("--as-of is not a date", "Write it like 2026-11-01.") from None
    # stories reach back two years, companies thirty, and every date has to be one that the systems can write
    if not 2000 <= day.year <= 2100:
        raise UsageError("--as-of is too far away", "Choose a date between 2000 and 2100.")
    return day


def _systems(text: str) -> tuple[str, ...]:
    """The systems that are named, or all where none is."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not SYSTEMS.keys() >= set(names):
        raise UsageError("--systems names something else", f"There are {', '.join(SYSTEMS)}.")
    return names or tuple(SYSTEMS)


def _tell(report: Report, out: Path) -> None:
    """Says what was written, and where the truth stands."""
    for name, rows in report.rows.items():
        typer.echo(f"{rows:>12,}  {name}")
    decoys = sum(count for name, count in report.stories.items() if "/" in name)
    whole = sum(report.stories.values()) - decoys
    rate = report.customers / max(report.seconds, 1e-9)
    typer.echo(
        f"{report.customers:,} customers, {whole} planted stories, {decoys} decoys ({rate:,.0f} customers/s)"
    )
    typer.echo(f"The answers stand in {out / 'truth.jsonl'}: read it after you have asked the graph.")
