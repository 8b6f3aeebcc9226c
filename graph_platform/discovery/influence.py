"""Who moves decisions: at one customer, and in a topic.

Personalised PageRank (L. Page, S. Brin, R. Motwani, T. Winograd, 1998; personalised after T. Haveliwala,
"Topic-sensitive PageRank", 2002) over the ties around an organization or a topic, from those who are known to decide,
or from the topic's skills and works. Computed out of what is there for whoever asks: a neighbourhood is small enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph_platform.database import Database
from graph_platform.discovery.ties import CROWD, WEIGHTS, Looking, Tied, read_ties
from graph_platform.errors import NotThere
from graph_platform.findings.model import Step
from graph_platform.statements import scoped, statement

DAMPING = 0.85
ROUNDS = 50
NEAR = 3_000
"""Entities around an organization or a topic that are looked at."""
BELONGS = ("WORKS_FOR", "HOLDS_POST")
AT_A_CUSTOMER = (*BELONGS, "REPORTS_TO", "KNOWS", "ATTENDED", "SENT", "RECEIVED", "OWNS")
OF_A_TOPIC = ("HAS_SKILL", "AUTHORED", "MENTIONS", "WORKS_FOR", "KNOWS")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Influential:
    """One of the influential: their share of the influence of all who are ranked, and a way to a seed."""

    id: str
    share: float
    because: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """Who is influential, the most first; how many were ranked, from how many seeds, and whether these decide."""

    ranked: tuple[Influential, ...]
    people: int
    seeds: int
    from_deciders: bool


def at_customer(
    database: Database, looking: Looking, organization: str, by_role: bool = True, most: int = 10
) -> Influence:
    """Who moves decisions at an organization: its people, ranked from its known deciders.

    Where no decider is known, or `by_role` says that the viewer may not read who is one, its officers stand for them,
    and where there is none, everybody. Raises `NotThere`.
    """
    at = read_ties(database, looking, [organization], BELONGS)
    if organization not in at:
        raise NotThere("nothing has this id", "Find it with `search`.")
    people = sorted({tie.other for tie in at[organization].ties})
    officers = sorted({tie.other for tie in at[organization].ties if tie.type == "HOLDS_POST"})
    deciders = _deciders(database, looking, people) if by_role else []
    seeds = deciders or officers or people
    around = _around(database, looking, people, AT_A_CUSTOMER, {organization})
    return _ranked(around, seeds, set(people), most, bool(deciders))


def of_topic(database: Database, looking: Looking, topic: Sequence[str], most: int = 10) -> Influence:
    """Who is influential in a topic, given by the ids of its skills and works (as `search` finds them)."""
    around = _around(database, looking, topic, OF_A_TOPIC, set())
    there = [id_ for id_ in topic if id_ in around]
    people = {id_ for id_, tied in around.items() if "Person" in tied.labels}
    return _ranked(around, there, people, most, False)


def _deciders(database: Database, looking: Looking, people: Sequence[str]) -> list[str]:
    text = scoped(statement("discovery/deciders"), looking.rows)
    given = {"ids": list(people), "scopes": list(looking.scopes), "hidden": list(looking.hidden)}
    return sorted(row["id"] for row in database.read(text, given))


def _around(
    database: Database, looking: Looking, start: Sequence[str], among: Iterable[str], closed: set[str]
) -> dict[str, Tied]:
    """The entities within two ties of some, crowds left out."""
    among = list(among)
    found: dict[str, Tied] = {}
    waiting = [id_ for id_ in start if id_ not in closed][:NEAR]
    for _ in range(2):
        for place in range(0, len(waiting), BATCH):
            found |= read_ties(database, looking, waiting[place : place + BATCH], among)
        further = {
            tie.other
            for id_ in waiting
            if id_ in found
            for tie in found[id_].ties
            if tie.degree < CROWD and tie.other not in found and tie.other not in closed
        }
        waiting = sorted(further)[: max(NEAR - len(found), 0)]
    return found


def _ranked(
    around: Mapping[str, Tied], seeds: Sequence[str], people: set[str], most: int, from_deciders: bool
) -> Influence:
    ids = sorted(around)
    place = {id_: number for number, id_ in enumerate(ids)}
    rows, columns, weights = [], [], []
    for id_ in ids:
        for tie in around[id_].ties:
            if tie.other in place and tie.type in WEIGHTS:
                rows.append(place[id_])
                columns.append(place[tie.other])
                weights.append(WEIGHTS[tie.type])
    known = [place[seed] for seed in seeds if seed in place]
    if not known:
        return Influence((), 0, 0, from_deciders)
    links = sparse.csr_array((weights, (rows, columns)), (len(ids),) * 2, dtype=np.float64)
    # both ends of a tie were read, or one of them: either way it leads both ways
    links = links.maximum(links.T).tocsr()
    rank = personalised(links, np.array(known))
    ranked = sorted((id_ for id_ in people if id_ in place), key=lambda id_: (-rank[place[id_]], id_))
    total = sum(rank[place[id_]] for id_ in ranked) or 1.0
    return Influence(
        tuple(
            Influential(id_, round(float(rank[place[id_]] / total), 4), _because(around, id_, set(seeds)))
            for id_ in ranked[:most]
        ),
        len(ranked),
        len(known),
        from_deciders,
    )


def personalised(links: sparse.csr_array, seeds: np.ndarray) -> np.ndarray:
    """PageRank over weighted links, every jump to one of the seeds; the ranks add up to 1."""
    size = links.shape[0]
    home = np.zeros(size)
    home[seeds] = 1 / len(seeds)
    out = links.sum(axis=1)
    step = sparse.diags_array(np.divide(1, out, out=np.zeros_like(out), where=out > 0)) @ links
    rank = home.copy()
    for _ in range(ROUNDS):
        onward = DAMPING * (rank @ step)
        # what leads nowhere, and every jump, goes home
        rank = onward + (1 - onward.sum()) * home
    return rank


def _because(around: Mapping[str, Tied], id_: str, seeds: set[str]) -> tuple[Step, ...]:
    """A way from one of the ranked to a seed, of at most two ties."""
    if id_ in seeds:
        return ()
    ties = sorted(around[id_].ties, key=lambda tie: (-WEIGHTS.get(tie.type, 0.0), tie.degree, tie.other))
    for tie in ties:
        if tie.other in seeds:
            return (tie.step(id_),)
    for tie in ties:
        for onward in around[tie.other].ties if tie.other in around else ():
            if onward.other in seeds and onward.other != id_:
                return (tie.step(id_), onward.step(tie.other))
    return ()
