"""What an answer to a frozen question is worth: right, wrong and given as right, or an honest refusal.

An answer comes in the form that gold answers have (`tests/asking/answerable.yaml` says which for each kind of plan).
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import ValidationError

from graph_platform.asking.plan import MOST, Events, Listing, Signals

__all__ = [
    "Asked",
    "Asking",
    "Given",
    "Verdict",
    "ask_all",
    "frozen",
    "is_right_plan",
    "judged",
    "names_the_part",
    "refusal",
    "right_time",
    "same_answer",
]

FROZEN = Path(__file__).parents[1] / "tests" / "asking"
if str(FROZEN) not in sys.path:
    sys.path.insert(0, str(FROZEN))
import frozen  # noqa: E402

Given = Literal["right", "wrong", "asked", "refused"]
TOLERANCE = 0.0051
"""Of sums and means, which may be rounded to two digits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back: a plan in JSON and an answer, or what is asked back, or why it is refused."""

    plan: Any = None
    answer: Any = None
    asks: Any = None
    refused: Any = None


class Asking(Protocol):
    """The product: a question, the day, and what a follow-up comes after."""

    def __call__(self, question: str, today: date, after: Any = None) -> Asked: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one wording: whether the plan is right, and what was given."""

    question: str
    kind: str
    wording: int
    plan: bool
    given: Given


def judged(question: frozen.Question, wording: int, asked: Asked) -> Verdict:
    """The verdict on one wording of a question that has an answer."""
    given: Given = "wrong"
    if asked.refused:
        given = "refused"
    elif asked.asks:
        given = "asked"
    elif same_answer(question, asked.plan, asked.answer):
        given = "right"
    plan = given in ("right", "wrong") and is_right_plan(question, asked.plan)
    return Verdict(question.id, question.kind, wording, plan, given)


def is_right_plan(question: frozen.Question, plan: Any) -> bool:
    """Whether a plan means what one of the question's plans does.

    How many rows a list may have is not compared where the question names no number and all of them fit.
    """
    try:
        read = frozen.plan_of(plan)
    except ValidationError:
        return False
    meant = {frozen.meaning(read)}
    rows = len(question.answer) if isinstance(question.answer, list) else MOST
    if isinstance(read, Listing | Signals | Events) and read.first >= rows:
        unnamed = read.model_copy(update={"first": type(read).model_fields["first"].default})
        meant.add(frozen.meaning(unnamed))
    return not meant.isdisjoint(question.meanings)


def same_answer(question: frozen.Question, plan: Any, answer: Any) -> bool:
    """Whether an answer is the gold one, in the way in which answers of its kind are the same."""
    gold, ask = question.answer, question.plan.ask
    if answer is None:
        return False
    if ask == "path" and isinstance(answer, list):
        return answer in (gold, gold[::-1])
    if ask == "comparison":
        return _same_sides(question, plan, answer)
    if ask in ("list", "signals", "timeline", "provenance") and isinstance(gold, list):
        return isinstance(answer, list) and _sorted(answer) == _sorted(gold)
    return _same(gold, answer)


def refusal(question: frozen.Unanswerable, asked: Asked) -> bool:
    """Whether what has to be refused or asked back was, in a way that is accepted."""
    outcome = "refused" if asked.refused else "asks" if asked.asks else "answered"
    return outcome in question.expect and asked.answer is None


def names_the_part(question: frozen.Unanswerable, asked: Asked) -> bool | None:
    """Whether the refusal names what was not understood; None where that is not expected."""
    if question.part is None:
        return None
    said = json.dumps([asked.refused, asked.asks], ensure_ascii=False, default=str).casefold()
    return question.part.casefold() in said


def right_time(
    time: frozen.Time, window: Any
) -> Literal["right", "silently wrong", "refused", "not refused"]:
    """What reading an expression of time came to; `window` is None where it was refused."""
    if window is None:
        return "right" if time.refused else "refused"
    if time.refused:
        return "silently wrong"
    return "right" if (window.since, window.until) in time.spans else "silently wrong"


def ask_all(
    asking: Asking, questions: Sequence[frozen.Question], told: Callable[[Verdict], None] = lambda _: None
) -> list[Verdict]:
    """Ask every wording of every question. A follow-up comes after the same wording of the question before it."""
    by_id: Mapping[str, frozen.Question] = {question.id: question for question in questions}
    verdicts = []
    for question in questions:
        for number, wording in enumerate(question.wordings):
            after = None
            if question.after is not None:
                # a follow-up is judged for itself: what it follows is given as it should have been understood
                after = by_id[question.after].plan.model_dump(mode="json")
            verdict = judged(question, number, asking(wording, frozen.TODAY, after))
            verdicts.append(verdict)
            told(verdict)
    return verdicts


def _same_sides(question: frozen.Question, plan: Any, answer: Any) -> bool:
    gold = question.answer
    if not isinstance(answer, list) or len(answer) != len(gold):
        return False
    sides = _sides(plan)
    for candidate in question.all_plans:
        known = [frozen.meaning(side) for side in getattr(candidate, "sides", ())]
        if len(set(known)) == len(gold) and sorted(sides) == sorted(known):
            # sides may stand in another order than in the gold plan
            return all(_same(gold[known.index(side)], each) for side, each in zip(sides, answer, strict=True))
    return all(_same(*pair) for pair in zip(gold, answer, strict=True))


def _sides(plan: Any) -> list[str]:
    try:
        return [frozen.meaning(side) for side in getattr(frozen.plan_of(plan), "sides", ())]
    except ValidationError:
        return []


def _same(gold: Any, answer: Any) -> bool:
    if isinstance(gold, bool) or isinstance(answer, bool):
        return gold is answer
    if isinstance(gold, (int, float)) and isinstance(answer, (int, float)):
        return math.isclose(gold, answer, rel_tol=1e-9, abs_tol=0 if isinstance(gold, int) else TOLERANCE)
    if isinstance(gold, dict) and isinstance(answer, dict):
        return gold.keys() == answer.keys() and all(_same(gold[key], answer[key]) for key in gold)
    if isinstance(gold, list) and isinstance(answer, list):
        return len(gold) == len(answer) and all(_same(*pair) for pair in zip(gold, answer, strict=True))
    return bool(gold == answer)


def _sorted(values: list[Any]) -> list[str]:
    return sorted(json.dumps(value, sort_keys=True, ensure_ascii=False) for value in values)
