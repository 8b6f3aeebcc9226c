"""Whether events of a node come more (or less) often than its own past lets one expect: a statistical statement.

A node had n events in some reference weeks and k in the weeks of the window. Had nothing changed, k of the n + k would
fall into the window by a share that is known: the window's length, times what stands there (exposure), times the
season. Given n + k, that is an exact test for any numbers, however small (Przyborowski and Wilenski 1940). Events come
in bursts where one causes another; then variance exceeds the mean by a factor that the reference weeks show, the counts
are negative binomial, and the same conditional law is beta-binomial instead of binomial: exact as well.

- The *season* is the node's same weeks of the year before, against what its rate let one expect of them, shrunk towards
  1 by `SHRINK` events, so that a node with few events has none of its own. Where history reaches back, the window
  has to stand out from these weeks alone, too, at `SEASON_LEVEL`: this guards against a season, so it is not corrected.
- What all nodes do together (a new product, a wet summer, an outage of the reporting) surprises nowhere: the share is
  that of all the others, where that is less surprising.
- *Many tests*: Benjamini and Hochberg (1995) over all nodes of all signals of a run. What is shown is a list to look
  into, so the share of false ones in it is what has to be small, and it is held at `ALPHA`; where there is nothing to
  find, that is the chance of showing anything at all. Nodes with so few events that no outcome could be significant are
  no tests (Tarone 1990); their number depends on n + k only, which says nothing of the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom, binom

ALPHA = 0.02
"""The share of false ones among what is called a surge, at most."""
SEASON_LEVEL = 0.05
YEAR = 52
BIN = 4
"""Weeks that are counted together to see how bursty events are."""
SHRINK = 5.0
OWN = 9.0
"""How many bins' worth the burstiness of all nodes counts beside a node's own."""
ODD, AS_EVER = 0.01, 0.05
"""Nodes with a smaller chance than the first stand out; with more than the second, the rest is as ever."""
PLAIN = 0.001
"""The rest plainly goes on as ever where what stands out has at most this chance among it."""
OTHERS = 20.0
"""How many events of its own a node's share counts beside those of the others, and how many these need to be asked."""
OUTLIERS = 0.025
"""The share of nodes whose past is too bursty to say something of the others'."""
LEAST_REFERENCE = 8
"""Reference weeks without which there is no past to compare with."""

