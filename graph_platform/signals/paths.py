"""Paths as a signal writes them: `(parent:Organization)-[above:OWNS*1..3]->(fleet:Organization)`.

A node is `(name:Label)`, `(name)` where it was named before, or `(:Label)`. A step is `-[name:TYPE]->` or
`<-[name:TYPE]-`; its name may be left out, types are parted by `|`, and `*1..3` repeats it. Of a relationship with an
interval the one that holds on the day is meant, unless `past` (it has ended by then) or `ever` (it has begun by then)
stands behind. `(one)~(other:Person)` leads to whoever has the same name, perhaps one and the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LONGEST_REACH = 4
"""How often a step may be repeated: the group around a company, not the whole economy."""

_NODE = re.compile(r"\(\s*(?P<name>[a-z][a-z0-9_]{0,30})?\s*(?::\s*(?P<label>\w+))?\s*\)")
_STEP = re.compile(
    r"(?P<back><)?-\[\s*(?P<name>[a-z][a-z0-9_]{0,30})?\s*:\s*(?P<types>\w+(?:\s*\|\s*\w+)*)\s*"
    r"(?:\*\s*(?P<least>\d)\s*\.\.\s*(?P<most>\d))?\s*(?P<when>past|ever)?\s*\]-(?P<on>>)?"
)
When = Literal["now", "past", "ever"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a path. `name` is "" where it has none, `label` where it was named before."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a path between two nodes: one relationship, or `least` to `most` of them in a row."""

    name: str
    types: tuple[str, ...]
    back: bool
    least: int = 1
    most: int = 1
    when: When = "now"

    @property
    def single(self) -> bool:
        """Whether it is exactly one relationship, which conditions can compare with other things."""
        return self.least == self.most == 1


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes, and the steps between them: always one step fewer."""

    nodes: tuple[Node, ...]
    hops: tuple[Hop, ...]
    alike: bool = False
    """Whether it leads from one name to the same name elsewhere, by no relationship."""


def parse(text: str) -> Path:
    """Reads a path. Raises `ValueError` that says where it can be read no further."""
    if text.count("~") == 1:
        return _alike(text)
    place = 0
    nodes: list[Node] = []
    hops: list[Hop] = []
    squeezed = text.strip()
    while True:
        node = _NODE.match(squeezed, place)
        if not node or not (node["name"] or node["label"]):
            raise ValueError(
                f"a node like (name:Label) is expected at {squeezed[place : place + 20]!r}; names are in small letters"
            )
        nodes.append(Node(node["name"] or "", node["label"] or ""))
        place = _blank(squeezed, node.end())
        if place == len(squeezed):
            break
        step = _STEP.match(squeezed, place)
        if not step:
            raise ValueError(
                f"a step like -[:TYPE]-> or <-[name:TYPE*1..3]- is expected at {squeezed[place : place + 20]!r}"
            )
        hops.append(_hop(step))
        place = _blank(squeezed, step.end())
    if not hops:
        raise ValueError("a path needs a step")
    return Path(tuple(nodes), tuple(hops))


def _alike(text: str) -> Path:
    ends = [_NODE.fullmatch(part.strip()) for part in text.split("~")]
    nodes = tuple(Node(end["name"] or "", end["label"] or "") for end in ends if end)
    if len(nodes) != 2 or not all(node.name for node in nodes):
        raise ValueError("what is alike is written like (one)~(other:Person)")
    return Path(nodes, (), alike=True)


def _hop(step: re.Match[str]) -> Hop:
    if bool(step["back"]) == bool(step["on"]):
        raise ValueError(f"{step[0]!r} needs exactly one arrow head")
    least, most = int(step["least"] or 1), int(step["most"] or 1)
    if least > most or most == 0:
        raise ValueError(f"{step[0]!r} repeats from {least} to {most}")
    if most > LONGEST_REACH:
        raise ValueError(f"{step[0]!r} repeats more than {LONGEST_REACH} times")
    when: When = "past" if step["when"] == "past" else "ever" if step["when"] == "ever" else "now"
    types = tuple(name.strip() for name in step["types"].split("|"))
    return Hop(step["name"] or "", types, bool(step["back"]), least, most, when)


def _blank(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
