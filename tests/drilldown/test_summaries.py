"""What is said of all rows: sums of money by currency and counts by value, over the viewer's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from client import Client
from factories import day, load_rows, mention, row
from planted import DEALERS, TICKETS

from graph_platform.database import Database
from graph_platform.facts import Claim, Record

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
ORDERS = {
    "o1": ("100", "CNY", "open"),
    "o2": ("250.5", "CNY", "open"),
    "o3": ("7", "EUR", "won"),
    "o4": ("", "", ""),
}
SUMS = """query($id: ID!) { organization(id: $id) { purchases(first: 1) { totalCount nodes { id }
  aggregate { amount { currency count min max avg sum } }
  facets { status { value count } labels { value count } } } } }"""


@pytest.fixture(scope="module")
def buyer(
    database: Database, planted: Ids, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """A company that bought, beside what is planted; taken away again."""
    rows = [
        row("buyer", Record("buyer", "Company", {"name": "Buyer of Orders Ltd"}), scopes=("region:north",))
    ]
    for key, (amount, currency, status) in ORDERS.items():
        said = {"title": key, "at": "2025-02-03"}
        said |= {"amount": f"{amount} {currency}", "status": status} if amount else {}
        bought = Claim("BUYS", "BUYS", mention("buyer"), mention(key, "Order"))
        scope = "region:south" if key == "o3" else "region:north"
        rows.append(row(key, Record(key, "Order", said), bought, scopes=(scope,)))
    load_rows(database, tmp_path_factory.mktemp("orders"), "orders", rows)
    (found,) = database.read("MATCH (n:Company {name: 'Buyer of Orders Ltd'}) RETURN n.id AS id")
    yield found
    database.write(
        "MATCH (r:Record {data_set: 'orders'}) OPTIONAL MATCH (r)-[:ABOUT]->(n) DETACH DELETE r, n"
    )
    database.write("MATCH (n:DataSet {name: 'orders'}) DETACH DELETE n")


def counts(found: list[dict[str, Any]]) -> dict[str | None, int]:
    return {each["value"]: each["count"] for each in found}


def test_money_is_summed_by_currency_and_never_across(everything: Client, buyer: dict[str, Any]) -> None:
    bought = everything.ask(SUMS, id=buyer["id"])["organization"]["purchases"]
    assert bought["totalCount"] == 4
    assert bought["aggregate"]["amount"] == [
        {"currency": "CNY", "count": 2, "min": 100, "max": 250.5, "avg": 175.25, "sum": 350.5},
        {"currency": "EUR", "count": 1, "min": 7, "max": 7, "avg": 7, "sum": 7},
    ]
    assert counts(bought["facets"]["status"]) == {"open": 2, "won": 1, None: 1}
    assert counts(bought["facets"]["labels"]) == {"Event": 4, "Order": 4}


def test_what_a_viewer_does_not_see_is_in_no_sum_and_no_count(north: Client, buyer: dict[str, Any]) -> None:
    bought = north.ask(SUMS, id=buyer["id"])["organization"]["purchases"]
    assert [each["currency"] for each in bought["aggregate"]["amount"]] == ["CNY"]
    assert counts(bought["facets"]["status"]) == {"open": 2, None: 1}


def test_a_facet_counts_what_the_same_filter_keeps(everything: Client, planted: Ids) -> None:
    query = """query($where: OrganizationFilter) { organizations(first: 0, where: $where) {
      totalCount facets { country(first: 2) { value count } all: country { value count } labels { count } } } }"""
    dealers = {"name": {"startsWith": "Dealer "}}
    held = everything.ask(query, where=dealers)["organizations"]
    by_country = counts(held["facets"]["all"])
    assert by_country == {"CN": DEALERS // 2 + 1, "DE": (DEALERS + 1) // 2}
    assert held["facets"]["country"] == held["facets"]["all"]
    assert held["facets"]["labels"] == [{"count": DEALERS + 1}] * 2
    for country, many in by_country.items():
        narrowed = everything.ask(query, where=dealers | {"country": {"eq": country}})["organizations"]
        assert narrowed["totalCount"] == many
        assert counts(narrowed["facets"]["all"]) == {country: many}


def test_relationships_have_numbers_of_their_own(everything: Client, planted: Ids) -> None:
    query = """query($id: ID!, $day: Date) { organization(id: $id, asOf: $day) { holdings {
      edgeAggregate { share { count min max sum } subscribedCapital { sum } } } } }"""
    now = everything.ask(query, id=planted[GROUP])["organization"]["holdings"]["edgeAggregate"]
    shares = [0.8, 0.51, *((50 + number) / 100 for number in range(DEALERS))]
    assert now["share"] == {"count": DEALERS + 2, "min": 0.5, "max": 0.8, "sum": pytest.approx(sum(shares))}
    assert now["subscribedCapital"] == []
    then = everything.ask(query, id=planted[GROUP], day="2016-01-01")["organization"]["holdings"]
    assert then["edgeAggregate"]["share"] == {"count": 1, "min": 0.6, "max": 0.6, "sum": 0.6}


def test_several_summaries_are_one_statement(
    everything: Client, planted: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    run = Database.read_value
    monkeypatch.setattr(
        Database, "read_value", lambda self, text, *rest: (sent.append(text), run(self, text, *rest))[1]
    )
    found = everything.ask("""{ events(kinds: [Ticket]) {
      facets { labels { value count } status { value count } t: __typename }
      aggregate { amount { sum } cost { sum } __typename } } organizations { aggregate { employees { sum }
        registeredCapital { currency sum __typename } } facets { country { value } country2: country { count } } } }""")
    assert len(sent) == 1
    assert counts(found["events"]["facets"]["status"])["open"] == TICKETS * 2 / 3
    assert found["events"]["aggregate"] == {"amount": [], "cost": [], "__typename": "EventListAggregate"}


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ("{ people { facets { phone { value } } } }", "BAD_REQUEST"),
        ("{ people { facets { gender { value } } } }", "BAD_REQUEST"),
        ("{ people { facets { name { value } } } }", "BAD_REQUEST"),
        ("{ people { facets { residentId { value } } } }", "BAD_REQUEST"),
        ("{ events { facets { title { value } } } }", "BAD_REQUEST"),
        ("{ events { facets { amount { value } } } }", "BAD_REQUEST"),
        ("{ organizations { aggregate { phone { count } } } }", "BAD_REQUEST"),
        ("{ events { facets { labels(first: 101) { value } } } }", "BAD_ARGUMENT"),
        ("{ events { facets { labels(first: -1) { value } } } }", "BAD_ARGUMENT"),
    ],
)
def test_what_is_masked_or_not_open_is_counted_by_nobody(
    everything: Client, planted: Ids, refused: str, code: str
) -> None:
    assert everything.refused(refused) == code


def test_a_property_of_many_values_is_counted_by_each_of_them(
    everything: Client, database: Database, tmp_path: Path
) -> None:
    rows = [
        row(key, Record(key, "Ticket", {"title": key, "tags": tags}), scopes=("public",))
        for key, tags in (("one", ["battery", "urgent"]), ("two", ["battery"]), ("three", []))
    ]
    load_rows(database, tmp_path, "tagged", rows, observed=day(400))
    found = everything.ask("{ events(where: {tags: {isNull: false}}) { facets { tags { value count } } } }")[
        "events"
    ]["facets"]["tags"]
    assert counts(found) == {"battery": 2, "urgent": 1}
