"""AGT: the door of MCP itself: tokens, names, sessions, statements, and every message that the server sends."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx
import jwt
import pytest
from agents import BOTH, Acting, Agents
from asking import statements
from doors import Viewer, holds, listening, served
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import PromptReference
from starlette.requests import Request as HttpRequest
from trying import Trial
from world import ACH, ID_NUMBER, P1, PH, PHONE, World

from gql.agents import runs
from gql.limits import Limits
from gql.mcp.entrance import Entrance
from gql.mcp.guarding import Hosts
from gql.server import application, service_of
from gql.tokens import DEVELOPMENT, Claims, OwnKeys, Tokens, own_key, tokens_of
from gql.tools import calling
from gql.tools.catalogue import TOOLS
from graph_platform.errors import GraphPlatformError
from graph_platform.settings import PREFIX, Settings

RESOURCE = "https://graph.example.com/mcp"
SEARCH = {"name": "search_entities", "arguments": {"text": "甲测物流"}}
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": SEARCH}


def post(address: str, token: str, path: str = "/mcp", message: Any = CALL, **headers: str) -> httpx.Response:
    given = {"accept": BOTH, "authorization": f"Bearer {token}"} | headers
    return httpx.post(f"{address}{path}", json=message, headers=given, timeout=30)


@pytest.fixture
def for_agents(agents: Agents, settings: Settings) -> Any:
    """A server at whose /mcp tokens are for it alone, and somebody's claims, signed as the issuer signs."""
    there = Tokens(OwnKeys(own_key(settings)), DEVELOPMENT, RESOURCE, Claims())
    service = service_of(agents.database, settings.home, Limits())
    entrance = Entrance(there.viewer, resource=RESOURCE)
    everybody = tokens_of(settings, development=True).viewer
    with served(application(agents.database, service, everybody, entrance=entrance)) as address:

        def signed(**more: Any) -> str:
            now = datetime.now(UTC)
            claims = {"iss": DEVELOPMENT, "aud": RESOURCE, "sub": "rep_a", "roles": ["sales"], "exp": now}
            claims |= {"graph_scopes": ["owner:rep_a"], "exp": now + timedelta(hours=1)} | more
            return jwt.encode(claims, own_key(settings), algorithm="EdDSA")

        yield address, signed


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": DEVELOPMENT},
        {"aud": "client-7", "nonce": "n"},
        {"iss": "https://x.example"},
    ],
    ids=["another audience", "GraphQL's", "an ID token", "another issuer"],
)
def test_AGT_08(
    for_agents: Any, settings: Settings, trial: Trial, claims: dict[str, Any], capfd: Any
) -> None:
    """A token for something else is good nowhere: 401 that says where tokens are from. It stands in no log and no trace.

    There are no connectors, so nothing is passed on, and no sign-in of our own, so no redirect and no consent. A token
    is good until it ends: there is nothing by which a logout could end it before.
    """
    address, signed = for_agents
    sent: list[str] = []

    def audience_is_not_looked_at(patch: pytest.MonkeyPatch) -> None:
        real = jwt.decode

        def decode(said: str, key: Any, **more: Any) -> Any:
            return real(
                said, key, algorithms=more["algorithms"], options={"verify_aud": False, "verify_iss": False}
            )

        patch.setattr(jwt, "decode", decode)

    def answered() -> list[str]:
        # what was checked is remembered: each half begins with a token of its own
        sent.append(signed(**claims, jti=str(len(sent))))
        answers = [
            post(address, sent[-1]),
            post(address, sent[-1], "/tools/search_entities", SEARCH["arguments"]),
        ]
        for refused in answers:
            if refused.status_code == 401:
                told = refused.headers["www-authenticate"]
                assert told.startswith('Bearer resource_metadata="https://graph.example.com/.well-known/')
        return holds("".join(each.text for each in answers), "甲测物流")

    trial(answered, audience_is_not_looked_at)
    kept = b"".join(
        path.read_bytes()
        for path in settings.home.rglob("*")
        if path.is_file() and path.suffix in (".jsonl", ".bin")
    )
    out = "".join(capfd.readouterr())
    assert holds(kept + out.encode(), *(each[-40:] for each in sent)) == []
    assert post(address, signed()).status_code == 200


