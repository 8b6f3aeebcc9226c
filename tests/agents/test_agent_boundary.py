"""What an agent sees is never more than whoever it acts for sees, and never more than its own boundary."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gql.agents.acting import common, within
from gql.viewers import Viewer, viewing_of
from graph_platform.agents.keeping import ACTS, Agent
from graph_platform.agents.model import AGENT, Declaration
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Domain, Sensitivity
from privacy.policy.deciding import Asking, Boundary, InForce, sight_of
from privacy.policy.force import shipped
from privacy.policy.model import Rule, Values, Viewers
from privacy.policy.operators import ORDER, Operator

ROLES = shipped().policy.roles
FIELDS = [(owner, declared) for owner, declared in ONTOLOGY.every_property()]
domains = st.lists(st.sampled_from([each for each in Domain if each is not Domain.GENERAL]), max_size=3).map(
    tuple
)
roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True).map(tuple)


def agent(reads: tuple[Domain, ...], **more: object) -> Agent:
    said = {
        "agent": 1,
        "name": "made",
        "purpose": "tests",
        "owner": "olga",
        "tools": ["timeline"],
        "reads": reads,
    }
    declared = Declaration.model_validate(said | more)
    return Agent("made", ACTS, "1", declared, ("analyst",), ("region:north", "public"))


@settings(max_examples=60, deadline=None)
@given(roles, roles, domains, st.sampled_from(FIELDS), st.sampled_from(("strictest", "widest")))
def test_no_property_is_shown_that_person_or_agent_or_boundary_would_not_show(
    person: tuple[str, ...],
    own: tuple[str, ...],
    reads: tuple[Domain, ...],
    field: tuple[str, object],
    combine: str,
) -> None:
    owner, declared = field
    policy = shipped().policy.model_copy(update={"combine": combine})
    in_force = InForce(combine, policy)
    boundary = Boundary(own, reads)
    shown = sight_of(in_force, Asking(person, (), boundary)).decision(owner, declared.name).always  # type: ignore[attr-defined]
    for other in (person, own):
        least = sight_of(in_force, Asking(other)).decision(owner, declared.name).always  # type: ignore[attr-defined]
        assert ORDER.index(shown) >= ORDER.index(least)
    if declared.domain not in (*reads, Domain.GENERAL) and declared.sensitivity is not Sensitivity.PUBLIC:  # type: ignore[attr-defined]
        assert shown is Operator.MASK


def test_events_and_contents_of_other_domains_are_not_there_for_an_agent() -> None:
    hidden = set(Boundary(("agent",), (Domain.SERVICE,)).labels)
    assert {"Opportunity", "Payment", "Order", "Contract"} <= hidden
    assert not hidden & {"Ticket", "Diagnostic", "Person", "Organization", "Device", "Event", "Content"}


def test_what_a_policy_hides_from_an_agents_role_is_hidden_when_it_acts_for_somebody_too() -> None:
    rule = Rule(id="no-visits", effect="hide", to=Viewers(roles=("agent",)), nodes=("Visit",))
    policy = shipped().policy.model_copy(update={"rules": (*shipped().policy.rules, rule)})
    boundary = Boundary(("agent",), tuple(Domain))
    hidden = sight_of(InForce("made", policy), Asking(("analyst",), (), boundary)).hidden
    assert hidden.labels == ("Visit",)


def test_a_rule_by_domain_does_not_open_what_an_agents_boundary_closes() -> None:
    rule = Rule(id="all-of-finance", effect="permit", on=Values(domains=(Domain.FINANCE,)))
    policy = shipped().policy.model_copy(update={"rules": (*shipped().policy.rules, rule)})
    boundary = Boundary(("agent",), (Domain.SALES,))
    sight = sight_of(InForce("open", policy), Asking(("officer",), (), boundary))
    finance = [(owner, each) for owner, each in FIELDS if each.domain is Domain.FINANCE]
    closed = [(o, each) for o, each in finance if each.sensitivity is not Sensitivity.PUBLIC]
    assert closed
    assert all(sight.decision(owner, each.name).always is Operator.MASK for owner, each in closed)


def test_rows_are_those_that_both_see() -> None:
    assert common(("*",), ("region:north",)) == ("region:north",)
    assert common(("region:north", "public"), ("public", "region:south")) == ("public",)
    assert common(("owner:1",), ("owner:2",)) == ()
    anna = Viewer("anna", ("sales",), ("owner:1", "public"), agent="made")
    assert within(anna, agent((Domain.SALES,), scopes=["owner:2"])).scopes == ()


def test_an_agent_on_its_own_account_has_its_owners_rights_and_no_token_gives_it_others() -> None:
    itself = Viewer(f"{AGENT}made", ("officer",), ("*",), agent="made", purposes=("audit",))
    found = within(itself, agent((Domain.SALES,), acts_for="itself"))
    assert (found.roles, found.scopes, found.purposes) == (("analyst",), ("region:north", "public"), ())


def test_an_agent_whose_boundary_was_not_looked_up_is_answered_nothing() -> None:
    import pytest

    from gql.errors import NotAllowed

    with pytest.raises(NotAllowed):
        viewing_of(Viewer("anna", ("sales",), ("*",), agent="made"), shipped())
