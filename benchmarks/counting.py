"""What Neo4j itself says that a load wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from neo4j import ManagedTransaction, Record

from graph_platform.database import Access, Database
from graph_platform.statements import statement

T = TypeVar("T")
COUNTED = (
    "nodes_created",
    "nodes_deleted",
    "relationships_created",
    "relationships_deleted",
    "properties_set",
    "labels_added",
    "labels_removed",
)
BOOKKEEPING = ("data_sets/begin", "data_sets/advance", "data_sets/end", "load/take_turn")
"""Statements that write down how far a run is, not what a row says."""


class CountingDatabase(Database):
    """A database that adds up Neo4j's counters of everything that goes through it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.driver, database.name)
        self.graph: Counter[str] = Counter()
        self.bookkeeping: Counter[str] = Counter()
        self._aside = {statement(name) for name in BOOKKEEPING}

    def transact(self, work: Callable[[ManagedTransaction], T], access: Access = "write") -> T:
        """Run `work` with a transaction that counts."""
        return super().transact(lambda tx: work(cast(ManagedTransaction, _Counting(tx, self._count))), access)

    def _count(self, text: str, counters: Any) -> None:
        to = self.bookkeeping if text in self._aside else self.graph
        to.update({name: number for name in COUNTED if (number := getattr(counters, name))})


class _Counting:
    """Stands for a transaction."""

    def __init__(self, transaction: ManagedTransaction, count: Callable[[str, Any], None]) -> None:
        self._transaction, self._count = transaction, count

    def run(self, text: Any, parameters: Mapping[str, Any] | None = None) -> list[Record]:
        result = self._transaction.run(text, dict(parameters or {}))
        rows = list(result)
        self._count(text, result.consume().counters)
        return rows
