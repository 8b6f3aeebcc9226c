"""What is too much, too deep, too long or too odd ends in a typed error, and the server stays up."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from client import Client
from serving import served

from gql.limits import Limits
from gql.reading import Reader
from gql.server import application, service_of
from gql.tokens import tokens_of
from graph_platform.database import Database
from graph_platform.settings import Settings

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
FRAGMENTS = "fragment A on Organization { holdings { nodes { ...B } } } fragment B on Organization { ...A }"
DEEP = "{ organizations { nodes " + "{ owners { nodes { holdings { nodes " * 12 + "{ id }" + "}" * 48 + "} }"
HOSTILE = {
    "10,000 aliases": "{" + " ".join(f"a{n}: __typename" for n in range(10_000)) + "}",
    "100 aliases": "{" + " ".join(f"a{n}: __typename" for n in range(100)) + "}",
    "many roots": "{" + " ".join(f"organizations(first: {n}) {{ totalCount }}" for n in range(30)) + "}",
    "fragments in a circle": f"{{ organizations {{ nodes {{ ...A }} }} }} {FRAGMENTS}",
    "deep": DEEP,
    "brackets": "{" * 5_000,
    "deep brackets": "{a" * 1_900 + "}" * 1_900,
    "introspection bomb": "{ __schema { types "
    + "{ fields { type { fields { type " * 8
    + "{ name }"
    + "} } } }" * 8
    + "} }",
    "huge numbers": "{ organizations(first: 9223372036854775808) { totalCount } }",
    "a nul": 'query { organizations(where: {name: {eq: "\\u0000"}}) { totalCount } }',
    "unknown directive": "{ organizations @everything { totalCount } }",
    "a mutation that is none": "mutation { deleteEverything }",
    "a subscription": "subscription { organizations { totalCount } }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_operation_ends_in_a_typed_answer(everything: Client, planted: Ids, name: str) -> None:
    response = everything.send(HOSTILE[name])
    assert response.status_code in (200, 400)
    answer = response.json()
    for error in answer.get("errors", ()):
        assert error["extensions"]["code"] != "INTERNAL", error
        assert "Traceback" not in response.text
    assert answer.get("errors") or name == "a nul"
    assert everything.ask("{ __typename }") == {"__typename": "Query"}


def test_the_error_is_in_the_language_of_whoever_asks(everything: Client) -> None:
    said = everything.send(HOSTILE["100 aliases"], {"accept-language": "zh-CN"}).json()["errors"][0]
    assert said["message"] == "超过 60 个别名"
    assert said["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert "减少" in said["extensions"]["hint"]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"\xff\xfe{", {"content-type": "application/json"}, 400),
        (b"[" * 100_000, {"content-type": "application/json"}, 400),
        (b"{}", {"content-type": "application/json"}, 400),
        (b'{"query": 7}', {"content-type": "application/json"}, 400),
        (b'{"query": "{__typename}", "variables": [1]}', {"content-type": "application/json"}, 400),
        (b'{"query": "{__typename}"}', {"content-type": "text/plain"}, 400),
        (b'[{"query": "{__typename}"}]', {"content-type": "application/json"}, 400),
        (b" " * 2_000_000, {"content-type": "application/json"}, 413),
        (b'{"query": "{ __typename }", "operationName": "x"}', {"content-type": "application/json"}, 400),
    ],
)
def test_a_body_that_is_no_operation_is_refused(
    everything: Client, body: bytes, headers: dict[str, str], status: int
) -> None:
    response = everything.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == status
    assert "errors" in response.json()


def test_huge_variables_are_taken_or_refused_and_never_a_trouble(everything: Client, planted: Ids) -> None:
    query = "query($in: [String!]) { organizations(where: {country: {in: $in}}) { totalCount } }"
    assert everything.ask(query, **{"in": ["DE"]})["organizations"]["totalCount"] > 0
    assert everything.refused(query, **{"in": ["CN"] * 2_000}) == "BAD_ARGUMENT"
    assert everything.ask(query, **{"in": ["x" * 500_000]}) == {"organizations": {"totalCount": 0}}


def test_the_cost_of_an_operation_is_told(everything: Client, planted: Ids) -> None:
    answer = everything.send(
        "query($id: ID!) { organization(id: $id) { holdings { totalCount } } }", id=planted[GROUP]
    )
    assert answer.json()["extensions"]["cost"] >= 1


def test_what_would_meet_too_much_is_refused_before_it_is_read(
    settings: Settings, database: Database, everything: Client, planted: Ids
) -> None:
    service = service_of(database, settings.home, Limits(cost=100))
    with (
        served(application(database, service, tokens_of(settings, development=True).viewer)) as address,
        Client(address, everything.token) as client,
    ):
        assert client.ask("{ organizations(first: 1) { nodes { holdings(first: 1) { totalCount } } } }")
        deep = "{ organizations(first: 200) { nodes { holdings(first: 200) { nodes { id } } } } }"
        assert client.refused(deep) == "LIMIT_EXCEEDED"


SLOW = "UNWIND range(1, 20000) AS a UNWIND range(1, 20000) AS b WITH a, b WHERE a * b < 0 RETURN count(*)"


def running(database: Database, reader: Reader) -> int:
    mine = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.tag STARTS WITH $name RETURN metaData.tag AS tag"
    return len(database.read(mine, {"name": reader.name}))


def test_a_statement_that_takes_too_long_ends_in_the_database_too(database: Database) -> None:
    reader = Reader(database, at_once=2, waiting=1, seconds=0.5)
    began = time.monotonic()
    with pytest.raises(Exception, match="took longer"):
        asyncio.run(reader.read(SLOW, {}))
    assert time.monotonic() - began < 4
    assert running(database, reader) == 0
    reader.close()


def test_who_goes_away_takes_the_statement_along(database: Database) -> None:
    reader = Reader(database, at_once=2, waiting=1, seconds=60)

    async def leave() -> None:
        task = asyncio.create_task(reader.read(SLOW, {}))
        while not await asyncio.to_thread(running, database, reader):
            await asyncio.sleep(0.05)
        task.cancel()
        while await asyncio.to_thread(running, database, reader):
            await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(leave(), 20))
    reader.close()


def test_more_than_can_wait_are_refused_at_once(database: Database) -> None:
    reader = Reader(database, at_once=1, waiting=1, seconds=5)

    async def crowd() -> list[Any]:
        tasks = [asyncio.create_task(reader.read(SLOW, {})) for _ in range(5)]
        done, pending = await asyncio.wait(tasks, timeout=1)
        for task in pending:
            task.cancel()
        return [type(task.exception()).__name__ for task in done]

    assert asyncio.run(crowd()) == ["Busy"] * 3
    reader.close()


def test_a_client_that_hangs_up_leaves_the_server_able_to_answer(everything: Client, planted: Ids) -> None:
    text = "query($id: ID!) { organization(id: $id) { timeline { totalCount } } }"
    query = {"query": text, "variables": {"id": planted[GROUP]}}

    def hang_up(number: int) -> None:
        with httpx.Client(base_url=everything.address, timeout=0.001 * (number % 5 + 1)) as client:
            try:
                client.post("/graphql", json=query, headers={"authorization": f"Bearer {everything.token}"})
            except httpx.HTTPError:
                return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hang_up, range(40)))
    assert everything.ask("{ __typename }")
    assert everything.ask(text, id=planted[GROUP])


def test_what_two_ask_at_once_each_gets(everything: Client, planted: Ids) -> None:
    names = sorted(name for name in planted if name.startswith("Dealer "))

    def ask(name: str) -> str:
        with Client(everything.address, everything.token) as client:
            found = client.ask("query($id: ID!) { organization(id: $id) { name } }", id=planted[name])
        return str(found["organization"]["name"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, names)) == names


@pytest.mark.parametrize(
    "query",
    [
        "{ organizations(where: {founded: {isNull: true}, employees: {gt: 9223372036854775808}}) { totalCount } }",
        '{ organizations(where: {employees: {gt: "7"}}) { totalCount } }',
        '{ events(where: {at: {gt: "yesterday"}}) { totalCount } }',
        "{ events(where: {at: {gt: 7}}) { totalCount } }",
        '{ organizations(asOf: "2024-13-01") { totalCount } }',
        '{ organizations(asOf: "0000-00-00") { totalCount } }',
        "{ organizations(asOf: 7) { totalCount } }",
        "{ organizations(asOf: [[]]) { totalCount } }",
    ],
)
def test_a_literal_that_is_none_of_its_type_is_the_clients_mistake(everything: Client, query: str) -> None:
    assert everything.refused(query) == "BAD_REQUEST"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_can_be_asked_for(
    everything: Client, planted: Ids, day: str
) -> None:
    query = """query($id: ID!, $day: Date, $at: DateTime) { organization(id: $id, asOf: $day) {
      holdings { totalCount } timeline { totalCount } provenance(knownAt: $at) { id }
      dimensions { serviceLoad { state } control { state } } } }"""
    assert everything.ask(query, id=planted[GROUP], day=day, at=f"{day}T00:00:00Z")["organization"]