STRANGE = [
    *(
        {"host": name}
        for name in ("x.example:8000", "x.example", "127.0.0.1.x.example", "[::ffff:127.0.0.1]:80")
    ),
    *({"host": name} for name in ("localhost:80@x.example", "0x7f000001", "127.1", "[::1].x.example", "")),
    *(
        {"origin": name}
        for name in ("http://x.example", "null", "http://localhost.x.example", "https://[::1].x")
    ),
    {"origin": "http://127.0.0.1:8000@x.example"},
]


@pytest.mark.parametrize("headers", STRANGE, ids=lambda each: "-".join(next(iter(each.items()))))
def test_AGT_09(agents: Agents, rep_a: Viewer, trial: Trial, headers: dict[str, str]) -> None:
    """A page of another name reaches a running server: 421 or 403 before anything is parsed. Without `Origin`: answered."""
    token = agents.token("rep_a", "sales", "owner:rep_a")

    def answered() -> list[str]:
        before = statements(rep_a)
        said = [post(agents.address, token, **headers)]
        said.append(post(agents.address, token, "/tools/search_entities", SEARCH["arguments"], **headers))
        found = [each.text for each in said if each.status_code not in (403, 421)]
        return found + (["a statement was sent"] if statements(rep_a) != before else [])

    trial(answered, lambda patch: patch.setattr(Hosts, "refusal", lambda self, headers: None))
    assert post(agents.address, token).status_code == 200


def test_AGT_10(agents: Agents, trial: Trial) -> None:
    """rep_b's session, guessed or stolen, is sent with rep_a's token: there are no sessions, so nothing of rep_b's comes."""
    mine, theirs = (agents.token(f"rep_{who}", "sales", f"owner:rep_{who}") for who in "ab")
    session = {"mcp-session-id": "5e" * 16}

    def session_says_who(patch: pytest.MonkeyPatch) -> None:
        real, known = Entrance.admitted, dict[str, Any]()

        async def admitted(self: Entrance, http: HttpRequest) -> Any:
            caller = await real(self, http)
            return known.setdefault(http.headers.get("mcp-session-id", ""), caller)

        patch.setattr(Entrance, "admitted", admitted)

    def theirs_comes() -> list[str]:
        search = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        search["params"] = {"name": "search_entities", "arguments": {"text": "乙测物流", "first": 1}}
        first = post(agents.address, theirs, message=search, **session)
        assert holds(first.text, "乙测物流")
        answers = [post(agents.address, mine, message=search, **session, **{"last-event-id": "0"})]
        for method in ("GET", "DELETE"):
            headers = {"authorization": f"Bearer {mine}", "accept": BOTH, "last-event-id": "0"} | session
            answers.append(httpx.request(method, f"{agents.address}/mcp", headers=headers))
        assert "mcp-session-id" not in {name.lower() for each in answers for name in each.headers}
        return [each.text for each in answers if holds(each.text, "乙测物流")]

    trial(theirs_comes, session_says_who)


def test_AGT_10_pages(agents: Agents, trial: Trial) -> None:
    """The rest of a paged call is picked up by somebody else, or by another agent for the same person."""
    names = [agents.declared(each) for each in ("agent-fin", "agent-log")]
    scopes = ("owner:rep_a", "public")
    next_ = agents.acting(names[0]).tool("search_entities", text="Ceshi", first=1).json()["next"]
    others = [agents.acting(names[1]), agents.client(agents.token("rep_c", "sales", *scopes))]

    def picked_up() -> list[str]:
        said = [each.tool("search_entities", text="Ceshi", first=1, after=next_) for each in others]
        return [each.text for each in said if each.status_code == 200]

    with trial.without("cursor_binding"):
        next_ = agents.acting(names[0]).tool("search_entities", text="Ceshi", first=1).json()["next"]
        trial.control(picked_up())
    next_ = agents.acting(names[0]).tool("search_entities", text="Ceshi", first=1).json()["next"]
    trial.attack(picked_up())


CYPHER = [
    "MATCH (n) RETURN n.phone AS x",
    "CALL /* all */ db.labels() YIELD label RETURN label AS x",
    "CALL dbms.components() YIELD name RETURN name AS x",
    "CALL gds.graph.list() YIELD graphName RETURN graphName AS x",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l AS x",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value AS x",
]


