"""Which source a file is of, and how sure that is: by its columns, by its first rows, and by what else it may be.

`look` opens a file as one source and measures what that source makes of it; `verdict` weighs what all sources make of
it. A file is told only where one source fits well and better than any other: a wrong answer costs more than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from graph_platform.cleaning import clean_values
from graph_platform.errors import EnvironmentProblem, GraphPlatformError, SourceError
from graph_platform.facts import BadRow, Formats, Record, Row
from graph_platform.ontology import ONTOLOGY
from graph_platform.source import Kind, Source
from graph_platform.sources import sources
from ingestors.mapping import mapping_source, shipped_mappings
from ingestors.reading.shape import shape_of
from ingestors.reading.stream import Stream
from ingestors.refusal import no_advice

ROWS = 100
SURE = 0.6
MARGIN = 0.08
IDENTIFIER_WEIGHT = 3
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]{2}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that a file may be of. `mapping` is the name of a shipped mapping, and empty for a source in Python."""

    source: Source
    mapping: str = ""

    @property
    def name(self) -> str:
        """What tells it from the others: a source and a mapping may be named alike."""
        return f"mapping {self.mapping}" if self.mapping else self.source.name


@dataclass(frozen=True, slots=True)
class Sight:
    """What one source makes of a file.

    `known` is the share of the file's columns that the source's table knows, `evidence` how telling these are together,
    `clean` the share of what the first rows say that comes out clean. All lie between 0 and 1.
    """

    candidate: str
    table: str = ""
    known: float = 0.0
    evidence: float = 0.0
    clean: float = 0.0
    rows: int = 0
    bad: int = 0

    @property
    def score(self) -> float:
        """How well it fits, 0 to 1. A row that cannot be read counts like one of which nothing is clean."""
        columns = 0.4 * self.known + 0.6 * self.evidence
        read = (self.rows - self.bad) / self.rows if self.rows else 1.0
        return columns * (0.3 + 0.7 * self.clean * read)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which candidate a file is of, and whether that may be relied on; `sights` are all that fit, best first."""

    sights: Sequence[Sight] = ()
    sure: bool = False

    @property
    def best(self) -> Sight | None:
        """The one that fits best."""
        return self.sights[0] if self.sights else None


@dataclass(slots=True)
class Recognised:
    """A verdict, with the candidate that it names and why the nearest was refused where none fits."""

    verdict: Verdict
    candidate: Candidate | None
    refusals: list[str] = field(default_factory=list)


def verdict(sights: Iterable[Sight]) -> Verdict:
    """Weigh what the sources make of a file against each other."""
    ranked = sorted(sights, key=lambda sight: (-sight.score, sight.candidate))
    if not ranked:
        return Verdict()
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return Verdict(ranked, ranked[0].score >= SURE and ranked[0].score - second >= MARGIN)


def evidence(columns: Iterable[str]) -> float:
    """How telling column names are together: one of several words says more than `name`, and many more than one."""
    weight = sum(min(len(_WORDS.findall(column)), 2) / 2 for column in columns)
    return float(1 - 0.5**weight)


def candidates() -> Iterator[Candidate]:
    """Every source that is installed, and every mapping that is shipped."""
    for source in sources().values():
        yield Candidate(source)
    for name in shipped_mappings():
        yield Candidate(mapping_source(name), name)


def recognise(path: Path, among: Iterable[Candidate]) -> Recognised:
    """Which of these a file is of. Raises `SourceError` only for a file that none of them can even look into."""
    found: dict[str, tuple[Sight, Candidate]] = {}
    refused: list[tuple[float, str]] = []
    with no_advice():
        for candidate in among:
            try:
                found[candidate.name] = look(path, candidate), candidate
            except EnvironmentProblem:
                continue
            except SourceError as error:
                # a name that is cited there ('Record ID') is of a column that is missing: the fit was near
                refused.append((error.message.count("'"), error.message))
    given = verdict(sight for sight, _ in found.values())
    near = [message for count, message in sorted(refused) if count]
    best = found[given.best.candidate][1] if given.best else None
    return Recognised(given, best, near)


def look(path: Path, candidate: Candidate, rows: int = ROWS) -> Sight:
    """What a source makes of a file's first rows. Raises `SourceError` where it is none of its files."""
    source = candidate.source
    opened = source.open(path)
    good: list[Row] = []
    bad = 0
    seen: dict[str, None] = {}
    try:
        for row in islice(opened, rows):
            if isinstance(row, BadRow):
                bad += 1
            else:
                good.append(row)
            if isinstance(row.raw, dict):
                seen.update(dict.fromkeys(row.raw))
    except GraphPlatformError:
        # what was read before the damage is looked at, and the damage is told by who reads the file
        pass
    tables = [table for table in source.tables if table.name in opened.table.split(", ")]
    if not seen:
        seen = dict.fromkeys(shape_of(Stream(path)).columns)
    known, telling = _columns(seen, tables) if seen and tables else (1.0, 1.0)
    return Sight(
        candidate.name, opened.table, known, telling, _cleanness(good, source.formats), len(good) + bad, bad
    )


def _columns(seen: Iterable[str], tables: Sequence[Kind]) -> tuple[float, float]:
    """The share of columns that one of the tables knows, and how telling these are."""
    columns = list(seen)
    named = {name.partition(".")[0] for table in tables for name in (*table.required, *table.optional)}
    named.update(column for table in tables for column in table.renames(columns))
    matched = [column for column in columns if column in named]
    return len(matched) / len(columns), evidence(matched)


def _cleanness(rows: Iterable[Row], formats: Formats) -> float:
    """The share of said values that come out clean; an identifier, with its check digits, weighs more."""
    said = clean = 0
    for record in (record for row in rows for record in row.records):
        weights, unclean = _weighed(record, formats)
        said += sum(weights.values())
        clean += sum(weight for name, weight in weights.items() if name not in unclean)
    return clean / said if said else 1.0


def _weighed(record: Record, formats: Formats) -> tuple[dict[str, int], dict[str, str]]:
    properties = ONTOLOGY.properties(record.label)
    cleaned = clean_values(properties, record.values, formats)
    said = {name for name, value in record.values.items() if value not in (None, "", [])}
    weights = {
        name: IDENTIFIER_WEIGHT if name in properties and properties[name].exclusive else 1 for name in said
    }
    return weights, cleaned.unclean
