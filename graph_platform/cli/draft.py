"""`graph-platform sources draft`: a mapping to start from, guessed out of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_platform.errors import UsageError


def draft(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV, Excel, JSON, JSON Lines or Parquet, packed or not.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write it to this file; by default it is printed.")
    ] = None,
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Name of the source; by default the file's.")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="For programs: the mapping's text and its parts.")
    ] = False,
) -> None:
    """Write a mapping to start from: columns, types, identifiers, dates, keys and relationships as they look.

    Each guess stands beside its ground; no value of the file is written. The draft loads the file as it is.

    Example: graph-platform sources draft machines.csv --out machines.yaml
    """
    from ingestors.drafting import draft as drafted

    if not file.exists():
        raise UsageError(f"there is no file {file.name}", "Check the path.")
    text = drafted(file, name)
    if out is not None:
        _write(out, text)
    if as_json:
        import orjson
        import yaml

        content = {"mapping": yaml.safe_load(text), "text": text}
        typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
    elif out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(f"Wrote {out}. Look at each guess, then try it:")
        typer.echo(f"graph-platform load mapping {file} --mapping {out} --dry-run")


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise UsageError(f"{path.name} is there already", "Name another file: a mapping may be worked on.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path.name} cannot be written: {error.strerror}", "Choose another --out."
        ) from None
