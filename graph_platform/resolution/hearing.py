"""What people have said of pairs, for people: who said what and when, and that the second one hears the first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_platform.database import Database, Transaction, run
from graph_platform.errors import Conflict
from graph_platform.resolution.judgements import judgement_id
from graph_platform.resolution.provenance import day_of
from graph_platform.resolution.stage import Pair
from graph_platform.statements import statement


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
    return [_told(row) for row in database.read(statement("resolution/list_judgements"))]


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


def hear(tx: Transaction, pairs: Iterable[Pair], same: bool | None) -> None:
    """Refuse to replace unheard what somebody has said otherwise of one of these pairs. Raises `Conflict`."""
    ids = sorted(judgement_id(*pair) for pair in pairs)
    for row in run(tx, statement("resolution/read_judgements_of"), {"ids": ids}):
        if row["same"] != same:
            before = _told(row)
            raise Conflict(
                f"{before.by} judged {before.left} and {before.right} {before.day}: {before.verdict}",
                "`resolve judgements` has the reason. Say yours with --again to put it in the place of that.",
            )


def keep_unknown(tx: Transaction, pairs: Sequence[Pair], by: str, why: str) -> None:
    """Keep that somebody cannot tell: that joins nothing, parts nothing, and is not asked again."""
    at = time.time_ns() // 1_000_000
    rows = [
        {
            "id": judgement_id(*pair),
            "left": pair[0],
            "right": pair[1],
            "same": None,
            "by": by,
            "why": why,
            "at": at,
        }
        for pair in pairs
    ]
    run(tx, statement("resolution/write_judgements"), {"rows": rows})
