"""A plan: one statement, what its parameters are taken from, and how its answer becomes the operation's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from graphql import (
    FieldNode,
    GraphQLField,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    is_non_null_type,
    is_required_argument,
)
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

    @property
    def own(self) -> Sequence[str]: ...

    @property
    def hidden(self) -> Sequence[str]: ...

    def opened(self, cursor: str, binding: str) -> Sequence[Any]:
        """The keys in a cursor that was made for `binding`. Raises `CursorRefused`."""

    def sealed(self, keys: Sequence[Any], binding: str) -> str:
        """A cursor that only this viewer can use, and only for `binding`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A field with arguments, and how what execution makes of them is found for each request.

    `constants` are those that do not depend on variables, `named` those that are a variable's value as it is; where
    that does not tell it all, execution's own way is gone.
    """

    number: int
    declared: GraphQLField
    node: FieldNode
    constants: Arguments
    named: Sequence[tuple[str, str]]
    is_plain: bool

    def arguments(self, variables: VariableValues) -> Arguments:
        """The arguments for these variables. Raises `GraphQLError` where they cannot be so."""
        if self.is_plain:
            made = dict(self.constants)
            for argument, variable in self.named:
                if variable not in variables.coerced:
                    break
                made[argument] = variables.coerced[variable]
            else:
                return made
        return get_argument_values(self.declared, self.node, variables)


def call_of(number: int, declared: GraphQLField, node: FieldNode, variables: VariableValues) -> Call:
    """A field with arguments, looked at once."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    named, plain = [], True
    for name, value in given.items():
        if isinstance(value, VariableNode):
            # of a variable that may be null where its argument may not, execution has to say so
            argument = declared.args[name]
            plain = plain and (not is_non_null_type(argument.type) or is_required_argument(argument))
            named.append((name, value.name.value))
        elif _holds_variable(value):
            plain = False
    now = get_argument_values(declared, node, variables)
    constants = {name: value for name, value in now.items() if name not in dict(named)}
    return Call(number, declared, node, constants, named, plain)


def _holds_variable(value: ValueNode) -> bool:
    if isinstance(value, VariableNode):
        return True
    if isinstance(value, ListValueNode):
        return any(map(_holds_variable, value.values))
    return isinstance(value, ObjectValueNode) and any(_holds_variable(each.value) for each in value.fields)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the statement: which call's arguments it is read from, and how."""

    name: str
    call: int
    read: Callable[[Arguments, Asking], Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of a request a completion needs: which call's arguments it is made of, how, and by which key it is found.

    The key is the call's number, where nothing else is said.
    """

    call: int
    make: Callable[[Arguments, Asking], Any]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation is answered.

    `cost` is what it is expected to take, in nodes and relationships met. The statement is empty where nothing has to
    be read; one that `is_partial` is finished by execution field by field. It is good for other values of all variables
    but those that are `fixed`. `asking` are the parameters that say who asks. The statement returns the version of the
    policy in force beside the answer. `touched` are the classes of sensitivity that are read, `shown` is what is shown
    of properties that are not shown as they are.
    """

    statement: str
    calls: Sequence[Call]
    parameters: Sequence[Parameter]
    prepared: Sequence[Prepared]
    shape: Shape
    build: Build
    cost: float
    is_partial: bool = False
    touched: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()

    def bind(self, variables: VariableValues, asking: Asking) -> tuple[dict[str, Any], Context]:
        """The parameters' values for one request, and what its completion needs.

        Raises `GraphQLError` for arguments that cannot be so.
        """
        arguments = [call.arguments(variables) for call in self.calls]
        values = {each.name: each.read(arguments[each.call], asking) for each in self.parameters}
        for name in self.asking:
            values[name] = getattr(asking, name)
        return values, {
            each.key or each.call: each.make(arguments[each.call], asking) for each in self.prepared
        }
