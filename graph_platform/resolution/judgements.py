"""What people decide about two records: it outweighs every model, and contradicts itself nowhere."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from graph_platform.database import Transaction, run
from graph_platform.errors import UsageError
from graph_platform.resolution.resolving import Judgement
from graph_platform.statements import statement

NAMED = 6
"""Judgements that are named where one contradicts them."""


def judgement_id(left: str, right: str) -> str:
    """The id of what is decided about two records, whichever is named first."""
    return blake2b("\0".join(sorted((left, right))).encode(), digest_size=16, person=b"judgement").hexdigest()


def keep(tx: Transaction, judgements: Sequence[Judgement], by: str, why: str) -> None:
    """Keep what was decided. Raises `UsageError`, which names the others, where it contradicts what was before."""
    known = [
        Judgement(row["left"], row["right"], row["same"])
        for row in run(tx, statement("resolution/read_judgements"))
    ]
    decided = {judgement_id(j.left, j.right) for j in judgements}
    told = _Told(j for j in known if judgement_id(j.left, j.right) not in decided)
    for judgement in judgements:
        told.refuse_contradiction(judgement)
        told.add(judgement)
    at = time.time_ns() // 1_000_000
    rows = [
        {
            "id": judgement_id(j.left, j.right),
            "left": j.left,
            "right": j.right,
            "same": j.same,
            "by": by,
            "why": why,
            "at": at,
        }
        for j in judgements
    ]
    run(tx, statement("resolution/write_judgements"), {"rows": rows})


class _Told:
    """Judgements by the records that they are about."""

    def __init__(self, known: Iterable[Judgement]) -> None:
        self.same: dict[str, set[str]] = defaultdict(set)
        self.apart: dict[str, set[str]] = defaultdict(set)
        for each in known:
            self.add(each)

    def add(self, judgement: Judgement) -> None:
        of = self.same if judgement.same else self.apart
        of[judgement.left].add(judgement.right)
        of[judgement.right].add(judgement.left)

    def refuse_contradiction(self, judgement: Judgement) -> None:
        """Refuse A is B where A is C and B isn't C, and A isn't B where both are C. Raises `UsageError`."""
        one = self.ways(judgement.left)
        if not judgement.same:
            if judgement.right in one:
                raise contradiction(_along(one, judgement.right))
            return
        other = self.ways(judgement.right)
        for left in one:
            if right := next((each for each in self.apart.get(left, ()) if each in other), None):
                between = Judgement(left, right, False)
                raise contradiction([*_along(one, left), between, *_along(other, right)])

    def ways(self, start: str) -> dict[str, str | None]:
        """What is judged to be the same as a record, directly or by others, each with the one before it."""
        found: dict[str, str | None] = {start: None}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for other in sorted(self.same.get(here, set()) - found.keys()):
                found[other] = here
                waiting.append(other)
        return found


def reach(known: Iterable[Judgement], start: str) -> set[str]:
    """What is judged to be the same as a record, directly or by others, and the record itself."""
    return set(_Told(known).ways(start))


def _along(ways: Mapping[str, str | None], end: str) -> list[Judgement]:
    found = []
    while (before := ways[end]) is not None:
        found.append(Judgement(before, end, True))
        end = before
    return found[::-1]


def contradiction(others: Sequence[Judgement]) -> UsageError:
    """The error of a judgement that these earlier ones forbid."""
    told = [f"{j.left} {'is' if j.same else 'is not'} {j.right}" for j in others]
    more = [f"and {len(told) - NAMED} more"] if len(told) > NAMED else []
    return UsageError(
        f"this contradicts {'earlier judgements' if len(told) > 1 else 'an earlier judgement'}: "
        + ", ".join([*told[:NAMED], *more]),
        "Judge one of those anew first, or leave it.",
    )
