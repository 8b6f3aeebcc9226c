"""Runs that are killed at each of their steps, runs and people at once, and people who contradict each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from factories import company, emptied, load_rows, owns, person, row
from graph_check import Graph, check, portrait
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database, connect
from graph_platform.errors import UsageError
from graph_platform.facts import Row
from graph_platform.identity import entity_id, record_id
from graph_platform.loading.closing import forget
from graph_platform.resolution import changes, steering
from graph_platform.resolution.running import run
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings, current_settings, read_settings

SURNAMES = "陈王李张刘杨赵黄周吴"
COUNT = len(SURNAMES)


def rows_of(system: str) -> list[Row]:
    """People and companies who are in every system, each under a phone of their own."""
    people = [
        row(f"p{n}", person(f"p{n}", name=f"{family}晓岚", phone=[f"+861391120{4470 + n}"], city=system))
        for n, family in enumerate(SURNAMES)
    ]
    companies = [
        row(
            f"c{n}",
            company(f"c{n}", name=f"无锡{family}途轴承有限公司", phone=[f"+865108530{2210 + n}"]),
            owns(f"c{n}", "hub", n + 1),
        )
        for n, family in enumerate(SURNAMES)
    ]
    return [*people, *companies]


@pytest.fixture
def graph(
    database: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Two systems that know the same people and companies."""
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    ensure_schema(database)
    emptied(database)
    for system in ("sales", "service"):
        load_rows(database, tmp_path, system, rows_of(system))
    yield database
    current_settings.cache_clear()


def cli(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["resolve", *arguments])


def work(home: str, stop: str) -> None:
    """What a process does: `resolve run`, telling each of its steps and waiting there; a cluster a transaction."""
    waits = {"at": 0}

    def told(step: str) -> None:
        print(json.dumps({"step": step}), flush=True)
        waits["at"] += step == stop
        time.sleep(60 if step == stop else 0)

    def inside(*arguments: Any) -> None:
        compute(*arguments)
        told("inside")

    compute, changes.recompute = changes.recompute, inside  # type: ignore[attr-defined]
    changes.BATCH = 3
    with connect(read_settings(home=Path(home))) as database:
        summary = run(database, tell=lambda step, count: told(step.partition(" ")[0]))
    print(json.dumps({"changed": summary.changed}), flush=True)


