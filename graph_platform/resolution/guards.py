"""What no probability outweighs: reasons for which two records are never one thing without a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph_platform.resolution.features import Row


@dataclass(slots=True)
class Marks:
    """What of one record, or of all records of a cluster, may forbid joining it with others."""

    identifiers: dict[str, set[str]] = field(default_factory=dict)
    generations: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    branches: set[str] = field(default_factory=set)
    ordinals: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    """Records that somebody has judged to be about something else."""

    def joined(self, other: Marks) -> Marks:
        """The marks of both."""
        kinds = self.identifiers.keys() | other.identifiers.keys()
        return Marks(
            {kind: self.identifiers.get(kind, set()) | other.identifiers.get(kind, set()) for kind in kinds},
            self.generations | other.generations,
            self.genders | other.genders,
            self.branches | other.branches,
            self.ordinals | other.ordinals,
            self.records | other.records,
            self.apart | other.apart,
        )


def marks_of(row: Row) -> Marks:
    """The marks of one row of `features`."""
    identifiers: dict[str, set[str]] = {}
    for identifier in row["identifiers"] or ():
        kind, _, value = identifier.partition("=")
        identifiers.setdefault(_register(kind, value), set()).add(value)
    return Marks(
        identifiers,
        {row["generation"]} if row.get("generation") else set(),
        {row["gender"]} if row.get("gender") else set(),
        {row.get("branch") or ""} if "branch" in row else set(),
        {row["ordinals"]} if row.get("ordinals") else set(),
        {row["unique_id"]},
    )


def _register(kind: str, value: str) -> str:
    """One company may stand in two countries' registers, and twice in none of them."""
    if kind == "company_number":
        return f"{kind} {value.partition('/')[0]}"
    return f"{kind} {value[:2]}" if kind == "vat_number" else kind


def veto(one: Marks, other: Marks) -> str | None:
    """Why these two are kept apart, in words without a value, or nothing."""
    if one.records & other.apart or other.records & one.apart:
        return "somebody has judged them to be different"
    for kind, values in one.identifiers.items():
        if (others := other.identifiers.get(kind)) and values.isdisjoint(others):
            return f"two different, valid identifiers of one kind: {kind.partition(' ')[0]}"
    if _differ(one.generations, other.generations):
        return "one is the elder and one the younger of a name (Sr., Jr.)"
    if _differ(one.genders, other.genders):
        return "one is a man and one a woman by their titles"
    if _differ(one.branches, other.branches):
        return "a branch is not its head office, nor another branch"
    if _share_identifier(one, other):
        return None
    if _differ(one.ordinals, other.ordinals):
        return "the numbers in the names differ"
    return None


def _differ(some: set[str], others: set[str]) -> bool:
    return bool(some and others and some.isdisjoint(others))


def _share_identifier(one: Marks, other: Marks) -> bool:
    return any(values & other.identifiers.get(kind, set()) for kind, values in one.identifiers.items())


def marks_by_id(rows: Iterable[Row]) -> Mapping[str, Marks]:
    """The marks of every row."""
    return {row["unique_id"]: marks_of(row) for row in rows}
