"""How every annotation is stored: in one transaction and in turn, by the one loader, joined with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from neo4j import ManagedTransaction

from graph_platform.annotations.said import Author, Subject
from graph_platform.database import Database, pipeline, run, run_collected
from graph_platform.errors import Conflict, NotThere, UsageError
from graph_platform.facts import Formats, Row
from graph_platform.identity import record_id
from graph_platform.loading.batch import write_batch
from graph_platform.loading.plan import Origin
from graph_platform.loading.prepare import Prepared, RowRefused, prepare
from graph_platform.loading.turns import take_turn
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution.changes import Author as Changer
from graph_platform.resolution.steering import judge_same
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

DATA_SET = "annotations"
TITLE = "Notes, tasks and corrections that people made here"
TRUST = 1.0
"""What somebody corrects outweighs what any source says."""
FORMATS = Formats()
LONGEST = 20_000
"""Characters of a text."""
VERSION = 16
"""Characters of a version: the first ones of the hash of what is said."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, the scopes whose rows they see (nothing for one who sees everything), and what is not there for them.

    That is entities by their ids, and labels.
    """

    author: Author
    scopes: Sequence[str] | None
    hidden: Sequence[str] = ()
    labels: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: the id of its node, its version, and whether the same had been sent before."""

    id: str
    version: str
    repeated: bool = False


def in_turn(database: Database, work: Callable[[ManagedTransaction, datetime], T]) -> T:
    """Do something in one transaction while nobody else writes entities; `work` is given the time of its turn."""
    ensure_schema(database)

    def turn(tx: ManagedTransaction) -> T:
        return work(tx, datetime.fromtimestamp(take_turn(tx) / 1000, UTC))

    return database.transact(turn)


def read_subjects(tx: ManagedTransaction, ids: Sequence[str], writer: Writer) -> list[Subject]:
    """The entities of these ids, in their order, as far as the writer sees them. Raises `NotThere`."""
    asked = {
        "ids": list(ids),
        "scopes": None if writer.scopes is None else list(writer.scopes),
        "hidden": list(writer.hidden),
        "hidden_labels": list(writer.labels),
    }
    found = {
        row["id"]: Subject(row["entity"], ONTOLOGY.finest(row["labels"]), row["record"], tuple(row["scopes"]))
        for row in run(tx, statement("annotations/subjects"), asked)
    }
    if any(id_ not in found for id_ in ids):
        raise not_there()
    return [found[id_] for id_ in ids]


def write(tx: ManagedTransaction, now: datetime, rows: Sequence[Row]) -> Prepared:
    """Store rows; the last of them, as it was prepared."""
    prepared = [prepared_row(row) for row in rows]
    known = {
        row["id"]
        for row in run_collected(tx, statement("load/read_records"), {"ids": [p.lead for p in prepared]})
    }
    added = sum(each.lead not in known for each in prepared)
    counted = {
        "name": DATA_SET,
        "source": DATA_SET,
        "title": TITLE,
        "trust": TRUST,
        "added": added,
        "now": now,
    }
    if not run(tx, statement("annotations/count"), counted):
        raise UsageError("annotations are being forgotten", "Let that come to its end first.")
    at = milliseconds_of(now)
    write_batch(tx, prepared, Origin(DATA_SET, TRUST, "", at, at))
    return prepared[-1]


def prepared_row(row: Row) -> Prepared:
    """A row as the loader takes it. Raises `UsageError` where it cannot be read."""
    table = row.key.partition("/")[0]
    try:
        prepared = prepare(row, DATA_SET, table, FORMATS)
    except RowRefused as refused:
        raise UsageError(f"it {refused.reason}", "Say it otherwise.") from None
    unclean = [name for record in prepared.records if record.own for name in record.values.get("unclean", ())]
    if unclean:
        raise UsageError(
            f"this cannot be read as {', '.join(unclean)}", "See the property's type in the schema."
        )
    return prepared


def join(tx: ManagedTransaction, records: Sequence[tuple[str, Subject]], writer: Writer) -> None:
    """Make each of our records one with its subject, if it is not yet."""
    stored = run_collected(tx, statement("load/read_records"), {"ids": [record for record, _ in records]})
    entity = {row["id"]: row["entity"] for row in stored}
    changer = Changer("annotate", writer.author.subject, "said of it")
    with pipeline(tx) as piped:
        for record, subject in records:
            if entity[record] != subject.entity:
                judge_same(piped, take_turn(piped), subject.record, record, changer, True)


def version_of(tx: ManagedTransaction, key: str) -> str | None:
    """The version in which the row of this key is said now; nothing where it is not."""
    (row,) = run_collected(tx, statement("load/read_records"), {"ids": [record_id(DATA_SET, key)]}) or [{}]
    hash_ = row.get("row_hash")
    return hash_[:VERSION] if hash_ else None


def check_texts(text: str, *others: str | None) -> None:
    """Raise `UsageError` for what is too long."""
    if any(len(each or "") > LONGEST for each in (text, *others)):
        raise UsageError(f"a text may have {LONGEST:,} characters", "Say it shorter.")


def not_there() -> NotThere:
    """The error of an id that stands for nothing, for whoever asks."""
    return NotThere("nothing has this id", "Find it with `search`.")


def changed() -> Conflict:
    """The error of a version that is not the last one."""
    return Conflict(
        "it was changed since you read it", "Read it again, and send the version that it has now."
    )


def milliseconds_of(moment: datetime) -> int:
    """Milliseconds since 1970 of the time of a turn, which is whole."""
    return round(moment.timestamp() * 1000)
