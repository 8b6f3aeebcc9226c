"""What the fragments of the dimensions read, and what they never read: others' rows, other times, the whole graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dimension_case import evidence, link, organization, thing
from factories import company, emptied, load_rows, row
from fragments import composed, dimension, filled, parameters

from graph_platform.database import Database
from graph_platform.dimensions import DIMENSIONS
from graph_platform.ontology import ONTOLOGY
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

NODE = re.compile(r"[(\-\s]\((\w+)(?::[\w|]+)?(?:\)|\s+WHERE)")
RELATIONSHIP = re.compile(r"\[(\w+):([A-Z_|]+)")


@pytest.fixture
def graph(database: Database) -> Database:
    ensure_schema(database)
    return emptied(database)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_fragment_sees_visible_rows_of_one_day_only(name: str) -> None:
    text = statement(DIMENSIONS[name].fragment)
    assert re.match(
        r"// .*?\n// Fragment; sees: organization\. Markers: VISIBLE(, HOLDS)?\. Parameters: ",
        text,
        re.DOTALL,
    )
    code = re.sub(r"//.*", "", text)
    assert code.lstrip().startswith("MATCH ")
    assert code.rstrip().rpartition("\nRETURN ")[2].startswith("{")
    # a variable and nothing else, since the planner gives it another name
    assert not re.search(r"\.organization\b|\borganization:|:organization\b|AS organization\b", code)
    nodes = set(NODE.findall(f" {code}")) - set(re.findall(r"AS (\w+)", code))
    assert [node for node in nodes if f"VISIBLE({node})" not in code] == []
    for variable, types in RELATIONSHIP.findall(code):
        if any(
            type_ in ONTOLOGY.relationships and ONTOLOGY.relationships[type_].interval
            for type_ in types.split("|")
        ):
            assert f"HOLDS({variable})" in code, variable
    for type_ in (type_ for _, types in RELATIONSHIP.findall(code) for type_ in types.split("|")):
        assert type_ in ONTOLOGY.relationships or type_ in ("CLAIMS", "ABOUT")


@pytest.mark.parametrize("name", DIMENSIONS)
def test_what_is_read_and_is_not_public_is_declared(name: str) -> None:
    declared = DIMENSIONS[name]
    code = re.sub(r"//.*", "", statement(declared.fragment))
    properties = {field for _, field in re.findall(r"\b(\w+)\.(\w+)", code)}
    said = {read.partition(".")[2] for read in declared.reads}
    public = {each.name for _, each in ONTOLOGY.every_property() if each.sensitivity == "public"}
    closed = {each.name for _, each in ONTOLOGY.every_property()} - public
    assert closed & properties <= said


def steps(plan: Any) -> Iterator[Any]:
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


@pytest.mark.parametrize("scoped", [False, True])
def test_all_together_are_one_read_that_begins_with_one_node(
    graph: Database, tmp_path: Path, scoped: bool
) -> None:
    # in a small database the planner prefers other ways, and keeps to them when it grows
    for rows in ([], evidence()):
        if rows:
            load_rows(graph, tmp_path, "facts", rows)
        graph.read("CALL db.prepareForReplanning()")
        _check_plan(graph, composed(scoped=scoped))


def _check_plan(graph: Database, text: str) -> None:
    with graph.session("read") as session:
        plan = session.run(f"EXPLAIN {text}", parameters("x")).consume().plan
    seeks = 0
    for step in steps(plan):
        kind, details = step["operatorType"].split("@")[0], step["args"].get("Details", "")
        assert "HashJoin" not in kind, details
        # layer by layer and each node once: all ways through a dense circle are more than anybody can count
        assert "Repeat" not in kind, details
        assert "VarLength" not in kind or "Pruning,BFS" in kind, details
        if not step.get("children") and kind not in ("Argument", "SingleRow"):
            assert "UniqueIndexSeek" in kind, f"reads by {kind} {details}"
            seeks += not any(label in details for label in ("StandingRun", "Standing", "Community"))
    assert seeks == 1


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_fragment_stands_under_any_name_of_its_variable(graph: Database, tmp_path: Path, name: str) -> None:
    load_rows(graph, tmp_path, "facts", [organization()])
    text = filled(name, "o1", scoped=True)
    assert not re.search(r"\borganization\b", text)
    read = f"MATCH (o1:Organization) RETURN COLLECT {{ {text} }} AS rows"
    ((rows,),) = graph.read(read, parameters("", scopes=["set:facts"]))
    assert len(rows) == (0 if name == "influence" else 1)


def test_a_hub_is_cut_and_says_so(graph: Database, tmp_path: Path) -> None:
    many = range(2_100)
    facts = [link("OWNS", f"person/{number}", "hub", share="0.01%") for number in many]
    facts.append(link("OWNS", "person/large", "hub", share="50%"))
    facts += [link("INSTALLED_AT", f"battery/{number}", "hub") for number in many]
    load_rows(
        graph,
        tmp_path,
        "a",
        [row("hub", company("hub")), *(row(f"row/{place}", fact) for place, fact in enumerate(facts))],
    )
    ((hub,),) = graph.read("MATCH (it:Organization) RETURN it.id")
    owned = dimension(graph, hub, "ownership_structure")
    assert owned.cut
    assert len(owned.owners) == 2_000
    # what is cut are the smallest
    assert owned.value == 0.5
    base = dimension(graph, hub, "installed_base")
    assert (base.cut, base.value) == (True, 2_000)


def test_owners_beyond_the_layers_that_are_read_are_not_taken_for_ultimate(
    graph: Database, tmp_path: Path
) -> None:
    chain = [link("OWNS", f"company/{n + 1}", f"company/{n}", share="100%") for n in range(12)]
    load_rows(graph, tmp_path, "a", [row(f"row/{place}", fact) for place, fact in enumerate(chain)])
    load_rows(graph, tmp_path, "a", [row("company/0", thing("company/0", name="the owned"))])
    ((owned,),) = graph.read("MATCH (it:Organization {name: 'the owned'}) RETURN it.id")
    found = dimension(graph, owned, "ownership_structure")
    assert len(found.owners) == 9
    assert (found.ultimate_owners, found.value, found.cut) == ((), None, True)
