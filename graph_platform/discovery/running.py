"""One run: each analysis in turn, and what they found kept at the end, all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from time import perf_counter

from graph_platform.database import Database
from graph_platform.discovery.analysis import Analysis, Asked
from graph_platform.discovery.days import newest_day
from graph_platform.errors import UsageError
from graph_platform.findings.keeping import Kept, keep
from graph_platform.findings.model import Finding

Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run found, how long each analysis took (seconds), and what was kept of it: nothing of a past day."""

    day: date
    found: tuple[Finding, ...]
    seconds: dict[str, float]
    kept: Kept | None


def families_of(known: Iterable[str], asked: Sequence[str]) -> list[str]:
    """The kinds that are asked for, by name (`signal/battery_demand`) or family (`signal`); all where none is.

    Raises `UsageError` for what there is not.
    """
    every = list(known)
    there = {*every, *(name.partition("/")[0] for name in every)}
    for each in asked:
        if each not in there:
            raise UsageError(
                f"there is no kind of finding called {each!r}", f"There are {', '.join(sorted(there))}."
            )
    return [name for name in every if not asked or name in asked or name.partition("/")[0] in asked]


def chosen(analyses: Sequence[Analysis], asked: Sequence[str]) -> list[tuple[Analysis, list[str]]]:
    """The analyses that make the kinds that are asked for, and those kinds. Raises `UsageError`."""
    wanted = set(families_of((kind.name for analysis in analyses for kind in analysis.kinds), asked))
    found = [(each, [kind.name for kind in each.kinds if kind.name in wanted]) for each in analyses]
    return [(analysis, names) for analysis, names in found if names]


def discover(
    database: Database,
    analyses: Sequence[Analysis],
    kinds: Sequence[str] = (),
    as_of: date | None = None,
    seed: int | None = None,
    keeping: bool = True,
    tell: Tell = lambda name, done: None,
) -> Ran:
    """Run the analyses of these kinds. With `as_of` it looks at the graph as it was then, and keeps nothing.

    `tell` is called with the name of each analysis as it begins. Raises `UsageError`, `DatabaseError`.
    """
    wanted = chosen(analyses, kinds)
    day = as_of or newest_day(database)
    asked = Asked(day) if seed is None else Asked(day, seed)
    found: list[Finding] = []
    seconds: dict[str, float] = {}
    for analysis, names in wanted:
        tell(analysis.name, 0)
        with _timed(seconds, analysis.name):
            found += [finding for finding in analysis.find(database, asked) if finding.kind in names]
    found.sort(key=lambda finding: (-finding.score, finding.id))
    kept = None
    if keeping and as_of is None:
        kept = keep(database, found, [name for _, of_it in wanted for name in of_it], day, token_hex(8))
    return Ran(day, tuple(found), seconds, kept)


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = perf_counter()
    yield
    seconds[name] = perf_counter() - began
