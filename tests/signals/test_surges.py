"""A surge is a statement about a node and its own past, and true where nothing is there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from graph_platform.signals.surges import Node, Series, Surge, surges

WEEKS = 64
Counts = dict[Node, dict[int, int]]


def steady(many: int, rate: float, rng: np.random.Generator) -> Counts:
    """Nodes whose events come as they like."""
    return {
        (f"steady {place}",): {week: int(n) for week, n in enumerate(rng.poisson(rate, WEEKS)) if n}
        for place in range(many)
    }


def weekly(past: int, window: int, last_year: int = 0, *, every: int = 4) -> dict[int, int]:
    """Events in each `every`th week of the past, and so many in all in the window and in the same one a year ago."""
    counts = dict.fromkeys(range(12, 52, every), past) if past else {}
    return counts | {2: window} | ({54: last_year} if last_year else {})


def asked(counts: Counts, **more: object) -> list[Surge]:
    values = {"weeks": 12, "covered": WEEKS, "least": 5, "times": 2.0} | more
    return surges([Series(counts, **values)])[0]  # type: ignore[arg-type]


def named(found: Iterable[Surge]) -> set[str]:
    return {each.node[0] for each in found}


@pytest.fixture
def crowd() -> Counts:
    return steady(60, 0.5, np.random.default_rng(7))


def test_what_a_nodes_own_past_does_not_know_stands_out(crowd: Counts) -> None:
    (found,) = asked(crowd | {("surge",): weekly(1, 40)})
    assert found.node == ("surge",)
    assert (found.recent, found.last_year) == (40, 0)
    assert found.expected < 5
    assert found.chance < 1e-6


def test_the_same_season_a_year_before_explains_it(crowd: Counts) -> None:
    assert asked(crowd | {("seasonal",): weekly(1, 40, 40)}) == []


def test_a_large_node_that_is_always_busy_is_no_surge(crowd: Counts) -> None:
    assert asked(crowd | {("busy",): weekly(14, 45, 45)}) == []


def test_a_few_events_are_handled_exactly(crowd: Counts) -> None:
    assert asked({("few",): {1: 3}} | crowd) == []
    # eleven of eleven within 12 of 52 weeks: 9 in 100 million
    (alone,) = asked({("few",): {1: 11}})
    assert alone.chance == pytest.approx((12 / 52) ** 11, rel=0.05)


def test_a_longer_past_tells_more_of_few_events(crowd: Counts) -> None:
    five = {("five",): {1: 3, 7: 2}}
    crowd = {node: weeks | {week + 60: n for week, n in weeks.items()} for node, weeks in crowd.items()}
    assert asked(crowd | five) == []
    assert named(asked(crowd | five, covered=120, back=117)) == {"five"}


def test_what_all_do_together_surprises_nowhere() -> None:
    everybody = {(f"node {place}",): weekly(1, 12, 1) for place in range(50)}
    assert asked(everybody) == []


def test_where_twice_as_much_stands_twice_as_much_comes(crowd: Counts) -> None:
    grown = crowd | {("grown",): weekly(2, 30, 5)}
    assert named(asked(grown)) == {"grown"}
    assert asked(grown, exposure={("grown",): 6.0}) == []


def test_a_node_whose_events_always_come_in_bursts_surprises_less(crowd: Counts) -> None:
    bursts = dict.fromkeys((14, 27, 40, 51), 20) | {2: 26, 54: 20}
    assert asked(crowd | {("bursts",): bursts}) == []


def test_what_has_dried_up_stands_out_too(crowd: Counts) -> None:
    fall = asked(crowd | {("dry",): weekly(4, 0, 12)}, direction="fall")
    assert named(fall) == {"dry"}
    assert fall[0].recent == 0
    assert asked(crowd | {("dry",): weekly(4, 12, 12)}, direction="fall") == []


def test_without_a_past_nothing_is_said() -> None:
    assert asked({("new",): {1: 40}}, covered=14) == []
    (found,) = asked({("new",): {1: 40, 20: 1, 30: 1}}, covered=40)
    assert found.last_year is None


@pytest.mark.parametrize("burst", [1.0, 3.0])
def test_where_there_is_nothing_hardly_anything_is_found(burst: float) -> None:
    rng, runs, shown = np.random.default_rng(3), 40, 0
    for _ in range(runs):
        rates = rng.gamma(1.0, 1.0, 100)[:, None] * np.ones(WEEKS)
        draws = rng.poisson(rates) if burst == 1 else rng.negative_binomial(rates / (burst - 1), 1 / burst)
        counts = {(str(n),): {w: int(c) for w, c in enumerate(row) if c} for n, row in enumerate(draws)}
        shown += bool(asked(counts))
    assert shown <= 2


def test_many_tests_are_corrected_over_all_signals_of_a_run() -> None:
    weak = {("weak",): weekly(1, 14, every=3)}
    assert named(surges([Series(weak, 12, WEEKS)])[0]) == {"weak"}
    many = Series(steady(2000, 0.5, np.random.default_rng(5)), 12, WEEKS)
    assert surges([Series(weak, 12, WEEKS), many])[0] == []
