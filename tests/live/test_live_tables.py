"""Rows of databases that are new since the last time."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_platform.errors import SettingsError, SourceError
from ingestors.live.model import Sql
from ingestors.live.tables import fetch

QUERY = "select id, name, changed from customers"
DECLARED = Sql(address="ERP_URL", query=QUERY, newer="changed")


def fetched(declared: Sql, position: dict[str, Any], folder: Path) -> tuple[list[Any], dict[str, Any]]:
    found = fetch({"customers": declared}, position, folder)
    # as the command keeps it: through JSON
    kept = json.loads(json.dumps(found.position))
    return [row for path in found.files for row in map(json.loads, path.read_text().splitlines())], kept


@pytest.fixture
def erp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "erp.db"
    monkeypatch.setenv("ERP_URL", f"sqlite:///{path}")
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("create table customers (id integer, name text, changed text)")
        yield connection
    connection.close()


def test_the_next_time_brings_what_is_new_and_the_rows_of_the_very_time_at_which_the_last_one_ended(
    erp: sqlite3.Connection, tmp_path: Path
) -> None:
    erp.executemany(
        "insert into customers values (?, ?, ?)", [(1, "甲", "2026-01-01"), (2, "乙", "2026-01-02")]
    )
    rows, position = fetched(DECLARED, {}, tmp_path)
    assert [row["id"] for row in rows] == [1, 2]
    erp.executemany(
        "insert into customers values (?, ?, ?)", [(3, "丙", "2026-01-02"), (4, "丁", "2026-01-03")]
    )
    rows, position = fetched(DECLARED, position, tmp_path)
    assert [row["id"] for row in rows] == [2, 3, 4]
    rows, position = fetched(DECLARED, position, tmp_path)
    assert [row["id"] for row in rows] == [4]


def test_rows_without_a_time_come_every_time_rather_than_never(
    erp: sqlite3.Connection, tmp_path: Path
) -> None:
    erp.executemany("insert into customers values (?, ?, ?)", [(1, "甲", "2026-01-01"), (2, "乙", None)])
    _, position = fetched(DECLARED, {}, tmp_path)
    rows, _ = fetched(DECLARED, position, tmp_path)
    assert {row["id"] for row in rows} == {1, 2}


def test_a_value_of_the_position_is_a_parameter_and_never_a_part_of_the_query(
    erp: sqlite3.Connection, tmp_path: Path
) -> None:
    hostile = "x'; drop table customers; --"
    erp.execute("insert into customers values (1, '甲', ?)", [hostile])
    _, position = fetched(DECLARED, {}, tmp_path)
    rows, _ = fetched(DECLARED, position, tmp_path)
    assert [row["changed"] for row in rows] == [hostile]


def test_what_is_wrong_is_said_without_the_address(
    erp: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp.execute("insert into customers values (1, '甲', '2026')")
    with pytest.raises(SourceError, match="has no column 'updated'"):
        fetched(DECLARED.model_copy(update={"newer": "updated"}), {}, tmp_path)
    monkeypatch.setenv("ERP_URL", "sqlite:////nowhere/hunter2.db")
    with pytest.raises(SourceError) as refused:
        fetched(DECLARED, {}, tmp_path)
    assert "hunter2" not in refused.value.message + refused.value.suggestion
    monkeypatch.delenv("ERP_URL")
    with pytest.raises(SettingsError, match="there is no secret ERP_URL"):
        fetched(DECLARED, {}, tmp_path)


def test_a_secret_in_a_file_that_others_can_read_is_refused(
    erp: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    erp.execute("insert into customers values (1, '甲', '2026')")
    address = tmp_path / "address"
    address.write_text(f"sqlite:///{tmp_path / 'erp.db'}\n")
    monkeypatch.delenv("ERP_URL")
    monkeypatch.setenv("ERP_URL_FILE", str(address))
    address.chmod(0o644)
    with pytest.raises(SettingsError, match="can be read by others"):
        fetched(DECLARED, {}, tmp_path)
    address.chmod(0o600)
    assert fetched(DECLARED, {}, tmp_path)[0][0]["id"] == 1


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL, for as long as these tests take."""
    pgserver = pytest.importorskip("pgserver", reason="PostgreSQL has no wheel for this machine")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="gp-pg-") as folder:
        server = pgserver.get_server(folder)
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets")
def test_times_of_postgresql_are_kept_to_the_microsecond_and_go_back_by_the_overlap(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlalchemy

    monkeypatch.setenv("ERP_URL", postgresql)
    engine = sqlalchemy.create_engine(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create table customers (id bigint, name text, changed timestamptz, credit numeric(12,2))"
        )
        connection.exec_driver_sql(
            "insert into customers values (1, '甲', '2026-01-01 07:59:59.123456+08', 1.10), "
            "(2, '乙', '2026-01-01 08:00:01+08', 2.20)"
        )
    declared = Sql(address="ERP_URL", query="select * from customers", newer="changed")
    rows, position = fetched(declared, {}, tmp_path)
    assert [(row["id"], row["credit"]) for row in rows] == [(1, "1.10"), (2, "2.20")]
    with engine.begin() as connection:
        connection.exec_driver_sql("insert into customers values (3, '丙', '2026-01-01 08:00:00.5+08', 3)")
    assert [row["id"] for row in fetched(declared, position, tmp_path)[0]] == [2]
    late = declared.model_copy(update={"overlap": 1})
    assert {row["id"] for row in fetched(late, position, tmp_path)[0]} == {2, 3}
    engine.dispose()
