"""Rows found by what stands at the ends of their relationships, over HTTP, beside Cypher that is written by hand."""

from __future__ import annotations

from typing import Any

import pytest
from client import Client
from planted import DEALERS, GROUP_USCC, TICKETS

from gql.errors import ArgumentRefused, NotAllowed
from graph_platform.database import Database

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
COUNT = "query($where: OrganizationFilter!) { organizations(where: $where) { totalCount nodes { id } } }"
EVENTS = "query($where: EventFilter!) { events(kinds: [Ticket], where: $where) { totalCount } }"


def counted(client: Client, **where: Any) -> int:
    return int(client.ask(COUNT, where=where)["organizations"]["totalCount"])


def test_customers_are_found_by_those_who_own_them(everything: Client, planted: Ids) -> None:
    owned = {"where": {"organization": {"uscc": {"eq": GROUP_USCC}}}}
    assert counted(everything, owners=owned) == DEALERS + 2
    large = {**owned, "edgeWhere": {"share": {"gte": 0.7}}}
    # the fleet, and the dealers with 70 to 74 per cent
    assert counted(everything, owners=large) == 6


def test_nothing_at_an_end_is_found_too(everything: Client, planted: Ids, database: Database) -> None:
    (alone,) = database.read(
        "MATCH (n:Organization) WHERE NOT EXISTS { MATCH (n)<-[r:OWNS]-() WHERE r.valid_to > date() }"
        " RETURN count(n) AS many"
    )
    assert counted(everything, owners={"none": True}) == alone["many"] > 0


def test_so_many_at_an_end_are_counted(everything: Client, planted: Ids) -> None:
    assert counted(everything, holdings={"atLeast": DEALERS + 2}) == 1
    assert counted(everything, holdings={"atLeast": DEALERS + 3}) == 0


def test_two_relationships_away_is_reached_from_the_node_that_is_named(
    everything: Client, planted: Ids, database: Database
) -> None:
    site = {"where": {"id": {"eq": planted[GROUP]}}}
    subjects = {"where": {"device": {"sites": site}}}
    assert everything.ask(EVENTS, where={"subjects": subjects})["events"]["totalCount"] == TICKETS


def test_the_way_begins_at_the_node_that_is_named_and_not_at_all_rows(
    everything: Client, planted: Ids, statements: list[str], database: Database
) -> None:
    everything.ask(COUNT, where={"owners": {"where": {"id": {"eq": planted[GROUP]}}}})
    (sent,) = statements
    assert "MATCH (n0:Organization)<-[:OWNS]-(n" in sent
    assert ":Entity) WHERE" in sent


def test_a_row_that_is_reached_in_two_ways_counts_once(everything: Client, planted: Ids) -> None:
    either = {"id": {"in": [planted[GROUP], planted["Ring1"]]}}
    found = everything.ask(COUNT, where={"owners": {"where": either}})["organizations"]
    ids = [each["id"] for each in found["nodes"]]
    assert len(ids) == len(set(ids))
    assert found["totalCount"] == DEALERS + 3


def test_or_and_not_stand_around_relationships(everything: Client, planted: Ids) -> None:
    owned = {"owners": {"where": {"id": {"eq": planted[GROUP]}}}}
    every = everything.ask("{ organizations { totalCount } }")["organizations"]["totalCount"]
    assert counted(everything, **{"not": owned}) == every - DEALERS - 2
    assert counted(everything, **{"or": [owned, {"id": {"eq": planted[GROUP]}}]}) == DEALERS + 3


def test_what_is_not_there_for_a_viewer_stands_at_no_end(
    north: Client, south: Client, everything: Client, planted: Ids
) -> None:
    by_hidden = {"owners": {"where": {"id": {"eq": planted["隐测控股"]}}}}
    assert (counted(everything, **by_hidden), counted(north, **by_hidden)) == (1, 0)
    # neither does counting its relationships tell that it is there
    assert counted(north, owners={"atLeast": 2, "where": {"organization": {}}}) == 0
    assert counted(south, owners={"where": {"id": {"eq": planted[GROUP]}}}) == 0


def test_sums_of_money_are_compared_as_numbers(everything: Client, planted: Ids) -> None:
    assert counted(everything, annualRevenue={"gt": 9e8, "currency": "CNY"}) == 1
    assert counted(everything, annualRevenue={"gt": 9e8, "currency": "EUR"}) == 0
    assert counted(everything, annualRevenue={"gte": 2e9}) == 0


def test_a_past_day_asks_what_stood_there_then(everything: Client, planted: Ids) -> None:
    query = (
        "query($where: OrganizationFilter!, $day: Date!)"
        " { organizations(where: $where, asOf: $day) { totalCount } }"
    )
    owned = {"owners": {"where": {"id": {"eq": planted[GROUP]}}}}
    told = {
        day: everything.ask(query, where=owned, day=day)["organizations"]["totalCount"]
        for day in ("2014-12-31", "2015-01-01", "2022-01-01")
    }
    assert told == {"2014-12-31": 0, "2015-01-01": 1, "2022-01-01": DEALERS + 2}


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"staff": {"where": {"salary": {"isNull": False}}}}, NotAllowed.code),
        (
            {"owners": {"where": {"person": {"employers": {"where": {"staff": {"where": {"not": {
                "salary": {"isNull": True}}}}}}}}}},
            NotAllowed.code,
        ),
        ({"owners": {"none": True, "atLeast": 2}}, ArgumentRefused.code),
        ({"owners": {"atLeast": 0}}, ArgumentRefused.code),
        ({"owners": None}, ArgumentRefused.code),
        ({"owners": {"where": None}}, ArgumentRefused.code),
    ],
)  # fmt: skip
def test_what_may_not_be_asked_at_an_end_is_refused_before_a_statement_is_sent(
    north: Client, planted: Ids, statements: list[str], where: dict[str, Any], code: str
) -> None:
    assert north.refused(COUNT, where=where) == code
    assert not statements


def test_conditions_end_after_three_relationships(everything: Client, planted: Ids) -> None:
    where: dict[str, Any] = {"name": {"eq": "x"}}
    for _ in range(3):
        where = {"parents": {"where": where}}
    assert counted(everything, **where) == 0
    assert everything.refused(COUNT, where={"parents": {"where": where}}) == ArgumentRefused.code
