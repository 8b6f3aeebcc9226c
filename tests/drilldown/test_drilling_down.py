"""Layer by layer through the planted graph, over HTTP, as an application would ask."""

from __future__ import annotations

import json
from typing import Any

import pytest
from client import Client
from planted import DEALERS, GROUP_USCC, MAIL, PHONE, TICKETS

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
DEEP = """
query Deep($id: ID!, $day: Date) {
  organization(id: $id, asOf: $day) {
    id name
    holdings(first: 3, edgeOrderBy: [{field: SHARE, direction: DESC}]) {
      totalCount
      edges { share validFrom validTo node { __typename name ... on Organization { country employees } } }
    }
    installedBase {
      nodes { name model concernedBy(first: 2) { totalCount nodes { name labels ... on Event { at } } } }
    }
  }
}
"""


def test_four_layers_of_a_customer_come_with_their_values(everything: Client, planted: Ids) -> None:
    group = everything.ask(DEEP, id=planted[GROUP])["organization"]
    assert group["name"] == GROUP
    holdings = group["holdings"]
    assert (
        holdings["totalCount"] == DEALERS + 2
    )  # a fleet and a dealer in the south; the former daughter is gone
    assert [edge["share"] for edge in holdings["edges"]] == [0.8, 0.74, 0.73]
    fleet = holdings["edges"][0]
    assert fleet["node"] == {
        "__typename": "Organization", "name": "Swift Ride-Hailing Ltd", "country": "GB", "employees": 300,
    }  # fmt: skip
    assert (fleet["validFrom"], fleet["validTo"]) == ("2020-01-01", None)
    packs = group["installedBase"]["nodes"]
    assert [pack["name"] for pack in packs] == ["Pack 0", "Pack 1", "Pack 2"]
    assert packs[0]["concernedBy"]["totalCount"] == TICKETS / 3
    assert set(packs[0]["concernedBy"]["nodes"][0]["labels"]) == {"Event", "Ticket"}


def test_a_day_in_the_past_shows_what_held_then(everything: Client, planted: Ids) -> None:
    then = everything.ask(DEEP, id=planted[GROUP], day="2020-06-01")["organization"]["holdings"]
    assert sorted(edge["node"]["name"] for edge in then["edges"]) == [
        "Former Daughter Ltd",
        "Swift Ride-Hailing Ltd",
    ]
    assert {edge["validTo"] for edge in then["edges"]} == {"2022-01-01", None}


def test_an_interval_is_half_open_as_it_is_stored(everything: Client, planted: Ids) -> None:
    counts = {
        day: everything.ask(DEEP, id=planted[GROUP], day=day)["organization"]["holdings"]["totalCount"]
        for day in ("2014-12-31", "2015-01-01", "2021-12-31", "2022-01-01")
    }
    dealers = DEALERS + 1
    assert counts == {"2014-12-31": 0, "2015-01-01": 1, "2021-12-31": dealers + 2, "2022-01-01": dealers + 1}


def test_an_organization_is_found_by_its_credit_code_however_it_is_written(everything: Client) -> None:
    query = "query($code: String!) { organization(uscc: $code) { name uscc } }"
    found = everything.ask(query, code=f" {GROUP_USCC.lower()} ")["organization"]
    assert found == {"name": GROUP, "uscc": GROUP_USCC}
    assert everything.refused(query, code="123") == "BAD_ARGUMENT"


