"""A run over the graph: read, resolve, write what differs; nothing else about the graph changes."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph_platform.database import Database
from graph_platform.resolution import changes
from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.reading import Stored, read_stored
from graph_platform.resolution.resolving import Resolution, resolve
from graph_platform.schema import ensure_schema

RUN = changes.Author("run", "resolution", "the model says so")
Tell = Callable[[str, int], None]


@dataclass(slots=True)
class Summary:
    """What a run found and did. Seconds by step."""

    records: int = 0
    before: int = 0
    after: int = 0
    changed: int = 0
    review: int = 0
    unknown: int = 0
    refused: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def run(
    database: Database,
    schemas: tuple[Schema, ...] = SCHEMAS,
    dry_run: bool = False,
    models: Mapping[Schema, Model] | None = None,
    tell: Tell = lambda step, count: None,
) -> Summary:
    """Resolve every record of these schemas, and let entities follow. Ended anywhere, the next run goes on."""
    ensure_schema(database)
    summary = Summary()
    with _timed(summary, "reading"):
        stored = read_stored(database, schemas, lambda count: tell("reading records", count))
    with _timed(summary, "resolving"):
        found = resolve(
            stored.parties, stored.related, stored.judgements, models, tell=lambda step: tell(step, 0)
        )
    wanted = _wanted(stored, found)
    _count(summary, stored, found, wanted)
    if not dry_run:
        with _timed(summary, "writing"):
            numbers = changes.apply(database, wanted, RUN, lambda count: tell("writing clusters", count))
            summary.changed = len(numbers)
    return summary


@contextmanager
def _timed(summary: Summary, step: str) -> Iterator[None]:
    """Adds the seconds of a block to a summary."""
    began = time.perf_counter()
    yield
    summary.seconds[step] = round(time.perf_counter() - began, 2)


def _wanted(stored: Stored, found: Resolution) -> list[changes.Group]:
    """The groups that differ from the entities that there are."""
    of_record = {record: cluster for cluster in map(frozenset, found.clusters) for record in cluster}
    members: dict[str, set[str]] = defaultdict(set)
    for record, entity in stored.entity_of.items():
        members[entity].add(record)
    differing = {cluster for cluster in of_record.values() if _differs(cluster, stored, members)}
    touched = {
        stored.entity_of[record] for cluster in differing for record in cluster if record in stored.entity_of
    }
    groups = [set(cluster) for cluster in differing]
    # what an entity loses on the way goes on alone
    taken = {record for group in groups for record in group}
    for entity in touched:
        groups += [{record} for record in members[entity] - taken if record not in of_record]
    for entity, records in members.items():
        if entity not in touched and len(records) > 1 and not any(record in of_record for record in records):
            groups += [{record} for record in records]
    return changes.groups_of(groups)


def _differs(cluster: frozenset[str], stored: Stored, members: dict[str, set[str]]) -> bool:
    entities = {stored.entity_of.get(record) for record in cluster}
    return len(entities) > 1 or members[entities.pop() or ""] != cluster


def _count(summary: Summary, stored: Stored, found: Resolution, wanted: list[changes.Group]) -> None:
    decisions = Counter(judged.decision for judged in found.judged.values())
    summary.records = len(stored.parties)
    summary.before = len(set(stored.entity_of.values()))
    summary.after = len(stored.parties) - sum(len(cluster) - 1 for cluster in found.clusters)
    summary.changed = len(wanted)
    summary.review = decisions[Decision.REVIEW]
    summary.unknown = decisions[Decision.UNKNOWN]
    summary.refused = sum(judged.vetoed for judged in found.judged.values())
