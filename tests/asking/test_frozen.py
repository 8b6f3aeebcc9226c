"""The frozen questions are enough, in both languages, and mean something in the ontology."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frozen
import pytest

from graph_platform.asking.plan import MOST
from graph_platform.ontology import ONTOLOGY

CHINESE, WORDS = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]{2,}")
ASKING = re.compile("[的哪吗谁呢]|多少|什么|怎么")
QUESTIONS = frozen.answerable()
UNANSWERABLE = frozen.unanswerable()


def twice(values: Any) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "label" in value and "related" in value:
            yield value
        for each in value.values():
            yield from nodes_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes_of(each)


def test_times_are_enough_and_each_is_told_once() -> None:
    times = frozen.times()
    languages = Counter(time.language for time in times)
    assert sum(languages.values()) >= 150
    assert min(languages.values()) >= 0.45 * sum(languages.values())
    assert twice(time.text for time in times) == []


def test_weeks_of_the_times_begin_on_monday() -> None:
    assert frozen.TODAY.isoweekday() == 7
    spans = {time.text: time.spans[0] for time in frozen.times() if time.spans}
    week = (date.fromisocalendar(2026, 40, 1), date.fromisocalendar(2026, 41, 1))
    assert {spans["week 40 of 2026"], spans["2026-W40"], spans["2026年第40周"]} == {week}
    monday = frozen.TODAY - timedelta(6)
    assert spans["本周"] == spans["this week"] == (monday, monday + timedelta(7))


def test_questions_are_enough_of_every_kind() -> None:
    assert len(QUESTIONS) >= 80
    assert twice(question.id for question in QUESTIONS) == []
    assert twice((question.after, wording) for question in QUESTIONS for wording in question.wordings) == []
    kinds = Counter(question.kind for question in QUESTIONS)
    assert set(kinds) == set(frozen.KINDS)
    assert min(kinds.values()) >= 4
    assert max(kinds.values()) <= 8


def test_a_third_of_the_wordings_are_paraphrases() -> None:
    paraphrased = sum(len(question.paraphrased) for question in QUESTIONS)
    assert paraphrased >= 4 * len(QUESTIONS) / 3


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_two_wordings_are_chinese_and_two_english(question: frozen.Question) -> None:
    assert all(CHINESE.search(wording) for wording in question.wordings[:2])
    assert all(len(WORDS.findall(wording)) >= 2 for wording in question.wordings[2:])
    assert not any(ASKING.search(wording) for wording in question.wordings[2:])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_plan_names_what_the_ontology_has(question: frozen.Question) -> None:
    ends = {name for each in ONTOLOGY.relationships.values() for name in (each.outgoing, each.incoming)}
    for plan in question.all_plans:
        for nodes in nodes_of(plan.model_dump(mode="json")):
            assert nodes["label"] in ONTOLOGY.labels
            known = set(ONTOLOGY.properties(nodes["label"]))
            assert {each["property"] for each in nodes["where"]} <= known
            assert {each["end"] for each in nodes["related"]} <= ends


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_gold_answer_shows_no_masked_property(question: frozen.Question) -> None:
    masked = {
        name
        for label in ONTOLOGY.labels
        for name, each in ONTOLOGY.properties(label).items()
        if each.sensitivity in ("contact", "identity")
    } | {"salary"}
    said = question.plan.model_dump_json()
    assert [name for name in sorted(masked) if f'"{name}"' in said] == []
    assert question.answer not in (None, [], {})
    assert not isinstance(question.answer, list) or len(question.answer) <= MOST


def test_a_follow_up_comes_after_a_question() -> None:
    ids = {question.id for question in QUESTIONS}
    assert {question.after for question in QUESTIONS if question.kind == "follow-up"} <= ids
    assert all((question.kind == "follow-up") == (question.after is not None) for question in QUESTIONS)


def test_what_has_no_answer_is_enough() -> None:
    assert len(UNANSWERABLE) >= 100
    assert twice(question.id for question in UNANSWERABLE) == []
    languages = Counter(question.language for question in UNANSWERABLE)
    assert min(languages["zh"], languages["en"]) >= 40
    assert max(len(question.asked) for question in UNANSWERABLE) >= 100_000
    parts = [(question.part, question.text) for question in UNANSWERABLE if question.part is not None]
    assert [part for part, text in parts if part not in text] == []
