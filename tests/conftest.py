"""What all tests of a process share: one real managed Neo4j for the whole run, in a home of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_platform import managed
from graph_platform.database import Database, connect
from graph_platform.settings import PREFIX, Settings, read_settings


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody() -> None:
    """Keep the tests away from the database that whoever runs them may have."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    # most tests of loads are about loads; those of resolution ask for it
    os.environ[f"{PREFIX}RESOLVE_AFTER_LOAD"] = "false"


@pytest.fixture(scope="session")
def settings(_settings_of_nobody: None) -> Iterator[Settings]:
    """Settings of a managed database that is stopped and removed when the run ends, however it ends."""
    # not pytest's own temporary folders: those of the last runs are kept, and a store is large
    home = Path(tempfile.mkdtemp(prefix="graph-platform-tests-"))
    settings = read_settings(home=home, heap_mb=768, pagecache_mb=64)
    try:
        yield settings
    finally:
        managed.stop(settings)
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Database]:
    """A connection to the run's database; its content is whatever the tests before left there."""
    with connect(settings) as database:
        yield database


@pytest.fixture
def clean_database(database: Database) -> Database:
    """The run's database without nodes, relationships, constraints and indexes."""
    with database.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for kind, query in (
            ("CONSTRAINT", "SHOW CONSTRAINTS YIELD name"),
            ("INDEX", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"),
        ):
            for name in [record["name"] for record in session.run(query)]:
                session.run(f"DROP {kind} `{name}` IF EXISTS").consume()
    return database
