"""From what somebody typed to the fragment `search/entities` and its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_platform.errors import UsageError
from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import SEARCH_INDEX
from graph_platform.search.lucene import lucene
from graph_platform.search_keys import fold

FRAGMENT = "search/entities"
MOST_CHARACTERS = 200
MOST_FIRST = 100
CANDIDATES = 500
"""How many the index hands over, the best ways of matching first: as far as one can turn pages."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last one's rank, sort key and id, which stay what they are while others come and go.

    The sort key is made of a name: who may not read the one must not read the other.
    """

    rank: int
    sort: str
    id: str


@dataclass(frozen=True, slots=True)
class Question:
    """A fragment of `cypher/` and what it is given."""

    fragment: str
    parameters: Mapping[str, Any]
    first: int


def question(
    text: str,
    kinds: Sequence[str] = (),
    first: int = 20,
    after: Cursor | None = None,
    scopes: Sequence[str] | None = None,
    before: Cursor | None = None,
    from_end: bool = False,
) -> Question | None:
    """What to ask for a text; None where there is nothing to look for, whose answer is an empty page.

    `kinds` are labels of the ontology, of which an entity has to have one; none stands for all. `first` is how many a
    page holds, `after` the end of the page before, `before` the beginning of the one behind; `from_end` asks for the
    last rows instead of the first. `scopes` are those of the viewer, None for one who sees everything; the statement
    asks for them itself, and is given them here so that hidden entities take nobody's place.

    Raises `UsageError` for a text that is too long, a label that there is not, and a page of no size.
    """
    if not 1 <= first <= MOST_FIRST:
        raise UsageError("a page has no such size", f"Ask for 1 to {MOST_FIRST} at once.")
    if not set(kinds) <= ONTOLOGY.labels.keys():
        raise UsageError(
            "there is no such kind", f"Kinds are labels, such as {', '.join(ONTOLOGY.dimensions)}."
        )
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            "the text to look for is too long",
            f"Give a name, or some words: at most {MOST_CHARACTERS} characters.",
        )
    text = text.encode("utf-8", "ignore").decode("utf-8")
    folded = fold(text)
    if not folded:
        return None
    return Question(
        FRAGMENT,
        {
            "search_index": SEARCH_INDEX,
            "search_text": lucene(text, sorted(kinds), scopes),
            "search_name": folded,
            "search_candidates": CANDIDATES,
            "search_first": first + 1,
            "search_last": first + 1 if from_end else None,
            "search_after": _keys(after),
            "search_before": _keys(before),
        },
        first,
    )


def _keys(cursor: Cursor | None) -> Mapping[str, Any] | None:
    return {"rank": cursor.rank, "sort": cursor.sort, "id": cursor.id} if cursor else None
