"""What holds of each dimension's function whatever its fragment gives."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_platform.dimensions import DIMENSIONS, Dimension, DimensionState, concentration
from graph_platform.ontology import ONTOLOGY, Sensitivity

ids = st.sampled_from("abcdefgh")
names = st.none() | st.sampled_from(["Ａ公司", "B"])
counts = st.integers(1, 50)
share = st.none() | st.floats(0, 1)
amount = st.none() | st.floats(-10, 1e9)
moment = st.none() | st.integers(0, 2 * 10**12)
many = {"max_size": 12}


def rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=12)


PEOPLE = st.lists(st.fixed_dictionaries({"id": ids, "name": names}), min_size=1, max_size=3)
GIVEN: Mapping[str, dict[str, st.SearchStrategy[Any]]] = {
    "ownership_structure": {
        "target": st.just("a"),
        "followed": st.lists(ids, max_size=8),
        # whether somebody is a person hangs on who it is
        "holdings": rows(
            owner=ids,
            name=names,
            owned=st.sampled_from("abcdef"),
            owned_name=names,
            share=share,
            at_least=share,
            indirect=st.booleans(),
        ).map(lambda said: [{**each, "person": each["owner"] in "gh"} for each in said]),
    },
    "control": {
        "target": st.just("a"),
        "links": rows(
            kind=st.sampled_from(["OWNS", "CONTROLS", "PART_OF"]),
            owner=ids,
            owned=ids,
            name=names,
            share=share,
            indirect=st.none() | st.booleans(),
        ),
        "above": rows(kind=st.just("OWNS"), id=ids, name=names, person=st.booleans(), share=share),
    },
    "executive_ties": {
        "executives": counts,
        "ties": rows(
            kind=st.sampled_from(["HOLDS_POST", "WORKS_FOR", "STUDIED_AT"]),
            id=ids,
            name=names,
            current=st.booleans(),
            people=PEOPLE,
        ),
    },
    "judicial_risk": {
        "parties": st.lists(
            st.fixed_dictionaries(
                {
                    "id": ids,
                    "name": names,
                    "person": st.booleans(),
                    "own": st.booleans(),
                    "topics": st.lists(st.sampled_from(["sanction", "corp.public"]), max_size=2),
                }
            ),
            max_size=8,
            unique_by=lambda it: it["id"],
        ),
        "cases": rows(
            party=ids,
            role=st.sampled_from([None, "被告", "原告", "被申请人", "申请人"]),
            status=st.sampled_from([None, "未结案", "已结案", "Closed"]),
            tags=st.none() | st.just(["裁判文书"]),
            cases=counts,
            amount=amount,
            currency=st.none() | st.just("CNY"),
            newest=moment,
        ),
    },
    "technology": {
        "topics": rows(
            kind=st.sampled_from(["skill", "patent_class", "keyword"]),
            id=ids,
            name=names,
            year=st.integers(0, 6),
            works=counts,
        ),
        "works": rows(
            kind=st.sampled_from(["post", "patent", "publication"]),
            year=st.none() | st.integers(0, 9),
            works=counts,
        ),
    },
    "installed_base": {
        "kinds": rows(
            kind=st.sampled_from(["Battery", "Vehicle"]),
            devices=counts,
            health_known=st.integers(0, 1),
            health=st.floats(0, 1),
            weak=st.integers(0, 1),
            warranty_known=st.integers(0, 1),
            out_of_warranty=st.just(0),
        ),
        "events": rows(
            kind=st.just("Alarm"), severity=st.none() | st.just("high"), events=counts, devices=counts
        ),
        "weakest": rows(id=ids, name=names, health=st.floats(0, 0.8)),
    },
    "service_load": {
        "periods": rows(
            period=st.integers(0, 15),
            priority=st.none() | st.just("high"),
            tickets=counts,
            solved=st.integers(0, 1),
            hours=st.floats(0, 100),
        )
    },
    "buying_chain": {
        "members": rows(
            id=ids,
            name=names,
            title=names,
            role=st.none() | st.just("decider"),
            deal_roles=st.lists(st.sampled_from(["user", "blocker"]), max_size=3),
            interests=st.lists(st.sampled_from(["TCO", "API"]), max_size=3),
            superiors=st.lists(ids, max_size=2),
        ),
        "staff": counts,
    },
    "influence": {"rank": st.none() | st.floats(0, 1)},
    "partner_fit": {
        "industry": names,
        "tier": names,
        "certificates": rows(id=ids, level=names, field=names, valid=st.booleans(), own=st.booleans()),
        "cases": rows(id=ids, industry=names),
        "partner_of": rows(id=ids, name=names),
    },
}
SUMS = rows(
    basis=st.sampled_from(["supplies", "orders", "payments"]),
    id=ids,
    name=names,
    category=st.none() | st.sampled_from(["cells", "motors"]),
    currency=st.sampled_from([None, "CNY", "EUR"]),
    amount=amount,
    share=share,
    stated=st.integers(0, 1),
    said=st.just(1),
)
EVIDENCE = rows(fact=ids, entity=ids, observed=moment)


def given_to(name: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = GIVEN.get(name) or {"sums": SUMS}
    return st.fixed_dictionaries({**fields, "evidence": EVIDENCE, "cut": st.booleans()})


@pytest.mark.parametrize("name", DIMENSIONS)
@given(data=st.data())
def test_a_value_is_there_exactly_when_it_is_computed(name: str, data: st.DataObject) -> None:
    declared, row = DIMENSIONS[name], data.draw(given_to(name))
    found = declared.compute([row])
    assert type(found) is declared.result
    assert (found.state is DimensionState.COMPUTED) == (found.value is not None)
    assert found.value is None or (found.value >= 0 and found.value < float("inf"))
    assert len(found.evidence) <= 10
    assert found.cut or not row["cut"]
    # the same rows in another order are the same evidence of the same number
    again = declared.compute(
        [{key: value[::-1] if isinstance(value, list) else value for key, value in row.items()}]
    )
    assert again.value == pytest.approx(found.value)
    assert well_typed(found)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_nothing_read_is_unknown_and_never_0(name: str) -> None:
    expected = DimensionState.NOT_COMPUTED_YET if name == "influence" else DimensionState.UNKNOWN
    for rows_ in ([], [{}]) if name != "influence" else ([],):
        found = DIMENSIONS[name].compute(rows_)
        assert (found.state, found.value, found.evidence) == (expected, None, ())
        assert not any(value for value in details(found).values() if isinstance(value, tuple))


@given(st.dictionaries(ids, st.floats(1e-3, 1e6), min_size=1))
def test_concentration_lies_between_all_alike_and_one(weights: dict[str, float]) -> None:
    index = concentration.herfindahl(weights)
    assert 1 / len(weights) - 1e-9 <= index <= 1 + 1e-9
    assert concentration.herfindahl({key: 7 * value for key, value in weights.items()}) == pytest.approx(
        index
    )


@given(st.integers(1, 30), st.integers(0, 30))
def test_a_load_that_goes_on_as_ever_is_once_the_baseline(each: int, extra: int) -> None:
    periods = [
        {
            "period": period,
            "priority": None,
            "tickets": each + (extra if period == 0 else 0),
            "solved": 0,
            "hours": 0.0,
        }
        for period in range(15)
    ]
    found = DIMENSIONS["service_load"].compute([{"periods": periods}])
    assert found.value == pytest.approx((3 * each + extra) / (3 * each))


@given(data=st.data())
def test_more_shares_never_mean_less_control(data: st.DataObject) -> None:
    row = data.draw(given_to("control"))
    more = {**row, "links": [{**each, "share": 1.0} for each in row["links"]]}
    before, after = (DIMENSIONS["control"].compute([each]).value for each in (row, more))
    assert (before is None) == (after is None)
    assert (before or 0) <= (after or 0)


def details(found: Dimension) -> dict[str, Any]:
    common = {field.name for field in dataclasses.fields(Dimension)}
    return {
        field.name: getattr(found, field.name)
        for field in dataclasses.fields(found)
        if field.name not in common
    }


def well_typed(value: Any) -> bool:
    """Whether each field holds what its annotation says, so that a schema can be made of the annotations."""
    hints = get_type_hints(type(value))
    for field in dataclasses.fields(value):
        assert _is(getattr(value, field.name), hints[field.name]), (type(value), field.name)
    return True


def _is(value: Any, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_is(value, each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_is(each, get_args(hint)[0]) for each in value)
    if dataclasses.is_dataclass(hint):
        return isinstance(value, hint) and well_typed(value)  # type: ignore[arg-type]
    assert hint in (str, int, float, bool, NoneType) or issubclass(hint, StrEnum), hint
    return isinstance(value, (int, float) if hint is float else hint)


def test_every_field_says_what_it_is_and_no_two_types_share_a_name() -> None:
    types: dict[str, type] = {}

    def visit(kind: Any) -> None:
        if kind in (str, int, float, bool, NoneType, Ellipsis):
            return
        if get_origin(kind) is tuple or isinstance(kind, UnionType):
            for each in get_args(kind):
                visit(each)
            return
        assert types.setdefault(kind.__name__, kind) is kind
        assert kind.__doc__
        if dataclasses.is_dataclass(kind):
            for hint in get_type_hints(kind).values():
                visit(hint)

    for declared in DIMENSIONS.values():
        visit(declared.result)
    assert not set(types) & set(ONTOLOGY.labels)


def test_what_a_dimension_reads_is_declared_in_the_ontology() -> None:
    for declared in DIMENSIONS.values():
        for name in declared.reads:
            owner, _, field = name.partition(".")
            known = ONTOLOGY.relationships.get(owner) or ONTOLOGY.labels[owner]
            (found,) = (each for each in known.properties if each.name == field)
            assert found.sensitivity is not Sensitivity.PUBLIC, name
            assert found.sensitivity not in (Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.TEXT), (
                name
            )


def test_every_dimension_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "dimensions.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| \d+ \| `(\w+)` (\S+) \|", page, re.MULTILINE)
    assert named == [(declared.name, declared.zh) for declared in DIMENSIONS.values()]
