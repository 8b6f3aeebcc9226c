"""The attack suite's world, viewers and bookkeeping; see `rows.txt`, `pending.txt` and `test_list.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from agents import Agents
from doors import OPEN, Viewer, served
from listing import DOORS, Row, applying, pending, rows
from trying import Trial, put_into_force
from world import World

from gql.execution import Service
from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from graph_platform.database import Database
from graph_platform.settings import PREFIX, Settings, current_settings

VIEWERS = {
    "rep_a": ("sales", "owner:rep_a", "public"),
    "rep_b": ("sales", "owner:rep_b", "public"),
    "service": ("service", "*"),
    "analyst": ("analyst", "*"),
    "partner": ("partner", "owner:rep_a", "public"),
    "officer_1": ("chief", "*"),
    "officer_2": ("officer", "*"),
    "auditor": ("auditor", "*"),
    "steward": ("steward", "*"),
    "agent_fin": ("agent", "owner:rep_a", "public"),
    "agent_log": ("agent", "public"),
}
"""Role and scopes."""


@pytest.fixture(scope="session")
def attacked(settings: Settings, database: Database) -> Iterator[tuple[str, Service]]:
    """The served endpoint, and what it is made of."""
    service = service_of(database, settings.home, Limits())
    with served(application(database, service, tokens_of(settings, development=True).viewer)) as address:
        yield address, service


@pytest.fixture(scope="module")
def world(
    database: Database, tmp_path_factory: pytest.TempPathFactory, attacked: Any, settings: Settings
) -> Iterator[World]:
    """G1, with the suite's policy in force."""
    made = World(database, tmp_path_factory.mktemp("attacks"))
    made.plant()
    put_into_force(made, attacked[0], settings)
    yield made
    database.write("MATCH (n:Policy|PolicyInForce|PolicyActivation) DETACH DELETE n")


@pytest.fixture(scope="session")
def viewers(settings: Settings, attacked: tuple[str, Service]) -> Iterator[dict[str, Viewer]]:
    """A client for each viewer, and `anon`."""
    made = {"anon": Viewer(attacked[0])}
    for name, (role, *scopes) in VIEWERS.items():
        made[name] = Viewer(attacked[0], own_token(settings, name, [role], list(scopes), timedelta(hours=2)))
    for each in made.values():
        OPEN.remove(each)
    yield made
    for each in made.values():
        each.http.close()


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """Close what a test has opened."""
    yield
    while OPEN:
        OPEN.pop().http.close()


@pytest.fixture
def rep_a(viewers: dict[str, Viewer], world: World) -> Viewer:
    """The attacker of most rows."""
    return viewers["rep_a"]


@pytest.fixture
def agents(
    attacked: tuple[str, Service],
    settings: Settings,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Agents]:
    """Agents can be declared; those that were, and what they wanted to write, are gone when the test ends."""
    monkeypatch.setenv(f"{PREFIX}HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "300")
    current_settings.cache_clear()
    yield Agents(attacked[0], settings, world.database, tmp_path)
    current_settings.cache_clear()
    world.database.write("MATCH (n:Agent|AgentWrite) DELETE n")


@pytest.fixture
def trial(attacked: tuple[str, Service], request: pytest.FixtureRequest) -> Trial:
    """Runs the two halves of a row, and puts down how they ended."""
    return Trial(attacked[1], lambda what: request.node.user_properties.append(("trial", what)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The closing line."""
    controls: dict[Row, bool] = {}
    succeeded: set[Row] = set()
    for reports in terminalreporter.stats.values():
        for report in reports:
            row = Row.of(getattr(report, "nodeid", ""))
            if row is None or getattr(report, "when", "") != "call":
                continue
            said = [value for name, value in report.user_properties if name == "trial"]
            controls[row] = controls.get(row, True) and "control" in said and "broken control" not in said
            if "attack succeeded" in said:
                succeeded.add(row)
    if not controls:
        return
    waiting = pending()
    terminalreporter.write_line(
        f"attacks: {len(rows())} rows, {len(applying(DOORS))} apply, {len(waiting)} pending ({', '.join(waiting)}), "
        f"{sum(controls.values())} controls succeeded, {len(succeeded)} attacks succeeded"
        + (f" ({', '.join(sorted(each.id for each in succeeded))})" if succeeded else "")
    )
