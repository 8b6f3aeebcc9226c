"""The texts out of `cypher/drilldown/` and of other parts' fragments, without their comments."""

from __future__ import annotations

import re
from functools import cache

from graph_platform.statements import Visibility, scoped, statement

_HOLDS = re.compile(r"HOLDS\((\w+)\)")
_PARAMETER = re.compile(r"\$(\w+)")


@cache
def part(name: str) -> str:
    """The text of one of the parts that statements are composed of."""
    return bare(f"drilldown/{name}")


@cache
def bare(name: str) -> str:
    """A Cypher file's text without comments, on one line."""
    lines = [line.strip() for line in statement(name).splitlines()]
    return " ".join(line for line in lines if line and not line.startswith("//"))


def holds(relationship: str, as_of: str) -> str:
    """The condition that a relationship holds on a day."""
    return f"{relationship}.valid_from <= {as_of} AND {relationship}.valid_to > {as_of}"


def filled(
    name: str, renamed: dict[str, str], parameters: dict[str, str], as_of: str, seen: Visibility
) -> str:
    """A fragment with its variables, parameters and markers filled in. `$scopes` and `$hidden` stay what they are."""
    text = bare(name)
    for before, now in renamed.items():
        text = re.sub(rf"(?<![\w:$.']){before}(?![\w'])", now, text)
    text = scoped(text, seen)
    text = _HOLDS.sub(lambda found: f"({holds(found[1], as_of)})", text)
    known = parameters | {"as_of": as_of}
    return _PARAMETER.sub(lambda found: known.get(found[1], found[0]), text)
