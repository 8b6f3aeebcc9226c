"""A small Cypher prompt over the driver."""

import json
import sys
from contextlib import suppress
from typing import Any

import typer
from neo4j import Query
from neo4j.graph import Node, Path, Relationship
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph_platform.database import Database
from graph_platform.errors import DatabaseError

HELP = "End a statement with ; and Enter. :exit or Ctrl-D leaves, Ctrl-C drops what was typed."


def run_one(database: Database, statement: str, limit: int, *, as_json: bool = False) -> None:
    """Run one statement and show its rows. Raises `DatabaseError`."""
    with database.session() as session:
        result = session.run(Query(statement))  # the operator's own words
        keys = result.keys()
        if as_json:
            for record in result:
                typer.echo(json.dumps({key: _plain(record[key]) for key in keys}, ensure_ascii=False))
            return
        rows = [[_plain(record[key]) for key in keys] for record in result.fetch(limit)]
        more = result.peek() is not None
        result.consume()
    _show(list(keys), rows, more=more)


def run_all(database: Database, text: str, limit: int, *, as_json: bool = False) -> None:
    """Run statements that are parted by semicolons at line ends. Raises `DatabaseError` at the first bad one."""
    for statement in _statements(text):
        run_one(database, statement, limit, as_json=as_json)


def prompt(database: Database, limit: int) -> None:
    """Ask for statements until the user leaves; a bad one is told and does not end it."""
    with suppress(ImportError):
        import readline  # noqa: F401  # gives input() its line editing

    typer.echo(HELP, err=True)
    typed = ""
    while True:
        try:
            typed += input("cypher> " if not typed else "      > ") + "\n"
        except EOFError:
            return
        except KeyboardInterrupt:
            typer.echo(err=True)
            typed = ""
            continue
        if typed.strip() in (":exit", ":quit"):
            return
        if typed.rstrip().endswith(";"):
            _run_and_tell(database, typed, limit)
            typed = ""


def _run_and_tell(database: Database, text: str, limit: int) -> None:
    try:
        run_all(database, text, limit)
    except DatabaseError as error:
        typer.echo(error.message, err=True)


def _statements(text: str) -> list[str]:
    found, lines = [], []
    for line in text.splitlines():
        lines.append(line)
        if line.rstrip().endswith(";"):
            found.append("\n".join(lines))
            lines = []
    found.append("\n".join(lines))
    stripped = (statement.strip().rstrip(";").strip() for statement in found)
    return [statement for statement in stripped if statement]


def _show(keys: list[str], rows: list[list[Any]], *, more: bool) -> None:
    if not keys:
        typer.echo("done", err=True)
        return
    table = Table()
    for key in keys:
        table.add_column(Text(key))
    for row in rows:
        # as Text: square brackets in a value are not markup
        table.add_row(*(Text(_cell(value)) for value in row))
    # a table in a pipe must not be cut to a terminal that is not there
    Console(width=None if sys.stdout.isatty() else 1_000).print(table)
    typer.echo(f"the first {len(rows)} rows" if more else f"{len(rows)} rows", err=True)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Node():
            return {"labels": sorted(value.labels), "properties": _plain(dict(value))}
        case Relationship():
            return {"type": value.type, "properties": _plain(dict(value))}
        case Path():
            return [_plain(part) for part in _steps(value)]
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return str(value)


def _steps(path: Path) -> list[Any]:
    steps: list[Any] = [path.start_node]
    for relationship, node in zip(path.relationships, path.nodes[1:], strict=True):
        steps += [relationship, node]
    return steps
