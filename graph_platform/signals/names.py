"""What the names in a signal stand for: nodes and their labels, relationships and their types, and properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from graph_platform.ontology import ONTOLOGY
from graph_platform.signals.paths import Hop, Path
from graph_platform.strict_yaml import did_you_mean

Kind = Literal["text", "texts", "number", "date", "datetime", "boolean"]
NAMES = "names"
"""All names of a node, folded: in place of a property, where a label has a name."""

_KINDS: dict[str, Kind] = {
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
    "integer": "number",
    "decimal": "number",
    "percent": "number",
    "money": "number",
}
_OF_INTERVAL: dict[str, Kind] = {"valid_from": "date", "valid_to": "date"}
SHOWN = ("date", "datetime", "percent", "integer", "enumeration")
"""Types of properties whose value may stand in a finding: nothing that could tell who it is about."""


class UnknownName(ValueError):
    """A name that nothing has, or that cannot stand where it stands; `hint` says what was perhaps meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(slots=True)
class Names:
    """The nodes (name → label) and relationships (name → step) of a signal."""

    nodes: dict[str, str] = field(default_factory=dict)
    hops: dict[str, Hop] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Takes in what a path names. Raises `UnknownName` where it contradicts the ontology or an earlier path."""
        for node in path.nodes:
            self._node(node.name, node.label)
        for hop in path.hops:
            for each in hop.types:
                if each not in ONTOLOGY.relationships:
                    raise UnknownName(
                        f"there is no relationship {each}", did_you_mean(each, ONTOLOGY.relationships)
                    )
            if hop.when != "now" and not all(ONTOLOGY.relationships[each].interval for each in hop.types):
                raise UnknownName(f"{'|'.join(hop.types)} has no interval: it is neither past nor ever")
            if hop.name:
                if hop.name in self.hops or hop.name in self.nodes:
                    raise UnknownName(f"the name {hop.name!r} stands for something else already")
                self.hops[hop.name] = hop
        self._directions(path)
        if path.alike:
            for node in path.nodes:
                self.kind(f"{node.name}.{NAMES}")

    def label(self, name: str, stated: str = "") -> str:
        """The label of a node of a path: as stated there, or where it was named."""
        return stated or self.nodes.get(name, "")

    def _node(self, name: str, label: str) -> None:
        if label and label not in ONTOLOGY.labels:
            raise UnknownName(f"there is no label {label}", did_you_mean(label, ONTOLOGY.labels))
        if not name:
            return
        if name in self.hops:
            raise UnknownName(f"the name {name!r} stands for a relationship already")
        if name not in self.nodes:
            if not label:
                raise UnknownName(
                    f"({name}) has no label: write it where it first stands", did_you_mean(name, self.nodes)
                )
            self.nodes[name] = label
        elif label not in ("", self.nodes[name]):
            raise UnknownName(f"({name}) was a {self.nodes[name]} before")

    def _directions(self, path: Path) -> None:
        for place, hop in enumerate(path.hops):
            left, right = path.nodes[place], path.nodes[place + 1]
            start, end = (right, left) if hop.back else (left, right)
            ends = self.label(start.name, start.label), self.label(end.name, end.label)
            for each in hop.types:
                _fits(each, *ends)

    def kind(self, reference: str) -> Kind:
        """What `name.property` holds. Raises `UnknownName`."""
        name, _, said = reference.partition(".")
        if not said:
            raise UnknownName(f"{reference!r} is not written like name.property")
        if name in self.nodes:
            return _kind_of_node(self.nodes[name], said)
        if name in self.hops:
            return _kind_of_hop(self.hops[name], said)
        raise UnknownName(f"nothing is named {name!r}", did_you_mean(name, [*self.nodes, *self.hops]))


def _fits(type_: str, start: str, end: str) -> None:
    """Whether a relationship leads from one label to the other, either being as fine as it likes."""
    declared = ONTOLOGY.relationships[type_]
    if _meets(start, declared.start) and _meets(end, declared.end):
        return
    hint = f"It leads from {' or '.join(declared.start)} to {' or '.join(declared.end)}."
    if _meets(end, declared.start) and _meets(start, declared.end):
        hint = "Turn the arrow round."
    raise UnknownName(f"{type_} does not lead from {start} to {end}", hint)


def _meets(label: str, declared: Iterable[str]) -> bool:
    return any(ONTOLOGY.is_a(label, each) or ONTOLOGY.is_a(each, label) for each in declared)


def related(one: str, other: str) -> bool:
    """Whether a node could have both labels."""
    return ONTOLOGY.is_a(one, other) or ONTOLOGY.is_a(other, one)


def _kind_of_node(label: str, said: str) -> Kind:
    declared = ONTOLOGY.properties(label)
    if said == NAMES and "name" in declared:
        return "texts"
    if said not in declared:
        raise UnknownName(f"{label} has no property {said}", did_you_mean(said, [*declared, NAMES]))
    return "texts" if declared[said].many else _KINDS.get(declared[said].type, "text")


def _kind_of_hop(hop: Hop, said: str) -> Kind:
    for each in hop.types:
        declared = ONTOLOGY.relationships[each]
        properties = {p.name: p for p in declared.properties}
        if declared.interval and said in _OF_INTERVAL:
            return _OF_INTERVAL[said]
        if said not in properties:
            known = [*properties, *(_OF_INTERVAL if declared.interval else ())]
            raise UnknownName(f"{each} has no property {said}", did_you_mean(said, known))
    found = {p.name: p for p in ONTOLOGY.relationships[hop.types[0]].properties}[said]
    return "texts" if found.many else _KINDS.get(found.type, "text")


def type_of(names: Names, reference: str) -> str:
    """The declared type of `name.property`, or `date` for the bounds of an interval."""
    name, _, said = reference.partition(".")
    if name in names.nodes:
        declared = ONTOLOGY.properties(names.nodes[name]).get(said)
    else:
        if said in _OF_INTERVAL:
            return "date"
        declared = {p.name: p for p in ONTOLOGY.relationships[names.hops[name].types[0]].properties}.get(said)
    return declared.type if declared and not declared.many else ""
