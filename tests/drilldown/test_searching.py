"""Search through the API: names and texts, pages, scope, and whatever somebody may type."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from client import Client
from factories import load_rows, row

from graph_platform.database import Database
from graph_platform.facts import Record

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
SEARCH = """query($text: String!, $first: Int!, $after: String, $kinds: [Label!]) {
  page: search(text: $text, first: $first, after: $after, kinds: $kinds) {
    pageInfo { hasNextPage endCursor } edges { cursor way node { __typename id name
      ... on Organization { country owners { totalCount } } ... on Device { model } } } } }"""


@pytest.fixture(autouse=True)
def _planted(planted: Ids) -> None:
    """All of these need it."""


def found(client: Client, text: str, **more: object) -> list[str]:
    edges = client.ask(SEARCH, **{"text": text, "first": 20, "after": None, "kinds": None} | more)["page"][
        "edges"
    ]
    return [edge["node"]["name"] for edge in edges]


@pytest.mark.parametrize(
    "typed",
    [GROUP, "天东产业", "天东", "tiandong", "tdcyjt", "天 东 产业", "天东產業", "天东产也集团有限公司"],
)
def test_a_chinese_name_is_found_first_however_it_is_typed(everything: Client, typed: str) -> None:
    assert found(everything, typed)[:1] == [GROUP]


@pytest.mark.parametrize(
    "typed", ["Swift Ride-Hailing Ltd", "swift ride", "Swift Ride Hailing", "Swfit Ride-Hailing"]
)
def test_an_english_name_is_found_first_however_it_is_typed(everything: Client, typed: str) -> None:
    assert found(everything, typed)[:1] == ["Swift Ride-Hailing Ltd"]


def test_what_is_found_can_be_drilled_down_at_once(everything: Client, planted: Ids) -> None:
    (edge, *_) = everything.ask(SEARCH, text="天东", first=5)["page"]["edges"]
    assert edge["node"] == {
        "__typename": "Organization", "id": planted[GROUP], "name": GROUP, "country": "CN", "owners": {"totalCount": 2},
    }  # fmt: skip
    assert edge["way"] in ("KEY", "BEGINNING", "WORDS")


def test_pages_of_a_search_are_full_and_end(everything: Client) -> None:
    pages = everything.pages(SEARCH, first=4, text="Dealer")
    names = [edge["node"]["name"] for page in pages for edge in page["edges"]]
    assert all(len(page["edges"]) == 4 for page in pages[:-1])
    assert len(names) == len(set(names)) == 26


def test_who_is_hidden_is_not_found_and_takes_nobodys_place(north: Client, everything: Client) -> None:
    assert found(everything, "隐测控股") == ["隐测控股"]
    for typed in ("隐测控股", "yince", "yckg", "隐测"):
        assert found(north, typed) == []
    assert "Dealer South" not in found(north, "Dealer", first=100)


def test_kinds_narrow_what_is_found(everything: Client) -> None:
    assert found(everything, "Pack", kinds=["Battery"]) == ["Pack 0", "Pack 1", "Pack 2"]
    assert found(everything, "Pack", kinds=["Organization"]) == []


@pytest.mark.parametrize(
    "secret", ["13800138000", "138 0013 8000", "+8613800138000", "ceshi.ouyang@example.com"]
)
def test_a_number_or_mailbox_finds_nobody(everything: Client, secret: str) -> None:
    assert found(everything, secret) == []


@pytest.mark.parametrize(
    "typed",
    ["phone:138* AND name:欧阳", "_exists_:name", "/138.{8}/", "name:x~2", "*:*", '"', "((", "\\", "a AND", "😀",
     "", " ", "\u0000", "NOT", "}'"],
)  # fmt: skip
def test_whatever_is_typed_is_a_text_and_no_syntax(everything: Client, typed: str) -> None:
    assert isinstance(found(everything, typed), list)
    assert len(found(everything, "*:*")) == 0


def test_a_text_that_is_too_long_is_refused(everything: Client) -> None:
    assert everything.refused(SEARCH, text="x" * 10_000, first=3) == "BAD_ARGUMENT"
    assert everything.refused(SEARCH, text="x", first=0) == "BAD_ARGUMENT"
    assert everything.refused(SEARCH, text="x", first=101) == "BAD_ARGUMENT"


def test_words_of_a_tickets_text_find_it(everything: Client) -> None:
    assert found(everything, "Charging fails", kinds=["Ticket"], first=3)[0].startswith("Charging fails")


COUNT = """query($text: String!, $day: Date) { search(text: $text, first: 2, asOf: $day) {
  totalCount totalCountIsAtLeast nodes { name } } }"""


def test_what_is_found_is_counted_over_all_pages_and_over_the_viewers_own_rows(
    everything: Client, north: Client
) -> None:
    found = everything.ask(COUNT, text="Dealer")["search"]
    assert (found["totalCount"], found["totalCountIsAtLeast"], len(found["nodes"])) == (26, False, 2)
    assert north.ask(COUNT, text="Dealer")["search"]["totalCount"] == 25
    assert everything.ask(COUNT, text="隐测控股")["search"]["totalCount"] == 1
    assert north.ask(COUNT, text="隐测控股")["search"]["totalCount"] == 0
    assert everything.ask(COUNT, text="")["search"]["totalCount"] == 0
    alone = everything.ask('{ search(text: "Dealer") { totalCount } }')["search"]
    assert alone == {"totalCount": 26}


def test_search_says_that_it_knows_no_other_day_than_today(everything: Client) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert everything.ask(COUNT, text="Dealer", day=today)["search"]["totalCount"] == 26
    for day in ("2020-06-01", "2999-01-01"):
        response = everything.send(COUNT, {"accept-language": "zh"}, text="Dealer", day=day).json()
        assert response["errors"][0]["extensions"]["code"] == "NOT_AVAILABLE_FOR_THIS_DATE"
        assert "asOf" in response["errors"][0]["extensions"]["hint"]


def test_a_count_that_is_bounded_says_at_least(
    everything: Client, database: Database, tmp_path: Path
) -> None:
    rows = [
        row(f"many{n}", Record(f"many{n}", "Company", {"name": f"Manifold Works {n}"}), line=n)
        for n in range(520)
    ]
    load_rows(database, tmp_path, "many", rows)
    database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    try:
        found = everything.ask(COUNT, text="Manifold")["search"]
        assert (found["totalCount"], found["totalCountIsAtLeast"]) == (500, True)
    finally:
        # what is planted here is planted again for the tests behind
        database.write("MATCH (n) WHERE n.data_set = 'many' OR n.name STARTS WITH 'Manifold' DETACH DELETE n")
