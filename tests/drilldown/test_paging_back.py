"""Pages from the end: the same rows as from the beginning, in the same order, for every order there is."""

from __future__ import annotations

from typing import Any

import pytest
from client import Client

from graph_platform.database import Database

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
ROWS = f"{{ {INFO} edges {{ cursor node {{ id }} }} }}"
PAGE = "$first: Int, $after: String, $last: Int, $before: String"
GIVEN = "first: $first, after: $after, last: $last, before: $before"
CONNECTIONS = {
    "by name": f"query({PAGE}) {{ page: organizations({GIVEN}) {ROWS} }}",
    "gaps, both ways": f"""query({PAGE}) {{ page: organizations({GIVEN},
        orderBy: [{{field: EMPLOYEES, direction: DESC}}, {{field: COUNTRY}}, {{field: NAME, direction: DESC}}])
        {ROWS} }}""",
    "by time": f"query({PAGE}) {{ page: events({GIVEN}) {ROWS} }}",
    "search": f'query({PAGE}) {{ page: search(text: "Dealer", {GIVEN}) {ROWS} }}',
}
HOLDINGS = f"""query($id: ID!, {PAGE}) {{ organization(id: $id) {{
  holdings({GIVEN}, edgeOrderBy: [{{field: SHARE, direction: DESC}}]) {{
    {INFO} edges {{ cursor share node {{ name }} }} nodes {{ name }} totalCount }} }} }}"""


@pytest.fixture(autouse=True)
def _planted(planted: Ids) -> None:
    """All of these need it."""


def rows(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


def backward(client: Client, query: str, last: int) -> list[dict[str, Any]]:
    """The pages from the last one to the first."""
    pages, before = [], None
    while True:
        page = client.ask(query, last=last, before=before)["page"]
        pages.append(page)
        assert page["pageInfo"]["hasNextPage"] == (before is not None)
        if not page["pageInfo"]["hasPreviousPage"]:
            return pages
        before = page["pageInfo"]["startCursor"]
        assert len(pages) < 1_000, "the pages do not come to an end"


@pytest.mark.parametrize("name", CONNECTIONS)
@pytest.mark.parametrize("last", [1, 4, 7])
def test_pages_from_the_end_hold_what_pages_from_the_beginning_hold(
    everything: Client, name: str, last: int
) -> None:
    query = CONNECTIONS[name]
    whole = rows(everything.ask(query, first=100)["page"])
    assert len(whole) > 20
    found = [rows(page) for page in backward(everything, query, last)]
    assert found == [whole[max(end - last, 0) : end] for end in range(len(whole), 0, -last)]


@pytest.mark.parametrize("name", CONNECTIONS)
def test_two_cursors_leave_what_stands_between_them(everything: Client, name: str) -> None:
    query = CONNECTIONS[name]
    edges = everything.ask(query, first=20)["page"]["edges"]
    whole = [edge["node"]["id"] for edge in edges]
    between = {"after": edges[4]["cursor"], "before": edges[12]["cursor"]}
    page = everything.ask(query, first=50, **between)["page"]
    assert rows(page) == whole[5:12]
    assert (page["pageInfo"]["hasNextPage"], page["pageInfo"]["hasPreviousPage"]) == (False, True)
    page = everything.ask(query, last=3, **between)["page"]
    assert rows(page) == whole[9:12]
    assert (page["pageInfo"]["hasNextPage"], page["pageInfo"]["hasPreviousPage"]) == (True, True)
    assert rows(everything.ask(query, first=2, before=edges[1]["cursor"])["page"]) == whole[:1]


def test_a_connection_below_a_node_goes_back_in_one_statement_and_counts_all(
    everything: Client, north: Client, planted: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    run = Database.read_value
    monkeypatch.setattr(
        Database, "read_value", lambda self, text, *rest: (sent.append(text), run(self, text, *rest))[1]
    )
    held = everything.ask(HOLDINGS, id=planted[GROUP], last=3)["organization"]["holdings"]
    assert [edge["share"] for edge in held["edges"]] == [0.51, 0.51, 0.5]
    assert [edge["node"] for edge in held["edges"]] == held["nodes"]
    assert held["totalCount"] == 27
    earlier = {"last": 3, "before": held["pageInfo"]["startCursor"]}
    again = everything.ask(HOLDINGS, id=planted[GROUP], **earlier)["organization"]["holdings"]
    assert [edge["share"] for edge in again["edges"]] == [0.54, 0.53, 0.52]
    assert len(sent) == 2
    assert north.refused(HOLDINGS, id=planted[GROUP], **earlier) == "BAD_CURSOR"
    seen = north.ask(HOLDINGS, id=planted[GROUP], last=3)["organization"]["holdings"]
    assert [edge["share"] for edge in seen["edges"]] == [0.52, 0.51, 0.5]


def test_nodes_alone_come_in_their_order_too(everything: Client) -> None:
    query = "query($last: Int) { organizations(last: $last) { nodes { name } } }"
    names = everything.ask("{ organizations(first: 100) { nodes { name } } }")["organizations"]["nodes"]
    assert everything.ask(query, last=5)["organizations"]["nodes"] == names[-5:]
    assert everything.ask(query, last=0)["organizations"]["nodes"] == []
    assert everything.ask(query, last=None)["organizations"]["nodes"] == names[:20]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"first": 3, "last": 3}, "BAD_ARGUMENT"),
        ({"last": 201}, "BAD_ARGUMENT"),
        ({"last": -1}, "BAD_ARGUMENT"),
        ({"last": 3, "before": "x"}, "BAD_CURSOR"),
    ],
)
@pytest.mark.parametrize("name", CONNECTIONS)
def test_what_cannot_be_meant_is_refused(
    everything: Client, name: str, asked: dict[str, Any], code: str
) -> None:
    assert everything.refused(CONNECTIONS[name], **asked) == code


def test_a_cursor_is_bound_to_its_field_from_either_side(everything: Client) -> None:
    page = everything.ask(CONNECTIONS["by name"], first=3)["page"]
    for side in ("after", "before"):
        cursor = {side: page["pageInfo"]["endCursor"]}
        assert everything.refused(CONNECTIONS["by time"], **cursor) == "BAD_CURSOR"
        assert everything.refused(CONNECTIONS["search"], **cursor) == "BAD_CURSOR"
