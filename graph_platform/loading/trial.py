"""A load without a database: what the first rows of a file say, which are rejected, and what stays unclean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from graph_platform.cleaning import clean_values
from graph_platform.errors import GraphPlatformError
from graph_platform.facts import BadRow, Formats, Row
from graph_platform.loading.prepare import Prepared, RowRefused, prepare
from graph_platform.ontology import ONTOLOGY
from graph_platform.source import Opened, Source

LINES = 5


@dataclass(slots=True)
class Trial:
    """What came of the first rows.

    `rejected` holds the first lines for each reason and `reasons` how many there are; `unclean` counts values by
    `Label.property: why`, `skipped` the rows that a load passes over. `damage` says what ended the reading early, where
    something did.
    """

    table: str = ""
    rows: int = 0
    facts: int = 0
    whole: bool = False
    shown: list[Row] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    rejected: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    skipped: Counter[str] = field(default_factory=Counter)
    unclean: Counter[str] = field(default_factory=Counter)
    damage: str = ""


def try_file(source: Source, path: Path, most: int, shown: int) -> Trial:
    """Read and clean up to `most` rows as a load would, and keep the first `shown` that are good.

    Raises `SourceError` for a file that is none of the source's.
    """
    opened = source.open(path)
    trial = Trial(opened.table)
    leads: dict[str, str] = {}
    rows = iter(opened)
    try:
        for row in islice(rows, most):
            if isinstance(row, BadRow) and row.skipped:
                trial.skipped[row.reason] += 1
                continue
            trial.rows += 1
            reason = row.reason if isinstance(row, BadRow) else _refusal(row, source, opened, leads, trial)
            if reason:
                trial.reasons[reason] += 1
                if len(trial.rejected[reason]) < LINES:
                    trial.rejected[reason].append(row.line)
            elif isinstance(row, Row) and len(trial.shown) < shown:
                trial.shown.append(row)
        trial.whole = next(rows, None) is None
    except GraphPlatformError as error:
        trial.damage = error.message
    return trial


def _refusal(row: Row, source: Source, opened: Opened, leads: dict[str, str], trial: Trial) -> str:
    """Why a row would be rejected, or nothing; what it says is counted."""
    try:
        prepared: Prepared = prepare(row, source.name, row.table or opened.table, source.formats)
    except RowRefused as refused:
        return refused.reason
    except Exception as error:
        # as the loader does: the error's own text may hold a value
        return f"cannot be understood ({type(error).__name__})"
    known = leads.setdefault(prepared.lead, prepared.hash)
    if known != prepared.hash and prepared.seen is None:
        return "has the key of an earlier row with other contents"
    trial.facts += prepared.facts
    trial.unclean.update(_unclean(row, source.formats))
    return ""


def _unclean(row: Row, formats: Formats) -> Iterator[str]:
    for record in row.records:
        cleaned = clean_values(ONTOLOGY.properties(record.label), record.values, formats)
        for name, reason in cleaned.reasons.items():
            yield f"{record.label}.{name}: {reason}"
