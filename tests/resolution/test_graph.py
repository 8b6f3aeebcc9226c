"""Resolution in the graph: entities follow, every way back is exact, and later runs hold to what people decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import company, day, emptied, load_rows, owns, person, row
from graph_check import check, portrait

from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.identity import entity_id, record_id
from graph_platform.loading.closing import forget
from graph_platform.resolution.changes import log, records_of
from graph_platform.resolution.reading import read_stored
from graph_platform.resolution.review import queue
from graph_platform.resolution.running import run
from graph_platform.resolution.steering import judge, split, undo
from graph_platform.schema import ensure_schema

CARD = {"phone": ["+8613911204471"], "name": "陈丽华"}


@pytest.fixture
def graph(database: Database, tmp_path: Path) -> Database:
    """Two systems: one person and one company in both, and a namesake."""
    ensure_schema(database)
    emptied(database)
    sales = [
        row("1", person("1", **CARD)),
        row("2", company("2", name="无锡岚途轴承有限公司", phone=["+8651085302217"])),
        row("3", company("9", name="苏州云澜控股有限公司"), owns("9", "2", 60)),
        row("4", person("4", name="陈丽华", city="成都")),
    ]
    service = [
        row("1", person("1", **(CARD | {"name": "Chen Lihua"}))),
        row("2", company("2", name="无锡岚途轴承", phone=["+8651085302217"])),
    ]
    load_rows(database, tmp_path, "sales", sales)
    load_rows(database, tmp_path, "service", service)
    return database


def entity_of(database: Database, data_set: str, key: str) -> str:
    stored = check(database).labelled("Record").values()
    (found,) = [r["id"] for r in stored if (r["data_set"], r["key"]) == (data_set, key)]
    rows = database.read("MATCH (:Record {id: $id})-[:ABOUT]->(e:Entity) RETURN e.id AS id", {"id": found})
    return str(rows[0]["id"])


def test_a_run_makes_one_entity_of_what_two_systems_say_and_a_second_run_changes_nothing(
    graph: Database,
) -> None:
    summary = run(graph)
    assert summary.changed == 2
    assert entity_of(graph, "sales", "1") == entity_of(graph, "service", "1")
    assert entity_of(graph, "sales", "2") == entity_of(graph, "service", "2")
    assert entity_of(graph, "sales", "4") != entity_of(graph, "sales", "1")
    before = portrait(check(graph))
    assert run(graph).changed == 0
    assert portrait(check(graph)) == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(graph: Database) -> None:
    before = portrait(check(graph))
    assert run(graph, dry_run=True).changed == 2
    assert portrait(check(graph)) == before


def test_after_a_merge_the_older_id_stays_and_the_other_leads_to_it_and_undo_gives_both_back(
    graph: Database,
) -> None:
    older, younger = entity_id(record_id("sales", "1")), entity_id(record_id("service", "1"))
    (number,) = judge(graph, older, younger, True, "somebody", "the same mobile")
    assert entity_of(graph, "service", "1") == older
    assert records_of(graph, younger) == records_of(graph, older)
    assert [(change["number"], change["by"], change["why"]) for change in log(graph, older)] == [
        (number, "somebody", "the same mobile")
    ]
    undo(graph, number, "somebody", "")
    assert entity_of(graph, "service", "1") == younger
    assert entity_of(graph, "sales", "1") == older
    # what a person took back stays back
    run(graph)
    assert entity_of(graph, "service", "1") == younger


def test_a_merge_taken_back_leaves_entities_and_relationships_as_they_were(graph: Database) -> None:
    def entities() -> object:
        found = check(graph)
        return (
            sorted((e["id"], e.get("name"), tuple(e["scopes"])) for e in found.labelled("Entity").values()),
            sorted(str(sorted(r[2].items())) for r in found.typed("OWNS")),
        )

    before = entities()
    (number,) = judge(
        graph, entity_of(graph, "sales", "2"), entity_of(graph, "service", "2"), True, "somebody", "", "merge"
    )
    assert entities() != before
    undo(graph, number, "somebody", "")
    assert entities() == before


def test_a_split_stays_over_later_runs_also_where_an_exclusive_identifier_is_shared(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    lei = "529900T8BM49AURSDO55"
    load_rows(database, tmp_path, "a", [row("1", company("1", name="Nordwind", lei=lei))])
    load_rows(database, tmp_path, "b", [row("1", company("1", name="Nordwind", lei=lei))])
    whole = entity_of(database, "a", "1")
    assert entity_of(database, "b", "1") == whole
    split(database, whole, [record_id("b", "1")], "somebody", "another company of that name")
    assert entity_of(database, "b", "1") == entity_id(record_id("b", "1")) != entity_of(database, "a", "1")
    run(database)
    assert entity_of(database, "b", "1") != entity_of(database, "a", "1")


def test_pairs_that_wait_for_a_person_are_asked_once_and_not_again_after_an_answer(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    landline = ["+441632960500"]
    rows = [row("1", person("1", name="Martin Tarrow", phone=landline, email=["martin@tarrow.example"]))]
    load_rows(database, tmp_path, "a", rows)
    load_rows(
        database, tmp_path, "b", [row("1", person("1", name="Owen Tarrow", email=["martin@tarrow.example"]))]
    )
    (asked,) = queue(read_stored(database))
    assert {asked.left, asked.right} == {record_id("a", "1"), record_id("b", "1")}
    assert asked.steps
    judge(database, asked.left, asked.right, False, "somebody", "father and son")
    assert queue(read_stored(database)) == []
    assert run(database).changed == 0


def test_an_older_change_is_not_taken_back_under_a_later_one(graph: Database) -> None:
    one, other, third = (
        entity_of(graph, "sales", "1"),
        entity_of(graph, "service", "1"),
        entity_of(graph, "sales", "4"),
    )
    (third_first,) = judge(graph, other, third, True, "somebody", "")
    judge(graph, one, other, True, "somebody", "")
    with pytest.raises(UsageError, match="a later change stands on"):
        undo(graph, third_first, "somebody", "")
    with pytest.raises(UsageError, match="there is no change"):
        undo(graph, 999_999_999, "somebody", "")


def test_a_changed_row_keeps_what_was_resolved_and_a_forgotten_source_leaves_nothing_of_it(
    graph: Database, tmp_path: Path
) -> None:
    run(graph)
    one = entity_of(graph, "sales", "1")
    load_rows(graph, tmp_path, "service", [row("1", person("1", **CARD, city="苏州"))])
    assert entity_of(graph, "service", "1") == one
    forget(graph, "service")
    check(graph)
    assert entity_of(graph, "sales", "1") == one


def test_ids_of_what_is_no_longer_stated_lead_to_what_is_left_of_it(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    older, younger = record_id("sales", "1"), record_id("service", "1")
    load_rows(database, tmp_path, "sales", [row("1", person("1")), row("2", person("2"))])
    load_rows(database, tmp_path, "service", [row("1", person("1"))])
    judge(database, older, younger, True, "somebody", "")
    load_rows(database, tmp_path, "sales", [row("2", person("2"))], observed=day(1), complete=True)
    check(database)
    forget(database, "service")
    check(database)
    assert records_of(database, entity_id(younger)) == records_of(database, entity_id(older)) == [older]
    load_rows(database, tmp_path, "sales", [row("1", person("1"))], observed=day(2))
    check(database)
    assert records_of(database, entity_id(younger)) == [older]


def test_an_id_whose_founder_was_forgotten_follows_the_oldest_of_the_others_there_and_back(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    names = ("sales", "service", "hiring")
    for name in names:
        load_rows(database, tmp_path, name, [row(key, person(key)) for key in ("1", "2")])
    founder, second, third = (record_id(name, "1") for name in names)
    judge(database, founder, second, True, "somebody", "")
    judge(database, founder, third, True, "somebody", "")
    forget(database, "sales")
    check(database)
    assert records_of(database, entity_id(founder)) == [second, third]
    before = portrait(check(database), ids=True)
    (split_off,) = split(database, entity_id(second), [third], "somebody", "")
    assert records_of(database, entity_id(founder)) == [second]
    (merged,) = judge(database, second, record_id("hiring", "2"), True, "somebody", "")
    check(database)
    for number in (merged, split_off):
        undo(database, number, "somebody", "")
    assert portrait(check(database), ids=True) == before


def test_a_change_is_taken_back_and_made_again_by_taking_that_back(graph: Database) -> None:
    one, other = entity_of(graph, "sales", "2"), entity_of(graph, "service", "2")
    apart = portrait(check(graph), ids=True)
    (merged,) = judge(graph, one, other, True, "somebody", "")
    together = portrait(check(graph), ids=True)
    (undone,) = undo(graph, merged, "somebody", "")
    assert portrait(check(graph), ids=True) == apart
    (again,) = undo(graph, undone, "somebody", "")
    assert portrait(check(graph), ids=True) == together
    with pytest.raises(UsageError, match=f"was taken back by {again}"):
        undo(graph, undone, "somebody", "")
    undo(graph, merged, "somebody", "")
    assert portrait(check(graph), ids=True) == apart
    run(graph)
    assert entity_of(graph, "service", "2") == other, "what was taken back stays back"


def test_what_was_judged_to_be_different_is_parted_at_once_also_where_an_identifier_joins_it(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    lei = "529900T8BM49AURSDO55"
    for name in ("a", "b"):
        load_rows(database, tmp_path, name, [row("1", company("1", name="Nordwind", lei=lei))])
    judge(database, record_id("a", "1"), record_id("b", "1"), False, "somebody", "")
    assert entity_of(database, "a", "1") != entity_of(database, "b", "1")


def test_what_was_judged_to_be_different_and_is_joined_by_an_identifier_later_is_parted_by_the_next_run(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    for name, lei in (("a", "529900T8BM49AURSDO55"), ("b", "HWUPKR0MPOU8FGXBT394")):
        load_rows(database, tmp_path, name, [row("1", company("1", name=f"Nordwind {name}", lei=lei))])
    one, other = record_id("a", "1"), record_id("b", "1")
    judge(database, one, other, False, "somebody", "")
    again = [row("1", company("1", name="Nordwind b", lei="529900T8BM49AURSDO55"))]
    load_rows(database, tmp_path, "b", again, observed=day(1))
    assert entity_of(database, "a", "1") == entity_of(database, "b", "1")
    run(database)
    assert entity_of(database, "a", "1") != entity_of(database, "b", "1")
    assert run(database).changed == 0
