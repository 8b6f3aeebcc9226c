"""What can be loaded and what is, as `graph-platform sources` lists it, and `graph-platform forget`: the way back."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table


def list_sources(as_json: bool) -> None:
    """Print the kinds of source that can be loaded, and the data sets that are."""
    from graph_platform.sources import sources as kinds

    loaded = _loaded()
    if as_json:
        import orjson

        content = {
            "kinds": [
                {"name": s.name, "title": s.title, "kind": s.kind, "trust": s.trust} for s in kinds().values()
            ],
            "data_sets": [_plain(each) for each in loaded],
        }
        typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
        return
    console = Console()
    heads = ("source", "kind", "what it reads", "trust")
    table = Table(*heads, title="Kinds of source", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
    for source in kinds().values():
        table.add_row(source.name, source.kind, source.title, f"{source.trust:.2f}")
    table.add_row("mapping", "any", "CSV, JSONL, Parquet or SQL by a YAML file: --mapping", "")
    console.print(table)
    console.print(_data_sets(loaded) if loaded else "No data set is loaded. Try: graph-platform demo")


def _loaded() -> list[dict[str, Any]]:
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from graph_platform.statements import statement

    with connect(read_settings()) as database:
        return [row["data_set"] for row in database.read(statement("data_sets/list"))]


def _plain(data_set: dict[str, Any]) -> dict[str, Any]:
    return {k: v.iso_format() if hasattr(v, "iso_format") else v for k, v in data_set.items()}


def _data_sets(loaded: list[dict[str, Any]]) -> Table:
    table = Table(title="Data sets", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("data set", no_wrap=True)
    table.add_column("source", overflow="fold")
    for column in ("rows", "rejects"):
        table.add_column(column, justify="right")
    for column in ("newest", "last load", "licence"):
        table.add_column(column, overflow="fold")
    for each in loaded:
        table.add_row(
            each["name"],
            each["source"],
            f"{each['rows']:,}",
            f"{each['rejects']:,}",
            _moment(each.get("newest")),
            _moment(each.get("last_load")) or "not finished",
            each.get("licence") or "not stated",
        )
    return table


def _moment(value: Any) -> str:
    return value.to_native().strftime("%Y-%m-%d") if value is not None else ""


def forget(
    data_set: Annotated[str, typer.Argument(help="Name of the data set.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete everything that only this data set said. What others say stays.

    Example: graph-platform forget sales
    """
    from graph_platform.cli.progress import counting
    from graph_platform.database import connect
    from graph_platform.loading.closing import forget as forget_data_set
    from graph_platform.settings import read_settings

    if not yes:
        typer.confirm(f"Forget {data_set}, with its history?", abort=True)
    with connect(read_settings()) as database, counting(f"forgetting {data_set}", "records") as progress:
        count = forget_data_set(database, data_set, progress)
    typer.echo(f"Forgot {data_set}: {count:,} records.")
