"""What somebody says that a property is, beside what the sources say, and trusted more than they are."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from neo4j import ManagedTransaction

from graph_platform.annotations import said
from graph_platform.annotations.said import NOTE, Said
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
    version_of,
    write,
)
from graph_platform.database import Database
from graph_platform.errors import UsageError
from graph_platform.identity import record_id
from graph_platform.loading.closing import close_rows
from graph_platform.ontology import ONTOLOGY


def correct(
    database: Database,
    writer: Writer,
    id_: str,
    name: str,
    value: str,
    why: str,
    version: str | None = None,
) -> Kept:
    """Say what a property of an entity is, beside what the sources say; it is trusted more than they are.

    `version` is that of the correction that stands in its place so far. Raises `Conflict` where another does, otherwise
    as `add_note` does.
    """
    check_texts(why, value)

    def work(tx: ManagedTransaction, now: datetime) -> Kept:
        (subject,) = read_subjects(tx, [id_], writer)
        declared = ONTOLOGY.properties(subject.label).get(name)
        if declared is None:
            raise UsageError("there is no such property", "See the type's fields in the schema.")
        if declared.exclusive:
            raise UsageError(
                "an identifier joins records", "Judge which records are one, or correct it at its source."
            )
        row = said.correction_row(subject, name, value)
        before = version_of(tx, row.key)
        prepared = prepared_row(row)
        if before != version and before != prepared.hash[:VERSION]:
            raise changed()
        repeated = before == prepared.hash[:VERSION]
        if not repeated:
            person, key = said.person_of(writer.author), f"{row.key}/{uuid4().hex}"
            values = said.written(f"Correction: {name}", why, None, None, now) | {"tags": ["correction"]}
            note = Said(NOTE, key, values, [subject.mention], said.mention_of(person), people=(person,))
            scopes = said.scopes_of([subject], writer.scopes)
            write(tx, now, [said.anchor_row(subject), row, said.row_of(note, scopes)])
            join(tx, [(prepared.lead, subject), (record_id(DATA_SET, subject.mention.key), subject)], writer)
        return Kept(subject.entity, prepared.hash[:VERSION], repeated)

    return in_turn(database, work)


def withdraw_correction(database: Database, writer: Writer, id_: str, name: str, version: str) -> None:
    """Take back what corrects a property of an entity. It stays in the history. Raises `NotThere`, `Conflict`."""

    def work(tx: ManagedTransaction, now: datetime) -> None:
        (subject,) = read_subjects(tx, [id_], writer)
        key = said.correction_key(subject, name)
        before = version_of(tx, key)
        if before is None:
            raise not_there()
        if before != version:
            raise changed()
        close_rows(tx, DATA_SET, [record_id(DATA_SET, key)], milliseconds_of(now))

    in_turn(database, work)
