"""What follows from a policy, whatever the order of its rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Domain, Sensitivity
from privacy.policy.checking import check
from privacy.policy.comparing import differences, opens
from privacy.policy.deciding import Asking, InForce, sight_of
from privacy.policy.force import shipped
from privacy.policy.model import Policy, Rule, Values, Viewers, When
from privacy.policy.operators import ORDER, Operator, applied, band, last4, region, surname, year
from privacy.policy.reading import SHIPPED, hash_of, read_policy

ROLES = ("sales", "service", "officer", "auditor")
FIELDS = ("Person.phone", "Person.name", "Order.amount", "Event.text", "OWNS.share")


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        on = draw(
            st.one_of(
                st.lists(st.sampled_from(Sensitivity), min_size=1, max_size=3).map(
                    lambda each: Values(classes=tuple(each))
                ),
                st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3).map(
                    lambda each: Values(fields=tuple(each))
                ),
                st.sampled_from(Domain).map(lambda each: Values(domains=(each,))),
            )
        )
        when = draw(
            st.sampled_from(
                (When(), When(), When(accounts="own"), When(consent="given"), When(countries=("CN",)))
            )
        )
        made.append(
            Rule(
                id=f"r{number}",
                effect=draw(st.sampled_from(("permit", "permit", "forbid"))),
                to=Viewers(roles=tuple(draw(st.lists(st.sampled_from(ROLES), max_size=2)))),
                on=on,
                when=when,
                show=draw(st.sampled_from((None, *Operator))),
            )
        )
    return made


def made(rules_: list[Rule]) -> InForce:
    policy = Policy(
        policy=1, name="made", roles=ROLES, officers=("officer",), auditors=("auditor",), rules=tuple(rules_)
    )
    return InForce(hash_of(policy), policy)


def decided(
    in_force: InForce, role: str, field: str
) -> tuple[frozenset[object], dict[frozenset[object], Operator]]:
    """What is shown for every set of conditions that hold, whatever order they stand in."""
    decision = sight_of(in_force, Asking((role,))).decision(*field.split("."))
    table = {}
    for number, operator in enumerate(decision.table):
        bits = f"{number:0{len(decision.conditions)}b}" if decision.conditions else ""
        table[frozenset(c for c, bit in zip(decision.conditions, bits, strict=True) if bit == "1")] = operator
    return frozenset(decision.conditions), table


@settings(deadline=None)
@given(rules=rules(), data=st.data())
def test_the_order_of_rules_means_nothing(rules: list[Rule], data: st.DataObject) -> None:
    other = data.draw(st.permutations(rules))
    for role in ROLES:
        for field in FIELDS:
            assert decided(made(rules), role, field) == decided(made(other), role, field)


@settings(deadline=None)
@given(rules=rules())
def test_a_prohibition_wins_over_every_permit(rules: list[Rule]) -> None:
    forbidding = Rule(id="no", effect="forbid", on=Values(fields=("Person.phone",)))
    in_force = made([*rules, forbidding])
    for role in ROLES:
        assert set(sight_of(in_force, Asking((role,))).decision("Person", "phone").table) == {Operator.MASK}


@settings(deadline=None)
@given(rules=rules())
def test_what_nothing_permits_is_masked(rules: list[Rule]) -> None:
    in_force = made([rule for rule in rules if rule.effect == "forbid"])
    for owner, declared in ONTOLOGY.every_property():
        assert sight_of(in_force, Asking(ROLES)).decision(owner, declared.name).always is Operator.MASK


@settings(deadline=None)
@given(rules=rules())
def test_without_a_role_of_the_policy_nothing_is_shown_and_nothing_is_there(rules: list[Rule]) -> None:
    for roles in ((), ("Sales",), ("sales ",), ("\u0455ales",)):
        sight = sight_of(made(rules), Asking(roles))
        assert sight.decision("Person", "name").always is Operator.MASK
        assert set(sight.hidden.labels) == set(ONTOLOGY.dimensions)


@settings(deadline=None)
@given(rules=rules())
def test_two_roles_see_no_more_than_each_of_them(rules: list[Rule]) -> None:
    in_force = made(rules)
    for field in FIELDS:
        owner, name = field.split(".")
        both = sight_of(in_force, Asking(("sales", "service"))).decision(owner, name).always
        for role in ("sales", "service"):
            one = sight_of(in_force, Asking((role,))).decision(owner, name).always
            assert ORDER.index(both) >= ORDER.index(one)


@settings(deadline=None)
@given(rules=rules())
def test_a_permit_more_opens_and_a_prohibition_more_does_not(rules: list[Rule]) -> None:
    before = made(rules)
    more = made([*rules, Rule(id="no", effect="forbid", on=Values(classes=(Sensitivity.PERSONAL,)))])
    assert not opens(before, more)
    assert {each.opens for each in differences(more, before)} <= {True}


def test_what_is_not_known_of_a_node_takes_the_stricter_side() -> None:
    permit = Rule(id="p", effect="permit", on=Values(fields=("Person.phone",)), when=When(consent="given"))
    forbid = Rule(id="f", effect="forbid", on=Values(fields=("Person.name",)), when=When(countries=("CN",)))
    sight = sight_of(made([permit, forbid]), Asking(("sales",)))
    (condition,) = sight.decision("Person", "phone").conditions
    assert condition.expression("n") == "coalesce(n.consent = 'given', false)"
    (condition,) = sight.decision("Person", "name").conditions
    assert condition.expression("n") == "coalesce(n.country IN ['CN'], true)"


def test_a_property_that_nothing_declares_is_shown_to_nobody() -> None:
    sight = sight_of(shipped(), Asking(("officer",)))
    assert sight.decision("Person", "phone_raw").always is Operator.MASK
    assert sight.decision("NoSuch", "name").always is Operator.MASK


def test_every_property_has_a_class_that_the_shipped_policy_decides() -> None:
    sight = sight_of(shipped(), Asking(("sales",)))
    for owner, declared in ONTOLOGY.every_property():
        decision = sight.decision(owner, declared.name)
        assert decision.rules, f"{owner}.{declared.name}"
        if declared.sensitivity in (Sensitivity.CONTACT, Sensitivity.IDENTITY):
            assert decision.always is Operator.MASK


def test_a_check_names_rules_that_decide_nothing_and_what_can_be_worked_out() -> None:
    text = SHIPPED.read_text("utf-8").replace("[contact, identity]", "[contact]") + (
        "  - {id: twice, effect: forbid, on: {fields: [Person.salary]}, show: aggregate}\n"
        "  - {id: ids, effect: permit, to: {roles: [partner]}, on: {classes: [identity]}}\n"
    )
    said = {(each.kind, each.rule) for each in check(read_policy(Path("p.yaml"), text))}
    assert ("never", "twice") in said
    assert ("inferred", "") in said


@pytest.mark.parametrize(
    ("operator", "value", "shown"),
    [
        (surname, "张三", "张*"),
        (surname, "欧阳测试", "欧阳*"),
        (surname, "John Smith", "S*"),
        (surname, " ", "•••"),
        (region, "浙江省杭州市西湖区文三路 1 号", "浙江省杭州市"),
        (region, "上海市浦东新区世纪大道 100 号", "上海市"),
        (region, "12 Long Lane, London, United Kingdom", "London, United Kingdom"),
        (region, "12 Long Lane", "•••"),
        (year, "1990-05-17", "1990-01-01"),
        (year, "1990-05", "1990"),
        (year, "2024-06-30T08:00:00Z", "2024-01-01T00:00:00Z"),
        (band, 123456, 100000),
        (band, 7.5, 5.0),
        (band, 0.03, 0.02),
        (band, -30, -20),
        (band, 0, 0),
        (last4, "+8613800138000", "•••8000"),
        (last4, "12345", "•••"),
    ],
)
def test_an_operator_shows_its_part_and_no_more(operator: object, value: object, shown: object) -> None:
    assert operator(value) == shown  # type: ignore[operator]


@settings(deadline=None)
@given(value=st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text()), st.booleans()))
def test_no_operator_fails_on_any_value(value: object) -> None:
    for operator in (Operator.SURNAME, Operator.REGION, Operator.YEAR, Operator.BAND, Operator.LAST4):
        applied(operator)(value)
