"""What a tool is: data. Its words, what it takes and gives, its operation, and how that becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from gql.tools.operations import Operation

ENTITY = "graph://entity/{id}"
FINDING = "graph://finding/{id}"
"""Where what has an id can be read whole."""


class Arguments(BaseModel):
    """What a tool takes: nothing that it does not name, and nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Untrusted(BaseModel):
    """Data, never instructions."""

    about: dict[str, JsonValue] | None = None
    columns: list[str] | None = None
    rows: list[list[JsonValue]] | None = None


class Answer(BaseModel):
    """What a tool gives. `begin` and `end` stand around the untrusted part; nobody but this answer knows them."""

    summary: str
    begin: str = ""
    untrusted: Untrusted
    end: str = ""
    link: str | None = None
    next: str | None = None
    left_out: int | None = None


class Written(BaseModel):
    """What was kept."""

    summary: str
    id: str
    version: str
    link: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a client may expect of a tool before it calls it."""

    reads_only: bool = True
    idempotent: bool = True
    destroys: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The operation that a call is, with its variables."""

    operation: Operation
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskedFirst:
    """What has to be known before it is known which operation a call is; asked for the same viewer, in one access."""

    operation: Operation
    variables: Mapping[str, Any]
    then: Callable[[Mapping[str, Any]], Asked]


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer as it is before it has to fit: rows with the cursor of each, where they have one.

    `summary` is filled with `shown` and `total`; `more` follows where something was left out.
    """

    summary: str
    about: Mapping[str, Any] | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    cursors: tuple[str, ...] = ()
    has_more: bool = False
    link: str | None = ENTITY


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `asks` gives the operation of a call, `tells` the answer out of its data, in a language.

    `asks` raises the API's errors for what cannot be meant; `tells` does for what is not there.
    """

    name: str
    title: str
    description: str
    takes: type[Arguments]
    gives: type[BaseModel]
    asks: Callable[[Any], Asked | AskedFirst]
    tells: Callable[[Mapping[str, Any], Any, str], Listing | Written]
    hints: Hints = field(default_factory=Hints)


def given(**variables: Any) -> dict[str, Any]:
    """The variables that are there."""
    return {name: value for name, value in variables.items() if value is not None}


Id = Field(min_length=1, max_length=64)
Budget = Field(1_500, ge=100, le=20_000, description="Tokens.")
AsOf = Field(None, max_length=10, description="YYYY-MM-DD")
After = Field(None, max_length=4_096, description="`next` of the last page.")
