"""Settings: what goes together, and what is said where it does not."""

from pathlib import Path

import pytest

from graph_platform.errors import SettingsError
from graph_platform.settings import PREFIX, Settings, password_from_file, read_settings


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_without_any_setting_the_database_is_the_managed_one() -> None:
    settings = read_settings()
    assert settings.managed
    assert settings.home.is_absolute()


def test_a_uri_with_its_password_file_is_all_a_team_database_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}NEO4J_URI", "neo4j+s://graph.example.com")
    monkeypatch.setenv(f"{PREFIX}NEO4J_PASSWORD_FILE", str(tmp_path / "password"))
    assert not read_settings().managed


def test_a_variable_set_to_nothing_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}NEO4J_URI", "")
    monkeypatch.setenv(f"{PREFIX}HEAP_MB", "")
    assert read_settings().managed


@pytest.mark.parametrize(
    ("overrides", "named"),
    [
        ({"neo4j_uri": "neo4j://graph"}, "NEO4J_PASSWORD_FILE"),
        ({"neo4j_uri": "https://graph", "neo4j_password_file": "p"}, "NEO4J_URI"),
        ({"neo4j_uri": "neo4j://me:secret13@graph", "neo4j_password_file": "p"}, "NEO4J_PASSWORD_FILE"),
        ({"neo4j_password_file": "p"}, "NEO4J_URI"),
        ({"neo4j_user": "secret13"}, "NEO4J_USER"),
        ({"bolt_port": "secret13"}, "BOLT_PORT"),
        ({"heap_mb": 1}, "HEAP_MB"),
    ],
)
def test_settings_that_do_not_fit_are_refused_by_name_and_without_value(
    overrides: dict[str, object], named: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(**overrides)
    assert f"{PREFIX}{named}" in caught.value.message
    assert "secret13" not in caught.value.message


def test_a_missing_or_empty_password_file_is_told_before_any_connection(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        password_from_file(tmp_path / "none")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        password_from_file(tmp_path / "empty")