def test_AGT_11(world: World, agents: Agents, rep_a: Viewer, trial: Trial) -> None:
    """Cypher in every argument of every tool, beside them, and as a plan: it is a text to look for, or refused.

    There is no `ask` yet, whose plans would be typed as the tools' arguments are.
    """
    agent = agents.acting(agents.declared("agent-log", tools=list(TOOLS)))

    def by_bad_words(patch: pytest.MonkeyPatch) -> None:
        """A tool that runs what has no bad word in it."""
        real = calling.content_of

        async def content(desk: Any, tool: Any, arguments: Any, caller: Any, made: Any) -> Any:
            said = str(arguments.get("text", ""))
            if said.startswith(("MATCH", "CALL")) and not re.search(r"DELETE|CALL \w", said):
                rows = await desk.service.thinking.call(lambda database: database.read(said))
                return {"summary": str([list(each.values()) for each in rows])}
            return await real(desk, tool, arguments, caller, made)

        patch.setattr(calling, "content_of", content)

    def ran() -> list[str]:
        for number, tool in enumerate(TOOLS.values()):
            text = CYPHER[number % len(CYPHER)]
            names = [field.alias or name for name, field in tool.takes.model_fields.items()]
            for given in (dict.fromkeys(names, text), *({name: text} for name in (*names, "cypher"))):
                agent.tool(tool.name, **given)
        for text in CYPHER:
            agent.tool("search_entities", text=text)
            agent.tool("search_entities", text=json.dumps({"plan": {"cypher": text}}))
            agent.tool(
                "drill_down", id=world.id("AC-A"), into="staff", where=[{"property": text, "value": 1}]
            )
            agent.send("resources/read", {"uri": f"graph://entity/{text}"})
        return holds(agent.heard(), PHONE, "root:x:0:0", "neo4j-kernel", PH)

    trial(ran, by_bad_words)


def test_the_managed_database_reads_no_file_and_asks_nobody_whatever_statement_comes_to_it(
    world: World,
) -> None:
    with listening(lambda path: (200, {}, b"13800138000\n")) as (inside, asked):
        for address in ("file:///etc/passwd", f"{inside}/phones.csv"):
            with pytest.raises(GraphPlatformError):
                world.database.read(f"LOAD CSV FROM '{address}' AS line RETURN line")
        assert asked == []


def everything(agent: Acting, world: World) -> list[bytes]:
    """Every method of MCP, with ids and words of what is hidden."""
    hidden = [world.id(key) for key in ("P-H", "AC-H")]
    sent: list[tuple[str, dict[str, Any]]] = [
        ("tools/list", {}), ("prompts/list", {}), ("resources/list", {}), ("resources/templates/list", {}),
        ("ping", {}), ("logging/setLevel", {"level": "debug"}), ("tools/list", {"cursor": hidden[0]}),
        ("resources/subscribe", {"uri": f"graph://entity/{hidden[0]}"}), (hidden[0], {}),
    ]  # fmt: skip
    for typed in ("司马", "Yince", hidden[1]):
        for ref, argument in (
            ({"type": "ref/prompt", "name": "prepare_visit"}, "customer"),
            ({"type": "ref/prompt", "name": "who_decides"}, "organization"),
            ({"type": "ref/prompt", "name": "explain_finding"}, "finding"),
            ({"type": "ref/resource", "uri": "graph://entity/{id}"}, "id"),
            ({"type": "ref/resource", "uri": "graph://finding/{id}"}, "id"),
        ):
            sent.append(("completion/complete", {"ref": ref, "argument": {"name": argument, "value": typed}}))
        sent.append(("tools/call", {"name": "search_entities", "arguments": {"text": typed}}))
    for id_ in (*hidden, "0" * 32):
        sent.append(("resources/read", {"uri": f"graph://entity/{id_}"}))
        sent += [
            ("tools/call", {"name": name, "arguments": {"id": id_}, "_meta": {"progressToken": 1}})
            for name in ("drill_down", "dimensions", "timeline", "provenance")
        ]
        sent.append(("tools/call", {"name": "hidden_connections", "arguments": {"about": id_}}))
    for key in ("AC-C", "P-1"):
        sent.append(("resources/read", {"uri": f"graph://entity/{world.id(key)}"}))
        for name in ("timeline", "provenance"):
            sent.append(("tools/call", {"name": name, "arguments": {"id": world.id(key)}}))
    sent.append(("tools/call", {"name": "dimensions", "arguments": {"id": world.id("AC-C")}}))
    sent.append(("prompts/get", {"name": "who_decides", "arguments": {"organization": "司马"}}))
    # the mark of an answer is made by chance, and cursors are sealed anew
    chance = re.compile(rb'\\*"(?:begin|end|next)\\*": ?\\*"[^"\\]*\\*"')
    return [chance.sub(b"", agent.send(method, params).content) for method, params in sent]


