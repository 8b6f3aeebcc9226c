"""Fragments of statements put together as the planner does: one organization, everything asked of it in one read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from gql.planning import fragments
from graph_platform.database import Database
from graph_platform.dimensions import DIMENSIONS
from graph_platform.statements import Visibility

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)


def filled(name: str, called: str = "organization", *, scoped: bool) -> str:
    """The fragment of a dimension as it stands in a statement in which the organization is called so."""
    fragment = DIMENSIONS[name].fragment
    return fragments.filled(fragment, {"organization": called}, {}, "$as_of", Visibility(scoped))


def composed(names: Sequence[str] = tuple(DIMENSIONS), *, scoped: bool = False) -> str:
    """One statement that reads these dimensions of the organization `$id`."""
    asked = ",\n".join(f"{name}: COLLECT {{ {filled(name, scoped=scoped)} }}" for name in names)
    return f"MATCH (organization:Entity {{id: $id}}) RETURN {{ {asked} }} AS answer"


def parameters(id_: str, now: datetime = NOW, scopes: Sequence[str] = ()) -> dict[str, Any]:
    """What the statement is given."""
    return {"id": id_, "now": now, "as_of": now.date(), "scopes": list(scopes)}


def dimensions(
    database: Database,
    id_: str,
    names: Sequence[str] = tuple(DIMENSIONS),
    *,
    now: datetime = NOW,
    scopes: Sequence[str] | None = None,
) -> Mapping[str, Any]:
    """The dimensions of one organization, for somebody who sees these scopes, or everything."""
    text = composed(names, scoped=scopes is not None)
    ((answer,),) = database.read(text, parameters(id_, now, scopes or ()))
    return {name: DIMENSIONS[name].compute(answer[name]) for name in names}


def dimension(database: Database, id_: str, name: str, **more: Any) -> Any:
    """One of them."""
    return dimensions(database, id_, (name,), **more)[name]
