"""Places are exact in any text, and every path finds the same."""

import json
from itertools import pairwise
from random import Random

import made_values
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import labelled, names

from privacy.recognition import Analyzer, Finding, Gazetteer, NotAnalyzed, replaced
from privacy.recognition.folding import folded
from privacy.recognition.presidio import presidio_engine
from privacy.recognition.views import views

PHONE = "13800138000"
ANALYZER = Analyzer(Gazetteer.of(*names("own_names.csv")))
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY_TEXT)
def test_folding_keeps_each_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_a_phone_is_found_where_it_stands_in_any_text(before: str, behind: str) -> None:
    text = f"{before}。请拨{PHONE}谢谢。{behind}"
    place = text.index(PHONE, len(before))
    found = ANALYZER.find(text)
    assert any(each.start <= place and place + len(PHONE) <= each.end for each in found)
    assert PHONE not in replaced(text, found)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(
    st.text(st.sampled_from("ab京好😀\u0301\u200b\U0001f468"), max_size=30),
    st.sampled_from(["\u200b", "\u20e3", "\ufe0f", "&#8203;", "<b>"]),
)
@settings(max_examples=200, deadline=None)
def test_what_is_around_a_masked_number_stays_byte_for_byte(around: str, inside: str) -> None:
    spelled = inside.join(PHONE)
    text = f"{around}请拨{spelled}谢谢{around}"
    (found,) = [each for each in ANALYZER.find(text) if each.type == "PHONE"]
    assert replaced(text, [found]) in (
        f"{around}请拨•••谢谢{around}",
        f"{around}请拨•••{inside}谢谢{around}",
    )


@given(st.text(st.sampled_from("138%25=3&#;<b>/-\\ux0a\n\u202e\u202c\u200b "), max_size=80))
@settings(max_examples=400, deadline=None)
def test_each_view_of_a_text_knows_the_places_of_its_characters(text: str) -> None:
    for view in views(text):
        for place in range(len(view.text)):
            start, end = view.span(place, place + 1)
            assert 0 <= start < end <= len(text)


def test_one_by_one_in_batches_and_through_presidio_the_findings_are_the_same() -> None:
    texts = [text.text for text in labelled("own.jsonl") + labelled("heldout.jsonl")]
    Random(1).shuffle(texts)
    together = ANALYZER.find_many(texts)
    engine = presidio_engine(ANALYZER)
    for text, findings in zip(texts, together, strict=True):
        assert not isinstance(findings, NotAnalyzed)
        assert ANALYZER.find(text) == findings
        results = sorted(engine.analyze(text, "zh"), key=lambda each: each.start)
        assert [(r.entity_type, r.start, r.end, r.score) for r in results] == [
            (f.type, f.start, f.end, f.score) for f in findings
        ]


def test_a_remark_in_one_text_changes_nothing_in_another_that_is_looked_at_with_it() -> None:
    texts = ["ceshi.ouyang☆example.com（☆改成@）", "order☆example.com", "前半段1380013", "后面是8000"]
    assert ANALYZER.find_many(texts) == [ANALYZER.find(text) for text in texts]
    assert [bool(ANALYZER.find(text)) for text in texts] == [True, False, True, False]


def test_empty_texts_take_no_place_of_others() -> None:
    found = ANALYZER.find_many(["", f"请拨{PHONE}谢谢", "", PHONE, ""])
    assert [[each.start for each in one] for one in found if not isinstance(one, NotAnalyzed)] == [
        [],
        [2],
        [],
        [0],
        [],
    ]


def test_the_version_follows_the_names() -> None:
    one, same, other = (
        Gazetteer.of(persons, [])
        for persons in (["欧阳测试", "司马测试"], ["司马测试", "欧阳测试"], ["欧阳测试"])
    )
    assert one.version == same.version != other.version
    assert Analyzer(one).version == Analyzer(same).version != Analyzer(other).version


@pytest.mark.parametrize(
    "text", ['{"phone": 13800138000, "ok": true}', "[13800138000]", '{"a":"13800138000"}']
)
def test_json_is_json_after_masking(text: str) -> None:
    masked = replaced(text, ANALYZER.find(text))
    assert PHONE not in masked
    json.loads(masked)


def test_of_two_findings_over_one_another_one_is_left_that_covers_both() -> None:
    text = "ceshi.ouyang@example.com"
    assert [(each.type, each.start, each.end) for each in ANALYZER.find(text)] == [("EMAIL", 0, len(text))]
    assert replaced("ab", [Finding("X", 0, 1, 1.0, "x")], "") == "b"


def test_numbers_with_one_wrong_digit_are_not_taken_for_right_ones() -> None:
    random = Random(3)
    wrong = 0
    for _ in range(200):
        number = made_values.uscc(random)
        changed = number[:17] + ("A" if number[17] != "A" else "B")
        wrong += any(each.type == "USCC" for each in ANALYZER.find(f"part {changed} in stock"))
    assert wrong == 0
