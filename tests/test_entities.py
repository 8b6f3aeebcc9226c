"""What is so, out of what was said: nodes and relationships, whatever the order of records and claims."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_platform.cleaning import OPEN_END, OPEN_START
from graph_platform.loading import entities
from graph_platform.loading.entities import Assertion, node, relationships
from graph_platform.ontology import ONTOLOGY

days = st.integers(0, 12).map(lambda n: date(2020, 1, 1) + timedelta(days=n))
bounds = st.tuples(st.just(OPEN_START) | days, st.just(OPEN_END) | days).filter(
    lambda pair: pair[0] < pair[1]
)
said = st.fixed_dictionaries(
    {},
    optional={
        "share": st.sampled_from((0.1, 0.2, 0.5)),
        "interests": st.lists(st.sampled_from("xyz"), min_size=1, max_size=2, unique=True),
        "direct": st.booleans(),
        "subscribed_capital": st.sampled_from((1.0, 2.0)),
        "subscribed_capital_currency": st.sampled_from(("CNY", "EUR")),
    },
)


@st.composite
def claims(draw: st.DrawFn) -> list[Assertion]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        start, end = draw(bounds)
        values = draw(said) | {"valid_from": start, "valid_to": end}
        made.append(
            Assertion(str(number), values, draw(st.sampled_from((0.3, 0.8))), draw(st.integers(0, 3)))
        )
    return made


testimonies = st.lists(
    st.builds(
        entities.Testimony,
        id=st.uuids().map(str),
        label=st.sampled_from(("Organization", "Company", "Branch", "Partner")),
        values=st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(("甲公司", "Acme", "ACME Ltd")),
                "other_names": st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True),
                "country": st.sampled_from(("CN", "DE")),
                "lei": st.sampled_from(("5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55")),
            },
        ),
        scopes=st.lists(st.sampled_from(("public", "set:a", "set:b")), min_size=1, unique=True),
        trust=st.sampled_from((0.3, 0.8)),
        seen=st.integers(0, 2),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda record: record.id,
)


@given(claims())
def test_no_two_relationships_hold_on_one_day(made: list[Assertion]) -> None:
    found = sorted(relationships("OWNS", made), key=lambda each: each["valid_from"])
    assert all(each["valid_from"] < each["valid_to"] for each in found)
    for before, after in pairwise(found):
        assert before["valid_to"] <= after["valid_from"]


@given(claims())
def test_a_day_is_held_exactly_where_a_dated_claim_holds_it(made: list[Assertion]) -> None:
    spans = [(c.values["valid_from"], c.values["valid_to"]) for c in made]
    dated = [span for span in spans if span != (OPEN_START, OPEN_END)] or spans
    found = [(each["valid_from"], each["valid_to"]) for each in relationships("OWNS", made)]
    for number in range(-1, 14):
        day = date(2020, 1, 1) + timedelta(days=number)
        assert any(a <= day < b for a, b in dated) == any(a <= day < b for a, b in found)


@given(claims())
def test_neighbouring_relationships_differ_in_a_value(made: list[Assertion]) -> None:
    found = relationships("OWNS", made)
    for before, after in pairwise(found):
        if before["valid_to"] == after["valid_from"]:
            ignored = {"valid_from", "valid_to", "confidence"}
            assert {k: v for k, v in before.items() if k not in ignored} != {
                k: v for k, v in after.items() if k not in ignored
            }


@given(claims(), st.randoms())
def test_the_order_of_claims_does_not_matter(made: list[Assertion], chance: random.Random) -> None:
    assert relationships("OWNS", made) == relationships("OWNS", chance.sample(made, len(made)))


@given(claims())
def test_a_currency_never_stands_without_the_sum_that_it_was_said_with(made: list[Assertion]) -> None:
    pairs = [(c.values.get("subscribed_capital"), c.values.get("subscribed_capital_currency")) for c in made]
    for each in relationships("OWNS", made):
        if "subscribed_capital" in each:
            assert (each["subscribed_capital"], each.get("subscribed_capital_currency")) in pairs


@settings(deadline=None)
@given(testimonies, st.randoms())
def test_a_node_does_not_depend_on_the_order_of_its_records(
    records: list[entities.Testimony], chance: random.Random
) -> None:
    assert node(records) == node(chance.sample(records, len(records)))


@settings(deadline=None)
@given(testimonies)
def test_a_node_says_only_what_a_record_said_and_keeps_every_name(records: list[entities.Testimony]) -> None:
    made = node(records)
    declared = {name for label in made.labels for name in ONTOLOGY.properties(label)}
    for name in made.properties.keys() & declared - {"other_names"}:
        assert made.properties[name] in [record.values.get(name) for record in records]
    names = {record.values["name"] for record in records if "name" in record.values}
    assert names <= {made.properties.get("name"), *made.properties.get("other_names", ())}
    assert made.properties["scopes"] == sorted({scope for record in records for scope in record.scopes})


def test_the_trusted_source_is_believed_and_the_newer_of_two_equals() -> None:
    def says(country: str, trust: float, seen: int) -> entities.Testimony:
        return entities.Testimony(country, "Company", {"country": country}, [], trust, seen)

    assert node([says("CN", 0.9, 1), says("DE", 0.3, 2)]).properties["country"] == "CN"
    assert node([says("CN", 0.9, 1), says("DE", 0.9, 2)]).properties["country"] == "DE"


def test_an_undated_claim_supports_a_dated_one_and_makes_no_interval_of_its_own() -> None:
    undated = Assertion("1", {"share": 0.4, "valid_from": OPEN_START, "valid_to": OPEN_END}, 0.9, 1)
    dated = Assertion("2", {"valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}, 0.3, 1)
    assert relationships("OWNS", [undated, dated]) == [
        {"share": 0.4, "valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1), "confidence": 0.9}
    ]
