"""One small graph of a customer's sales and service, and people who declare agents and decide about them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from factories import day, mention
from typer.testing import CliRunner

from gql.tokens import own_token
from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.settings import Settings

DEAL, TICKET = "Deal of the year", "Pack alarm"


def rows() -> list[Row]:
    """A customer with a deal (sales) and a ticket (service), and somebody of theirs."""
    raised = Claim("RAISED/1", "RAISED", mention("customer", "Company"), mention("ticket", "Ticket"))
    buys = Claim("BUYS/1", "BUYS", mention("customer", "Company"), mention("deal", "Opportunity"))
    works = Claim("WORKS_FOR/1", "WORKS_FOR", mention("ouyang", "Contact"), mention("customer", "Company"))
    records = {
        "customer": Record("customer", "Company", {"name": "天东产业集团有限公司", "annual_revenue": "5e8 CNY"}),
        "deal": Record("deal", "Opportunity", {"title": DEAL, "amount": "123456 CNY", "stage": "won",
                                               "at": day(5).isoformat()}),
        "ticket": Record("ticket", "Ticket", {"title": TICKET, "priority": "high", "at": day(6).isoformat()}),
        "ouyang": Record("ouyang", "Contact", {"name": "欧阳测试", "phone": "+8613800138000"}),
    }  # fmt: skip
    claims = {"customer": (raised, buys), "ouyang": (works,), "deal": (), "ticket": ()}
    return [
        Row(key, number, {"key": key}, (record,), claims[key], scopes=("region:north",))
        for number, (key, record) in enumerate(records.items(), 1)
    ]


@dataclass
class Desk:
    """An endpoint, and the people around it: `token` makes theirs, `run` is the command line."""

    address: str
    settings: Settings
    database: Database
    ids: dict[str, str] = field(default_factory=dict)

    def token(
        self, subject: str, role: str, scopes: tuple[str, ...] = ("region:north",), agent: str = ""
    ) -> str:
        return own_token(self.settings, subject, [role], list(scopes), timedelta(hours=1), [], agent)

    def call(self, token: str, tool: str, run: str = "", **arguments: Any) -> httpx.Response:
        """A tool's call over plain HTTP."""
        headers = {"authorization": f"Bearer {token}"}
        if run:
            headers["traceparent"] = f"00-{run}-00f067aa0ba902b7-01"
        return httpx.post(f"{self.address}/tools/{tool}", json=arguments, headers=headers, timeout=30)

    def ask(self, token: str, query: str) -> Any:
        headers = {"authorization": f"Bearer {token}"}
        answer = httpx.post(f"{self.address}/graphql", json={"query": query}, headers=headers, timeout=30)
        return answer.json()

    def run(self, *arguments: object) -> Any:
        return CliRunner().invoke(app, ["agents", *map(str, arguments)])

    def told(self, *arguments: object) -> Any:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def declared(self, folder: Path, approve: bool = True, **said: Any) -> str:
        """The name of an agent of Olga's, approved by an officer unless that is left."""
        name = said.setdefault("name", f"agent-{len(self.told('list')) + 1}")
        path = written(folder, **said)
        token = self.token("olga", "analyst", ("*",))
        result = self.run("declare", path, "--token", token, "--development")
        assert result.exit_code == 0, (result.output, result.exception)
        if approve:
            version = result.stdout.split()[-1]
            officer = self.token("otto", "officer")
            result = self.run("approve", name, version, "--token", officer, "--development")
            assert result.exit_code == 0, (result.output, result.exception)
        return str(name)


def written(folder: Path, **said: Any) -> Path:
    """A declaration as a file."""
    whole = {
        "agent": 1,
        "name": "made",
        "purpose": "tests",
        "owner": "olga",
        "reads": ["service"],
        "tools": ["search_entities", "drill_down", "timeline", "dimensions"],
    } | said
    path = folder / f"{whole['name']}.yaml"
    path.write_text("\n".join(f"{key}: {json.dumps(value)}" for key, value in whole.items()), "utf-8")
    return path
