"""Hidden links: relationships that are missing or to come, each with a probability learned from the graph's own past.

The edges of the day go to `graph_platform.ranking`, which hides some of them from itself, learns which signs tell, and
ranks what is left, type by type. It says how probable a link is where its source has one more; how often that is, the
sources of the type tell: of those with as many links, the share that has more. What people confirmed and rejected moves
the probabilities of a kind once enough was judged.

A pair without a path of evidence is not shown, however probable; nor are two whom another relationship ties already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from graph_platform.database import Database
from graph_platform.discovery.analysis import Analysis, Asked
from graph_platform.discovery.link_kinds import LINKS, Link
from graph_platform.errors import UsageError
from graph_platform.findings.model import Evidence, Finding, Step
from graph_platform.ranking.edges import Edges, edges_of
from graph_platform.ranking.evidence import evidence
from graph_platform.ranking.memory import memory_needed
from graph_platform.ranking.ranking import rank
from graph_platform.statements import statement

TIES = (
    "OWNS",
    "CONTROLS",
    "PART_OF",
    "HOLDS_POST",
    "WORKS_FOR",
    "KNOWS",
    "SUPPLIES",
    "PARTNER_OF",
)
"""What is learned from."""
LEAST = 200
"""Relationships of a type from which on it is learned: of fewer nothing can be hidden and measured."""
TARGETS = 5_000
"""Targets of a type that are candidates, those with the most sources first: of others too little is known."""
SOURCES = 20_000
"""Sources that are learned from, and nodes that tie them otherwise: with all of a large graph it would take hours."""
ASKED = 1_000
"""Sources asked about, those with the most relationships of the type first."""
EACH = 3
"""Candidates of one source that are looked at."""
MANY = 5
"""From so many links of a source on, how many more there are is taken to depend on nothing."""
SURE = 0.3
"""Probability from which on a link is a finding."""
MOST = 200
"""Findings of one type, the most probable."""
PATHS = 3
JUDGED = 20
"""Verdicts from which on they move probabilities."""
MEMORY = 6 * 2**30
"""Bytes that learning one type may take."""


def find(database: Database, asked: Asked) -> list[Finding]:
    """The most probable links of every type of which there are enough to learn from."""
    ties = _ties(database, asked)
    found: list[Finding] = []
    for link in LINKS:
        if (ties["type"] == link.type).sum() >= LEAST:
            found += _of_type(database, _around(ties, link.type), link, asked)
    return found


ANALYSIS = Analysis("links", tuple(link.kind for link in LINKS), find)


def _ties(database: Database, asked: Asked) -> pd.DataFrame:
    text = statement("discovery/links").replace("TYPES", "|".join(TIES))
    rows = database.read(text, {"day": asked.day})
    columns = ["source", "target", "type", "date"]
    frame = pd.DataFrame([row.values() for row in rows], columns=columns, dtype=object)
    return frame.sort_values(["type", "source", "target"], ignore_index=True)


def _around(ties: pd.DataFrame, type_: str) -> Edges:
    """The part of the graph that a type is learned from: its busiest targets and sources, and what ties these."""
    of_it = ties[ties["type"] == type_]
    kept = of_it[of_it["target"].isin(_busiest(of_it["target"], TARGETS))]
    kept = kept[kept["source"].isin(_busiest(kept["source"], SOURCES))]
    if len(kept) < len(of_it):
        ends = pd.Index(kept["source"].unique()).union(kept["target"].unique())
        rest = ties[ties["type"] != type_]
        inside, outside = rest["source"].isin(ends), rest["target"].isin(ends)
        # what ties one of them alone leads nowhere
        beyond = pd.concat([rest.loc[inside & ~outside, "target"], rest.loc[outside & ~inside, "source"]])
        near = ends.union(_busiest(beyond[beyond.duplicated(keep=False)], SOURCES))
        ties = pd.concat([kept, rest[rest["source"].isin(near) & rest["target"].isin(near)]])
    dated = kept["date"].notna().any()
    return edges_of(ties if dated else ties.drop(columns="date"))


def _busiest(ends: pd.Series, most: int) -> pd.Index:
    """The nodes that stand most often in a column; ties by id."""
    counts = ends.value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    busiest: pd.Index = counts.head(most).index
    return busiest


def _of_type(database: Database, edges: Edges, link: Link, asked: Asked) -> list[Finding]:
    if (needed := memory_needed(edges, link.type)) > MEMORY:
        raise UsageError(
            f"learning {link.type} needs about {needed / 2**30:.0f} GB of memory, and {MEMORY / 2**30:.0f} are allowed",
            "Leave it out: `--kind` names what is to be looked for.",
        )
    ranked = rank(edges, _sources(edges, link.type), link.type, seed=asked.seed, top=EACH)
    learned = _heard(database, link.kind.name)
    candidates = pd.DataFrame({"source": ranked.source, "target": ranked.target, "score": ranked.score})
    more = _chance_of_more(edges, link.type)
    sure = candidates["score"].to_numpy(dtype=np.float64) * candidates["source"].map(more).to_numpy(
        dtype=np.float64
    )
    candidates["score"] = learned(sure)
    candidates = candidates[candidates["score"] >= SURE]
    candidates = candidates.sort_values(["score", "source", "target"], ascending=[False, True, True])
    found: list[Finding] = []
    for row in candidates.itertuples():
        if len(found) == MOST:
            break
        paths = evidence(edges, str(row.source), str(row.target), PATHS)
        if not paths or any(len(path.steps) == 1 for path in paths):
            continue
        legs = tuple(
            Evidence("path", tuple(Step(step.source, step.kind, step.target) for step in path.steps))
            for path in paths
        )
        found.append(
            Finding(
                kind=link.kind.name,
                roles={link.source: [str(row.source)], link.target: [str(row.target)]},
                identity=(link.source, link.target),
                score=round(float(row.score), 4),  # type: ignore[arg-type]
                evidence=legs,
                measures={"paths": len(legs)},
            )
        )
    return found


def _sources(edges: Edges, type_: str) -> Sequence[str]:
    of_it = edges.kind == edges.kinds.index(type_)
    counts = np.bincount(edges.source[of_it], minlength=len(edges.names))
    order = np.lexsort((np.arange(len(counts)), -counts))
    return [str(edges.names[place]) for place in order[:ASKED] if counts[place]]


def _chance_of_more(edges: Edges, type_: str) -> dict[str, float]:
    """For each source of a type how probable it is that it has one link more than is known of it.

    Where nearly everybody has one employer, one who has one employer hardly has a second.
    """
    of_it = edges.kind == edges.kinds.index(type_)
    counts = np.bincount(edges.source[of_it], minlength=len(edges.names))
    at_least = [int((counts >= links).sum()) for links in range(MANY + 2)]
    chance = [at_least[links + 1] / max(at_least[links], 1) for links in range(MANY + 1)]
    return {
        str(edges.names[place]): chance[min(int(counts[place]), MANY)] for place in np.flatnonzero(counts)
    }


@dataclass(frozen=True, slots=True)
class _Heard:
    """What verdicts make of a probability."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, probability: np.ndarray) -> np.ndarray:
        odds = _odds(probability)
        return np.asarray(1 / (1 + np.exp(-(self.slope * odds + self.intercept))))


def _heard(database: Database, kind: str) -> _Heard:
    """Platt's scaling of what was promised to what people found ("Probabilistic Outputs for SVMs", 1999)."""
    rows: Sequence[Mapping[str, object]] = database.read(statement("discovery/verdicts"), {"kind": kind})
    right = np.array([bool(row["right"]) for row in rows])
    if len(right) < JUDGED or right.all() or not right.any():
        return _Heard()
    odds = _odds(np.array([row["score"] for row in rows], dtype=np.float64))
    model = LogisticRegression(C=1.0).fit(odds[:, None], right)
    # a verdict never turns the order round
    return _Heard(max(float(model.coef_[0, 0]), 0.05), float(model.intercept_[0]))


def _odds(probability: np.ndarray) -> np.ndarray:
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(clipped / (1 - clipped)))
