"""QID: quasi-identifiers and linkage. Most of them need guards that are not there yet: holes, by name."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from doors import Viewer, holds
from factories import company, row
from test_pol import leaves
from trying import Trial, policy_text, put_into_force
from world import BORN, OF_A, PUBLIC, World, owned, person, works

SUM = "query($w: PersonFilter) { people(where: $w) { aggregate { salary { count avg sum } } } }"


def summed(viewer: Viewer, **where: Any) -> Any:
    found = (viewer.ask(SUM, w=where) or {}).get("people") or {"aggregate": {"salary": []}}
    return (found["aggregate"]["salary"] or [{"count": 0, "avg": None, "sum": None}])[0]


@pytest.mark.xfail(
    strict=True,
    reason="HOLE: a policy knows no sets of quasi-identifiers, so a rare title in a town is one person",
)
def test_QID_01(world: World, trial: Trial, attacked: Any, settings: Any, viewers: dict[str, Viewer]) -> None:
    rule = """
- id: titles-and-towns
  effect: permit
  to: {roles: [partner]}
  on: {fields: [Person.job_title, Person.city, Person.status]}
"""
    text = policy_text(world).replace("name: attacks", "name: titles")
    put_into_force(world, attacked[0], settings, text + textwrap.indent(rule.strip("\n"), "  ") + "\n")
    asked = '{ people(where: {jobTitle: {eq: "车队经理"}, city: {eq: "三沙"}}) { totalCount nodes { id name employers { nodes { name } } } } }'

    def one() -> Any:
        found = (viewers["partner"].ask(asked) or {}).get("people") or {}
        return found if found.get("totalCount") == 1 else ""

    try:
        trial.control(one())
        trial.attack(one())
    finally:
        put_into_force(
            world, attacked[0], settings, policy_text(world).replace("name: attacks", "name: titles no more")
        )


def test_QID_02(
    rep_a: Viewer, world: World, trial: Trial, attacked: Any, settings: Any, viewers: dict[str, Viewer]
) -> None:
    """Nothing that the viewer reads holds a part of the birthday that is masked."""
    fields = " ".join(leaves("Person"))

    def parts() -> list[str]:
        said = rep_a.bytes(
            f"query($id: ID!) {{ person(id: $id) {{ {fields} timeline {{ nodes {{ title text }} }} }} }}",
            id=world.id("P-1"),
        )
        return holds(said, BORN, "19000109", "0109")

    trial(parts, "mask")
    text = world and (open_policy(world))
    check = "query($t: String!) { policy { check(text: $t) { kind message } } }"
    said = viewers["officer_2"].ask(check, t=text)["policy"]["check"]
    inferred = [each["message"] for each in said if each["kind"] == "inferred"]
    trial.attack("" if any("birth_date" in each and "resident_id" in each for each in inferred) else said)


def open_policy(world: World) -> str:
    """A policy that shows resident ids, in which the birthday stands that it masks."""
    text = policy_text(world).replace("name: attacks", "name: inferring")
    begin = text.index("  - id: contact-and-identity")
    end = text.index("  - id: what-nobody-knows-of")
    rule = "  - id: ids\n    effect: permit\n    to: {roles: [service]}\n    on: {fields: [Person.resident_id]}\n"
    return text[:begin] + rule + text[end:]


@pytest.mark.xfail(strict=True, reason="HOLE: differences of two counts over k are not guarded")
def test_QID_03(rep_a: Viewer, world: World, trial: Trial) -> None:
    staff = {"name": {"startsWith": "Colleague"}}
    both = {"or": [staff, {"id": {"eq": world.id("P-1")}}]}

    def difference() -> Any:
        one, other = summed(rep_a, **staff), summed(rep_a, **both)
        # what is learned at least is that a salary of P-1 is stored
        return other["count"] - one["count"]

    with trial.without("small_groups"):
        trial.control(summed(rep_a, **both)["sum"] - summed(rep_a, **staff)["sum"])
    trial.attack(difference())


@pytest.mark.xfail(strict=True, reason="HOLE: k rows that all say the same tell it of each of them")
def test_QID_04(rep_a: Viewer, world: World, trial: Trial) -> None:
    alike = [
        person(f"alike-{n}", OF_A, works(f"alike-{n}", "AC-A"), name=f"Alike {n}", salary="50000 CNY")
        for n in range(7)
    ]
    with world.with_rows(*alike):
        with trial.without("small_groups"):
            trial.control(summed(rep_a, name={"startsWith": "Alike"})["avg"] == 50_000)
        trial.attack(summed(rep_a, name={"startsWith": "Alike"})["avg"] == 50_000)


@pytest.mark.xfail(strict=True, reason="HOLE: releases are not counted together over time and roles")
def test_QID_05(viewers: dict[str, Viewer], world: World, trial: Trial) -> None:
    everybody = {"jobTitle": {"isNull": False}}
    trial.control(summed(viewers["rep_a"], **everybody)["count"])
    with world.with_p1(salary=None):
        before = summed(viewers["rep_a"], **everybody)["count"]
    after = summed(viewers["service"], **everybody)["count"]
    trial.attack(after - before == 1)


@pytest.mark.xfail(
    strict=True, reason="HOLE: roles that read no names read exact shares and degrees, which are unique"
)
def test_QID_06(viewers: dict[str, Viewer], world: World, trial: Trial) -> None:
    rows = [
        row(
            "shape",
            company("shape", name="Shape Ceshi", country="CN"),
            owned("shape", "shape-2", "33.417%"),
            scopes=PUBLIC,
        ),
        row("shape-2", company("shape-2", name="Shape Two", country="CN"), scopes=PUBLIC),
    ]
    asked = "{ organizations { nodes { holdings { totalCount edges { share } } } } }"
    with world.with_rows(*rows):
        trial.control("0.33417" in viewers["rep_a"].send(asked).text)
        trial.attack("0.33417" in viewers["partner"].send(asked).text)
