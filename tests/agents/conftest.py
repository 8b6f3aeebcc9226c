"""The small graph of `agent_world`, and an endpoint that serves it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from agent_world import Desk, rows
from factories import day, load_rows

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import tokens_of
from graph_platform.database import Database
from graph_platform.settings import Settings, current_settings

sys.path.append(str(Path(__file__).parents[1] / "drilldown"))


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
