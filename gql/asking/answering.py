"""A plan's answer: its operations run as the asker's own, and what they return made small, with what it rests on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gql.asking import operations
from gql.asking.filters import property_of
from gql.asking.operations import MEMBER, Operation
from gql.errors import LimitExceeded, NotFound
from graph_platform.asking.plan import (
    Dimension,
    Events,
    Groups,
    Influence,
    Introductions,
    Listing,
    Number,
    Plan,
    Ranking,
    Route,
    Sides,
    Signals,
    Sources,
    Strength,
)

MOST_RANKED = 2_000
"""Nodes that one ranking may look at."""
Ask = Callable[[Operation], Awaitable[Mapping[str, Any]]]
"""Runs an operation as the asker. Raises `GraphQLError`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that an answer rests on: an entity, a record or a finding, by id, and what it is called."""

    kind: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a plan gives, as plain data whose form follows from what is asked, and what it rests on."""

    value: dict[str, Any]
    evidence: list[Evidence] = field(default_factory=list)


async def answer(plan: Plan, ask: Ask) -> Answer:
    """The answer to a plan under the asker's mask.

    Raises `Inexpressible`, `LimitExceeded` for a ranking over too many, `NotFound` for a node that is not there for the
    asker, and what the operations raise.
    """
    match plan:
        case Listing():
            return _listing(await ask(operations.listing(plan)))
        case Number():
            return _number(plan, await ask(operations.number(plan)))
        case Groups():
            return _groups(plan, await ask(operations.groups(plan)))
        case Ranking():
            return await _ranking(plan, ask)
        case Sides():
            return await _sides(plan, ask)
        case Route():
            return _route(await ask(operations.route(plan)))
        case Strength():
            return _strength(await ask(operations.strength(plan)))
        case Dimension():
            return _dimension(await ask(operations.dimension(plan)))
        case Signals():
            return _signals(await ask(operations.signals(plan)))
        case Influence():
            return _influence(await ask(operations.influence(plan)))
        case Introductions():
            return _introductions(await ask(operations.introductions(plan)))
        case Events():
            return _events(await ask(operations.events(plan)))
        case Sources():
            return _sources(await ask(operations.sources(plan)))


def first_operation(plan: Plan) -> Operation:
    """The GraphQL that a plan runs; of several the first. Raises `Inexpressible`."""
    match plan:
        case Ranking():
            return operations.ranking(plan, None)
        case Sides():
            return first_operation(plan.sides[0])
        case _:
            return _OPERATIONS[type(plan)](plan)


_OPERATIONS: Mapping[type, Callable[[Any], Operation]] = {
    Listing: operations.listing,
    Number: operations.number,
    Groups: operations.groups,
    Route: operations.route,
    Strength: operations.strength,
    Dimension: operations.dimension,
    Signals: operations.signals,
    Influence: operations.influence,
    Introductions: operations.introductions,
    Events: operations.events,
    Sources: operations.sources,
}


