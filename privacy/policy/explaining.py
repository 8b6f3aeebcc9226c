"""Why somebody sees what they see of a property: the rules that had a say, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass

from graph_platform.errors import UsageError
from graph_platform.ontology import ONTOLOGY
from graph_platform.strict_yaml import did_you_mean
from privacy.policy.comparing import told
from privacy.policy.deciding import Asking, InForce, sight_of
from privacy.policy.reading import FIELDS


@dataclass(frozen=True, slots=True)
class Say:
    """What one rule says of a property."""

    rule: str
    effect: str
    shows: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What a viewer sees of a property, and why. `hidden` says that its rows are not there for them."""

    field: str
    sensitivity: str
    domain: str
    shows: str
    hidden: bool
    found_by: bool
    says: tuple[Say, ...]
    version: str


def explain(in_force: InForce, asking: Asking, field: str) -> Explained:
    """What viewers of a kind see of `Label.property` or `TYPE.property`. Raises `UsageError` where there is none."""
    if field not in FIELDS:
        raise UsageError(f"{field!r} is no property of the ontology", did_you_mean(field, FIELDS))
    owner, _, name = field.partition(".")
    (declared,) = [each for label, each in ONTOLOGY.every_property() if (label, each.name) == (owner, name)]
    sight = sight_of(in_force, asking)
    decision = sight.decision(owner, name)
    rules = {rule.id: rule for rule in in_force.policy.rules}
    says = tuple(
        Say(
            rule.id,
            rule.effect,
            rule.operator.value,
            ", ".join(
                f"{key}: {value}" for key, value in rule.when.model_dump(exclude_defaults=True).items()
            ),
            rule.why,
        )
        for rule in map(rules.__getitem__, decision.rules)
    )
    hidden = owner in sight.hidden.relationships or bool(
        owner in ONTOLOGY.labels and set(ONTOLOGY.lineage(owner)) & set(sight.hidden.labels)
    )
    return Explained(
        field,
        declared.sensitivity.value,
        declared.domain.value,
        told(decision),
        hidden,
        decision.is_clear,
        says,
        in_force.version,
    )
