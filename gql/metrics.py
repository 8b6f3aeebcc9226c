"""What is counted about operations: no text, no value, no viewer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from gql.execution import Request

SECONDS = Histogram(
    "graph_platform_operation_seconds",
    "How long operations took.",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
COST = Histogram(
    "graph_platform_operation_cost",
    "Nodes and relationships that operations were expected to meet.",
    buckets=(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000),
)
STATEMENTS = Counter("graph_platform_statements", "Statements that were sent to the database for operations.")
REFUSED = Counter("graph_platform_refused", "Operations that ended in an error, by its code.", ["code"])


@contextmanager
def observed(request: Request) -> Iterator[None]:
    """Count an operation."""
    began = time.perf_counter()
    try:
        yield
    finally:
        SECONDS.observe(time.perf_counter() - began)
        if request.cost is not None:
            COST.observe(request.cost)
