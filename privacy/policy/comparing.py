"""Two policies beside each other: what the new one shows more, and what it shows less, role by role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from graph_platform.ontology import ONTOLOGY
from privacy.policy.deciding import Asking, Condition, Decision, InForce, Sight, sight_of
from privacy.policy.operators import ORDER, Operator


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes for viewers with one role and purpose: of a property, or of rows (`subject` says which)."""

    role: str
    purpose: str
    subject: str
    before: str
    after: str
    opens: bool


def differences(old: InForce, new: InForce) -> list[Difference]:
    """Everything that changes for somebody with one role and at most one purpose."""
    found: list[Difference] = []
    roles = dict.fromkeys((*old.policy.roles, *new.policy.roles))
    purposes = dict.fromkeys(("", *old.policy.purposes, *new.policy.purposes))
    for role, purpose in product(roles, purposes):
        asking = Asking((role,), (purpose,) if purpose else ())
        before, after = sight_of(old, asking), sight_of(new, asking)
        found += [
            Difference(role, purpose, *changed)
            for changed in (*_values(before, after), *_rows(before, after))
        ]
    if (old.policy.combine, new.policy.combine) == ("strictest", "widest"):
        found.append(Difference("*", "", "combine", "strictest", "widest", True))
    if new.policy.k < old.policy.k:
        found.append(Difference("*", "", "k", str(old.policy.k), str(new.policy.k), True))
    return found


def opens(old: InForce, new: InForce) -> bool:
    """Whether anybody would see anything more."""
    return any(each.opens for each in differences(old, new))


def _values(before: Sight, after: Sight) -> Iterator[tuple[str, str, str, bool]]:
    for owner, declared in ONTOLOGY.every_property():
        one, other = before.decision(owner, declared.name), after.decision(owner, declared.name)
        if (one.conditions, one.table) != (other.conditions, other.table):
            field = f"{owner}.{declared.name}"
            yield field, told(one), told(other), _shows_more(one, other)


def _shows_more(one: Decision, other: Decision) -> bool:
    """Whether the other one shows more on some node."""
    conditions = tuple(dict.fromkeys((*one.conditions, *other.conditions)))
    for said in product((False, True), repeat=len(conditions)):
        known: dict[Condition, bool] = dict(zip(conditions, said, strict=True))
        was = one.at([known[each] for each in one.conditions])
        now = other.at([known[each] for each in other.conditions])
        # two that show different parts of a value show more than either
        if now is not was and (ORDER.index(now) < ORDER.index(was) or _is_partial(now)):
            return True
    return False


def _is_partial(operator: Operator) -> bool:
    return operator not in (Operator.MASK, Operator.AGGREGATE)


def _rows(before: Sight, after: Sight) -> Iterator[tuple[str, str, str, bool]]:
    for kind in ("labels", "relationships", "entities"):
        one, other = set(getattr(before.hidden, kind)), set(getattr(after.hidden, kind))
        for name in sorted(one ^ other):
            was, now = ("hidden", "there") if name in one else ("there", "hidden")
            yield name, was, now, name in one


def told(decision: Decision) -> str:
    """A decision in a few words."""
    shown = list(dict.fromkeys(operator.value for operator in decision.table))
    return shown[0] if len(shown) == 1 else f"{' or '.join(shown)}, by the node"
