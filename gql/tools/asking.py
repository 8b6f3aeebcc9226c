"""The tool that takes a question in words: what it was understood as, and its answer; a question back, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, JsonValue

from gql.errors import ArgumentRefused
from gql.tools import tool
from gql.tools.operations import operation
from gql.tools.rows import known, table
from gql.tools.tool import Answer, Arguments, Asked, Listing, Tool, given
from gql.tools.untrusted import cleaned
from gql.tools.words import said


class Ask(Arguments):
    question: str | None = Field(None, max_length=500, description="zh, en.")
    plan: dict[str, JsonValue] | None = Field(None, description="A choice's, instead.")
    after: dict[str, JsonValue] | None = Field(None, description="`plan` of the question before.")
    plan_only: bool = False
    budget: int = tool.Budget


def _asks(asked: Ask) -> Asked:
    if (asked.question is None) == (asked.plan is None):
        raise ArgumentRefused("give question or plan", "请给出 question 或 plan 其中之一")
    variables = given(question=asked.question, plan=asked.plan, after=asked.after, planOnly=asked.plan_only)
    return Asked(operation("ask"), variables)


def _tells(data: Mapping[str, Any], asked: Ask, language: str) -> Listing:
    came = data["ask"]
    if refused := came["refused"]:
        return Listing(said(language, "ask_refused"), cleaned(refused), link=None)
    if back := came["asks"]:
        columns, rows = table(back["choices"], ("text", "plan"))
        told = said(language, "asked_back", shown="{shown}")
        return Listing(told, {"asks": cleaned(back["text"])}, columns, rows, link=None)
    about = known({"understood": came["understood"], "plan": _short(came["plan"])})
    answer = dict(came["answer"] or {})
    listed = answer.pop("rows", None) or answer.pop("groups", None) or answer.pop("findings", None) or []
    columns, rows = table(
        [{name: value for name, value in row.items() if name != "labels"} for row in listed]
    )
    told = said(language, "answered" if came["answer"] is not None else "understood", shown="{shown}")
    evidence = [f"{each['kind']}/{each['id']}" for each in came["evidence"]] if not listed else []
    return Listing(told, cleaned(about | known(answer | {"evidence": evidence})), columns, rows)


def _short(plan: Any) -> Any:
    """A plan without what is left open: shorter, and the same when it is read again."""
    if isinstance(plan, dict):
        made = {name: _short(value) for name, value in plan.items()}
        return {name: value for name, value in made.items() if value not in (None, [], "")}
    return [_short(each) for each in plan] if isinstance(plan, list) else plan


ASKING = (
    Tool(
        "ask",
        "Ask",
        "Answers a question, asks back or refuses.",
        Ask,
        Answer,
        _asks,
        _tells,
    ),
)
