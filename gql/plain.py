"""Object types out of dataclasses that the core computes: their fields, annotations and the texts below the fields."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import fields, is_dataclass
from enum import StrEnum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from gql.declared import add, listed, object_type
from gql.meaning import Taken
from gql.values import Long, enumeration

_made: dict[type, Any] = {}


def plain_type(cls: type, name: str = "") -> Any:
    """The type of a dataclass; those that it holds are made with it. `name` is what it is called in the schema."""
    if cls not in _made:
        _made[cls] = made = object_type(name or cls.__name__, _first_line(cls.__doc__))
        hints, told = get_type_hints(cls), _descriptions(cls)
        for field in fields(cls):
            add(made, field.name, _annotation(hints[field.name]), Taken(field.name), told.get(field.name, ""))
    return _made[cls]


def _annotation(hint: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (one,) = [each for each in inner if each is not NoneType]
        return _annotation(one) | None
    if origin in (tuple, list) or getattr(origin, "__name__", "") == "Sequence":
        return listed(_annotation(inner[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enumeration(hint)
    if is_dataclass(hint):
        return plain_type(hint)  # type: ignore[arg-type]
    return {int: Long}.get(hint, hint)


def _enumeration(cls: type[StrEnum]) -> Any:
    if cls not in _made:
        _made[cls] = enumeration(cls.__name__, [each.name for each in cls], _first_line(cls.__doc__))
    return _made[cls]


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n\n")[0].replace("\n", " ")


def _descriptions(cls: type) -> dict[str, str]:
    """The text that stands below each field in the class's source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    body = tree.body[0].body  # type: ignore[attr-defined]
    told = {}
    for declared, below in pairwise(body):
        if isinstance(declared, ast.AnnAssign) and isinstance(below, ast.Expr):
            told[declared.target.id] = _first_line(ast.literal_eval(below.value))  # type: ignore[union-attr]
    for parent in cls.__mro__[1:]:
        if is_dataclass(parent):
            told = _descriptions(parent) | told
    return told
