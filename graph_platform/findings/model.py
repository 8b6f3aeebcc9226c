"""A finding as an analysis makes it: plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

Measure = int | float | str
"""What a claim says in numbers or words of the ontology; never a value of a node, because a finding has no mask."""


@dataclass(frozen=True, slots=True)
class Step:
    """One relationship between two entities, by their ids, in the direction in which it is stored."""

    start: str
    relation: str
    end: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One leg of the argument: a path step by step, or nodes (events, documents) that were counted, or both.

    `part` says which part of the claim it carries. `nodes` are ids of entities.
    """

    part: str
    steps: tuple[Step, ...] = ()
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that nobody has drawn.

    `kind` is its family and name (`signal/battery_demand`, `link/SUPPLIES`, `interest/circular_holding`). `roles` are
    the ids of the entities that it is about; those of `identity` tell it from others of its kind, so that what is found
    again is the same finding. `score` runs from 0 to 1: how sure the analysis is. `measures` fill the words of the
    claim. `reads` names the properties that it rests on and that are not public, as `Label.property`: who may not read
    one of them in clear is not shown the finding.
    """

    kind: str
    roles: Mapping[str, Sequence[str]]
    identity: Sequence[str]
    score: float
    evidence: tuple[Evidence, ...]
    measures: Mapping[str, Measure] = field(default_factory=dict)
    reads: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same claim about the same entities: 32 hexadecimal digits."""
        said = [self.kind, *("\0".join([role, *sorted(self.roles[role])]) for role in sorted(self.identity))]
        return blake2b("\1".join(said).encode(), digest_size=16, person=b"finding").hexdigest()
