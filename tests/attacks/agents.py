"""Agents as they are met from outside: declared and decided about by the command line, called over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import OPEN
from factories import day, mention, row
from typer.testing import CliRunner
from world import OF_A

from gql.agents import acting, runs
from gql.tokens import own_token
from gql.tools import calling
from gql.viewers import Viewer as Asking
from graph_platform.agents.keeping import Agent as Declared
from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.ontology.model import Domain
from graph_platform.settings import Settings
from privacy.policy.deciding import Boundary

BOTH = "application/json, text/event-stream"
MARGIN, DEAL = "1234567", "Quiet deal"
"""What agents of service must not learn: the sum of a deal, of the domain sales."""
READING = ["search_entities", "drill_down", "timeline", "provenance", "path_between", "dimensions"]
PLENTY = {"calls": 100_000, "seconds": 80_000, "tokens": 100_000_000}
"""Tests call in one run of an agent, as none is named."""
Patch = Callable[[pytest.MonkeyPatch], None]


def deal() -> Row:
    """A deal of AC-A, which everybody in sales who sees AC-A may read."""
    values = {"title": DEAL, "amount": f"{MARGIN} CNY", "stage": "won", "at": day(120).isoformat()}
    buys = Claim("BUYS/1", "BUYS", mention("AC-A"), mention("DEAL", "Opportunity"), {})
    return row("DEAL", Record("DEAL", "Opportunity", values), buys, scopes=OF_A)


@dataclass
class Acting:
    """An agent with a person's token, and all that ever left the server for it."""

    http: httpx.Client
    said: list[str] = field(default_factory=list)

    def tool(self, name: str, run: str = "", **arguments: Any) -> httpx.Response:
        """A call over plain HTTP."""
        headers = {"traceparent": f"00-{run}-00f067aa0ba902b7-01"} if run else {}
        answer = self.http.post(f"/tools/{name}", json=arguments, headers=headers)
        self.said.append(answer.text)
        return answer

    def send(self, method: str, params: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """A message of MCP."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        answer = self.http.post("/mcp", json=message, headers={"accept": BOTH} | headers)
        self.said.append(answer.text)
        return answer

    def call(self, name: str, **arguments: Any) -> Any:
        """A call over MCP: what it gives, or its error."""
        answer = self.send("tools/call", {"name": name, "arguments": arguments}).json()
        return json.loads(answer["result"]["content"][0]["text"]) if "result" in answer else answer["error"]

    def ask(self, query: str, **variables: Any) -> Any:
        """An operation of GraphQL."""
        answer = self.http.post("/graphql", json={"query": query, "variables": variables})
        self.said.append(answer.text)
        return answer.json()

    def heard(self) -> str:
        """All that was said since it was last asked."""
        told = "\n".join(self.said)
        self.said.clear()
        return told


@dataclass
class Agents:
    """An endpoint, and those around its agents: `run` is the command line."""

    address: str
    settings: Settings
    database: Database
    folder: Path

    def token(self, subject: str, role: str, *scopes: str, agent: str = "") -> str:
        return own_token(self.settings, subject, [role], list(scopes), timedelta(hours=1), [], agent)

    def client(self, token: str) -> Acting:
        client = httpx.Client(base_url=self.address, headers={"authorization": f"Bearer {token}"}, timeout=60)
        OPEN.append(self._closing(client))
        return Acting(client)

    def acting(self, agent: str, subject: str = "rep_a", role: str = "sales", *scopes: str) -> Acting:
        """An agent that acts for somebody; for rep_a where nothing else is said."""
        return self.client(self.token(subject, role, *(scopes or ("owner:rep_a", "public")), agent=agent))

    def run(self, *arguments: object) -> Any:
        return CliRunner().invoke(app, ["agents", *map(str, arguments)])

    def by(self, subject: str, role: str, *arguments: object) -> Any:
        """A command that somebody gives with their token."""
        return self.run(*arguments, "--token", self.token(subject, role, "*"), "--development")

    def told(self, *arguments: object) -> Any:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, (result.output, result.exception)
        return json.loads(result.stdout)

    def written(self, name: str, **said: Any) -> Path:
        """A declaration as a file."""
        whole = {"agent": 1, "name": name, "purpose": "attacks", "owner": "olga", "reads": ["service"]}
        whole |= {"tools": READING, "roles": ["analyst"], "budget": PLENTY} | said
        path = self.folder / f"{name}.yaml"
        path.write_text("\n".join(f"{key}: {json.dumps(value)}" for key, value in whole.items()), "utf-8")
        return path

    def declare(self, name: str, owner: str = "olga", role: str = "analyst", **said: Any) -> Any:
        return self.by(owner, role, "declare", self.written(name, owner=owner, **said))

    def approve(self, name: str) -> Any:
        (version,) = [each["waiting"] for each in self.told("list") if each["name"] == name]
        return self.by("officer_2", "officer", "approve", name, version)

    def declared(self, name: str, owner: str = "olga", role: str = "analyst", **said: Any) -> str:
        """An agent that an officer has approved."""
        for result in (self.declare(name, owner, role, **said), self.approve(name)):
            assert result.exit_code == 0, (result.output, result.exception)
        return name

    def waiting(self, agent: str) -> list[Any]:
        """What an agent wants to write."""
        return [each for each in self.told("writes") if each["agent"] == agent]

    def _closing(self, client: httpx.Client) -> Any:
        class Open:
            http = client

        return Open()


def as_the_person(patch: pytest.MonkeyPatch) -> None:
    """An agent is whoever it acts for: every tool, nothing that waits, no boundary."""
    patch.setattr(runs, "bounded", lambda database, viewer: replace(viewer, agent="", acting=None))


def of_every_domain(patch: pytest.MonkeyPatch) -> None:
    """An agent's boundary ends nowhere."""
    real = acting.within

    def wide(viewer: Asking, agent: Declared, closed: tuple[str, ...] = ()) -> Asking:
        made = real(viewer, agent, closed)
        assert made.acting
        boundary = Boundary(made.acting.boundary.roles, tuple(Domain))
        return replace(made, acting=replace(made.acting, boundary=boundary))

    patch.setattr(acting, "within", wide)


def targets_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    async def nothing(*given: Any) -> None:
        return None

    patch.setattr(calling, "_check_there", nothing)


def all_of(*patches: Patch) -> Patch:
    """Several defences taken away at once."""

    def taken(patch: pytest.MonkeyPatch) -> None:
        for each in patches:
            each(patch)

    return taken
