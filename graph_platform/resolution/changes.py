"""What resolution changes in the graph: which records are one. Every change is numbered, and can be taken back.

A record keeps everything that its source said. What changes is its `resolved`, which it has in common with the records
that are about the same thing; entities follow, by the one function that computes them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from neo4j import ManagedTransaction

from graph_platform.database import Database, Pipeline, pipeline, run, run_collected
from graph_platform.errors import UsageError
from graph_platform.identity import entity_id
from graph_platform.loading.recompute import Touched, read_trust, recompute
from graph_platform.loading.unresolved import note_touched
from graph_platform.statements import statement

RUN = "run"
"""The command of a run, which has resolved what it changes."""
BATCH = 500
"""Clusters that are written in one transaction: each is whole before anybody sees it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are to be one; with `split`, from now on by no identifier of theirs. `None` leaves that as it is."""

    records: tuple[str, ...]
    split: bool | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, by which command, and why."""

    command: str
    by: str
    why: str


def apply(
    database: Database,
    groups: Sequence[Group],
    author: Author,
    tell: Callable[[int], None] = lambda count: None,
) -> list[int]:
    """Make the records of each group one; the numbers of what changed. Groups have no record in common."""
    numbers: list[int] = []
    for start in range(0, len(groups), BATCH):
        piece = groups[start : start + BATCH]
        numbers += database.transact(partial(_apply, groups=piece, author=author))
        tell(start + len(piece))
    return numbers


def _apply(transaction: ManagedTransaction, groups: Sequence[Group], author: Author) -> list[int]:
    with pipeline(transaction) as tx:
        now = take_turn(tx)
        ids = [record for group in groups for record in group.records]
        before = {
            row["id"]: row for row in run_collected(tx, statement("resolution/read_groups"), {"ids": ids})
        }
        moves = []
        for group in groups:
            there = [before[id_] for id_ in group.records if id_ in before]
            move = _moves(there, group.split)
            if move:
                moves.append(move)
        return _move(tx, moves, author, now)


def _moves(records: Sequence[dict[str, Any]], split: bool | None) -> list[dict[str, Any]]:
    """What is to be set on the records of one group, beside what there was."""
    if not records:
        return []
    founder = min(records, key=lambda record: (record["arrived"], record["key"], record["id"]))
    wanted = entity_id(founder["id"]) if len(records) > 1 else None
    return [
        {
            "id": record["id"],
            "resolved": wanted,
            "split": record["split"] if split is None else split,
            "was": record["resolved"],
            "was_split": record["split"],
        }
        for record in records
        if record["resolved"] != wanted or (split is not None and record["split"] != split)
    ]


def _move(tx: Pipeline, moves: Sequence[list[dict[str, Any]]], author: Author, now: int) -> list[int]:
    """Set what is to be set, compute what follows, and keep how it was."""
    if not moves:
        return []
    rows = [row for move in moves for row in move]
    ids = [row["id"] for row in rows]
    first = run(tx, statement("resolution/next_numbers"), {"count": len(moves)})[0]["first"]
    touched = Touched(records=set(ids))
    for row in run_collected(tx, statement("resolution/read_groups"), {"ids": ids}):
        if row["entity"]:
            touched.entities.add(row["entity"])
    run(tx, statement("resolution/regroup"), {"rows": rows})
    run(
        tx,
        statement("resolution/write_changes"),
        {
            "rows": [
                {
                    "change": {
                        "number": number,
                        "command": author.command,
                        "by": author.by,
                        "why": author.why,
                        "at": now,
                        "moves": orjson.dumps(move).decode(),
                    },
                    "records": [row["id"] for row in move],
                }
                for number, move in enumerate(moves, first)
            ]
        },
    )
    recompute(tx, touched, read_trust(tx))
    if author.command != RUN:
        note_touched(tx, now, ids)
    return list(range(first, first + len(moves)))


def take_turn(tx: Pipeline) -> int:
    """Wait for the lock on which writers of entities take turns; the time that it gives, in milliseconds since 1970."""
    now = time.time_ns() // 1_000_000
    return int(run(tx, statement("load/take_turn"), {"now": now})[0]["arrived"])


def undo(database: Database, number: int, by: str, why: str) -> list[int]:
    """Take a change back. Raises `UsageError` where there is none, or where a later change stands on it."""
    return database.transact(partial(_undo, number=number, by=by, why=why))


def _undo(transaction: ManagedTransaction, number: int, by: str, why: str) -> list[int]:
    with pipeline(transaction) as tx:
        now = take_turn(tx)
        found = run(tx, statement("resolution/read_change"), {"number": number})
        if not found:
            raise UsageError(
                f"there is no change {number}", "`graph-platform resolve log` lists those of an entity."
            )
        change = found[0]["change"]
        if change.get("undone_by"):
            raise UsageError(
                f"change {number} was taken back by {change['undone_by']}", "There is nothing left of it."
            )
        moved = orjson.loads(change["moves"])
        ids = [row["id"] for row in moved]
        present = {
            row["id"]: row for row in run_collected(tx, statement("resolution/read_groups"), {"ids": ids})
        }
        back = []
        for row in moved:
            record = present.get(row["id"])
            if record is None:
                continue
            if (record["resolved"], record["split"]) != (row["resolved"], row["split"]):
                raise UsageError(
                    f"a later change stands on change {number}",
                    "Take the later one back first: `resolve log` names it.",
                )
            back.append(
                {
                    "id": row["id"],
                    "resolved": row["was"],
                    "split": row["was_split"],
                    "was": row["resolved"],
                    "was_split": row["split"],
                }
            )
        numbers = _move(tx, [back] if back else [], Author("undo", by, why), now)
        if numbers:
            run(tx, statement("resolution/undone"), {"number": number, "by": numbers[0]})
        return numbers


def records_of(database: Database, id_: str) -> list[str]:
    """The records that an id of an entity, a former id or a record stands for. Raises `UsageError` where none does."""
    found = [row["id"] for row in database.read(statement("resolution/records_of"), {"id": id_})]
    if not found:
        raise UsageError("no entity and no record has this id", "`graph-platform show NAME` finds ids.")
    return found


def log(database: Database, entity: str, limit: int = 100) -> list[dict[str, Any]]:
    """The changes of an entity's records, the newest first."""
    found = database.read(statement("resolution/changes_of_entity"), {"id": entity, "limit": limit})
    return [dict(row["change"]) for row in found]


def groups_of(clusters: Iterable[Iterable[str]]) -> list[Group]:
    """Clusters as groups, in an order that is always the same."""
    return [Group(records) for records in sorted(tuple(sorted(cluster)) for cluster in clusters)]
