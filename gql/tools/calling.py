"""A tool's call on its way: checked, asked through the one door, put down, made into an answer that fits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import orjson
import strawberry
from graphql import ExecutionResult, GraphQLError
from pydantic import ValidationError

from gql.agents.runs import Call
from gql.auditing import note, note_unexpected, put_down
from gql.errors import ArgumentRefused, Failed, NotFound, formatted
from gql.execution import Request, Service, answered
from gql.metrics import REFUSED, observed
from gql.tools.catalogue import TOOLS
from gql.tools.operations import operation
from gql.tools.tokens import fitting, tokens_of
from gql.tools.tool import Arguments, Asked, AskedFirst, Listing, Tool, Written
from gql.tools.untrusted import cleaned, mark, seen
from gql.tools.words import said
from gql.viewers import Viewer

DOOR = "mcp"
SHORTEST = 60
"""Characters to which long texts are shortened at last, where an answer does not fit."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and in which language they are answered."""

    viewer: Viewer
    language: str = "en"
    run: str = ""
    """The run that an agent says it is in."""


@dataclass(frozen=True, slots=True)
class Held:
    """A write that waits for somebody's approval: what whoever asked is told of it, and its number."""

    summary: str
    id: str


MayWrite = Callable[[Caller, Tool, Mapping[str, Any]], Awaitable[Held | None]]
"""Asked before a tool writes, with the variables of its operation: nothing to go on, `Held` where it has to wait.

Raises `NotAllowed` where it may not. What may be written at all, the mutations themselves decide afterwards.
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tools are called: what answers them, and who is asked before they write."""

    service: Service
    schema: strawberry.Schema
    may_write: MayWrite


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a call: an answer, or an error as it goes out (`code`, `message`, `hint`)."""

    content: Mapping[str, Any]
    is_error: bool = False


async def call(desk: Desk, name: str, arguments: Mapping[str, Any], caller: Caller) -> Called:
    """Call a tool of `TOOLS`. Whatever goes wrong is an answer too; a call that is cancelled ends in the database."""
    runs = desk.service.runs
    try:
        caller = replace(caller, viewer=await runs.bounded(caller.viewer))
        async with runs.call(caller.viewer, name, arguments, caller.run) as made:
            content = await content_of(desk, TOOLS[name], arguments, caller, made)
            made.tokens = round(tokens_of(content)) if caller.viewer.agent else 0
        return Called(content)
    except GraphQLError as error:
        return Called(refused(error, caller.language), True)
    except Exception as error:
        note(error)
        return Called(refused(Failed(), caller.language), True)


async def content_of(
    desk: Desk, tool: Tool, arguments: Mapping[str, Any], caller: Caller, made: Call
) -> Mapping[str, Any]:
    """What a tool answers a caller whose boundary is known. Raises `GraphQLError`."""
    asked = checked(tool, arguments)
    wanted = tool.asks(asked)
    if not tool.hints.reads_only and isinstance(wanted, Asked):
        if caller.viewer.acting:
            await _check_there(desk, wanted, caller, made)
        held = await desk.may_write(caller, tool, wanted.variables)
        if held is not None:
            return {"summary": held.summary, "id": held.id, "version": "", "link": ""}
    told = tool.tells(await ask(desk, wanted, caller, made), asked, caller.language)
    if isinstance(told, Written):
        return told.model_dump()
    return fitted(told, getattr(asked, "budget", 0), caller.language)


async def _check_there(desk: Desk, wanted: Asked, caller: Caller, made: Call) -> None:
    """Refuse a write about what is not there for its agent: whoever approves it may see more. Raises `NotFound`."""
    said_ = wanted.variables["input"]
    for id_ in (said_[name] for name in ("about", "after", "assignee") if name in said_):
        if (await ask(desk, Asked(operation("kind"), {"id": id_}), caller, made))["node"] is None:
            raise NotFound("nothing has this id", "没有此编号的对象")


BOUNDS = ("ge", "le", "max_length", "min_length")
"""What an error says of a bound that was not kept."""


def checked(tool: Tool, arguments: Mapping[str, Any]) -> Arguments:
    """The arguments of a call. Raises `ArgumentRefused`, which names what the tool has and quotes nothing."""
    try:
        return tool.takes.model_validate(arguments)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
    fields = tool.takes.model_fields
    ours = {each.alias or name for name, each in fields.items()}
    named = dict.fromkeys(
        f"{each['loc'][0]} ({_bound(each)})" for each in wrong if each["loc"] and each["loc"][0] in ours
    )
    if not named:
        raise ArgumentRefused("the tool has no such argument", "工具没有这个参数")
    told = ", ".join(named)
    raise ArgumentRefused(f"not as the tool takes it: {told}", f"参数不符：{told}")


def _bound(wrong: Mapping[str, Any]) -> str:
    bounds = wrong.get("ctx", {})
    said_ = [f"{bound} {bounds[bound]}" for bound in BOUNDS if isinstance(bounds.get(bound), int | float)]
    return ", ".join([str(wrong["type"]), *said_])


async def ask(
    desk: Desk, wanted: Asked | AskedFirst, caller: Caller, made: Call | None = None
) -> Mapping[str, Any]:
    """The data of an operation as its viewer is given it, put down in the audit first. Raises `GraphQLError`."""
    service = desk.service
    # who could not even wait is refused before anything is done for them
    service.short.check()
    viewer = caller.viewer if caller.viewer.acting else await service.runs.bounded(caller.viewer)
    request = Request(service, viewer, caller.language, door=DOOR)
    with observed(request):
        result = await _result(desk, wanted, request)
    if made is not None:
        made.entities += request.met
    note_unexpected(result.errors or ())
    put_down(request, result.errors or ())
    if result.errors:
        raise result.errors[0]
    return cast(Mapping[str, Any], result.data)


async def _result(desk: Desk, wanted: Asked | AskedFirst, request: Request) -> ExecutionResult:
    try:
        if isinstance(wanted, AskedFirst):
            first = await request.ask(desk.schema._schema, wanted.operation.text, wanted.variables)
            wanted = wanted.then(first)
        text = wanted.operation.text
        if known := desk.service.known.get((text, None)):
            return await answered(known, wanted.variables, request)
        done = await desk.schema.execute(text, dict(wanted.variables), request)
    except GraphQLError as error:
        return ExecutionResult(None, [error])
    return ExecutionResult(done.data, done.errors)


def refused(error: GraphQLError, language: str) -> dict[str, Any]:
    """An error as it goes out: the API's own words, in the language of whoever asked."""
    made = formatted(error, language)
    told = made.get("extensions") or {}
    code = told.get("code", "BAD_REQUEST")
    REFUSED.labels(code).inc()
    return {"code": code, "message": seen(made["message"]), "hint": told.get("hint", "")}


