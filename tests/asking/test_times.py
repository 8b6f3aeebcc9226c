"""Times in questions: what each expression means on 27 November 2026 (a Friday), and what is nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_platform.asking.periods import SPRING_FESTIVALS
from graph_platform.asking.times import find, window

TODAY = date(2026, 11, 27)

# expression(s), first day, the day behind the last one; an empty end is open
WINDOWS = """
近30天 | 过去三十天 | the last 30 days | in the past 30 days | 最近30天内 | 2026-10-28 | 2026-11-28
近三个月 | 过去3个月 | in the last three months | over the past 3 months | 最近三个月以来 | 2026-08-27 | 2026-11-28
近两周 | the last 2 weeks | past two weeks | 过去两周内 | 2026-11-13 | 2026-11-28
近一周 | 最近一周 | 2026-11-20 | 2026-11-28
近半年 | 最近半年 | the last half year | past six months | 过去半年内 | 2026-05-27 | 2026-11-28
近一年 | the past year | over the last year | 最近一年 | last 12 months | 2025-11-27 | 2026-11-28
近两年 | in the last two years | 2024-11-27 | 2026-11-28
近一年半 | 2025-05-27 | 2026-11-28
last 2 quarters | 2026-05-27 | 2026-11-28
the past month | 近一个月 | over the last month | 2026-10-27 | 2026-11-28
今天 | today | 2026-11-27 | 2026-11-28
昨天 | yesterday | 昨日 | 2026-11-26 | 2026-11-27
前天 | the day before yesterday | 2026-11-25 | 2026-11-26
明天 | tomorrow | 2026-11-28 | 2026-11-29
本周 | 这周 | this week | 这个星期 | 2026-11-23 | 2026-11-30
上周 | last week | 上个星期 | the previous week | 2026-11-16 | 2026-11-23
上上周 | 2026-11-09 | 2026-11-16
上周三 | 2026-11-18 | 2026-11-19
本周五 | 2026-11-27 | 2026-11-28
本月 | this month | 这个月 | 当月 | the current month | 2026-11-01 | 2026-12-01
上个月 | last month | 上月 | the previous month | 2026-10-01 | 2026-11-01
上上个月 | 2026-09-01 | 2026-10-01
下个月 | next month | 2026-12-01 | 2027-01-01
本季度 | this quarter | 2026-10-01 | 2027-01-01
上季度 | last quarter | 上个季度 | 2026-07-01 | 2026-10-01
今年 | this year | 本年度 | the current year | 2026年 | in 2026 | 二〇二六年 | 2026-01-01 | 2027-01-01
去年 | last year | 上一年 | 2025年 | during 2025 | 2025 | 去年全年 | 2025-01-01 | 2026-01-01
前年 | 2024年度 | 2024-01-01 | 2025-01-01
明年 | next year | 2027-01-01 | 2028-01-01
2010s | 2010年代 | 2010-01-01 | 2020-01-01
Q1 | 一季度 | 第一季度 | the first quarter | 今年一季度 | 2026-01-01 | 2026-04-01
2026Q2 | Q2 2026 | 2026年第二季度 | 二季度 | 2026 Q2 | the second quarter of 2026 | 2026-04-01 | 2026-07-01
the third quarter of 2025 | 去年第三季度 | Q3 last year | 2025年三季度 | 2025-07-01 | 2025-10-01
上半年 | H1 | 2026H1 | the first half of this year | 2026年上半年 | H1 2026 | 2026-01-01 | 2026-07-01
去年下半年 | the second half of 2025 | H2 2025 | 2025-07-01 | 2026-01-01
前三季度 | 2026年前三季度 | the first three quarters of 2026 | 2026-01-01 | 2026-10-01
3月 | in March | 三月份 | March 2026 | 2026年3月 | 2026-03 | 今年三月 | ２０２６年３月 | 2026-03-01 | 2026-04-01
去年10月 | October 2025 | October last year | Oct 2025 | 二〇二五年十月 | 2025-10-01 | 2025-11-01
2026-03-15 | March 15, 2026 | 15 March 2026 | 2026年3月15日 | 3月15号 | 2026/3/15 | 2026-03-15 | 2026-03-16
since July | 7月以来 | 自2026年7月起 | since July 2026 | 从七月至今 | from July on | 2026-07-01 |
since last year | 去年以来 | since 2025 | 2025-01-01 |
从去年到现在 | 从去年到今天 | 2025-01-01 | 2026-11-28
the week before last | 2026-11-09 | 2026-11-16
上周末 | last weekend | 2026-11-21 | 2026-11-23
week 40 of 2026 | 2026-W40 | 2026年第40周 | 2026-09-28 | 2026-10-05
9月中旬 | 2026年9月中旬 | 2026-09-11 | 2026-09-21
25/03/2026 | 03/25/2026 | 2026-03-25 | 2026-03-26
春节假期 | 2026年春节期间 | 2026-02-15 | 2026-02-24
since 2026-03-15 | 2026年3月15日以来 | 2026-03-15 |
今年以来 | since the beginning of the year | 年初以来 | 2026-01-01 |
year to date | 今年至今 | so far this year | 2026-01-01 | 2026-11-28
after 2025 | 2025年之后 | 2026-01-01 |
before 2024 | 2024年之前 | 2024年以前 | prior to 2024 | | 2024-01-01
before March 2026 | 2026年3月前 | 3月之前 | | 2026-03-01
by March 2026 | 截至2026年3月 | by the end of March 2026 | 截至2026年3月31日 | | 2026-04-01
截至2025年底 | by 2025 | 2025年底前 | 截止2025年 | | 2026-01-01
between March and May 2026 | 从3月到5月 | 2026年3月到5月 | from March to May | 3月至5月 | 2026-03-01 | 2026-06-01
from 2024 to 2025 | 2024年到2025年 | between 2024 and 2025 | 2024-2025 | 2024-01-01 | 2026-01-01
2026-01-01到2026-03-31 | from January 1 to March 31 | 从1月1日到3月31日 | 1-3月 | 2026-01-01 | 2026-04-01
从去年11月到今年2月 | from November 2025 to February 2026 | 2025-11-01 | 2026-03-01
three weeks ago | 三周前 | 2026-11-02 | 2026-11-09
两年前 | two years ago | 2024-01-01 | 2025-01-01
3 days ago | 三天前 | 2026-11-24 | 2026-11-25
two months ago | 两个月前 | 2026-09-01 | 2026-10-01
next 30 days | 未来30天 | 2026-11-27 | 2026-12-28
国庆 | 国庆期间 | 今年国庆节 | the National Day holiday | 2026-10-01 | 2026-10-08
去年国庆 | 2025年国庆假期 | 2025-10-01 | 2025-10-09
Christmas 2025 | 去年圣诞节 | 2025-12-25 | 2025-12-26
元旦 | New Year's Day | 2026-01-01 | 2026-01-02
春节 | Chinese New Year 2026 | 2026-02-17 | 2026-02-18
2024年春节 | 2024-02-10 | 2024-02-11
去年双十一 | 2025-11-11 | 2025-11-12
"""
NOTHING = """
去年同期 | Q5 | 第五季度 | 2026-02-30 | 2月30日 | 2026年13月 | 2026-13 | February 30 | March 32 | 两三个月 | 近几天
最近 | recently | early 2026 | 年底 | end of March | the last month | the last year | last Monday | 三月前 | soon
from May to March 2026 | 99999 days ago | 2026年5月到3月 | since 2099 | 12345 | 近0天 | tickets | 3 | 2036年春节
mid-2025 | 2026年3月和 |
"""
CASES = [
    (expression.strip(), *(part.strip() for part in line.split("|")[-2:]))
    for line in WINDOWS.strip().splitlines()
    for expression in line.split("|")[:-2]
    if expression.strip()
]


def test_there_are_enough_expressions() -> None:
    assert len({case[0] for case in CASES}) >= 150


@pytest.mark.parametrize(("expression", "since", "until"), CASES, ids=lambda value: str(value))
def test_an_expression_means_these_days(expression: str, since: str, until: str) -> None:
    found = window(expression, TODAY)
    assert found is not None
    assert (str(found.since or ""), str(found.until or "")) == (since, until)


@pytest.mark.parametrize(
    "expression", [each.strip() for line in NOTHING.splitlines() for each in line.split("|")]
)
def test_what_is_not_understood_is_no_window_and_never_a_guess(expression: str) -> None:
    assert window(expression, TODAY) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many tickets has X raised since July?", ["since July"]),
        ("去年第三季度武汉顺宏提出了多少工单", ["去年第三季度"]),
        ("对比今年和去年的工单", ["今年", "去年"]),
        ("May I ask how many tickets there were in May", ["in May"]),
        ("三一重工提出了一百二十张以上的工单", []),
        ("the last 30 days of customers with more than 3 tickets", ["the last 30 days"]),
        ("2026-02-30的工单", ["2026-02-30"]),
        ("diagnostics in the last year", ["in the last year"]),
        ("over the last year", ["over the last year"]),
        ("去年同期的工单", ["去年同期"]),
    ],
)
def test_times_are_found_within_a_question_and_nothing_else(question: str, expected: list[str]) -> None:
    assert [question[each.start : each.end].strip() for each in find(question, TODAY)] == expected


def test_an_impossible_day_is_found_so_that_nobody_reads_a_part_of_it() -> None:
    for question in ("tickets on 2026-02-30", "tickets in the last year", "去年同期的工单", "2026年底的工单"):
        (found,) = find(question, TODAY)
        assert found.window is None, question


def test_the_table_of_spring_festivals_is_in_order_and_in_season() -> None:
    days = [date.fromisoformat(day) for day in SPRING_FESTIVALS.split()]
    assert [day.year for day in days] == list(range(2015, 2036))
    assert all(date(day.year, 1, 21) <= day <= date(day.year, 2, 20) for day in days)


WORDS = """
近 过去 last the 三 3 两 个 月 周 年 季度 Q 2026 去年 since before 到 至 - 以来 前 后 上 半年 month days ago 日 / 02 30
"""


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=8),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
@settings(max_examples=300, deadline=None)
def test_any_words_of_time_give_days_in_order_or_nothing(parts: list[str], blanks: bool, today: date) -> None:
    text = (" " if blanks else "").join(parts)
    found = window(text, today)
    if found is not None and found.since and found.until:
        assert found.since < found.until
    for each in find(text, today):
        assert 0 <= each.start < each.end <= len(text)


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    window(text, TODAY)
    find(text, TODAY)
