"""What commands print with `--json`."""

from __future__ import annotations

import orjson
import typer


def echo_json(value: object) -> None:
    """Print plain data, dataclasses and dates among it, as indented JSON."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
