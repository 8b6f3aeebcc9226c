"""What is wrong with a policy that can be read: gaps, contradictions, rules that never decide, whom it locks out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from graph_platform.errors import PolicyError
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Sensitivity
from privacy.policy.deciding import Asking, InForce, sight_of
from privacy.policy.model import Policy, Rule
from privacy.policy.operators import Operator
from privacy.policy.reading import hash_of

MOST_CONDITIONS = 6
"""Conditions on the node on which one property may depend: each doubles the cases."""
IMPLIED_BY = {
    "Person.birth_date": ("Person.resident_id",),
    "Person.gender": ("Person.resident_id",),
    "Organization.registration_number": ("Organization.uscc",),
}
"""Properties that can be worked out of others: who reads one of those reads it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at. `kind` is gap, contradiction, never or inferred."""

    kind: str
    rule: str
    message: str


def refuse_lockout(policy: Policy) -> None:
    """Raise `PolicyError` for a policy that nobody could change any more, or that one person alone could."""
    if set(policy.officers) & {"agent"}:
        raise PolicyError("programs would be officers", "Officers are people: name another role.")
    in_force = InForce(hash_of(policy), policy)
    for role in policy.roles:
        sight = sight_of(in_force, Asking((role,)))
        for owner, declared in ONTOLOGY.every_property():
            if len(sight.decision(owner, declared.name).conditions) > MOST_CONDITIONS:
                raise PolicyError(
                    f"{owner}.{declared.name} depends on more than {MOST_CONDITIONS} conditions",
                    "Let fewer rules ask about the node.",
                )
    if not any(rule.effect == "permit" for rule in policy.rules):
        raise PolicyError("it permits nothing at all", "Copy the shipped policy and change it.")


def check(policy: Policy) -> list[Remark]:
    """Everything to look at before a policy is proposed."""
    return [*_gaps(policy), *_contradictions(policy), *_never(policy), *_inferred(policy)]


def _gaps(policy: Policy) -> Iterator[Remark]:
    """Roles that see nothing, and classes of which nobody sees anything."""
    in_force = InForce(hash_of(policy), policy)
    seen: set[Sensitivity] = set()
    for role in policy.roles:
        sight = sight_of(in_force, Asking((role,), policy.purposes))
        shown = {
            declared.sensitivity
            for owner, declared in ONTOLOGY.every_property()
            if any(each is not Operator.MASK for each in sight.decision(owner, declared.name).table)
        }
        seen |= shown
        if not shown:
            yield Remark("gap", "", f"the role {role} sees no value at all")
    for sensitivity in Sensitivity:
        if sensitivity not in seen:
            yield Remark("gap", "", f"nobody sees anything of the class {sensitivity.value}")


def _contradictions(policy: Policy) -> Iterator[Remark]:
    """Permits of which a forbid takes all away, and permits with different operators for one property."""
    in_force = InForce(hash_of(policy), policy)
    told: set[tuple[str, ...]] = set()
    rules = {rule.id: rule for rule in policy.rules}
    for role in policy.roles:
        sight = sight_of(in_force, Asking((role,), policy.purposes))
        for owner, declared in ONTOLOGY.every_property():
            decision = sight.decision(owner, declared.name)
            permits = [rules[id_] for id_ in decision.rules if rules[id_].effect == "permit"]
            shows = {rule.operator for rule in permits if rule.when.is_always}
            pair = tuple(sorted(rule.id for rule in permits if rule.when.is_always))
            if len(shows) > 1 and pair not in told:
                told.add(pair)
                yield Remark(
                    "contradiction",
                    pair[0],
                    f"{', '.join(pair)} permit {owner}.{declared.name} in different ways: the most open counts",
                )


def _never(policy: Policy) -> Iterator[Remark]:
    """Rules without which every decision would be the same."""
    whole = InForce(hash_of(policy), policy)
    for rule in policy.rules:
        rest = policy.model_copy(update={"rules": tuple(each for each in policy.rules if each is not rule)})
        without = InForce(hash_of(rest), rest)
        if not _decides(whole, without, rule):
            yield Remark(
                "never", rule.id, f"{rule.id} decides nothing: without it everything would be the same"
            )


def _decides(whole: InForce, without: InForce, rule: Rule) -> bool:
    policy = whole.policy
    for role, purpose in product(rule.to.roles or policy.roles, ("", *policy.purposes)):
        asking = Asking((role,), (purpose,) if purpose else ())
        one, other = sight_of(whole, asking), sight_of(without, asking)
        if one.hidden != other.hidden:
            return True
        for owner, declared in ONTOLOGY.every_property():
            if rule.id not in one.decision(owner, declared.name).rules:
                continue
            a, b = one.decision(owner, declared.name), other.decision(owner, declared.name)
            if (a.conditions, a.table) != (b.conditions, b.table):
                return True
    return False


def _inferred(policy: Policy) -> Iterator[Remark]:
    """Properties that are masked for a role which reads what they can be worked out of."""
    in_force = InForce(hash_of(policy), policy)
    for role in policy.roles:
        sight = sight_of(in_force, Asking((role,), policy.purposes))
        for hidden, shown in IMPLIED_BY.items():
            if sight.decision(*hidden.split(".")).always is Operator.SHOW:
                continue
            for each in shown:
                if sight.decision(*each.split(".")).always is Operator.SHOW:
                    yield Remark("inferred", "", f"{role} reads {each}, and so can work out {hidden}")
