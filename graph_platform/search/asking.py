"""A search by itself, as the command line asks for it; an API puts the same fragment into a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence

from graph_platform.database import Database
from graph_platform.search.question import Cursor, question
from graph_platform.search.results import Found, found
from graph_platform.statements import Visibility, scoped, statement


def search(
    database: Database,
    text: str,
    kinds: Sequence[str] = (),
    first: int = 20,
    after: Cursor | None = None,
    scopes: Sequence[str] | None = None,
) -> Found:
    """Entities by a name or words of a text, best first, in one statement; see `question` for what goes in.

    Raises `UsageError`, and `DatabaseError` where there is no index: `ensure_schema` makes it.
    """
    asked = question(text, kinds, first, after, scopes)
    if asked is None:
        return Found()
    text_of = scoped(statement(asked.fragment), Visibility(by_scope=scopes is not None))
    rows = database.read(text_of, {**asked.parameters, "scopes": scopes})
    return found([row[0] for row in rows], asked.first)
