"""What is beside the endpoint, persisted operations, the media types of the specification, and the commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from client import Client
from serving import served
from typer.testing import CliRunner

from gql.limits import Limits
from gql.persisted import Persisted, read_persisted, sha256
from gql.server import application, service_of
from gql.tokens import tokens_of
from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import EXIT_OK, EXIT_USAGE, UsageError
from graph_platform.settings import Settings, current_settings

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
NEW = "application/graphql-response+json"


@pytest.fixture
def _home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    current_settings.cache_clear()
    yield
    current_settings.cache_clear()


# --- beside the endpoint ---


def test_a_browser_finds_the_explorer_and_nothing_of_it_comes_from_elsewhere(everything: Client) -> None:
    page = everything.http.get("/graphql", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "://" not in page.text
    for name in (
        "graphiql.min.js",
        "graphiql.min.css",
        "react.production.min.js",
        "explorer.js",
        "examples.graphql",
    ):
        assert everything.http.get(f"/graphql/static/{name}").status_code == 200
    assert everything.http.get("/graphql/static/../http.py").status_code == 404


def test_every_example_of_the_explorer_is_answered(everything: Client, planted: Ids) -> None:
    examples = everything.http.get("/graphql/static/examples.graphql").text.split("# ---\n")
    asked = [each for each in examples if each.strip()]
    assert len(asked) >= 4
    for each in asked:
        assert everything.ask(each)


def test_health_readiness_metrics_and_the_schema_are_served(everything: Client, planted: Ids) -> None:
    assert everything.http.get("/healthz").text == "ok\n"
    assert everything.http.get("/readyz").json() == {
        "database": "answers",
        "policy": "in force",
        "audit": "is written",
    }
    assert "type Organization implements Entity & Node" in everything.http.get("/graphql/schema.graphql").text
    everything.ask("{ organizations(first: 1) { totalCount } }")
    metrics = everything.http.get("/metrics").text
    assert "graph_platform_operation_seconds_count" in metrics
    assert GROUP not in metrics


# --- the specification of GraphQL over HTTP ---


@pytest.mark.parametrize(
    ("query", "accept", "status", "has_data"),
    [
        ("{ __typename }", NEW, 200, True),
        ("{ __typename }", "application/json", 200, True),
        ("{ __typename }", "*/*", 200, True),
        ("{ __typename", NEW, 400, False),
        ("{ __typename", "application/json", 200, False),
        ("{ nonsense }", NEW, 400, False),
        ("{ nonsense }", "application/json", 200, False),
        ("query($a: Int!) { organizations(first: $a) { totalCount } }", NEW, 400, False),
    ],
)
def test_status_and_media_type_are_those_of_the_specification(
    everything: Client, query: str, accept: str, status: int, has_data: bool
) -> None:
    response = everything.send(query, {"accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"].startswith(NEW if accept == NEW else "application/json")
    assert ("data" in response.json()) == has_data


def test_a_query_may_come_by_get_and_a_mutation_may_not(everything: Client) -> None:
    asked = everything.http.get("/graphql", params={"query": "{ __typename }"})
    assert asked.json()["data"] == {"__typename": "Query"}
    assert everything.http.get("/graphql", params={"query": "mutation { x }"}).status_code in (400, 405)
    assert everything.http.put("/graphql", json={"query": "{ __typename }"}).status_code == 405


# --- persisted operations ---


def test_an_operation_is_known_by_its_hash_after_it_was_sent_once(everything: Client, planted: Ids) -> None:
    text = "query Once { organizations(first: 1) { totalCount } }"
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}
    first = everything.http.post("/graphql", json={"extensions": named}).json()
    assert first["errors"][0]["message"] == "PersistedQueryNotFound"
    both = everything.http.post("/graphql", json={"query": text, "extensions": named}).json()
    again = everything.http.post("/graphql", json={"extensions": named}).json()
    assert both == again
    assert both["data"]["organizations"]["totalCount"] > 0
    wrong = everything.http.post("/graphql", json={"query": "{ __typename }", "extensions": named}).json()
    assert "hash" in wrong["errors"][0]["message"]


def test_a_closed_list_answers_its_own_operations_alone(
    settings: Settings, database: Database, everything: Client, planted: Ids, tmp_path: Path
) -> None:
    listed = "query Listed { organizations(first: 1) { totalCount } }"
    path = tmp_path / "operations.json"
    path.write_text(json.dumps({"listed": listed}), "utf-8")
    service = service_of(database, settings.home, Limits())
    tokens = tokens_of(settings, development=True)
    with (
        served(application(database, service, tokens.viewer, read_persisted(path))) as address,
        Client(address, everything.token) as client,
    ):
        assert client.ask(listed)["organizations"]["totalCount"] > 0
        assert client.refused("{ __typename }") == "OPERATION_NOT_LISTED"
        assert client.refused("{ __schema { types { name } } }") == "OPERATION_NOT_LISTED"
    path.write_text("[1", "utf-8")
    with pytest.raises(UsageError):
        read_persisted(path)
    assert Persisted().text("{ a }", {"persistedQuery": 7}) == "{ a }"


# --- the commands ---


@pytest.mark.usefixtures("_home")
def test_query_answers_as_the_server_does(everything: Client, planted: Ids, tmp_path: Path) -> None:
    text = (
        "query($id: ID!) { organization(id: $id) { name holdings(first: 2) { totalCount nodes { name } } } }"
    )
    path = tmp_path / "operation.graphql"
    path.write_text(text, "utf-8")
    variables = json.dumps({"id": planted[GROUP]})
    result = CliRunner().invoke(app, ["query", str(path), "--variables", variables])
    assert result.exit_code == EXIT_OK, result.output
    assert json.loads(result.stdout)["data"] == everything.ask(text, id=planted[GROUP])
    scoped = CliRunner().invoke(
        app, ["query", str(path), "--variables", variables, "--scopes", "region:south"]
    )
    assert json.loads(scoped.stdout)["data"] == {"organization": None}


@pytest.mark.usefixtures("_home")
def test_query_ends_with_an_error_where_the_answer_has_one(planted: Ids) -> None:
    result = CliRunner().invoke(
        app, ["query", "-", "--zh"], input="{ organizations(first: 1000) { totalCount } }"
    )
    assert result.exit_code == EXIT_USAGE
    assert json.loads(result.stdout)["errors"][0]["extensions"]["code"] == "BAD_ARGUMENT"
    broken = CliRunner().invoke(app, ["query", "-", "--variables", "{"], input="{ __typename }")
    assert isinstance(broken.exception, UsageError)


def test_serve_refuses_development_on_a_public_address() -> None:
    result = CliRunner().invoke(app, ["serve", "--development", "--host", "0.0.0.0"])
    assert isinstance(result.exception, UsageError)


def test_the_installed_command_serves_and_ends_when_it_is_asked_to(settings: Settings, planted: Ids) -> None:
    environment = os.environ | {"GRAPH_PLATFORM_HOME": str(settings.home)}
    program = [sys.executable, "-c", "from graph_platform.cli import main; main()"]
    token = subprocess.run(
        [*program, "token", "--scope", "*"], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    process = subprocess.Popen(
        [*program, "serve", "--development", "--port", "0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        for _ in range(100):
            try:
                headers = {"authorization": f"Bearer {token}"}
                answer = httpx.post(
                    address, json={"query": "{ organizations(first: 1) { totalCount } }"}, headers=headers
                )
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        assert answer.json()["data"]["organizations"]["totalCount"] > 0
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130, -2)
        assert process.stderr is not None
        process.stderr.close()
