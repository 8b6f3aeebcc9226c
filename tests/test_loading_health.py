"""Whether a data set is as it usually is: the judgement by itself, and what a run keeps of its columns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_platform.loading.health import Finding, Past, judge
from graph_platform.loading.prepare import Prepared
from graph_platform.loading.profile import MOST_COLUMNS, Profile

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SHARES = {"companies.Name": (1.0, 0.0), "companies.Phone": (0.6, 0.9)}


def past(age: int, **changes: object) -> Past:
    """A load so many days ago, as the others were."""
    began = NOW - age * DAY
    usual = Past(
        began,
        began + timedelta(minutes=3),
        "done",
        1000,
        10,
        began - timedelta(hours=2),
        ("companies",),
        SHARES,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def usual(first: int = 0, **changes: object) -> list[Past]:
    """Six daily loads, of which the newest is so many days old and has changes."""
    return [past(first, **changes), *(past(first + age) for age in range(1, 6))]


def wrong(runs: list[Past]) -> list[str]:
    return [finding.check for finding in judge(runs, NOW) if finding.wrong]


def test_loads_like_those_before_are_well() -> None:
    assert list(judge(usual(), NOW)) == []


def test_a_first_load_has_no_past_and_alarms_nobody() -> None:
    (finding,) = judge([past(900, rows=1, rejected=1)], NOW)
    assert finding == Finding(
        "past", False, "this was the first load of its kind: there is no past to compare with"
    )
    assert wrong([]) == []


def test_two_loads_are_not_enough_to_know_what_is_usual() -> None:
    findings = list(judge([past(0, rows=1), past(1)], NOW))
    assert [(each.check, each.wrong) for each in findings] == [("past", False)]


def test_a_load_that_does_not_come_is_late_by_its_own_interval() -> None:
    assert wrong(usual(1)) == []
    assert "freshness" in wrong(usual(4))
    monthly = [past(30 * n, newest=None) for n in range(6)]
    assert wrong([replace(run, started=run.started - 10 * DAY) for run in monthly]) == []


def test_a_weekend_is_no_delay() -> None:
    weekdays = [past(age) for age in (3, 4, 5, 6, 7, 10, 11, 12)]
    assert wrong(weekdays) == []


def test_an_export_that_comes_and_brings_nothing_new_is_stale() -> None:
    fresh = [past(age) for age in range(12)]
    assert wrong(fresh) == []
    stale = [replace(run, newest=fresh[4].newest) for run in fresh[:4]]
    assert wrong([*stale, *fresh[4:]]) == ["freshness"]


def test_an_export_that_is_always_a_month_behind_is_as_usual() -> None:
    assert wrong([past(age, newest=NOW - (age + 30) * DAY) for age in range(12)]) == []


@pytest.mark.parametrize(
    ("rows", "alarms"), [(1000, False), (700, False), (400, True), (0, True), (2500, True)]
)
def test_far_fewer_or_far_more_rows_than_ever_alarm(rows: int, alarms: bool) -> None:
    assert ("volume" in wrong(usual(rows=rows, rejected=0))) is alarms


def test_a_count_that_has_been_before_is_usual() -> None:
    runs = usual(rows=100, rejected=0)
    runs[3] = replace(runs[3], rows=90)
    assert "volume" not in wrong(runs)


@pytest.mark.parametrize(("rejected", "alarms"), [(10, False), (19, False), (25, True), (1000, True)])
def test_a_reject_rate_far_above_its_past_alarms(rejected: int, alarms: bool) -> None:
    assert ("rejects" in wrong(usual(rejected=rejected))) is alarms


def test_a_column_that_is_gone_alarms_and_one_that_is_new_is_told() -> None:
    gone = usual(shares={"companies.Name": (1.0, 0.0)})
    assert wrong(gone) == ["columns"]
    (finding,) = judge(usual(shares={**SHARES, "companies.Fax": (1.0, 1.0)}), NOW)
    assert (finding.check, finding.wrong) == ("columns", False)
    assert "'companies.Fax'" in finding.text


@pytest.mark.parametrize("shares", [(0.1, 0.9), (1.0, 0.9), (0.6, 0.1)])
def test_a_column_that_is_filled_or_written_otherwise_than_ever_alarms(shares: tuple[float, float]) -> None:
    assert wrong(usual(shares={**SHARES, "companies.Phone": shares})) == ["values"]


def test_shares_of_a_few_rows_are_chance() -> None:
    runs = [
        replace(run, rows=5, rejected=0) for run in usual(shares={**SHARES, "companies.Phone": (0.0, 0.0)})
    ]
    assert wrong(runs) == []


def test_only_loads_of_the_same_tables_are_compared() -> None:
    other = past(0, tables=("contacts",), rows=3, shares={"contacts.Name": (1.0, 0.0)})
    assert wrong([other, *usual(1)]) == []


def test_corrected_rejects_are_no_load_to_compare_with() -> None:
    assert wrong([past(0, corrected=True, rows=2), *usual(1)]) == []


@pytest.mark.parametrize(
    ("state", "age", "alarms"),
    [("failed", 0, True), ("stopped", 0, True), ("running", 0, False), ("running", 1, True)],
)
def test_a_load_that_did_not_end_is_told(state: str, age: int, alarms: bool) -> None:
    assert ("end" in wrong([past(age, state=state), *usual(1)])) is alarms


@given(
    st.lists(
        st.builds(
            past,
            st.integers(0, 40),
            rows=st.integers(0, 10**6),
            rejected=st.integers(0, 10),
            state=st.sampled_from(["done", "failed", "running", "stopped"]),
            shares=st.dictionaries(st.sampled_from("abc"), st.tuples(st.floats(0, 1), st.floats(0, 1))),
        ),
        max_size=8,
    )
)
def test_any_past_is_judged(runs: list[Past]) -> None:
    runs.sort(key=lambda run: run.started, reverse=True)
    for finding in judge(runs, NOW):
        assert finding.text


def prepared(table: str, raw: object) -> Prepared:
    return Prepared("", True, "", None, table, 1, raw, [], [], [])


def test_a_profile_keeps_shares_and_no_value() -> None:
    profile = Profile()
    rows = [
        {"Name": "13800138000 Ltd", "Phone": "13800138000"},
        {"Name": "B", "Phone": ""},
        {"Name": None, "Tags": []},
    ]
    profile.note(enumerate((prepared("companies", row) for row in rows), 1))
    kept = profile.properties()
    assert kept == {
        "tables": ["companies"],
        "columns": ["companies.Name", "companies.Phone", "companies.Tags"],
        "filled": [0.667, 0.333, 0.0],
        "numeric": [0.0, 1.0, 0.0],
    }
    assert "13800138000" not in str(kept)


def test_a_profile_of_a_million_columns_stays_small() -> None:
    profile = Profile()
    profile.note([(1, prepared("t", {f"c{n}": 1 for n in range(10_000)}))])
    assert len(profile.properties()["columns"]) == MOST_COLUMNS
