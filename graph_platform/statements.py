"""Cypher by name: `statement("load_records")` is the text of `cypher/load_records.cypher`."""

import re
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


def visible(variable: str, restricted: bool) -> str:
    """The condition that a viewer may see a node, for one whose rows are restricted; nothing for another."""
    return f"any(scope IN {variable}.scopes WHERE scope IN $scopes)" if restricted else ""


def scoped(text: str, restricted: bool) -> str:
    """A fragment in which `VISIBLE(x)` is the condition that the viewer may see x."""
    return _VISIBLE.sub(lambda found: visible(found[1], restricted) or "true", text)
