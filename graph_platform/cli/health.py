"""`graph-platform sources health`: whether every data set is as it usually is; for people and for monitoring."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from graph_platform.errors import EXIT_UNWELL, UsageError


def health(
    data_sets: Annotated[
        list[str] | None, typer.Argument(metavar="[DATASET]...", help="Only these; by default all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare each data set with its own past: how fresh it is, how many rows, how many rejects, which columns.

    A data set without a past is not judged, and said to have none.
    Exit codes: 0 all is as usual, 7 something is not.

    Example: graph-platform sources health
    """
    from graph_platform.database import connect
    from graph_platform.loading.health import health as look
    from graph_platform.settings import read_settings

    with connect(read_settings()) as database:
        found = look(database)
    for name in data_sets or ():
        if name not in found:
            hint = f"There are {', '.join(found)}." if found else "No data set is loaded."
            raise UsageError(f"there is no data set {name!r}", hint)
    chosen = {name: findings for name, findings in found.items() if not data_sets or name in data_sets}
    if as_json:
        import orjson

        content = {
            name: {
                "well": not any(finding.wrong for finding in findings),
                "findings": [finding._asdict() for finding in findings],
            }
            for name, findings in chosen.items()
        }
        typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
    else:
        console = Console(highlight=False)
        if not chosen:
            console.print("No data set is loaded.")
        for name, findings in chosen.items():
            wrong = any(finding.wrong for finding in findings)
            console.print(
                escape(f"{name}: {'something is not as usual' if wrong else 'well'}"), soft_wrap=True
            )
            for finding in findings:
                mark = "!" if finding.wrong else "-"
                console.print(escape(f"  {mark} {finding.check}: {finding.text}"), soft_wrap=True)
    if any(finding.wrong for findings in chosen.values() for finding in findings):
        raise typer.Exit(EXIT_UNWELL)