def test_AGT_16(world: World, agents: Agents, trial: Trial) -> None:
    """Every message that the server sends is the same with the hidden and without it, and a refusal that of no id."""
    tools = ["search_entities", "drill_down", "dimensions", "timeline", "provenance", "hidden_connections"]
    agent = agents.acting(agents.declared("agent-log", tools=tools))
    trial.twins(lambda: everything(agent, world), "row_scope", world.without_hidden())
    agent.heard()
    everything(agent, world)
    trial.attack(holds(agent.heard(), PH, ACH, PHONE))


def test_AGT_16_completion_is_a_call(world: World, agents: Agents, trial: Trial) -> None:
    """An agent that may not search is not offered names either, and what it is offered counts and is traced."""
    name = agents.declared("agent-timeline", tools=["timeline"])
    agent = agents.acting(name)
    asked = {
        "ref": {"type": "ref/prompt", "name": "who_decides"},
        "argument": {"name": "organization", "value": "甲测"},
    }

    def offered() -> list[str]:
        agent.send("completion/complete", asked)
        return holds(agent.heard(), "甲测物流")

    trial(offered, lambda patch: patch.setattr(runs, "_check", lambda acting, tool, used: None))
    (run, *_) = agents.told("runs", "--agent", name)
    assert [step["tool"] for step in agents.told("show", run["run"])] == ["search_entities"] * 2


def test_by_pipes_an_agent_hears_no_more_and_stops_when_it_is_stopped(
    agents: Agents, settings: Settings, world: World
) -> None:
    """The installed command serves an agent over its pipes: results, completions, logs and errors, until it is stopped."""
    name = agents.declared("agent-log", tools=["search_entities", "drill_down"])
    token = agents.token("rep_a", "sales", "owner:rep_a", "public", agent=name)
    environment = dict(os.environ) | {f"{PREFIX}HOME": str(settings.home), f"{PREFIX}TOKEN": token}
    script = str(Path(sys.executable).parent / "graph-platform")
    started = StdioServerParameters(
        command=sys.executable, args=[script, "mcp", "--development"], env=environment
    )
    heard: list[Any] = []

    async def told(params: Any) -> None:
        heard.append(params)

    async def talk() -> None:
        async with Client(stdio_client(started), logging_callback=told) as client:
            heard.append(await client.list_tools())
            for text in ("欧阳测试", "司马", "隐测"):
                heard.append(await client.call_tool("search_entities", {"text": text}))
                prompt = PromptReference(name="who_decides")
                heard.append(await client.complete(prompt, {"name": "organization", "value": text}))
            heard.append(await client.call_tool("drill_down", {"id": world.id("P-1")}))
            for key in ("P-H", "AC-B"):
                heard.append(await client.call_tool("drill_down", {"id": world.id(key)}))
            heard.append(await client.call_tool("timeline", {"id": world.id("AC-A")}))
            stopped = await anyio.to_thread.run_sync(lambda: agents.by("olga", "analyst", "stop", name))
            assert stopped.exit_code == 0
            last = await client.call_tool("search_entities", {"text": "甲测物流"})
            assert "AGENT_STOPPED" in str(last.content)

    anyio.run(talk)
    said = " ".join(str(each) for each in heard)
    assert P1 in said
    assert "FORBIDDEN" in said
    assert holds(said, PHONE, ID_NUMBER, PH, ACH, token[-40:]) == []
