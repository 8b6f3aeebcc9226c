"""One small graph of a customer's sales and service, an endpoint that serves it, and people who decide about agents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from factories import day, load_rows, mention
from typer.testing import CliRunner

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.facts import Claim, Record, Row
from graph_platform.settings import Settings, current_settings

sys.path.append(str(Path(__file__).parents[1] / "drilldown"))

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


@pytest.fixture(scope="session")
def agents_address(settings: Settings, database: Database) -> Iterator[str]:
    from serving import served

    service = service_of(database, settings.home, Limits(seconds=20.0))
    with served(application(database, service, tokens_of(settings, development=True).viewer)) as address:
        yield address


@pytest.fixture
def desk(
    agents_address: str,
    settings: Settings,
    clean_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Desk]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    load_rows(clean_database, tmp_path, "pieces", rows(), observed=day(10))
    clean_database.read("CALL db.awaitIndexes(60)")
    clean_database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    made = Desk(agents_address, settings, clean_database)
    named = clean_database.read("MATCH (n:Entity) RETURN n.id AS id, coalesce(n.name, n.title) AS name")
    made.ids = {row["name"]: row["id"] for row in named}
    yield made
    current_settings.cache_clear()
