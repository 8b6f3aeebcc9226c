"""Elements out of XML, one by one: a file of any size takes the memory of its largest element.

Nothing outside the file is ever fetched: no DTD, no entity, no network. A file that declares entities is refused
before any of it is read. An element that is larger or deeper than any may be is rejected, and what follows is read.

Publishers put many documents into one file (a week of patents, each with its own XML declaration): they are read
one after the other, and one that is damaged costs nothing but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graph_platform.facts import BadRow
from ingestors.reading.items import Item, Raw
from ingestors.reading.stream import Stream
from ingestors.reading.xml_elements import TEXT, elements

NUMBER = "@number"


@dataclass(frozen=True, slots=True)
class Elements:
    """Which XML files are a table's, and which of their elements are its rows.

    An element is named by its tag, or by its parent's and its own: `Stmt/Ntry`; namespaces are left out. `context`
    are elements that stand before the rows and hold for them: every row has them under their own tags, and its place
    since the last of them under `NUMBER`. Parts named in `without` are passed over.
    """

    roots: tuple[str, ...]
    rows: tuple[str, ...]
    context: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    namespace: str = ""

    def fit(self, root: str, namespace: str) -> bool:
        """Whether a file with this root element may be one of them."""
        return root in self.roots and namespace.startswith(self.namespace)


def read(stream: Stream, wanted: Iterable[Elements]) -> Iterator[tuple[str, Item]]:
    """The rows of a file, each with the name that `Elements.rows` has for it."""
    tables = tuple(wanted)
    rows = {name: table.context for table in tables for name in table.rows}
    contexts = {name for context in rows.values() for name in context}
    without = {tag for table in tables for tag in table.without}
    said: Raw = {}
    number = 0
    for name, item in elements(stream, {*rows, *contexts}, without):
        if isinstance(item, BadRow):
            yield name, item
            continue
        line, raw = item
        if name in contexts:
            said[name] = raw.get(TEXT, "") if set(raw) == {TEXT} else raw
            number = 0
        if context := rows.get(name):
            number += 1
            held = {_own_tag(other): said[other] for other in context if other in said}
            yield name, (line, {**held, NUMBER: number, **raw})
        elif name in rows:
            yield name, item


def each(raw: Any, *path: str) -> Iterator[Any]:
    """Every element that a path of tags leads to, however often each of them is repeated."""
    found = raw if isinstance(raw, list) else [raw]
    for tag in path:
        found = [inner for outer in found if isinstance(outer, dict) for inner in _listed(outer.get(tag))]
    return iter(found)


def text(raw: Any, *path: str) -> str:
    """All text of the first element that a path of tags leads to and that has any."""
    return next((said for found in each(raw, *path) if (said := _text(found))), "")


def _own_tag(name: str) -> str:
    return name.rpartition("/")[2]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        parts = (_text(inner) for tag, inner in value.items() if not tag.startswith("@"))
        return " ".join(part for part in parts if part)
    if isinstance(value, list):
        return " ".join(part for inner in value if (part := _text(inner)))
    return "" if value is None else str(value)
