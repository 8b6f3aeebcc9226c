"""Rows of Parquet files, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from graph_platform.errors import SourceError, SourceTruncated
from ingestors.reading import archive
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
            for rows in _batches(file, group, stream.path.name):
                stream.check_unchanged()
                for raw in rows:
                    line += 1
                    yield line, raw
            done += file.metadata.row_group(group).total_byte_size
            stream.read = min(stream.size, done)
    stream.read = stream.size


def _batches(file: Any, group: int, name: str) -> Iterator[list[dict[str, Any]]]:
    try:
        for batch in file.iter_batches(batch_size=BATCH, row_groups=[group]):
            yield batch.to_pylist()
    except (OSError, ValueError, OverflowError):
        # pyarrow's own text may hold a value
        raise SourceTruncated(
            f"{name} is damaged in its row group {group + 1}", "Copy or export it again."
        ) from None


def _opened(path: Path) -> Any:
    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read(4) != MAGIC:
            raise SourceTruncated(
                f"{path.name} begins as Parquet and does not end as it", "Copy it again: it was cut off."
            )
    try:
        file = parquet.ParquetFile(path)
    except (OSError, ValueError):
        raise SourceError(f"{path.name} cannot be read as Parquet", "Export it again.") from None
    groups = range(file.metadata.num_row_groups)
    unpacked = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    archive.check_unpacked(path.name, unpacked, path.stat().st_size)
    return file