def _named(rows: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    return [Evidence("entity", row["id"], row.get("name") or "") for row in rows]


def _listing(data: Mapping[str, Any]) -> Answer:
    rows = data["rows"]["nodes"]
    return Answer({"total": data["rows"]["totalCount"], "rows": rows}, _named(rows))


def _number(plan: Number, data: Mapping[str, Any]) -> Answer:
    found = data["rows"]
    if plan.function == "count":
        return Answer({"number": found["totalCount"]}, _named(found["nodes"]))
    measured = found["aggregate"]["measured"]
    member = MEMBER[plan.function]
    if isinstance(measured, list):
        sums = [
            {"currency": each["currency"], "number": each[member], "of": each["count"]} for each in measured
        ]
        return Answer({"sums": sums}, _named(found["nodes"]))
    return Answer({"number": measured[member], "of": measured["count"]}, _named(found["nodes"]))


def _groups(plan: Groups, data: Mapping[str, Any]) -> Answer:
    found = data["rows"]
    # GraphQL writes the values of an enumeration in capitals; plans and the ontology do not
    declared = None if plan.property == "label" else property_of(plan.nodes.label, plan.property)
    written = {value.upper(): value for value in declared.values} if declared else {}
    told = [
        {"value": written.get(each["value"], each["value"]), "number": each["count"]}
        for each in found["facets"]["groups"]
    ]
    return Answer({"total": found["totalCount"], "groups": told}, _named(found["nodes"]))


async def _ranking(plan: Ranking, ask: Ask) -> Answer:
    rows: list[Mapping[str, Any]] = []
    after = None
    while True:
        page = (await ask(operations.ranking(plan, after)))["rows"]
        if page["totalCount"] > MOST_RANKED:
            raise LimitExceeded(
                f"more than {MOST_RANKED:,} would have to be ranked: narrow the question",
                f"需要排序的对象超过 {MOST_RANKED:,} 个，请缩小范围",
            )
        rows += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    measured = [(row, number) for row in rows for number in [_measure(plan, row["by"])] if number is not None]
    # equal ones by their id, so that an answer is the same each time
    measured.sort(key=lambda each: (-each[1] if plan.descending else each[1], each[0]["id"]))
    best = measured[: plan.first]
    told = [{"id": row["id"], "name": row["name"], "number": number} for row, number in best]
    # who is cut off with the same number as the last is said, not dropped in silence
    tied = sum(number == best[-1][1] for _, number in measured[plan.first :]) if best else 0
    return Answer({"of": len(measured), "rows": told, "tied": tied}, _named([row for row, _ in best]))


def _measure(plan: Ranking, by: Mapping[str, Any]) -> float | None:
    if plan.function == "count":
        return float(by["totalCount"]) if by["totalCount"] % 1 else by["totalCount"]
    measured = by["aggregate"]["measured"]
    if isinstance(measured, list):
        if len({each["currency"] for each in measured}) > 1:
            raise LimitExceeded("sums in several currencies are not ranked", "多种货币的金额不能排序")
        measured = measured[0] if measured else {}
    number: float | None = measured.get(MEMBER[plan.function])
    return number


async def _sides(plan: Sides, ask: Ask) -> Answer:
    answers = [await answer(side, ask) for side in plan.sides]
    evidence = [each for one in answers for each in one.evidence]
    return Answer({"sides": [each.value for each in answers]}, evidence)


def _route(data: Mapping[str, Any]) -> Answer:
    found = data["path"]
    if found is None:
        return Answer({"path": None})
    return Answer({"path": found}, _named(found["nodes"]))


def _strength(data: Mapping[str, Any]) -> Answer:
    found = data["discovery"]["strength"]
    if found is None:
        raise NotFound("there is no such node", "没有此对象")
    told = {id_: name for way in found["ways"] for id_, name in zip(way["ids"], way["names"], strict=True)}
    return Answer(dict(found), [Evidence("entity", id_, name) for id_, name in told.items()])


def _dimension(data: Mapping[str, Any]) -> Answer:
    found = data["organization"]
    if found is None:
        raise NotFound("there is no such organization", "没有此组织")
    derived = dict(found["dimensions"]["derived"])
    facts = [Evidence("fact", each["fact"]) for each in derived.pop("evidence")]
    return Answer({"of": {"id": found["id"], "name": found["name"]}, **derived}, facts)


def _signals(data: Mapping[str, Any]) -> Answer:
    found = data["discovery"]["findings"]
    return Answer({"findings": found}, [Evidence("finding", each["id"], each["title"]) for each in found])


def _influence(data: Mapping[str, Any]) -> Answer:
    found = data["discovery"]["influence"]
    if found is None:
        raise NotFound("there is no such organization or topic", "没有此组织或主题")
    return Answer(dict(found), _named(found["ranked"]))


def _introductions(data: Mapping[str, Any]) -> Answer:
    found = data["discovery"]["introductions"]
    if found is None:
        raise NotFound("there is no such person or organization", "没有此人员或组织")
    told = {id_: name for way in found for id_, name in zip(way["ids"], way["names"], strict=True)}
    return Answer({"chains": found}, [Evidence("entity", id_, name) for id_, name in told.items()])


def _events(data: Mapping[str, Any]) -> Answer:
    found = _there(data)
    page = found["timeline"]
    return Answer({"total": page["totalCount"], "rows": page["nodes"]}, _named(page["nodes"]))


def _sources(data: Mapping[str, Any]) -> Answer:
    found = _there(data)
    records = found["provenance"]
    return Answer({"records": records}, [Evidence("fact", each["id"]) for each in records])


def _there(data: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = data["node"]
    if found is None:
        raise NotFound("there is no such node", "没有此对象")
    return found
