"""Findings as a person reads them: names in place of ids, and where each piece of evidence stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_platform.database import Database
from graph_platform.findings.kind import Kind
from graph_platform.findings.model import Measure
from graph_platform.findings.reading import Leg, StoredFinding, living
from graph_platform.loading.recompute import chunks
from graph_platform.statements import statement

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands; `closed` where its source does not say it any more."""

    id: str
    data_set: str
    file: str | None
    line: int | None
    closed: bool


def names_of(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """What entities are called, by the ids that they have or had; those that are gone are left out."""
    now = living(database, ids)
    found: dict[str, str] = {}
    for some in chunks(sorted(set(now.values())), BATCH):
        for row in database.read(statement("findings/names"), {"ids": list(some)}):
            found[row["id"]] = row["name"] or row["id"]
    return {id_: found[entity] for id_, entity in now.items() if entity in found}


def places_of(database: Database, facts: Iterable[str]) -> dict[str, Place]:
    """Where facts stand; those that were forgotten are left out."""
    found: dict[str, Place] = {}
    for some in chunks(sorted(set(facts)), BATCH):
        for row in database.read(statement("findings/facts"), {"ids": list(some)}):
            found[row["id"]] = Place(
                row["id"], row["data_set"], row["file"], row["line"], bool(row["closed"])
            )
    return found


def claim_of(
    kind: Kind,
    language: str,
    roles: Mapping[str, Sequence[str]],
    measures: Mapping[str, Measure],
    names: Mapping[str, str],
) -> str:
    """The claim in words; entities without a name are called by their ids."""
    called = {role: [names.get(id_, id_) for id_ in ids] for role, ids in roles.items()}
    return kind.said(language, called, measures)


def lines_of(
    leg: Leg, names: Mapping[str, str], places: Mapping[str, Place], most: int = 5
) -> Iterable[tuple[str, Sequence[Place]]]:
    """The evidence line by line, each with where it stands: steps in order, then the first nodes."""
    for step in leg.steps:
        start, end = (names.get(id_, id_) for id_ in step.entities)
        yield f"{start} -[{step.relation}]-> {end}", [places[fact] for fact in step.facts if fact in places]
    for node in leg.nodes[:most]:
        (id_,) = node.entities
        yield names.get(id_, id_), [places[fact] for fact in node.facts if fact in places]
    if len(leg.nodes) > most:
        yield f"… and {len(leg.nodes) - most} more", ()


def everything_in(finding: StoredFinding) -> set[str]:
    """The ids of all entities that a finding names."""
    return set(finding.entities) | {id_ for ids in finding.roles.values() for id_ in ids}
