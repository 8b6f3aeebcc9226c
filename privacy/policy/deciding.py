"""What follows from a policy for one kind of viewer: what is shown of each property, and which rows there are not.

    sight = sight_of(in_force, Asking(roles=("sales",), purposes=()))
    sight.decision("Person", "phone").always        # Operator.MASK

A decision depends on the viewer's roles and purposes, and where a rule says so on the node: then it is a table over
conditions, which the statement that reads the value evaluates beside it. Nothing here has state but a cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import product

from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Domain, Property, Sensitivity
from privacy.policy.model import Policy, Rule, When
from privacy.policy.operators import Operator, strictest, widest


@dataclass(frozen=True, slots=True)
class Boundary:
    """What an agent may see at most, whoever it acts for: domains, beside what its own roles may see.

    `entities` are ids of what is not there for it: what other agents wrote that may read more than it. A domain is one
    of properties: where the text of a ticket quotes the sum of a contract, the sum is read with the ticket.
    """

    roles: tuple[str, ...]
    domains: tuple[Domain, ...]
    entities: tuple[str, ...] = ()

    def is_outside(self, declared: Property) -> bool:
        """Whether a property is of a domain that is not the agent's. What everybody may read is of none."""
        if declared.domain is Domain.GENERAL or declared.sensitivity is Sensitivity.PUBLIC:
            return False
        return declared.domain not in self.domains

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels whose nodes are not there for the agent: events and contents of other domains alone.

        Who and what there is (people, organizations, devices) is of no domain; what is said of them is.
        """
        return tuple(
            label.name
            for label in ONTOLOGY.labels.values()
            if ONTOLOGY.dimension(label.name) in ("Event", "Content")
            and any(self.is_outside(each) for each in label.properties)
            and not any(each.domain in self.domains for each in label.properties)
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """What a policy looks at in a viewer: as their token says it, and the boundary of the agent that asks for them."""

    roles: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    within: Boundary | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Something about a node that a rule depends on. `unknown` is what is taken where the graph does not say."""

    when: When
    unknown: bool

    def expression(self, node: str) -> str:
        """The condition in Cypher, over a node's variable and the parameter `$own`; never null."""
        parts = []
        if self.when.accounts:
            own = f"any(scope IN {node}.scopes WHERE scope IN $own)"
            parts.append(own if self.when.accounts == "own" else f"NOT {own}")
        if self.when.consent:
            parts.append(f"{node}.consent = '{self.when.consent}'")
        if self.when.countries:
            # two capital letters each: checked when the policy was read
            parts.append(f"{node}.country IN {list(self.when.countries)}")
        return f"coalesce({' AND '.join(parts)}, {str(self.unknown).lower()})"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is shown of one property: an operator for each combination of its conditions, the first one counting most.

    `rules` are the ids of those that had a say.
    """

    conditions: tuple[Condition, ...]
    table: tuple[Operator, ...]
    rules: tuple[str, ...] = ()

    @property
    def always(self) -> Operator:
        """What is shown whatever the node: the strictest of the table."""
        return strictest(list(self.table))

    @property
    def is_clear(self) -> bool:
        """Whether it is shown as it is, on every node: only then may rows be found, ordered or counted by it."""
        return all(operator is Operator.SHOW for operator in self.table)

    def at(self, said: Sequence[bool]) -> Operator:
        """What is shown where the conditions are so."""
        place = 0
        for each in said:
            place = 2 * place + each
        return self.table[place]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Rows that are not there: labels, relationship types, and ids of nodes."""

    labels: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sight:
    """All that follows from a policy for one kind of viewer."""

    policy: Policy
    asking: Asking
    version: str
    hidden: Hidden
    _decisions: dict[tuple[str, str], Decision] = field(default_factory=dict, repr=False, compare=False)

    def decision(self, owner: str, name: str) -> Decision:
        """What is shown of a property of a dimension (finer labels' included), of a label, or of a relationship type.

        Where several labels declare it, the strictest counts. A property that nothing declares is shown to nobody.
        """
        key = (owner, name)
        if key not in self._decisions:
            found = [self._decided(label, each) for label, each in _declarations(owner) if each.name == name]
            self._decisions[key] = _strictest_of(found)
        return self._decisions[key]

    def strictest(self, name: str) -> Operator:
        """What is shown of a property of this name, whatever it is a property of."""
        owners = {owner for owner, declared in ONTOLOGY.every_property() if declared.name == name}
        return strictest([self.decision(owner, name).always for owner in sorted(owners)])

    def _decided(self, owner: str, declared: Property) -> Decision:
        within = self.asking.within
        if within and within.is_outside(declared):
            return Decision((), (Operator.MASK,))
        decided = self._by_roles(self.asking.roles, owner, declared)
        # an agent sees what both may, however a policy combines a person's own roles
        return _strictest_of([decided, self._by_roles(within.roles, owner, declared)]) if within else decided

    def _by_roles(self, roles: Sequence[str], owner: str, declared: Property) -> Decision:
        by_role = [self._by_role(role, owner, declared) for role in roles if role in self.policy.roles]
        if not by_role:
            return Decision((), (Operator.MASK,))
        return _strictest_of(by_role) if self.policy.combine == "strictest" else _combined(by_role, widest)

    def _by_role(self, role: str, owner: str, declared: Property) -> Decision:
        rules = [
            rule
            for rule in self.policy.rules
            if rule.effect != "hide" and _speaks_of(rule, role, self.asking.purposes, owner, declared)
        ]
        conditions = tuple(
            dict.fromkeys(
                Condition(rule.when, unknown=rule.effect == "forbid")
                for rule in rules
                if not rule.when.is_always
            )
        )
        table = []
        for said in product((False, True), repeat=len(conditions)):
            known = dict(zip(conditions, said, strict=True))
            holding = [
                rule
                for rule in rules
                if rule.when.is_always or known[Condition(rule.when, unknown=rule.effect == "forbid")]
            ]
            permitted = widest([rule.operator for rule in holding if rule.effect == "permit"])
            table.append(
                strictest([permitted, *(rule.operator for rule in holding if rule.effect == "forbid")])
            )
        return Decision(conditions, tuple(table), tuple(rule.id for rule in rules))


