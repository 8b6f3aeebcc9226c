"""Nodes and relationships as the CSV files that `neo4j-admin database import` takes.

A file holds one kind of node or relationship. The types of its columns are found as values come, so its header is a
file of its own, written at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from graph_platform.errors import GraphPlatformError
from graph_platform.ontology import ONTOLOGY, Property
from graph_platform.ontology.system import (
    CLAIM_PROPERTIES,
    ENTITY_PROPERTIES,
    RECORD_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
)

BETWEEN_ITEMS = "\x1f"
"""Parts the items of a list. Cleaned text holds no such character."""

LEAST_BUFFER = 2**18
IMPORT_OPTIONS = (
    f"--array-delimiter=U+{ord(BETWEEN_ITEMS):04X}",
    "--bad-tolerance=0",
    "--path-pattern-style=none",
    "--max-off-heap-memory=50%",
)


@dataclass(slots=True)
class Written:
    """What the import has to know of files: an option for each, the characters of their longest row, line breaks."""

    options: list[str] = field(default_factory=list)
    longest: int = 0
    broken: bool = False

    def add(self, other: Written) -> None:
        """These files and the others."""
        self.options += other.options
        self.longest = max(self.longest, other.longest)
        self.broken = self.broken or other.broken


def import_options(written: Written) -> list[str]:
    """The options with which the import takes files."""
    # A buffer must hold a whole row. Neo4j makes a dozen for every file, and clears each: 16 MiB for a hundred files
    # take longer than the import of a million nodes. Java counts two for a character outside the first 65,536.
    buffer = max(LEAST_BUFFER, 1 << (2 * written.longest).bit_length())
    # where a value may hold a line break, each file is read by one thread
    lines = ["--multiline-fields=true"] if written.broken else []
    return [*IMPORT_OPTIONS, f"--read-buffer-size={buffer}", *lines, *written.options]


class Table:
    """One file of rows: first ids, then the named properties. Their types are those of the first values."""

    def __init__(self, path: Path, option: str, ids: Sequence[str], names: Sequence[str]) -> None:
        self.path = path
        self.option = option
        self._ids = ids
        self._places = {name: place for place, name in enumerate(names)}
        self._blank = [""] * len(self._places)
        self._kinds: dict[str, Kind] = {}
        self._other: Table | None = None
        self._written = Written()
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")

    def add(self, ids: Sequence[str], properties: Mapping[str, Any]) -> None:
        """Write a row. `ids` are hashes, or quoted already."""
        cells = self._blank.copy()
        for name, value in properties.items():
            kind = KINDS.get(type(value)) or _kind_of_list(value)
            if self._kinds.setdefault(name, kind) is not kind:
                # a column has one type: what is said in another one goes to a file of its own
                self._beside().add(ids, properties)
                return
            cells[self._places[name]] = kind.write(value)
        row = ",".join((*ids, *cells))
        if len(row) > self._written.longest:
            self._written.longest = len(row)
        if "\n" in row or "\r" in row:
            self._written.broken = True
        self._file.write(row + "\n")

    def _beside(self) -> Table:
        if self._other is None:
            path = self.path.with_name(f"{self.path.stem}-.csv")
            self._other = Table(path, self.option, self._ids, list(self._places))
        return self._other

    def close(self) -> Written:
        """End the file; what the import has to know of it."""
        self._file.close()
        header = self.path.with_suffix(".header.csv")
        named = [f"{name}:{self._kinds.get(name, KINDS[str]).name}" for name in self._places]
        header.write_text(",".join([*self._ids, *named]) + "\n", encoding="utf-8")
        self._written.options = [f"{self.option}={header},{self.path}"]
        if self._other is not None:
            self._written.add(self._other.close())
        return self._written


class Tables:
    """All files of a fill."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[tuple[str, ...], Table] = {}

    def node(self, labels: tuple[str, ...], kind: str, id_: str, properties: Mapping[str, Any]) -> None:
        """Write a node. `kind` parts it further, so that rows with the same columns stand in one file."""
        key = ("nodes", kind, *labels)
        table = self._tables.get(key)
        if table is None:
            unique = UNIQUE[labels[0]]
            ids = [f"{unique}:ID({labels[0]})"]
            table = self._new(key, f"--nodes={':'.join(labels)}", ids, _of_node(labels, kind, properties))
        table.add((id_,), properties)

    def relationship(
        self,
        type_: str,
        ends: tuple[str, str],
        start: str,
        end: str,
        properties: Mapping[str, Any],
        claimed: str = "",
    ) -> None:
        """Write a relationship between nodes of two labels; `claimed` is the relation of a claim."""
        key = ("relationships", type_, claimed)
        table = self._tables.get(key)
        if table is None:
            one, other = ends
            ids = [f":START_ID({one})", f":END_ID({other})"]
            table = self._new(key, f"--relationships={type_}", ids, _of_relationship(type_, claimed))
        table.add((start, end), properties)

    def _new(self, key: tuple[str, ...], option: str, ids: Sequence[str], names: Sequence[str]) -> Table:
        path = self._folder / f"{len(self._tables)}.csv"
        made = self._tables[key] = Table(path, option, ids, names)
        return made

    def close(self) -> Written:
        """End all files; what the import has to know of them."""
        written = Written()
        for table in self._tables.values():
            written.add(table.close())
        return written


