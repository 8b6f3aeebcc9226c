"""Which records are about one thing: those that share an exclusive identifier or were resolved to be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from graph_platform.identity import entity_id

K = TypeVar("K", str, int)


@dataclass(frozen=True, slots=True)
class Member:
    """What clustering needs to know of a record. `arrived` is when the platform first stored it.

    Records with the same `resolved` are one.
    """

    id: str
    key: str
    arrived: int
    identifiers: tuple[str, ...]
    resolved: str | None = None


class Components(Generic[K]):
    """Connected components of names that are joined two by two (union-find with path halving)."""

    def __init__(self) -> None:
        self._above: dict[K, K] = {}

    def find(self, name: K) -> K:
        """The name that stands for the component."""
        above = self._above
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(self, one: K, other: K) -> None:
        """Say that two names belong together."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self._above[max(first, second)] = min(first, second)


def clusters(records: Iterable[Member]) -> dict[str, list[Member]]:
    """The records by the id of the entity that they are about; each cluster's founder first.

    The founder is the record that arrived first, ties by key: its hash is the entity's id, so growth keeps the id,
    a merge keeps the older one, and taking the merge apart gives both back.
    """
    members = list(records)
    components = Components[str]()
    for record in members:
        components.find(f"r{record.id}")
        for identifier in record.identifiers:
            components.join(f"r{record.id}", f"i{identifier}")
        if record.resolved:
            components.join(f"r{record.id}", f"c{record.resolved}")
    grouped: dict[str, list[Member]] = {}
    for record in sorted(members, key=lambda r: (r.arrived, r.key, r.id)):
        grouped.setdefault(components.find(f"r{record.id}"), []).append(record)
    return {entity_id(cluster[0].id): cluster for cluster in grouped.values()}


def entity_of_each(clustered: Mapping[str, list[Member]]) -> dict[str, str]:
    """The entity of each record, by ids."""
    return {record.id: entity for entity, cluster in clustered.items() for record in cluster}
