"""The derived dimensions of one organization, each worked out by hand, out of facts that came by the one door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dimension_case import evidence, organization
from factories import emptied, load_rows
from fragments import dimension, dimensions

from graph_platform.database import Database
from graph_platform.dimensions import DIMENSIONS, DimensionState
from graph_platform.dimensions.buying_chain import BuyingPart
from graph_platform.dimensions.concentration import ConcentrationBasis
from graph_platform.dimensions.control import ControlMeans
from graph_platform.loading.closing import forget
from graph_platform.schema import ensure_schema

EVERYTHING = ["set:names", "set:facts"]
LATER = set(DIMENSIONS) - {"influence"}


@pytest.fixture(scope="module")
def graph(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The organization in one data set, and all evidence in another."""
    ensure_schema(database)
    load(emptied(database), tmp_path_factory.mktemp("dimensions"))
    return database


def load(database: Database, folder: Path) -> None:
    load_rows(database, folder, "names", [organization()])
    assert load_rows(database, folder, "facts", evidence()).rejected == 0


@pytest.fixture(scope="module")
def x(graph: Database) -> str:
    return found(graph, "Company x")


@pytest.fixture(scope="module")
def seen(graph: Database, x: str) -> Mapping[str, Any]:
    return dimensions(graph, x)


def found(database: Database, name: str) -> str:
    ((id_,),) = database.read("MATCH (it:Organization {name: $name}) RETURN it.id", {"name": name})
    return str(id_)


def named(things: Any) -> list[str]:
    return [each.party.name.removeprefix("Company ").removeprefix("Person ") for each in things]


def test_ownership_structure(seen: Mapping[str, Any]) -> None:
    # b = 0.5 + 0.2 c and c = 0.3 + 0.4 b: b = 0.56 / 0.92, c = 0.3 + 0.4 * 0.56 / 0.92; p has 0.6 b, q 0.8 c
    found = seen["ownership_structure"]
    shares = dict(zip(named(found.owners), [owner.effective_share for owner in found.owners], strict=True))
    assert shares == pytest.approx(
        {"b": 0.6086956522, "c": 0.5434782609, "person/q": 0.4347826087, "person/p": 0.3652173913}
    )
    assert found.value == pytest.approx(0.4347826087)
    assert found.explained == pytest.approx(0.8)
    assert named(found.ultimate_owners) == ["person/q", "person/p"]
    assert [named_circle(circle) for circle in found.circular_holdings] == [["Company b", "Company c"]]
    assert [(each.party.name, each.stated) for each in found.incomplete] == [
        ("Company x", pytest.approx(0.8))
    ]
    assert [each.share for each in found.indirect_holdings] == [0.05]
    # of the holdings that hold, the three direct or indirect ones in x
    assert len(found.evidence) == 3


def named_circle(circle: Any) -> list[str]:
    return sorted(member.name for member in circle.members)


def test_control_and_subsidiaries(seen: Mapping[str, Any]) -> None:
    control = seen["control"]
    assert control.value == 4
    assert {
        each.party.name: (each.means, each.share and round(each.share, 9), each.layer)
        for each in control.controlled
    } == {
        "Company s1": (ControlMeans.MAJORITY, 0.6, 1),
        "Company w": (ControlMeans.PART, None, 1),
        # 25 % of its own and 30 % of s1's
        "Company t": (ControlMeans.MAJORITY, 0.55, 2),
        "Company v": (ControlMeans.CONTROL, None, 3),
    }
    assert named(control.minority_holdings) == ["u"]
    assert [(each.party.name, each.means) for each in control.controllers] == [
        ("Company g", ControlMeans.PART)
    ]


def test_executives_ties(seen: Mapping[str, Any]) -> None:
    ties = seen["executive_ties"]
    assert (ties.value, ties.executives) == (2, 2)
    assert named(ties.boards) == ["o1"]
    assert len(ties.boards[0].executives) == 2
    assert [(tie.party.name, tie.current) for tie in ties.employers] == [("Company o2", False)]
    assert [len(tie.executives) for tie in ties.schools] == [2]


def test_supplier_concentration(seen: Mapping[str, Any]) -> None:
    # 0.6² + 0.2² + 0.2²; of cells 0.75² + 0.25²
    suppliers = seen["supplier_concentration"]
    assert suppliers.value == pytest.approx(0.44)
    assert (suppliers.basis, suppliers.currency) == (ConcentrationBasis.SUPPLY_VOLUME, "CNY")
    assert {each.category: each.index for each in suppliers.categories} == pytest.approx(
        {"motors": 1, "cells": 0.625}
    )
    assert suppliers.single_sources == ("motors",)
    assert named(suppliers.largest)[0] == "a1"


def test_customer_concentration(seen: Mapping[str, Any]) -> None:
    # 400 of 500 and 100 of 500; the order of 2022 is too old
    customers = seen["customer_concentration"]
    assert customers.value == pytest.approx(0.8**2 + 0.2**2)
    assert (customers.basis, customers.currency) == (ConcentrationBasis.ORDERS, "EUR")
    assert [(each.party.name, each.weight) for each in customers.largest] == [
        ("Company c1", 400),
        ("Company c2", 100),
    ]


def test_judicial_and_compliance_risk(seen: Mapping[str, Any]) -> None:
    # its own open case, b's debt, the list that names q
    risk = seen["judicial_risk"]
    assert risk.value == 3
    assert (risk.own.open_cases, sum(each.cases for each in risk.own.cases)) == (1, 3)
    assert {each.party.name: (each.open_cases, each.listed_as) for each in risk.through_owners} == {
        "Company b": (1, ()),
        "Person person/q": (0, ("sanction",)),
    }


