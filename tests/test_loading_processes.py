"""Loads in processes of their own that are killed, interrupted, raced and left without a database."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from factories import LEIS, Listed, company, emptied, owns, row, source
from graph_check import check, portrait

from graph_platform import managed
from graph_platform.database import Database, connect
from graph_platform.errors import GraphPlatformError
from graph_platform.facts import Row
from graph_platform.loading.load import Request, load
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings, read_settings

ROWS, FACTS_PER_BATCH = 400, 60


def rows_of(kind: str) -> list[Row]:
    """The rows of one file. `other` is a second file of the same data set; `sharing` is about the same companies."""
    numbers = range(ROWS // 2, ROWS * 3 // 2) if kind == "other" else range(ROWS)
    name = "Same" if kind != "sharing" else "Shared"
    facts = []
    for n in numbers:
        identifiers = {"lei": LEIS[n % len(LEIS)]} if n % 10 == 0 else {}
        facts.append(
            row(str(n), company(str(n), name=f"{name} {n}", **identifiers), owns("hub", str(n), 10), line=n)
        )
    return [*facts[: ROWS // 3], row("", line=-1), *facts[ROWS // 3 :]]


def work(home: str, folder: str, data_set: str, kind: str, pause: str) -> None:
    """What a process does: load, telling each batch."""

    def tell(read: int, size: int, rows: int) -> None:
        print(json.dumps({"rows": rows}), flush=True)
        time.sleep(float(pause))

    path = Path(folder) / f"{kind}.rows"
    request = Request(
        source(Listed(rows_of(kind))), [path], data_set, Path(folder), facts_per_batch=FACTS_PER_BATCH
    )
    with connect(read_settings(home=Path(home))) as database:
        try:
            summary = load(database, request, tell)
        except GraphPlatformError as error:
            print(json.dumps({"error": type(error).__name__, "text": str(error)}), flush=True)
            sys.exit(error.exit_code)
    print(
        json.dumps(
            {
                "interrupted": summary.interrupted,
                "resumed_at": summary.resumed_at,
                "rejected": summary.rejected,
                "reject_lines": summary.reject_file and len(summary.reject_file.read_text().splitlines()),
            }
        ),
        flush=True,
    )


@contextmanager
def process(
    settings: Settings, folder: Path, data_set: str = "a", kind: str = "plain", pause: float = 0
) -> Iterator[subprocess.Popen[str]]:
    """A process that loads."""
    (folder / f"{kind}.rows").touch() if not (folder / f"{kind}.rows").exists() else None
    arguments = [str(settings.home), str(folder), data_set, kind, str(pause)]
    command = [sys.executable, __file__, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def outcome(running: subprocess.Popen[str]) -> dict[str, Any]:
    """What a process says last."""
    output, _ = running.communicate(timeout=120)
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found


def batches(running: subprocess.Popen[str], number: int) -> None:
    """Wait until a process has written so many batches."""
    assert running.stdout
    for _ in range(number):
        assert "rows" in json.loads(running.stdout.readline())


def undisturbed(
    database: Database, settings: Settings, folder: Path, loads: Sequence[tuple[str, str]]
) -> Counter[str]:
    """The graph after these loads (data set, kind) one after the other."""
    emptied(database)
    folder.mkdir()
    for data_set, kind in loads:
        with process(settings, folder, data_set, kind) as running:
            outcome(running)
    found = portrait(check(database))
    emptied(database)
    return found


@pytest.fixture
def graph(database: Database) -> Database:
    """The run's database with its schema and without nodes."""
    ensure_schema(database)
    return emptied(database)


def test_a_load_that_is_stopped_goes_on_and_loses_and_doubles_nothing(
    graph: Database, settings: Settings, tmp_path: Path
) -> None:
    expected = undisturbed(graph, settings, tmp_path / "undisturbed", [("a", "plain")])
    with process(settings, tmp_path, pause=0.2) as running:
        batches(running, 2)
        running.kill()
        running.wait()
    check(graph)
    with process(settings, tmp_path, pause=0.2) as running:
        batches(running, 2)
        running.send_signal(signal.SIGINT)
        stopped = outcome(running)
    assert stopped["interrupted"]
    assert running.returncode == 0
    check(graph)
    with process(settings, tmp_path) as running:
        ended = outcome(running)
    assert 0 < stopped["resumed_at"] < ended["resumed_at"] < ROWS
    assert (ended["rejected"], ended["reject_lines"]) == (1, 1)
    assert portrait(check(graph)) == expected
    assert not list((tmp_path / "runs").iterdir())


@pytest.mark.parametrize(
    "loads",
    [
        [("a", "plain"), ("a", "plain")],
        [("a", "plain"), ("a", "other")],
        [("a", "plain"), ("b", "sharing")],
    ],
    ids=["one file twice", "two files of one data set", "two data sets about the same companies"],
)
def test_two_loads_at_once_make_the_graph_that_they_make_in_turn(
    loads: list[tuple[str, str]], graph: Database, settings: Settings, tmp_path: Path
) -> None:
    expected = undisturbed(graph, settings, tmp_path / "undisturbed", loads)
    with process(settings, tmp_path, *loads[0]) as one, process(settings, tmp_path, *loads[1]) as other:
        for running in (one, other):
            assert "error" not in outcome(running)
            assert running.returncode == 0
    found = portrait(check(graph))
    # which of two equal rows was first is a matter of luck, and so are the file and the line that are told
    assert without_origin(found) == without_origin(expected)


def without_origin(told: Counter[str]) -> set[str]:
    """A portrait without the file that a fact came from."""
    return {each.replace("other.rows", "plain.rows") for each in told}


def test_a_load_says_so_when_the_database_goes_away_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    settings = read_settings(home=tmp_path / "home", heap_mb=512, pagecache_mb=32)
    try:
        connect(settings).close()
        with process(settings, tmp_path, pause=0.3) as running:
            batches(running, 2)
            managed.stop(settings)
            failed = outcome(running)
        assert failed["error"] == "NotRunning"
        assert running.returncode == 5
        assert "db status" in failed["text"] or "does not answer" in failed["text"]
        with process(settings, tmp_path) as running:
            ended = outcome(running)
        assert ended["resumed_at"] > 0
        with connect(settings) as database:
            found = check(database)
        assert len([r for r in found.labelled("Record").values() if "seen_from" in r]) == ROWS
    finally:
        managed.stop(settings)


if __name__ == "__main__":
    work(*sys.argv[1:])
