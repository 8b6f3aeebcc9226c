"""`graph-platform load --bulk`: an empty database filled at once, from one source or from a list of them.

The list is a YAML file beside the exports, an entry for each data set, with the words of `load`'s own options:

    - source: hubspot
      files: [hubspot]
    - source: mapping
      mapping: diagnostics
      files: [diagnostics.csv]
      as: workshop
      licence: CC-BY-4.0
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import yaml

from graph_platform.cli.load import request_of
from graph_platform.errors import UsageError
from graph_platform.loading.load import Request, Summary
from graph_platform.settings import Settings, read_settings

WORDS = {"source": str, "files": list, "mapping": str, "as": str, "licence": str}
EXAMPLE = (
    "Write an entry for each data set: {source: hubspot, files: [exports/hubspot]}. See docs/loading.md."
)


def run_bulk(
    source: str, files: list[Path], mapping: str | None, name: str | None, licence: str | None
) -> list[Summary]:
    """Fill the database from one source, or from a list where no file is named. Raises `GraphPlatformError`."""
    from graph_platform.cli.progress import steps_progress
    from graph_platform.loading.bulk.fill import fill

    settings = read_settings()
    if files:
        makers = [partial(request_of, settings, source, files, mapping, name, licence)]
    elif mapping or name or licence:
        raise UsageError("--mapping, --as and --licence stand in the list", EXAMPLE)
    else:
        makers = listed(settings, Path(source))
    requests = [make() for make in makers]
    with steps_progress() as progress:
        return fill(settings, requests, progress, makers)


def listed(settings: Settings, path: Path) -> list[partial[Request]]:
    """What makes the requests of a list; paths in it are beside it.

    Raises `UsageError`, which names an entry by its number.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise UsageError(f"{path.name} is no list of loads that can be read", EXAMPLE) from None
    if not isinstance(entries, list) or not entries:
        raise UsageError(f"{path.name} is no list", EXAMPLE)
    return [_request(settings, path, number, entry) for number, entry in enumerate(entries, 1)]


def _request(settings: Settings, path: Path, number: int, entry: Any) -> partial[Request]:
    where = f"{path.name}, entry {number}"
    if not isinstance(entry, dict) or not {"source", "files"} <= entry.keys():
        raise UsageError(f"{where}: source and files are needed", EXAMPLE)
    for word, value in entry.items():
        if word not in WORDS or not isinstance(value, WORDS[word]):
            raise UsageError(f"{where}: it has {', '.join(WORDS)}, and files is a list", EXAMPLE)
    if not all(isinstance(file, str) for file in entry["files"]):
        raise UsageError(f"{where}: files is a list of paths", EXAMPLE)
    files = [path.parent / file for file in entry["files"]]
    mapping = entry.get("mapping")
    if mapping and (path.parent / mapping).is_file():
        mapping = str(path.parent / mapping)
    return partial(
        request_of,
        settings,
        entry["source"],
        files,
        mapping,
        entry.get("as"),
        entry.get("licence"),
    )
