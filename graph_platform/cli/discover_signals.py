"""`graph-platform discover signals`: which signals there are, and whether one that somebody has written can be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(
    no_args_is_help=True, help="List the signals that are looked for, and check one of your own."
)

Language = Annotated[str, typer.Option("--language", help="zh or en.")]


@app.command("list")
def signals_list(
    language: Language = "en",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the shipped signals and your own, which stand in `signals/` of the platform's home.

    Example: graph-platform discover signals list
    """
    from graph_platform.settings import read_settings
    from graph_platform.signals.reading import declared

    signals = declared(read_settings().home)
    if as_json:
        typer.echo(orjson.dumps([each.model_dump(by_alias=True) for each in signals]).decode())
        return
    table = Table("name", "title", "about", "weight")
    for signal in signals:
        table.add_row(
            signal.name, signal.title.in_(language), ", ".join(signal.identity), f"{signal.weight:.2f}"
        )
    Console().print(table)


@app.command("check")
def signals_check(
    file: Annotated[Path, typer.Argument(help="A signal of your own, as YAML.")],
    language: Language = "en",
) -> None:
    """Check a signal against its format and the ontology; a mistake is shown with its line. No database is asked.

    Example: graph-platform discover signals check late_payers.yaml
    """
    from graph_platform.signals.reading import read

    signal = read(file)
    typer.echo(f"{file.name} can be used: {signal.title.in_(language)}")
    typer.echo(f"  claims: {signal.claim.in_(language)}")
    typer.echo(f"  parts: {', '.join([*(['surge'] if signal.surge else []), *signal.legs])}")
    typer.echo("  Put it into `signals/` of the platform's home, and it is looked for from the next run on.")
