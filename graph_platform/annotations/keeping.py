"""Notes, tasks, follow-ups and corrections into the graph, each in one transaction in the turn of all writers.

What is said under an idempotency key is kept once, and answered again as it was the first time. Whoever changes
something says which version they have read; of two who change one version the second is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from neo4j import ManagedTransaction

from graph_platform.annotations import said
from graph_platform.annotations.said import DONE, NOTE, OPEN, TASK, Said, Subject
from graph_platform.annotations.storing import (
    DATA_SET,
    VERSION,
    Kept,
    Writer,
    changed,
    check_texts,
    in_turn,
    join,
    milliseconds_of,
    not_there,
    prepared_row,
    read_subjects,
    write,
)
from graph_platform.database import Database, run, run_collected
from graph_platform.errors import Conflict, UsageError
from graph_platform.facts import Mention
from graph_platform.identity import entity_id, record_id
from graph_platform.loading.bolt import from_bolt
from graph_platform.loading.closing import close_rows
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.system import RECORD_PROPERTIES
from graph_platform.statements import statement


def add_note(
    database: Database,
    writer: Writer,
    about: str,
    text: str,
    title: str | None = None,
    once: str | None = None,
) -> Kept:
    """Keep a note about an entity. Raises `NotThere`, `Conflict`, `UsageError`."""
    check_texts(text, title)

    def work(tx: ManagedTransaction, now: datetime) -> Kept:
        (subject,) = read_subjects(tx, [about], writer)
        values = said.written(title, text, None, None, now)
        person = said.person_of(writer.author)
        note = Said(
            NOTE,
            _key(NOTE, writer, once),
            values,
            [subject.mention],
            said.mention_of(person),
            people=(person,),
        )
        return _keep(tx, now, writer, note, [subject])

    return in_turn(database, work)


def add_task(
    database: Database,
    writer: Writer,
    text: str,
    about: str | None = None,
    after: str | None = None,
    title: str | None = None,
    due: date | None = None,
    priority: str | None = None,
    assignee: str | None = None,
    once: str | None = None,
) -> Kept:
    """Keep a task about an entity, or one that follows an event (`after`). Raises as `add_note` does."""
    check_texts(text, title, priority)
    if about is None and after is None:
        raise UsageError("a task is about something, or follows an event", "Name one of them by its id.")

    def work(tx: ManagedTransaction, now: datetime) -> Kept:
        named = {"about": about, "after": after, "assignee": assignee}
        ids = {role: id_ for role, id_ in named.items() if id_ is not None}
        found = dict(zip(ids, read_subjects(tx, list(ids.values()), writer), strict=True))
        _hold(found, "after", "Event")
        _hold(found, "assignee", "Person", "Organization")
        end = {role: subject.mention for role, subject in found.items()}
        person = said.person_of(writer.author)
        task = Said(
            TASK,
            _key(TASK, writer, once),
            {**said.written(title, text, due, priority, now), "status": OPEN},
            [end["about"]] if "about" in end else [],
            said.mention_of(person),
            end.get("assignee"),
            end.get("after"),
            people=(person,),
        )
        return _keep(tx, now, writer, task, list(found.values()))

    return in_turn(database, work)


def change_task(
    database: Database, writer: Writer, id_: str, version: str, changes: Mapping[str, Any]
) -> Kept:
    """Change a task's values (`title`, `text`, `due`, `priority`, `status`; nothing takes one away).

    Raises `Conflict` where it is not of this version any more, otherwise as `add_note` does.
    """
    check_texts(
        changes.get("text") or "", changes.get("title"), changes.get("priority"), changes.get("status")
    )

    def work(tx: ManagedTransaction, now: datetime) -> Kept:
        record, claims = _stored(tx, id_, writer, version, TASK)
        values = {name: value for name, value in record.items() if name not in RECORD_PROPERTIES}
        values = {name: value for name, value in (values | dict(changes)).items() if value is not None}
        ends: dict[str, list[Mention]] = {}
        for claim in claims:
            ends.setdefault(claim["relation"], []).append(Mention(claim["key"], claim["label"]))
        first = {relation: mentions[0] for relation, mentions in ends.items()}
        person = said.person_of(writer.author)
        closes = values.get("status") == DONE and record.get("status") != DONE
        task = Said(
            TASK,
            record["key"],
            values,
            ends.get("CONCERNS", []),
            first.get("RAISED"),
            first.get("ASSIGNED_TO"),
            first.get("FOLLOWS"),
            said.mention_of(person) if closes else first.get("CARRIED_OUT"),
            people=(person,) if closes else (),
        )
        scopes = [scope for scope in record["scopes"] if scope != f"set:{DATA_SET}"]
        kept = write(tx, now, [said.row_of(task, scopes)])
        return Kept(entity_id(kept.lead), kept.hash[:VERSION])

    return in_turn(database, work)


def withdraw(database: Database, writer: Writer, id_: str, version: str) -> None:
    """Take back a note or a task. It stays in the history. Raises `NotThere`, `Conflict`."""

    def work(tx: ManagedTransaction, now: datetime) -> None:
        record, _ = _stored(tx, id_, writer, version)
        close_rows(tx, DATA_SET, [record["id"]], milliseconds_of(now))

    in_turn(database, work)


def _hold(found: Mapping[str, Subject], role: str, *dimensions: str) -> None:
    if role in found and ONTOLOGY.dimension(found[role].label) not in dimensions:
        raise UsageError(f"{role} is not of the right kind", f"It is one of: {', '.join(dimensions)}.")


def _keep(tx: ManagedTransaction, now: datetime, writer: Writer, what: Said, subjects: list[Subject]) -> Kept:
    """Store a new note or task, unless the same is there."""
    scopes = said.scopes_of(subjects, writer.scopes)
    if not scopes and writer.scopes is not None:
        raise UsageError("nobody who sees one of these sees the other", "Say it of one of them.")
    lead = record_id(DATA_SET, what.key)
    rows = run_collected(tx, statement("load/read_records"), {"ids": [lead]})
    if rows:
        return _repeated(tx, lead, what)
    row = said.row_of(what, scopes)
    kept = write(tx, now, [*(said.anchor_row(subject) for subject in subjects), row])
    join(tx, [(record_id(DATA_SET, subject.mention.key), subject) for subject in subjects], writer)
    return Kept(entity_id(lead), kept.hash[:VERSION])


def _repeated(tx: ManagedTransaction, lead: str, what: Said) -> Kept:
    """What was kept under the key. Raises `Conflict` where something else was."""
    (row,) = run(tx, statement("load/read_values"), {"ids": [lead]})
    stored = from_bolt(row["record"])
    asked = prepared_row(said.row_of(what, ())).records[0].values
    same = all(stored.get(name) == value for name, value in asked.items() if name not in ("at", "status"))
    if not same or "row_hash" not in stored:
        raise Conflict(
            "something else was sent under this key, or it was changed since", "Take a new idempotency key."
        )
    return Kept(entity_id(lead), stored["row_hash"][:VERSION], repeated=True)


def _stored(
    tx: ManagedTransaction, id_: str, writer: Writer, version: str, kind: str | None = None
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    scopes = None if writer.scopes is None else list(writer.scopes)
    asked = {"id": id_, "data_set": DATA_SET, "scopes": scopes}
    rows = run(tx, statement("annotations/stored"), asked)
    if not rows or rows[0]["record"]["label"] not in ((NOTE, TASK) if kind is None else (kind,)):
        raise not_there()
    record = from_bolt(rows[0]["record"])
    if record["row_hash"][:VERSION] != version:
        raise changed()
    return record, rows[0]["claims"]


def _key(kind: str, writer: Writer, once: str | None) -> str:
    return said.key_of(kind, writer.author, once or uuid4().hex)
