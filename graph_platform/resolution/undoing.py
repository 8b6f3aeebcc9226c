"""A change taken back: what it moved goes where it was, if everything that it met still is as it left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from graph_platform.database import Pipeline, run
from graph_platform.errors import UsageError
from graph_platform.resolution.changes import Author, move
from graph_platform.resolution.grouping import Member, read_members
from graph_platform.statements import statement


def undo(tx: Pipeline, now: int, number: int, by: str, why: str) -> tuple[list[int], dict[str, Member]]:
    """Take a change back; the numbers of what changed, and how the records that it is about were before.

    Raises `UsageError` where there is no such change, where it was taken back, or where a later one stands on it.
    """
    found = run(tx, statement("resolution/read_change"), {"number": number})
    if not found:
        raise UsageError(
            f"there is no change {number}", "`graph-platform resolve log` lists those of an entity."
        )
    change, there = found[0]["change"], set(found[0]["records"])
    if change.get("undone_by"):
        raise UsageError(
            f"change {number} was taken back by {change['undone_by']}", "There is nothing left of it."
        )
    rows = [row for row in orjson.loads(change["moves"]) if row["id"] in there]
    members = read_members(tx, [row["id"] for row in rows])
    if _is_built_on(rows, members):
        asked = {"ids": list(members), "number": number}
        later = run(tx, statement("resolution/later_changes"), asked)
        which = f": {later[0]['number']}" if later else ""
        raise UsageError(
            f"a later change stands on change {number}{which}",
            "Take the later one back first; `resolve log` lists them.",
        )
    back = [
        {
            "id": row["id"],
            "resolved": row["was"],
            "split": row["was_split"],
            "was": row["resolved"],
            "was_split": row["split"],
        }
        for row in rows
    ]
    numbers = move(tx, [back] if back else [], Author("undo", by, why, undoes=number), now)
    if numbers:
        _note(tx, number, numbers[0])
    return numbers, {row["id"]: members[row["id"]] for row in rows}


def _is_built_on(rows: Sequence[Mapping[str, Any]], members: Mapping[str, Member]) -> bool:
    """Whether a record is not as the change left it, or another one has joined those that it left."""
    left = {row["id"]: (row["resolved"], row["split"]) for row in rows}
    groups = {row[name] for row in rows for name in ("resolved", "was") if row[name]}
    for id_, member in members.items():
        if id_ in left:
            if (member["resolved"], member["split"]) != left[id_]:
                return True
        elif member["resolved"] in groups:
            return True
    return False


def _note(tx: Pipeline, number: int, by: int | None) -> None:
    """Say by what a change was taken back; if it had taken back another one, that is in force again, and so on."""
    undone: int | None = number
    while undone:
        (row,) = run(tx, statement("resolution/undone"), {"number": undone, "by": by})
        by, undone = (None if by else undone), row["undoes"]
