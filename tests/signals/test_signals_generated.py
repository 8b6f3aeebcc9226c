"""Every story of the generator is found by its signal and none of its near misses, by the way that a user goes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import emptied
from test_signal_files import OWN
from typer.testing import CliRunner

from benchmarks.stories import ABOUT, LOADS, Told, found_story, load_world, truth_of
from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.findings.model import Finding
from graph_platform.generator import AS_OF, generate, plan
from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings
from graph_platform.signals import compiling
from graph_platform.signals.conditions import Day
from graph_platform.signals.detecting import THRESHOLD, declared, detect

CUSTOMERS, SEED = 150, 5
DECOYS = sorted({f"{part.story}/{part.decoy}" for part in plan.ROUND if part.decoy})
KNOWN = {"board_interlock/namesake"}
"""Two people of one name in two registers are no different from one person in both: it is shown, with a lower score."""
SIGNALS = [signal for signal in declared() if signal.name in {*ABOUT, "ownership_change"}]
SEEKS = {"NodeUniqueIndexSeek", "NodeIndexSeek", "NodeIndexSeekByRange", "ProcedureCall"}
WITHOUT_READING = {"Argument", "EmptyRow", "SingleRow", "Unwind"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("generated")
    generate(CUSTOMERS, SEED, made)
    return made


@pytest.fixture(scope="module")
def world(database: Database, settings: Settings, folder: Path) -> Database:
    """One round of stories and near misses, loaded and resolved by the command line."""
    ensure_schema(database)
    emptied(database)
    load_world(settings, folder, LOADS)
    return database


@pytest.fixture(scope="module")
def told(world: Database, folder: Path) -> list[Told]:
    return truth_of(world, folder)


@pytest.fixture(scope="module")
def found(world: Database) -> list[Finding]:
    return [each for each in detect(world, SIGNALS) if each.score >= THRESHOLD]


@pytest.mark.parametrize("kind", ABOUT)
def test_a_whole_story_is_found(kind: str, found: list[Finding], told: list[Told]) -> None:
    whole = [each for each in told if each.kind == kind and not each.decoy]
    assert whole
    assert all(found_story(each, found) for each in whole)


@pytest.mark.parametrize("decoy", DECOYS)
def test_a_near_miss_is_not(decoy: str, found: list[Finding], told: list[Told]) -> None:
    near = [each for each in told if f"{each.kind}/{each.decoy}" == decoy]
    assert near
    assert any(found_story(each, found) for each in near) == (decoy in KNOWN)


def test_nothing_else_is_shown(found: list[Finding], told: list[Told]) -> None:
    planted = {each.entities for each in told if not each.decoy or f"{each.kind}/{each.decoy}" in KNOWN}
    about = {kind: [f for f in found if f.kind == f"signal/{kind}"] for kind in ABOUT}
    for kind, findings in about.items():
        for each in findings:
            assert tuple(each.roles[role][0] for role in ABOUT[kind]) in planted, kind


def test_the_battery_stories_stand_among_the_first_ten(found: list[Finding], told: list[Told]) -> None:
    stories = [each for each in told if each.kind == "battery_demand" and not each.decoy]
    assert len(stories) == 2
    assert all(found_story(each, found[:10]) for each in stories)


def test_a_finding_leads_to_what_it_rests_on(world: Database, found: list[Finding]) -> None:
    step = "MATCH (a:Entity {id: $start})-[r]->(b:Entity {id: $end}) WHERE type(r) = $relation RETURN count(r) AS n"
    (battery, *_) = (each for each in found if each.kind == "signal/battery_demand")
    parts = {each.part: each for each in battery.evidence}
    assert parts.keys() == {"surge", "group", "on_the_road", "hiring", "responsible"}
    for evidence in battery.evidence:
        for each in evidence.steps:
            values = {"start": each.start, "end": each.end, "relation": each.relation}
            assert world.read(step, values)[0]["n"] >= 1
    assert len(parts["surge"].nodes) == min(compiling.MOST_NODES, int(battery.measures["recent"]))
    assert battery.roles["account_owner"]
    assert battery.measures["last_year"] < battery.measures["recent"]


def test_no_value_of_a_node_is_in_a_finding(world: Database, found: list[Finding]) -> None:
    for each in found:
        for value in each.measures.values():
            assert not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        assert all(re.fullmatch("[0-9a-f]{32}", id_) for ids in each.roles.values() for id_ in ids)


def test_a_run_repeats(world: Database, found: list[Finding]) -> None:
    assert [each for each in detect(world, SIGNALS) if each.score >= THRESHOLD] == found


def test_before_the_surge_there_is_nothing_and_after_it_there_is(world: Database, folder: Path) -> None:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    stories = [json.loads(line) for line in lines if '"battery_demand"' in line]
    starts = [date.fromisoformat(s["facts"]["surge_start"]) for s in stories if not s["decoy"]]
    battery = [signal for signal in SIGNALS if signal.name == "battery_demand"]
    assert len(detect(world, battery, AS_OF)) == len(starts)
    assert detect(world, battery, min(starts)) == []


def test_a_signal_of_ones_own_is_found_without_a_line_of_python(world: Database, tmp_path: Path) -> None:
    (tmp_path / "signals").mkdir()
    own = OWN.replace("(customer:Organization)-[:PAYS]->(event:Payment)",
                      "(customer:Organization)-[:RECEIVED]->(event:Shipment)")  # fmt: skip
    own = own[: own.index("legs:")].replace("late_payers", "dried_up").replace("tell: customer\n", "")
    (tmp_path / "signals" / "dried_up.yaml").write_text(own, encoding="utf-8")
    (signal,) = (each for each in declared(tmp_path) if each.name == "dried_up")
    findings = detect(world, [signal])
    assert findings
    assert {each.kind for each in findings} == {"signal/dried_up"}
    assert all(each.measures["recent"] < each.measures["expected"] for each in findings)


def leaves(plan: Mapping[str, Any]) -> set[str]:
    """How a plan's rows are found; fails where two reads are multiplied."""
    kind = plan["operatorType"].partition("@")[0]
    assert kind != "CartesianProduct", plan["args"].get("Details")
    below = plan.get("children", ())
    if kind == "NodeByLabelScan":
        label = re.search(r":(\w+)", plan["args"]["Details"])
        assert label
        assert ONTOLOGY.labels[label[1]].parent, f"all of {label[1]}"
    return set().union(*map(leaves, below)) if below else {kind}


@pytest.mark.parametrize("name", [signal.name for signal in declared()])
def test_a_signal_begins_at_an_index_and_multiplies_nothing(world: Database, name: str) -> None:
    (signal,) = (each for each in declared() if each.name == name)
    day = Day(AS_OF)
    texts = [compiling.statement(signal, day)]
    if signal.surge:
        texts.append(compiling.surging(signal.surge, day))
        texts += [compiling.installed(signal.surge, day)] if signal.surge.installed else []
    values = day.values | {"nodes": [["a", "b"]], "from": day.until, "days": []}
    for text in texts:
        with world.session("read") as session:
            plan = session.run(f"EXPLAIN {text}", values).consume().plan
        assert plan is not None
        assert leaves(plan) <= SEEKS | WITHOUT_READING | {"NodeByLabelScan"}, name


def test_without_the_source_of_its_evidence_a_finding_is_gone(
    world: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the last test: it takes data away
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    battery = [signal for signal in SIGNALS if signal.name == "battery_demand"]
    assert len(detect(world, battery)) == 2
    done = CliRunner().invoke(app, ["forget", "bods", "--yes"])
    assert done.exit_code == 0, done.output
    assert detect(world, battery) == []
