"""What an analysis is: the kinds of findings that it makes, and a function from the graph on a day to findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from graph_platform.database import Database
from graph_platform.findings.kind import Kind
from graph_platform.findings.model import Finding

SEED = 42


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked: as of which day, and with which seed where something is drawn by chance."""

    day: date
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis. It reads the graph and writes nothing."""

    name: str
    kinds: Sequence[Kind]
    find: Callable[[Database, Asked], list[Finding]]
