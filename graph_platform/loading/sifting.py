"""Which rows of a batch are to be stored: those that the same load has met before are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_platform.loading.prepare import Prepared
from graph_platform.loading.reading import Batch
from graph_platform.loading.rejects import Reject
from graph_platform.loading.seen import Again, Seen


@dataclass(slots=True)
class Sifted:
    """The rows of a batch that are to be stored, all that are rejected, and how many were met before.

    `newer` are the leads of rows that replace one that was met before.
    """

    rejects: list[Reject]
    rows: list[Prepared] = field(default_factory=list)
    newer: set[str] = field(default_factory=set)
    same: int = 0


def sift(batch: Batch, seen: Seen) -> Sifted:
    """Look at a batch beside the rows before it, and remember its own."""
    sifted = Sifted(list(batch.rejects))
    for (_, row), again in zip(batch.rows, seen.check(batch.rows), strict=True):
        if again is Again.CONFLICT:
            reason = "has the key of an earlier row with other contents"
            sifted.rejects.append(Reject(batch.file.name, row.table, row.line, reason, row.raw))
        elif again is Again.SAME:
            sifted.same += 1
        else:
            sifted.rows.append(row)
            if again is Again.NEWER:
                sifted.newer.add(row.lead)
    seen.refuse(batch.refused)
    seen.pass_over(batch.unread)
    return sifted
