"""Explanations, reviews and judgements through the command line, over a real graph."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from factories import company, emptied, load_rows, person, row
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.identity import record_id
from graph_platform.loading.closing import forget
from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.pages import in_chinese
from graph_platform.resolution.reading import read_stored
from graph_platform.resolution.resolving import resolve
from graph_platform.resolution.review import queue
from graph_platform.resolution.running import run
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings

Said = Callable[..., str]
LATER = datetime(2025, 1, 1, tzinfo=UTC)
EVIL = "<script>alert(1)</script>'\">"
LANDLINE = ["+441632960500"]


@pytest.fixture
def graph(database: Database, tmp_path: Path) -> Database:
    """One person in three systems who hangs together by two mobiles, a namesake, and a father and his son."""
    ensure_schema(database)
    emptied(database)
    mobiles = ["+8613911204471"], ["+8613911204471", "+8613761203388"], ["+8613761203388"]
    mail = ["martin@tarrow.example"]
    rows = [
        row("1", person("1", name="陈丽华", phone=mobiles[0], city="深圳")),
        row("4", person("4", name="陈丽华", city="成都")),
        row("5", person("5", name="Martin Tarrow", phone=LANDLINE, email=mail)),
        row("6", company("6", name=f"Nordwind {EVIL} GmbH", domain_name="nordwind.example")),
    ]
    load_rows(database, tmp_path, "sales", rows)
    service = [
        row("1", person("1", name="Chen Lihua", phone=mobiles[1])),
        row("5", person("5", name="Owen Tarrow", email=mail)),
        row("6", company("6", name=f"Nordwind {EVIL}", domain_name="nordwind.example")),
    ]
    load_rows(database, tmp_path, "service", service)
    load_rows(database, tmp_path, "register", [row("1", person("1", name="陈丽华", phone=mobiles[2]))])
    return database


@pytest.fixture
def said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Runs a command of `resolve`, and gives what it prints."""
    monkeypatch.setenv("GRAPH_PLATFORM_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")

    def run_it(*arguments: str, keys: str = "") -> str:
        done = CliRunner().invoke(app, ["resolve", *arguments], input=keys, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run_it


class Page(HTMLParser):
    """What a page holds: tags with attributes, and texts outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page_of(path: Path, name: str) -> str:
    """A page's text; a copy is kept to be looked at where a folder for that is named."""
    if folder := os.environ.get("KEEP_PAGES"):
        shutil.copy(path, Path(folder) / name)
    return path.read_text(encoding="utf-8")


def assert_self_contained(text: str) -> None:
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not [
        name
        for _, attributes in page.tags
        for name in attributes
        if name in ("src", "href") or name.startswith("on")
    ]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_page_of_a_pair_holds_everything_escaped_and_fetches_nothing(
    graph: Database, tmp_path: Path, said: Said
) -> None:
    one, other = record_id("sales", "6"), record_id("service", "6")
    path = tmp_path / "pair.html"
    assert "pair.html" in said("explain", one, other, "--html", str(path))
    text = page_of(path, "evil.html")
    assert_self_contained(text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    for phrase in ("the same domain", "域名相同", "same from", "合并阈值", "review from", "sales", "service"):
        assert phrase in text


def test_the_page_of_a_pair_shows_the_chain_and_its_weakest_link(
    graph: Database, tmp_path: Path, said: Said
) -> None:
    one, other = record_id("sales", "1"), record_id("register", "1")
    path = tmp_path / "pair.html"
    said("explain", one, other, "--html", str(path))
    text = page_of(path, "pair.html")
    assert_self_contained(text)
    assert text.count('<div class="link') == 2
    assert text.count('class="link weakest"') == 1
    told = json.loads(said("explain", one, other, "--json"))
    assert [link[:2] for link in told["chain"]] == sorted(
        [link[:2] for link in told["chain"]], key=lambda link: link[0] != told["left"]
    )
    assert {told["left"], told["right"]} == {one, other}
    assert "Joined through 1 others" in said("explain", one, other)


def test_why_names_what_holds_a_record_and_what_would_be_without_it(
    graph: Database, tmp_path: Path, said: Said
) -> None:
    record = record_id("register", "1")
    assert "A run would change this now: to an entity of 3" in said("why", record)
    run(graph)
    found = json.loads(said("why", record, "--json"))
    held = found["membership"]
    assert found["settled"]
    assert len(held["members"]) == 2
    assert held["weakest"] in [link for chain in held["chains"] for link in chain]
    # the two mobiles hold the three together; without either, one is alone
    assert sorted(map(len, held["without"])) == [1, 2]
    assert "without it the entity would fall into parts of 2 and 1 records" in said("why", record)
    assert record_id("sales", "4") in {other for other, _ in held["nearest"]}
    path = tmp_path / "why.html"
    said("why", record, "--html", str(path))
    assert_self_contained(page_of(path, "why.html"))


def test_a_judgement_that_holds_a_record_is_named_with_who_and_why(graph: Database, said: Said) -> None:
    one, other = record_id("sales", "1"), record_id("sales", "4")
    said("judge", one, other, "same", "--by", "somebody", "--why", "moved to Chengdu")
    told = said("why", other)
    assert "(judged)" in told
    assert "somebody judged" in told
    assert "moved to Chengdu" in told


def test_who_cannot_tell_is_not_asked_again_and_nothing_is_merged_or_parted(
    graph: Database, said: Said
) -> None:
    before = resolve(read_stored(graph).parties).clusters
    (asked,) = queue(read_stored(graph))
    shown = said("review", keys="x\nc\n")
    assert "None of these keys" in shown
    assert "sales" in shown
    assert re.search(r"20\d\d-\d\d-\d\d", shown)
    stored = read_stored(graph)
    assert queue(stored) == []
    assert stored.judgements == []
    assert resolve(stored.parties, judgements=stored.judgements).clusters == before
    assert "unknown by" in said("judgements")
    # what somebody finds out later is heard
    said("judge", asked.left, asked.right, "different", "--by", "another", "--again")
    assert [judgement.same for judgement in read_stored(graph).judgements] == [False]


def test_what_is_skipped_is_asked_again(graph: Database, said: Said) -> None:
    said("review", keys="n\n")
    said("review", keys="q\n")
    assert len(queue(read_stored(graph))) == 1


def test_the_second_of_two_who_judge_a_pair_hears_the_first(graph: Database, said: Said) -> None:
    (asked,) = queue(read_stored(graph))
    said("judge", asked.left, asked.right, "different", "--by", "the first")
    with pytest.raises(UsageError, match=r"the first judged .*: different"):
        said("judge", asked.left, asked.right, "same", "--by", "the second")
    # the same word twice is no quarrel
    said("judge", asked.left, asked.right, "different", "--by", "the second")
    said("judge", asked.left, asked.right, "unknown", "--by", "the second", "--again")
    assert read_stored(graph).judgements == []


def test_a_reviewer_whom_somebody_overtook_hears_it_and_may_insist(
    graph: Database, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph_platform.cli import resolve_review
    from graph_platform.resolution.steering import judge

    shown = resolve_review._show

    def overtaken(*arguments: object) -> None:
        shown(*arguments)  # type: ignore[arg-type]
        (asked,) = queue(read_stored(graph))
        judge(graph, asked.left, asked.right, False, "the first", "", again=False)

    monkeypatch.setattr(resolve_review, "_show", overtaken)
    assert "the first judged" in said("review", keys="s\nn\n")
    assert [judgement.same for judgement in read_stored(graph).judgements] == [False]


def test_judgements_on_records_that_are_gone_are_left_out_and_listed(
    graph: Database, tmp_path: Path, said: Said
) -> None:
    (asked,) = queue(read_stored(graph))
    said("judge", asked.left, asked.right, "different")
    assert "No judgement is of a record that is gone" in said("judgements", "--gone")
    # the export names one of them no more
    left = [row("1", person("1", name="Chen Lihua"))]
    load_rows(graph, tmp_path, "service", left, complete=True, observed=LATER)
    assert record_id("service", "5") in said("judgements", "--gone")
    run(graph)
    # and with a whole source, what was said of its records goes
    forget(graph, "service")
    assert "No judgement is of a record that is gone" in said("judgements", "--gone")


def test_what_many_pairs_have_in_common_is_asked_before_what_is_odd(
    database: Database, tmp_path: Path
) -> None:
    ensure_schema(database)
    emptied(database)
    names = ("Tarrow", "Quillfeather", "Marchbank", "Ottershaw")
    for data_set, given in (("a", "Martin"), ("b", "Owen")):
        rows = [
            row(name, person(name, name=f"{given} {name}", email=[f"{name.lower()}@{name.lower()}.example"]))
            for name in names
        ]
        load_rows(database, tmp_path, data_set, rows)
    asked = queue(read_stored(database))
    assert len(asked) >= len(names)
    assert asked[0].alike == max(each.alike for each in asked) > 1


def test_everything_that_an_explanation_says_is_said_in_chinese_too() -> None:
    phrases = {
        phrase
        for comparisons in COMPARISONS.values()
        for comparison in comparisons
        for phrase in (comparison.label, *(level.label for level in comparison.levels))
    } | {decision.value for decision in Decision}
    phrases |= {
        "3 neighbours in common",
        "a person's name alone says nothing; not known on both sides: phone, e-mail",
        "two different, valid identifiers of one kind: uscc",
    }
    assert not [phrase for phrase in sorted(phrases) if not re.search("[一-鿿]", in_chinese(phrase))]
    assert "电话、电子邮箱" in in_chinese(
        "a person's name alone says nothing; not known on both sides: phone, e-mail"
    )
