"""Cypher by name: `statement("load_records")` is the text of `cypher/load_records.cypher`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph_platform.errors import UnknownStatement


@cache
def statement(name: str) -> str:
    """Give the text of a Cypher file, with the comment that it begins with.

    `name` is the file's name without `.cypher`; folders are parted by `/`. Raises `UnknownStatement`.
    """
    parts = f"{name}.cypher".split("/")
    if not all(part.removesuffix(".cypher").isidentifier() for part in parts):
        raise UnknownStatement(
            f"“{name}” cannot be the name of a Cypher statement",
            "A name is made of letters, digits and underscores; a folder is parted from it by a slash.",
        )
    resource = files("cypher").joinpath(*parts)
    if not resource.is_file():
        raise UnknownStatement(
            f"there is no Cypher file {'/'.join(parts)}", "See the folder cypher/ for those there are."
        )
    return resource.read_text(encoding="utf-8")


_VISIBLE = re.compile(r"\bVISIBLE\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which nodes there are for a viewer.

    With `by_scope` those that have one of `$scopes`; none with one of `labels`; with `by_id` none of `$hidden`.
    """

    by_scope: bool = False
    labels: tuple[str, ...] = ()
    by_id: bool = False

    @property
    def hides_any(self) -> bool:
        """Whether there may be nodes that are not there for the viewer."""
        return self.by_scope or self.by_id or bool(self.labels)


def visible(variable: str, seen: Visibility) -> str:
    """The condition that a node is there for a viewer; nothing for one who sees every node."""
    parts = [f"any(scope IN {variable}.scopes WHERE scope IN $scopes)"] if seen.by_scope else []
    parts += [f"NOT {variable}:{label}" for label in seen.labels]
    parts += [f"NOT {variable}.id IN $hidden"] if seen.by_id else []
    return " AND ".join(parts)


def scoped(text: str, seen: Visibility) -> str:
    """A fragment in which `VISIBLE(x)` is the condition that x is there for the viewer."""
    return _VISIBLE.sub(lambda found: f"({visible(found[1], seen) or 'true'})", text)
