"""What belongs to a topic: the skills and works that its words find."""

from __future__ import annotations

from collections.abc import Sequence

from graph_platform.database import Database
from graph_platform.schema import ensure_schema
from graph_platform.search.asking import search

KINDS = ("Skill", "Patent", "Publication")
MOST = 200


def topic(database: Database, words: str, scopes: Sequence[str] | None = None) -> list[str]:
    """The ids of the skills, patents and publications that words find, the best first.

    `scopes` are those of the viewer, None for one who sees everything. Raises `UsageError`.
    """
    ensure_schema(database)
    return [match.id for match in search(database, words, KINDS, MOST, scopes=scopes).matches]
