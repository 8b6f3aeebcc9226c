"""What a filter asks, as a condition of a statement: names out of the ontology, values as parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gql.errors import ArgumentRefused
from gql.inputs import Filter, Filterable, Joined
from gql.planning.paging import name_of

Path = tuple[str | int, ...]
Parameter = Callable[[Path, Callable[[Any], Any]], str]
"""Gives the name of a parameter whose value is found by a path in the field's arguments."""
Join = Callable[[str, Joined, Mapping[str, Any], Path], str]
"""Gives the condition that something stands at an end of a relationship, seen from a variable."""

_COMPARISONS = {
    "eq": "{v} = {p}",
    "ne": "{v} <> {p}",
    "in": "{v} IN {p}",
    "gt": "{v} > {p}",
    "gte": "{v} >= {p}",
    "lt": "{v} < {p}",
    "lte": "{v} <= {p}",
    "startsWith": "{v} STARTS WITH {p}",
    "endsWith": "{v} ENDS WITH {p}",
    "contains": "{v} CONTAINS {p}",
    "includes": "{p} IN {v}",
    "currency": "{v} = {p}",
}
MOST_IN = 1_000
"""Values that one `in` may name."""
DEEPEST = 8
"""How deep `and`, `or` and `not` may stand in each other."""


def condition(
    variable: str,
    filter_: Filter,
    where: Mapping[str, Any],
    path: Path,
    parameter: Parameter,
    join: Join,
) -> str:
    """The condition on a variable that a filter's value asks for, in brackets where it needs them.

    Raises `ArgumentRefused` for an explicit null, for a list that is too long, and for what is nested too deeply.
    """
    if sum(step in ("and", "or", "not") for step in path) > DEEPEST:
        raise ArgumentRefused(f"and, or and not stand in each other more than {DEEPEST} deep")
    parts = []
    for name, value in where.items():
        if value is None:
            raise ArgumentRefused(f"{name}: null asks nothing; use isNull")
        if name in ("and", "or"):
            each = [
                condition(variable, filter_, one, (*path, name, place), parameter, join)
                for place, one in enumerate(value)
            ]
            parts.append(
                _joined(
                    each, " AND " if name == "and" else " OR ", empty="true" if name == "and" else "false"
                )
            )
        elif name == "not":
            # what is not known is neither so nor otherwise
            parts.append(f"NOT {condition(variable, filter_, value, (*path, name), parameter, join)}")
        elif typed := filter_.typed.get(name):
            inner = condition(variable, typed.where, value, (*path, name), parameter, join)
            parts.append(f"({variable}:{typed.dimension} AND {inner})")
        elif joined := filter_.joined.get(name):
            parts.append(join(variable, joined, value, (*path, name)))
        else:
            parts += _comparisons(variable, filter_.fields[name], value, (*path, name), parameter)
    return _joined(parts, " AND ", empty="true")


def _comparisons(
    variable: str, field: Filterable, asked: Mapping[str, Any], path: Path, parameter: Parameter
) -> list[str]:
    column = f"{variable}.{field.column}"
    made = []
    for operator, operand in asked.items():
        if operand is None:
            raise ArgumentRefused(f"{path[-1]}.{operator}: null asks nothing; use isNull")
        if operator == "isNull":
            # which of the two is a matter of the statement's text, as are names
            made.append(f"{column} IS NULL" if operand else f"{column} IS NOT NULL")
            continue
        value = column
        if field.property and field.property.type == "money":
            value = f"{column}_currency" if operator == "currency" else f"toFloatOrNull({column})"
        made.append(_COMPARISONS[operator].format(v=value, p=_operand(field, (*path, operator), parameter)))
    return made


def _operand(field: Filterable, path: Path, parameter: Parameter) -> str:
    kind = field.property.type if field.property else ""
    name = parameter(path, _stored if kind == "enumeration" else _few)
    if kind not in ("date", "datetime"):
        return name
    return f"[each IN {name} | {kind}(each)]" if path[-1] == "in" else f"{kind}({name})"


def _few(value: Any) -> Any:
    """A value as it is, checked for each request: a plan outlives the values that it was made for."""
    if isinstance(value, list) and len(value) > MOST_IN:
        raise ArgumentRefused(f"`in` names more than {MOST_IN:,} values")
    return value


def _stored(value: Any) -> Any:
    return [_stored(each) for each in _few(value)] if isinstance(value, list) else name_of(value).lower()


def _joined(parts: Sequence[str], by: str, empty: str) -> str:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else f"({by.join(parts)})"
