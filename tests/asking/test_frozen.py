"""The frozen questions are enough, in both languages, and mean something in the ontology."""

from collections import Counter
from datetime import date, timedelta

import frozen


def test_times_are_enough_and_each_is_told_once() -> None:
    times = frozen.times()
    languages = Counter(time.language for time in times)
    assert sum(languages.values()) >= 150
    assert min(languages.values()) >= 0.45 * sum(languages.values())
    assert [text for text, count in Counter(time.text for time in times).items() if count > 1] == []


def test_weeks_of_the_times_begin_on_monday() -> None:
    assert frozen.TODAY.isoweekday() == 7
    spans = {time.text: time.spans[0] for time in frozen.times() if time.spans}
    week = (date.fromisocalendar(2026, 40, 1), date.fromisocalendar(2026, 41, 1))
    assert {spans["week 40 of 2026"], spans["2026-W40"], spans["2026年第40周"]} == {week}
    monday = frozen.TODAY - timedelta(6)
    assert spans["本周"] == spans["this week"] == (monday, monday + timedelta(7))
