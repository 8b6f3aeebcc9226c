"""Rows of a query in somebody's SQL database.

The address stands in the environment, never in a mapping: a mapping is shared and committed, and an address holds a
password.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from graph_platform.errors import SourceError
from ingestors.reading.items import Items, Raw

BATCH = 4_000


def columns_of(variable: str, query: str) -> list[str]:
    """The columns that a query answers with."""
    for keys, _ in _answers(variable, _address(variable), query, {}):
        return keys
    return []


def read(variable: str, query: str) -> Items:
    """The rows of a query, in the order of the database; a row's line is its number."""
    return read_address(variable, _address(variable), query, {})


def read_address(
    name: str, address: str, query: str, parameters: Mapping[str, Any]
) -> Iterator[tuple[int, Raw]]:
    """The same from an address that is known; `name` is what the address is called in messages."""
    line = 0
    for keys, rows in _answers(name, address, query, parameters):
        for row in rows:
            line += 1
            yield line, dict(zip(keys, row, strict=True))


def _address(variable: str) -> str:
    if address := os.environ.get(variable):
        return address
    raise SourceError(
        f"the environment has no {variable}",
        f"Set {variable} to the database's SQLAlchemy URL, such as postgresql+psycopg://user@host/name.",
    )


def _answers(
    variable: str, address: str, query: str, parameters: Mapping[str, Any]
) -> Iterator[tuple[list[str], list[tuple[object, ...]]]]:
    """The column names with each batch of rows, an empty one first."""
    try:
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.pool.NullPool)
        with engine.connect().execution_options(stream_results=True, max_row_buffer=BATCH) as connection:
            result = connection.execute(sqlalchemy.text(query), dict(parameters))
            keys = list(result.keys())
            yield keys, []
            for rows in result.partitions(BATCH):
                yield keys, [tuple(row) for row in rows]
    except (SQLAlchemyError, ImportError) as error:
        # the driver's own text may hold the address and the rows
        raise SourceError(
            f"the database behind {variable} did not answer the query ({type(error).__name__})",
            "Check the address, its driver, and the query with the database's own shell.",
        ) from None
