"""Agents over HTTP and by the command line: bounded, budgeted, stopped, held, traced."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from agent_world import DEAL, TICKET, Desk, written

from graph_platform.errors import AgentError, GraphPlatformError, UsageError

CUSTOMER = "天东产业集团有限公司"
RUN = "4bf92f3577b34da6a3ce929d0e0e4736"
AROUND = (
    "{ organizations { nodes { name annualRevenue { amount } timeline { totalCount nodes { name } } } } }"
)


def error(result: Any) -> GraphPlatformError:
    assert isinstance(result.exception, GraphPlatformError), result.output
    return result.exception


def test_an_agent_meets_its_own_domain_and_nothing_of_another_by_any_door(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path, tools=["timeline", "drill_down", "graphql", "search_entities"])
    person, agent = desk.token("anna", "sales"), desk.token("anna", "sales", agent=name)
    customer = desk.ids[CUSTOMER]
    for_person = desk.call(person, "timeline", id=customer).text
    assert DEAL in for_person and TICKET in for_person  # noqa: PT018
    for_agent = desk.call(agent, "timeline", id=customer)
    assert for_agent.status_code == 200
    assert TICKET in for_agent.text
    assert DEAL not in for_agent.text
    found = desk.ask(agent, AROUND)["data"]["organizations"]["nodes"][0]
    assert found["timeline"]["totalCount"] == 1
    assert found["annualRevenue"] in (None, {"amount": None})
    assert desk.ask(person, AROUND)["data"]["organizations"]["nodes"][0]["timeline"]["totalCount"] == 2
    # by its id, by a path and by a search it is not there either
    deal = desk.ids[DEAL]
    path = f'{{ node(id: "{deal}") {{ id }} path(from: "{customer}", to: "{deal}") {{ length }} }}'
    assert desk.ask(agent, path)["data"] == {"node": None, "path": None}
    assert DEAL not in desk.call(agent, "search_entities", text=DEAL).text


def test_what_the_person_may_not_see_the_agent_does_not_see_for_them(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path, reads=["service", "sales"])
    stranger = desk.token("nora", "sales", ("region:south",), agent=name)
    assert desk.call(stranger, "timeline", id=desk.ids[CUSTOMER]).status_code == 404


def test_a_tool_that_is_not_its_own_is_refused_and_stands_in_the_trace(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path)
    agent = desk.token("anna", "sales", agent=name)
    refused = desk.call(agent, "influence", run=RUN, at=desk.ids[CUSTOMER])
    assert refused.json()["code"] == "FORBIDDEN"
    # GraphQL of its own is a tool to be named as well
    assert (
        desk.ask(agent, "{ organizations { totalCount } }")["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    )
    (step,) = desk.told("show", RUN)
    assert (step["tool"], step["outcome"]) == ("influence", "FORBIDDEN")


def test_a_run_ends_with_its_budget_and_another_begins_anew(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path, budget={"calls": 2})
    agent = desk.token("anna", "sales", agent=name)
    codes = [
        desk.call(agent, "timeline", run=RUN, id=desk.ids[CUSTOMER]).json().get("code") for _ in range(3)
    ]
    assert codes == [None, None, "BUDGET_USED"]
    another = "a" * 32
    assert desk.call(agent, "timeline", run=another, id=desk.ids[CUSTOMER]).status_code == 200


def test_an_agent_that_is_stopped_begins_nothing_and_what_runs_ends_within_a_second(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gql.reading import Reader

    name = desk.declared(tmp_path)
    agent = desk.token("anna", "sales", agent=name)
    real = Reader.read

    async def slow(self: Reader, statement: str, parameters: Any) -> Any:
        import asyncio

        await asyncio.sleep(8)
        return await real(self, statement, parameters)

    monkeypatch.setattr(Reader, "read", slow)
    ended: dict[str, Any] = {}

    def running() -> None:
        answer = desk.call(agent, "timeline", run=RUN, id=desk.ids[CUSTOMER])
        ended.update(at=time.monotonic(), code=answer.json()["code"])

    thread = threading.Thread(target=running)
    thread.start()
    time.sleep(1)
    stopped = desk.run("stop", name, "--token", desk.token("olga", "analyst"), "--development")
    assert stopped.exit_code == 0, stopped.output
    at = time.monotonic()
    thread.join(20)
    assert ended["code"] == "AGENT_STOPPED"
    assert ended["at"] - at < 1.5
    monkeypatch.undo()
    assert desk.call(agent, "timeline", id=desk.ids[CUSTOMER]).json()["code"] == "AGENT_STOPPED"


def test_nobody_acts_before_an_officer_has_approved_and_no_owner_approves_their_own(
    desk: Desk, tmp_path: Path
) -> None:
    name = desk.declared(tmp_path, approve=False)
    agent = desk.token("anna", "sales", agent=name)
    assert desk.call(agent, "timeline", id=desk.ids[CUSTOMER]).json()["code"] == "AGENT_STOPPED"
    (waiting,) = [each["waiting"] for each in desk.told("list") if each["name"] == name]
    owner, rep = desk.token("olga", "officer"), desk.token("rita", "sales")
    for token in (owner, rep):
        result = desk.run("approve", name, waiting, "--token", token, "--development")
        assert isinstance(error(result), UsageError)
    assert desk.call(agent, "timeline", id=desk.ids[CUSTOMER]).json()["code"] == "AGENT_STOPPED"


def test_a_wider_version_waits_while_the_approved_one_goes_on(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path)
    desk.declared(tmp_path, name=name, reads=["service", "sales"], approve=False)
    agent = desk.token("anna", "sales", agent=name)
    assert DEAL not in desk.call(agent, "timeline", id=desk.ids[CUSTOMER]).text


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"reads": ["*"]}, ":5:"),
        ({"reads": ["services"]}, ":5:"),
        ({"tools": ["export_everything"]}, ":6:"),
        ({"purposes": ["audit"]}, ":7:"),
        ({"roles": ["officer"]}, ":7:"),
        ({"scopes": ["region:south"]}, ":7:"),
        ({"owner": "somebody else"}, ":4:"),
        ({"cypher": "MATCH (n) RETURN n"}, ":7:"),
        ({"writes": ["finance"]}, ":7:"),
    ],
)
def test_a_file_that_asks_for_more_than_its_owner_has_is_refused_with_its_line(
    desk: Desk, tmp_path: Path, said: dict[str, Any], line: str
) -> None:
    path = written(tmp_path, **said)
    token = desk.token("olga", "analyst", ("region:north",))
    refused = error(desk.run("declare", path, "--token", token, "--development"))
    assert isinstance(refused, AgentError)
    assert line in refused.message


def test_a_partner_declares_no_agent_of_a_domain_that_partners_do_not_read(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, reads=["finance"], owner="petra")
    refused = error(desk.run("declare", path, "--token", desk.token("petra", "partner"), "--development"))
    assert isinstance(refused, AgentError)


def test_what_an_agent_writes_waits_and_is_written_by_a_persons_word_alone(
    desk: Desk, tmp_path: Path
) -> None:
    name = desk.declared(tmp_path, reads=["sales"], writes=["sales"], tools=["write_note", "timeline"])
    agent = desk.token("anna", "sales", agent=name)
    customer = desk.ids[CUSTOMER]
    told = desk.call(agent, "write_note", about=customer, text="Asks for battery swaps.").json()
    notes = "MATCH (n:Note) RETURN count(n) AS many"
    assert desk.database.read(notes)[0]["many"] == 0
    (waiting,) = [each for each in desk.told("writes") if each["agent"] == name]
    assert waiting["id"] == told["id"]
    stranger = desk.token("rita", "sales")
    assert isinstance(
        error(desk.run("decide", told["id"], "approve", "--token", stranger, "--development")), UsageError
    )
    officer = desk.token("otto", "officer")
    assert desk.run("decide", told["id"], "approve", "--token", officer, "--development").exit_code == 0
    assert desk.database.read(notes)[0]["many"] == 1
    # a mutation of GraphQL does not go round it
    assert desk.run("decide", told["id"], "approve", "--token", officer, "--development").exit_code != 0
    assert desk.database.read(notes)[0]["many"] == 1


def test_an_agent_that_writes_nothing_cannot_have_anything_wait(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path, tools=["write_note", "graphql"])
    agent = desk.token("anna", "sales", agent=name)
    customer = desk.ids[CUSTOMER]
    assert desk.call(agent, "write_note", about=customer, text="x").json()["code"] == "FORBIDDEN"
    mutation = f'mutation {{ addNote(input: {{about: "{customer}", text: "x"}}) {{ id }} }}'
    assert desk.ask(agent, mutation)["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_run_is_traced_without_its_words_and_replays_with_todays_rights(desk: Desk, tmp_path: Path) -> None:
    name = desk.declared(tmp_path, reads=["service", "sales"])
    agent = desk.token("anna", "sales", agent=name)
    run = "c" * 32
    desk.call(agent, "search_entities", run=run, text="13800138000 欧阳")
    desk.call(agent, "timeline", run=run, id=desk.ids[CUSTOMER])
    shown = desk.run("show", run, "--json").stdout
    assert "13800138000" not in shown
    assert desk.ids[CUSTOMER] in shown
    kept = b"".join(path.read_bytes() for path in (desk.settings.home / "agents").glob("*.bin"))
    assert b"13800138000" not in kept
    again = desk.told("replay", run)
    assert [each["same"] for each in again] == [True, True]
    narrower = desk.declared(tmp_path, name=name, reads=["service"])
    assert [each["same"] for each in desk.told("replay", run)][1] is False, narrower


@pytest.mark.parametrize(
    "act", [{"sub": "somebody"}, {"sub": "agent:a", "act": {"sub": "agent:b"}}, "agent:a"]
)
def test_a_token_whose_actor_is_no_agent_or_a_chain_is_refused(desk: Desk, act: Any) -> None:
    import jwt

    from gql.tokens import own_key

    claims = jwt.decode(desk.token("anna", "sales"), options={"verify_signature": False})
    token = jwt.encode(claims | {"act": act}, own_key(desk.settings), algorithm="EdDSA")
    assert desk.call(token, "timeline", id=desk.ids[CUSTOMER]).status_code == 401
