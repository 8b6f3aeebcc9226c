"""Every analysis that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from graph_platform.discovery import interests, links, signalling
from graph_platform.discovery.analysis import Analysis
from graph_platform.findings.kind import Kind


def analyses(home: Path | None = None) -> Sequence[Analysis]:
    """The analyses that ship, and those that a user has declared in a home."""
    return [interests.ANALYSIS, links.ANALYSIS, signalling.analysis(home)]


def kinds(home: Path | None = None) -> Mapping[str, Kind]:
    """Every kind of finding by its name."""
    return {kind.name: kind for analysis in analyses(home) for kind in analysis.kinds}
