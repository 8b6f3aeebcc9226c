"""What people decide about two records: it outweighs every model, and contradicts itself nowhere."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import product

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.resolution.resolving import Judgement
from graph_platform.statements import statement


def judgement_id(left: str, right: str) -> str:
    """The id of what is decided about two records, whichever is named first."""
    return blake2b("\0".join(sorted((left, right))).encode(), digest_size=16, person=b"judgement").hexdigest()


def keep(database: Database, judgements: Sequence[Judgement], by: str, why: str) -> None:
    """Keep what was decided. Raises `UsageError`, which names the two others, where it contradicts what was before."""
    known = [
        Judgement(row["left"], row["right"], row["same"])
        for row in database.read(statement("resolution/read_judgements"))
    ]
    decided = {judgement_id(j.left, j.right) for j in judgements}
    others = [j for j in known if judgement_id(j.left, j.right) not in decided]
    for number, judgement in enumerate(judgements):
        refuse_contradiction(judgement, [*others, *judgements[:number]])
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
    database.write(statement("resolution/write_judgements"), {"rows": rows})


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