UNIQUE = {"Record": "id", "Entity": "id", "Identifier": "key", "DataSet": "name", "Run": "id", "Lock": "name"}
"""By which property a node of a label is told from the others."""


def _of_node(labels: Sequence[str], kind: str, properties: Mapping[str, Any]) -> list[str]:
    """What nodes may say; of the platform's own notes, of which there are few, what this one says."""
    system, *declared = labels
    if system == "Record":
        return _columns(RECORD_PROPERTIES.keys() - {"id"}, ONTOLOGY.properties(kind).values())
    if system == "Entity":
        said = {name: prop for label in declared for name, prop in ONTOLOGY.properties(label).items()}
        return _columns(ENTITY_PROPERTIES.keys() - {"id"}, said.values())
    return list(properties)


def _of_relationship(type_: str, claimed: str) -> list[str]:
    if type_ in ONTOLOGY.relationships:
        return _columns(RELATIONSHIP_PROPERTIES, ONTOLOGY.relationships[type_].properties)
    return _columns(CLAIM_PROPERTIES, ONTOLOGY.relationships[claimed].properties) if claimed else []


def _columns(system: Iterable[str], declared: Iterable[Property]) -> list[str]:
    names = list(system)
    for prop in declared:
        names += [prop.name, f"{prop.name}_currency"] if prop.type == "money" else [prop.name]
    return names


def quoted(text: str) -> str:
    """A text as a cell."""
    return '"' + text.replace('"', '""') + '"'


def _moment(value: datetime) -> str:
    text = value.isoformat()
    # the import reads no seconds in an offset, which local mean times have: the moment is the same in UTC
    return text if text[-6] != ":" else value.astimezone(UTC).isoformat()


def _list_of(kind: type, values: list[Any]) -> str:
    if any(type(value) is not kind for value in values):
        raise _unsaid("a list of values of different types")
    text = BETWEEN_ITEMS.join(values if kind is str else map(KINDS[kind].write, values))
    if text.count(BETWEEN_ITEMS) != len(values) - 1:
        raise _unsaid("the control character U+001F")
    return quoted(text)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of values: its name in a header, and what writes a cell."""

    name: str
    write: Callable[[Any], str]


KINDS = {
    str: Kind("string", quoted),
    bool: Kind("boolean", lambda value: "true" if value else "false"),
    int: Kind("long", repr),
    float: Kind("double", repr),
    date: Kind("date", date.isoformat),
    datetime: Kind("datetime", _moment),
}
LISTS = {type_: Kind(f"{kind.name}[]", partial(_list_of, type_)) for type_, kind in KINDS.items()}


def _kind_of_list(values: list[Any]) -> Kind:
    if not values:
        raise _unsaid("an empty list")
    return LISTS[type(values[0])]


def _unsaid(what: str) -> GraphPlatformError:
    return GraphPlatformError(
        f"a row holds {what}, which cannot be filled in at once", "Load these files without --bulk."
    )
