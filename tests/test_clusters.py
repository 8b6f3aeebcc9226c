"""Which records are about one thing: what growing, merging and splitting do to the ids."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from graph_platform.identity import entity_id
from graph_platform.loading.clusters import Member, clusters, entity_of_each

members = st.lists(
    st.builds(
        Member,
        id=st.integers(0, 30).map(str),
        key=st.integers(0, 30).map(str),
        arrived=st.integers(0, 5),
        identifiers=st.lists(st.sampled_from("abcdefg"), max_size=3).map(tuple),
    ),
    unique_by=lambda member: member.id,
    max_size=12,
)


def member(id_: str, arrived: int, *identifiers: str) -> Member:
    return Member(id_, id_, arrived, identifiers)


@given(members, st.randoms())
def test_the_order_of_records_does_not_matter(records: list[Member], chance: random.Random) -> None:
    shuffled = chance.sample(records, len(records))
    assert entity_of_each(clusters(records)) == entity_of_each(clusters(shuffled))


@given(members)
def test_two_records_are_together_only_along_shared_identifiers(records: list[Member]) -> None:
    entity = entity_of_each(clusters(records))
    assert entity.keys() == {record.id for record in records}
    for cluster in clusters(records).values():
        reached = {cluster[0].id}
        while (
            more := {
                each.id
                for each in cluster
                for other in cluster
                if other.id in reached and set(each.identifiers) & set(other.identifiers)
            }
            - reached
        ):
            reached |= more
        assert reached == {each.id for each in cluster}
    for one in records:
        for other in records:
            if set(one.identifiers) & set(other.identifiers):
                assert entity[one.id] == entity[other.id]


@given(members, st.lists(st.sampled_from("abcdefg"), max_size=3))
def test_a_later_record_never_takes_an_entity_its_id(records: list[Member], identifiers: list[str]) -> None:
    before = clusters(records)
    after = clusters([*records, member("late", 9, *identifiers)])
    new = after.keys() - before.keys()
    assert new <= {entity_id("late")}


def test_a_merge_keeps_the_older_id_and_a_split_gives_both_back() -> None:
    old, young = member("old", 1, "a"), member("young", 2, "b")
    apart = clusters([old, young])
    together = clusters([old, young, member("bridge", 3, "a", "b")])
    assert set(apart) == {entity_id("old"), entity_id("young")}
    assert set(together) == {entity_id("old")}
    assert clusters([old, young, member("bridge", 3, "c")]).keys() >= apart.keys()


def test_records_that_came_at_once_are_told_by_their_keys() -> None:
    one, other = Member("1", "b", 1, ("x",)), Member("2", "a", 1, ("x",))
    assert set(clusters([one, other])) == {entity_id("2")}
