"""Findings as they are kept, with the entities that they are about as these are now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph_platform.database import Database
from graph_platform.errors import NotThere, UsageError
from graph_platform.findings.model import Measure
from graph_platform.statements import statement

LEAST_OF_AN_ID = 4
LAST = "g"
"""Sorts after every hexadecimal digit."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step or node of the evidence, and the ids of the facts that say it."""

    entities: tuple[str, ...]
    relation: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of the evidence: its path, and the nodes that were counted."""

    part: str
    steps: tuple[Said, ...]
    nodes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided about a finding."""

    verdict: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding as it is kept.

    `roles` are the entities as they are now; `entities` all that it rests on, by the ids that they had when it was
    found. `before` is what it said before it last changed. `gone` is when a run first did not find it any more.
    """

    id: str
    kind: str
    score: float
    roles: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, Measure]
    relations: tuple[str, ...]
    evidence: tuple[Leg, ...]
    entities: tuple[str, ...]
    facts: tuple[str, ...]
    reads: tuple[str, ...]
    found: datetime
    last_found: datetime
    changed: datetime | None
    returned: datetime | None
    gone: datetime | None
    as_of: str
    verdict: str | None
    before: Mapping[str, Any] | None
    verdicts: tuple[Verdict, ...] = ()


def list_findings(
    database: Database,
    kinds: Sequence[str],
    *,
    verdicts: Sequence[str] | None = ("",),
    gone: bool = False,
    since: datetime | None = None,
    entity: str | None = None,
    most: int = 100,
) -> list[StoredFinding]:
    """Findings of these kinds, the surest first: by default those that hold and that nobody has judged.

    `verdicts` are those wanted, "" for none; None stands for all. `entity` is an id that one has, or had.
    """
    if entity is not None:
        entity = living(database, [entity]).get(entity)
        if entity is None:
            raise NotThere("nothing has this id", "Find it with `graph-platform show`.")
    given = {
        "kinds": list(kinds),
        "verdicts": None if verdicts is None else list(verdicts),
        "gone": gone,
        "since": since,
        "entity": entity,
        "most": most,
    }
    rows = database.read(statement("findings/list"), given)
    # each kind is read by its index, so the order over all kinds is made here
    return sorted((_stored(row) for row in rows), key=lambda each: (-each.score, each.id))[:most]


def read_finding(database: Database, id_: str) -> StoredFinding:
    """One finding, by its id or the first digits of it. Raises `NotThere`, `UsageError`."""
    if len(id_) < LEAST_OF_AN_ID:
        raise UsageError(f"{LEAST_OF_AN_ID} digits of an id are the fewest", "Give more of them.")
    found = database.read(statement("findings/read"), {"id": id_, "end": id_ + LAST})
    if not found:
        raise NotThere("there is no such finding", "See `graph-platform discover list`.")
    if len(found) > 1:
        raise UsageError("several findings have an id that begins so", "Give more digits of it.")
    return _stored(found[0])


def living(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """What entities are now that had these ids; those that are gone are left out."""
    rows = database.read(statement("findings/living"), {"ids": sorted(set(ids))})
    return {row["id"]: row["entity"] for row in rows if row["entity"] is not None}


def _stored(row: Mapping[str, Any]) -> StoredFinding:
    kept = row["finding"]
    said = json.loads(kept["said"])
    roles: dict[str, list[tuple[int, str]]] = {}
    for about in row["roles"]:
        roles.setdefault(about["role"], []).append((about["place"], about["entity"]))
    return StoredFinding(
        id=kept["id"],
        kind=kept["kind"],
        score=kept["score"],
        roles={role: tuple(id_ for _, id_ in sorted(ids)) for role, ids in sorted(roles.items())},
        measures=said["measures"],
        relations=tuple(said["relations"]),
        evidence=tuple(_leg(part) for part in said["evidence"]),
        entities=tuple(kept["entities"]),
        facts=tuple(kept["facts"]),
        reads=tuple(kept["reads"]),
        found=_moment(kept["found"]),
        last_found=_moment(kept["last_found"]),
        changed=_maybe(kept.get("changed")),
        returned=_maybe(kept.get("returned")),
        gone=_maybe(kept.get("gone")),
        as_of=str(kept["as_of"]),
        verdict=kept.get("verdict"),
        before=json.loads(kept["before"]) if kept.get("before") else None,
        verdicts=tuple(
            Verdict(each["verdict"], each["by"], each["why"], _moment(each["at"]))
            for each in row.get("verdicts") or ()
        ),
    )


def _leg(part: Mapping[str, Any]) -> Leg:
    return Leg(
        part["part"],
        tuple(Said((start, end), relation, tuple(facts)) for start, relation, end, facts in part["steps"]),
        tuple(Said((node,), "", tuple(facts)) for node, facts in part["nodes"]),
    )


def _moment(value: Any) -> datetime:
    moment: datetime = value.to_native()
    return moment.astimezone(UTC)


def _maybe(value: Any) -> datetime | None:
    return None if value is None else _moment(value)
