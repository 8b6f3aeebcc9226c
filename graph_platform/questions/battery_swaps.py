"""Which customer is about to need battery swaps? Asked by a statement that has no name and no id in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from neo4j.time import Duration

from graph_platform.database import Database
from graph_platform.statements import statement

SURGE_WEEKS = 12
THRESHOLDS: Mapping[str, Any] = {
    "least": 20,
    "times": 3.0,
    "times_last_year": 2.0,
    "weeks": SURGE_WEEKS,
    "majority": 0.5,
    "recent": Duration(weeks=SURGE_WEEKS),
    "on_the_road": Duration(days=180),
    "hiring": Duration(days=120),
}
"""What counts as a surge, as owning, as being on the road and as hiring now."""
SKILLS = ("battery swapping", "换电")
TITLES = ("fleet", "车队")
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Said:
    """Where a fact stands: its data set, the file and line, and its id."""

    data_set: str
    file: str
    line: int
    id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One customer about to need battery swaps. Organizations and people are `(id, name)`.

    `up` and `down` lead from the parent to the dealer and to the fleet, both ends included. `evidence` holds, for
    each step, the records and claims that say it; those of ownership in the order of `owned`.
    """

    dealer: tuple[str, str]
    parent: tuple[str, str]
    fleet: tuple[str, str]
    manager: tuple[str, str]
    title: str
    recent: int
    expected: float
    last_year: int
    dispatches: int
    posts: int
    up: tuple[tuple[str, str], ...]
    down: tuple[tuple[str, str], ...]
    evidence: Mapping[str, Sequence[Said]]
    owned: Sequence[tuple[tuple[str, str], tuple[str, str], Sequence[Said]]]


def ask(database: Database, now: datetime | None = None) -> list[Answer]:
    """Every answer that the graph gives as of `now` (default: its newest diagnostic), the largest surge first."""
    if now is None:
        newest = database.read(statement("questions/newest_event"))
        if not newest:
            return []
        now = newest[0]["at"].to_native()
    asked = {**THRESHOLDS, "skills": list(SKILLS), "titles": list(TITLES), "now": now, "today": _day(now)}
    return [
        _answer(database, row, asked) for row in database.read(statement("questions/battery_swaps"), asked)
    ]


def _day(now: datetime) -> date:
    return now.date()


def _answer(database: Database, row: Any, asked: Mapping[str, Any]) -> Answer:
    up, down = _nodes(row["up"]), _nodes(row["down"])
    steps = [*pairwise(up), *pairwise(down)]
    found = database.read(
        statement("questions/battery_swap_evidence"),
        {
            **{name: asked[name] for name in ("now", "recent", "on_the_road")},
            "dealer": row["dealer"]["id"],
            "fleet": row["fleet"]["id"],
            "manager": row["manager"]["id"],
            "posts": row["posts"],
            "steps": [{"start": owner[0], "end": owned[0]} for owner, owned in steps],
            "each": EXAMPLES,
        },
    )
    says = {(each["step"], each["place"]): [Said(**said) for said in each["says"]] for each in found}
    return Answer(
        dealer=_node(row["dealer"]),
        parent=_node(row["parent"]),
        fleet=_node(row["fleet"]),
        manager=_node(row["manager"]),
        title=row["title"],
        recent=row["recent"],
        expected=row["expected"],
        last_year=row["last_year"],
        dispatches=row["dispatches"],
        posts=len(row["posts"]),
        up=up,
        down=down,
        evidence={step: said for (step, _), said in says.items() if step != "ownership"},
        owned=[(*pair, says.get(("ownership", place), [])) for place, pair in enumerate(steps)],
    )


def _node(node: Mapping[str, Any]) -> tuple[str, str]:
    return node["id"], node["name"] or node["id"]


def _nodes(nodes: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(_node(node) for node in nodes)
