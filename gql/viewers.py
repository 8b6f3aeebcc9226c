"""Who is asking, and which rows there are for them."""

from __future__ import annotations

from dataclasses import dataclass

EVERYTHING = "*"
"""The scope of whoever sees every row."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks: who they are, their roles, the scopes whose rows they see, and what they are called."""

    subject: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    name: str = ""

    @property
    def is_restricted(self) -> bool:
        """Whether there are rows that are not there for them."""
        return EVERYTHING not in self.scopes
