"""What somebody says, as rows: plain data in, facts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from graph_platform.facts import Claim, Mention, Record, Row

NOTE, TASK = "Note", "Task"
OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Author:
    """Who says something: the subject of their token, and their name."""

    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity that something is about: its id, its finest label, its oldest record, and who may see it."""

    entity: str
    label: str
    record: str
    scopes: tuple[str, ...]

    @property
    def mention(self) -> Mention:
        """The record of our own that is one with it."""
        return Mention(f"about/{self.record}", self.label)


@dataclass(frozen=True, slots=True)
class Said:
    """A note or a task. `after` is the event that it follows, `due` and `priority` are a task's."""

    kind: str
    key: str
    values: Mapping[str, Any]
    about: Sequence[Mention] = ()
    author: Mention | None = None
    assignee: Mention | None = None
    after: Mention | None = None
    done_by: Mention | None = None
    people: Sequence[Record] = field(default_factory=tuple)


def key_of(kind: str, author: Author, once: str) -> str:
    """The key of what an author says under an idempotency key: the same for the same two."""
    digest = blake2b(f"{author.subject}\0{once}".encode(), digest_size=16, person=b"annotation").hexdigest()
    return f"{kind.lower()}/{digest}"


def person_of(author: Author) -> Record:
    """The record of an author."""
    return Record(f"author/{author.subject}", "User", {"name": author.name})


def mention_of(record: Record) -> Mention:
    """The record as an end of a claim."""
    return Mention(record.key, record.label)


def row_of(said: Said, scopes: Sequence[str]) -> Row:
    """The row of a note or a task."""
    this = Mention(said.key, said.kind)
    claims = [
        *(_claim("CONCERNS", this, subject, number) for number, subject in enumerate(said.about)),
        *_claims("RAISED" if said.kind == TASK else "CARRIED_OUT", said.author, this),
        *_claims("ASSIGNED_TO", this, said.assignee),
        *_claims("FOLLOWS", this, said.after),
        *(_claims("CARRIED_OUT", said.done_by, this) if said.kind == TASK else ()),
    ]
    record = Record(said.key, said.kind, dict(said.values))
    return Row(said.key, 0, None, (record, *said.people), tuple(claims), scopes=tuple(scopes))


def anchor_row(subject: Subject) -> Row:
    """The row of the record that is one with a subject. It has no scopes: nobody sees the subject because of it."""
    record = Record(subject.mention.key, subject.label)
    return Row(record.key, 0, None, (record,))


def correction_key(subject: Subject, name: str) -> str:
    """The key of what corrects one property of an entity: one for everybody, so that the later sees the earlier."""
    return f"correction/{subject.record}/{name}"


def correction_row(subject: Subject, name: str, value: str) -> Row:
    """The row of a correction: a record that says the value. As `anchor_row` it shows the subject to nobody more."""
    record = Record(correction_key(subject, name), subject.label, {name: value})
    return Row(record.key, 0, None, (record,))


def scopes_of(subjects: Iterable[Subject], own: Sequence[str] | None) -> list[str]:
    """Who may see what is said of these: those who see all of them, as far as its author is one of them.

    `own` are the author's scopes, nothing for one who sees everything. Where others than `public` are left, it goes:
    what is said is not public because the thing is. Empty where nobody sees all of them.
    """
    subjects = list(subjects)
    shared = set(subjects[0].scopes) if own is None else set(own)
    for subject in subjects:
        shared &= set(subject.scopes)
    return sorted(shared - {"public"}) or sorted(shared)


def written(
    title: str | None, text: str, due: date | None, priority: str | None, at: datetime
) -> dict[str, Any]:
    """The values of a note or a task; what is not said is left out."""
    said = {"title": title, "text": text, "due": due, "priority": priority, "at": at}
    return {name: value for name, value in said.items() if value is not None}


def _claims(relation: str, start: Mention | None, end: Mention | None) -> list[Claim]:
    return [] if start is None or end is None else [_claim(relation, start, end, 0)]


def _claim(relation: str, start: Mention, end: Mention, number: int) -> Claim:
    return Claim(f"{relation}/{number}", relation, start, end)
