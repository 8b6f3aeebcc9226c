"""`sync`: what is new since the last time, through the command line into the graph."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.cli import sync as sync_module
from graph_platform.database import Database
from graph_platform.errors import GraphPlatformError, MappingError, NotRunning, UsageError
from graph_platform.settings import Settings, current_settings

MAPPING = """
source: erp
title: Our ERP
tables:
  customers:
    columns: [id, name, changed]
    seen: changed
    records:
      customer: {label: Company, key: "customer/{id}", values: {name: name}}
"""
CONNECTION = """
name: erp
source: mapping
mapping: erp-mapping.yaml
from:
  sql:
    customers: {address: ERP_URL, query: "select id, name, changed from customers", newer: changed}
"""


@pytest.fixture(autouse=True)
def _home(settings: Settings, clean_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    for state in (settings.home / "sync").glob("*.json"):
        state.unlink()
    yield
    current_settings.cache_clear()


@pytest.fixture
def erp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path / 'erp.db'}")
    (tmp_path / "erp-mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "erp.yaml").write_text(CONNECTION, encoding="utf-8")
    connection = sqlite3.connect(tmp_path / "erp.db", isolation_level=None)
    connection.execute("create table customers (id integer, name text, changed text)")
    connection.execute(
        "insert into customers values (1, '合肥卓越', '2026-01-01'), (2, 'Northgate', '2026-01-02')"
    )
    yield connection
    connection.close()


def sync(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["sync", *map(str, arguments)])


def names(database: Database) -> set[str]:
    return {row["name"] for row in database.read("MATCH (c:Company) RETURN c.name AS name")}


def test_the_second_sync_reads_only_what_changed_and_the_graph_is_as_the_database_is(
    erp: sqlite3.Connection, tmp_path: Path, database: Database, settings: Settings
) -> None:
    first = sync(tmp_path / "erp.yaml")
    assert first.exit_code == 0, first.output
    assert names(database) == {"合肥卓越", "Northgate"}
    erp.execute("update customers set name = 'Northgate Motors', changed = '2026-02-01' where id = 2")
    assert sync(tmp_path / "erp.yaml").exit_code == 0
    assert names(database) == {"合肥卓越", "Northgate Motors"}
    kept = json.loads((settings.home / "sync" / "erp.json").read_text())
    assert kept == {"customers": {"value": "2026-02-01"}}
    assert (settings.home / "sync" / "erp.json").stat().st_mode & 0o077 == 0
    assert not (settings.home / "sync" / "erp").exists(), "what was fetched was left lying about"


def test_a_sync_that_was_cut_off_before_its_load_ended_fetches_the_same_again(
    erp: sqlite3.Connection,
    tmp_path: Path,
    database: Database,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_: object) -> None:
        raise NotRunning("the database does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(sync_module, "run_load", gone)
        assert isinstance(sync(tmp_path / "erp.yaml").exception, NotRunning)
    assert not (settings.home / "sync" / "erp.json").exists()
    assert sync(tmp_path / "erp.yaml").exit_code == 0
    assert names(database) == {"合肥卓越", "Northgate"}


def test_a_folder_is_loaded_file_by_file_as_they_come(tmp_path: Path, database: Database) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    connection = tmp_path / "inbox.yaml"
    connection.write_text("name: inbox\nsource: mapping\nmapping: m.yaml\nfrom: {folder: {path: inbox}}\n")
    assert "nothing new" in sync(connection).output
    for number, name in enumerate(("甲", "乙")):
        path = inbox / f"{number}.csv"
        path.write_text(f"id,name,changed\n{number},{name},2026-01-0{number + 1}\n", encoding="utf-8")
        os.utime(path, (time.time() - 60,) * 2)
        assert sync(connection).exit_code == 0
    assert names(database) == {"甲", "乙"}
    assert "nothing new" in sync(connection).output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CONNECTION.replace("newer:", "never:"), "erp.yaml:7: 'from.sql.customers.never': is not a key"),
        (
            CONNECTION.replace("ERP_URL", "postgresql://me:hunter2@host/db"),
            "erp.yaml:7: from.sql.customers.address",
        ),
        (CONNECTION + "  folder: {path: x}\n", "needs exactly one of sql, api, bucket and folder"),
        ("name: erp\nsource: mapping\n", "is missing"),
    ],
)
def test_a_connection_that_is_wrong_is_refused_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "erp.yaml").write_text(text, encoding="utf-8")
    error = sync(tmp_path / "erp.yaml").exception
    assert isinstance(error, MappingError)
    assert message in error.message
    assert "hunter2" not in error.message + error.suggestion


def test_two_syncs_of_one_connection_at_once_are_refused(
    erp: sqlite3.Connection, tmp_path: Path, settings: Settings
) -> None:
    with sync_module._kept(settings.home / "sync", "erp"):
        error = sync(tmp_path / "erp.yaml").exception
    assert isinstance(error, UsageError)
    assert "another process" in error.message


def test_a_position_that_cannot_be_read_is_told_and_from_start_helps(
    erp: sqlite3.Connection, tmp_path: Path, settings: Settings, database: Database
) -> None:
    assert sync(tmp_path / "erp.yaml").exit_code == 0
    (settings.home / "sync" / "erp.json").write_text("{")
    error = sync(tmp_path / "erp.yaml").exception
    assert isinstance(error, GraphPlatformError)
    assert "--from-start" in error.suggestion
    assert sync(tmp_path / "erp.yaml", "--from-start").exit_code == 0
    assert len(names(database)) == 2
