"""What the entities of a FollowTheMoney file are, and the text of its addresses, looked up before its rows are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from graph_platform.errors import SourceError
from graph_platform.facts import BadRow
from ingestors.ftm_schemas import ADDRESS, ELSEWHERE, LABELS, LINKS
from ingestors.reading import rejects
from ingestors.reading.shape import items_of, shape_of
from ingestors.reading.stream import Stream

Known: TypeAlias = Callable[[object], tuple[str, str]]
"""From an id to its label and its address as text; both are empty where the file does not describe it."""

NO_THING = "-"
"""The label of what the file describes by a schema that becomes no thing here."""


def nothing_known(id_: object) -> tuple[str, str]:
    """What is known of an id without a file."""
    return "", ""


def looked_up(path: Path) -> Known:
    """What a file says of its ids."""
    # without a name it is a temporary file, which SQLite takes away; the loader reads in a thread of its own
    file = sqlite3.connect("", check_same_thread=False, isolation_level=None)
    file.execute("PRAGMA journal_mode=OFF")
    file.execute("PRAGMA cache_size=-65536")
    file.execute("CREATE TABLE known (id INTEGER PRIMARY KEY, label TEXT, address TEXT)")
    file.execute("BEGIN")
    # a file that is broken or ends too early is told when its rows are read
    with suppress(SourceError):
        file.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?)", _described(path))
    file.execute("COMMIT")

    def known(id_: object) -> tuple[str, str]:
        found = file.execute("SELECT label, address FROM known WHERE id = ?", (hash(str(id_)),)).fetchone()
        return (found[0], found[1]) if found else ("", "")

    return known


def _described(path: Path) -> Iterator[tuple[int, str, str]]:
    stream = Stream(path)
    back = rejects.is_reject_file(path)
    for _, item in rejects.read(stream, stream.head()) if back else items_of(stream, shape_of(stream), {}):
        if isinstance(item, BadRow):
            continue
        _, raw = item
        schema = str(raw.get("schema"))
        if schema in LINKS or (schema in ELSEWHERE and schema != "Address"):
            continue
        address = _text(raw.get("properties")) if schema == "Address" else ""
        yield hash(str(raw.get("id"))), LABELS.get(schema, NO_THING), address


def _text(properties: Any) -> str:
    """An address as text: the full one, or its parts."""
    if not isinstance(properties, dict):
        return ""
    parts = ("full",) if properties.get("full") else ADDRESS
    return ", ".join(str(properties[part][0]) for part in parts if properties.get(part))
