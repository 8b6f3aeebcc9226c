"""How a value is shown: what the statement reads of it, and what finishes it, as the policy decides for the viewer.

What is masked altogether is not read at all, and is one constant, whether there is a value or not. Where the decision
depends on the node, the statement looks at the node beside the value and gives no more than may be shown.
"""

from __future__ import annotations

from itertools import product

from gql.planning.shapes import Finish, Leaf
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property
from privacy.masking import finishing
from privacy.policy.deciding import Decision, Sight, declarations
from privacy.policy.operators import MASK, Operator

CLOSED = (Operator.MASK, Operator.AGGREGATE)
"""Operators of which a single value shows nothing."""
TYPED = ("money", "decimal", "percent", "integer", "boolean", "date", "datetime", "enumeration")
"""Types for which GraphQL has one of its own, so that a mask in words can't stand for them."""


def constant(declared: Property) -> object:
    """What stands for a masked value, whatever it is."""
    if declared.type in TYPED:
        return None
    return [MASK] if declared.many else MASK


def is_closed(decision: Decision) -> bool:
    """Whether nothing of a value is shown, on any node."""
    return all(operator in CLOSED for operator in decision.table)


def _masked(declared: Property) -> str:
    """The constant of a masked value, in Cypher."""
    masked = constant(declared)
    return "null" if masked is None else f"['{MASK}']" if isinstance(masked, list) else f"'{MASK}'"


def as_other(sight: Sight, owner: str, declared: Property, node: str, value: str) -> str:
    """The expression of a value, unless the node is of another dimension too that shows less of it."""
    shown = list(Operator).index
    always = shown(sight.decision(owner, declared.name).always)
    stricter = [
        each
        for each in ONTOLOGY.dimensions
        if each != owner
        and any(one.name == declared.name for one in declarations(each))
        and shown(sight.decision(each, declared.name).always) > always
    ]
    if not stricter:
        return value
    also = " OR ".join(f"{node}:{each}" for each in stricter)
    return f"CASE WHEN {also} THEN {_masked(declared)} ELSE {value} END"


def guarded(decision: Decision, node: str, value: str, declared: Property) -> str:
    """The expression of a value that is read only where the node lets it be shown."""
    if not decision.conditions or not any(operator in CLOSED for operator in decision.table):
        return value
    open_ = [
        " AND ".join(
            each.expression(node) if holds else f"NOT {each.expression(node)}"
            for each, holds in zip(decision.conditions, said, strict=True)
        )
        for said in product((False, True), repeat=len(decision.conditions))
        if decision.at(said) not in CLOSED
    ]
    condition = " OR ".join(f"({each})" for each in open_)
    return f"CASE WHEN {condition} THEN {value} ELSE {_masked(declared)} END"


def partial_of(decision: Decision) -> Operator:
    """The operator that finishes what is read: of several that show a part, the strictest."""
    open_ = [operator for operator in decision.table if operator not in CLOSED]
    return max(open_, key=list(Operator).index)


def leaf(decision: Decision) -> Leaf:
    """What finishes a value that was read."""
    finish: Finish | None = finishing(partial_of(decision))
    return Leaf(finish)
