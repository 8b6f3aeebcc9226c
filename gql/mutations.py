"""What people do: notes, tasks, follow-ups and corrections. Input types, and the mutations that take them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from strawberry.types import Info

from gql.declared import optional, told
from gql.errors import ArgumentRefused
from gql.findings import JudgeFindingPayload, judge_finding
from gql.policy import PolicyPayload, approve_policy, propose_policy, roll_back_policy
from gql.provenance import PROPERTIES
from gql.values import Date
from gql.who import judge, split, undo
from gql.who_types import JudgePayload
from graph_platform.annotations import correcting, keeping
from graph_platform.annotations.said import DONE, OPEN, Author
from graph_platform.annotations.storing import Kept, Writer

KEY = "Idempotency key: what is sent twice under one is kept once. Chosen by the client, a UUID for example."


@strawberry.input(description="A note about something.")
class AddNoteInput:
    """A note about something."""

    about: strawberry.ID = told("What it is about.")
    text: str = told("The note.")
    title: str | None = optional("Its title.")
    idempotency_key: str | None = optional(KEY)


@strawberry.input(description="Something to be done.")
class AddTaskInput:
    """Something to be done."""

    about: strawberry.ID = told("What it is about.")
    text: str = told("What is to be done.")
    title: str | None = optional("Its title.")
    due: Date | None = optional("Day by which it is to be done.")
    priority: str | None = optional("Priority.")
    assignee: strawberry.ID | None = optional("Who is to do it: a person or an organization.")
    idempotency_key: str | None = optional(KEY)


@strawberry.input(description="Something to be done that comes out of an event.")
class AddFollowUpInput:
    """Something to be done that comes out of an event."""

    after: strawberry.ID = told("The event that it follows.")
    text: str = told("What is to be done.")
    about: strawberry.ID | None = optional("What else it is about.")
    title: str | None = optional("Its title.")
    due: Date | None = optional("Day by which it is to be done.")
    priority: str | None = optional("Priority.")
    assignee: strawberry.ID | None = optional("Who is to do it: a person or an organization.")
    idempotency_key: str | None = optional(KEY)


@strawberry.enum(description="Whether a task is still to be done.")
class TaskStatus(Enum):
    """Whether a task is still to be done."""

    OPEN = OPEN
    DONE = DONE


@strawberry.input(description="What changes of a task. What is left out stays; null takes it away.")
class ChangeTaskInput:
    """What changes of a task."""

    id: strawberry.ID = told("The task.")
    version: str = told("The version that was read; another one is refused with CONFLICT.")
    title: str | None = optional("Its title.")
    text: str | None = optional("What is to be done.")
    due: Date | None = optional("Day by which it is to be done.")
    priority: str | None = optional("Priority.")
    status: TaskStatus | None = optional("Whether it is done.")


@strawberry.input(description="What a property of a node is, whatever the sources say.")
class CorrectFactInput:
    """What a property of a node is, whatever the sources say."""

    node: strawberry.ID = told("The node.")
    property: str = told("The property, by its name in this schema.")
    value: str = told("What it is, written as a source would write it.")
    why: str = told("Why, and where it is known from.")
    version: str | None = optional("The version of the correction that it replaces, where there is one.")


@strawberry.input(description="What is taken back.")
class WithdrawInput:
    """What is taken back."""

    id: strawberry.ID = told("The note or the task; of a correction, the node.")
    version: str = told("The version that was read.")
    property: str | None = optional("The property whose correction is taken back.")


@strawberry.type(description="What was kept.")
class AnnotationPayload:
    """What was kept."""

    id: strawberry.ID = told("The node: of the note or task, or the one that was corrected.")
    version: str = told("To be sent with the next change, so that nobody overwrites what they have not read.")
    repeated: bool = told("Whether the same had been sent before, and nothing was done.")


@strawberry.type(description="What was taken back.")
class WithdrawPayload:
    """What was taken back."""

    id: strawberry.ID = told("Its id.")


def _of(input_: Any, *names: str) -> dict[str, Any]:
    """The fields of an input that were given."""
    given = ((name, getattr(input_, name)) for name in names)
    return {name: value for name, value in given if value is not strawberry.UNSET}


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


async def writer_of(info: Info) -> Writer:
    """Who writes, and which rows there are for them under the policy in force."""
    viewer = info.context.viewer
    hidden = (await info.context.viewing_now()).sight.hidden
    author = Author(viewer.subject, viewer.name or viewer.subject)
    scopes = viewer.scopes if viewer.is_restricted else None
    return Writer(author, scopes, hidden.entities, hidden.labels)


async def _kept(info: Info, work: Callable[..., Kept], *said: Any) -> AnnotationPayload:
    kept = await info.context.service.writes.call(work, await writer_of(info), *said)
    info.context.met.append(kept.id)
    return AnnotationPayload(id=strawberry.ID(kept.id), version=kept.version, repeated=kept.repeated)


async def add_note(info: Info, input: AddNoteInput) -> AnnotationPayload:
    named = _of(input, "title")
    once = _of(input, "idempotency_key").get("idempotency_key")
    work = partial(keeping.add_note, once=once, **named)
    return await _kept(info, work, input.about, input.text)


async def add_task(info: Info, input: AddTaskInput) -> AnnotationPayload:
    return await _task(info, input)


async def add_follow_up(info: Info, input: AddFollowUpInput) -> AnnotationPayload:
    return await _task(info, input, after=input.after)


async def change_task(info: Info, input: ChangeTaskInput) -> AnnotationPayload:
    changes: dict[str, Any] = _of(input, "title", "text", "due", "priority", "status")
    if "due" in changes:
        changes["due"] = _day(changes["due"])
    if changes.get("status") is not None:
        changes["status"] = changes["status"].value
    return await _kept(info, keeping.change_task, input.id, input.version, changes)


async def correct_fact(info: Info, input: CorrectFactInput) -> AnnotationPayload:
    name = _property(input.property)
    version = _of(input, "version").get("version")
    return await _kept(info, correcting.correct, input.node, name, input.value, input.why, version)


async def withdraw(info: Info, input: WithdrawInput) -> WithdrawPayload:
    named = _of(input, "property").get("property")
    writes, writer = info.context.service.writes, await writer_of(info)
    if named:
        await writes.call(correcting.withdraw_correction, writer, input.id, _property(named), input.version)
    else:
        await writes.call(keeping.withdraw, writer, input.id, input.version)
    return WithdrawPayload(id=input.id)


async def _task(
    info: Info, given: AddTaskInput | AddFollowUpInput, after: str | None = None
) -> AnnotationPayload:
    named = _of(given, "about", "title", "priority", "assignee")
    once, due = (_of(given, name).get(name) for name in ("idempotency_key", "due"))
    work = partial(keeping.add_task, after=after, due=_day(due), once=once, **named)
    return await _kept(info, work, given.text)


def _property(name: str) -> str:
    if name not in PROPERTIES:
        raise ArgumentRefused("there is no such property", "没有这个属性")
    return PROPERTIES[name].name


def _mutation(resolver: Callable[..., Any], description: str) -> Any:
    return strawberry.mutation(resolver=resolver, description=description)


@strawberry.type(description="What people add, beside what the sources say; and what they decide.")
class Mutation:
    """What people add, and what they decide."""

    add_note: AnnotationPayload = _mutation(add_note, "Keep a note about something.")
    add_task: AnnotationPayload = _mutation(add_task, "Keep something that is to be done.")
    add_follow_up: AnnotationPayload = _mutation(
        add_follow_up, "Keep something that is to be done after an event."
    )
    change_task: AnnotationPayload = _mutation(change_task, "Change a task, or close it.")
    correct_fact: AnnotationPayload = _mutation(
        correct_fact, "Say what a property is, in a record of its own; what the sources say stays."
    )
    withdraw: WithdrawPayload = _mutation(
        withdraw, "Take back a note, a task or a correction. It stays in the history."
    )
    judge: JudgePayload = _mutation(
        judge, "Decide whether two records are about the same thing. Holds over later runs. For stewards."
    )
    split: JudgePayload = _mutation(split, "Take records out of a node. For stewards.")
    undo: JudgePayload = _mutation(undo, "Take a change back, by its number. For stewards.")
    judge_finding: JudgeFindingPayload = _mutation(
        judge_finding, "Say whether a finding is right. From then on it is not listed as new."
    )
    propose_policy: PolicyPayload = _mutation(
        propose_policy, "Propose a policy, for another person to approve. For its officers."
    )
    approve_policy: PolicyPayload = _mutation(
        approve_policy, "Put a policy into force that another person has proposed. For its officers."
    )
    roll_back_policy: PolicyPayload = _mutation(
        roll_back_policy, "Put an earlier policy into force that shows nobody more. For its officers."
    )
