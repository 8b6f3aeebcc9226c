"""Loads as a user meets them: what is rejected, what a complete export closes, what is kept when one ends early."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from factories import LEIS, company, day, emptied, load_rows, owns, row
from graph_check import Graph, check, portrait

from graph_platform.cli.load import tell
from graph_platform.database import Database
from graph_platform.errors import SourceError, UsageError
from graph_platform.facts import BadRow, Row
from graph_platform.identity import entity_id, record_id
from graph_platform.loading.closing import forget
from graph_platform.loading.load import Summary
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement


@pytest.fixture
def graph(database: Database) -> Database:
    """The run's database with its schema and without nodes."""
    ensure_schema(database)
    return emptied(database)


def rejects(summary: Summary) -> list[dict[str, object]]:
    """What stands in a load's reject file."""
    assert summary.reject_file is not None
    return [json.loads(line) for line in summary.reject_file.read_text().splitlines()]


def living(graph: Graph) -> set[str]:
    """The keys of the records that are stated."""
    return {record["key"] for record in graph.labelled("Record").values() if "seen_from" in record}


def test_a_second_row_with_the_key_of_the_first_is_rejected_and_again_when_it_is_loaded_again(
    graph: Database, tmp_path: Path
) -> None:
    rows = [row("1", company("1", name="A")), row("2"), row("1", company("1", name="B"), line=3), row("2")]
    for facts in (10_000, 1):
        summary = load_rows(graph, tmp_path, "a", rows, facts_per_batch=facts)
        assert summary.rejected == 1
        assert [(each["line"], each["row"]) for each in rejects(summary)] == [(3, {"key": "1"})]
    assert summary.counts.new == 0
    assert summary.counts.unchanged == 3
    (stored,) = [r for r in check(graph).labelled("Record").values() if r["key"] == "1"]
    assert stored["name"] == "A"


def test_of_two_rows_with_one_key_the_one_that_was_changed_later_counts(
    graph: Database, tmp_path: Path
) -> None:
    newer = row("1", company("1", name="B"), seen=day(2))
    older = row("1", company("1", name="A"), seen=day(1))
    for order in ([older, newer], [newer, older]):
        emptied(graph)
        assert load_rows(graph, tmp_path, "a", order).rejected == 0
        (stored,) = check(graph).labelled("Record").values()
        assert stored["name"] == "B"


def test_a_row_that_cannot_be_used_stops_nothing_and_is_kept_whole(graph: Database, tmp_path: Path) -> None:
    bad = row("2", company("2"), owns("2", "2", 50), line=2)
    summary = load_rows(graph, tmp_path, "a", [row("1"), bad, BadRow(3, "…", "lacks a column"), row("4")])
    assert (summary.counts.new, summary.rejected) == (2, 2)
    assert [each["line"] for each in rejects(summary)] == [2, 3]
    assert oct(summary.reject_file.stat().st_mode)[-3:] == "600"  # type: ignore[union-attr]
    assert living(check(graph)) == {"1", "4"}


def test_a_complete_export_closes_what_it_lacks_and_what_comes_back_is_the_same_thing(
    graph: Database, tmp_path: Path
) -> None:
    rows = [row("1", company("1", lei=LEIS[0]), owns("1", "2", 50)), row("2"), row("links", owns("2", "3"))]
    load_rows(graph, tmp_path, "a", rows)
    before = {each["id"] for each in check(graph).labelled("Entity").values()}
    assert load_rows(graph, tmp_path, "a", [row("2")], observed=day(1), complete=True).closed == 2
    found = check(graph)
    assert living(found) == {"2"}
    assert not found.typed("OWNS")
    load_rows(graph, tmp_path, "a", rows, observed=day(2))
    assert {each["id"] for each in check(graph).labelled("Entity").values()} == before


