"""Influence and communities over the whole graph, by Graph Data Science, and kept until the next run.

Influence is ArticleRank (a PageRank that gives less to what few point at; GDS) over people and organizations and what
ties them, both ways, each tie weighed by its kind. Communities are Leiden's (V. Traag, L. Waltman, N. van Eck, "From
Louvain to Leiden", Scientific Reports 9, 2019) over the same projection, with a seed and one thread, so that a run
repeats. Numbers are written beside those of the last run, and shown instead of them all at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from secrets import token_hex
from time import time_ns
from typing import Any

from pandas import DataFrame

from graph_platform.database import Database
from graph_platform.discovery.communities import Community, Described, identified, named
from graph_platform.discovery.projection import count_parties, parties
from graph_platform.loading.recompute import chunks
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

BATCH = 10_000
PROJECTION = (
    "Person, Organization; OWNS, CONTROLS, PART_OF, HOLDS_POST, WORKS_FOR, REPORTS_TO, KNOWS, SUPPLIES,"
    " PARTNER_OF"
)
DAMPING, ROUNDS = 0.85, 40
GAMMA = 1.0
NAMED = 2_000
"""Communities that are given a name, the largest."""
Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Standings:
    """What a run computed: of how many parties, and its communities, the largest first."""

    parties: int
    communities: tuple[Community, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A community as it is kept: `before` is its size in the run before, nothing for a new one."""

    id: str
    size: int
    name: str
    before: int | None
    joined: int
    left: int
    leaders: tuple[str, ...]
    computed: datetime


def communities(database: Database, most: int) -> list[Shown]:
    """The communities of the newest run, the largest first."""
    found = []
    for row in database.read(statement("discovery/read_communities"), {"most": most}):
        kept = row["community"]
        found.append(
            Shown(
                kept["id"],
                kept["size"],
                kept["name"] or "",
                kept.get("before"),
                kept["joined"],
                kept["left"],
                tuple(kept["leaders"]),
                row["computed"].to_native(),
            )
        )
    return found


def compute(database: Database, day: date, seed: int, tell: Tell = lambda name, done: None) -> Standings:
    """Compute influence and communities as of a day, and show them from then on. Raises `UsageError`."""
    ensure_schema(database)
    tell("influence and communities", 0)
    if not count_parties(database):
        return Standings(0, (), {})
    with parties(database, day) as (gds, graph):
        gds.article_rank.mutate(
            graph,
            "influence",
            damping_factor=DAMPING,
            max_iterations=ROUNDS,
            relationship_weight_property="weight",
        )
        gds.leiden.mutate(
            graph,
            "community",
            random_seed=seed,
            concurrency=1,
            gamma=GAMMA,
            relationship_weight_property="weight",
        )
        found = gds.graph.node_properties.stream(graph, ["influence", "community"], db_node_properties=["id"])
    return _keep(database, _wide(found), seed, tell)


def _wide(found: DataFrame) -> DataFrame:
    """One row a party: id, influence, rank (the fraction that is less influential), community (a number)."""
    frame = found
    if "nodeProperty" in frame.columns:
        frame = frame.pivot(
            index=["nodeId", "id"], columns="nodeProperty", values="propertyValue"
        ).reset_index()
    frame = frame[["id", "influence", "community"]].sort_values("id").reset_index(drop=True)
    order = frame["influence"].rank(method="min")
    frame["rank"] = (order - 1) / len(frame)
    return frame


def _keep(database: Database, frame: DataFrame, seed: int, tell: Tell) -> Standings:
    # in the order in which runs began: what an earlier one wrote is left over once a later one is shown
    run = f"{time_ns():020d}{token_hex(4)}"
    before = {
        row["entity"]: row["community"] for row in database.read(statement("discovery/read_memberships"))
    }
    influence = dict(zip(frame["id"], frame["influence"], strict=True))
    groups = frame.groupby("community")["id"].agg(list)
    made = identified(groups, before, influence)
    names = _names(database, made[:NAMED])
    of = {member: community.id for community in made for member in community.members}
    rows = [
        {
            "id": id_,
            "influence": round(float(score), 6),
            "rank": round(float(rank), 4),
            "community": of.get(id_),
        }
        for id_, score, rank in zip(frame["id"], frame["influence"], frame["rank"], strict=True)
    ]
    for done, some in enumerate(chunks(rows, BATCH)):
        tell("standings", done * BATCH)
        database.write(statement("discovery/write_standings"), {"run": run, "rows": list(some)})
    now = datetime.now(UTC)
    told = [_told(community, names, now) for community in made]
    for some in chunks(told, BATCH):
        database.write(statement("discovery/write_communities"), {"run": run, "rows": list(some)})
    parameters = {"damping": DAMPING, "rounds": ROUNDS, "gamma": GAMMA, "seed": seed}
    database.write(
        statement("discovery/switch_run"),
        {"run": run, "now": now, "projection": PROJECTION, "parameters": json.dumps(parameters)},
    )
    while database.write(statement("discovery/drop_standings"), {"most": BATCH})[0]["dropped"]:
        tell("former standings", 0)
    return Standings(len(rows), tuple(made), names)


def _told(community: Community, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    return {
        "id": community.id,
        "size": len(community.members),
        "name": names.get(community.id, ""),
        "before": community.before,
        "joined": community.joined,
        "left": community.left,
        "since": now,
        "leaders": list(community.leaders),
    }


def _names(database: Database, communities: Sequence[Community]) -> dict[str, str]:
    members = [member for community in communities for member in community.members]
    described = _described(database, members)
    everywhere = Counter(word for each in described.values() for word in (each.industry, each.city) if word)
    return {community.id: named(community, described, everywhere) for community in communities}


def _described(database: Database, ids: Iterable[str]) -> dict[str, Described]:
    found: dict[str, Described] = {}
    for some in chunks(list(ids), BATCH):
        for row in database.read(statement("discovery/describe"), {"ids": list(some)}):
            found[row["id"]] = Described(row["name"], row["industry"], row["city"], row["is_organization"])
    return found
