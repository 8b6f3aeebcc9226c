"""The judge of `ask` tells right from wrong: an answer given as right that is not, a refusal, another way to say it."""

import copy
from datetime import date
from typing import Any

import frozen
import pytest

from benchmarks.asking import report_questions, report_set
from benchmarks.asking_verdicts import (
    Asked,
    ask_all,
    judged,
    names_the_part,
    refusal,
    right_time,
)
from benchmarks.results import Section
from graph_platform.asking.plan import Window

QUESTIONS = {question.id: question for of in frozen.SETS for question in frozen.answerable(of)}
UNANSWERABLE = {question.id: question for question in frozen.unanswerable()}
TIMES = {time.text: time for time in frozen.times()}


def plan(id_: str) -> Any:
    return QUESTIONS[id_].plan.model_dump(mode="json")


def verdict(id_: str, asked: Asked) -> tuple[bool, str]:
    made = judged(QUESTIONS[id_], 0, asked)
    return made.plan, made.given


def spoiled(answer: Any) -> Any:
    """An answer that is nearly right."""
    if isinstance(answer, dict):
        first = next(iter(answer))
        return answer | {first: spoiled(answer[first])}
    if isinstance(answer, list):
        return answer[:-1] if len(answer) > 1 else [*answer, "0" * 32]
    if isinstance(answer, float):
        return answer + 0.02
    return answer + 1 if isinstance(answer, int) else f"{answer}x"


@pytest.mark.parametrize("id_", QUESTIONS)
def test_the_gold_answer_is_right_and_one_beside_it_is_wrong(id_: str) -> None:
    gold = QUESTIONS[id_].answer
    assert verdict(id_, Asked(plan(id_), copy.deepcopy(gold))) == (True, "right")
    assert verdict(id_, Asked(plan(id_), spoiled(gold))) == (True, "wrong")
    assert verdict(id_, Asked(plan(id_), None)) == (True, "wrong")


def test_every_plan_that_means_the_same_is_right() -> None:
    for question in QUESTIONS.values():
        for each in question.all_plans:
            asked = Asked(each.model_dump(mode="json"), question.answer)
            assert judged(question, 0, asked).plan


def test_a_plan_of_another_question_is_wrong_even_with_the_right_answer() -> None:
    right = QUESTIONS["then-how-many"].answer
    assert verdict("then-how-many", Asked(plan("high-priority-count"), right)) == (False, "right")
    assert verdict("then-how-many", Asked({"cypher": "RETURN 3"}, right)) == (False, "right")
    assert verdict("then-how-many", Asked(None, right)) == (False, "right")


def test_a_refusal_is_no_wrong_answer() -> None:
    assert verdict("open-tickets", Asked(refused="I do not know")) == (False, "refused")
    assert verdict("open-tickets", Asked(asks=["which?"])) == (False, "asked")


def test_the_label_of_a_named_node_does_not_count_but_another_node_does() -> None:
    same = plan("tickets-of-elmfield")
    named = same["nodes"]["related"][0]["nodes"]
    gold = QUESTIONS["tickets-of-elmfield"].answer
    named["label"] = "Company"
    assert verdict("tickets-of-elmfield", Asked(same, gold)) == (True, "right")
    named["id"] = "0" * 32
    assert verdict("tickets-of-elmfield", Asked(same, gold)) == (False, "right")


def test_a_dropped_condition_is_a_wrong_plan() -> None:
    dropped = plan("open-high-tickets")
    dropped["nodes"]["where"] = dropped["nodes"]["where"][:1]
    assert verdict("open-high-tickets", Asked(dropped, QUESTIONS["open-tickets"].answer)) == (False, "wrong")


def test_how_many_rows_a_list_may_have_counts_only_where_some_are_cut_off() -> None:
    more, fewer = plan("open-tickets"), plan("open-tickets")
    more["first"], fewer["first"] = 100, 3
    gold = QUESTIONS["open-tickets"].answer
    assert verdict("open-tickets", Asked(more, gold)) == (True, "right")
    assert verdict("open-tickets", Asked(fewer, gold[:3])) == (False, "wrong")


