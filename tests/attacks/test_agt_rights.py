"""AGT: what an agent may see and do: for whom it acts, beside which other agent, by which declaration.

There are no orchestrations, saved views, schedules or webhooks yet, and no `ask`: what one agent hands to another is
handed by the test, as arguments, ids, cursors, runs and notes.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from agents import DEAL, MARGIN, READING, Acting, Agents, deal, of_every_domain, targets_are_not_looked_at
from doors import holds
from factories import day
from trying import Trial
from world import ACH, PHONE, World

from gql import policy, who
from gql.agents import acting, checking, deciding, runs
from gql.tools.catalogue import TOOLS
from gql.viewers import Viewer as Asking
from graph_platform.agents import keeping, writes
from graph_platform.agents.keeping import Agent as Declared
from graph_platform.agents.writes import MAKES
from graph_platform.findings.keeping import keep
from graph_platform.findings.model import Evidence, Finding
from graph_platform.loading.closing import forget
from graph_platform.settings import Settings
from privacy.policy.deciding import Boundary

SALES: dict[str, Any] = {
    "reads": ["sales", "service"],
    "tools": [*READING, "write_note", "propose_follow_up", "graphql"],
}


def under_its_own_rights(patch: pytest.MonkeyPatch) -> None:
    """An agent acts with its owner's rights, whoever asks it."""
    real = acting.within

    def own(viewer: Asking, agent: Declared, closed: tuple[str, ...] = ()) -> Asking:
        made = real(viewer, agent, closed)
        assert made.acting
        wide = replace(made.acting, boundary=Boundary(agent.owner_roles, made.acting.boundary.domains))
        return replace(made, roles=agent.owner_roles, scopes=agent.owner_scopes, acting=wide)

    patch.setattr(acting, "within", own)


def all_that_it_finds(agent: Acting, *texts: str) -> str:
    """What an agent gets at by search, from there by id, and by GraphQL."""
    for text in texts:
        rows = agent.tool("search_entities", text=text).json().get("untrusted", {}).get("rows") or ()
        for each in rows:
            for name in ("drill_down", "timeline", "provenance"):
                agent.tool(name, id=each[0])
            agent.send("resources/read", {"uri": f"graph://entity/{each[0]}"})
    agent.ask("{ organizations { nodes { id name timeline { totalCount nodes { id name } } } } }")
    return agent.heard()


def test_AGT_05(world: World, agents: Agents, trial: Trial, settings: Settings) -> None:
    """rep_a asks an agent whose owner is officer_1: they get what they would see themselves, and the audit names both."""
    tools = [*READING, "graphql"]
    name = agents.declared("agent-report", "officer_1", "chief", reads=["sales", "service"], tools=tools)
    agent = agents.acting(name)
    trial(
        lambda: holds(all_that_it_finds(agent, "隐测", "乙测物流"), ACH, "乙测物流", PHONE),
        under_its_own_rights,
    )
    text = "".join(path.read_text("utf-8") for path in (settings.home / "audit").glob("*.jsonl"))
    (entry, *_) = [json.loads(line) for line in text.splitlines() if f'"{name}"' in line]
    assert {"rep_a", name} <= {str(value) for value in _values(entry)}


def _values(said: Any) -> list[Any]:
    if isinstance(said, dict):
        return [each for value in said.values() for each in _values(value)]
    return [said]


def test_AGT_05_of_offices(world: World, agents: Agents, trial: Trial) -> None:
    """An agent that acts for an officer or a steward holds no office: neither the policy nor who is who is told it."""
    name = agents.declared("agent-report", tools=["graphql"])
    asked = (
        (agents.acting(name, "officer_1", "chief", "*"), "{ policy { text } }"),
        (
            agents.acting(name, "steward", "steward", "*"),
            "{ whoIsWho { judgements { __typename } } }",
        ),
    )

    def told() -> list[Any]:
        answers = [agent.ask(query) for agent, query in asked]
        return [each["data"] for each in answers if "errors" not in each]

    def offices_are_handed_on(patch: pytest.MonkeyPatch) -> None:
        async def look(info: Any, work: Any, *arguments: Any) -> Any:
            return await info.context.service.thinking.call(policy._told(work), *arguments)

        patch.setattr(policy, "_look", look)
        patch.setattr(who, "_check_role", lambda info: None)

    with trial.without(offices_are_handed_on):
        assert len(told()) == len(asked)
    trial(told, offices_are_handed_on)


