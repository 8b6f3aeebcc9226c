"""Recorded operations under two policies: which values each of them shows, and to whom."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strawberry import Schema

from gql.execution import Request, Service
from gql.limits import Limits
from gql.server import operations_schema, service_of
from gql.viewers import Viewer
from graph_platform.database import Database
from privacy.policy.deciding import InForce
from privacy.recording import Recorded

AT_ONCE = 8
"""Operations that are read at the same time."""


@dataclass(frozen=True, slots=True)
class Change:
    """A place in answers that reads otherwise: for which roles, where, whether more or less is shown, and how often."""

    roles: tuple[str, ...]
    place: str
    opens: bool
    times: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of it: how many operations there were, how many answers differ, and where."""

    operations: int
    differing: int
    changes: tuple[Change, ...]


def replay(
    database: Database, home: Path, operations: Iterable[Recorded], old: InForce, new: InForce
) -> Replay:
    """Answer operations under both policies, as those who asked them would be answered today."""
    return asyncio.run(_replay(database, home, list(operations), old, new))


async def _replay(
    database: Database, home: Path, operations: list[Recorded], old: InForce, new: InForce
) -> Replay:
    services = [
        service_of(database, home, Limits(), at_once=AT_ONCE, waiting=len(operations)) for _ in range(2)
    ]
    for service, policy in zip(services, (old, new), strict=True):
        service.force.pretend(policy)
    schema = operations_schema(services[0].limits)
    turn = asyncio.Semaphore(AT_ONCE)
    changed: Counter[tuple[tuple[str, ...], str, bool]] = Counter()
    differing = 0

    async def one(operation: Recorded) -> None:
        nonlocal differing
        async with turn:
            before, after = [await _answered(schema, service, operation) for service in services]
        if before != after:
            differing += 1
            for place, opens in set(_places(before, after, "")):
                changed[operation.roles, place, opens] += 1

    await asyncio.gather(*(one(each) for each in operations))
    for service in services:
        service.close()
    changes = tuple(Change(*key, times) for key, times in changed.most_common())
    return Replay(len(operations), differing, changes)


async def _answered(schema: Schema, service: Service, operation: Recorded) -> Any:
    viewer = Viewer(operation.subject, operation.roles, operation.scopes, purposes=operation.purposes)
    request = Request(service, viewer, door="cli")
    result = await schema.execute(operation.text, operation.variables, request, operation_name=operation.name)
    return result.data


def _places(before: Any, after: Any, place: str) -> Iterator[tuple[str, bool]]:
    """Where two answers read otherwise, without numbers of rows; and whether the second shows more there."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before.keys() | after.keys():
            yield from _places(before.get(key), after.get(key), f"{place}.{key}" if place else key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from _places(one, other, place)
    else:
        yield place, _shows(after) > _shows(before)


def _shows(value: Any) -> int:
    """How much a value shows: characters that are not masked, rows of a list."""
    if value is None:
        return 0
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return len(value) + sum(map(_shows, inner))
    return len(str(value).replace("•••", ""))
