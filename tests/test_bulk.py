"""A database that was filled at once, beside one into which the same files were loaded one after the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from factories import LEIS, Listed, company, day, emptied, owns, person, row, source
from graph_check import Graph, check, portrait

from graph_platform import managed
from graph_platform.cli.bulk import listed
from graph_platform.cli.demo import LOADS
from graph_platform.cli.load import request_of
from graph_platform.database import Database, connect
from graph_platform.errors import EnvironmentProblem, SourceError, UsageError
from graph_platform.facts import BadRow, Row
from graph_platform.generator import generate
from graph_platform.loading.bulk import fill as filling
from graph_platform.loading.bulk.fill import fill
from graph_platform.loading.load import Request, Summary, load
from graph_platform.loading.turns import alone, among_others
from graph_platform.schema import ensure_schema
from graph_platform.settings import PREFIX, Settings, read_settings

SAMPLE = Path(managed.__file__).parents[1] / "sample"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a second database, which is made anew by whoever fills it."""
    settings = read_settings(home=tmp_path_factory.mktemp("bulk"), heap_mb=768, pagecache_mb=64)
    try:
        yield settings
    finally:
        managed.stop(settings)


@pytest.fixture
def graph(database: Database) -> Database:
    """The run's database with its schema and without nodes."""
    ensure_schema(database)
    return emptied(database)


def empty(settings: Settings) -> Settings:
    """The settings, of a database in which nothing is."""
    if managed.status(settings).running:
        with connect(settings) as database:
            emptied(database)
    return settings


def told(graph: Graph) -> dict[str, int]:
    """Every node and relationship with its properties, but for what a fill may do otherwise.

    These are the times at which the platform stored a record, and ids that an entity had while a load was under way.
    """
    for _, properties in graph.nodes.values():
        properties.pop("arrived", None)
    former = {id_ for id_, (labels, _) in graph.nodes.items() if "FormerId" in labels}
    nodes = {id_: node for id_, node in graph.nodes.items() if id_ not in former}
    joined = [each for each in graph.relationships if not {each[0], each[2]} & former]
    return dict(portrait(Graph(nodes, joined), ids=True))


def outcome(summary: Summary) -> tuple[object, ...]:
    """What a load says that it did."""
    counts = summary.counts
    changed = counts.changed + counts.late
    return (
        summary.rows,
        counts.new,
        changed,
        counts.unchanged,
        counts.facts,
        summary.rejected,
        summary.reasons,
        summary.skipped,
        summary.unread,
    )


def books(database: Database) -> list[dict[str, Any]]:
    """What is kept of data sets and of their loads, but for times and names that are made by chance."""
    sets = "MATCH (set:DataSet) RETURN set {.name, .rows, .rejects, .trust, .source, .newest} AS said ORDER BY set.name"
    kept = ".tables, .columns, .filled, .numeric, .newest, .corrected"
    runs = (
        f"MATCH (run:Run) RETURN run {{.data_set, .state, .rows_done, .rejected, {kept}}} AS said "
        "ORDER BY run.data_set, run.started"
    )
    return [found["said"] for query in (sets, runs) for found in database.read(query)]


def compare(
    one: Database,
    settings: Settings,
    home: Path,
    requests: list[Request],
    makers: Sequence[Callable[[], Request]] = (),
) -> Graph:
    """Load them in both ways, and fail where the two graphs differ; what was filled."""
    homed = [Request(r.source, r.files, r.name, home, facts_per_batch=r.facts_per_batch) for r in requests]
    ordinary = [load(one, request) for request in homed]
    filled = fill(empty(settings), requests, makers=makers)
    assert [outcome(summary) for summary in filled] == [outcome(summary) for summary in ordinary]
    with connect(settings) as database:
        found = check(database)
        expected, made = told(check(one)), told(check(database))
        assert not expected.keys() ^ made.keys()
        assert expected == made
        for request, homed_request, before in zip(requests, homed, filled, strict=True):
            again = load(database, request)
            assert outcome(again) == outcome(load(one, homed_request))
            # rows that were replaced within one load are older than what is stored, in either way
            late = 0 if not before.counts.changed else again.counts.late
            assert (again.counts.new, again.counts.changed, again.counts.late) == (0, 0, late)
        assert told(check(database)) == made
        assert books(database) == books(one)
    assert not list(settings.home.glob("neo4j/tmp/bulk-*"))
    return found


