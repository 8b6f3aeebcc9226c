"""How two nodes hang together, on the visible graph alone."""

from __future__ import annotations

from typing import Any

import pytest
from client import Client

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
PATH = """query($from: ID!, $to: ID!, $max: Int!, $through: [RelationshipType!], $prefer: PathPreference!, $day: Date) {
  path(from: $from, to: $to, maxLength: $max, through: $through, prefer: $prefer, asOf: $day) {
    length strength nodes { __typename name ... on Organization { country } }
    relationships { type from to share } } }"""


def path(client: Client, ids: Ids, one: str, other: str, **more: Any) -> Any:
    asked = {"max": 4, "through": None, "prefer": "SHORTEST", "day": None} | more
    return client.ask(PATH, **{"from": ids[one], "to": ids[other]}, **asked)["path"]


def test_a_ticket_leads_to_the_fleet_manager_and_says_how(everything: Client, planted: Ids) -> None:
    found = path(everything, planted, "Pack 1", "欧阳测试")
    assert found["length"] == 3
    assert [node["name"] for node in found["nodes"]] == [
        "Pack 1",
        GROUP,
        "Swift Ride-Hailing Ltd",
        "欧阳测试",
    ]
    assert [step["type"] for step in found["relationships"]] == ["INSTALLED_AT", "OWNS", "WORKS_FOR"]
    owns = found["relationships"][1]
    assert (owns["from"], owns["to"], owns["share"]) == (
        planted[GROUP],
        planted["Swift Ride-Hailing Ltd"],
        0.8,
    )


@pytest.mark.parametrize("longest", [1, 2, 3, 4, 8])
def test_a_path_is_no_longer_than_it_may_be(everything: Client, planted: Ids, longest: int) -> None:
    found = path(everything, planted, "Pack 1", "欧阳测试", max=longest)
    assert (found is None) == (longest < 3)


def test_a_path_goes_through_what_is_named_alone(everything: Client, planted: Ids) -> None:
    assert path(everything, planted, "Dealer 01", "Dealer 02", through=["OWNS"])["length"] == 2
    assert path(everything, planted, "Dealer 01", "Dealer 02", through=["WORKS_FOR", "SUPPLIES"]) is None


def test_a_path_does_not_lead_through_what_is_hidden(north: Client, everything: Client, planted: Ids) -> None:
    assert path(everything, planted, "Dealer South", "Dealer 01")["length"] == 2
    for longest in range(1, 9):
        assert path(north, planted, "Dealer South", "Dealer 01", max=longest) is None
        assert path(north, planted, "隐测控股", "Dealer 01", max=longest) is None


def test_a_path_is_as_of_its_day(everything: Client, planted: Ids) -> None:
    assert path(everything, planted, "Former Daughter Ltd", GROUP) is None
    assert path(everything, planted, "Former Daughter Ltd", GROUP, day="2018-01-01")["length"] == 1


def test_the_strongest_path_has_the_largest_product(everything: Client, planted: Ids) -> None:
    found = path(everything, planted, "Ring1", "Ring3", prefer="STRONGEST")
    assert found["length"] == 1
    assert found["strength"] == pytest.approx(0.1)


@pytest.mark.parametrize("longest", [0, -1, 9, 2**31 - 1])
def test_a_length_that_cannot_be_is_refused(everything: Client, planted: Ids, longest: int) -> None:
    asked = {"max": longest, "through": None, "prefer": "SHORTEST", "day": None}
    ids = {"from": planted["Ring1"], "to": planted["Ring2"]}
    assert everything.refused(PATH, **ids, **asked) == "BAD_ARGUMENT"