def test_AGT_06(world: World, agents: Agents, trial: Trial, settings: Settings) -> None:
    """agent-fin read a deal and hands agent-log all that it has: ids, cursor, run, words. The deal's sum stays where it is."""
    fin = agents.acting(agents.declared("agent-fin", **SALES))
    log = agents.acting(agents.declared("agent-log", tools=[*READING, "graphql", "hidden_connections"]))
    run = "5a" * 16
    with world.with_rows(deal()):
        id_, customer = world.entity("twin", "DEAL"), world.id("AC-A")
        read = fin.tool("drill_down", run, id=id_).json()["untrusted"]["about"]
        page = fin.tool("timeline", run, id=customer, first=1).json()
        assert MARGIN in json.dumps(read)
        fin.heard()

        evidence = (Evidence("path", (), (id_,)),)
        roles = {"member": [customer, world.id("D1")]}
        found = Finding("interest/circular_holding", roles, ("member",), 0.93, evidence, {"members": 2})
        keep(world.database, [found], [found.kind], day(1).date(), "attack")

        def handed() -> list[str]:
            for arguments in (
                {"id": id_},
                {"id": id_, "into": "buyers"},
                {"id": customer, "into": "purchases"},
            ):
                log.tool("drill_down", run, **arguments)
            log.tool("timeline", run, id=customer)
            log.tool("timeline", run, id=customer, first=1, after=page["next"])
            log.tool("provenance", run, id=id_)
            log.tool("path_between", run, **{"from": customer, "to": id_})
            log.tool("search_entities", run, text=DEAL)
            for arguments in ({}, {"about": customer}, {"id": found.id}):
                log.tool("hidden_connections", run, **arguments)
            log.send("resources/read", {"uri": f"graph://entity/{id_}"})
            log.ask(f'{{ node(id: "{id_}") {{ ... on Event {{ name }} }} }}')
            # what was handed over in words finds nothing either: neither a hit nor an error tells whether it is so
            log.tool("search_entities", run, text=MARGIN)
            log.tool("search_entities", run, text="not looked for, so not said again")
            return holds(log.heard(), MARGIN, DEAL, "score 0.93")

        trial(handed, of_every_domain)
        world.database.write("MATCH (f:Finding) DETACH DELETE f")
    (step, *_) = [each for each in agents.told("show", run) if each["tool"] == "search_entities"]
    assert step["arguments"] == {"text": f"{len(DEAL)} characters"}
    kept = b"".join(path.read_bytes() for path in (settings.home / "agents").glob("*.bin"))
    assert holds(kept, MARGIN, DEAL) == []


@pytest.mark.parametrize("tool", ["write_note", "propose_follow_up"])
def test_AGT_07(world: World, agents: Agents, trial: Trial, tool: str) -> None:
    """agent-fin writes a sum into a note, an officer approves it: agent-log, which reads less, does not find the note."""
    assert set(MAKES) == {name for name, each in TOOLS.items() if not each.hints.reads_only}
    fin = agents.acting(agents.declared("agent-fin", **SALES, writes=["sales"]))
    # a task is of the domain sales
    reads = ["service"] if tool == "write_note" else ["sales"]
    log = agents.acting(agents.declared("agent-log", reads=reads, tools=[*READING, "graphql"]))
    text = f"一百二十三万 margin {MARGIN}"
    with world.with_rows(deal()):
        customer, ticket = world.id("AC-A"), world.id("T-2")
        about = {"about": customer} if tool == "write_note" else {"after": ticket, "about": customer}
        write = fin.tool(tool, text=text, title="Laundered margin", **about).json()["id"]
        assert holds(all_that_it_finds(log, "Laundered"), "Laundered") == []
        decided = agents.by("officer_2", "officer", "decide", write, "approve")
        assert decided.exit_code == 0, decided.exception
        world.indexed()
        made = world.database.read("MATCH (n:Entity {title: 'Laundered margin'}) RETURN n.id AS id")[0]["id"]
        assert "Laundered" in all_that_it_finds(fin, "Laundered")
        try:

            def found() -> list[str]:
                log.tool("drill_down", id=made)
                said = all_that_it_finds(log, "Laundered", "甲测物流", "Ticket T-2")
                return holds(said, "Laundered", "一百二十三万")

            trial(found, lambda patch: patch.setattr(acting, "closed_to", lambda *given: ()))
        finally:
            forget(world.database, "annotations")


