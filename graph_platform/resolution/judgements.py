"""What people decide about two records: it outweighs every model, and contradicts itself nowhere."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import product
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import Database, Pipeline, pipeline, run
from graph_platform.errors import UsageError
from graph_platform.resolution.changes import take_turn
from graph_platform.resolution.provenance import day_of
from graph_platform.resolution.resolving import Judgement
from graph_platform.statements import statement


def judgement_id(left: str, right: str) -> str:
    """The id of what is decided about two records, whichever is named first."""
    return blake2b("\0".join(sorted((left, right))).encode(), digest_size=16, person=b"judgement").hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of two records: same, different or unknown, with the day (UTC); `gone` of records that are."""

    left: str
    right: str
    verdict: str
    by: str
    why: str
    day: str
    gone: tuple[str, ...] = ()


def verdict_of(same: bool | None) -> str:
    """A judgement in a word; nothing is "can't tell"."""
    return "unknown" if same is None else "same" if same else "different"


def told(database: Database) -> list[Told]:
    """Everything that people have said, the newest first."""
    rows = database.read(statement("resolution/list_judgements"))
    return [_told(row) for row in rows]


def _told(row: Mapping[str, Any]) -> Told:
    return Told(
        row["left"],
        row["right"],
        verdict_of(row["same"]),
        row["by"] or "",
        row["why"] or "",
        day_of(row["at"]),
        tuple(row.get("gone", ())),
    )


def keep(database: Database, judgements: Sequence[Judgement], by: str, why: str, again: bool = True) -> None:
    """Keep what was decided, whole or not at all.

    Raises `UsageError`, which names the two others, where it contradicts what was decided before; and, unless `again`,
    where somebody has said something else of one of these pairs, with what that was.
    """
    database.transact(partial(_keep, judgements=judgements, by=by, why=why, again=again))


def keep_unknown(
    database: Database, pairs: Sequence[tuple[str, str]], by: str, why: str, again: bool = True
) -> None:
    """Keep that somebody cannot tell: neither joins nor parts anything, and is not asked again. Raises as `keep`."""
    database.transact(partial(_keep_unknown, pairs=pairs, by=by, why=why, again=again))


def _keep(
    transaction: ManagedTransaction, judgements: Sequence[Judgement], by: str, why: str, again: bool
) -> None:
    with pipeline(transaction) as tx:
        take_turn(tx)
        if not again:
            _hear(tx, {judgement_id(j.left, j.right): j.same for j in judgements})
        _refuse_contradictions(tx, judgements)
        _write(tx, [(j.left, j.right, j.same) for j in judgements], by, why)


def _keep_unknown(
    transaction: ManagedTransaction, pairs: Sequence[tuple[str, str]], by: str, why: str, again: bool
) -> None:
    with pipeline(transaction) as tx:
        take_turn(tx)
        if not again:
            _hear(tx, {judgement_id(*pair): None for pair in pairs})
        _write(tx, [(*pair, None) for pair in pairs], by, why)


def _hear(tx: Pipeline, said: Mapping[str, bool | None]) -> None:
    """Refuse to replace what somebody else has said unheard. Raises `UsageError`."""
    for row in run(tx, statement("resolution/read_judgements_of"), {"ids": sorted(said)}):
        if row["same"] != said[row["id"]]:
            before = _told(row)
            raise UsageError(
                f"{before.by} judged {before.left} and {before.right} {before.day}: {before.verdict}",
                "`resolve judgements` has the reason. Say yours with --again to put it in the place of that.",
            )


def _refuse_contradictions(tx: Pipeline, judgements: Sequence[Judgement]) -> None:
    known = [
        Judgement(row["left"], row["right"], row["same"])
        for row in run(tx, statement("resolution/read_judgements"), {})
        if row["same"] is not None
    ]
    decided = {judgement_id(j.left, j.right) for j in judgements}
    others = [j for j in known if judgement_id(j.left, j.right) not in decided]
    for number, judgement in enumerate(judgements):
        refuse_contradiction(judgement, [*others, *judgements[:number]])


def _write(tx: Pipeline, said: Sequence[tuple[str, str, bool | None]], by: str, why: str) -> None:
    at = time.time_ns() // 1_000_000
    rows = [
        {
            "id": judgement_id(left, right),
            "left": left,
            "right": right,
            "same": same,
            "by": by,
            "why": why,
            "at": at,
        }
        for left, right, same in said
    ]
    run(tx, statement("resolution/write_judgements"), {"rows": rows})


def refuse_contradiction(judgement: Judgement, known: Iterable[Judgement]) -> None:
    """Refuse A is B where A is C and B isn't C, and A isn't B where both are C. Raises `UsageError`."""
    same: dict[str, set[str]] = defaultdict(set)
    apart: dict[str, set[str]] = defaultdict(set)
    for each in known:
        of = same if each.same else apart
        of[each.left].add(each.right)
        of[each.right].add(each.left)
    one, other = _reach(same, judgement.left), _reach(same, judgement.right)
    if judgement.same:
        for left, right in product(one, other):
            if right in apart[left]:
                raise _contradiction(left, right, "are judged to be different")
    elif judgement.right in one:
        between = next(iter(one - {judgement.left, judgement.right}), judgement.right)
        raise _contradiction(judgement.left, between, "are judged to be the same, as is the other with it")


def _reach(same: dict[str, set[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for other in same[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def _contradiction(left: str, right: str, what: str) -> UsageError:
    return UsageError(
        f"this contradicts an earlier judgement: {left} and {right} {what}",
        "Judge those two anew first, or leave it.",
    )
