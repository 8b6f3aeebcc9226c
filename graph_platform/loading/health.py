"""Whether data sets are well: each is compared with its own past, out of the little that its runs keep.

A load that has no past is not judged. What is usual is what the loads before it were: the median, and the widest that
it has been, so that an export that is always late or always has rejects alarms nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from graph_platform.database import Database
from graph_platform.statements import statement

RUNS = 30
LEAST_PAST = 3
LEAST_ROWS = 20
HOUR = timedelta(hours=1)
SHARE = 0.2
POINT = 0.01


class Finding(NamedTuple):
    """What was looked at, whether it is wrong, and a sentence about it. Columns may be named, values never."""

    check: str
    wrong: bool
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """One load, as its run keeps it. `shares` are the filled and numeric shares of each column."""

    started: datetime
    ended: datetime
    state: str
    rows: int
    rejected: int
    newest: datetime | None = None
    tables: tuple[str, ...] = ()
    shares: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    corrected: bool = False

    @property
    def reject_rate(self) -> float:
        """The share of its rows that were rejected."""
        return self.rejected / self.rows if self.rows else 0.0


def health(database: Database, now: datetime | None = None) -> dict[str, list[Finding]]:
    """What is to be said of every data set, by name."""
    found = {}
    for each in database.read(statement("data_sets/list")):
        name = each["data_set"]["name"]
        rows = database.read(statement("data_sets/runs"), {"name": name, "limit": RUNS})
        found[name] = list(judge([past_of(row["run"]) for row in rows], now or datetime.now(UTC)))
    return found


def past_of(run: Mapping[str, Any]) -> Past:
    """A run as the graph keeps it. Runs of older versions have no columns."""
    columns, filled, numeric = (run.get(name) or [] for name in ("columns", "filled", "numeric"))
    newest = run.get("newest")
    started = run.get("resumed") or run["started"]
    return Past(
        started=_native(started),
        ended=_native(run.get("ended") or started),
        state=run["state"],
        rows=run.get("rows_done") or 0,
        rejected=run.get("rejected") or 0,
        newest=None if newest is None else datetime.fromtimestamp(newest / 1000, UTC),
        tables=tuple(run.get("tables") or ()),
        shares=dict(zip(columns, zip(filled, numeric, strict=True), strict=True)),
        corrected=bool(run.get("corrected")),
    )


def _native(moment: Any) -> datetime:
    native: datetime = moment.to_native() if hasattr(moment, "to_native") else moment
    return native


def judge(runs: Sequence[Past], now: datetime) -> Iterator[Finding]:
    """What is to be said of one data set, by its runs, the newest first."""
    yield from _ended(runs, now)
    done = [run for run in runs if run.state == "done" and not run.corrected]
    if not done:
        yield Finding("past", False, "no load has come to its end yet")
        return
    last, *former = done
    like = [run for run in former if run.tables == last.tables]
    if not like:
        yield Finding("past", False, "this was the first load of its kind: there is no past to compare with")
    elif len(like) < LEAST_PAST:
        text = f"{len(like)} of {LEAST_PAST} former loads that it takes to know what is usual"
        yield Finding("past", False, text)
    yield from _freshness(done, now)
    if like:
        yield from _columns(last, like[0])
    if len(like) >= LEAST_PAST:
        yield from _volume(last, like)
        yield from _rejects(last, like)
        yield from _values(last, like)


def _ended(runs: Sequence[Past], now: datetime) -> Iterator[Finding]:
    if not runs or runs[0].state == "done":
        return
    last = runs[0]
    if last.state != "running":
        yield Finding("end", True, f"the last load {last.state}: the same command goes on with it")
        return
    longest = max((run.ended - run.started for run in runs if run.state == "done"), default=HOUR)
    late = now - last.started > max(3 * longest, HOUR)
    text = f"a load has been running for {_span(now - last.started)}"
    yield Finding("end", late, text + (", longer than any so far" if late else ""))


def _freshness(done: Sequence[Past], now: datetime) -> Iterator[Finding]:
    """The last load and the newest observation, against the intervals and delays that there were."""
    starts = [run.started for run in done]
    # what is loaded table by table, or twice, is one load
    gaps = [gap for later, former in pairwise(starts) if (gap := later - former) >= HOUR]
    if len(gaps) < LEAST_PAST:
        return
    usual = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    age = now - done[0].started
    if age > max(2 * usual, 1.25 * max(gaps)):
        text = f"the last load is {_span(age)} old, where one comes every {_span(usual)}"
        yield Finding("freshness", True, text)
    delays = [(run.ended - run.newest).total_seconds() for run in done[1:] if run.newest is not None]
    newest = max((run.newest for run in done if run.newest is not None), default=None)
    if newest is None or len(delays) < LEAST_PAST:
        return
    # the median, because an export that brings nothing new makes its own delays the longest
    delay = timedelta(seconds=median(delays))
    if now - newest > 2 * delay + max(2 * usual, 1.25 * max(gaps)):
        text = f"the newest observation is {_span(now - newest)} old, where it is {_span(delay)} at a load"
        yield Finding("freshness", True, text)


def _volume(last: Past, like: Sequence[Past]) -> Iterator[Finding]:
    counts = [run.rows for run in like]
    usual = median(counts)
    if (last.rows < usual / 2 and last.rows < min(counts)) or (
        last.rows > usual * 2 and last.rows > max(counts)
    ):
        yield Finding("volume", True, f"{last.rows:,} rows, where there are {usual:,.0f}")


def _rejects(last: Past, like: Sequence[Past]) -> Iterator[Finding]:
    worst = max(run.reject_rate for run in like)
    if last.reject_rate > 2 * worst and last.reject_rate > worst + POINT:
        text = f"{last.reject_rate:.1%} of the rows were rejected, where it was at most {worst:.1%}"
        yield Finding("rejects", True, text)


def _columns(last: Past, former: Past) -> Iterator[Finding]:
    if not last.shares or not former.shares:
        return
    gone = sorted(former.shares.keys() - last.shares.keys())
    new = sorted(last.shares.keys() - former.shares.keys())
    if gone:
        yield Finding("columns", True, f"columns are gone: {', '.join(map(repr, gone))}")
    if new:
        yield Finding("columns", False, f"columns are new: {', '.join(map(repr, new))}")


def _values(last: Past, like: Sequence[Past]) -> Iterator[Finding]:
    """Columns that are filled, or hold numbers, far more or less often than in any former load."""
    known = [run for run in like if run.rows >= LEAST_ROWS]
    if last.rows < LEAST_ROWS or len(known) < LEAST_PAST:
        return
    measures: list[tuple[str, Callable[[tuple[float, float]], float]]] = [
        ("filled", lambda shares: shares[0]),
        ("a number", lambda shares: shares[1]),
    ]
    for column, shares in sorted(last.shares.items()):
        before = [run.shares[column] for run in known if column in run.shares]
        if len(before) < LEAST_PAST:
            continue
        for what, measure in measures:
            low, high = min(map(measure, before)), max(map(measure, before))
            if not low - SHARE <= measure(shares) <= high + SHARE:
                usual = f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
                text = f"{column!r} is {what} in {measure(shares):.0%} of the cells, where it was in {usual}"
                yield Finding("values", True, text)


def _span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:,.1f} days" if hours >= 48 else f"{hours:,.1f} hours"
