"""Rows on their way in: what is refused, that no reason tells a value, and by what a row is found again."""

from __future__ import annotations

import pytest
from factories import company, mention, owns, person, prepared, row

from graph_platform.facts import Claim, Record, Row
from graph_platform.loading.prepare import RowRefused

SECRET = "geheim"

REFUSED = {
    "a row without a key": row("", company("1")),
    "a key that is too long": row("k" * 1001),
    "a row that says nothing": Row("1", 1, {}),
    "a key that nothing has": row("1", company("2")),
    "a company that owns itself": row("1", company("1"), owns("1", "1", 50)),
    "a share of 140 %": row("1", company("1"), owns("1", "2", "140%")),
    "a negative share": row("1", company("1"), owns("1", "2", "-5%")),
    "an end before the beginning": row("1", owns("1", "2", since="2021-01-01", until="2020-01-01")),
    "an impossible date": row("1", owns("1", "2", since=f"2021-02-31 {SECRET}")),
    "a relationship that is not declared": row("1", Claim("p", "ADMIRES", mention("1"), mention("2"))),
    "a label that is not declared": row("1", Record("1", "Spaceship", {"name": SECRET})),
    "an end that is not declared": row("1", owns(mention("1", "Spaceship"), "2")),
    "an end that cannot be joined": row("1", owns(mention("1", "Battery"), "2")),
    "a claim without an end": row("1", owns(mention(""), "2")),
    "an interval where there is none": row(
        "1", Claim("p", "INSTANCE_OF", mention("1", "Battery"), mention("2", "Product"), {}, "2020-01-01")
    ),
    "a NUL in a record": row("1", company("1", name=f"{SECRET}\0")),
    "a NUL in a claim": row("1", owns("1", "2", interests=[f"{SECRET}\0"])),
    "a record that is stated twice": row("1", company("1"), company("1", name=SECRET)),
    "a claim that is made twice": row("1", owns("1", "2", 1, "p"), owns("1", "3", 2, "p")),
}


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED.keys())
def test_a_row_that_cannot_be_used_is_refused_without_telling_a_value(bad: Row) -> None:
    with pytest.raises(RowRefused) as refused:
        prepared(bad)
    assert refused.value.reason
    assert SECRET not in str(refused.value)
    assert "140" not in str(refused.value)
    assert "2021" not in str(refused.value)


def test_what_cannot_be_cleaned_is_kept_as_said_and_marked() -> None:
    (record,) = prepared(row("1", company("1", lei="nonsense", colour="red"))).records
    assert record.values["unclean"] == ["colour", "lei"]
    assert "nonsense" in record.values["as_said"]
    assert "lei" not in record.values
    assert not record.identifiers


def test_a_row_is_the_same_whatever_the_order_of_its_values_and_another_with_other_scopes() -> None:
    one = prepared(row("1", Record("1", "Company", {"name": "A", "country": "DE"})))
    other = prepared(row("1", Record("1", "Company", {"country": "DE", "name": "A"})))
    assert one.hash == other.hash
    assert one.hash != prepared(row("1", company("1"), scopes=("public",))).hash


def test_a_row_of_claims_is_found_again_whatever_claims_it_makes() -> None:
    before = prepared(row("links", owns("1", "2", path="a"), owns("1", "3", path="b")))
    after = prepared(row("links", owns("1", "3", path="b"), owns("1", "4", path="c")))
    assert before.lead == after.lead
    assert before.lead == before.claims[0].id
    assert not {before.claims[1].id} & {claim.id for claim in after.claims}


def test_claims_of_a_row_with_a_record_and_of_one_without_never_have_the_same_id() -> None:
    with_record = prepared(row("1", company("1"), owns("1", "2", path="a"), owns("1", "3", path="b")))
    without = prepared(row("1", owns("1", "2", path="a"), owns("1", "3", path="b")))
    assert not {claim.id for claim in with_record.claims} & {claim.id for claim in without.claims}


def test_only_what_stands_below_a_rows_key_is_its_own() -> None:
    facts = company("1"), person("1#holder"), person("10#holder"), company("shared")
    assert [record.own for record in prepared(row("1", *facts)).records] == [True, True, False, False]


def test_data_sets_do_not_share_ids() -> None:
    made = row("1", company("1"), owns("1", "2"))
    one, other = prepared(made, "a"), prepared(made, "b")
    assert not {one.lead, *one.parts} & {other.lead, *other.parts}
