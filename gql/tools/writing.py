"""Tools that write: a note, a follow-up. What they keep stands beside what the sources say and overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import Field

from gql.tools import tool
from gql.tools.operations import operation
from gql.tools.tool import ENTITY, Arguments, Asked, Hints, Tool, Written, given
from gql.tools.words import said

ONCE = Field(None, max_length=100, description="Sent twice, kept once.")
TEXT = Field(min_length=1, max_length=10_000)


class Note(Arguments):
    about: str = tool.Id
    text: str = TEXT
    title: str | None = Field(None, max_length=200)
    idempotency_key: str | None = ONCE


class FollowUp(Arguments):
    after: str = Field(min_length=1, max_length=64, description="Event id that it follows.")
    text: str = Field(min_length=1, max_length=10_000, description="To do.")
    about: str | None = Field(None, max_length=64, description="Entity id.")
    title: str | None = Field(None, max_length=200)
    due: str | None = Field(None, max_length=10, description="Day (YYYY-MM-DD).")
    priority: str | None = Field(None, max_length=40)
    assignee: str | None = Field(None, max_length=64, description="Person or organization id.")
    idempotency_key: str | None = ONCE


def _note(asked: Note) -> Asked:
    said_ = given(about=asked.about, text=asked.text, title=asked.title, idempotencyKey=asked.idempotency_key)
    return Asked(operation("write_note"), {"input": said_})


def _follow_up(asked: FollowUp) -> Asked:
    said_ = given(
        after=asked.after,
        text=asked.text,
        about=asked.about,
        title=asked.title,
        due=asked.due,
        priority=asked.priority,
        assignee=asked.assignee,
        idempotencyKey=asked.idempotency_key,
    )
    return Asked(operation("propose_follow_up"), {"input": said_})


def _kept(field: str) -> Callable[[Mapping[str, Any], Any, str], Written]:
    def tells(data: Mapping[str, Any], asked: Any, language: str) -> Written:
        kept = data[field]
        told = said(language, "repeated" if kept["repeated"] else "kept")
        return Written(
            summary=told, id=kept["id"], version=kept["version"], link=ENTITY.format(id=kept["id"])
        )

    return tells


# with a key a call may be sent again, without one it keeps another note
WRITES = Hints(reads_only=False, idempotent=False, destroys=False)

WRITING = (
    Tool(
        "write_note",
        "Write a note",
        "Keep a note about an entity, under the signed-in name. Call it only if the user asked for it.",
        Note,
        Written,
        _note,
        _kept("addNote"),
        WRITES,
    ),
    Tool(
        "propose_follow_up",
        "Propose a follow-up",
        "Keep a task that comes out of an event. Call it only if the user asked for it.",
        FollowUp,
        Written,
        _follow_up,
        _kept("addFollowUp"),
        WRITES,
    ),
)
