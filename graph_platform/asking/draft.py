"""Noun phrases while they are read: what a plan's `Nodes` become, with what is still open about them.

Every function gives the phrase that comes out, or None where the ontology does not allow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from graph_platform.asking.lexicon import ENDS, Lexicon, Role, other_end
from graph_platform.asking.plan import Comparison, Function, Window
from graph_platform.ontology import ONTOLOGY, Property

Value = bool | int | float | str | tuple[str, ...]
Asked = Literal["", "list", "count"]


@dataclass(frozen=True, slots=True)
class Test:
    """What a property has to be: one of `names`, whichever the label has and, if `raw`, whose values hold `value`."""

    names: tuple[str, ...]
    op: Comparison
    value: Value
    raw: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What stands at an end."""

    end: str
    nodes: Phrase
    edge: tuple[Test, ...] = ()
    none: bool = False
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Phrase:
    """Nodes, and what is asked of them.

    `labels` are alternatives; `role` is an end whose other side is not said yet; `most` is set where there has to be
    most (True) or least of them; `total` is a function of a property of theirs.
    """

    labels: tuple[str, ...]
    id: str | None = None
    mention: str = ""
    where: tuple[Test, ...] = ()
    during: Window | None = None
    related: tuple[Link, ...] = ()
    asked: Asked = ""
    which: bool = False
    single: bool = False
    properties: tuple[str, ...] = ()
    order: tuple[str, bool] | None = None
    first: int | None = None
    rank: Link | None = None
    rank_most: bool = True
    total: tuple[Function, str] | None = None
    group: str | None = None
    as_of: date | None = None
    role: Role | None = None
    role_edge: tuple[Test, ...] = ()
    said: str = ""
    at_least: int | None = None
    most: bool | None = None
    none: bool = False
    bare: bool = True
    generic: bool = False
    asks_inside: bool = False
    """Whether something else is asked for than the nodes themselves: which customers, of tickets."""

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has been said of it but what its word means."""
        return (
            self == Phrase(self.labels, role=self.role, said=self.said, single=self.single, bare=self.bare)
            and self.bare
        )

    @property
    def is_named(self) -> bool:
        """Whether it is one node that was named."""
        return self.id is not None


def narrowed(labels: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    """The labels that may stand where `allowed` are; a wider one becomes those that are below it."""
    found: list[str] = []
    for label in labels:
        if any(ONTOLOGY.is_a(label, each) for each in allowed):
            found.append(label)
        else:
            found += [each for each in allowed if ONTOLOGY.is_a(each, label)]
    return tuple(dict.fromkeys(found))


MANAGERS = ("accounts", "account_managers")
"""Both ends of who manages whom."""


def sides(end: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels from which an end is called so, and those that stand there."""
    relationship, outgoing = ENDS[end]
    return (relationship.start, relationship.end) if outgoing else (relationship.end, relationship.start)


def declared(labels: Sequence[str], name: str) -> Property | None:
    """The property of that name that a node of one of the labels may have; the time when it was at included."""
    for label in labels:
        found = ONTOLOGY.properties(label).get(name)
        if found:
            return found
    return None


def having(labels: Sequence[str], name: str) -> tuple[str, ...]:
    """Those of the labels that have a property; or the one label below a dimension that has it."""
    found = tuple(label for label in labels if name in ONTOLOGY.properties(label))
    if found:
        return found
    below = [
        each.name
        for each in ONTOLOGY.labels.values()
        for label in labels
        if ONTOLOGY.is_a(each.name, label) and any(p.name == name for p in each.properties)
    ]
    return tuple(below) if len(below) == 1 else ()


