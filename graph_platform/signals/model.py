"""What a signal file may hold: its keys and their shapes. Whether its names exist is `checking`'s question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph_platform.signals.durations import days_of

LONGEST_PAST = 260
NAME = r"^[a-z][a-z0-9_]{0,40}$"
Name = Annotated[str, Field(pattern=NAME)]


class Strict(BaseModel):
    """Unknown keys are errors, and nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """The same text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_(self, language: str) -> str:
        """The text in `zh`, or in English for every other language."""
        return self.zh if language == "zh" else self.en


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts: TypeAlias = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]


class Other(Strict):
    """Another property, and how far away it may be."""

    of: str
    within: str | None = None


class Sharing(Strict):
    """A list that has to have something in common with this one, by the first so many characters."""

    with_: str = Field(alias="with")
    first: int = Field(gt=0, le=40)


class Saying(Strict):
    """What a node has to have said in a text with a line for each speaker.

    In one of its lines every list of `all` has a word in it, and `none` has none.
    """

    by: Name
    all: list[Texts] = Field(min_length=1)
    none: list[str] = []


Scalar: TypeAlias = bool | int | float | str


def _scalars(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Condition(Strict):
    """What a property has to be; every key that is given has to hold."""

    is_: Annotated[list[Scalar], BeforeValidator(_scalars)] | None = Field(None, alias="is")
    is_not: Annotated[list[Scalar], BeforeValidator(_scalars)] | None = None
    at_least: float | None = None
    at_most: float | None = None
    contains: Texts | None = None
    excludes: Texts | None = None
    starts: Texts | None = None
    within: str | None = None
    ahead: str | None = None
    older: str | None = None
    since: str | None = None
    known: bool | None = None
    before: Other | None = None
    after: Other | None = None
    names: Name | None = None
    says: Saying | None = None
    shares: Sharing | None = None
    same: str | None = None

    @property
    def beside(self) -> tuple[str, ...]:
        """The names of other things that it compares with."""
        others = [each.of for each in (self.before, self.after) if each]
        others += [self.shares.with_] if self.shares else []
        others += [each for each in (self.same, self.names, self.says.by if self.says else None) if each]
        return tuple(each.partition(".")[0] for each in others)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """A bare value or list is what the property has to be; `before: x.y` is `before: {of: x.y}`."""
        if not isinstance(value, dict):
            return {"is": value}
        return {
            key: {"of": each} if key in ("before", "after") and isinstance(each, str) else each
            for key, each in value.items()
        }

    @model_validator(mode="after")
    def _any(self) -> Condition:
        if not self.model_fields_set:
            raise ValueError("a condition needs something that has to hold")
        return self


Where: TypeAlias = dict[str, Condition]


class Count(Strict):
    """How many different nodes of a name a leg has, and what that number is called.

    With `role` those counted are a role of the finding.
    """

    of: Name
    as_: Name = Field(alias="as")
    least: int = Field(1, ge=0)
    most: int | None = Field(None, ge=0)
    role: Name | None = None


class Leg(Strict):
    """One part of the argument: paths that have to be there, are counted, or (`none`) have to be missing."""

    meaning: Words | None = None
    path: Texts
    where: Where = {}
    count: list[Count] = []
    by: list[Name] = []
    none: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Leg:
        if self.none and (self.count or self.by):
            raise ValueError("a leg with none counts nothing")
        if self.by and not self.count:
            raise ValueError("by goes with count")
        return self


class Surge(Strict):
    """Events of a pattern that come more (or less) often than the past of the node itself lets one expect."""

    meaning: Words | None = None
    path: Texts
    where: Where = {}
    event: Name = "event"
    per: list[Name] = Field(min_length=1, max_length=2)
    direction: Literal["rise", "fall"] = "rise"
    weeks: int = Field(12, ge=1, le=26)
    least: int = Field(5, ge=1)
    times: float = Field(2.0, ge=1)
    installed: str | None = None
    back: str = "1 year"

    @property
    def reaches(self) -> int:
        """How far back the past reaches that is compared with, in weeks."""
        return days_of(self.back) // 7

    @model_validator(mode="after")
    def _past(self) -> Surge:
        if not 2 * self.weeks <= self.reaches <= LONGEST_PAST:
            raise ValueError(
                f"back has to reach over twice the window, and over {LONGEST_PAST} weeks at most"
            )
        return self


class Require(Strict):
    """A number that has to be greater than another one, so many times over."""

    measure: Name
    over: Name
    times: float = Field(1.0, gt=0)


class Signal(Strict):
    """One signal: what it claims, about whom, and the pattern that carries it."""

    name: Name
    title: Words
    meaning: Words
    claim: Words
    refuted_by: Words | None = None
    roles: list[Name] = Field(min_length=1)
    identity: list[Name] = Field(min_length=1)
    tell: Name | None = None
    weight: float = Field(gt=0, le=1)
    surge: Surge | None = None
    legs: dict[Name, Leg] = {}
    require: list[Require] = []
    measures: dict[Name, str] = {}

    @property
    def kind(self) -> str:
        """How its findings are called."""
        return f"signal/{self.name}"

    def said(self, language: str, filled: Mapping[str, Any]) -> str:
        """The claim with names of roles and measures in it; what is not given stays as `{name}`."""
        text = self.claim.in_(language)
        for name, value in filled.items():
            text = text.replace("{" + name + "}", str(value))
        return text
