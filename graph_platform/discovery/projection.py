"""Projections into Graph Data Science: measured before they are made, and gone afterwards, also after a kill."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from platform import node
from secrets import token_hex
from typing import Any

import psutil
from graphdatascience import GraphDataScience

from graph_platform.database import Database
from graph_platform.discovery.ties import WEIGHTS
from graph_platform.errors import DatabaseError, UsageError
from graph_platform.statements import statement

PREFIX = f"graph-platform/{blake2b(node().encode(), digest_size=4).hexdigest()}/"
"""What the projections of this machine begin with: of another's nobody here knows whether its run goes on."""
HEADROOM = 0.6
"""Share of the heap that a run may fill."""


@contextmanager
def parties(database: Database, day: date) -> Iterator[tuple[GraphDataScience, Any]]:
    """People and organizations and what ties them on a day; the projection is dropped when the block is left.

    Raises `UsageError` where Graph Data Science is not there, and where the projection would not fit.
    """
    check_library(database)
    check_size(database)
    name = f"{PREFIX}{os.getpid()}-{token_hex(4)}"
    # the driver is the database's own, and stays open
    gds = GraphDataScience(database.driver, database=database.name, arrow=False, show_progress=False)
    drop_leftovers(gds)
    given = {"name": name, "day": day, "weights": dict(WEIGHTS)}
    try:
        database.read(statement("discovery/project_parties"), given)
        yield gds, gds.graph.get(name)
    finally:
        gds.graph.drop(name, fail_if_missing=False)


def count_parties(database: Database) -> int:
    """How many people and organizations there are: of none there is no projection."""
    return int(database.read(statement("discovery/count_parties"))[0]["nodes"])


def check_size(database: Database) -> None:
    """Raise `UsageError` where the projection of all parties would not fit into the database's heap."""
    (counted,) = database.read(statement("discovery/count_parties"))
    asked = {"nodes": max(counted["nodes"], 1), "relationships": counted["relationships"]}
    need = database.read(statement("discovery/estimate_parties"), asked)[0]["bytes"]
    heap = _heap(database)
    if heap is not None and need > heap * HEADROOM:
        raise UsageError(
            f"{counted['nodes']:,} parties with {counted['relationships']:,} ties need about {need / 2**20:,.0f} MB of"
            f" the database's heap of {heap / 2**20:,.0f} MB",
            f"Give it {need / HEADROOM / 2**20:,.0f} MB: GRAPH_PLATFORM_HEAP_MB, and start it again.",
        )


def drop_leftovers(gds: GraphDataScience) -> None:
    """Drop the projections of runs that were killed."""
    for graph in gds.graph.list():
        if graph.graph_name.startswith(PREFIX) and not _is_running(graph.graph_name):
            gds.graph.drop(graph.graph_name, fail_if_missing=False)


def _is_running(name: str) -> bool:
    process = name.removeprefix(PREFIX).partition("-")[0]
    return process.isdigit() and psutil.pid_exists(int(process))


def check_library(database: Database) -> None:
    """Raise `UsageError` where Graph Data Science is not there."""
    try:
        database.read(statement("discovery/gds_version"))
    except DatabaseError:
        raise UsageError(
            "this database has no Graph Data Science library",
            "Influence and communities need it; signals, interests, introductions and strength go without.",
        ) from None


def _heap(database: Database) -> int | None:
    """The database's heap in bytes, as it says itself."""
    found = database.read(statement("discovery/heap"))
    return int(found[0]["bytes"]) if found else None
