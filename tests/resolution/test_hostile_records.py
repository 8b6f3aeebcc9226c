"""What resolution is given that it was not made for, through the command line: a sane result or a clear error."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result
from factories import company, emptied, load_rows, person, row
from graph_check import check, portrait
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import GraphPlatformError, UsageError
from graph_platform.identity import entity_id, record_id
from graph_platform.resolution.model import SHIPPED, read_model
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings, current_settings

GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞"
FAMILY = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧"
NAMES = [
    "字" * 10_000,
    "x" * 10_000,
    "A B " * 2_500,
    "😀",
    "👩‍👩‍👧‍👦" * 20,
    "Иван Петрович Сидоров",
    "محمد بن سلمان آل سعود",
    "דוד בן־גוריון",
    "\u202eevil\u202c 王伟",
    "\u200b\u200b",
    " ",
    "N/A",
    "'; MATCH (n) DETACH DELETE n; //",
    "%s {0} \\ \" ' \t",
    "1",
]


@pytest.fixture
def graph(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The run's database without nodes, as the command line's."""
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    current_settings.cache_clear()
    ensure_schema(database)
    yield emptied(database)
    current_settings.cache_clear()


def cli(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["resolve", *map(str, arguments)])


def told(*arguments: object) -> Any:
    done = cli(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refused(*arguments: object) -> GraphPlatformError:
    error = cli(*arguments).exception
    assert isinstance(error, GraphPlatformError), error
    assert error.suggestion
    return error


def evaluated(folder: Path, records: Sequence[dict[str, Any]], labels: str) -> Any:
    (folder / "records.jsonl").write_bytes(b"\n".join(map(orjson.dumps, records)))
    (folder / "labels.csv").write_text(labels, encoding="utf-8")
    return told("evaluate", "--records", folder / "records.jsonl", "--labels", folder / "labels.csv")


# --- what is so common that it says nothing ---


def test_five_thousand_people_of_one_name_stay_five_thousand(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    people = [
        {"record_id": str(n), "schema": "Person", "system": "ab"[n % 2], "name": "张伟"} for n in range(5_000)
    ]
    found = evaluated(tmp_path, people, "left,right,same\n0,1,false\n")
    assert found["entities"] == 5_000
    assert found["seconds"] < 120
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_500_000, "kilobytes"


def test_a_graph_in_which_everybody_has_one_name_is_left_as_it_is(graph: Database, tmp_path: Path) -> None:
    for system in ("sales", "service"):
        load_rows(graph, tmp_path, system, [row(str(n), person(str(n), name="张伟")) for n in range(300)])
    before = portrait(check(graph), ids=True)
    found = told("run")
    assert (found["records"], found["after"], found["changed"]) == (600, 600, 0)
    assert portrait(check(graph), ids=True) == before


def test_ten_thousand_with_one_phone_are_not_one(tmp_path: Path) -> None:
    people = [
        {
            "record_id": str(n),
            "schema": "Person",
            "system": "ab"[n % 2],
            "name": f"{FAMILY[n % 30]}{GIVEN[n // 30 % 20]}{GIVEN[n // 600 % 20]}",
            "phone": "+8651085302217",
        }
        for n in range(10_000)
    ]
    found = evaluated(tmp_path, people, "left,right,same\n0,1,false\n")
    assert found["entities"] > 9_900
    assert found["false merged"] == 0


# --- names that are none, or too much of one ---


@pytest.mark.parametrize("kind", [person, company], ids=["people", "organizations"])
def test_names_of_any_kind_are_resolved_explained_and_shown(
    kind: Any, graph: Database, tmp_path: Path
) -> None:
    for system in ("sales", "service"):
        rows = [
            row(str(n), kind(str(n), name=name, phone=[f"+861391120{4470 + n}"]))
            for n, name in enumerate(NAMES)
        ]
        load_rows(graph, tmp_path, system, [*rows, row("none", kind("none", name=None))])
    found = told("run")
    assert found["records"] == 2 * (len(NAMES) + 1)
    check(graph)
    # of ten thousand characters, Cyrillic, Arabic, of no characters that are seen
    for key, together in (("0", None), ("5", True), ("6", True), ("9", None)):
        found = told("explain", record_id("sales", key), record_id("service", key))
        assert together in (None, found["together"])
    assert cli("review", "--list").exit_code == 0


# --- ids that stand for nothing ---


def test_ids_that_stand_for_nothing_are_refused_by_every_command(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "sales", [row("1", person("1")), row("2", person("2"))])
    one, other = record_id("sales", "1"), record_id("sales", "2")
    before = portrait(check(graph), ids=True)
    for gone in ("0" * 32, "", "'", entity_id("nothing")):
        for arguments in (
            ("explain", one, gone),
            ("judge", gone, one, "same"),
            ("judge", one, gone, "different"),
            ("merge", gone, other),
            ("split", gone, one),
            ("split", entity_id(one), gone),
            ("log", gone),
        ):
            assert isinstance(refused(*arguments), UsageError)
    assert "no change 7" in refused("undo", 7).message
    assert "'maybe'" in refused("judge", one, other, "maybe").message
    assert "one record" in refused("merge", one, one).message
    assert "nothing would be left" in refused("split", entity_id(one), one).message
    assert portrait(check(graph), ids=True) == before


def test_judgements_on_records_that_are_gone_are_refused_and_those_from_before_are_forgotten(
    graph: Database, tmp_path: Path
) -> None:
    for system in ("sales", "service"):
        load_rows(graph, tmp_path, system, [row("1", person("1", name="陈丽华"))])
    one, other = record_id("sales", "1"), record_id("service", "1")
    assert cli("judge", one, other, "same", "--by", "somebody").exit_code == 0
    assert CliRunner().invoke(app, ["forget", "service", "--yes"]).exit_code == 0
    assert check(graph).labelled("Judgement") == {}
    assert "no record has this id" in refused("judge", one, other, "different").message
    # the id that the forgotten record's entity had, and the change, lead nowhere any more
    assert told("run")["changed"] == 0
    load_rows(graph, tmp_path, "service", [row("1", person("1", name="陈丽华"))])
    assert told("run")["changed"] == 0, "nobody has said that the new one is the same"


def test_a_person_and_an_organization_are_never_made_one(graph: Database, tmp_path: Path) -> None:
    load_rows(
        graph, tmp_path, "sales", [row("1", person("1", name="李宁")), row("2", company("2", name="李宁"))]
    )
    before = portrait(check(graph), ids=True)
    for command in (("merge",), ("judge",)):
        more = ("same",) if command == ("judge",) else ()
        error = refused(*command, record_id("sales", "1"), record_id("sales", "2"), *more)
        assert "never one" in error.message
    assert portrait(check(graph), ids=True) == before


def test_a_merge_over_a_judgement_that_two_are_different_is_refused(graph: Database, tmp_path: Path) -> None:
    load_rows(graph, tmp_path, "sales", [row(str(n), person(str(n))) for n in range(3)])
    one, other, third = (record_id("sales", str(n)) for n in range(3))
    assert cli("merge", one, other, "--by", "somebody").exit_code == 0
    assert cli("judge", other, third, "different", "--by", "somebody").exit_code == 0
    # the first was never compared with the third, but is one with what is not the third
    error = refused("merge", one, third, "--by", "somebody")
    assert other in error.message
    assert third in error.message
    check(graph)


# --- files ---


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("left,right,same\n1,9,true\n", "9"),
        ("record_id,entity_id\n1,a\n9,a\n", "9"),
        ("left,right,same\n1,2,perhaps\n", "line 2"),
        ("left,right\n1,2\n", "same"),
        ("", "labels.csv"),
    ],
)
def test_labels_about_records_that_there_are_not_are_refused(labels: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text(
        '{"record_id": "1", "schema": "Person", "name": "张伟"}\n{"record_id": "2", "schema": "Person"}\n'
    )
    (tmp_path / "labels.csv").write_text(labels)
    error = refused("evaluate", "--records", tmp_path / "records.jsonl", "--labels", tmp_path / "labels.csv")
    assert "labels.csv" in error.message, said


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"weights": {"colour": {"equal": [0.9, 0.1]}}},
        lambda said: said | {"weights": said["weights"] | {"name": {"equal": [0.9, 0.1]}}},
        lambda said: (
            said
            | {"weights": said["weights"] | {"name": {key: ["a", "b"] for key in said["weights"]["name"]}}}
        ),
        lambda said: (
            said | {"weights": said["weights"] | {"name": {key: [-1, 2] for key in said["weights"]["name"]}}}
        ),
        lambda said: said | {"prior": 2},
        lambda said: said | {"same": float("inf")},
        lambda said: {},
        lambda said: [said],
    ],
)
def test_a_model_of_another_ontology_or_of_nothing_is_refused(change: Any, tmp_path: Path) -> None:
    said = orjson.loads((SHIPPED / "person.json").read_bytes())
    path = tmp_path / "model.json"
    path.write_text(json.dumps(change(said)))
    with pytest.raises(UsageError, match=r"model\.json"):
        read_model(path, "Person")
    path.write_text(json.dumps(said))
    with pytest.raises(UsageError, match="no model of Organization"):
        read_model(path, "Organization")