def _speaks_of(rule: Rule, role: str, purposes: Sequence[str], owner: str, declared: Property) -> bool:
    return _speaks_to(rule, role, purposes) and _speaks_on(rule, owner, declared)


def _speaks_to(rule: Rule, role: str, purposes: Sequence[str]) -> bool:
    to = rule.to
    if (to.roles and role not in to.roles) or role in to.except_roles:
        return False
    return not to.purposes or any(purpose in to.purposes for purpose in purposes)


def _speaks_on(rule: Rule, owner: str, declared: Property) -> bool:
    on = rule.on
    above = ONTOLOGY.lineage(owner) if owner in ONTOLOGY.labels else (owner,)
    return (
        (not on.classes or declared.sensitivity in on.classes)
        and (not on.domains or declared.domain in on.domains)
        and (not on.labels or any(label in on.labels for label in above))
        and (not on.fields or f"{owner}.{declared.name}" in on.fields)
    )


@cache
def _declarations(owner: str) -> tuple[tuple[str, Property], ...]:
    """Every property of a relationship type, of a label and those above it, or of a dimension and all below it."""
    if owner in ONTOLOGY.relationships:
        labels = [owner]
    elif owner in ONTOLOGY.dimensions:
        labels = [label for label in ONTOLOGY.labels if ONTOLOGY.dimension(label) == owner]
    else:
        labels = list(ONTOLOGY.lineage(owner)) if owner in ONTOLOGY.labels else []
    return tuple((label, declared) for label, declared in ONTOLOGY.every_property() if label in labels)


def declarations(owner: str) -> list[Property]:
    """The properties that a dimension, a label or a relationship type may have."""
    return [declared for _, declared in _declarations(owner)]


def _strictest_of(decisions: Sequence[Decision]) -> Decision:
    return _combined(decisions, strictest)


def _combined(decisions: Sequence[Decision], how: object) -> Decision:
    choose = strictest if how is strictest else widest
    if not decisions:
        return Decision((), (Operator.MASK,))
    if len(decisions) == 1:
        return decisions[0]
    conditions = tuple(dict.fromkeys(each for decision in decisions for each in decision.conditions))
    table = []
    for said in product((False, True), repeat=len(conditions)):
        known = dict(zip(conditions, said, strict=True))
        table.append(
            choose([decision.at([known[each] for each in decision.conditions]) for decision in decisions])
        )
    rules = tuple(dict.fromkeys(rule for decision in decisions for rule in decision.rules))
    return Decision(conditions, tuple(table), rules)


def _hidden(policy: Policy, asking: Asking) -> Hidden:
    """What is not there: with several roles what is hidden from one of them, without any role everything.

    From an agent is hidden what is hidden from itself too, and what is outside of its boundary.
    """
    if within := asking.within:
        both = [
            _hidden(policy, replace(asking, roles=each, within=None)) for each in (asking.roles, within.roles)
        ]
        return Hidden(
            tuple(sorted({*within.labels, *(label for each in both for label in each.labels)})),
            tuple(sorted({name for each in both for name in each.relationships})),
            tuple(sorted({*within.entities, *(id_ for each in both for id_ in each.entities)})),
        )
    roles = [role for role in asking.roles if role in policy.roles]
    rules = [rule for rule in policy.rules if rule.effect == "hide"]
    speaking = [rule for rule in rules if any(_speaks_to(rule, role, asking.purposes) for role in roles)]
    if not roles:
        return Hidden(tuple(ONTOLOGY.dimensions), tuple(ONTOLOGY.relationships))
    return Hidden(
        tuple(sorted({label for rule in speaking for label in rule.nodes})),
        tuple(sorted({name for rule in speaking for name in rule.relationships})),
        tuple(sorted({id_ for rule in speaking for id_ in rule.entities})),
    )


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy and the version that names it: two of one version are one."""

    version: str
    policy: Policy = field(compare=False)


@lru_cache(maxsize=1_000)
def sight_of(in_force: InForce, asking: Asking) -> Sight:
    """What a kind of viewer sees under a policy; made once for each."""
    policy = in_force.policy
    return Sight(policy, asking, in_force.version, _hidden(policy, asking))
