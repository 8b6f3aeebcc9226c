"""Chains of introduction: the strongest way from our people to theirs, over people, meetings, mails and employers.

Dijkstra's search, best first, from the one to be met outwards; ties are read for a batch of entities at a time, and no
more entities are looked at than are stated here.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from graph_platform.database import Database
from graph_platform.discovery.ties import CROWD, WEIGHTS, Looking, Tie, damping, read_ties
from graph_platform.errors import NotThere
from graph_platform.findings.model import Step

SOCIAL = (
    "KNOWS",
    "REPORTS_TO",
    "WORKS_FOR",
    "HOLDS_POST",
    "STUDIED_AT",
    "MANAGES_ACCOUNT",
    "ATTENDED",
    "SENT",
    "RECEIVED",
    "AUTHORED",
)
"""What people meet by."""
AT_ONCE = 40
"""Entities whose ties are read together."""
LOOKED_AT = 2_000
LONGEST = 7
"""Ties of a chain: a meeting or an employer between two people is two."""
CHEAPEST = -log(max(WEIGHTS.values()))
"""What one more tie costs at least."""
OURS = "User"
THEIRS = ("WORKS_FOR", "HOLDS_POST")


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of introduction from one of our people, at its head, to the one to be met; its strength, 0 to 1."""

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    strength: float


def introduce(database: Database, looking: Looking, to: str, most: int = 3) -> list[Chain]:
    """The strongest chains to a person, or to anybody of an organization, each from another of our people.

    Raises `NotThere` where `to` is not there for the viewer.
    """
    met = read_ties(database, looking, [to], THEIRS)
    if to not in met:
        raise NotThere("nothing has this id", "Find it with `search`.")
    if "Person" in met[to].labels:
        starts, closed = [to], frozenset[str]()
    else:
        starts, closed = sorted({tie.other for tie in met[to].ties}), frozenset((to,))
    return _search(database, looking, starts, lambda labels: OURS in labels, SOCIAL, closed, most)


def strongest_path(database: Database, looking: Looking, one: str, other: str) -> Chain | None:
    """The strongest path between two entities over any ties; nothing where none of `LONGEST` ties was met."""
    there = read_ties(database, looking, [one, other], ["KNOWS"])
    if one not in there or other not in there:
        raise NotThere("nothing has this id", "Find it with `search`.")
    found = _search(database, looking, [other], lambda labels: False, WEIGHTS, frozenset(), 1, one)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Reached:
    """How an entity was reached, from nearer to the goal."""

    cost: float
    nearer: str | None
    step: Step | None
    ties: int
    labels: tuple[str, ...]
    degree: int


def _search(
    database: Database,
    looking: Looking,
    starts: Sequence[str],
    is_goal: Callable[[Sequence[str]], bool],
    among: Iterable[str],
    closed: frozenset[str],
    most: int,
    goal: str | None = None,
) -> list[Chain]:
    among = list(among)
    reached = {start: _Reached(0.0, None, None, 0, (), 1) for start in starts}
    waiting = [(0.0, start) for start in starts]
    heapq.heapify(waiting)
    settled: set[str] = set()
    found: list[Chain] = []
    while waiting and len(found) < most and len(settled) < LOOKED_AT:
        batch = _next(waiting, reached, settled, closed)
        for id_ in batch:
            at = reached[id_]
            if at.step is not None and (id_ == goal or is_goal(at.labels)):
                found.append(_chain(reached, id_))
        going_on = [id_ for id_ in batch if reached[id_].ties < LONGEST and not is_goal(reached[id_].labels)]
        for id_, tied in read_ties(database, looking, going_on, among).items():
            for tie in tied.ties:
                if tie.other not in settled and tie.other not in closed:
                    _reach(reached, waiting, id_, tie)
    found.sort(key=lambda chain: (-chain.strength, chain.nodes))
    return found[:most]


def _next(
    waiting: list[tuple[float, str]],
    reached: Mapping[str, _Reached],
    settled: set[str],
    closed: frozenset[str],
) -> list[str]:
    """The nearest that wait, as far as none of them can still be reached cheaper through another of them."""
    batch: list[str] = []
    furthest = waiting[0][0] + CHEAPEST
    while waiting and len(batch) < AT_ONCE and waiting[0][0] <= furthest:
        cost, id_ = heapq.heappop(waiting)
        if id_ not in settled and id_ not in closed and cost <= reached[id_].cost:
            settled.add(id_)
            batch.append(id_)
    return batch


def _reach(reached: dict[str, _Reached], waiting: list[tuple[float, str]], from_: str, tie: Tie) -> None:
    at = reached[from_]
    # an inner node damps the way; the one to be met and one of ours do not
    through = 1.0 if at.step is None else damping(at.degree)
    worth = WEIGHTS[tie.type] * through
    if worth <= 0 or (tie.degree >= CROWD and OURS not in tie.labels):
        return
    cost = at.cost - log(worth)
    before = reached.get(tie.other)
    if before is None or cost < before.cost:
        reached[tie.other] = _Reached(cost, from_, tie.step(from_), at.ties + 1, tie.labels, tie.degree)
        heapq.heappush(waiting, (cost, tie.other))


def _chain(reached: Mapping[str, _Reached], from_: str) -> Chain:
    nodes, steps = [from_], []
    at = reached[from_]
    cost = at.cost
    while at.nearer is not None and at.step is not None:
        steps.append(at.step)
        nodes.append(at.nearer)
        at = reached[at.nearer]
    return Chain(tuple(nodes), tuple(steps), round(exp(-cost), 4))
