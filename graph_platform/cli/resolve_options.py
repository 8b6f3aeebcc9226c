"""What several commands of `graph-platform resolve` take."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

By = Annotated[str | None, typer.Option("--by", help="Who decides; by default the user of this machine.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept with the change.")]
ModelFile = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="FILE|shipped",
        help="A model file to resolve with, or `shipped`; by default the newest of `resolve train`.",
    ),
]
A = Annotated[str, typer.Argument(help="Id of an entity or a record.")]
B = Annotated[str, typer.Argument(help="Id of another.")]


def author(by: str | None) -> str:
    """Who decides: who was named, or the user of this machine."""
    return by or getpass.getuser()
