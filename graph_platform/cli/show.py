"""`graph-platform show`: one node, each value with the record that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_platform.errors import UsageError

if TYPE_CHECKING:
    from graph_platform.show import Candidate, Neighbour, Relations, Shown, Source, Value


def show(
    node: Annotated[str, typer.Argument(help="An id, an identifier such as uscc=91…, or a name.")],
    neighbours: Annotated[int, typer.Option(min=0, help="Relationships of each kind to show.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show a node: every value with the record that it came from, and what other records said.

    Values are shown in clear: this is the operator's view.

    Example: graph-platform show uscc=91310115X1CA4LGR2J
    Example: graph-platform show 天东产业集团有限公司
    """
    from graph_platform.database import connect
    from graph_platform.settings import read_settings
    from graph_platform.show import find
    from graph_platform.show import show as read
    from privacy.audit.doors import put_down

    settings = read_settings()
    with connect(settings) as database:
        found = find(database, node)
        if not found:
            raise UsageError(
                "nothing in the graph is called that", "Give an id, uscc=…, or another spelling."
            )
        put_down(settings, "show", database, [each.id for each in found])
        if len(found) > 1:
            _tell_candidates(found)
            return
        shown = read(database, found[0].id, neighbours)
    if as_json:
        import orjson

        options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_DATACLASS
        typer.echo(orjson.dumps(shown, option=options, default=str).decode())
    else:
        _tell(shown)


def _tell_candidates(found: Sequence[Candidate]) -> None:
    table = _table("id", "label", "name", title="Which one?")
    for candidate in found:
        table.add_row(candidate.id, candidate.label, escape(candidate.name))
    Console().print(table)


def _tell(shown: Shown) -> None:
    console = Console()
    console.print(f"[bold]{shown.id}[/]  {' · '.join(shown.labels)}")
    table = _table("property", "value, where it is from, and what other records said")
    for value in shown.values:
        table.add_row(value.name, "\n".join((_text(value.value), *_where(value))))
    console.print(table)
    for said, source in shown.not_understood:
        console.print(f"not understood, kept as said: {escape(said)}  ({_place(source)})", highlight=False)
    for relations in shown.relations:
        console.print(_relations(relations))
    console.print(f"{len(shown.records)} records; seen by {', '.join(shown.scopes)}", highlight=False)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
    for column in columns:
        # nothing is cut: what does not fit goes on below
        table.add_column(column, overflow="fold")
    return table


def _text(value: Any) -> str:
    return escape("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def _where(value: Value) -> list[str]:
    more = f" and {value.agreeing - 1} more" if value.agreeing > 1 else ""
    lines = [f"[dim]  {_place(value.source)}{more}[/]"] if value.source else []
    return lines + [f"[dim]  not {_text(said)}: {_place(source)}[/]" for said, source in value.others[:3]]


def _place(source: Source) -> str:
    seen = f", {source.seen:%Y-%m-%d}" if source.seen else ""
    file = f" {source.file}:{source.line}" if source.file else ", mentioned only"
    return escape(f"{source.data_set}{file}{seen}")


def _relations(relations: Relations) -> Table:
    title = f"{relations.called} ({relations.type}): {relations.count:,}"
    table = _table("id", "what it is, and which claims say so", title=title)
    for neighbour in relations.neighbours:
        what = " · ".join(filter(None, (neighbour.label, escape(neighbour.name), _properties(neighbour))))
        table.add_row(
            neighbour.id, "\n".join((what, *(f"[dim]  {_place(claim)}[/]" for claim in neighbour.claims)))
        )
    return table


def _properties(neighbour: Neighbour) -> str:
    shown = dict(neighbour.properties)
    if str(shown.get("valid_from")) == "0001-01-01":
        del shown["valid_from"]
    if str(shown.get("valid_to")) == "9999-12-31":
        del shown["valid_to"]
    return escape(", ".join(f"{name} {_text(value)}" for name, value in shown.items()))
