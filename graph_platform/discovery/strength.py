"""How strongly two entities are associated, 0.00 to 1.00, and by which ways.

The strength is the noisy-or over every way of at most three ties: a way is worth the product of its ties' weights, each
inner node damping it by its degree. So it is the same from both ends, grows with every tie that is added, and is 0
where no way of three ties joins the two. It is computed out of what is there for whoever asks, and of nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_platform.database import Database
from graph_platform.discovery.ties import CROWD, WEIGHTS, Looking, Tied, between, damping, read_ties, together
from graph_platform.errors import NotThere
from graph_platform.findings.model import Step

INNER = 300
"""Neighbours of either end, those with the fewest ties of their own first, between which third ties are looked for."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way between the two, by the entities on it, and what it is worth alone."""

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Strength:
    """How strongly two entities are associated; the best ways, and how many there are."""

    value: float
    ways: tuple[Way, ...]
    count: int


def strength(database: Database, looking: Looking, one: str, other: str) -> Strength:
    """The strength between two entities. Raises `NotThere` where one of them is not there for the viewer."""
    read = read_ties(database, looking, (one, other))
    if one not in read or other not in read:
        raise NotThere("nothing has this id", "Find it with `search`.")
    if one == other:
        return Strength(1.0, (), 0)
    left, right = _joined(read[one]), _joined(read[other])
    ways = [*_direct(left, one, other), *_over_one(left, right, one, other)]
    ways += _over_two(database, looking, left, right, one, other)
    ways.sort(key=lambda way: (-way.worth, way.nodes))
    value = together(way.worth for way in ways)
    # two digits, and never 1: that two are one is for resolution to say
    return Strength(min(round(value, 2), 0.99), tuple(ways[:SHOWN]), len(ways))


@dataclass(frozen=True, slots=True)
class _Near:
    """A neighbour: the ties to it, what they come to, and its degree."""

    steps: tuple[Step, ...]
    weight: float
    degree: int


def _joined(tied: Tied) -> dict[str, _Near]:
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    degrees: dict[str, int] = {}
    for tie in tied.ties:
        if tie.other != tied.id:
            steps[tie.other].append(tie.step(tied.id))
            degrees[tie.other] = tie.degree
    return {id_: _Near(tuple(each), _weight(each), degrees[id_]) for id_, each in steps.items()}


def _weight(steps: Iterable[Step]) -> float:
    """Of ties of one type between two, one counts: a hundred meetings are told by what they were about."""
    return together(WEIGHTS[type_] for type_ in sorted({step.relation for step in steps}))


def _direct(left: Mapping[str, _Near], one: str, other: str) -> list[Way]:
    near = left.get(other)
    return [Way((one, other), near.steps, near.weight)] if near else []


def _over_one(left: Mapping[str, _Near], right: Mapping[str, _Near], one: str, other: str) -> list[Way]:
    found = []
    for middle in left.keys() & right.keys():
        to, fro = left[middle], right[middle]
        worth = to.weight * fro.weight * damping(to.degree)
        if worth:
            found.append(Way((one, middle, other), (*to.steps[:1], *fro.steps[:1]), worth))
    return found


def _over_two(
    database: Database,
    looking: Looking,
    left: Mapping[str, _Near],
    right: Mapping[str, _Near],
    one: str,
    other: str,
) -> list[Way]:
    ends = {one, other}
    firsts, seconds = _fewest(left, ends), _fewest(right, ends)
    joining: defaultdict[tuple[str, str], list[Step]] = defaultdict(list)
    for first, second, step in between(database, looking, firsts, seconds):
        if first != second:
            joining[first, second].append(step)
    found = []
    for (first, second), steps in joining.items():
        to, fro = left[first], right[second]
        worth = to.weight * _weight(steps) * fro.weight * damping(to.degree) * damping(fro.degree)
        if worth:
            way = (one, first, second, other)
            found.append(Way(way, (*to.steps[:1], steps[0], *fro.steps[:1]), worth))
    return found


def _fewest(near: Mapping[str, _Near], ends: set[str]) -> Sequence[str]:
    inner = [id_ for id_ in near if id_ not in ends and near[id_].degree < CROWD]
    return sorted(inner, key=lambda id_: (near[id_].degree, id_))[:INNER]
