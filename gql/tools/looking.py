"""Tools that look at what is known: search, drill down, dimensions, timeline, provenance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import Field

from gql.errors import ArgumentRefused, NotFound
from gql.tools import tool
from gql.tools.narrowing import Condition, narrowed, ordered
from gql.tools.operations import (
    dimension_names,
    dimension_operation,
    dimensions_operation,
    end_operation,
    ends,
    entity_operation,
    operation,
)
from gql.tools.rows import finest, known, page, table
from gql.tools.tool import Answer, Arguments, Asked, AskedFirst, Listing, Tool, given
from gql.tools.untrusted import cleaned
from gql.tools.words import said

KINDS = Field(None, max_length=20, description="Labels, e.g. Company.")
FIRST = Field(20, ge=1, le=100)


class Search(Arguments):
    text: str = Field(min_length=1, max_length=200, description="Name (short, pinyin, typo too) or words.")
    kinds: list[str] | None = KINDS
    first: int = Field(10, ge=1, le=100)
    after: str | None = tool.After
    budget: int = tool.Budget


class DrillDown(Arguments):
    id: str = tool.Id
    into: str | None = Field(None, max_length=40, description="Relationship end, e.g. owners.")
    kinds: list[str] | None = KINDS
    where: list[Condition] = Field([], max_length=10, description="All must hold.")
    order_by: str | None = Field(None, max_length=40, description="Property; -property for descending.")
    first: int = FIRST
    after: str | None = tool.After
    as_of: str | None = tool.AsOf
    budget: int = tool.Budget


class Dimensions(Arguments):
    id: str = tool.Id
    only: str | None = Field(None, max_length=40, description="One, with formula and evidence.")
    as_of: str | None = tool.AsOf
    budget: int = tool.Budget


class Timeline(Arguments):
    id: str = tool.Id
    since: str | None = Field(None, max_length=10, description="First day.")
    until: str | None = Field(None, max_length=10, description="Day before which it ends.")
    kinds: list[str] | None = KINDS
    first: int = FIRST
    after: str | None = tool.After
    budget: int = tool.Budget


class Provenance(Arguments):
    id: str = tool.Id
    property: str | None = Field(None, max_length=60, description="Records of it.")
    known_at: str | None = Field(None, max_length=40, description="As known then.")
    first: int = Field(10, ge=1, le=100)
    budget: int = tool.Budget


def _missing() -> NotFound:
    return NotFound("there is no such entity", "没有此实体")


def _whom(node: Mapping[str, Any], asked: str) -> dict[str, Any]:
    """Whom an answer is about; its id only where another one was asked for, which it had before."""
    said_ = {"name": cleaned(node["name"]), "is": finest(node) or None}
    return known(said_ if node["id"] == asked else {"id": node["id"], **said_})


def _search(asked: Search) -> Asked:
    chosen = given(text=asked.text, kinds=asked.kinds, first=asked.first, after=asked.after)
    return Asked(operation("search_entities"), chosen)


def _found(data: Mapping[str, Any], asked: Search, language: str) -> Listing:
    found = data["search"]
    rows, cursors, more = page(found)
    columns, made = table(rows)
    least = "+" if found["totalCountIsAtLeast"] else ""
    told = said(language, "found", shown="{shown}", total=found["totalCount"], least=least)
    return Listing(told, None, columns, made, cursors, more)


def _drill(asked: DrillDown) -> Asked | AskedFirst:
    if asked.into is None:
        if asked.where or asked.order_by or asked.kinds or asked.after:
            raise ArgumentRefused("into: say which relationship is meant", "into：请指明关系")
        return AskedFirst(operation("kind"), {"id": asked.id}, partial(_whole, asked))
    end = ends().get(asked.into)
    if end is None:
        raise ArgumentRefused(
            "into: there is no such relationship; without it you get those that there are",
            "into：没有这个关系；省略该参数可列出已有关系",
        )
    narrowing = narrowed(end, asked.where) | ordered(end, asked.order_by)
    chosen = given(id=asked.id, first=asked.first, after=asked.after, kinds=asked.kinds, asOf=asked.as_of)
    return Asked(end_operation(asked.into), chosen | narrowing)


def _whole(asked: DrillDown, data: Mapping[str, Any]) -> Asked:
    if data["node"] is None:
        raise _missing()
    # an operation of five types at once would take the database five times as long to plan
    return Asked(entity_operation(data["node"]["__typename"]), given(id=asked.id, asOf=asked.as_of))


def _drilled(data: Mapping[str, Any], asked: DrillDown, language: str) -> Listing:
    if asked.into is None:
        return _entity(data, language)
    if (node := data["node"]) is None:
        raise _missing()
    about = _whom(node, asked.id)
    if asked.into not in node:
        raise ArgumentRefused(
            "into: this entity has no such relationship; without it you get those that it has",
            "into：该实体没有这个关系；省略该参数可列出已有关系",
        )
    rows, cursors, more = page(node[asked.into])
    columns, made = table(rows)
    relation = ends()[asked.into].relationship.name
    total = node[asked.into]["totalCount"]
    told = said(language, "along", shown="{shown}", total=total, into=asked.into, relation=relation)
    return Listing(told, about, columns, made, cursors, more)


def _entity(data: Mapping[str, Any], language: str) -> Listing:
    node = next((node for node in data.values() if node is not None), None)
    if node is None:
        raise _missing()
    counts = {name: value["totalCount"] for name, value in node.items() if _is_count(value)}
    counts = {name: many for name, many in counts.items() if many}
    rest = {
        name: value for name, value in node.items() if name not in ("labels", "id") and not _is_count(value)
    }
    values = cleaned(known(rest))
    about = {"id": node["id"], "is": finest(node), **values}
    told = said(language, "entity", is_=finest(node), values=len(values), ends=len(counts))
    rows = tuple(sorted(counts.items(), key=lambda each: -each[1]))
    return Listing(told, about, ("into", "count") if rows else (), rows)


def _is_count(value: Any) -> bool:
    return isinstance(value, dict) and "totalCount" in value


def _derive(asked: Dimensions) -> Asked:
    chosen = given(id=asked.id, asOf=asked.as_of)
    if asked.only is None:
        return Asked(dimensions_operation(), chosen)
    if asked.only not in dimension_names():
        raise ArgumentRefused("only: there is no such dimension", "only：没有这个维度")
    return Asked(dimension_operation(asked.only), chosen)


def _derived(data: Mapping[str, Any], asked: Dimensions, language: str) -> Listing:
    if (node := data["organization"]) is None:
        raise NotFound("there is no such organization", "没有此组织")
    about = _whom(node, asked.id)
    found: Mapping[str, Any] = node["dimensions"]
    if asked.only is not None:
        whole = dict(found[asked.only])
        dropped = "formula" if language == "zh" else "formulaZh"
        whole.pop(dropped, None)
        told = said(language, "dimension", name=asked.only, state=whole["state"])
        return Listing(told, about | cleaned(known(whole)))
    columns, rows = table(({"dimension": name, **each} for name, each in found.items()), ("dimension",))
    well = sum(each["value"] is not None for each in found.values())
    return Listing(said(language, "dimensions", known=well, total=len(found)), about, columns, rows)


def _events(asked: Timeline) -> Asked:
    between = given(gte=_moment(asked.since), lt=_moment(asked.until))
    where = {"at": between} if between else None
    chosen = given(id=asked.id, first=asked.first, after=asked.after, kinds=asked.kinds, where=where)
    return Asked(operation("timeline"), chosen)


def _moment(day: str | None) -> str | None:
    return f"{day}T00:00:00Z" if day else None


def _happened(data: Mapping[str, Any], asked: Timeline, language: str) -> Listing:
    if (node := data["node"]) is None:
        raise _missing()
    about = _whom(node, asked.id)
    rows, cursors, more = page(node["timeline"])
    columns, made = table(rows, ("at", "is", "name", "id"))
    told = said(language, "events", shown="{shown}", total=node["timeline"]["totalCount"])
    return Listing(told, about, columns, made, cursors, more)


def _sources(asked: Provenance) -> Asked:
    chosen = given(id=asked.id, property=asked.property, first=asked.first, knownAt=asked.known_at)
    return Asked(operation("provenance"), chosen)


def _said(data: Mapping[str, Any], asked: Provenance, language: str) -> Listing:
    if (node := data["node"]) is None:
        raise _missing()
    about = _whom(node, asked.id)
    columns, rows = table(
        ({"record": each.pop("id"), **each} for each in map(dict, node["provenance"])), ("record",)
    )
    return Listing(said(language, "records", shown="{shown}"), about, columns, rows)


LOOKING = (
    Tool(
        "search_entities",
        "Search",
        "Find people, organizations, devices, contents and events by name or text. Start here: other tools take ids.",
        Search,
        Answer,
        _search,
        _found,
    ),
    Tool(
        "drill_down",
        "Drill down",
        "An entity: its values, and the size of each relationship end. With `into`, the entities at that end.",
        DrillDown,
        Answer,
        _drill,
        _drilled,
    ),
    Tool(
        "dimensions",
        "Derived dimensions",
        "Twelve numbers derived of an organization: ownership, control, risk, service load, buying chain…",
        Dimensions,
        Answer,
        _derive,
        _derived,
    ),
    Tool(
        "timeline",
        "Timeline",
        "Events around an entity: tickets, orders, visits, payments…",
        Timeline,
        Answer,
        _events,
        _happened,
    ),
    Tool(
        "provenance",
        "Provenance",
        "Which source records say what is known of an entity.",
        Provenance,
        Answer,
        _sources,
        _said,
    ),
)
