"""Files of a folder that are new or changed since the last time, and that nobody is writing any more."""

from __future__ import annotations

import stat
import time
from fnmatch import fnmatchcase
from pathlib import Path

from graph_platform.errors import SourceError
from ingestors.live.fetched import Fetched, Position
from ingestors.live.model import Folder


def fetch(declared: Folder, position: Position) -> Fetched:
    """The files to load, oldest first, where they lie. Hidden files, links and folders are passed over."""
    try:
        found = sorted(declared.path.iterdir())
    except OSError as error:
        raise SourceError(
            f"the folder {declared.path.name} cannot be read: {error.strerror}", "Check `folder.path`."
        ) from None
    before = position.get("files", {})
    now: dict[str, list[int]] = {}
    new: list[tuple[int, Path]] = []
    for path in found:
        if path.name.startswith(".") or not fnmatchcase(path.name, declared.match):
            continue
        try:
            state = path.lstat()
        except OSError:
            continue  # it was taken away a moment ago
        if not stat.S_ISREG(state.st_mode):
            continue
        said = [state.st_size, state.st_mtime_ns]
        if before.get(path.name) == said:
            now[path.name] = said
        elif time.time() - state.st_mtime < declared.settle or not state.st_size:
            # still being written: the next time
            if path.name in before:
                now[path.name] = before[path.name]
        else:
            now[path.name] = said
            new.append((state.st_mtime_ns, path))
    return Fetched([path for _, path in sorted(new)], {"files": now}, len(new))
