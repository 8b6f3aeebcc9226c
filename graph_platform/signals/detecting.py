"""What signals find in the graph as it was on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from graph_platform.database import Database
from graph_platform.findings.model import Evidence, Finding, Measure, Step
from graph_platform.ontology import ONTOLOGY
from graph_platform.signals import compiling
from graph_platform.signals.conditions import Day
from graph_platform.signals.model import Signal
from graph_platform.signals.model import Surge as Asked
from graph_platform.signals.names import Names
from graph_platform.signals.paths import parse
from graph_platform.signals.reading import declared
from graph_platform.signals.scoring import THRESHOLD, score
from graph_platform.signals.surges import ALPHA, YEAR, Node, Series, Surge, surges
from graph_platform.statements import statement

__all__ = ["THRESHOLD", "day_of", "declared", "detect"]

MOST_AT_ONCE = 500
"""How many nodes that surge one statement asks about."""
MOST_IN_ROLE = 50


def detect(
    database: Database, signals: Sequence[Signal], as_of: date | None = None, alpha: float = ALPHA
) -> list[Finding]:
    """What these signals find as of a day (default: the newest event's), the surest first.

    Intervals are taken as they were valid on that day, events up to its end. Surges are corrected for all tests of all
    `signals` together, so that `alpha` holds for the run. The same graph and day give the same findings.
    """
    day = as_of or day_of(database, signals)
    found: list[Finding] = []
    for signal, surging in zip(signals, _surging(database, signals, day, alpha), strict=True):
        if surging is None:
            found += _findings(signal, _asked(database, signal, day, []), {})
        elif surging:
            rows = _asked(database, signal, day, [each.node for each in surging])
            found += _findings(signal, rows, {each.node: each for each in surging})
    return sorted(found, key=lambda each: (-each.score, each.kind, each.id))


def day_of(database: Database, signals: Sequence[Signal]) -> date:
    """The day of the newest event of any kind that these signals ask about, at most today."""
    now = datetime.now(UTC)
    newest = [
        row["at"].to_native()
        for label in sorted(_event_labels(signals))
        for row in database.read(statement("signals/newest").format(label=label), {"now": now})
    ]
    return max(newest, default=now).date()


def _event_labels(signals: Iterable[Signal]) -> set[str]:
    """The finer kinds of event in the paths of signals: those whose time has an index."""
    paths = [
        path
        for signal in signals
        for part in (*signal.legs.values(), *([signal.surge] if signal.surge else ()))
        for path in part.path
    ]
    labels = {node.label for path in paths for node in parse(path).nodes}
    return {each for each in labels if each and each != "Event" and ONTOLOGY.is_a(each, "Event")}


def _surging(
    database: Database, signals: Sequence[Signal], day: date, alpha: float
) -> list[list[Surge] | None]:
    """The nodes that surge, for each signal; None for one that does not ask."""
    asked: dict[str, Asked] = {}
    for signal in signals:
        if signal.surge:
            # the same question in two signals is one family of tests, not two
            asked.setdefault(_question(signal.surge), signal.surge)
    series = [_series(database, surge, day) for surge in asked.values()]
    answers = dict(zip(asked, surges(series, alpha), strict=True))
    return [answers[_question(signal.surge)] if signal.surge else None for signal in signals]


def _question(surge: Asked) -> str:
    return surge.model_dump_json(exclude={"meaning"})


def _series(database: Database, surge: Asked, day: date) -> Series:
    """The weekly counts of a surge's nodes, out of the database."""
    asked = Day(day)
    text = compiling.surging(surge, asked)
    names = Names()
    for path in map(parse, surge.path):
        names.add(path)
    until = asked.until
    weeks = max(YEAR + surge.weeks, surge.reaches)
    since = until - timedelta(weeks=weeks)
    oldest = database.read(
        statement("signals/oldest").format(label=names.nodes[surge.event]), {"until": until}
    )
    covered = (until - oldest[0]["at"].to_native()).days // 7 if oldest else 0
    rows = database.read(text, {**asked.values, "from": since})
    counts: dict[Node, Mapping[int, int]] = {
        tuple(row["node"]): {int(week): int(count) for week, count in row["weeks"]} for row in rows
    }
    exposure = _exposure(database, surge, day, list(counts)) if surge.installed else {}
    return Series(
        counts,
        surge.weeks,
        min(covered, weeks),
        surge.least,
        surge.times,
        surge.direction,
        exposure,
        surge.reaches,
    )


def _exposure(database: Database, surge: Asked, day: date, nodes: list[Node]) -> dict[Node, float]:
    """What stood at each node in the middle of the window, beside what did in the middle of the weeks before."""
    asked = Day(day)
    text = compiling.installed(surge, asked)
    window = day - timedelta(weeks=surge.weeks) / 2
    reference = day - timedelta(weeks=surge.reaches + surge.weeks) / 2
    found: dict[Node, float] = {}
    for part in _parts(nodes):
        values = {**asked.values, "nodes": [list(node) for node in part], "days": [window, reference]}
        for row in database.read(text, values):
            now, before = row["counts"]
            # one of each more, so that a first device is no infinite growth
            found[tuple(row["node"])] = (now + 1) / (before + 1)
    return found


def _asked(database: Database, signal: Signal, day: date, nodes: Sequence[Node]) -> list[Mapping[str, Any]]:
    asked = Day(day)
    text = compiling.statement(signal, asked)
    parts = _parts(nodes) if signal.surge else [[]]
    return [
        row["row"]
        for part in parts
        for row in database.read(text, {**asked.values, "nodes": [list(node) for node in part]})
    ]


def _parts(nodes: Sequence[Node]) -> list[Sequence[Node]]:
    return [nodes[place : place + MOST_AT_ONCE] for place in range(0, len(nodes), MOST_AT_ONCE)]


def _findings(
    signal: Signal, rows: Iterable[Mapping[str, Any]], surging: Mapping[Node, Surge]
) -> list[Finding]:
    """One finding for each identity, out of its rows: the shortest one's evidence, everybody's roles."""
    groups: defaultdict[tuple[tuple[str, ...], ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(tuple(sorted(row["roles"][role])) for role in signal.identity)].append(row)
    return [
        _finding(signal, sorted(group, key=_order), surging.get(tuple(group[0]["node"])))
        for _, group in sorted(groups.items())
    ]


def _order(row: Mapping[str, Any]) -> tuple[int, list[list[str]]]:
    """Short arguments first, then by ids, so that a run repeats."""
    length = sum(len(leg["steps"]) for leg in row["evidence"].values() if not leg["nodes"])
    return length, [list(ids) for ids in row["roles"].values()]


def _finding(signal: Signal, rows: Sequence[Mapping[str, Any]], surge: Surge | None) -> Finding:
    first = rows[0]
    measures: dict[str, Measure] = {
        name: value if isinstance(value, int | float | str) else value.iso_format()
        for name, value in first["measures"].items()
        if value is not None
    }
    if surge:
        measures |= {
            "recent": surge.recent,
            "expected": surge.expected,
            "weeks": surge.weeks,
            "chance": float(f"{surge.chance:.2g}"),
        }
        measures |= {} if surge.last_year is None else {"last_year": surge.last_year}
    roles = {role: _everybody(rows, role) for role in first["roles"]}
    evidence = tuple(
        Evidence(part, tuple(dict.fromkeys(Step(*step) for step in leg["steps"])), tuple(leg["nodes"]))
        for part, leg in first["evidence"].items()
    )
    return Finding(
        signal.kind,
        {role: ids for role, ids in roles.items() if ids},
        tuple(signal.identity),
        score(signal, first["evidence"], first["measures"], surge),
        evidence,
        measures,
    )


def _everybody(rows: Sequence[Mapping[str, Any]], role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for row in rows for id_ in row["roles"][role]))[:MOST_IN_ROLE]
