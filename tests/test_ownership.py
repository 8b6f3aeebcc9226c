"""Effective ownership against plain numpy, against cases worked out by hand, and where it has no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_platform.ownership import EffectiveShare, Holding, components, effective_ownership


def owners(*holdings: tuple[str, str, float | None], of: str = "x") -> dict[str, EffectiveShare]:
    found = effective_ownership([Holding(*each) for each in holdings], of)
    return {owner.owner: owner for owner in found.owners}


@pytest.mark.parametrize("hundred", range(10))
def test_shares_equal_those_of_the_inverted_matrix(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        _compare(seed)


def _compare(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = int(chance.integers(2, 30))
    held = chance.random((size, size)) * (chance.random((size, size)) < chance.choice([0.05, 0.1, 0.3]))
    sums = held.sum(axis=0)
    held *= np.divide(chance.uniform(0.2, 0.99, size), sums, out=np.zeros(size), where=sums > 0)
    # a circle in every graph
    around = chance.permutation(size)[: int(chance.integers(2, size + 1))]
    held[around, np.roll(around, -1)] += 1e-3
    inverse = np.linalg.inv(np.eye(size) - held)
    found = effective_ownership(
        [Holding(str(i), str(j), float(held[i, j])) for i, j in zip(*np.nonzero(held), strict=True)], "0"
    )
    got = {owner.owner: owner for owner in found.owners}
    assert not found.closed
    for i in range(size):
        share = inverse[i, 0] - (i == 0)
        without = inverse[i, 0] / inverse[i, i] if i else 1 - 1 / inverse[0, 0]
        assert (got[str(i)].share if str(i) in got else 0.0) == pytest.approx(share, abs=1e-9)
        assert (got[str(i)].share_without_circles if str(i) in got else 0.0) == pytest.approx(
            without, abs=1e-9
        )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.none() | st.floats(0, 1.5)), max_size=40))
def test_any_holdings_give_an_answer_that_says_what_it_lacks(
    said: list[tuple[int, int, float | None]],
) -> None:
    found = effective_ownership([Holding(str(i), str(j), share) for i, j, share in said], "0")
    inside = {node for circle in found.closed for node in circle}
    for owner in found.owners:
        assert (owner.share is None) == (owner.share_without_circles is None)
        assert owner.share is None or owner.share >= -1e-12
        assert owner.share is None or owner.owner not in inside
    assert set(found.closed) <= set(found.circles)
    stated = not found.unstated and not found.incomplete and not found.excessive
    if stated and found.owners and all(owner.share is not None for owner in found.owners):
        assert sum(owner.share or 0 for owner in found.ultimate) == pytest.approx(1, abs=1e-3)


def test_a_share_through_two_chains_adds_up() -> None:
    found = owners(("a", "x", 0.2), ("a", "b", 0.5), ("b", "x", 0.8), ("c", "b", 0.5))
    assert found["a"] == EffectiveShare("a", 0.2, pytest.approx(0.6), pytest.approx(0.6), True)
    assert found["c"].share == pytest.approx(0.4)
    assert (found["b"].ultimate, found["b"].share) == (False, 0.8)


def test_a_circle_is_named_and_its_ultimate_owners_have_the_whole() -> None:
    # b and c hold each other; p and q hold the rest: of x, b has 1 / (1 - 0.5 * 0.4) and c 0.4 of that
    said = [("b", "x", 1.0), ("b", "c", 0.5), ("c", "b", 0.4), ("p", "b", 0.6), ("q", "c", 0.5)]
    found = effective_ownership([Holding(*each) for each in said], "x")
    shares = {owner.owner: owner.share for owner in found.owners}
    assert found.circles == (("b", "c"),)
    assert shares == {
        "b": pytest.approx(1.25),
        "c": pytest.approx(0.5),
        "p": pytest.approx(0.75),
        "q": pytest.approx(0.25),
    }
    assert next(owner for owner in found.owners if owner.owner == "b").share_without_circles == 1.0


def test_an_organization_that_owns_a_part_of_itself_is_an_owner_of_its_own() -> None:
    found = owners(("x", "x", 0.2), ("p", "x", 0.8))
    assert found["p"].share == pytest.approx(1)
    assert found["x"].share_without_circles == pytest.approx(0.2)


def test_a_closed_circle_has_no_number_and_spoils_no_other() -> None:
    said = [("a", "b", 1.0), ("b", "a", 1.0), ("b", "x", 0.5), ("p", "x", 0.5), ("y", "a", 0.1)]
    found = effective_ownership([Holding(*each) for each in said], "x")
    assert found.closed == (("a", "b"),)
    assert {owner.owner: owner.share for owner in found.owners} == {"p": 0.5, "a": None, "b": None, "y": None}
    assert found.excessive == {"a": pytest.approx(1.1)}


def test_what_is_unstated_is_said_and_its_owner_is_not_lost() -> None:
    found = effective_ownership([Holding("a", "x", None), Holding("b", "x", 0.3)], "x")
    assert found.unstated == (Holding("a", "x", None),)
    assert found.incomplete == {"x": 0.3}
    assert [(owner.owner, owner.direct, owner.share) for owner in found.owners] == [
        ("b", 0.3, 0.3),
        ("a", None, 0.0),
    ]


def test_a_chain_longer_than_the_interpreters_stack_is_followed() -> None:
    said = [Holding(str(n + 1), str(n), 1.0) for n in range(5_000)]
    assert effective_ownership(said, "0").ultimate[0].share == 1.0


def test_components_come_after_those_that_they_lead_to() -> None:
    graph = {"a": ("b",), "b": ("c", "d"), "c": ("b",), "d": ()}
    assert components(list(graph), graph) == [("d",), ("b", "c"), ("a",)]


@pytest.mark.parametrize("share", [-0.1, float("nan"), float("inf")])
def test_a_share_that_is_no_fraction_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="fraction"):
        effective_ownership([Holding("a", "x", share)], "x")
