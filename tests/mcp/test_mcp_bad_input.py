"""What an agent should not send, a client that goes away, a database that is away: typed answers, and it goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from agent import Agent
from client import Client
from serving import served
from waiting import running, until
from wire import wired

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from gql.tools.catalogue import TOOLS
from graph_platform.database import Database, connect, endpoint_of
from graph_platform.managed.home import Home
from graph_platform.settings import Settings, read_settings

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
BOTH = "application/json, text/event-stream"
SECRET = "13800138000"


def by(into: str, property_: str, value: Any, op: str = "eq") -> dict[str, Any]:
    """A drill-down with a filter."""
    return {"id": "GROUP", "into": into, "where": [{"property": property_, "op": op, "value": value}]}


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("search_entities", {"text": "x" * 100_000}, "BAD_ARGUMENT"),
        ("ask", {}, "BAD_ARGUMENT"),
        ("ask", {"question": "x" * 100_000}, "BAD_ARGUMENT"),
        ("ask", {"plan": {"cypher": SECRET}}, "BAD_ARGUMENT"),
        ("ask", {"question": "and?", "after": {"ask": SECRET}}, "BAD_ARGUMENT"),
        ("search_entities", {"text": ""}, "BAD_ARGUMENT"),
        ("search_entities", {"text": 13800138000}, "BAD_ARGUMENT"),
        ("search_entities", {"text": None}, "BAD_ARGUMENT"),
        ("search_entities", {}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", SECRET: SECRET}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", "first": 10_000}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", "first": True}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", "budget": -1}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", "kinds": [SECRET]}, "BAD_REQUEST"),
        ("search_entities", {"text": "a", "kinds": ["Company"] * 1_000}, "BAD_ARGUMENT"),
        ("search_entities", {"text": "a", "after": SECRET}, "BAD_CURSOR"),
        ("drill_down", {"id": "'] RETURN 1 //"}, "NOT_FOUND"),
        ("drill_down", {"id": "GROUP", "into": SECRET}, "BAD_ARGUMENT"),
        ("drill_down", {"id": "GROUP", "into": "reports"}, "BAD_ARGUMENT"),
        ("drill_down", {"id": "GROUP", "where": [{"property": "share", "value": 1}]}, "BAD_ARGUMENT"),
        ("drill_down", {"id": "GROUP", "into": "holdings", "order_by": SECRET}, "BAD_ARGUMENT"),
        ("drill_down", {"id": "GROUP", "into": "holdings", "as_of": "yesterday"}, "BAD_REQUEST"),
        ("drill_down", by("staff", "phone", SECRET), "BAD_ARGUMENT"),
        ("drill_down", by("holdings", "share", [[[1]]]), "BAD_ARGUMENT"),
        ("drill_down", by("holdings", "share", SECRET), "BAD_REQUEST"),
        ("drill_down", by("holdings", "share", 1, "} RETURN"), "BAD_ARGUMENT"),
        ("dimensions", {"id": "GROUP", "only": SECRET}, "BAD_ARGUMENT"),
        ("dimensions", {"id": SECRET}, "NOT_FOUND"),
        ("timeline", {"id": "GROUP", "since": SECRET[:10]}, "BAD_REQUEST"),
        ("provenance", {"id": "GROUP", "property": SECRET}, "BAD_ARGUMENT"),
        ("path_between", {"from": "GROUP", "to": SECRET, "through": [SECRET]}, "BAD_REQUEST"),
        ("path_between", {"from": "GROUP", "to": SECRET, "max_length": 99}, "BAD_ARGUMENT"),
        ("hidden_connections", {"kinds": [SECRET]}, "BAD_ARGUMENT"),
        ("hidden_connections", {"id": SECRET}, "NOT_FOUND"),
        ("signals", {"kinds": ["interest"]}, "BAD_ARGUMENT"),
        ("influence", {}, "BAD_ARGUMENT"),
        ("influence", {"topic": SECRET}, "BAD_ARGUMENT"),
        ("introduce", {"to": SECRET}, "NOT_FOUND"),
        ("write_note", {"about": SECRET, "text": "a"}, "NOT_FOUND"),
        ("write_note", {"about": "GROUP", "text": "x" * 20_000}, "BAD_ARGUMENT"),
        ("propose_follow_up", {"after": "GROUP", "text": "a", "due": "soon"}, "BAD_REQUEST"),
    ],
)  # fmt: skip
def test_what_a_tool_does_not_take_is_refused_with_a_code_and_not_quoted(
    everything: Agent, planted: Ids, tool: str, arguments: dict[str, Any], code: str
) -> None:
    given = {name: planted[GROUP] if value == "GROUP" else value for name, value in arguments.items()}
    said = everything.refused(tool, **given)
    assert said["code"] == code, said
    assert SECRET not in str(said)
    assert SECRET[:10] not in str(said)
    assert len(str(said)) < 1_000


def test_a_tool_a_prompt_and_a_page_that_there_are_not_are_the_protocols_errors(everything: Agent) -> None:
    async def prompt() -> Any:
        return await everything.client.get_prompt(SECRET, {})

    for error in (
        everything.failed(lambda: everything.result(SECRET)),
        everything.failed(everything.read, f"graph://entity/{SECRET}"),
        everything.failed(everything.read, f"file:///{SECRET}"),
        everything.failed(everything.read, f"graph://ontology/{SECRET}"),
        everything.failed(everything.portal.call, prompt),
    ):
        assert error.error.code == -32602
        assert SECRET not in error.error.message


def test_what_is_wrong_is_said_in_chinese_where_that_is_asked_for(
    address: str, token: Callable[..., str]
) -> None:
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "influence", "arguments": {}},
    }
    headers = {"accept": BOTH, "accept-language": "zh-CN"}
    with Client(address, token("*")) as client:
        said = client.http.post("/mcp", json=message, headers=headers).json()["result"]
    assert said["isError"]
    assert "请给出" in said["content"][0]["text"]


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_a_client_that_goes_away_takes_its_statement_along(
    address: str, database: Database, token: Callable[..., str], slow: dict[str, str], version: str
) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    params = {"name": "dimensions", "arguments": slow} | ({"_meta": meta} if version > "2026" else {})
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = {"accept": BOTH, "mcp-protocol-version": version, "authorization": f"Bearer {token('*')}"}
    if version > "2026":
        headers |= {"mcp-method": "tools/call", "mcp-name": "dimensions"}

    async def leave() -> None:
        async with httpx.AsyncClient(timeout=60) as client:
            task = asyncio.create_task(client.post(f"{address}/mcp", json=message, headers=headers))
            while not await asyncio.to_thread(running, database):
                assert not task.done(), task.result().text
                await asyncio.sleep(0.05)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(asyncio.wait_for(leave(), 30))
    # well before its own time would end it
    until(lambda: not running(database), 8)


def test_a_call_that_takes_too_long_says_so(
    settings: Settings, database: Database, token: Callable[..., str], slow: dict[str, str]
) -> None:
    service = service_of(database, settings.home, Limits(seconds=1.0))
    with (
        served(application(database, service, tokens_of(settings, development=True).viewer)) as address,
        Agent.over_http(address, token("*")) as agent,
    ):
        assert agent.refused("dimensions", **slow)["code"] == "TIMED_OUT"
    assert running(database) == 0


def test_a_database_that_is_away_is_said_to_be_and_comes_back(
    settings: Settings, database: Database, token: Callable[..., str]
) -> None:
    real = endpoint_of(settings)
    password = Home(settings.home).password_file
    with wired(real.uri) as wire:
        far = read_settings(
            home=settings.home, neo4j_uri=wire.uri, neo4j_user=real.user, neo4j_password_file=password
        )
        with connect(far) as over_wire:
            service = service_of(over_wire, settings.home, Limits(seconds=5.0))
            with (
                served(
                    application(over_wire, service, tokens_of(settings, development=True).viewer)
                ) as address,
                Agent.over_http(address, token("*")) as agent,
            ):
                assert agent.call("search_entities", text="nobody")["summary"].startswith("0 of 0")
                wire.cut()
                codes = {agent.refused("search_entities", text="nobody")["code"] for _ in range(4)}
                assert codes == {"UNAVAILABLE"}
                # what needs no database is answered all the same
                assert "Person" in agent.read("graph://ontology")
                wire.mend()
                until(lambda: not agent.result("search_entities", text="nobody").is_error, 30)


def test_sixteen_agents_at_once_each_get_their_own_answer(
    address: str, planted: Ids, token: Callable[..., str]
) -> None:
    names = sorted(name for name in planted if name.startswith("Dealer "))[:16]
    found: dict[str, str] = {}

    def ask(name: str) -> None:
        with Agent.over_http(address, token("*", subject=name)) as agent:
            for _ in range(3):
                found[name] = agent.call("drill_down", id=planted[name])["untrusted"]["about"]["name"]

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == {name: name for name in names}


def test_every_tool_refuses_what_it_does_not_name(everything: Agent) -> None:
    for name in TOOLS:
        assert everything.refused(name, **{SECRET: 1})["code"] == "BAD_ARGUMENT"


def test_a_token_that_ends_ends_the_pipes_answers(settings: Settings) -> None:
    short = own_token(settings, "late", ["sales"], ["*"], timedelta(seconds=-60))
    environment = {"GRAPH_PLATFORM_HOME": str(settings.home), "GRAPH_PLATFORM_TOKEN": short}
    with Agent.over_pipes("--development", **environment) as agent:
        error = agent.failed(lambda: agent.result("search_entities", text="a"))
        assert error.error.data == {"code": "UNAUTHENTICATED"}
