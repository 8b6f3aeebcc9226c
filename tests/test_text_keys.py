"""Texts are found by their words, and by nothing that reaches or stands for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_platform.text_keys import MOST_PIECES, text_grams

SECRETS = (
    "13800138000",
    "138 0013 8000",
    "+86-138-0013-8000",
    "(0755) 8988 8888",
    "１３８００１３８０００",
    "一三八零零一三八零零零",
    "a.person@example.com",
    "a.person @ example.com",
    "微信号：zhangsan",
    "加微信 zhangsan",
    "QQ: zhangsan",
    "wechat zhangsan",
    "wxid_zhangsan",
    "zhangsan8812",
    "password: zhangsan",
    "110105194912310021",
    "11010519491231002X",
    "6222 0202 0001 1234 567",
)
HELD_BACK = (
    "138",
    "0013",
    "8000",
    "0755",
    "8988",
    "zhangsan",
    "person",
    "example",
    "1101",
    "6222",
    "一三",
    "三八",
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "around", ["请联系 {} 谢谢", "请联系{}谢谢", "please call {} today", "{}", "({})", "x\n{}\ny"]
)
def test_what_reaches_a_person_is_no_search_key(secret: str, around: str) -> None:
    found = text_grams([around.format(secret)])
    assert not [held for held in HELD_BACK if held in found]


def test_what_says_what_happened_is_a_search_key() -> None:
    found = text_grams(["电池续航异常", "Battery range: fault P0A80, 12 of 34 cells"]).split()
    assert {"电池", "续航", "异常", "battery", "range", "fault", "p0a80", "12", "cells"} <= set(found)


def test_a_text_of_any_length_has_bounded_keys() -> None:
    long = " ".join(f"w{number % 997:03d}x{'abcdefgh'[number % 8]}" for number in range(200_000))
    assert len(text_grams([long, "甲乙丙丁" * 100_000]).split()) <= MOST_PIECES


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=3))
def test_no_key_of_any_text_has_four_digits_or_an_at(texts: list[str]) -> None:
    for piece in text_grams(texts).split(" "):
        assert sum(map(str.isdigit, piece)) < 4
        assert "@" not in piece
        assert "_" not in piece


@given(
    st.text(alphabet="0123456789 -().", min_size=4, max_size=30), st.text(alphabet="电话是 :：", max_size=5)
)
def test_no_number_in_groups_leaves_a_group(number: str, before: str) -> None:
    found = text_grams([before + number]).split()
    assert sum(sum(map(str.isdigit, piece)) for piece in found if piece.isdigit() and len(piece) > 3) == 0