def of_rows(settings: Settings, name: str, rows: list[Row | BadRow | str], trust: float = 0.5) -> Request:
    """A request for rows that stand in memory."""
    path = settings.home / f"{name}.rows"
    path.touch()
    return Request(source(Listed(rows), trust=trust), [path], name, settings.home, facts_per_batch=3)


def test_the_sample_becomes_the_same_graph(graph: Database, other: Settings, tmp_path: Path) -> None:
    # half of its facts are readings of test benches, which the generated company below has too
    requests = [
        request_of(other, each.source, [SAMPLE / each.path], each.mapping, each.name, each.licence)
        for each in LOADS
        if each.mapping != "diagnostics"
    ]
    found = compare(graph, other, tmp_path, requests)
    assert len(found.labelled("Identifier")) > 100


def test_a_generated_company_becomes_the_same_graph_read_by_several_processes(
    graph: Database, other: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "WORTH", 0)
    generate(40, 7, tmp_path)
    makers = [
        partial(request_of, other, "cn-register", [tmp_path / "cn-register"]),
        partial(request_of, other, "hubspot", [tmp_path / "hubspot"]),
        partial(request_of, other, "zendesk", [tmp_path / "zendesk"]),
        partial(request_of, other, "mapping", [tmp_path / "diagnostics.csv"], "diagnostics"),
    ]
    compare(graph, other, tmp_path, [make() for make in makers], makers)


def test_rows_that_meet_each_other_become_the_same_graph(
    graph: Database, other: Settings, tmp_path: Path
) -> None:
    first = of_rows(
        other,
        "a",
        [
            # mentioned before it is stated, and by a coarser label than the later mention has
            row("links", owns("1", "2", 50), owns("1", "3", 20)),
            row("1", company("1", lei=LEIS[0], name="甲公司")),
            # stated by rows that are about something else: the later one has the last word
            row(
                "4", company("4"), company("shared", name="One", email=["a@example.com"]), scopes=("owner:7",)
            ),
            row("5", company("5"), company("shared", name="Two", email=["b@example.com"])),
            row("6", company("6"), company("shared", name="Two", email=["b@example.com"])),
            # stated by another row, and then by its own
            row("7", company("7"), company("2", name="Said by 7", lei=LEIS[1])),
            row("2", company("2", name="Said by itself", lei=LEIS[2])),
            # what cannot be used, and what comes twice
            row("8", company("8", name="Eight")),
            row("8", company("8", name="Another"), line=9),
            row("8", company("8", name="Eight"), line=10),
            row("9", company("9"), owns("9", "9", 10), line=11),
            BadRow(12, {"key": "?"}, "lacks a column"),
            BadRow(13, {"key": "!"}, "is of another kind", skipped=True),
            # lists, several lines, quotes, dates, things that cannot be cleaned
            row(
                "10",
                company(
                    "10",
                    name='Says "no", 株式会社',
                    other_names=["x,y", 'z"'],
                    description='first line\r\nsecond, "quoted"\n\n\\ and ;',
                    founded="2001-02-03",
                    employees="12",
                    capital="1.234,5 ?",
                ),
            ),
            row("11", person("11"), person("11#wife"), scopes=("public",)),
            # longer than what is read at once, of characters that are two for Java
            row("12", company("12", description="𠮷" * 300_000)),
        ],
    )
    second = of_rows(
        other,
        "b",
        [
            # joins what is stated in the other data set, and joins two of it
            row("1", company("1", lei=LEIS[2], name="B1"), owns("1", "2", 100), seen=day(3)),
            row("2", company("2", lei=LEIS[0]), owns("2", "1", 30, since="2020-01-01", until="2021-01-01")),
            row("3", company("3", lei=LEIS[0]), owns("3", "1", 40, since="2020-06-01")),
            row("4", company("4", lei=LEIS[2]), owns("1", "4", 10)),
        ],
        trust=0.9,
    )
    found = compare(graph, other, tmp_path, [first, second])
    names = {each["name"] for each in found.labelled("Record").values() if "name" in each}
    assert {"Said by itself", "Two"} <= names
    assert "Said by 7" not in names


