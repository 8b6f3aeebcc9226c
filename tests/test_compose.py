"""The team's compose file stays true to the settings, the versions and the privacy of the managed Neo4j."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_platform.managed.configuration import PRIVACY
from graph_platform.managed.lock import NEO4J_VERSION
from graph_platform.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of the compose file."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    services: dict[str, Any] = loaded["services"]
    return services


def test_every_variable_of_the_platform_is_a_setting(services: dict[str, Any]) -> None:
    names = [name.removeprefix(PREFIX).lower() for name in services["platform"]["environment"]]
    assert set(names) <= set(Settings.model_fields)


def test_the_platform_accepts_the_settings_that_it_is_given(services: dict[str, Any]) -> None:
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in services["platform"]["environment"].items()
    }
    assert not read_settings(**given).managed


def test_the_team_runs_the_version_that_is_tested(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}"
    assert "graph-data-science" in services["neo4j"]["environment"]["NEO4J_PLUGINS"]


def test_the_team_database_keeps_values_out_of_its_logs(services: dict[str, Any]) -> None:
    environment = services["neo4j"]["environment"]
    for name, value in PRIVACY.items():
        variable = "NEO4J_" + name.replace("_", "__").replace(".", "_")
        assert environment[variable] == value, variable


def test_the_password_is_a_secret_file_for_both(services: dict[str, Any]) -> None:
    assert all(service["secrets"] == ["neo4j_password"] for service in services.values())
    assert "ports" not in services["neo4j"]


def test_the_image_copies_every_package_of_the_wheel() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for package in ("graph_platform", "ingestors", "cypher", "gql", "privacy"):
        assert f"COPY {package} {package}" in text
