"""What `path` gives and takes."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry

from gql.declared import add, listed, object_type
from gql.meaning import Expression, Part
from gql.types import Entity
from gql.values import enumeration
from graph_platform.ontology import ONTOLOGY

RelationshipType = enumeration(
    "RelationshipType", ONTOLOGY.relationships, "A relationship type of the graph."
)


@strawberry.enum(description="Which path is taken where there are several.")
class PathPreference(Enum):
    """Which path is taken where there are several."""

    SHORTEST = "SHORTEST"
    STRONGEST = "STRONGEST"


STEP = object_type("PathRelationship", "A relationship on a path, in its own direction.")
add(STEP, "type", RelationshipType, Part(0), "Its type.")
add(STEP, "from_", strawberry.ID, Part(1), "The node that it leads from.")
add(STEP, "to", strawberry.ID, Part(2), "The node that it leads to.")
add(STEP, "share", float | None, Part(3), "The share held, where it is a holding.")
add(STEP, "confidence", float | None, Part(4), "Trust in the most trusted data set that claims it.")

PATH = object_type(
    "Path", "How two nodes hang together: nodes in their order, and what joins each with the next."
)
add(PATH, "length", int, Expression(""), "How many relationships it has.")
add(PATH, "strength", float, Expression(""), "The product of its relationships' shares, or else confidences.")
add(PATH, "nodes", listed(Entity), Expression(""), "The nodes, from the one end to the other.")
add(PATH, "relationships", listed(STEP), Expression(""), "What joins each node with the next.")

PATH_ARGUMENTS: dict[str, tuple[Any, Any, str]] = {
    "from_": (strawberry.ID, strawberry.UNSET, "Id of the one end."),
    "to": (strawberry.ID, strawberry.UNSET, "Id of the other."),
    "through": (
        listed(RelationshipType) | None,
        strawberry.UNSET,
        "Only along these; along all where left out.",
    ),
    "max_length": (int, 4, "Relationships that it may have, at most 8."),
    "prefer": (PathPreference, PathPreference.SHORTEST, "The shortest, or the strongest of the 50 shortest."),
}
