"""What a field of the schema means: plain data beside each field, which the planner composes a statement of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_platform.ontology.model import Property, Relationship

DAYS_AHEAD = "days_ahead"
"""How many days after today the day is that is asked for, less than 0 before it; beside a field's own arguments."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A property of a node or of a relationship."""

    property: Property


@dataclass(frozen=True, slots=True)
class Expression:
    """A value that a stated expression gives; `{n}` stands for the variable. `property` says how it is masked."""

    text: str
    property: Property | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a value that is stored as a list: place in it."""

    place: int


@dataclass(frozen=True, slots=True)
class Linked:
    """The connection along a relationship, seen from one of its ends; `far` are the dimensions of the other end."""

    relationship: Relationship
    outgoing: bool
    far: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events around a node, in pages, the newest first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """All nodes of a dimension, in pages."""

    dimension: str


@dataclass(frozen=True, slots=True)
class Identified:
    """One node, by its id or by an exclusive identifier; of any dimension where that is empty."""

    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Searching:
    """What somebody typed, among names and texts."""


@dataclass(frozen=True, slots=True)
class Joining:
    """The path between two nodes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fragment of `cypher/` gives, made into plain data by `read`.

    The fragment is the inside of a subquery that sees the node as `variable`; on an edge it sees the nodes as `start`
    and `finish`, and RELATION in it is the relationship's type. Its rows go to `read` with the field's arguments and
    the day that is asked for. `parameters` gives the fragment's parameters out of the arguments.
    `reads` are properties that have to be open to the viewer; with `is_whole` every row has to be there for them.
    """

    fragment: str
    variable: str
    read: Callable[[list[Any], Mapping[str, Any]], Any]
    parameters: Callable[[Mapping[str, Any]], Mapping[str, Any]] = field(default=lambda arguments: {})
    reads: tuple[str, ...] = ()
    is_whole: bool = False
    refused: Callable[[], Any] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Taken:
    """A member of plain data that was made in Python, by its name there."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """An object that groups fields of the same node."""


@dataclass(frozen=True, slots=True)
class ConnectionPart:
    """A field of a connection: `edges`, `nodes`, `pageInfo`, `totalCount`, `aggregate`, `facets` …."""

    name: str


@dataclass(frozen=True, slots=True)
class EdgePart:
    """`node` or `cursor` of an edge."""

    name: str


@dataclass(frozen=True, slots=True)
class Summed:
    """Numbers over one property of all rows of a connection: the nodes', or the relationships'."""

    property: Property
    of_edge: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows of a connection have each value of a property, or each label where it is none."""

    property: Property | None


Meaning = (
    Stored
    | Expression
    | Part
    | Linked
    | Timeline
    | Listed
    | Identified
    | Joining
    | Searching
    | Asked
    | Taken
    | Group
    | ConnectionPart
    | EdgePart
    | Summed
    | Counted
)
