"""What loading costs the database: its plans, its hits around a hub, and what it writes when little has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from factories import LEIS, company, day, emptied, load_rows, owns, prepared, row

from graph_platform.database import Database
from graph_platform.facts import Row
from graph_platform.loading.batch import write_batch
from graph_platform.loading.plan import Origin
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

STATEMENTS = [
    f"{folder}/{path.name.removesuffix('.cypher')}"
    for folder in ("load", "entities", "data_sets", "resolution")
    for path in sorted(files("cypher").joinpath(folder).iterdir(), key=lambda path: path.name)
    if path.name.endswith(".cypher")
]
SMALL = re.compile(r":(DataSet|Run|Judgement|Unresolved)\b|any:FormerId")


class Watched:
    """A transaction that counts what each statement costs and writes."""

    def __init__(self, transaction: Any) -> None:
        self.transaction = transaction
        self.hits: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    def run(self, text: str, parameters: Mapping[str, Any]) -> list[Any]:
        result = self.transaction.run(f"PROFILE {text}", parameters)
        rows = list(result)
        summary = result.consume()
        self.hits[text.splitlines()[0]] += sum(step["dbHits"] for step in steps(summary.profile))
        for name in ("nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted"):
            self.written[name] += getattr(summary.counters, name)
        if "Take the lock" not in text:
            self.written["properties_set"] += summary.counters.properties_set
        return rows


def steps(plan: Any) -> Iterator[Any]:
    """The operators of a plan."""
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


def write(database: Database, rows: Sequence[Row], observed: int = 0) -> Watched:
    """Write one batch of the data set `a`, and take it back."""

    class Enough(Exception):
        pass

    found: list[Watched] = []

    def work(tx: Any) -> None:
        watched = Watched(tx)
        found.append(watched)
        origin = Origin("a", 0.5, "watched", round(day(observed).timestamp() * 1000), 1)
        write_batch(watched, [prepared(each) for each in rows], origin)  # type: ignore[arg-type]
        raise Enough

    with pytest.raises(Enough):
        database.transact(work)
    return found[0]


@pytest.fixture
def graph(database: Database) -> Database:
    """The run's database with its schema and without nodes."""
    ensure_schema(database)
    return emptied(database)


def test_every_statement_finds_what_it_needs_by_an_index(graph: Database, tmp_path: Path) -> None:
    # plans are made for the database as it is then, and a large first load begins with those of an empty one
    several = [row(str(n), company(str(n)), owns(str(n), "hub", n % 90)) for n in range(500)]
    for rows in ([], [row("hub", company("hub", lei=LEIS[0]))], several[:1], several[:3], several):
        if rows:
            load_rows(graph, tmp_path, "a", rows)
        graph.read("CALL db.prepareForReplanning()")
        _check_plans(graph)


def _check_plans(graph: Database) -> None:
    for name in STATEMENTS:
        text = statement(name)
        parameters = dict.fromkeys(re.findall(r"\$(\w+)", text))
        with graph.session("read") as session:
            plan = session.run(f"EXPLAIN {text}", parameters).consume().plan
        for step in steps(plan):
            kind, details = step["operatorType"].split("@")[0], step["args"].get("Details", "")
            if step.get("children") or kind in ("Argument", "SingleRow", "Unwind"):
                assert "HashJoin" not in kind, f"{name} joins two reads of everything: {details}"
                continue
            by_label = kind == "NodeByLabelScan" and SMALL.search(details)
            # a number that the store keeps of each label: nothing is read for it
            counted = kind == "NodeCountFromCountStore"
            assert "IndexSeek" in kind or by_label or counted, f"{name} reads by {kind} {details}"


def test_a_new_claim_on_a_hub_does_not_read_the_hubs_other_claims(graph: Database, tmp_path: Path) -> None:
    hub = row("hub", company("hub", lei=LEIS[0]))
    others = [
        row(str(n), company(str(n)), owns(str(n), "hub", n % 90 + 1), owns("hub", str(n), 1))
        for n in range(3_000)
    ]
    load_rows(graph, tmp_path, "a", [hub, *others])
    load_rows(graph, tmp_path, "b", [row("same", company("same", lei=LEIS[0]))])
    graph.read("CALL db.prepareForReplanning()")
    again = row("7", company("7"), owns("7", "hub", 50), owns("hub", "7", 2))
    for rows in (
        [row("new", company("new"), owns("new", "hub", 5), owns("hub", "new", 5))],
        [row("link", owns("7", "hub", 8, path="a"), owns("hub", "7", 1, path="b"))],
        [again],
        [row("hub", company("hub", name="Another name", lei=LEIS[0]))],
    ):
        hits = write(graph, rows, 5).hits
        assert sum(hits.values()) < 1_000, hits.most_common(3)


def test_loading_a_file_again_writes_nothing_into_the_graph(graph: Database, tmp_path: Path) -> None:
    rows = [row(str(n), company(str(n)), owns(str(n), str(n + 1), 10)) for n in range(200)]
    load_rows(graph, tmp_path, "a", rows)
    assert not +write(graph, rows).written


def test_changing_a_hundredth_of_a_file_writes_that_hundredth(graph: Database, tmp_path: Path) -> None:
    def rows(name: str) -> list[Row]:
        changed = {str(n): name for n in range(0, 300, 100)}
        return [
            row(
                str(n),
                company(str(n), name=changed.get(str(n), "X")),
                owns(str(n), str(n + 1), 10),
                seen=day(0),
            )
            for n in range(300)
        ]

    load_rows(graph, tmp_path, "a", rows("Before"))
    written = write(graph, rows("After"), 1).written
    # a version and what leads from it, for each of three rows; their claims and relationships stay as they are
    assert written["nodes_created"] == written["relationships_created"] == 3
    assert not written["nodes_deleted"]
    assert not written["relationships_deleted"]
    assert written["properties_set"] < 3 * 60


def test_a_changed_share_writes_one_claim_and_one_relationship(graph: Database, tmp_path: Path) -> None:
    def rows(share: int) -> list[Row]:
        own = owns("hub", "1", share, path="a"), owns("hub", "2", 5, path="b")
        return [row("hub", company("hub"), *own), *(row(str(n), company(str(n))) for n in range(1, 50))]

    load_rows(graph, tmp_path, "a", rows(10))
    written = write(graph, rows(20), 1).written
    # the claim and its past, the relationship, the record's version
    assert written["relationships_created"] == 4
    assert written["relationships_deleted"] == 2
    assert written["nodes_created"] == 1


def test_deleting_a_data_set_does_not_read_another(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1")])
    load_rows(graph, tmp_path, "b", [row(str(n)) for n in range(2_000)])
    graph.read("CALL db.prepareForReplanning()")
    with graph.session("read") as session:
        text = statement("data_sets/read_records_to_forget")
        result = session.run(f"PROFILE {text}", {"prefix": prepared(row("1")).lead[:8], "limit": 100})
        assert len(list(result)) == 1
        assert sum(step["dbHits"] for step in steps(result.consume().profile)) < 50
