"""Loads that resolve, and runs of what is new, through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import emptied
from graph_check import check
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings

Said = Callable[..., str]


@pytest.fixture
def say(database: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Runs commands against the tests' database, in a home of their own for what runs keep."""
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    ensure_schema(database)
    emptied(database)

    def said(*arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return said


def hubspot(folder: Path, name: str, rows: list[tuple[str, str, str]]) -> str:
    """A HubSpot export of contacts."""
    path = folder / name
    lines = ["Record ID,First Name,Last Name,Email,Phone Number"]
    lines += [
        f"{key},{first},{last},,{phone}"
        for key, (first, last), phone in ((k, n.split(), p) for k, n, p in rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def persons(database: Database) -> list[int]:
    """How many records each person is made of."""
    about = [end for _, type_, end, _ in check(database).relationships if type_ == "ABOUT"]
    return sorted(about.count(end) for end in set(about))


def test_a_load_resolves_its_own_records_and_the_next_one_only_what_is_new(
    say: Said, database: Database, tmp_path: Path
) -> None:
    first = hubspot(
        tmp_path,
        "contacts1.csv",
        [("1", "Lihua Chen", "+8613911204471"), ("2", "Grace Brown", "+441632960111")],
    )
    second = hubspot(tmp_path, "contacts2.csv", [("1", "Lihua Chen", "+8613911204471")])
    assert "resolved: 2 records looked at" in say("load", "hubspot", first, "--as", "sales", "--resolve")
    assert "1 entities changed" in say("load", "hubspot", second, "--as", "service", "--resolve")
    assert persons(database) == [1, 2]
    again = json.loads(say("resolve", "run", "--new", "--json"))
    assert (again["full"], again["records"], again["changed"]) == (False, 0, 0)


def test_a_load_that_is_told_not_to_resolves_nothing(say: Said, database: Database, tmp_path: Path) -> None:
    file = hubspot(tmp_path, "contacts1.csv", [("1", "Lihua Chen", "+8613911204471")])
    other = hubspot(tmp_path, "contacts2.csv", [("1", "Lihua Chen", "+8613911204471")])
    say("load", "hubspot", file, "--as", "sales", "--no-resolve")
    assert "resolved" not in say("load", "hubspot", other, "--as", "service", "--no-resolve")
    assert persons(database) == [1, 1]


def test_a_record_is_found_before_it_is_entered(say: Said, tmp_path: Path) -> None:
    file = hubspot(
        tmp_path,
        "contacts1.csv",
        [("1", "Lihua Chen", "+8613911204471"), ("2", "Lihua Chen", "+8613700000001")],
    )
    say("load", "hubspot", file, "--as", "sales", "--resolve")
    asked = {"schema": "Person", "name": "陈丽华", "phone": "139 1120 4471"}
    found = json.loads(say("resolve", "find", json.dumps(asked), "--json"))
    assert [match["decision"] == "same" for match in found] == [True] + [False] * (len(found) - 1)
    assert "Nothing in the graph" in say(
        "resolve", "find", json.dumps({"schema": "Person", "name": "欧阳靖雯"})
    )