def test_technology_direction(seen: Mapping[str, Any]) -> None:
    technology = seen["technology"]
    assert {topic.name: topic.by_year[:3] for topic in technology.topics} == {
        "skill a": (1, 1, 0),
        "skill b": (1, 0, 0),
        "skill c": (0, 1, 0),
        "H01M": (1, 0, 1),
    }
    assert (technology.value, technology.new_topics, technology.gone_topics) == (3, 1, 1)
    assert {works.kind: works.by_year[:3] for works in technology.works} == {
        "post": (1, 1, 0),
        "patent": (1, 0, 1),
    }


def test_installed_base_and_its_health(seen: Mapping[str, Any]) -> None:
    base = seen["installed_base"]
    assert (base.value, base.health, base.health_known, base.weak) == (3, pytest.approx(0.8), 2, 1)
    assert base.out_of_warranty == 1
    assert {kind.kind: kind.devices for kind in base.kinds} == {"Battery": 2, "Vehicle": 1}
    assert [(each.kind, each.severity, each.events, each.devices) for each in base.trouble] == [
        ("Alarm", "high", 1, 1)
    ]
    assert [each.name for each in base.weakest] == ["battery 1"]


def test_service_load_against_its_own_baseline(seen: Mapping[str, Any]) -> None:
    load = seen["service_load"]
    assert (load.value, load.recent, load.expected, load.baseline_periods) == (3, 9, 3, 12)
    assert load.by_period == (9, 0, 0, *[1] * 12)
    assert (load.hours_to_solve, load.unsolved) == (pytest.approx(10), 6)
    assert {each.priority: (each.recent, each.before) for each in load.by_priority} == {
        "high": (5, 0),
        "low": (4, 12),
    }


def test_buying_and_decision_chain(seen: Mapping[str, Any]) -> None:
    chain = seen["buying_chain"]
    names = {member.id: member.name for member in chain.members}
    assert (chain.value, chain.people_known) == (3, 3)
    for members, name in ((chain.deciders, "K1"), (chain.users, "K2"), (chain.blockers, "K3")):
        assert [member.name for member in members] == [name]
    assert [names[id_] for id_ in chain.users[0].reports_to] == ["K1"]
    assert chain.missing == (BuyingPart.CHAMPION,)
    assert [(each.interest, each.people) for each in chain.interests] == [("TCO", 2), ("downtime", 1)]


def test_influence_waits_for_discovery(seen: Mapping[str, Any]) -> None:
    assert (seen["influence"].state, seen["influence"].value) == (DimensionState.NOT_COMPUTED_YET, None)


def test_partner_fit(seen: Mapping[str, Any]) -> None:
    # two certificates of three hold, two cases of the three that are enough, one case of two in its industry
    fit = seen["partner_fit"]
    assert (fit.certificates_part, fit.cases_part, fit.industry_part) == pytest.approx((2 / 3, 2 / 3, 1 / 2))
    assert fit.value == pytest.approx(11 / 18)
    assert fit.own_certificates == 2
    assert [each.name for each in fit.partner_of] == ["Company g"]


@pytest.mark.parametrize("name", sorted(LATER))
def test_what_is_computed_says_what_it_rests_on(seen: Mapping[str, Any], graph: Database, name: str) -> None:
    found = seen[name]
    assert found.state is DimensionState.COMPUTED
    assert 0 < len(found.evidence) <= 10
    assert found.freshness == "2024-01-01T00:00:00+00:00"
    facts = [each.fact for each in found.evidence]
    known = graph.read(
        "UNWIND $facts AS id RETURN EXISTS { (:Record {id: id}) } OR EXISTS { ()-[:CLAIMS {id: id}]->() }",
        {"facts": facts},
    )
    assert all(each[0] for each in known)


def test_whoever_sees_everything_by_scopes_sees_the_same(
    seen: Mapping[str, Any], graph: Database, x: str
) -> None:
    assert dimensions(graph, x, scopes=EVERYTHING) == seen


def test_what_a_viewer_may_not_see_leaves_nothing_behind(graph: Database, x: str) -> None:
    for name, found in dimensions(graph, x, scopes=["set:names"]).items():
        assert found == DIMENSIONS[name].compute(bare(graph, x, name)), name
        assert found.value is None


def bare(graph: Database, x: str, name: str) -> list[dict[str, Any]]:
    """What a dimension would be read as if there were the organization and nothing else."""
    return {
        "ownership_structure": [{"target": x}],
        "control": [{"target": x}],
        "partner_fit": [{"industry": "Automotive"}],
    }.get(name, [] if name == "influence" else [{}])


def test_the_past_is_the_same_statement_with_another_day(graph: Database, x: str) -> None:
    before = dimension(graph, x, "ownership_structure", now=datetime(2022, 6, 30, tzinfo=UTC))
    assert "Company r" in [owner.party.name for owner in before.owners]
    assert before.explained == pytest.approx(1)


@pytest.fixture
def without_evidence(database: Database, tmp_path: Path) -> Database:
    load(emptied(database), tmp_path)
    forget(database, "facts")
    return database


def test_taking_the_evidence_away_gives_unknown_and_never_0(without_evidence: Database) -> None:
    for name, found_ in dimensions(without_evidence, found(without_evidence, "Company x")).items():
        expected = DimensionState.UNKNOWN if name in LATER else DimensionState.NOT_COMPUTED_YET
        assert (found_.state, found_.value, found_.evidence, found_.freshness) == (
            expected,
            None,
            (),
            None,
        ), name