def fitted(listing: Listing, budget: float, language: str) -> dict[str, Any]:
    """As much of an answer as fits, with where it goes on."""
    about, is_shorter = _shortened(dict(listing.about or {}), budget * 0.8)
    left = budget - tokens_of([about, listing.columns, listing.link]) - 60
    shown = fitting(listing.rows, left)
    summary = listing.summary.replace("{shown}", str(shown))
    left_out = len(listing.rows) - shown
    goes_on = (
        listing.cursors[shown - 1] if shown and listing.cursors and (left_out or listing.has_more) else None
    )
    if goes_on:
        summary += said(language, "more")
    elif left_out:
        summary += said(language, "left_out", many=left_out)
    if is_shorter:
        summary += said(language, "shortened")
    around = mark()
    untrusted: dict[str, Any] = {"about": about} if about else {}
    if listing.columns:
        untrusted |= {"columns": list(listing.columns), "rows": listing.rows[:shown]}
    # as `Answer` declares it; to make one and to take it apart again would cost as much as all before it
    answer: dict[str, Any] = {"summary": summary, "begin": around, "untrusted": untrusted, "end": around}
    if listing.link:
        answer["link"] = listing.link
    if goes_on:
        answer["next"] = goes_on
    elif left_out:
        answer["left_out"] = left_out
    return answer


def _shortened(about: dict[str, Any], budget: float) -> tuple[dict[str, Any], bool]:
    """Values that fit: the longest texts are shortened first, and the longest lists cut."""
    longest, is_shorter = 2_000, False
    while tokens_of(about) > budget and longest >= SHORTEST:
        about = {name: _cut(cleaned(value, longest), longest) for name, value in about.items()}
        longest, is_shorter = longest // 2, True
    return about, is_shorter


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, list):
        return [_cut(each, longest) for each in value[: max(1, longest // 40)]]
    if isinstance(value, dict):
        return {name: _cut(each, longest) for name, each in value.items()}
    return value


def as_text(content: Mapping[str, Any]) -> str:
    """An answer as text, for clients that read no structured content."""
    return orjson.dumps(content).decode()
