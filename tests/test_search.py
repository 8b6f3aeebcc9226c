"""What somebody types finds what is meant, first; and nothing that is typed does anything else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from factories import company, emptied, load_rows, person, row
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.facts import Record
from graph_platform.schema import ensure_schema
from graph_platform.search.asking import search
from graph_platform.search.question import MOST_CHARACTERS, question
from graph_platform.search.results import Match, Way
from graph_platform.settings import PREFIX, Settings
from graph_platform.statements import statement

COMPANIES = (
    "比亚迪股份有限公司",
    "深圳市比亚迪锂电池有限公司",
    "比亚迪汽车工业有限公司",
    "合肥卓越行汽车租赁有限责任公司",
    "合肥卓越星汽车租赁有限责任公司",
    "重庆长安汽车股份有限公司",
    "臺灣積體電路製造股份有限公司",
    "恒通贸易（上海）有限公司",
    "Acme Holdings Ltd",
    "Acme Logistics GmbH",
    "The Old Acme Company",
    "Müller & Söhne GmbH",
    "Shenzhen BYD Lithium Battery Co., Ltd.",
    "AND OR NOT Ltd",
)
PEOPLE = ("单雄信", "张伟", "Mary O'Neill")
EVERYTHING = {*COMPANIES, *PEOPLE}


@pytest.fixture(scope="module")
def graph(database: Database, settings: Settings) -> Database:
    """A graph of some names, and of two tickets and a page that say something."""
    ensure_schema(emptied(database))
    rows = [row(f"c{n}", company(f"c{n}", name=name), line=n) for n, name in enumerate(COMPANIES)]
    rows += [row(f"p{n}", person(f"p{n}", name=name), line=n) for n, name in enumerate(PEOPLE)]
    texts = [
        Record(
            "t1",
            "Ticket",
            {"title": "电池续航异常", "text": "充不进电，电话 13800138000", "at": "2026-03-01"},
        ),
        Record("t2", "Ticket", {"title": "Battery range", "text": "电池续航 again", "at": "2026-04-01"}),
        Record(
            "t3", "Page", {"title": "About Acme", "text": "We make acme things", "published": "2026-01-01"}
        ),
    ]
    rows += [row(each.key, each) for each in texts]
    load_rows(database, settings.home, "search", rows)
    return refreshed(database)


def refreshed(database: Database) -> Database:
    database.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    return database


def names(matches: tuple[Match, ...]) -> list[str]:
    return [match.name for match in matches]


@pytest.mark.parametrize(
    ("typed", "meant", "way"),
    [
        ("比亚迪股份有限公司", "比亚迪股份有限公司", Way.NAME),
        ("比亚迪", "比亚迪股份有限公司", Way.KEY),
        ("比亞迪", "比亚迪股份有限公司", Way.KEY),
        ("比 亚 迪", "比亚迪股份有限公司", Way.KEY),
        ("biyadi", "比亚迪股份有限公司", Way.KEY),
        ("Bi Ya Di", "比亚迪股份有限公司", Way.KEY),
        ("BYD", "比亚迪股份有限公司", Way.KEY),
        ("bydgfyxgs", "比亚迪股份有限公司", Way.KEY),
        ("比亚迪锂电池", "深圳市比亚迪锂电池有限公司", Way.KEY),
        ("bydldc", "深圳市比亚迪锂电池有限公司", Way.KEY),
        ("深圳市比亚", "深圳市比亚迪锂电池有限公司", Way.BEGINNING),
        ("锂电池", "深圳市比亚迪锂电池有限公司", Way.WORDS),
        ("电池 深圳", "深圳市比亚迪锂电池有限公司", Way.WORDS),
        ("卓越行", "合肥卓越行汽车租赁有限责任公司", Way.KEY),
        ("合肥卓越行气车租赁有限责任公司", "合肥卓越行汽车租赁有限责任公司", Way.TYPO),
        ("合肥卓越行汽租赁有限责任公司", "合肥卓越行汽车租赁有限责任公司", Way.TYPO),
        ("合肥卓行越汽车租赁有限责任公司", "合肥卓越行汽车租赁有限责任公司", Way.TYPO),
        ("合肥卓越行的汽车租赁有限责任公司", "合肥卓越行汽车租赁有限责任公司", Way.TYPO),
        ("长安汔车股份有限", "重庆长安汽车股份有限公司", Way.WORDS_WITH_TYPO),
        ("chongqingchanganqiche", "重庆长安汽车股份有限公司", Way.KEY),
        ("chongqingchangnqiche", "重庆长安汽车股份有限公司", Way.TYPO),
        ("台湾积体电路制造股份有限公司", "臺灣積體電路製造股份有限公司", Way.NAME),
        ("恒通贸易(上海)有限公司", "恒通贸易(上海)有限公司", Way.NAME),
        ("恒通", "恒通贸易(上海)有限公司", Way.KEY),
        ("acme holdings ltd", "Acme Holdings Ltd", Way.NAME),
        ("AcmeHoldingsLtd", "Acme Holdings Ltd", Way.KEY),
        ("acme hold", "Acme Holdings Ltd", Way.BEGINNING),
        ("holdings acme", "Acme Holdings Ltd", Way.WORDS),
        ("acme holdngs ltd", "Acme Holdings Ltd", Way.TYPO),
        ("acme hodlings ltd", "Acme Holdings Ltd", Way.TYPO),
        ("logstics acme", "Acme Logistics GmbH", Way.WORDS_WITH_TYPO),
        ("old acme", "The Old Acme Company", Way.WORDS),
        ("muller sohne", "Müller & Söhne GmbH", Way.KEY),
        ("byd lithium battery", "Shenzhen BYD Lithium Battery Co., Ltd.", Way.WORDS),
        ("AND OR NOT", "AND OR NOT Ltd", Way.KEY),
        ("shan xiongxin", "单雄信", Way.KEY),
        ("sxx", "单雄信", Way.KEY),
        ("单信", "单雄信", Way.TYPO),
        ("Wei Zhang", "张伟", Way.KEY),
        ("mary oneil", "Mary O'Neill", Way.BEGINNING),
        ("oneill mary", "Mary O'Neill", Way.WORDS),
    ],
)
def test_what_is_meant_comes_first(graph: Database, typed: str, meant: str, way: Way) -> None:
    first = search(graph, typed).matches[0]
    assert (first.name, first.way) == (meant, way)


def test_a_short_name_finds_all_that_bear_it(graph: Database) -> None:
    matches = search(graph, "acme").matches
    assert names(matches)[:3] == ["Acme Holdings Ltd", "Acme Logistics GmbH", "The Old Acme Company"]
    assert [(match.label, match.way) for match in matches[3:]] == [("Page", Way.TEXT)]


def test_texts_are_found_by_their_words_the_newest_first(graph: Database) -> None:
    matches = search(graph, "续航 电池").matches
    assert [(match.label, match.name, match.way) for match in matches] == [("Ticket", "", Way.TEXT)] * 2
    said = graph.read(
        "UNWIND $ids AS id MATCH (ticket:Ticket {id: id}) RETURN ticket.title AS title",
        {"ids": [match.id for match in matches]},
    )
    assert [each["title"] for each in said] == ["Battery range", "电池续航异常"]


def test_a_number_in_a_text_is_not_found_and_not_kept_as_a_key(graph: Database) -> None:
    for typed in ("13800138000", "1380013800", "138"):
        assert search(graph, typed).matches == ()
    (kept,) = graph.read("MATCH (ticket:Ticket) RETURN collect(ticket.text_grams) AS keys")
    assert not [keys for keys in kept["keys"] if "138" in keys]


def test_only_the_kinds_that_are_asked_for(graph: Database) -> None:
    assert {match.label for match in search(graph, "acme", ["Content"]).matches} == {"Page"}
    assert {match.label for match in search(graph, "acme", ["Organization"]).matches} == {"Company"}
    assert search(graph, "acme", ["Person", "Device"]).matches == ()
    with pytest.raises(UsageError, match="no such kind"):
        question("acme", ["Record"])


def test_pages_follow_each_other_and_survive_writes(graph: Database, settings: Settings) -> None:
    whole = search(graph, "有限公司", first=100).matches
    assert len(whole) > 4
    turned: list[Match] = []
    after = None
    for number in range(20):
        page = search(graph, "有限公司", first=2, after=after)
        turned += page.matches
        if not page.has_next_page:
            break
        after = page.matches[-1].cursor
        # what comes in before the page that was read is not met again, and moves nothing
        load_rows(graph, settings.home, f"new{number}", [row("x", company("x", name="新有限公司"))])
        refreshed(graph)
    assert turned == list(whole)
    graph.write("MATCH (n) WHERE n.name = '新有限公司' OR n.data_set STARTS WITH 'new' DETACH DELETE n")
    refreshed(graph)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "*",
            "*:*",
            "?",
            "name_find:*",
            "search_in:public",
            "acme AND",
            "acme OR *",
            "-acme",
            "+",
            "acme~",
            "(acme",
            "[a TO z]",
        ),
        *(
            '"',
            '"acme',
            "/.*/",
            "\\",
            "acme\\",
            "{!}",
            "^",
            "a^9",
            "&&",
            "||",
            "!!!",
            "<>",
            "@",
            "#",
            "𝕒",
            "😀",
            "👨‍👩‍👧",
            "\0",
        ),
        *(
            "\ud800",
            "\u202eemca",
            "ﷺ",
            "a" * MOST_CHARACTERS,
            "比" * MOST_CHARACTERS,
            "a " * 99,
            "比 " * 99,
            "ẞ",
            "İ",
        ),
    ],
)
def test_whatever_is_typed_is_literal(graph: Database, typed: str) -> None:
    matches = search(graph, typed, first=100).matches
    assert len(matches) < len(EVERYTHING)


def test_nothing_is_found_by_nothing_and_a_book_is_refused(graph: Database) -> None:
    for typed in ("", " ", "\n\t", "\u3000"):
        assert search(graph, typed).matches == ()
    with pytest.raises(UsageError, match="too long") as refused:
        search(graph, "13800138000" * 1_000)
    assert "138" not in refused.value.message + refused.value.suggestion
    for first in (0, -1, 101, 2**63):
        with pytest.raises(UsageError, match="no such size"):
            search(graph, "acme", first=first)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=MOST_CHARACTERS)
    | st.text(alphabet='+-&|!(){}[]^"~*?:\\/<>=@# ANDORT acme比亚迪', max_size=40)
    | st.builds(
        lambda name, at, sign: name[:at] + sign + name[at:],
        st.sampled_from(COMPANIES),
        st.integers(0, 9),
        st.text(max_size=2),
    ),
    st.none()
    | st.lists(
        st.text(max_size=5) | st.sampled_from(["public", 'set:"', "*", "a b", "AND", " "]), max_size=4
    ),
)
def test_no_text_and_no_scope_breaks_the_question(
    graph: Database, typed: str, scopes: list[str] | None
) -> None:
    if scopes is not None:
        scopes = [scope.encode("utf-8", "ignore").decode() for scope in scopes]
    found = search(graph, typed, scopes=scopes)
    assert list(found.matches) == sorted(
        found.matches, key=lambda m: (m.cursor.rank, m.cursor.sort, m.cursor.id)
    )


def test_what_is_hidden_changes_nothing(database: Database, settings: Settings) -> None:
    ensure_schema(emptied(database))
    seen = [
        row(f"s{n}", company(f"s{n}", name=f"远景{n}号租赁有限公司"), scopes=("region:east",))
        for n in range(40)
    ]
    load_rows(database, settings.home, "seen", seen)
    refreshed(database)
    asked = ("远景", "yuanjing", "yj", "远景7号租赁有限公司", "远景7号祖赁有限公司", "租赁 远景", "有限公司")
    # `public` is on every row of nobody; a scope with a blank, and many of them
    for scopes in (
        ["region:east"],
        ["region:east", "a b"],
        [f"owner:{n}" for n in range(600)] + ["region:east"],
    ):
        before = [search(database, typed, first=30, scopes=scopes) for typed in asked]
        assert [len(page.matches) for page in before][:3] == [30, 30, 30]
        better = [
            row(f"h{n}", company(f"h{n}", name=f"远景{n:03d}"), scopes=("region:west",)) for n in range(450)
        ]
        load_rows(database, settings.home, "hidden", better)
        refreshed(database)
        assert len(search(database, "远景", first=100).matches) == 100
        assert [search(database, typed, first=30, scopes=scopes) for typed in asked] == before
        assert search(database, "远景", scopes=["region:nowhere"]).matches == ()
        assert search(database, "远景", scopes=[]).matches == ()
        database.write(
            "MATCH (n) WHERE n.data_set = 'hidden' OR n.name STARTS WITH '远景' AND size(n.name) = 5 DETACH DELETE n"
        )
        refreshed(database)


def test_the_statement_asks_one_index_and_reads_nothing_else(database: Database) -> None:
    ensure_schema(database)
    asked = question("acme", scopes=["public"])
    assert asked is not None
    text = re.sub(
        r"VISIBLE\((\w+)\)", r"any(scope IN \1.scopes WHERE scope IN $scopes)", statement(asked.fragment)
    )
    # as an API puts it into a statement of its own
    composed = f"RETURN COLLECT {{ {text} }} AS found"
    with database.session("read") as session:
        plan = session.run(f"EXPLAIN {composed}", {**asked.parameters, "scopes": ["public"]}).consume().plan

    def operators(step: Any) -> list[str]:
        return [
            step["operatorType"].split("@")[0],
            *(name for each in step.get("children", ()) for name in operators(each)),
        ]

    used = operators(plan)
    assert "ProcedureCall" in used
    assert not [name for name in used if "Scan" in name or "Seek" in name]


def test_the_command_line_finds_by_the_same(
    graph: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}HOME", str(settings.home))
    load_rows(emptied(graph), settings.home, "one", [row("1", company("1", name="重庆长安汽车股份有限公司"))])
    refreshed(graph)
    for typed in ("zzz zzz", "重庆长安汽车股份有限公司", "重庆长安", "changan"):
        result = CliRunner().invoke(app, ["show", typed])
        assert isinstance(result.exception, UsageError) == (typed == "zzz zzz"), result.output
