"""`graph-platform ontology`: what the graph may hold."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graph_platform.errors import UsageError
from graph_platform.ontology import ONTOLOGY, Label, Property, Relationship


def ontology(
    name: Annotated[str | None, typer.Argument(help="A label or a relationship type.")] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The whole of it, as docs/ontology.md.")
    ] = False,
) -> None:
    """Show the labels and relationships of the graph, or one of them with its properties.

    Example: graph-platform ontology Battery
    """
    if markdown:
        from graph_platform.ontology.reference import page

        typer.echo(page(), nl=False)
    elif name is None:
        _overview(Console())
    elif name in ONTOLOGY.labels:
        _label(Console(), ONTOLOGY.labels[name])
    elif name in ONTOLOGY.relationships:
        _relationship(Console(), ONTOLOGY.relationships[name])
    else:
        close = get_close_matches(name, [*ONTOLOGY.labels, *ONTOLOGY.relationships], 1)
        raise UsageError(
            f"{name!r} is not declared", f"Did you mean {close[0]}?" if close else "See: ontology"
        )


def _overview(console: Console) -> None:
    labels = Table("dimension", "labels", title="Nodes", title_justify="left", show_lines=True)
    for dimension in ONTOLOGY.dimensions:
        finer = [
            f"{label.name} {label.zh}"
            for label in ONTOLOGY.labels.values()
            if label.parent and ONTOLOGY.dimension(label.name) == dimension
        ]
        labels.add_row(f"{dimension} {ONTOLOGY.labels[dimension].zh}", ", ".join(finer))
    console.print(labels)
    relationships = Table("type", "", "from", "to", "interval", title="Relationships", title_justify="left")
    for each in ONTOLOGY.relationships.values():
        relationships.add_row(
            each.name, each.zh, ", ".join(each.start), ", ".join(each.end), "✓" if each.interval else ""
        )
    console.print(relationships)


def _label(console: Console, label: Label) -> None:
    console.print(f"[bold]{' → '.join(ONTOLOGY.lineage(label.name))}[/] {label.zh}: {label.description}")
    console.print(_properties(list(ONTOLOGY.properties(label.name).values())))
    for each in ONTOLOGY.relationships.values():
        for ends, arrow, called in ((each.start, "→", each.outgoing), (each.end, "←", each.incoming)):
            if any(ONTOLOGY.is_a(label.name, end) for end in ends):
                console.print(f"  {arrow} {each.name}  ({called})  {each.description}", highlight=False)


def _relationship(console: Console, relationship: Relationship) -> None:
    start, end = ", ".join(relationship.start), ", ".join(relationship.end)
    console.print(f"[bold]({start})-[:{relationship.name}]->({end})[/] {relationship.zh}")
    console.print(relationship.description)
    if relationship.interval:
        console.print("It has an interval: valid_from, valid_to.")
    if relationship.properties:
        console.print(_properties(list(relationship.properties)))


def _properties(properties: list[Property]) -> Table:
    table = Table("property", "type", "class", "domain", "exclusive", "meaning")
    for each in properties:
        kind = f"list of {each.type}" if each.many else each.type
        mark = "✓" if each.exclusive else ""
        table.add_row(each.name, kind, each.sensitivity, each.domain, mark, each.description)
    return table
