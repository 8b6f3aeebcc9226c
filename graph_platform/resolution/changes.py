"""What resolution changes in the graph: which records are one. Every change is numbered, and can be taken back.

A record keeps everything that its source said. What changes is its `resolved`, which it has in common with the records
that are about the same thing; entities follow, by the one function that computes them. A change holds every record of
the entities that it met, those included that stayed as they were: so it can be told whether they still are as it left
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import orjson
from neo4j import ManagedTransaction

from graph_platform.database import Database, Pipeline, Transaction, pipeline, run, run_collected
from graph_platform.errors import UsageError
from graph_platform.loading.clusters import Components
from graph_platform.loading.recompute import Touched, read_trust, recompute
from graph_platform.loading.turns import take_turn
from graph_platform.loading.unresolved import note_touched
from graph_platform.resolution.grouping import (
    Group,
    contradicts,
    groups_that_meet,
    hold_apart,
    is_stale,
    read_members,
    take_along,
)
from graph_platform.statements import statement

__all__ = [
    "Author",
    "Group",
    "apply",
    "groups_of",
    "in_turn",
    "log",
    "move",
    "read_records_of",
    "records_of",
    "regroup",
]
RUN = "run"
"""The command of a run, which has resolved what it changes."""
BATCH = 500
"""Groups that are written in one transaction, unless more of them meet in one entity."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, by which command, and why; `undoes` is the number of the change that is taken back."""

    command: str
    by: str
    why: str
    undoes: int | None = None


def in_turn(database: Database, work: Callable[[Pipeline, int], T]) -> T:
    """Do something in one transaction while nobody else writes entities; `work` is given the time of its turn."""

    def turn(transaction: ManagedTransaction) -> T:
        with pipeline(transaction) as tx:
            return work(tx, take_turn(tx))

    return database.transact(turn)


def apply(
    database: Database,
    groups: Sequence[Group],
    author: Author,
    tell: Callable[[int], None] = lambda count: None,
) -> list[int]:
    """Make the records of each group one, as a run found them; the numbers of what changed.

    Groups have no record in common. Those that meet in an entity are written together, so that nobody sees one of them
    changed and another not. What somebody has changed since the run read it stays as it is, for the next run.
    """
    numbers: list[int] = []
    written = 0
    for piece in _pieces(database, groups):
        numbers += in_turn(database, partial(regroup, groups=piece, author=author, unseen=True))
        written += len(piece)
        tell(written)
    return numbers


def _pieces(database: Database, groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The groups in pieces of about `BATCH` that meet in no entity."""
    meeting = Components()
    for start in range(0, len(groups), BATCH):
        piece = groups[start : start + BATCH]
        about = _about(database, [record for group in piece for record in group.records])
        for number, group in enumerate(piece, start):
            for record in group.records:
                if record in about:
                    meeting.join(f"g{number}", f"e{about[record]}")
    together: dict[str, list[Group]] = defaultdict(list)
    for number, group in enumerate(groups):
        together[meeting.find(f"g{number}")].append(group)
    piece = []
    for some in together.values():
        piece += some
        if len(piece) >= BATCH:
            yield piece
            piece = []
    if piece:
        yield piece


def _about(database: Database, ids: Sequence[str]) -> dict[str, str]:
    return {
        row["id"]: row["about"]
        for row in database.read(statement("resolution/read_about"), {"ids": ids})[0]["rows"]
    }


def regroup(
    tx: Pipeline, now: int, groups: Sequence[Group], author: Author, unseen: bool = False
) -> list[int]:
    """Make the records of each group one; the numbers of what changed, one for all groups that meet in an entity.

    With `unseen`, the groups were found without the lock: those of which something is not as it was then are left out.
    """
    ids = [record for group in groups for record in group.records]
    members = read_members(tx, ids)
    judged = run(tx, statement("resolution/judgements_about"), {"ids": ids}) if unseen else []
    changing = []
    for together in groups_that_meet(groups, members):
        if unseen and (is_stale(together, members) or contradicts(together, members, judged)):
            continue
        take_along(together, members)
        hold_apart(tx, together, members, judged)
        moves = together.moves()
        if any((row["resolved"], row["split"]) != (row["was"], row["was_split"]) for row in moves):
            changing.append(moves)
    return move(tx, changing, author, now)


def move(tx: Pipeline, changing: Sequence[list[dict[str, Any]]], author: Author, now: int) -> list[int]:
    """Set what is to be set, compute what follows, and keep how it was: a change for each list of moves."""
    if not changing:
        return []
    first = run(tx, statement("resolution/next_numbers"), {"count": len(changing)})[0]["first"]
    rows = [row for moves in changing for row in moves]
    about = run_collected(tx, statement("resolution/read_about"), {"ids": [row["id"] for row in rows]})
    touched = Touched(entities={row["about"] for row in about}, records={row["id"] for row in rows})
    run(tx, statement("resolution/regroup"), {"rows": rows})
    changes = [
        {"change": _change(number, moves, author, now), "records": [row["id"] for row in moves]}
        for number, moves in enumerate(changing, first)
    ]
    run(tx, statement("resolution/write_changes"), {"rows": changes})
    recompute(tx, touched, read_trust(tx))
    if author.command != RUN:
        note_touched(tx, now, touched.records)
    return list(range(first, first + len(changing)))


def _change(number: int, moves: list[dict[str, Any]], author: Author, now: int) -> dict[str, Any]:
    who = {"command": author.command, "by": author.by, "why": author.why, "undoes": author.undoes}
    return {"number": number, **who, "at": now, "moves": orjson.dumps(moves).decode()}


def records_of(database: Database, id_: str) -> list[str]:
    """The records that an id of an entity, a former id or a record stands for. Raises `UsageError` where none does."""
    return _found(database.read(statement("resolution/records_of"), {"id": id_}))


def read_records_of(tx: Transaction, id_: str) -> list[str]:
    """The same as `records_of`, inside a transaction."""
    return _found(run(tx, statement("resolution/records_of"), {"id": id_}))


def _found(rows: Sequence[Any]) -> list[str]:
    if not rows:
        raise UsageError("no entity and no record has this id", "`graph-platform show NAME` finds ids.")
    return [row["id"] for row in rows]


def log(database: Database, id_: str, limit: int = 100) -> list[dict[str, Any]]:
    """The changes of what an id stands for, the newest first. Raises `UsageError` where it stands for nothing."""
    asked = {"ids": records_of(database, id_), "limit": limit}
    found = database.read(statement("resolution/changes_of_records"), asked)
    return [dict(row["change"]) for row in found]


def groups_of(clusters: Iterable[Iterable[str]]) -> list[Group]:
    """Clusters as groups, in an order that is always the same."""
    return [Group(records) for records in sorted(tuple(sorted(cluster)) for cluster in clusters)]
