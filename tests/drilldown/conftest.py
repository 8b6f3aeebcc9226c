"""One small planted graph and one served endpoint for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from client import Client
from planted import ids, plant
from serving import served

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from graph_platform.database import Database
from graph_platform.settings import Settings

LIMITS = Limits(seconds=5.0)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that go to the database while a test runs."""
    sent: list[str] = []
    run = Database.read_value

    def noted(self: Database, statement: str, *arguments: Any) -> Any:
        sent.append(statement)
        return run(self, statement, *arguments)

    monkeypatch.setattr(Database, "read_value", noted)
    return sent


@pytest.fixture(scope="module")
def planted(database: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The ids of the planted nodes by their names; planted again where other tests have been in between."""
    return ids(database) or plant(database, tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="session")
def address(settings: Settings, database: Database) -> Iterator[str]:
    """Where the endpoint is served, by a real server over a real port."""
    service = service_of(database, settings.home, LIMITS)
    app = application(database, service, tokens_of(settings, development=True).viewer)
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def everything(settings: Settings, address: str) -> Iterator[Client]:
    """A client whose viewer sees all rows."""
    yield from _client(settings, address, "*")


@pytest.fixture(scope="session")
def north(settings: Settings, address: str) -> Iterator[Client]:
    """A client whose viewer sees the region north, and what is public."""
    yield from _client(settings, address, "region:north", "public")


@pytest.fixture(scope="session")
def south(settings: Settings, address: str) -> Iterator[Client]:
    """A client whose viewer sees the region south, and what is public."""
    yield from _client(settings, address, "region:south", "public")


def _client(settings: Settings, address: str, *scopes: str) -> Iterator[Client]:
    token = own_token(settings, scopes[0], ["sales"], list(scopes), timedelta(hours=1))
    with Client(address, token) as client:
        yield client
