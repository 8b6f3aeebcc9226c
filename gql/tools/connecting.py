"""Tools about how things hang together: paths, hidden connections, signals, influence, introductions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from gql.errors import ArgumentRefused, NotFound
from gql.tools import tool
from gql.tools.operations import operation
from gql.tools.rows import finest, known, table
from gql.tools.tool import FINDING, Answer, Arguments, Asked, Listing, Tool, given
from gql.tools.untrusted import cleaned
from gql.tools.words import said

SIGNAL = "signal"


class Path(Arguments):
    from_: str = Field(alias="from", min_length=1, max_length=64)
    to: str = tool.Id
    through: list[str] | None = Field(
        None, max_length=40, description="Only these relationship types, e.g. OWNS."
    )
    max_length: int = Field(4, ge=1, le=8)
    strongest: bool = Field(False, description="The strongest instead of the shortest.")
    as_of: str | None = tool.AsOf
    budget: int = tool.Budget


class Findings(Arguments):
    id: str | None = Field(None, max_length=64, description="One finding, with its evidence.")
    about: str | None = Field(None, max_length=64, description="Entity id.")
    kinds: list[str] | None = Field(None, max_length=40, description="Kinds, e.g. interest/circular_holding.")
    since: str | None = Field(None, max_length=10, description="Found since this day.")
    first: int = Field(20, ge=1, le=100)
    budget: int = tool.Budget


class Influence(Arguments):
    at: str | None = Field(None, max_length=64, description="Organization id; or give a topic.")
    topic: str | None = Field(None, max_length=100)
    first: int = Field(10, ge=1, le=20)
    as_of: str | None = tool.AsOf
    budget: int = tool.Budget


class Introduce(Arguments):
    to: str = Field(min_length=1, max_length=64, description="Person or organization id.")
    first: int = Field(3, ge=1, le=20)
    as_of: str | None = tool.AsOf
    budget: int = tool.Budget


def _path(asked: Path) -> Asked:
    chosen = given(
        **{"from": asked.from_},
        to=asked.to,
        through=asked.through,
        maxLength=asked.max_length,
        prefer="STRONGEST" if asked.strongest else "SHORTEST",
        asOf=asked.as_of,
    )
    return Asked(operation("path_between"), chosen)


def _joined(data: Mapping[str, Any], asked: Path, language: str) -> Listing:
    if (found := data["path"]) is None:
        return Listing(said(language, "no_path", most=asked.max_length))
    nodes = found["nodes"]
    steps = []
    for place, node in enumerate(nodes):
        row: dict[str, Any] = {"id": node["id"], "name": node["name"], "is": finest(node)}
        if place < len(found["relationships"]):
            step = found["relationships"][place]
            # an arrow as the relationship itself points, whichever way the path goes
            arrow = f"-{step['type']}->" if step["from"] == node["id"] else f"<-{step['type']}-"
            row |= {"then": arrow, "share": step["share"], "confidence": step["confidence"]}
        steps.append(row)
    columns, rows = table(steps)
    told = said(language, "path", length=found["length"], strength=round(found["strength"], 4))
    return Listing(told, None, columns, rows)


def _findings(of: str | None) -> Any:
    def asks(asked: Findings) -> Asked:
        if asked.id is not None:
            return Asked(operation("finding"), {"id": asked.id})
        kinds = asked.kinds or ([of] if of else None)
        if of and any(kind.partition("/")[0] != of for kind in kinds or ()):
            raise ArgumentRefused("kinds: these are no signals", "kinds：不是信号类别")
        chosen = given(kinds=kinds, about=asked.about, since=asked.since, first=asked.first)
        return Asked(operation("findings"), chosen)

    return asks


def _listed(data: Mapping[str, Any], asked: Findings, language: str) -> Listing:
    if asked.id is not None:
        return _finding(data, language)
    found = data["discovery"]["findings"]
    rows = (
        {
            "id": each["id"],
            "kind": each["kind"],
            "score": each["score"],
            "claim": each["claim"],
            "found": each["lastFound"][:10],
            "about": [id_ for role in each["about"] for id_ in role["ids"]][:5],
            "verdict": each["verdict"],
        }
        for each in found
    )
    columns, made = table(rows, ("id", "kind", "score", "claim", "found"))
    return Listing(said(language, "findings", shown="{shown}"), None, columns, made, link=FINDING)


def _finding(data: Mapping[str, Any], language: str) -> Listing:
    if (found := data["discovery"]["finding"]) is None:
        raise NotFound("there is no such finding", "没有这个发现")
    roles = {
        role["role"]: [
            {"id": id_, "name": name} for id_, name in zip(role["ids"], role["names"], strict=True)
        ]
        for role in found["about"]
    }
    values = {name: value for name, value in found.items() if name not in ("about", "evidence", "measures")}
    measures = {each["name"]: each["value"] for each in found["measures"]}
    about = cleaned(known({**values, "about": roles, "measures": measures}))
    steps = [
        {"part": leg["part"], "start": step["start"], "relation": step["relation"], "end": step["end"],
         "facts": step["facts"][:3]}
        for leg in found["evidence"]
        for step in leg["steps"]
    ]  # fmt: skip
    counted = [{"part": leg["part"], "start": node} for leg in found["evidence"] for node in leg["nodes"]]
    columns, rows = table([*steps, *counted], ("part", "start", "relation", "end"))
    return Listing(said(language, "finding", kind=found["kind"], score=found["score"]), about, columns, rows)


def _influence(asked: Influence) -> Asked:
    if (asked.at is None) == (asked.topic is None):
        raise ArgumentRefused("give `at` or `topic`", "请给出 at 或 topic 之一")
    chosen = given(at=asked.at, topic=asked.topic, first=asked.first, asOf=asked.as_of)
    return Asked(operation("influence"), chosen)


def _ranked(data: Mapping[str, Any], asked: Influence, language: str) -> Listing:
    found = data["discovery"]["influence"]
    rows = (
        {
            "id": each["id"],
            "name": each["name"],
            "share": round(each["share"], 4),
            "because": [f"{step['start']} {step['relation']} {step['end']}" for step in each["because"]],
        }
        for each in found["ranked"]
    )
    columns, made = table(rows)
    deciders = said(language, "deciders") if found["fromDeciders"] else ""
    told = said(
        language, "ranked", shown="{shown}", total=found["people"], seeds=found["seeds"], deciders=deciders
    )
    return Listing(told, None, columns, made)


def _introduce(asked: Introduce) -> Asked:
    return Asked(operation("introduce"), given(to=asked.to, first=asked.first, asOf=asked.as_of))


def _introduced(data: Mapping[str, Any], asked: Introduce, language: str) -> Listing:
    chains = data["discovery"]["introductions"] or []
    rows = (
        {
            "strength": each["strength"],
            "ids": each["ids"],
            "names": each["names"],
            "through": [step["relation"] for step in each["steps"]],
        }
        for each in chains
    )
    columns, made = table(rows, ("strength",))
    return Listing(said(language, "chains", shown="{shown}"), None, columns, made)


CONNECTING = (
    Tool(
        "path_between",
        "Path",
        "How two entities hang together.",
        Path,
        Answer,
        _path,
        _joined,
    ),
    Tool(
        "hidden_connections",
        "Hidden connections",
        "What analyses found that no source says: circular holdings, shared interests, risky suppliers…",
        Findings,
        Answer,
        _findings(None),
        _listed,
    ),
    Tool(
        "signals",
        "Signals",
        "What is about to happen, out of several domains at once: demand, churn, risk.",
        Findings,
        Answer,
        _findings(SIGNAL),
        _listed,
    ),
    Tool(
        "influence",
        "Influence",
        "Who moves decisions at an organization, or leads in a topic.",
        Influence,
        Answer,
        _influence,
        _ranked,
    ),
    Tool(
        "introduce",
        "Introduce",
        "Strongest ways from our own people to somebody.",
        Introduce,
        Answer,
        _introduce,
        _introduced,
    ),
)