def relate(
    head: Phrase,
    end: str,
    other: Phrase,
    edge: tuple[Test, ...] = (),
    none: bool = False,
    time: Window | None = None,
    day: date | None = None,
) -> Phrase | None:
    """The head, with `other` at its end; `time` belongs to whichever of the two is an event or was published."""
    here, there = sides(end)
    head_labels, other_labels = narrowed(head.labels, here), narrowed(other.labels, there)
    if end in MANAGERS:
        # of people our own alone manage accounts
        managers = head_labels if end == "accounts" else other_labels
        if not all(label in ("Person", "User") for label in managers) and not (
            head.is_named if end == "accounts" else other.is_named
        ):
            return None
    if not head_labels or not other_labels or (head.is_named and not head.asked):
        return None
    inside = other.asks_inside or (other.which and other.asked == "list" and not other.is_named)
    head = replace(head, labels=head_labels, bare=False, asks_inside=head.asks_inside or inside)
    other = replace(other, labels=other_labels, asks_inside=False)
    if (
        other.properties
        or other.order
        or other.group
        or other.rank
        or (other.first and other.most is None)
        or (other.asked == "count" and other.most is None)
    ):
        return None
    as_of = other.as_of or head.as_of
    if time is not None:
        if timed_label(other.labels) and not other.is_named and not other.during:
            other = replace(other, during=time)
        elif timed_label(head.labels) and not head.during:
            head = replace(head, during=time)
        elif day is not None and ENDS[end][0].interval:
            as_of = day
        else:
            return None
    link = Link(
        end,
        replace(
            other,
            asked="",
            which=False,
            single=False,
            as_of=None,
            at_least=None,
            most=None,
            none=False,
            first=None,
        ),
        edge,
        none or other.none,
        other.at_least or 1,
    )
    if other.most is not None and (none or other.none or other.at_least or head.rank):
        return None
    if link.none and link.at_least > 1:
        return None
    if other.most is not None:
        return replace(
            head, rank=link, rank_most=other.most, as_of=as_of, first=head.first or other.first or None
        )
    if other.total:
        return None
    return replace(head, related=(*head.related, link), as_of=as_of)


def flipped(head: Phrase, end: str, other: Phrase, edge: tuple[Test, ...] = ()) -> Phrase | None:
    """`other`, ranked by how many of `head` there are: which customer's tickets are most."""
    made = relate(replace(other, which=True), other_end(end), head, edge)
    return made


def anchored(
    phrase: Phrase, anchor: Phrase, time: Window | None = None, day: date | None = None
) -> Phrase | None:
    """A role with the one whose it is: suppliers, of X."""
    role = phrase.role
    if role is None:
        return None
    there = sides(role.end)[0]
    if not narrowed(anchor.labels, there):
        return None
    edge = (*edge_of(role.edge), *phrase.role_edge)
    return relate(
        replace(phrase, role=None, role_edge=()), other_end(role.end), anchor, edge, time=time, day=day
    )


def edge_of(pairs: Sequence[tuple[str, str]]) -> tuple[Test, ...]:
    """What a relationship has to be, as it stands in the lexicon."""
    return tuple(
        Test((name,), "gt", float(value[2:])) if value.startswith("> ") else Test((name,), "eq", value)
        for name, value in pairs
    )


def of_role(role: Role) -> Phrase:
    """The phrase of a role whose other side is not said yet."""
    there = sides(role.end)[1]
    return Phrase((role.to,) if role.to else there, role=role)


def belonging(lexicon: Lexicon, head: Phrase, other: Phrase, none: bool = False) -> tuple[Phrase, ...]:
    """`head` of `other`, where nothing says how: a role's end, or the way that the lexicon declares."""
    found: list[Phrase] = []
    if other.role is not None and narrowed(head.labels, sides(other.role.end)[0]):
        # without account managers: the role says the way
        edge = (*edge_of(other.role.edge), *other.role_edge)
        if made := relate(head, other.role.end, replace(other, role=None, role_edge=()), edge, none=none):
            return (made,)
    if head.role is not None and not none and (made := anchored(head, other)):
        found.append(made)
    if head.role is None or head.role.end in ("customers", "accounts"):
        head = replace(head, role=None)
        for mine in head.labels:
            for theirs in other.labels:
                way = lexicon.way(mine, theirs)
                if way and (made := along(replace(head, labels=(mine,)), way, other, none)):
                    found.append(made)
    return tuple(dict.fromkeys(found))


def along(head: Phrase, way: str, other: Phrase, none: bool = False) -> Phrase | None:
    """The head with `other` at the end of a way of one end or two."""
    first, _, second = way.partition(".")
    if not second:
        return relate(head, first, other, none=none)
    if other.most is not None or other.at_least:
        return None
    between = relate(Phrase(sides(first)[1]), second, replace(other, none=False))
    return between and relate(head, first, between, none=none or other.none)