def test_AGT_07_about_what_is_hidden(world: World, agents: Agents, trial: Trial) -> None:
    """An agent would have somebody who sees more write about what it does not see: nothing of the sort waits."""
    fin = agents.acting(agents.declared("agent-fin", **SALES, writes=["sales"]))

    def waits() -> list[Any]:
        said = [fin.tool("write_note", about=world.id(key), text="x") for key in ("AC-B", "AC-H", "T-H")]
        said.append(fin.tool("write_note", about="0" * 32, text="x"))
        found = agents.waiting("agent-fin")
        world.database.write("MATCH (n:AgentWrite) DELETE n")
        return found or ([] if len({each.content for each in said}) == 1 else said)

    trial(waits, targets_are_not_looked_at)


def form_only(patch: pytest.MonkeyPatch) -> None:
    """A declaration is good where its form is, and an agent acts as it says."""
    patch.setattr(checking, "check", lambda *given: None)
    real = acting.within

    def as_declared(viewer: Asking, agent: Declared, closed: tuple[str, ...] = ()) -> Asking:
        made = real(viewer, agent, closed)
        return replace(made, roles=agent.declaration.roles)

    patch.setattr(acting, "within", as_declared)


def test_AGT_14(world: World, agents: Agents, trial: Trial) -> None:
    """A partner, who reads no deals, declares an agent that does: it is refused with its line; its role is not its owner's."""
    with world.with_rows(deal()):
        id_ = world.entity("twin", "DEAL")

        def reads() -> list[str]:
            agents.declare("agent-wide", "petra", "partner", reads=["sales"], acts_for="itself")
            if any(each["name"] == "agent-wide" for each in agents.told("list")):
                assert agents.approve("agent-wide").exit_code == 0
            token = agents.token("agent:agent-wide", "officer", "*")
            agent = agents.client(token)
            agent.tool("drill_down", id=id_)
            world.database.write("MATCH (n:Agent) DELETE n")
            return holds(agent.heard(), MARGIN)

        trial(reads, form_only)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"reads": ["*"]}, 5),
        ({"tools": ["export"]}, 6),
        ({"roles": ["chief"]}, 7),
        ({"purposes": ["audit"]}, 9),
        ({"purposes": ["fraud-investigation"]}, 9),
        ({"reads": ["sales"], "owner": "officer_1"}, 4),
    ],
)
def test_AGT_14_with_its_line(
    world: World, agents: Agents, trial: Trial, said: dict[str, Any], line: int
) -> None:
    """Each thing that an owner may not give away is refused with the line that asks for it."""
    path = agents.written("agent-wide", **said)

    def refused() -> Any:
        return agents.run(
            "declare", path, "--token", agents.token("olga", "analyst", "public"), "--development"
        )

    def kept() -> list[Any]:
        done = refused()
        found = [each for each in agents.told("list") if each["name"] == "agent-wide"]
        world.database.write("MATCH (n:Agent) DELETE n")
        return found or ([] if f":{line}:" in str(done.exception.message) else [done.exception.message])

    def nothing_is_checked(patch: pytest.MonkeyPatch) -> None:
        from graph_platform.agents import reading

        real = reading.read_agent

        def read(path: Path, text: str | None = None) -> Any:
            whole = re.sub(r'reads: \["\*"\]', 'reads: ["service", "sales"]', path.read_text("utf-8"))
            return real(path, whole)

        patch.setattr(reading, "read_agent", read)
        patch.setattr(checking, "check", lambda *given: None)

    trial(kept, nothing_is_checked)


