"""`ask`: a question in Chinese or English, what it was understood as, and its answer with what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import strawberry
from pydantic import ValidationError
from strawberry.scalars import JSON
from strawberry.types import Info

from gql.asking.answering import Answer, answer, first_operation
from gql.asking.filters import Inexpressible
from gql.asking.looking import Looking, told_apart
from gql.asking.operations import Operation
from gql.declared import told
from gql.errors import ArgumentRefused, Failed
from gql.values import Date
from graph_platform.asking.answers import Understood
from graph_platform.asking.plan import PLAN, Dimension, Plan
from graph_platform.asking.planner import understand
from graph_platform.asking.proposing import proposed
from graph_platform.asking.words import in_words

LONGEST = 500
"""Characters of a question."""


@strawberry.type(description="Something that an answer rests on.")
class AskEvidence:
    """Something that an answer rests on."""

    kind: str = told("entity, fact or finding.")
    id: strawberry.ID = told("Its id.")
    name: str = told("What it is called, as the asker may read it.")


@strawberry.type(description="One of the meanings that a question may have.")
class AskChoice:
    """One of the meanings that a question may have."""

    text: str = told("What it would mean.")
    plan: JSON = told("Its plan: send it as `plan` to have it answered.")


@strawberry.type(description="A question back: what was meant is not clear.")
class AskBack:
    """A question back."""

    text: str = told("What is not clear.")
    choices: list[AskChoice] = told("What may be meant.")


@strawberry.type(description="Why a question is not answered.")
class AskRefusal:
    """Why a question is not answered."""

    part: str = told("The part of the question that is not understood, or cannot be asked.")
    text: str = told("Why.")


@strawberry.type(
    description="What came of a question: an answer, a question back, or a refusal, never a guess."
)
class AskAnswer:
    """What came of a question."""

    understood: str | None = told("The plan, in words.")
    plan: JSON | None = told("The plan; send it as `after` with a question that follows up on this one.")
    operation: str | None = told("The GraphQL that the plan runs; of several operations the first.")
    variables: JSON | None = told("The variables of `operation`.")
    answer: JSON | None = told("The answer; its form follows from what is asked. Nothing with `planOnly`.")
    evidence: list[AskEvidence] = told("What the answer rests on.")
    asks: AskBack | None = told("A question back, in place of an answer.")
    refused: AskRefusal | None = told("Why there is none.")


def _nothing(**more: Any) -> AskAnswer:
    names = ("understood", "plan", "operation", "variables", "answer", "asks", "refused")
    empty: dict[str, Any] = dict.fromkeys(names)
    return AskAnswer(**(empty | {"evidence": []} | more))


async def ask(
    info: Info,
    question: str = "",
    plan: JSON | None = None,
    after: JSON | None = None,
    today: Date | None = None,
    plan_only: bool = False,
) -> AskAnswer:
    """Answer a question, or a plan that a question back offered."""
    language = info.context.language
    day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    if plan is not None:
        return await _answered(info, _read(plan, "plan"), language, plan_only)
    viewing = await info.context.viewing_now()
    looking = Looking(info, viewing)
    before = None if after is None else _read(after, "after")
    # one character more tells that it is too long, however long it is
    words = question[: LONGEST + 1]
    service = info.context.service
    understood = await understand(
        words, day, looking.find, looking.values, looking.readable, before, service.synonyms
    )
    propose = service.propose
    if understood.refused is not None and propose is not None and 0 < len(question.strip()) <= LONGEST:
        understood = await proposed(question, day, propose, looking.find, looking.readable, before)
    return await _of(info, understood, language, plan_only, day if today else None)


async def _of(
    info: Info, understood: Understood, language: str, plan_only: bool, day: date | None = None
) -> AskAnswer:
    if understood.refused is not None:
        refused = understood.refused
        return _nothing(refused=AskRefusal(part=refused.part, text=refused.text.in_(language)))
    if understood.asks is not None:
        offered = [each for each in understood.asks.choices if each.plan is not None]
        apart = await told_apart(info, [each.node for each in offered if each.node is not None])
        choices = [
            AskChoice(
                text=each.text.in_(language) + (apart.get(each.node.id, "") if each.node else ""),
                plan=PLAN.dump_python(each.plan, mode="json"),
            )
            for each in offered
            if each.plan is not None
        ]
        return _nothing(asks=AskBack(text=understood.asks.text.in_(language), choices=choices))
    if understood.plan is None:
        raise Failed
    return await _answered(info, understood.plan, language, plan_only, day)


async def _answered(
    info: Info, plan: Plan, language: str, plan_only: bool, day: date | None = None
) -> AskAnswer:
    async def run(operation: Operation) -> Mapping[str, Any]:
        found: Mapping[str, Any] = await info.context.ask(
            info.schema._schema, operation.text, operation.variables
        )
        return found

    # a derived dimension is of a day: of the one on which the question is asked
    asked = plan.model_copy(update={"as_of": day}) if isinstance(plan, Dimension) and not plan.as_of else plan
    try:
        operation = first_operation(asked)
        came = Answer({}) if plan_only else await answer(asked, run)
        if asked != plan and str(came.value.get("state")).upper() == "NOT_AVAILABLE_FOR_THIS_DATE":
            # some know no other day than today
            operation, came = first_operation(plan), await answer(plan, run)
    except Inexpressible as error:
        text = error.said_in_chinese if language == "zh" else error.message
        return _nothing(refused=AskRefusal(part=error.part, text=text))
    return _nothing(
        understood=in_words(plan).in_(language),
        plan=PLAN.dump_python(plan, mode="json"),
        operation=operation.text,
        variables=operation.variables,
        answer=None if plan_only else came.value,
        evidence=[
            AskEvidence(kind=each.kind, id=strawberry.ID(each.id), name=each.name) for each in came.evidence
        ],
    )


def _read(said: Any, argument: str) -> Plan:
    """A plan that came in. Raises `ArgumentRefused`, which quotes nothing of it."""
    try:
        return PLAN.validate_json(said) if isinstance(said, str) else PLAN.validate_python(said)
    except (ValidationError, RecursionError):
        raise ArgumentRefused(f"{argument} is no plan", f"{argument} 不是有效的查询计划") from None
