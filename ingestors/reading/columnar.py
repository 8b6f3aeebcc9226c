"""Rows of Parquet files, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from graph_platform.errors import SourceError, SourceTruncated
from ingestors.reading.items import Items
from ingestors.reading.stream import Stream

MAGIC = b"PAR1"
BATCH = 4_000


def columns_of(path: Path) -> list[str]:
    """The column names of a file."""
    return list(_opened(path).schema_arrow.names)


def read(stream: Stream, _head: bytes = b"") -> Items:
    """The rows of a file; a row's line is its number."""
    with _opened(stream.path) as file:
        line = 0
        done = 0
        for group in range(file.metadata.num_row_groups):
            for batch in file.iter_batches(batch_size=BATCH, row_groups=[group]):
                stream.check_unchanged()
                for raw in _rows(batch):
                    line += 1
                    yield line, raw
            done += file.metadata.row_group(group).total_byte_size
            stream.read = min(stream.size, done)
    stream.read = stream.size


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    yield from batch.to_pylist()


def _opened(path: Path) -> Any:
    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read(4) != MAGIC:
            raise SourceTruncated(
                f"{path.name} begins as Parquet and does not end as it", "Copy it again: it was cut off."
            )
    try:
        return parquet.ParquetFile(path)
    except (OSError, ValueError):
        raise SourceError(f"{path.name} cannot be read as Parquet", "Export it again.") from None
