"""What no probability outweighs: reasons for which two records are never one thing without a person's word.

Every reason has one form: something of which a thing has one, such as an identifier, a generation (Sr., Jr.) or the
place of a branch. Two that have it, and share no value of it, are two.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph_platform.resolution.features import Row

Marks = Mapping[str, frozenset[str]]
"""What of one record, or of all records of a cluster, may forbid joining it with others: values by kind."""

COLUMNS = ("identifiers", "generation", "gender", "branch", "ordinals")
"""The columns of a row that marks are made of."""
REASONS: Mapping[str, str] = {
    "generation": "one is the elder and one the younger of a name (Sr., Jr.)",
    "gender": "one is a man and one a woman by their titles",
    "branch": "a branch is not its head office, nor another branch",
    "ordinals": "the numbers in the names differ",
    "judged": "somebody has judged them to be different",
}
_NONE: Marks = {}


def marks_of(row: Row) -> Marks:
    """The marks of one row of `features`, or of its columns `COLUMNS`."""
    marks: dict[str, frozenset[str]] = {}
    for identifier in row["identifiers"] or ():
        kind, _, value = identifier.partition("=")
        kind = _register(kind, value)
        marks[kind] = marks.get(kind, frozenset()) | {value}
    for kind in ("generation", "gender", "ordinals"):
        if value := row.get(kind):
            marks[kind] = frozenset((value,))
    if "branch" in row:
        marks["branch"] = _BRANCHLESS if not row["branch"] else frozenset((row["branch"],))
    return marks or _NONE


_BRANCHLESS = frozenset(("",))


def _register(kind: str, value: str) -> str:
    """One company may stand in two countries' registers, and twice in none of them."""
    if kind == "company_number":
        return f"{kind} {value.partition('/')[0]}"
    return f"{kind} {value[:2]}" if kind == "vat_number" else kind


def judged_apart(number: int, left: bool) -> Marks:
    """The mark of one side of a judgement that two are different."""
    return {f"judged {number}": frozenset(("left" if left else "right",))}


def joined(one: Marks, other: Marks) -> Marks:
    """The marks of both."""
    if not other or one == other:
        return one
    return {**one, **{kind: one.get(kind, frozenset()) | values for kind, values in other.items()}}


def veto(one: Marks, other: Marks) -> str | None:
    """Why these two are kept apart, in words without a value, or nothing."""
    agreed = False
    numbers_differ = False
    reason = None
    for kind in one.keys() & other.keys():
        differ = one[kind].isdisjoint(other[kind])
        if kind == "ordinals":
            numbers_differ = differ
        elif differ:
            reason = _better(reason, kind)
        elif kind not in REASONS:
            agreed = True
    if reason is None and numbers_differ and not agreed:
        reason = "ordinals"
    return _told(reason) if reason else None


def _better(reason: str | None, kind: str) -> str:
    """The reason to be told of two: always the same one."""
    return kind if reason is None else min(reason, kind)


def _told(kind: str) -> str:
    said = kind.partition(" ")[0]
    return REASONS.get(said, f"two different, valid identifiers of one kind: {said}")


def forbidden(one: Marks, other: Marks) -> bool:
    """Whether anything keeps these two apart."""
    return veto(one, other) is not None
