"""What the graph around two records says: common neighbours, joined neighbours, companions of the same names.

Bhattacharya and Getoor (Collective Entity Resolution in Relational Data, 2007) decide pairs together, since each
decision is evidence for the next; here the evidence is added in bits to what the records say themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

SAYS_NOTHING = frozenset(
    (
        "MANAGES_ACCOUNT",
        "ASSIGNED_TO",
        "REQUIRES_SKILL",
        "HAS_SKILL",
        "STUDIED_AT",
        "INSTANCE_OF",
        "MADE_BY",
        "SOLD_FOR",
    )
)
"""Types that join many who have nothing else in common: all customers of one of our people, all who know Java."""
MOST = 12.0
"""Bits that all neighbours together can add."""
HUB = 60
"""A node with more neighbours than this says nothing about who two of them are."""


WELL_CONNECTED = 12
"""A companion with more neighbours than this is met by many: our own salesman."""
COMPANION = 3.5
"""Bits for each other name that is met on both sides: founders found together."""


@dataclass(frozen=True, slots=True)
class Related:
    """A relationship between two records, in one direction or the other."""

    source: str
    target: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is found around two records: bits, and what they come from."""

    bits: float
    reasons: tuple[str, ...]


class Neighbourhood:
    """Relationships between records, in which records that are one already are met as one."""

    def __init__(self, related: Iterable[Related], same: Mapping[str, str] | None = None) -> None:
        same = same or {}
        self._of = same
        self._next: dict[str, set[str]] = defaultdict(set)
        for relation in related:
            if relation.type in SAYS_NOTHING:
                continue
            one, other = (
                same.get(relation.source, relation.source),
                same.get(relation.target, relation.target),
            )
            if one != other:
                self._next[one].add(other)
                self._next[other].add(one)

    def around(self, left: str, right: str, names: Mapping[str, str | None]) -> Around:
        """The evidence for two records; `names` are the names by which companions are known again."""
        one, other = self._of.get(left, left), self._of.get(right, right)
        mine, theirs = self._next.get(one, set()) - {other}, self._next.get(other, set()) - {one}
        if not mine or not theirs:
            return Around(0.0, ())
        bits, reasons = 0.0, []
        shared = [node for node in mine & theirs if len(self._next[node]) <= HUB]
        if shared:
            bits += sum(max(9.0 - log2(len(self._next[node])), 2.0) for node in shared)
            reasons.append(f"{len(shared)} neighbours in common")
        else:
            joined = self._joined(mine, theirs)
            if joined:
                bits += joined
                reasons.append("neighbours that are joined themselves")
            companions = self._companions(one, other, mine, theirs, names)
            if companions:
                bits += COMPANION * companions
                reasons.append(f"{companions} companions of the same names on both sides")
        return Around(min(bits, MOST), tuple(reasons))

    def _joined(self, mine: set[str], theirs: set[str]) -> float:
        best = 0.0
        for node in mine:
            if (met := self._next[node] & theirs) and len(self._next[node]) <= HUB * 4:
                best = max(
                    best, *(max(8.0 - log2(len(self._next[node]) * len(self._next[m])) / 2, 2.0) for m in met)
                )
        return best

    def _companions(
        self, one: str, other: str, mine: set[str], theirs: set[str], names: Mapping[str, str | None]
    ) -> int:
        def called(nodes: set[str], but: str) -> set[str]:
            found = {n for node in nodes if len(self._next[node]) <= HUB * 4 for n in self._next[node]} - {
                but
            }
            few = (node for node in found if len(self._next[node]) <= WELL_CONNECTED)
            return {name for node in few if (name := names.get(node))}

        return len(called(mine, one) & called(theirs, other))


def related_from_rows(rows: Sequence[Mapping[str, str]]) -> list[Related]:
    """Relationships out of rows of a CSV file with `source,target,type`; other columns say nothing here."""
    return [Related(row["source"], row["target"], row.get("type") or "") for row in rows]