@contextmanager
def process(settings: Settings, stop: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process that runs, and waits where it is told to."""
    command = [sys.executable, __file__, str(settings.home), stop]
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            yield running
        finally:
            running.kill()


def killed_at(settings: Settings, stop: str, times: int = 1) -> None:
    """Run, and kill the process when it is at a step for the so many-th time."""
    with process(settings, stop if times == 1 else "") as running:
        assert running.stdout
        for line in running.stdout:
            times -= json.loads(line).get("step") == stop
            if not times:
                break
        running.kill()
        running.wait()
    assert not times, f"there was no step {stop}"


def things(graph: Graph) -> set[frozenset[str]]:
    """The records of each entity."""
    found: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in graph.typed("ABOUT"):
        found[end].add(graph.nodes[start][1]["id"])
    return {frozenset(records) for records in found.values()}


def test_a_run_killed_at_any_step_leaves_every_entity_as_before_or_after_and_the_next_one_goes_on(
    graph: Database, settings: Settings, tmp_path: Path
) -> None:
    before = things(check(graph))
    run(graph)
    after, expected = things(check(graph)), portrait(check(graph))
    emptied(graph)
    for system in ("sales", "service"):
        load_rows(graph, tmp_path, system, rows_of(system))
    changed = []
    for stop in ("reading", "clustering", "inside", "writing", "inside", "writing", "writing"):
        killed_at(settings, stop)
        # the server takes back what was not committed when it notices that nobody is there any more
        changes.in_turn(graph, lambda tx, now: None)
        found = things(check(graph))
        assert found <= before | after, f"between, when killed at {stop}"
        changed.append(len(found - before))
    assert changed[2] == 0, "what was not committed is not there"
    assert 0 < changed[3] == changed[4] < changed[5] < changed[6] < len(after)
    with process(settings) as running:
        output, _ = running.communicate(timeout=120)
    assert 0 < json.loads(output.splitlines()[-1])["changed"] < 2 * COUNT
    assert portrait(check(graph)) == expected
    assert run(graph).changed == 0


def test_two_runs_at_once_change_everything_once(graph: Database, settings: Settings) -> None:
    with process(settings) as one, process(settings) as other:
        numbers = [
            json.loads(running.communicate(timeout=120)[0].splitlines()[-1])["changed"]
            for running in (one, other)
        ]
        assert (one.returncode, other.returncode) == (0, 0)
    assert sum(numbers) == 2 * COUNT
    check(graph)
    assert run(graph).changed == 0


def test_what_people_and_loads_did_while_a_run_was_thinking_stays_done(
    graph: Database, tmp_path: Path
) -> None:
    def pair(key: str) -> tuple[str, str]:
        return record_id("sales", key), record_id("service", key)

    done = []

    def meanwhile(step: str, count: int) -> None:
        if step.startswith("clustering") and not done:
            done.append(step)
            steering.judge(graph, *pair("p0"), False, "somebody", "father and son")
            steering.judge(graph, pair("c1")[0], pair("c2")[1], True, "somebody", "renamed")
            load_rows(graph, tmp_path, "third", rows_of("third")[:4])
            changed = [row("p3", person("p3", name="赵晓岚", phone=["+8613911209999"]))]
            load_rows(graph, tmp_path, "service", changed)

    run(graph, tell=meanwhile)
    assert done
    found = things(check(graph))
    assert frozenset([pair("p0")[0]]) in found
    assert frozenset([pair("c1")[0], pair("c2")[1]]) in found, (
        "a run took apart what somebody joined meanwhile"
    )
    run(graph)
    found = things(check(graph))
    assert not any(set(pair("p0")) <= records for records in found)
    assert any({pair("c1")[0], pair("c2")[1]} <= records for records in found)
    assert any({*pair("p1"), record_id("third", "p1")} == records for records in found)


def test_a_data_set_forgotten_while_a_run_was_thinking_joins_nothing(graph: Database, tmp_path: Path) -> None:
    done = []

    def meanwhile(step: str, count: int) -> None:
        if step.startswith("clustering") and not done:
            done.append(forget(graph, "service"))

    run(graph, tell=meanwhile)
    assert done
    assert all(len(records) == 1 for records in things(check(graph)))


def test_merges_while_a_load_runs_hold_and_lose_nothing(graph: Database, tmp_path: Path) -> None:
    loaded = [row(str(n), company(str(n), name=f"Company {n}"), owns(str(n), "hub", 1)) for n in range(200)]

    def merge(number: int) -> bool:
        """Merge what is there already; whether it was."""
        ids = [entity_id(record_id("third", str(n))) for n in (number, number + 1)]
        return cli("merge", *ids, "--by", "somebody").exit_code == 0

    with ThreadPoolExecutor(1) as thread:
        loading = thread.submit(load_rows, graph, tmp_path, "third", loaded, facts_per_batch=20)
        merged: dict[int, bool] = {}
        while not loading.done():
            merged |= {number: True for number in range(0, 200, 20) if number not in merged and merge(number)}
        assert loading.result().counts.new == 200
    assert merged, "no merge was made while the load ran"
    found = things(check(graph))
    for number in range(0, 200, 20):
        both = {record_id("third", str(n)) for n in (number, number + 1)}
        assert (both in found) == (number in merged)


def test_two_people_who_judge_one_pair_at_once_are_answered_one_after_the_other(graph: Database) -> None:
    def judged(number: int, same: bool) -> str:
        pair = (record_id("sales", f"c{number}"), record_id("service", f"c{number}"))
        try:
            steering.judge(graph, *pair, same, "one" if same else "another", "")
        except UsageError as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(4) as threads:
        asked = [(number, same) for number in range(COUNT) for same in (True, False)]
        assert set(threads.map(judged, *zip(*asked, strict=True))) == {""}
    found = check(graph)
    about = {found.nodes[start][1]["id"]: end for start, end, _ in found.typed("ABOUT")}
    kept = found.labelled("Judgement").values()
    assert len(kept) == COUNT
    for each in kept:
        assert (about[each["left"]] == about[each["right"]]) == each["same"], (
            "who came last has the last word"
        )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_judgement_that_contradicts_two_others_is_refused_with_both_named(
    order: Sequence[int], graph: Database
) -> None:
    one, other, third = (record_id("sales", f"c{n}") for n in (0, 1, 2))
    said = [(one, other, "same"), (other, third, "same"), (one, third, "different")]
    first, second, refused = (said[number] for number in order)
    for left, right, verdict in (first, second):
        assert cli("judge", left, right, verdict, "--by", "somebody").exit_code == 0
    before = portrait(check(graph), ids=True)
    error = cli("judge", *refused, "--by", "somebody").exception
    assert isinstance(error, UsageError)
    named = error.message.partition(": ")[2].split(", ")
    assert sorted(
        (*sorted(judged.replace(" is not ", " is ").split(" is ")), " is not " in judged) for judged in named
    ) == sorted((*sorted((left, right)), verdict == "different") for left, right, verdict in (first, second))
    assert portrait(check(graph), ids=True) == before
    assert len(check(graph).labelled("Judgement")) == 2


if __name__ == "__main__":
    work(*sys.argv[1:])