def test_rows_that_replace_others_leave_their_history(
    graph: Database, other: Settings, tmp_path: Path
) -> None:
    rows: list[Row | BadRow | str] = [
        row("1", company("1", name="A"), owns("1", "2", 50), seen=day(1)),
        row("3"),
        row("1", company("1", name="B", lei=LEIS[0]), owns("1", "4", 50), seen=day(2)),
        row("3", company("3", name="Conflict"), line=4),
        row("5", company("5", lei=LEIS[0])),
        row("1", company("1", name="C", lei=LEIS[0]), seen=day(5)),
    ]
    found = compare(graph, other, tmp_path, [of_rows(other, "a", rows)])
    assert len(found.labelled("Version")) == 2


def test_a_fill_that_is_refused_says_why_and_changes_nothing(
    other: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = of_rows(other, "a", [row("1")])
    fill(empty(other), [request])
    with pytest.raises(UsageError, match="empty database"):
        fill(other, [request])
    empty(other)
    with pytest.raises(UsageError, match="named twice"):
        fill(other, [request, request])
    with among_others(other.home), pytest.raises(UsageError, match="another load"):
        fill(other, [request])
    with (
        alone(other.home),
        connect(other) as database,
        pytest.raises(UsageError, match="filling the database"),
    ):
        load(database, request)
    with pytest.raises(SourceError):
        fill(other, [of_rows(other, "b", [row("1"), "broken"])])
    monkeypatch.setattr(filling, "NEEDED", 10**15)
    with pytest.raises(EnvironmentProblem, match="GB free"):
        fill(other, [request])
    (tmp_path / "password").write_text("secret")
    foreign = read_settings(
        neo4j_uri="bolt://localhost:1", neo4j_password_file=tmp_path / "password", home=tmp_path
    )
    with pytest.raises(UsageError, match="managed"):
        fill(foreign, [request])
    with connect(other) as database:
        assert not [labels for labels, _ in check(database).nodes.values() if "Lock" not in labels]
    assert not list(other.home.glob("neo4j/tmp/bulk-*"))


@pytest.mark.parametrize("stage", ["part-0", "store"])
def test_a_fill_that_is_killed_leaves_an_empty_database_that_works(
    other: Settings, tmp_path: Path, stage: str
) -> None:
    empty(other)
    generate(60, 7, tmp_path)
    command = [
        str(Path(sys.executable).with_name("graph-platform")),
        "load",
        "--bulk",
        "hubspot",
        str(tmp_path / "hubspot"),
    ]
    environment = os.environ | {f"{PREFIX}HOME": str(other.home)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list(other.home.glob(f"neo4j/tmp/bulk-*/{stage}")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    with connect(other) as database:
        assert not [labels for labels, _ in check(database).nodes.values() if "Lock" not in labels]
        assert load(database, of_rows(other, "a", [row("1")])).counts.new == 1
    assert not list(other.home.glob("neo4j/tmp/bulk-*"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("source: hubspot", "no list"),
        ("- source: hubspot", "entry 1: source and files"),
        ("- {source: hubspot, files: [.], trust: 1}", "entry 1: it has source"),
        ("- {source: hubspot, files: here}", "entry 1: it has source"),
        ("- {source: hubspot, files: [1]}", "entry 1: files is a list of paths"),
        ("- [", "no list of loads that can be read"),
    ],
)
def test_a_list_of_loads_that_is_wrong_is_refused_with_the_number_of_the_entry(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "exports.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=complaint):
        listed(read_settings(home=tmp_path), path)


def test_a_list_of_loads_says_what_the_options_say(tmp_path: Path) -> None:
    path = tmp_path / "exports.yaml"
    path.write_text(
        "- {source: hubspot, files: [crm]}\n"
        "- {source: mapping, mapping: diagnostics, files: [d.csv], as: workshop, licence: MIT}\n"
    )
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "one.csv").touch()
    (tmp_path / "d.csv").touch()
    one, other = (make() for make in listed(read_settings(home=tmp_path), path))
    assert (one.name, one.files) == ("hubspot", [tmp_path / "crm" / "one.csv"])
    assert (other.name, other.files, other.source.licence) == ("workshop", [tmp_path / "d.csv"], "MIT")
