"""What a person does: judge, merge, split, take back. Each is kept as a judgement, so that later runs hold to it."""

from __future__ import annotations

from itertools import product
from typing import Any

import orjson

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.resolution import changes, judgements
from graph_platform.resolution.resolving import Judgement
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

MOST = 50
"""Records on each side of a split for which every pair is judged; of more, these."""


def judge(
    database: Database,
    left: str,
    right: str,
    same: bool | None,
    by: str,
    why: str,
    command: str = "judge",
    again: bool = True,
) -> list[int]:
    """Decide about two records or entities, and let entities follow; numbers of the changes.

    `same` is nothing where somebody cannot tell. Raises `UsageError`, unless `again` also where somebody has said
    something else of them.
    """
    ensure_schema(database)
    ours, theirs = changes.records_of(database, left), changes.records_of(database, right)
    if same:
        if ours[0] == theirs[0]:
            raise UsageError("both ids stand for one record", "Name two records, or two entities.")
        judgements.keep(database, _between(ours[:1], theirs[:1], True), by, why, again)
        group = changes.Group(tuple(sorted({*_of_entity(database, ours), *_of_entity(database, theirs)})))
        return changes.apply(database, [group], changes.Author(command, by, why))
    if set(ours) & set(theirs):
        raise UsageError(
            "both ids stand for one entity", "Name the records to be told apart: `resolve split`."
        )
    if same is None:
        judgements.keep_unknown(database, list(product(ours[:MOST], theirs[:MOST])), by, why, again)
    else:
        judgements.keep(database, _between(ours, theirs, False), by, why, again)
    return []


def split(database: Database, entity: str, records: list[str], by: str, why: str) -> list[int]:
    """Take records out of an entity; the numbers of what changed. Raises `UsageError`."""
    ensure_schema(database)
    members = changes.records_of(database, entity)
    strangers = set(records) - set(members)
    if strangers:
        raise UsageError("a record is not one of this entity's", "`graph-platform show` lists them.")
    rest = [record for record in members if record not in records]
    if not rest:
        raise UsageError("nothing would be left of the entity", "Name fewer records.")
    judgements.keep(database, _between(records, rest, False), by, why)
    groups = [changes.Group(tuple(sorted(records)), split=True), changes.Group(tuple(sorted(rest)))]
    return changes.apply(database, groups, changes.Author("split", by, why))


def undo(database: Database, number: int, by: str, why: str) -> list[int]:
    """Take a change back, and keep it back. Raises `UsageError`."""
    ensure_schema(database)
    found = database.read(statement("resolution/read_change"), {"number": number})
    before = _entities(database, _moved(found))
    numbers = changes.undo(database, number, by, why)
    after = _entities(database, _moved(found))
    parted = [
        Judgement(left, right, False)
        for left, right in product(before, before)
        if left < right and before[left] == before[right] and after[left] != after[right]
    ]
    if parted:
        _replace(database, parted[: MOST * MOST], by, why or f"change {number} was taken back")
    return numbers


def _moved(found: list[Any]) -> list[str]:
    return [row["id"] for row in orjson.loads(found[0]["change"]["moves"])] if found else []


def _entities(database: Database, ids: list[str]) -> dict[str, str]:
    rows = database.read(statement("resolution/read_groups"), {"ids": ids})[0]["rows"] if ids else []
    return {row["id"]: row["entity"] for row in rows}


def _of_entity(database: Database, records: list[str]) -> list[str]:
    """All records of the entities that these are about."""
    found: set[str] = set()
    for entity in set(_entities(database, records).values()):
        found |= set(changes.records_of(database, entity))
    return sorted(found | set(records))


def _replace(database: Database, parted: list[Judgement], by: str, why: str) -> None:
    """Keep new judgements in the place of those that said the contrary."""
    ids = [judgements.judgement_id(j.left, j.right) for j in parted]
    database.write(statement("resolution/drop_judgements"), {"ids": ids})
    judgements.keep(database, parted, by, why)


def _between(ours: list[str], theirs: list[str], same: bool) -> list[Judgement]:
    return [Judgement(left, right, same) for left, right in product(ours[:MOST], theirs[:MOST])]
