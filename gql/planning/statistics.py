"""What the graph says of itself: how many nodes and relationships of each kind, for the cost of an operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

from gql.meaning import Linked
from graph_platform.database import Database
from graph_platform.ontology import ONTOLOGY
from graph_platform.statements import statement

ASSUMED = 10.0
"""Relationships of one kind that a node is taken to have where nothing was counted."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Nodes by dimension, relationships by type."""

    nodes: Mapping[str, float] = field(default_factory=dict)
    relationships: Mapping[str, float] = field(default_factory=dict)

    def fanout(self, linked: Linked, dimension: str) -> float:
        """How many relationships a node of a dimension (of any, where it is empty) has at this end, on average."""
        name = linked.relationship.name
        if name not in self.relationships:
            return ASSUMED
        near = linked.relationship.start if linked.outgoing else linked.relationship.end
        ends = {dimension} if dimension else set(map(ONTOLOGY.dimension, near))
        return self.relationships[name] / max(sum(self.nodes.get(each, 0.0) for each in ends), 1.0)


UNCOUNTED = Statistics(dict.fromkeys(ONTOLOGY.dimensions, 1_000.0), {})
"""What is taken for those who do not see every row: in a cost out of the graph's counts they would see the others."""


def read_statistics(database: Database) -> Statistics:
    """Count them; Neo4j keeps these numbers, so it reads no node."""

    def count(name: str, **filled: str) -> float:
        # by powers of two: a viewer reads an operation's cost, and is not to see in it that somebody added a row
        many = database.read(statement(name).format(**filled))[0]["many"]
        return float(2 ** round(log2(many))) if many else 0.0

    return Statistics(
        {label: count("drilldown/node_counts", label=label) for label in ONTOLOGY.dimensions},
        {type_: count("drilldown/relationship_counts", type=type_) for type_ in ONTOLOGY.relationships},
    )