def test_sides_may_stand_in_another_order_but_not_their_numbers() -> None:
    id_ = "tickets-brightwell-vs-stonebridge"
    turned, gold = plan(id_), QUESTIONS[id_].answer
    turned["sides"].reverse()
    assert verdict(id_, Asked(turned, gold[::-1])) == (True, "right")
    assert verdict(id_, Asked(turned, gold)) == (True, "wrong")


def test_the_order_counts_in_a_ranking_and_not_in_a_list() -> None:
    ranking, listing = QUESTIONS["top-skills"].answer, QUESTIONS["open-tickets"].answer
    assert verdict("top-skills", Asked(plan("top-skills"), ranking[::-1])) == (True, "wrong")
    assert verdict("open-tickets", Asked(plan("open-tickets"), listing[::-1])) == (True, "right")


def test_what_has_no_answer_is_judged_by_what_is_accepted() -> None:
    weather, namesakes = UNANSWERABLE["weather-en"], UNANSWERABLE["namesakes-en"]
    assert refusal(weather, Asked(refused="nothing is known of the weather"))
    assert not refusal(weather, Asked(asks=["which city?"]))
    assert not refusal(weather, Asked(plan("open-tickets"), ["rain"]))
    assert not refusal(weather, Asked())
    assert not refusal(weather, Asked(answer=0, refused="perhaps"))
    assert refusal(namesakes, Asked(asks=["three people are called so"]))
    assert names_the_part(weather, Asked(refused={"part": "Weather"})) is True
    assert names_the_part(weather, Asked(refused="no")) is False
    assert names_the_part(UNANSWERABLE["joke"], Asked(refused="no")) is None


def test_a_time_is_right_refused_or_silently_wrong() -> None:
    july = TIMES["since July"]
    assert right_time(july, Window(since=date(2026, 7, 1))) == "right"
    assert right_time(july, Window(since=date(2025, 7, 1))) == "silently wrong"
    assert right_time(july, None) == "refused"
    assert right_time(TIMES["Q5"], None) == "right"
    assert right_time(TIMES["Q5"], Window(since=date(2026, 1, 1))) == "silently wrong"
    assert right_time(TIMES["so far this year"], Window(since=date(2026, 1, 1))) == "right"


def test_figures_count_wordings_and_wrong_answers() -> None:
    """A product that knows its gold by heart, but errs in one wording and declines another."""
    known = {
        (wording, question.after): question
        for question in QUESTIONS.values()
        for wording in question.wordings
    }

    def product(question: str, today: date, after: Any = None) -> Asked:
        assert today == frozen.TODAY
        found = next(
            each
            for (wording, before), each in known.items()
            if wording == question and (after is None) == (before is None)
        )
        if question == found.wordings[0] and found.id == "open-tickets":
            return Asked(plan(found.id), [])
        if question == found.wordings[1] and found.id == "top-skills":
            return Asked(refused="no")
        return Asked(plan(found.id), found.answer)

    verdicts = ask_all(product, list(QUESTIONS.values()))
    made = Section("ask", "")
    report_questions(made, verdicts)
    values = {line.what: (line.value, line.reached) for line in made.lines}
    total = len(QUESTIONS)
    assert values["wrong answers given as right"] == ("1", False)
    assert values[f"right plans of {4 * total} wordings"] == (f"{1 - 1 / (4 * total):.1%}", True)
    assert values[f"questions with all four wordings right, of {total}"] == (f"{1 - 2 / total:.1%}", True)


def test_figures_of_both_sets_stand_in_one_table() -> None:
    pytest.importorskip("graph_platform.asking.times")
    made = Section("ask", "")
    for of in frozen.SETS:
        report_set(made, lambda *_: Asked(refused="no"), of)
    lines = {line.what: line.value for line in made.lines}
    assert len(lines) == len(made.lines)
    for of in frozen.SETS:
        total = len(frozen.unanswerable(of))
        allowed = sum("refused" in question.expect for question in frozen.unanswerable(of))
        assert lines[f"{of}: right answers"] == "0.0%"
        name = f"{of}: refused or asked back, of {total} without an answer"
        assert lines[name] == f"{allowed / total:.1%}"
