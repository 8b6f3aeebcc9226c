"""Which of all rows a page holds, by Relay's four arguments, and how its cursors are bound and made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gql.errors import ArgumentRefused
from gql.planning.plan import Arguments, Asking, Call, Prepared
from gql.planning.shapes import Context
from gql.types import PAGE

WHICH_PAGE = ("first", "after", "last", "before")


@dataclass(frozen=True, slots=True)
class PageNow:
    """One page of one request: its length, from which end it is read, and how its cursors are made.

    `has_more_behind` is whether there are rows at the end from which it is read, because it begins at a cursor.
    """

    length: int
    is_backward: bool
    has_more_behind: bool
    seal: Callable[[Sequence[Any]], str]


def is_backward(arguments: Arguments) -> bool:
    """Whether a page is the last rows, or the last before a cursor."""
    return arguments.get("last") is not None


def length_of(arguments: Arguments, least: int, most: int) -> int:
    """How many rows a page may have. Raises `ArgumentRefused`."""
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise ArgumentRefused("give first or last, not both", "first 与 last 只能给出一个")
    length: int = next((each for each in (first, last) if each is not None), PAGE)
    if not least <= length <= most:
        raise ArgumentRefused(f"{'first' if last is None else 'last'}: from {least} to {most}")
    return length


def prepared_page(call: Call, length: Callable[[Arguments], int]) -> Prepared:
    """What the completion of a page needs to know of a request."""
    binding = binding_of(call)

    def now(arguments: Arguments, asking: Asking) -> PageNow:
        bound = binding(arguments)
        backward = is_backward(arguments)
        behind = arguments.get("before" if backward else "after") is not None
        return PageNow(length(arguments), backward, behind, lambda keys: asking.sealed(keys, bound))

    return Prepared(call.number, now)


def binding_of(call: Call) -> Callable[[Arguments], str]:
    """What a cursor is bound to: the field, and its arguments but those that say which page."""
    name = f"{call.declared.type}.{call.node.name.value}"

    def bound(arguments: Arguments) -> str:
        narrowed = {
            key: value for key, value in arguments.items() if key not in WHICH_PAGE and value is not None
        }
        return f"{name} {narrowed!r}"

    return bound


def trimmed(call: int, keys_at: int | None) -> Callable[[Any, Any], Any]:
    """What leaves the page's own rows of those that were read, and says where it stands, at the end."""

    def trim(value: Any, context: Context) -> Any:
        now: PageNow = context[call]
        rows = value[0]
        more = len(rows) > now.length
        if more:
            rows = rows[len(rows) - now.length :] if now.is_backward else rows[: now.length]
        ends: list[str | None] = [None, None]
        if rows:
            ends = [now.seal(row if keys_at is None else row[keys_at]) for row in (rows[0], rows[-1])]
        sides = [now.has_more_behind, more] if now.is_backward else [more, now.has_more_behind]
        return [rows, *value[1:], [*sides, *ends]]

    return trim
