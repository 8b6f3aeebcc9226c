"""The frozen questions that judge `ask`: what the files beside this one hold, checked when they are read.

`answerable.yaml` has questions with the plans and answers that are right, `unanswerable.yaml` what has to be refused
or asked back, `times.yaml` expressions of time. They were written before anything could answer them. There are two
sets: the first one the planner may be developed against; the second one, in files of the same names after `blind_`,
whoever builds the planner does not look at.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from graph_platform.asking.plan import PLAN, Plan, canonical

T = TypeVar("T")
HERE = Path(__file__).parent
TODAY = date(2026, 11, 1)
"""The day on which everything is asked: the day of the shipped sample, a Sunday."""
KINDS = (
    "lookup",
    "drill-down",
    "filter",
    "two hops",
    "aggregation",
    "groups",
    "comparison",
    "ranking",
    "time window",
    "path",
    "strength",
    "negation",
    "follow-up",
    "signal",
    "influence",
    "introduction",
    "dimension",
    "timeline",
    "provenance",
)
SetName = Literal["development", "blind"]
SETS: tuple[SetName, ...] = ("development", "blind")
Span = tuple[date | None, date | None]
Language = Literal["zh", "en"]
Outcome = Literal["refused", "asks"]


class Frozen(BaseModel):
    """A part of the files: nothing in it is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Time(Frozen):
    """An expression of time: the half-open span that it means, or that it has to be refused."""

    text: str
    language: Language
    since: date | None = None
    until: date | None = None
    also: tuple[Span, ...] = Field(default=(), description="Other readings that are right too.")
    refused: bool = False

    @model_validator(mode="after")
    def _has_a_meaning(self) -> Time:
        spans = self.spans
        if self.refused == bool(spans):
            raise ValueError("either refused or a span")
        if any(since and until and since >= until for since, until in spans):
            raise ValueError("a span ends after it begins")
        return self

    @property
    def spans(self) -> tuple[Span, ...]:
        """All readings that are right; none of what has to be refused."""
        return ((self.since, self.until), *self.also) if self.since or self.until else self.also


class Question(Frozen):
    """A question in four wordings, the plans that are right, and the answer on the shipped sample."""

    id: str
    kind: str
    after: str | None = Field(default=None, description="The question that this one follows up on.")
    wordings: tuple[str, str, str, str] = Field(description="Two in Chinese, then two in English.")
    paraphrased: tuple[int, ...] = Field(
        default=(), description="Which wordings use words or names that no lexicon of the ontology holds."
    )
    plan: Plan
    plans: tuple[Plan, ...] = Field(default=(), description="Others that mean the same.")
    by: str = Field(description="The Cypher, or the command, that gives the answer: see gold.py.")
    answer: Any

    @model_validator(mode="after")
    def _is_of_a_kind(self) -> Question:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        if not all(0 <= each < 4 for each in self.paraphrased):
            raise ValueError("paraphrased names wordings by 0 to 3")
        return self

    @property
    def all_plans(self) -> tuple[Plan, ...]:
        """All plans that are right."""
        return (self.plan, *self.plans)

    @property
    def meanings(self) -> frozenset[str]:
        """The canonical texts of all plans that are right."""
        return frozenset(map(meaning, self.all_plans))


class Unanswerable(Frozen):
    """What has to be refused or asked back, and the words that the refusal should name."""

    id: str
    text: str
    language: str
    why: Literal[
        "not in the ontology",
        "ambiguous",
        "forbidden",
        "injected",
        "language",
        "empty",
        "contradiction",
        "future",
        "write",
        "half understood",
    ]
    expect: tuple[Outcome, ...]
    part: str | None = None
    repeat: int = Field(default=1, description="The text is asked so many times over, as one.")

    @property
    def asked(self) -> str:
        """The text as it is asked."""
        return self.text * self.repeat


def times(of: SetName = "development") -> tuple[Time, ...]:
    """The expressions of time of a set."""
    return _read("times.yaml", of, TypeAdapter(tuple[Time, ...]))


def answerable(of: SetName = "development") -> tuple[Question, ...]:
    """The questions of a set, with plans and answers."""
    return _read("answerable.yaml", of, TypeAdapter(tuple[Question, ...]))


def unanswerable(of: SetName = "development") -> tuple[Unanswerable, ...]:
    """The questions of a set that must not be answered."""
    return _read("unanswerable.yaml", of, TypeAdapter(tuple[Unanswerable, ...]))


def plan_of(data: Any) -> Plan:
    """A plan out of its JSON form."""
    return PLAN.validate_python(data)


def meaning(plan: Plan) -> str:
    """The canonical text of a plan; the label of a node that is named by its id says nothing, and is left out."""
    return canonical(PLAN.validate_python(_without_labels(plan.model_dump(mode="json"))))


def _without_labels(value: Any) -> Any:
    if isinstance(value, dict):
        named = {"label": "Entity"} if value.get("id") and "label" in value else {}
        return {key: _without_labels(each) for key, each in value.items()} | named
    if isinstance(value, list):
        return [_without_labels(each) for each in value]
    return value


def _read(name: str, of: SetName, adapter: TypeAdapter[T]) -> T:
    text = (HERE / (f"blind_{name}" if of == "blind" else name)).read_text(encoding="utf-8")
    return adapter.validate_python(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
