"""Notes for resolution: which records of people and organizations a transaction touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_platform.database import Transaction, run
from graph_platform.loading.plan import Plan
from graph_platform.ontology import ONTOLOGY
from graph_platform.statements import statement


def note_touched(tx: Transaction, at: int, records: Iterable[str]) -> None:
    """Note records that are to be resolved again; `at` is what `take_turn` gave. Nothing where none ever was."""
    if ids := sorted(set(records)):
        run(tx, statement("resolution/note"), {"at": at, "ids": ids})


def touched_by(plan: Plan) -> Iterator[str]:
    """The records of people and organizations that a batch states, and those at an end of a claim that it changes."""
    labels = {id_: row["label"] for id_, row in plan.stored.items()}
    for stated in (plan.creates, plan.replaces, plan.shared):
        labels |= {id_: record.label for id_, (record, _) in stated.items()}
        yield from (id_ for id_ in stated if _is_resolved(labels[id_]))
    ends = {end for claim, _ in plan.claims for end in (claim.start, claim.end)}
    yield from (id_ for id_ in ends | set(plan.loosened) if _is_resolved(labels.get(id_)))


def _is_resolved(label: str | None) -> bool:
    return label is None or ONTOLOGY.dimension(label) in ("Person", "Organization")