Node = tuple[str, ...]
Direction = Literal["rise", "fall"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """The weekly counts of one pattern's nodes, week 0 being the last one, and what is asked of them.

    `covered` says for how many weeks there is history at all. `exposure` is what stood there in the window beside what
    stood there before, 1 where nothing is known.
    """

    counts: Mapping[Node, Mapping[int, int]]
    weeks: int
    covered: int
    least: int = 1
    times: float = 1.0
    direction: Direction = "rise"
    exposure: Mapping[Node, float] = field(default_factory=dict)
    back: int = YEAR
    """Where the past ends that the window is compared with, in weeks."""


@dataclass(frozen=True, slots=True)
class Surge:
    """A node that stands out: events in the window, how many were to be expected, those of the year before.

    `last_year` is None where history does not reach back so far. `chance` is corrected for all tests of the run.
    """

    node: Node
    recent: int
    expected: float
    last_year: int | None
    weeks: int
    chance: float


@dataclass(frozen=True, slots=True)
class _Tests:
    """One series as arrays, a place for each node."""

    nodes: Sequence[Node]
    recent: Floats
    before: Floats
    last_year: Floats
    expected: Floats
    chance: Floats
    season: Floats
    testable: NDArray[np.bool_]


def surges(series: Sequence[Series], alpha: float = ALPHA) -> list[list[Surge]]:
    """The nodes that stand out in each series, corrected over all of them together."""
    tested = [_test(each, alpha) for each in series]
    corrected = iter(_corrected([t.chance[t.testable] for t in tested]))
    found = []
    for asked, test in zip(series, tested, strict=True):
        chance = np.ones(len(test.nodes))
        chance[test.testable] = next(corrected)
        found.append(list(_standing_out(asked, test, chance, alpha)))
    return found


def _standing_out(asked: Series, test: _Tests, chance: Floats, alpha: float) -> list[Surge]:
    rise = asked.direction == "rise"
    with_season = asked.covered >= YEAR + asked.weeks
    found = []
    for place in np.flatnonzero((chance <= alpha) & (test.season <= SEASON_LEVEL)).tolist():
        recent, expected = int(test.recent[place]), float(test.expected[place])
        large = recent >= asked.least and recent >= asked.times * expected
        small = expected >= asked.least and recent * asked.times <= expected
        if large if rise else small:
            last_year = int(test.last_year[place]) if with_season else None
            found.append(
                Surge(
                    test.nodes[place],
                    recent,
                    round(expected, 1),
                    last_year,
                    asked.weeks,
                    float(chance[place]),
                )
            )
    return sorted(found, key=lambda each: (each.chance, -each.recent, each.node))


def _test(asked: Series, alpha: float) -> _Tests:
    """Every node's chance to have had its window, had nothing changed."""
    nodes = sorted(asked.counts)
    width = asked.weeks
    reference = min(asked.covered, asked.back) - width
    weeks = max(asked.back, YEAR + width)
    table = np.zeros((len(nodes), weeks), dtype=np.float32)
    for place, node in enumerate(nodes):
        for week, count in asked.counts[node].items():
            if 0 <= week < weeks:
                table[place, week] = count
    recent, last_year = table[:, :width].sum(axis=1), table[:, YEAR : YEAR + width].sum(axis=1)
    before = table[:, width : width + max(reference, 0)]
    past = before.sum(axis=1)
    nothing = np.zeros(len(nodes), dtype=bool)
    if reference < LEAST_REFERENCE or not nodes:
        ones = np.ones(len(nodes))
        return _Tests(nodes, recent, past, last_year, past * 0, ones, ones, nothing)

    exposure = np.array([asked.exposure.get(node, 1.0) for node in nodes])
    weeks_of_last_year = max(0, min(asked.covered - YEAR, width))
    season = _season(past, last_year, reference, weeks_of_last_year, asked.direction)
    odds = width / reference * exposure * season
    own, both = odds / (1 + odds), recent + past
    burst = _burstiness(before.astype(np.float64))
    share = _with_others(own, recent, past, burst, asked.direction)
    chance = _tail(recent, both, share, burst, asked.direction)
    guard = np.zeros(len(nodes))
    if weeks_of_last_year == width:
        guard = _tail(recent, recent + last_year, np.full(len(nodes), 0.5), burst, asked.direction)
    extreme = both if asked.direction == "rise" else np.zeros(len(nodes))
    testable = (both > 0) & (_tail(extreme, both, share, burst, asked.direction) <= alpha)
    expected = past * share / (1 - share)
    return _Tests(nodes, recent, past, last_year, expected, chance, guard, testable)


def _season(past: Floats, last_year: Floats, reference: int, weeks: int, direction: Direction) -> Floats:
    """By how much more (for a fall: less) than its rate a node had in these weeks of the year before."""
    if not weeks:
        return np.ones(len(past))
    usual = past / reference * weeks
    own = (last_year + SHRINK) / (usual + SHRINK)
    bounded: Floats = np.maximum(own, 1.0) if direction == "rise" else np.minimum(own, 1.0)
    return bounded


def _with_others(share: Floats, recent: Floats, past: Floats, burst: Floats, direction: Direction) -> Floats:
    """The share of a node's events that falls into the window, or that of the others, whichever surprises less.

    Those that stand out by themselves say nothing of what all do, if the rest plainly goes on as ever.
    """
    both = recent + past
    odd = _tail(recent, both, share, burst, direction) <= ODD
    counted = ~odd if _as_ever(odd, share, recent, both, burst, direction) else np.ones(len(odd), dtype=bool)
    inside, all_ = recent * counted, both * counted
    others = (inside.sum() - inside + OTHERS * share) / (all_.sum() - all_ + OTHERS)
    mild: Floats = np.maximum(share, others) if direction == "rise" else np.minimum(share, others)
    return mild


def _as_ever(
    odd: NDArray[np.bool_], share: Floats, recent: Floats, both: Floats, burst: Floats, direction: Direction
) -> bool:
    """Whether all nodes but the odd ones together have what was to be expected, and not what the odd ones have."""
    rest = ~odd & (both > 0)
    if not odd.any() or both[rest].sum() < OTHERS:
        return not odd.any()
    usual, bursty = (float(np.average(each[rest], weights=both[rest])) for each in (share, burst))
    theirs = float(recent[odd].sum() / both[odd].sum())
    rises = direction == "rise"

    def chance(of: float, towards: Direction) -> float:
        hits, all_ = np.array([recent[rest].sum()]), np.array([both[rest].sum()])
        return float(_tail(hits, all_, np.array([of]), np.array([bursty]), towards)[0])

    return chance(usual, direction) > AS_EVER and chance(theirs, "fall" if rises else "rise") <= PLAIN


def _burstiness(before: Floats) -> Floats:
    """Variance over mean of counts of some weeks each: all nodes' together, a node's own where that is more.

    Nodes count by their events, since those with few show nothing; the burstiest ones stand for themselves alone.
    """
    bins = before.shape[1] // BIN
    if bins < 2:
        return np.ones(len(before))
    counts = before[:, : bins * BIN].reshape(len(before), bins, BIN).sum(axis=2).astype(np.float64)
    total = counts.sum(axis=1)
    seen = total > 0
    factor = np.ones(len(before))
    mean = total[seen, None] / bins
    factor[seen] = ((counts[seen] - mean) ** 2 / mean).sum(axis=1) / (bins - 1)
    usual = seen & (factor <= np.quantile(factor[seen], 1 - OUTLIERS)) if seen.any() else seen
    together = max(1.0, float(np.average(factor[usual], weights=total[usual]))) if usual.any() else 1.0
    own = (factor * (bins - 1) + together * OWN) / (bins - 1 + OWN)
    largest: Floats = np.maximum(own, together)
    return largest


def _tail(hits: Floats, both: Floats, share: Floats, burst: Floats, direction: Direction) -> Floats:
    """The chance of so many hits among both, or of more (of fewer, for a fall)."""
    hits, both = hits.astype(np.int64), both.astype(np.int64)
    even = burst <= 1 + 1e-9
    size = both / np.where(even, 1.0, burst - 1)
    one, other = np.maximum(share * size, 1e-9), np.maximum((1 - share) * size, 1e-9)
    chance = np.ones(len(hits))
    asked = both > 0
    if direction == "rise":
        # what is below its share is no surge: its chance is near 1, and need not be computed
        asked &= hits > both * share
    for places, law in ((asked & even, None), (asked & ~even, "burst")):
        if not places.any():
            continue
        arguments = (
            (both[places], share[places]) if law is None else (both[places], one[places], other[places])
        )
        family = binom if law is None else betabinom
        chance[places] = (
            family.sf(hits[places] - 1, *arguments)
            if direction == "rise"
            else family.cdf(hits[places], *arguments)
        )
    return np.clip(chance, 1e-300, 1.0)


def _corrected(chances: Sequence[Floats]) -> list[Floats]:
    """Benjamini and Hochberg over all of them together, in the same shapes."""
    together = np.concatenate(chances) if chances else np.zeros(0)
    order = np.argsort(together)
    ranked = together[order] * len(together) / np.arange(1, len(together) + 1)
    adjusted = np.empty(len(together))
    adjusted[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return np.split(adjusted, np.cumsum([len(each) for each in chances])[:-1]) if chances else []
