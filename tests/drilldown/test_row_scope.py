"""Rows that are not a viewer's are not there for them: in pages, counts, sums, paths, ids and cursors."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from client import Client
from planted import DEALERS

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
HELD = """query($id: ID!, $first: Int!, $after: String) { organization(id: $id) { id }
  page: organizations(first: $first, after: $after, where: {country: {eq: "CN"}}) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id name } } } }"""


def names(pages: list[dict[str, Any]]) -> list[str]:
    return [edge["node"]["name"] for page in pages for edge in page["edges"]]


def test_a_count_and_a_sum_are_over_the_viewers_own_rows(
    north: Client, everything: Client, planted: Ids
) -> None:
    query = """query($id: ID!) { organization(id: $id) { holdings(first: 100) { totalCount nodes { name } }
      owners { totalCount nodes { name } } } }"""
    all_of_it = everything.ask(query, id=planted[GROUP])["organization"]
    seen = north.ask(query, id=planted[GROUP])["organization"]
    assert all_of_it["holdings"]["totalCount"] == seen["holdings"]["totalCount"] + 1
    assert [node["name"] for node in seen["owners"]["nodes"]] == ["Chen Lihua"]
    assert seen["owners"]["totalCount"] == 1
    assert all_of_it["owners"]["totalCount"] == 2
    totals = (
        '{ organizations(where: {name: {startsWith: "Dealer"}}) { aggregate { employees { count sum } } } }'
    )
    assert north.ask(totals)["organizations"]["aggregate"]["employees"]["count"] == DEALERS
    assert everything.ask(totals)["organizations"]["aggregate"]["employees"]["count"] == DEALERS + 1


@pytest.mark.parametrize("first", [1, 2, 3, 7, 50])
def test_pages_are_full_and_together_the_whole_whatever_is_hidden(
    north: Client, planted: Ids, first: int
) -> None:
    pages = north.pages(HELD, first=first, id=planted[GROUP])
    assert all(len(page["edges"]) == first for page in pages[:-1])
    assert "隐测控股" not in names(pages)
    assert len(names(pages)) == len(set(names(pages))) == pages[0]["totalCount"]
    assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False] + [True] * (len(pages) - 1)


def test_what_is_hidden_answers_as_what_never_was(north: Client, planted: Ids) -> None:
    query = "query($id: ID!) { node(id: $id) { id } organization(id: $id) { name } }"
    for headers in ({}, {"accept-language": "zh-CN"}):
        hidden = north.send(query, headers, id=planted["隐测控股"])
        nothing = north.send(query, headers, id="f" * 32)
        assert hidden.content == nothing.content
        assert hidden.status_code == nothing.status_code


def test_provenance_names_no_record_of_others(north: Client, south: Client, planted: Ids) -> None:
    query = """query($id: ID!) { organization(id: $id) { name provenance { id }
      owners { edges { provenance { id } } } } }"""
    assert south.ask(query, id=planted[GROUP])["organization"] is None
    assert len(north.ask(query, id=planted[GROUP])["organization"]["owners"]["edges"]) == 1


def test_a_cursor_survives_what_is_written_in_between(everything: Client, planted: Ids) -> None:
    pages = everything.pages(HELD, first=4, id=planted[GROUP])
    after = pages[0]["pageInfo"]["endCursor"]
    again = everything.ask(HELD, first=4, after=after, id=planted[GROUP])["page"]
    assert names([again]) == names(pages[1:2])
    assert pages[0]["edges"][-1]["cursor"] == after


def test_a_cursor_is_good_for_its_viewer_its_field_and_its_arguments_only(
    everything: Client, north: Client, planted: Ids
) -> None:
    after = everything.ask(HELD, first=2, id=planted[GROUP])["page"]["pageInfo"]["endCursor"]
    assert north.refused(HELD, first=2, after=after, id=planted[GROUP]) == "BAD_CURSOR"
    other = 'query($after: String) { organizations(after: $after, where: {country: {eq: "DE"}}) { nodes { id } } }'
    assert everything.refused(other, after=after) == "BAD_CURSOR"
    assert (
        everything.refused("query($after: String) { people(after: $after) { nodes { id } } }", after=after)
        == "BAD_CURSOR"
    )
    ordered = HELD.replace("first: $first", "first: $first, orderBy: [{field: COUNTRY}]")
    assert everything.refused(ordered, first=2, after=after, id=planted[GROUP]) == "BAD_CURSOR"


@pytest.mark.parametrize("spoilt", ["", "x", "欧", "A" * 5000, None])
def test_every_spoilt_cursor_is_refused_in_the_same_words(
    everything: Client, planted: Ids, spoilt: str | None
) -> None:
    good = everything.ask(HELD, first=2, id=planted[GROUP])["page"]["pageInfo"]["endCursor"]
    flipped = good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
    refused = everything.send(HELD, first=2, after=flipped if spoilt is None else spoilt, id=planted[GROUP])
    other = everything.send(HELD, first=2, after="not a cursor", id=planted[GROUP])
    assert refused.json()["errors"][0] == other.json()["errors"][0]


def test_a_cursor_says_nothing_of_its_row(everything: Client, planted: Ids) -> None:
    page = everything.ask(HELD, first=3, id=planted[GROUP])["page"]
    for edge in page["edges"]:
        raw = base64.urlsafe_b64decode(edge["cursor"])
        assert edge["node"]["id"].encode() not in raw
        assert bytes.fromhex(edge["node"]["id"]) not in raw
        assert edge["node"]["name"].encode() not in raw


def test_a_descending_order_with_gaps_is_paged_to_its_end(everything: Client) -> None:
    query = """query($first: Int!, $after: String) { page: organizations(first: $first, after: $after,
      orderBy: [{field: EMPLOYEES, direction: %s}, {field: NAME, direction: DESC}]) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { name employees } } } }"""
    for direction in ("ASC", "DESC"):
        asked = query % direction
        paged = [edge["node"] for page in everything.pages(asked, first=4) for edge in page["edges"]]
        whole = [edge["node"] for page in everything.pages(asked, first=200) for edge in page["edges"]]
        assert paged == whole
        known = [node["employees"] for node in whole if node["employees"] is not None]
        assert len(known) < len(whole)
        assert known == sorted(known, reverse=direction == "DESC")


def test_a_list_by_time_is_paged_newest_first(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!, $first: Int!, $after: String) { device(id: $id) { id }
      page: events(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { at } } } }"""
    pages = everything.pages(query, first=7, id=planted["Pack 0"])
    times = [edge["node"]["at"] for page in pages for edge in page["edges"]]
    assert times == sorted(times, reverse=True)
    assert len(times) == pages[0]["totalCount"]