def timed_label(labels: Sequence[str]) -> bool:
    """Whether nodes of these labels happen or are published at a time."""
    return all(ONTOLOGY.dimension(label) in ("Event", "Content") for label in labels)


def timed(head: Phrase, window: Window, day: date | None) -> Phrase | None:
    """The head in a window; where it has no time of its own, as of the day."""
    if head.is_named and not head.related:
        return None
    if timed_label(head.labels) and not head.is_named:
        return None if head.during else replace(head, during=window, bare=False)
    spans = [ENDS[link.end][0].interval for link in head.related]
    # a bare customer may be meant without whose
    if head.role and head.role.end not in ("customers", "accounts"):
        spans.append(ENDS[head.role.end][0].interval)
    if day is not None and any(spans) and head.as_of is None:
        return replace(head, as_of=day)
    return None


def dated(head: Phrase, label: str, name: str, window: Window) -> Phrase | None:
    """The head with a property of its own in a window: deals that close in March."""
    labels = narrowed(head.labels, (label,)) if label else having(head.labels, name)
    known = declared(labels, name)
    if known is None or known.type not in DATES or head.during or head.is_named:
        return None
    own = name in ("at", "published")
    return replace(
        head,
        labels=labels,
        bare=False,
        during=Window(since=window.since, until=window.until, property=None if own else name),
    )


def tested(head: Phrase, test: Test) -> tuple[Phrase, ...]:
    """The head with what one of its properties, or of the relationship that leads to it, has to be."""
    on_edge = _on_edge(head, test)
    if on_edge or _role_has(head, test):
        return on_edge
    if any(contradict(each, test) for each in head.where):
        return ()
    if test.names == ("*",):
        return () if head.is_named else (replace(head, bare=False, where=(*head.where, test)),)
    found: list[Phrase] = []
    for name in test.names:
        labels = having(head.labels, name)
        if labels and not head.is_named and _fits(declared(labels, name), test):
            names = tuple(each for each in test.names if having(labels, each)) if test.raw else (name,)
            made = replace(head, labels=labels, bare=False, where=(*head.where, replace(test, names=names)))
            if made not in found:
                found.append(made)
    return tuple(found)


def contradict(one: Test, other: Test) -> bool:
    """Whether a property would have to be two things at once: in Shanghai and in Beijing."""
    same = bool(set(one.names) & set(other.names) - {"*", "tags"})
    return same and one.op in ("eq", "in") and other.op in ("eq", "in")


def _on_edge(head: Phrase, test: Test) -> tuple[Phrase, ...]:
    if _role_has(head, test):
        return (replace(head, bare=False, role_edge=(*head.role_edge, replace(test, names=test.names[:1]))),)
    for place in range(len(head.related) - 1, -1, -1):
        link = head.related[place]
        known = {each.name for each in ENDS[link.end][0].properties}
        names = tuple(name for name in test.names if name in known)
        if names and not any(having(head.labels, name) for name in test.names):
            changed = replace(link, edge=(*link.edge, replace(test, names=names)))
            return (replace(head, related=(*head.related[:place], changed, *head.related[place + 1 :])),)
    return ()


def _role_has(head: Phrase, test: Test) -> bool:
    """Whether it is the relationship of an open role that has the property."""
    if head.role is None or any(having(head.labels, name) for name in test.names):
        return False
    return test.names[0] in {each.name for each in ENDS[head.role.end][0].properties}


def _fits(known: Property | None, test: Test) -> bool:
    if known is None:
        return False
    if test.raw or isinstance(test.value, str | tuple):
        return known.type in TEXTS or known.type in ("enumeration", "country", "language")
    if isinstance(test.value, bool):
        return True
    return known.type in NUMBERS


NUMBERS = ("integer", "decimal", "money", "percent")
DATES = ("date", "datetime", "partial_date")
TEXTS = ("text", "name", "uscc", "lei", "company_number", "serial_number", "vin", "plate", "patent_number")
