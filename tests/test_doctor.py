"""The doctor: every question answered, whatever the others found, and an exit code that scripts can use."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.doctor import CHECKS, Finding, State, examine, exit_code_of
from graph_platform.errors import ArtifactError
from graph_platform.settings import PREFIX, Settings, current_settings, read_settings


def test_a_healthy_machine_gets_no_failure_and_hears_the_versions(
    settings: Settings, database: Database
) -> None:
    findings = examine(settings)
    assert [finding for finding in findings if finding.state is State.FAIL] == []
    said = {finding.name: finding.text for finding in findings}
    assert "2026.01.4" in said["database"]
    assert "GDS 2.26.0" in said["database"]


def test_every_complaint_says_what_to_do(tmp_path: Path) -> None:
    findings = examine(read_settings(home=tmp_path / "new", heap_mb=10_000_000, maven_repository=tmp_path))
    complaints = [finding for finding in findings if finding.state is not State.OK]
    assert {"memory", "artifacts", "database"} <= {finding.name for finding in complaints}
    assert all(finding.advice for finding in complaints)


def test_the_doctor_changes_nothing(tmp_path: Path) -> None:
    examine(read_settings(home=tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_a_check_that_raises_fails_with_its_suggestion_and_the_others_go_on(settings: Settings) -> None:
    def check_broken(settings: Settings) -> Finding:
        raise ArtifactError("broken", "mend it")

    findings = examine(settings, [check_broken, CHECKS[0]])
    assert findings[0] == Finding("broken", State.FAIL, "broken", "mend it", 6)
    assert findings[1].name == "python"
    assert exit_code_of(findings) == 6


def test_a_team_database_that_does_not_answer_is_a_failure_of_the_database(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("secret\n")
    away = read_settings(neo4j_uri="bolt://127.0.0.1:1", neo4j_password_file=password)
    findings = examine(away)
    assert findings[-1].state is State.FAIL
    assert exit_code_of(findings) == 5


def test_programs_can_read_it(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}HOME", str(settings.home))
    current_settings.cache_clear()
    result = CliRunner().invoke(app, ["doctor", "--json"])
    current_settings.cache_clear()
    assert result.exit_code == 0
    assert {entry["state"] for entry in json.loads(result.output)} <= {"ok", "warn"}
