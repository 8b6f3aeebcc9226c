"""What a declaration of the graph is made of. The declarations themselves stand beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Sensitivity(StrEnum):
    """How a value is treated when nobody has said otherwise; masking defaults follow from it."""

    PUBLIC = "public"
    """Stands in a public register or on a public page."""
    INTERNAL = "internal"
    """The company's own business, harmless inside it."""
    CONFIDENTIAL = "confidential"
    """Business that only some inside the company may read: sums, stages, terms."""
    PERSONAL = "personal"
    """About a person: name, title, date of birth."""
    CONTACT = "contact"
    """Reaches a person: phone, e-mail, street address, chat account."""
    IDENTITY = "identity"
    """Stands for a person or an account in official life: resident ID, passport, bank account."""
    TEXT = "text"
    """Free text, which may hold any of the above; searched and shown in masked form only."""


class Domain(StrEnum):
    """The part of the company's business that a property belongs to."""

    SALES = "sales"
    SERVICE = "service"
    REGISTER = "register"
    HIRING = "hiring"
    OPERATIONS = "operations"
    FINANCE = "finance"
    GENERAL = "general"
    """Of every part: what things are called, when something happened."""


class Choice(StrEnum):
    """The rule by which an entity's one value is chosen out of what its records say."""

    TRUSTED = "trusted"
    """The most trusted data set's; ties: the newest, then the most frequent."""
    NEWEST = "newest"
    """The one observed last; ties: the most trusted, then the most frequent."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or of a relationship.

    `type` names a cleaner in `graph_platform.cleaning`. `unit` says what a number counts. An `exclusive` property
    belongs to one thing in the world, so two records that share its value are about the same one.
    A property of type `money` declares its companion `<name>_currency` by itself.
    """

    name: str
    type: str
    sensitivity: Sensitivity
    domain: Domain
    description: str
    unit: str | None = None
    exclusive: bool = False
    many: bool = False
    choice: Choice = Choice.TRUSTED
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One label: a dimension (no `parent`) or a finer label below it."""

    name: str
    description: str
    parent: str | None = None
    properties: tuple[Property, ...] = ()
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type, the labels that it joins, and what each end calls the other end.

    With `interval`, it holds from `valid_from` to `valid_to` (half open, Neo4j dates); without, it is timeless
    or dated by the event at one of its ends. Without `loops`, it may not join a node with itself.
    """

    name: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    outgoing: str
    incoming: str
    description: str
    interval: bool = False
    properties: tuple[Property, ...] = ()
    loops: bool = False
    zh: str = ""


@dataclass(frozen=True)
class Ontology:
    """The declared graph: labels by name, relationships by type."""

    labels: Mapping[str, Label]
    relationships: Mapping[str, Relationship]
    _lineages: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The five labels that every entity has exactly one of."""
        return tuple(label.name for label in self.labels.values() if label.parent is None)

    def lineage(self, label: str) -> tuple[str, ...]:
        """The label and those above it, finest first: `("Battery", "Device")`."""
        if label not in self._lineages:
            parent = self.labels[label].parent
            self._lineages[label] = (label, *(self.lineage(parent) if parent else ()))
        return self._lineages[label]

    def finest(self, labels: Iterable[str]) -> str:
        """The most particular of a node's labels, without those that are not declared; "" where none is."""
        declared = [label for label in labels if label in self.labels]
        return max(declared, key=lambda label: (len(self.lineage(label)), label), default="")

    def dimension(self, label: str) -> str:
        """The dimension that a label belongs to."""
        return self.lineage(label)[-1]

    def is_a(self, label: str, other: str) -> bool:
        """Whether `label` is `other` or below it."""
        return other in self.lineage(label)

    def properties(self, label: str) -> dict[str, Property]:
        """The properties that a node of this label may have, its dimension's included, by name."""
        return {p.name: p for name in reversed(self.lineage(label)) for p in self.labels[name].properties}

    def every_property(self) -> Iterator[tuple[str, Property]]:
        """Every declared property with the label or relationship type that declares it."""
        for label in self.labels.values():
            for declared in label.properties:
                yield label.name, declared
        for relationship in self.relationships.values():
            for declared in relationship.properties:
                yield relationship.name, declared