def test_an_incomplete_export_closes_nothing(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1"), row("2")])
    assert load_rows(graph, tmp_path, "a", [row("2")], observed=day(1)).closed == 0
    assert living(check(graph)) == {"1", "2"}


def test_a_complete_export_closes_only_rows_of_the_kinds_that_it_holds(
    graph: Database, tmp_path: Path
) -> None:
    load_rows(graph, tmp_path, "a", [row("1"), row("2")], table="companies")
    load_rows(graph, tmp_path, "a", [row("3"), row("4", table="other")], table="contacts")
    load_rows(graph, tmp_path, "a", [row("5", table="other")], table="", observed=day(1), complete=True)
    assert living(check(graph)) == {"1", "2", "3", "5"}


def test_a_complete_export_that_is_loaded_late_closes_nothing_newer_and_brings_nothing_back(
    graph: Database, tmp_path: Path
) -> None:
    january, february = [row("1"), row("2")], [row("2"), row("3")]
    load_rows(graph, tmp_path, "a", january, observed=day(0), complete=True)
    load_rows(graph, tmp_path, "a", february, observed=day(31), complete=True, file="february")
    before = portrait(check(graph), ids=True)
    late = load_rows(graph, tmp_path, "a", january, observed=day(0), complete=True)
    assert late.counts.late == 1
    assert late.closed == 0
    assert portrait(check(graph), ids=True) == before


def test_rejected_rows_are_not_missing_from_a_complete_export(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1"), row("2"), row("3")])
    bad = row("1", company("1"), owns("1", "1"))
    assert load_rows(graph, tmp_path, "a", [bad, row("2")], observed=day(1), complete=True).closed == 1
    assert living(check(graph)) == {"1", "2"}
    unread: list[Row | BadRow | str] = [BadRow(1, "…", "lacks a column")]
    summary = load_rows(graph, tmp_path, "a", unread, observed=day(2), complete=True)
    assert (summary.unread, summary.closed) == (1, 0)
    assert living(check(graph)) == {"1", "2"}


def test_rows_that_a_source_does_not_read_are_counted_and_keep_nothing_open(
    graph: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_rows(graph, tmp_path, "a", [row("1"), row("2")])
    other = BadRow(2, "…", "is of another kind", skipped=True)
    summary = load_rows(graph, tmp_path, "a", [row("1"), other, other], observed=day(1), complete=True)
    assert (summary.rows, summary.rejected, summary.unread, summary.closed) == (1, 0, 0, 1)
    assert living(check(graph)) == {"1"}
    tell([summary])
    assert "a: 2 × not loaded: is of another kind" in capsys.readouterr().out


def test_an_empty_file_is_refused_and_leaves_nothing_behind(graph: Database, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        load_rows(graph, tmp_path, "a", [], complete=True)
    assert not check(graph).nodes
    assert not [path for path in (tmp_path / "runs").iterdir() if path.suffix != ".lock"]


def test_a_trial_writes_nothing_and_counts_everything(graph: Database, tmp_path: Path) -> None:
    rows = [row("1", company("1", lei=LEIS[0])), row("2"), row("2", company("2", name="Other"))]
    summary = load_rows(graph, tmp_path, "a", rows, dry_run=True)
    assert (summary.counts.new, summary.rejected) == (2, 1)
    assert not check(graph).nodes
    assert not (tmp_path / "rejects").exists()
    load_rows(graph, tmp_path, "a", rows[:2])
    summary = load_rows(graph, tmp_path, "a", [row("2")], observed=day(1), complete=True, dry_run=True)
    assert summary.closed == 1
    assert living(check(graph)) == {"1", "2"}


def test_what_came_before_a_broken_place_is_kept_and_the_mended_file_brings_the_rest(
    graph: Database, tmp_path: Path
) -> None:
    with pytest.raises(SourceError):
        load_rows(
            graph,
            tmp_path,
            "a",
            [row("1"), row("2"), "the file ends in the middle of a row"],
            facts_per_batch=1,
        )
    assert living(check(graph)) == {"1", "2"}
    (tmp_path / "a.rows").write_text("mended")
    assert load_rows(graph, tmp_path, "a", [row("1"), row("2"), row("3")]).counts.new == 1


def test_a_load_goes_on_where_it_failed_and_loses_no_reject(graph: Database, tmp_path: Path) -> None:
    bad = row("", line=2)
    with pytest.raises(SourceError):
        load_rows(graph, tmp_path, "a", [row("1"), bad, row("3"), "broken"], facts_per_batch=1)
    rows = [row("1"), bad, row("3"), row("", line=4), row("5")]
    summary = load_rows(graph, tmp_path, "a", rows, facts_per_batch=1)
    assert (summary.resumed_at, summary.rejected, summary.counts.new) == (3, 2, 1)
    assert [each["line"] for each in rejects(summary)] == [2, 4]
    check(graph)


def test_a_run_whose_state_was_damaged_begins_again(graph: Database, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        load_rows(graph, tmp_path, "a", [row("1"), row("2"), "broken"], facts_per_batch=1)
    (state,) = (tmp_path / "runs").glob("*.sqlite")
    state.write_bytes(b"this is no database")
    summary = load_rows(graph, tmp_path, "a", [row("1"), row("2")])
    assert (summary.resumed_at, summary.counts.unchanged) == (0, 2)


def test_a_merge_keeps_the_older_id_and_a_split_gives_both_back(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1", company("1", lei=LEIS[0]))])
    load_rows(graph, tmp_path, "b", [row("2", company("2", lei=LEIS[1]))])
    ids = {entity_id(record_id("a", "1")), entity_id(record_id("b", "2"))}
    assert {each["id"] for each in check(graph).labelled("Entity").values()} == ids
    load_rows(graph, tmp_path, "b", [row("2", company("2", lei=LEIS[0]))], observed=day(1))
    (one,) = check(graph).labelled("Entity").values()
    assert one["id"] == entity_id(record_id("a", "1"))
    former = graph.read("MATCH (f:FormerId)-[:LEADS_TO]->(e) RETURN f.id AS id, e.id AS now")
    assert [(each["id"], each["now"]) for each in former] == [(entity_id(record_id("b", "2")), one["id"])]
    load_rows(graph, tmp_path, "b", [row("2", company("2", lei=LEIS[1]))], observed=day(2))
    assert {each["id"] for each in check(graph).labelled("Entity").values()} == ids


def test_records_that_are_one_thing_do_not_own_themselves(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1", company("1", lei=LEIS[0]), owns("1", "2", 50)), row("2")])
    assert len(check(graph).typed("OWNS")) == 1
    load_rows(graph, tmp_path, "a", [row("2", company("2", lei=LEIS[0]))], observed=day(1))
    found = check(graph)
    assert not found.typed("OWNS")
    assert len(found.typed("CLAIMS")) == 1


def test_a_row_that_narrows_who_may_see_it_narrows_its_parts_too(graph: Database, tmp_path: Path) -> None:
    facts = company("1"), company("1#holder"), owns("1#holder", "1", 50)
    load_rows(graph, tmp_path, "a", [row("1", *facts, scopes=("public",))])
    load_rows(graph, tmp_path, "a", [row("1", *facts, scopes=("owner:7",))], observed=day(1))
    for record in check(graph).labelled("Record").values():
        assert record["scopes"] == ["owner:7", "set:a"]


def test_a_part_no_longer_says_what_its_row_no_longer_says(graph: Database, tmp_path: Path) -> None:
    claim = owns("1#holder", "1", 50)
    load_rows(graph, tmp_path, "a", [row("1", company("1"), company("1#holder", lei=LEIS[0]), claim)])
    load_rows(graph, tmp_path, "a", [row("1", company("1"), company("1#holder"), claim)], observed=day(1))
    found = check(graph)
    assert not found.labelled("Identifier")
    assert len(found.labelled("Version")) == 2


def test_a_row_of_claims_may_lose_its_first_claim(graph: Database, tmp_path: Path) -> None:
    first, second, third = (owns("1", str(n), 5, path=f"OWNS/{n}") for n in (2, 3, 4))
    load_rows(graph, tmp_path, "a", [row("links", first, second)])
    summary = load_rows(graph, tmp_path, "a", [row("links", second, third)], observed=day(1))
    assert (summary.counts.new, summary.counts.changed) == (0, 1)
    assert len(check(graph).typed("OWNS")) == 2


def test_a_data_set_that_is_being_forgotten_takes_nothing_in(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1")])
    graph.write(statement("data_sets/forget"), {"name": "a"})
    with pytest.raises(UsageError, match="forgotten"):
        load_rows(graph, tmp_path, "a", [row("2")], observed=day(1))
    forget(graph, "a")
    assert not [labels for labels, _ in check(graph).nodes.values() if "Lock" not in labels]
    load_rows(graph, tmp_path, "a", [row("2")])


def test_forgetting_what_is_not_there_says_what_is(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "a", [row("1")])
    with pytest.raises(UsageError) as error:
        forget(graph, "b")
    assert "There are: a" in error.value.suggestion


def test_a_data_set_with_more_records_than_a_page_is_forgotten_whole(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "b", [row("hub", company("hub", lei=LEIS[0]))])
    before = portrait(check(graph))
    hub = row("hub", company("hub", lei=LEIS[0], name="Other"))
    load_rows(
        graph,
        tmp_path,
        "a",
        [hub, *(row(str(n), company(str(n)), owns("hub", str(n))) for n in range(6_000))],
    )
    assert forget(graph, "a") == 6_001
    assert portrait(check(graph)) == before