def test_AGT_14_later(world: World, agents: Agents, trial: Trial) -> None:
    """A wider version waits, one that was narrowed is not wide again by itself, and one that is stopped does nothing."""
    name = agents.declared("agent-log", tools=[*READING, "graphql", "hidden_connections"])
    agent = agents.acting(name)
    with world.with_rows(deal()):
        id_ = world.entity("twin", "DEAL")

        def reads() -> list[str]:
            agent.tool("drill_down", id=id_)
            return holds(agent.heard(), MARGIN)

        def whatever_waits(patch: pytest.MonkeyPatch) -> None:
            real = keeping.agent_of

            def proposed(given: Any) -> Declared:
                found = real(given)
                return replace(found, declaration=found.proposed or found.declaration)

            patch.setattr(acting, "agent_of", proposed)

        # in shadow
        assert agents.declare(name, **SALES).exit_code == 0
        trial(reads, whatever_waits)
        # whoever approves sees what they approve
        (shown,) = [each for each in agents.told("list") if each["name"] == name]
        assert (shown["reads"], shown["proposed"]["reads"]) == (["service"], ["sales", "service"])
        # back to what was wide
        assert agents.approve(name).exit_code == 0
        assert reads() == [MARGIN]
        agents.declared(name)
        assert agents.declare(name, **SALES).exit_code == 0
        trial.attack(reads())
        # and stopped, by every door
        assert agents.by("olga", "analyst", "stop", name).exit_code == 0
        prompt = {"type": "ref/prompt", "name": "who_decides"}
        asked = {"ref": prompt, "argument": {"name": "organization", "value": "甲测"}}
        agent.tool("search_entities", text="甲测物流")
        agent.send("completion/complete", asked)
        agent.send("resources/read", {"uri": f"graph://entity/{world.id('AC-A')}"})
        agent.ask("{ organizations { nodes { name } } }")
        trial.attack(holds(agent.heard(), "甲测物流"))


def test_AGT_14_writes_of_one_that_was_changed_since(world: World, agents: Agents, trial: Trial) -> None:
    """A write waits, its agent is declared anew without writes: whoever approves the write now is told so."""
    made: dict[str, Any] = {"tools": [*READING, "write_note"]}
    agent = agents.acting(agents.declared("agent-log", **made, writes=["service"]))
    write = agent.tool("write_note", about=world.id("AC-A"), text="Later words").json()["id"]
    agents.declared("agent-log", **made)

    def any_version(patch: pytest.MonkeyPatch) -> None:
        (waiting,) = writes.held(world.database)
        real = keeping.read
        patch.setattr(deciding, "read", lambda *given: replace(real(*given), version=waiting.version))

    def written() -> list[Any]:
        agents.by("officer_2", "officer", "decide", write, "approve")
        found = world.database.read("MATCH (n:Note) RETURN n.text AS text")
        if found:
            forget(world.database, "annotations")
            world.database.write("MATCH (n:AgentWrite) SET n.state = 'waits'")
        return found

    trial(written, any_version)


@pytest.mark.parametrize("budget", [{"runs": 3}, {"calls": 3}])
def test_AGT_14_budget(world: World, agents: Agents, trial: Trial, budget: dict[str, int]) -> None:
    """An agent that names another run for every call, or none, has used its budget all the same."""
    name = f"agent-{'runs' if 'runs' in budget else 'calls'}"
    agent = agents.acting(agents.declared(name, budget=budget))
    names = (f"{number:032x}" for number in range(1, 100))

    def beyond() -> int:
        codes = [
            agent.tool("timeline", next(names) if "runs" in budget else "", id=world.id("AC-A")).status_code
            for _ in range(5)
        ]
        return max(0, codes.count(200) - 3)

    def unlimited(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(runs, "_check", lambda acting, tool, used: None)

    trial(beyond, unlimited)