def test_a_node_of_any_type_is_found_by_its_id_alone(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!) { node(id: $id) { __typename id
      ... on Entity { name } ... on Device { model } ... on Person { jobTitle } } }"""
    pack = everything.ask(query, id=planted["Pack 1"])["node"]
    assert pack == {"__typename": "Device", "id": planted["Pack 1"], "name": "Pack 1", "model": "LX-200"}
    person = everything.ask(query, id=planted["欧阳测试"])["node"]
    assert person["__typename"] == "Person"
    assert person["jobTitle"] == "车队经理"


def test_an_id_of_another_type_is_not_there(everything: Client, planted: Ids) -> None:
    query = "query($id: ID!) { person(id: $id) { name } }"
    hidden = everything.send(query, id=planted[GROUP])
    nothing = everything.send(query, id="0" * 32)
    assert hidden.content == nothing.content
    assert nothing.json()["data"] == {"person": None}


@pytest.mark.parametrize("secret", [PHONE, "13800138000", MAIL, "138 0013"])
def test_no_phone_and_no_mailbox_leaves_in_any_field(everything: Client, planted: Ids, secret: str) -> None:
    query = """query($person: ID!, $group: ID!, $pack: ID!) {
      person(id: $person) { name phone email a: phone provenance(property: "phone") { said } }
      organization(id: $group) { phone timeline { nodes { name title text } } }
      device(id: $pack) { concernedBy { nodes { name ... on Event { title text }
        provenance(property: "text") { said } t: provenance(property: "title") { said } } } }
    }"""
    response = everything.send(
        query, person=planted["欧阳测试"], group=planted[GROUP], pack=planted["Pack 0"]
    )
    answer = response.json()
    assert "errors" not in answer
    assert answer["data"]["person"]["phone"] == ["•••"]
    assert "请回电" in answer["data"]["device"]["concernedBy"]["nodes"][0]["text"]
    assert secret not in response.text
    assert secret.replace(" ", "") not in response.text.replace(" ", "").replace("-", "")


def test_money_comes_with_its_currency_and_nothing_where_nothing_is_known(
    everything: Client, planted: Ids
) -> None:
    query = """query($a: ID!, $b: ID!) { a: organization(id: $a) { annualRevenue { currency amount } }
      b: organization(id: $b) { annualRevenue { amount } } }"""
    answer = everything.ask(query, a=planted[GROUP], b=planted["Dealer 00"])
    assert answer == {
        "a": {"annualRevenue": {"currency": "CNY", "amount": 1.5e9}},
        "b": {"annualRevenue": None},
    }


def test_the_answer_keeps_the_order_of_the_question_and_its_aliases(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!) { z: organization(id: $id) { name second: name id __typename a: id }
      __typename y: __typename }"""
    text = everything.send(query, id=planted[GROUP]).text
    said = json.loads(text, object_pairs_hook=lambda pairs: pairs)
    data = dict(said)["data"]
    assert [key for key, _ in data] == ["z", "__typename", "y"]
    assert [key for key, _ in data[0][1]] == ["name", "second", "id", "__typename", "a"]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ({"country": {"eq": "DE"}}, (DEALERS + 1) // 2),
        ({"country": {"in": ["DE", "GB"]}}, (DEALERS + 1) // 2 + 1),
        ({"employees": {"gte": 200}}, 6),
        ({"employees": {"gte": 200, "lt": 230}}, 3),
        ({"name": {"startsWith": "Dealer 0"}}, 10),
        ({"or": [{"name": {"eq": "Dealer 01"}}, {"name": {"endsWith": "02"}}]}, 2),
        ({"not": {"country": {"eq": "DE"}}}, DEALERS // 2 + 2),
        ({"and": [{"country": {"eq": "CN"}}, {"not": {"name": {"contains": "1"}}}]}, 6),
        ({"founded": {"isNull": False}}, 0),
        ({"or": []}, 0),
        ({}, DEALERS + 2),
    ],
)
def test_a_filter_keeps_what_it_says_and_counts_the_same(
    everything: Client, planted: Ids, where: dict[str, Any], kept: int
) -> None:
    listing = """query($where: OrganizationFilter!, $ids: [ID!]) {
      organizations(first: 100, where: {and: [$where, {id: {in: $ids}}]}) { totalCount nodes { id } } }"""
    held = everything.ask(
        "query($id: ID!) { organization(id: $id) { holdings(first: 100) { nodes { id } } } }",
        id=planted[GROUP],
    )
    ids = [node["id"] for node in held["organization"]["holdings"]["nodes"]]
    page = everything.ask(listing, where=where, ids=ids)["organizations"]
    assert page["totalCount"] == len(page["nodes"]) == kept


def test_a_sum_is_over_all_rows_and_not_over_the_page(everything: Client, planted: Ids) -> None:
    query = """{ organizations(first: 1, where: {name: {startsWith: "Dealer 0"}}) { nodes { name }
        aggregate { employees { count min max avg sum } } } }"""
    summary = everything.ask(query)["organizations"]["aggregate"]["employees"]
    assert summary == {"count": 10, "min": 0, "max": 90, "avg": 45, "sum": 450}


def test_chinese_names_are_ordered_by_pinyin_beside_latin_ones(everything: Client) -> None:
    query = "{ organizations(first: 100, orderBy: [{field: NAME}]) { nodes { name } } }"
    names = [node["name"] for node in everything.ask(query)["organizations"]["nodes"]]
    # Tiandong stands after Swift, Yince at the end
    assert names.index(GROUP) > names.index("Swift Ride-Hailing Ltd")
    assert names[-1] == "隐测控股"


def test_where_a_value_comes_from_is_said(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!) { organization(id: $id) { all: provenance { dataSet label }
      uscc: provenance(property: "uscc") { dataSet said seenFrom seenTo }
      owners { edges { provenance { dataSet label id } node { name } } } } }"""
    group = everything.ask(query, id=planted[GROUP])["organization"]
    assert {each["dataSet"] for each in group["all"]} == {"register", "desk"}
    assert [(each["dataSet"], each["said"]) for each in group["uscc"]] == [
        ("desk", [GROUP_USCC]),
        ("register", [GROUP_USCC]),
    ]
    claims = {edge["node"]["name"]: edge["provenance"] for edge in group["owners"]["edges"]}
    assert [claim["label"] for claim in claims["Chen Lihua"]] == ["OWNS"]
    assert (
        everything.refused(
            'query($id: ID!) { organization(id: $id) { provenance(property: "x y") { said } } }',
            id=planted[GROUP],
        )
        == "BAD_ARGUMENT"
    )


def test_what_was_not_known_yet_is_not_said_of_that_time(everything: Client, planted: Ids) -> None:
    query = (
        "query($id: ID!, $at: DateTime) { organization(id: $id) { provenance(knownAt: $at) { dataSet } } }"
    )
    known = {
        at: [
            each["dataSet"]
            for each in everything.ask(query, id=planted[GROUP], at=at)["organization"]["provenance"]
        ]
        for at in ("2024-01-01T00:00:00Z", "2024-01-15T00:00:00Z", "2024-01-25T00:00:00+08:00")
    }
    assert list(known.values()) == [[], ["register"], ["desk", "register"]]


def test_what_had_not_happened_by_a_day_is_not_shown_of_it(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!, $day: Date) { device(id: $id, asOf: $day) {
      timeline(first: 100) { totalCount nodes { name } } concernedBy { totalCount } }
      events(asOf: $day) { totalCount } }"""
    counts = {}
    # from the hundredth day on there is a ticket every day, of the first pack every third
    for day in (None, "2024-04-09", "2024-04-10", "2024-04-13", "2030-01-01"):
        found = everything.ask(query, id=planted["Pack 0"], day=day)
        assert found["device"]["timeline"]["totalCount"] == len(found["device"]["timeline"]["nodes"])
        assert found["device"]["timeline"]["totalCount"] == found["device"]["concernedBy"]["totalCount"]
        counts[day] = (found["device"]["concernedBy"]["totalCount"], found["events"]["totalCount"])
    everywhen = (TICKETS / 3, TICKETS)
    assert counts == {
        None: everywhen, "2024-04-09": (0, 0), "2024-04-10": (1, 1), "2024-04-13": (2, 4), "2030-01-01": everywhen,
    }  # fmt: skip
