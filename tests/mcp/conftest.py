"""The planted graph of the drill-down, looked through once, and one served endpoint for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from graph_platform.database import Database
from graph_platform.discovery.analyses import analyses
from graph_platform.discovery.running import discover
from graph_platform.settings import Settings

sys.path.append(str(Path(__file__).parents[1] / "drilldown"))

from agent import Agent
from planted import ids, plant
from serving import served

Tokens = Callable[..., str]


@pytest.fixture(scope="module")
def planted(database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The ids of the planted nodes by their names, after a run of discovery."""
    found = ids(database) or plant(database, tmp_path_factory.mktemp("planted"))
    if not database.read("MATCH (f:Finding) RETURN f.id AS id LIMIT 1"):
        # one family of analyses is enough to have something to tell
        discover(database, analyses(), ["interest"])
    return found


@pytest.fixture(scope="session")
def address(settings: Settings, database: Database) -> Iterator[str]:
    """Where it is served, by a real server over a real port."""
    service = service_of(database, settings.home, Limits(seconds=20.0))
    with served(application(database, service, tokens_of(settings, development=True).viewer)) as address:
        yield address


@pytest.fixture(scope="module")
def slow(database: Database) -> Iterator[dict[str, str]]:
    """A call that takes longer than anybody waits: who owns whom where forty own one another."""
    database.write(
        "UNWIND range(1, 40) AS n "
        "CREATE (:Entity:Organization:Dense {id: 'dense' + n, name: 'D' + n, scopes: ['public']})"
    )
    database.write(
        "MATCH (a:Dense), (b:Dense) WHERE a <> b CREATE (a)-[:OWNS {id: a.id + b.id, share: 0.01, confidence: 1.0, "
        "valid_from: date('0001-01-01'), valid_to: date('9999-12-31')}]->(b)"
    )
    yield {"id": "dense1", "only": "ownershipStructure"}
    database.write("MATCH (n:Dense) DETACH DELETE n")


@pytest.fixture(scope="session")
def token(settings: Settings) -> Tokens:
    """Makes a token: scopes, and a role."""

    def made(*scopes: str, role: str = "sales", subject: str = "") -> str:
        who = subject or f"{role} {scopes[0]}"
        return own_token(settings, who, [role], list(scopes), timedelta(hours=1))

    return made


@pytest.fixture(scope="session")
def agents(address: str, token: Tokens) -> Iterator[Callable[..., Agent]]:
    """Connects an agent that acts for a viewer with these scopes."""
    with ExitStack() as stack:
        known: dict[tuple[object, ...], Agent] = {}

        def connected(*scopes: str, mode: str = "auto", **who: str) -> Agent:
            key = (*scopes, mode, *who.items())
            if key not in known:
                known[key] = stack.enter_context(Agent.over_http(address, token(*scopes, **who), mode))
            return known[key]

        yield connected


@pytest.fixture(scope="session")
def everything(agents: Callable[..., Agent]) -> Agent:
    """Acts for somebody who sees all rows."""
    return agents("*")


@pytest.fixture(scope="session")
def north(agents: Callable[..., Agent]) -> Agent:
    """Acts for somebody who sees the region north, and what is public."""
    return agents("region:north", "public")


@pytest.fixture(scope="session")
def south(agents: Callable[..., Agent]) -> Agent:
    """Acts for somebody who sees the region south, and what is public."""
    return agents("region:south", "public")
