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
ENOUGH = {"development": (150, 80, 100), "blind": (80, 75, 60)}
"""Expressions of time, questions, and questions without an answer that a set has at least."""
QUESTIONS = [question for of in frozen.SETS for question in frozen.answerable(of)]
each_set = pytest.mark.parametrize("of", frozen.SETS)


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


@each_set
def test_times_are_enough_and_each_is_told_once(of: frozen.SetName) -> None:
    times = frozen.times(of)
    languages = Counter(time.language for time in times)
    assert sum(languages.values()) >= ENOUGH[of][0]
    assert min(languages.values()) >= 0.45 * sum(languages.values())
    assert twice(time.text for time in times) == []


def test_weeks_of_the_times_begin_on_monday() -> None:
    assert frozen.TODAY.isoweekday() == 7
    spans = {time.text: time.spans[0] for time in frozen.times() if time.spans}
    week = (date.fromisocalendar(2026, 40, 1), date.fromisocalendar(2026, 41, 1))
    assert {spans["week 40 of 2026"], spans["2026-W40"], spans["2026年第40周"]} == {week}
    monday = frozen.TODAY - timedelta(6)
    assert spans["本周"] == spans["this week"] == (monday, monday + timedelta(7))


@each_set
def test_questions_are_enough_of_every_kind(of: frozen.SetName) -> None:
    questions = frozen.answerable(of)
    assert len(questions) >= ENOUGH[of][1]
    assert twice((question.after, wording) for question in questions for wording in question.wordings) == []
    kinds = Counter(question.kind for question in questions)
    assert set(kinds) == set(frozen.KINDS)
    assert min(kinds.values()) >= 4
    assert max(kinds.values()) <= 8


@each_set
def test_a_third_of_the_wordings_are_paraphrases(of: frozen.SetName) -> None:
    questions = frozen.answerable(of)
    paraphrased = sum(len(question.paraphrased) for question in questions)
    assert paraphrased >= 4 * len(questions) / 3


def test_the_blind_set_repeats_nothing_of_the_other() -> None:
    assert twice(question.id for question in QUESTIONS) == []
    for read in (frozen.times, frozen.unanswerable):
        assert {each.text for each in read("development")}.isdisjoint(each.text for each in read("blind"))
    wordings, blind = (
        {(each.after is not None, wording) for each in frozen.answerable(of) for wording in each.wordings}
        for of in frozen.SETS
    )
    assert wordings.isdisjoint(blind)
    plans, other = ({each.meanings for each in frozen.answerable(of)} for of in frozen.SETS)
    assert plans.isdisjoint(other)


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
    asked = {nodes["label"] for nodes in nodes_of(question.plan.model_dump(mode="json"))}
    masked = {
        name
        for label in asked
        for name, each in ONTOLOGY.properties(label).items()
        if each.sensitivity in ("contact", "identity")
    } | {"salary"}
    said = question.plan.model_dump_json()
    assert [name for name in sorted(masked) if f'"{name}"' in said] == []
    assert question.answer not in (None, [], {})
    assert not isinstance(question.answer, list) or len(question.answer) <= MOST


@each_set
def test_a_follow_up_comes_after_a_question(of: frozen.SetName) -> None:
    questions = frozen.answerable(of)
    ids = {question.id for question in questions}
    assert {question.after for question in questions if question.kind == "follow-up"} <= ids
    assert all((question.kind == "follow-up") == (question.after is not None) for question in questions)


@each_set
def test_what_has_no_answer_is_enough(of: frozen.SetName) -> None:
    unanswerable = frozen.unanswerable(of)
    assert len(unanswerable) >= ENOUGH[of][2]
    assert twice(question.id for question in unanswerable) == []
    languages = Counter(question.language for question in unanswerable)
    assert min(languages["zh"], languages["en"]) >= 0.35 * len(unanswerable)
    assert max(len(question.asked) for question in unanswerable) >= 100_000
    parts = [(question.part, question.text) for question in unanswerable if question.part is not None]
    assert [part for part, text in parts if part not in text] == []
