"""Every analysis that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from graph_platform.discovery import interests, links, signalling
from graph_platform.discovery.analysis import Analysis
from graph_platform.findings.kind import Kind
from graph_platform.signals.reading import FOLDER

Stamp = tuple[tuple[str, int], ...]


def analyses(home: Path | None = None) -> Sequence[Analysis]:
    """The analyses that ship, and those that a user has declared in a home. Raises `SignalError`."""
    return _analyses(home, _stamp(home))


def kinds(home: Path | None = None) -> Mapping[str, Kind]:
    """Every kind of finding by its name. Raises `SignalError`."""
    return {kind.name: kind for analysis in analyses(home) for kind in analysis.kinds}


@lru_cache(maxsize=4)
def _analyses(home: Path | None, stamp: Stamp) -> Sequence[Analysis]:
    return (interests.ANALYSIS, links.ANALYSIS, signalling.analysis(home))


def _stamp(home: Path | None) -> Stamp:
    """What tells a user's files from what they were: reading them takes a tenth of a second."""
    folder = home / FOLDER if home else None
    if folder is None or not folder.is_dir():
        return ()
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yaml")))
