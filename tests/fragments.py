"""Fragments of statements put together as the planner does: one organization, everything asked of it in one read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from graph_platform.database import Database
from graph_platform.dimensions import DIMENSIONS
from graph_platform.statements import statement

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)
VISIBLE = re.compile(r"\bVISIBLE\((\w+)\)")
HOLDS = re.compile(r"\bHOLDS\((\w+)\)")


def filled(text: str, *, scoped: bool) -> str:
    """A fragment without its comment, with its markers replaced."""
    text = re.sub(r"//.*", "", text).strip()
    seen = r"any(scope IN \1.scopes WHERE scope IN $scopes)" if scoped else "true"
    return HOLDS.sub(r"\1.valid_from <= $as_of < \1.valid_to", VISIBLE.sub(seen, text))


def composed(names: Sequence[str] = tuple(DIMENSIONS), *, scoped: bool = False) -> str:
    """One statement that reads these dimensions of the organization `$id`."""
    asked = ",\n".join(
        f"{name}: COLLECT {{ {filled(statement(DIMENSIONS[name].fragment), scoped=scoped)} }}"
        for name in names
    )
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
