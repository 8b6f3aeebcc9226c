"""What fetching gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Position: TypeAlias = dict[str, Any]
"""Where the next fetch begins, as JSON can say it. Empty: at the beginning."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files to load now, the position once they are loaded, and how many things (rows, files) are new."""

    files: Sequence[Path]
    position: Position
    count: int
