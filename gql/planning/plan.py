"""A plan: one statement, what its parameters are taken from, and how its answer becomes the operation's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from graphql import FieldNode, GraphQLField
from graphql.execution.values import VariableValues, get_argument_values

from gql.planning.shapes import Build, Context, Shape

Arguments = Mapping[str, Any]


class Asking(Protocol):
    """What a plan is told of one request."""

    @property
    def today(self) -> date: ...

    @property
    def now(self) -> datetime: ...

    @property
    def scopes(self) -> Sequence[str]: ...

    def opened(self, cursor: str, binding: str) -> Sequence[Any]:
        """The keys in a cursor that was made for `binding`. Raises `CursorRefused`."""

    def sealed(self, keys: Sequence[Any], binding: str) -> str:
        """A cursor that only this viewer can use, and only for `binding`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A field with arguments, and how what execution makes of them is read again for each request."""

    number: int
    declared: GraphQLField
    node: FieldNode


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the statement: which call's arguments it is read from, and how."""

    name: str
    call: int
    read: Callable[[Arguments, Asking], Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of a request a completion needs: which call's arguments it is made of, and how."""

    call: int
    make: Callable[[Arguments, Asking], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation is answered.

    `cost` is what it is expected to take, in nodes and relationships met. The statement is empty where nothing has to
    be read; one that `is_about_the_schema` as well is finished by execution field by field. It is good for other values
    of all variables but those that are `fixed`.
    """

    statement: str
    calls: Sequence[Call]
    parameters: Sequence[Parameter]
    prepared: Sequence[Prepared]
    shape: Shape
    build: Build
    cost: float
    is_about_the_schema: bool = False
    fixed: tuple[str, ...] = ()

    def bind(self, variables: VariableValues, asking: Asking) -> tuple[dict[str, Any], Context]:
        """The parameters' values for one request, and what its completion needs.

        Raises `GraphQLError` for arguments that cannot be so.
        """
        arguments = [get_argument_values(call.declared, call.node, variables) for call in self.calls]
        values = {each.name: each.read(arguments[each.call], asking) for each in self.parameters}
        values["scopes"] = asking.scopes
        values["now"] = asking.now
        return values, {each.call: each.make(arguments[each.call], asking) for each in self.prepared}
