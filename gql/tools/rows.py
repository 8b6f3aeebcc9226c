"""Rows of a table out of nodes and edges: the names of fields are said once, and what is empty not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gql.tools.untrusted import IN_ROWS, cleaned
from graph_platform.ontology import ONTOLOGY

MONEY = {"amount", "currency"}


def finest(node: Mapping[str, Any]) -> str:
    """The most particular of a node's labels."""
    return ONTOLOGY.finest(node.get("labels") or ())


def plain(value: Any) -> Any:
    """A value as a row shows it: money as one text."""
    if isinstance(value, dict) and value.keys() == MONEY:
        amount = value["amount"]
        said = f"{int(amount)}" if isinstance(amount, float) and amount.is_integer() else f"{amount}"
        return f"{said} {value['currency']}" if value["currency"] else said
    return value


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is there of values: nothing that is null, empty, or a connection without rows."""
    return {
        name: plain(value)
        for name, value in values.items()
        if value is not None and value != [] and value != {}
    }


def table(
    rows: Iterable[Mapping[str, Any]], first: Sequence[str] = ("id", "name", "is")
) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Columns and rows of mappings: those named first, then the others that any row has."""
    shown = [known(row) for row in rows]
    there = dict.fromkeys(name for row in shown for name in row)
    columns = tuple(name for name in first if name in there) + tuple(
        name for name in there if name not in first
    )
    return columns, tuple(tuple(cleaned(row.get(name), IN_ROWS) for name in columns) for row in shown)


def node_row(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node as a row."""
    rest = {name: value for name, value in node.items() if name not in ("id", "name", "labels", "cursor")}
    return {"id": node["id"], "name": node.get("name"), "is": finest(node), **rest}


def edge_row(edge: Mapping[str, Any]) -> dict[str, Any]:
    """An edge with its node as a row."""
    said = {name: value for name, value in edge.items() if name not in ("node", "cursor")}
    # a relationship may have a property that its node has too
    row = node_row(edge["node"])
    return row | {(f"edge.{name}" if name in row else name): value for name, value in said.items()}


def page(connection: Mapping[str, Any]) -> tuple[list[dict[str, Any]], tuple[str, ...], bool]:
    """Rows and cursors of a connection, and whether it goes on."""
    edges = connection["edges"]
    cursors = tuple(edge["cursor"] for edge in edges)
    return [edge_row(edge) for edge in edges], cursors, connection["pageInfo"]["hasNextPage"]
