"""What is said of a noun phrase, and the phrase that comes of it: that X raised, in Shanghai, since July, by status."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from graph_platform.asking.draft import (
    DATES,
    NUMBERS,
    Phrase,
    Test,
    anchored,
    belonging,
    dated,
    declared,
    edge_of,
    flipped,
    having,
    narrowed,
    relate,
    tested,
    timed,
)
from graph_platform.asking.lexicon import ENDS, EventVerb, Lexicon, Role, Verb, other_end
from graph_platform.asking.plan import Window
from graph_platform.ontology import ONTOLOGY


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with what is said of it."""

    verb: Verb
    edge: tuple[Test, ...] = ()
    none: bool = False
    time: Window | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The head does something to `other`, or (not `subject`) has it done by it."""

    action: Action
    subject: bool
    other: Phrase


@dataclass(frozen=True, slots=True)
class With:
    """The head has `other`, or belongs to it."""

    other: Phrase
    none: bool = False


@dataclass(frozen=True, slots=True)
class Being:
    """A property of the head, or of what leads to it, is something."""

    test: Test


@dataclass(frozen=True, slots=True)
class When:
    """In a window."""

    window: Window
    day: date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """With a date of its own in a window."""

    label: str
    property: str
    window: Window


@dataclass(frozen=True, slots=True)
class Ordered:
    """By a property; by the label's own time where `by` is "time", by its amount where it is "amount"."""

    names: tuple[str, ...]
    descending: bool
    by: str = ""


@dataclass(frozen=True, slots=True)
class Grouped:
    """By the values of a property."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plays:
    """`other` is something of the head's: its defendant, its director."""

    role: Role
    other: Phrase


@dataclass(frozen=True, slots=True)
class Happens:
    """The head does something to `other` that is an event of its own, or (not `subject`) has it done."""

    verb: EventVerb
    subject: bool
    other: Phrase
    time: Window | None = None
    none: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """By how much of `other` there is."""

    other: Phrase
    most: bool = True


Step = Acts | With | Being | When | Dated | Ordered | Grouped | Ranked | Plays | Happens
Modifier = tuple[Step, ...]


def modified(lexicon: Lexicon, head: Phrase, steps: Modifier) -> tuple[Phrase, ...]:
    """All phrases that the head may become."""
    heads: tuple[Phrase, ...] = (head,)
    for step in steps:
        heads = tuple(made for each in heads for made in _step(lexicon, each, step))
    return tuple(dict.fromkeys(heads))


def _step(lexicon: Lexicon, head: Phrase, step: Step) -> tuple[Phrase, ...]:
    match step:
        case Acts(action, subject, other):
            return _some(_acted(head, action, subject, other))
        case Plays():
            return _some(_plays(head, step))
        case Happens():
            return _some(_happened(head, step))
        case With(other, none):
            return belonging(lexicon, head, other, none)
        case Being(test):
            return tested(head, test)
        case When(window, day):
            return _some(timed(head, window, day))
        case Dated(label, name, window):
            return _some(dated(head, label, name, window))
        case Ordered():
            return _some(_ordered(head, step))
        case Grouped(names):
            return tuple(
                replace(head, group=name, labels=having(head.labels, name))
                for name in names
                if having(head.labels, name) and head.group is None and not head.is_named
            )
        case Ranked(other, most):
            plain = replace(other, asked="", most=most)
            return belonging(lexicon, head, plain)


def _some(made: Phrase | None) -> tuple[Phrase, ...]:
    return () if made is None else (made,)


def _acted(head: Phrase, action: Action, subject: bool, other: Phrase) -> Phrase | None:
    made = _related(head, action, subject, other)
    return _by_job_posts(head, action, subject, other) if made is None else made


def _by_job_posts(head: Phrase, action: Action, subject: bool, other: Phrase) -> Phrase | None:
    """An organization that requires a skill, or hires for it, does so in its job posts."""
    if action.verb.relationship not in ("REQUIRES_SKILL", "POSTED") or action.edge or head.role or other.role:
        return None
    posts = Phrase(("JobPost",), during=action.time)
    if subject and narrowed(head.labels, ("Organization",)) and other.labels == ("Skill",):
        between = relate(posts, "required_skills", other)
        return between and relate(head, "job_posts", between, none=action.none)
    if not subject and head.labels == ("Skill",) and narrowed(other.labels, ("Organization",)):
        between = relate(posts, "posted_by", other)
        return between and relate(head, "required_by", between, none=action.none)
    return None


def _happened(head: Phrase, step: Happens) -> Phrase | None:
    """Who visited X, or who was visited by X."""
    mine, theirs = (step.verb.by, step.verb.about) if step.subject else (step.verb.about, step.verb.by)
    if step.other.most is not None or step.other.asked == "count" or head.role or step.other.role:
        return None
    event = relate(Phrase((step.verb.label,), during=step.time), theirs, step.other)
    return event and relate(head, other_end(mine), event, none=step.none)


def _plays(head: Phrase, step: Plays) -> Phrase | None:
    """Lawsuits in which X is the defendant."""
    if head.role is not None:
        return None
    return relate(head, step.role.end, step.other, edge_of(step.role.edge))


def _related(head: Phrase, action: Action, subject: bool, other: Phrase) -> Phrase | None:
    relationship = ONTOLOGY.relationships[action.verb.relationship]
    from_start = subject != action.verb.by_end
    end = relationship.outgoing if from_start else relationship.incoming
    at_end, at_start = (other, head) if from_start else (head, other)
    if action.verb.by and not narrowed(at_start.labels, action.verb.by):
        return None
    if action.verb.of:
        kept = tuple(
            dict.fromkeys(
                label if ONTOLOGY.is_a(label, of) else of
                for label in at_end.labels
                for of in action.verb.of
                if ONTOLOGY.is_a(label, of) or (ONTOLOGY.is_a(of, label) and at_end.bare)
            )
        )
        if not kept:
            return None
        if from_start:
            other = replace(other, labels=kept)
        else:
            head = replace(head, labels=kept)
    role = head.role
    if role is not None and ENDS[role.end][0] is relationship:
        # shareholders that own X: the role is what the verb says anyway
        if action.none or end != other_end(role.end):
            return None
        head = replace(head, role_edge=(*head.role_edge, *action.edge))
        return anchored(head, other, action.time, action.day)
    if role is not None and role.end in ("customers", "accounts"):
        head = replace(head, role=None)
    if other.which and head.most is not None and not action.none and not action.time:
        return flipped(replace(head, asked=""), end, other, action.edge)
    return relate(head, end, other, action.edge, action.none, action.time, action.day)


def _ordered(head: Phrase, step: Ordered) -> Phrase | None:
    if head.order or head.is_named or head.rank:
        return None
    name = _ordering(head, step)
    if name is None:
        return None
    return replace(head, labels=having(head.labels, name), order=(name, step.descending))


def _ordering(head: Phrase, step: Ordered) -> str | None:
    if step.by == "time":
        for name in ("at", "published", "founded"):
            if all(name in ONTOLOGY.properties(label) for label in head.labels):
                return name
        return None
    if step.by == "amount":
        own = [name for name in ("amount", "distance", "duration") if declared(head.labels, name)]
        return own[0] if len(own) == 1 else None
    for name in step.names:
        known = declared(having(head.labels, name), name)
        if known and known.type in (*NUMBERS, *DATES):
            return name
    return None
