"""What is made of a pair's evidence: the same, different, to be reviewed, or not to be told from what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log2

import numpy as np
import numpy.typing as npt

from graph_platform.resolution.comparisons import COMPARISONS
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Schema
from graph_platform.resolution.scoring import Floats, Scored, Scores

Flags = npt.NDArray[np.bool_]

ENOUGH = 6.5
"""Bits that things other than the name, the city and the title have to say before two records are one person."""
ENOUGH_ALONE = frozenset(("equal", "core", "short", "slip"))
"""Levels of an organization's name that need no other evidence where the name is distinctive."""
TELLS_ALONE = frozenset(("alias", "translated"))
"""Levels of an organization's name that are reached by rare names only."""
AGAINST = -6.0
"""Bits that one pair can speak against a cluster: a field that several records repeat is evidence once."""
RARE_NAME = 16.6
"""Bits by which a name is rare that one in 100,000 bears."""
FREQUENT_NAME = 15.0
"""Bits under which a name is so frequent that of those who bear it some are born on one day."""
MOST_FOR_RARITY = 3.0
"""Bits that a rare name makes good of what has to be said beside it."""


class Decision(StrEnum):
    """What is done about two records."""

    SAME = "same"
    REVIEW = "review"
    UNKNOWN = "can't tell"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what was decided about it, why, and what it weighs when clusters are made.

    `weight` is in bits; below 0 it speaks against a common cluster.
    """

    pair: Scored
    graph: float
    decision: Decision
    reason: str
    weight: float
    vetoed: bool = False

    @property
    def probability(self) -> float:
        """The chance that both are about the same thing, with what the graph adds."""
        odds: float = 2.0 ** max(min(self.pair.weight + self.graph, 1000.0), -1000.0)
        return odds / (1.0 + odds)


def bits_of(probability: float) -> float:
    """Odds in bits."""
    return log2(probability) - log2(1.0 - probability)


def judge(
    model: Model,
    pair: Scored,
    graph: float = 0.0,
    vetoed: str | None = None,
    distinctive: bool = False,
    one_system: bool = False,
) -> Judged:
    """Decide about one pair; `graph` is what its neighbours add, in bits, `vetoed` why a guard forbids it.

    `distinctive` says that both bear names which hardly another organization has, `one_system` that one source has
    both.
    """
    total = pair.weight + graph
    if vetoed:
        return Judged(pair, graph, Decision.DIFFERENT, vetoed, min(total - bits_of(model.same), 0.0), True)
    if total < bits_of(model.review):
        return Judged(
            pair, graph, Decision.DIFFERENT, "more speaks against it", max(min(total, 0.0), AGAINST)
        )
    evidence = graph + sum(
        bits
        for comparison, bits in zip(COMPARISONS[model.schema], pair.bits, strict=True)
        if comparison.says_who and bits > 0
    )
    over = total - bits_of(model.same)
    if contradicted := _contradicted(model, pair, one_system):
        weight = 0.0 if over >= 0 else over
        return Judged(pair, graph, Decision.REVIEW, contradicted, weight)
    if missing := _lacking(model, pair, evidence, distinctive):
        return Judged(pair, graph, Decision.UNKNOWN, missing, min(over, 0.0))
    if over >= 0:
        return Judged(pair, graph, Decision.SAME, "enough speaks for it", total)
    # what is probable by more than a name does not speak against a cluster that others speak for
    weight = 0.0 if evidence >= ENOUGH else over
    return Judged(pair, graph, Decision.REVIEW, "probable, and not enough to do it unseen", weight)


def untold(model: Model, scores: Scores, graph: Floats, distinctive: Flags) -> Flags:
    """Of many pairs those of which nothing but a name speaks: none of them is more than *can't tell*.

    Each of them `judge` would find to be that, or different where a guard forbids it; told at once, since most pairs of
    a large graph are such. `distinctive` says of which pairs both names are.
    """
    comparisons = COMPARISONS[model.schema]
    who = [place for place, comparison in enumerate(comparisons) if comparison.says_who]
    found = (graph <= 0) & ~(scores.bits[:, who] > 0).any(axis=1)
    for place, comparison in enumerate(comparisons):
        named = [number for number, level in enumerate(comparison.levels) if level.name in _TO_BE_JUDGED]
        if place == 0:
            named = [
                n for n, level in enumerate(comparison.levels) if level.name in OTHER_NAMES[model.schema]
            ]
        found &= ~np.isin(scores.levels[:, place], named)
    if model.schema == "Organization":
        levels = [level.name for level in comparisons[0].levels]
        alone = [number for number, name in enumerate(levels) if name in ENOUGH_ALONE]
        rare = [number for number, name in enumerate(levels) if name in TELLS_ALONE]
        found &= ~(np.isin(scores.levels[:, 0], alone) & distinctive)
        found &= ~np.isin(scores.levels[:, 0], rare)
    return np.asarray(found)


_TO_BE_JUDGED = frozenset(("colleagues", "generation"))
"""Levels of other comparisons that contradict whatever agrees."""


def is_elsewhere(level: Mapping[str, str]) -> bool:
    """Whether two organizations of one name are at two places, or have two numbers."""
    return "different" in (level.get("city"), level.get("country"), level.get("address"), level.get("number"))


def levels_of(model: Model, pair: Scored) -> dict[str, str]:
    """The level of each comparison by name; empty where nothing is known."""
    return {
        comparison.name: comparison.levels[place].name if place >= 0 else ""
        for comparison, place in zip(COMPARISONS[model.schema], pair.levels, strict=True)
    }


OTHER_NAMES: Mapping[Schema, frozenset[str]] = {
    "Person": frozenset(("different", "family", "half", "homophone", "generation")),
    "Organization": frozenset(("different", "sister", "alike", "acronym", "form")),
}
"""Levels of a name that speak of two, whatever else agrees."""


def _contradicted(model: Model, pair: Scored, one_system: bool) -> str:
    """Why what agrees is no reason to merge: it is what families, offices and groups of companies have in common."""
    level = levels_of(model, pair)
    if level.get("email") == "colleagues" and not (
        "equal" in (level["number"], level["identifier"], level["birth"]) or level["phone"] == "mobile"
    ):
        return "each has a mailbox of their own in one firm"
    if level.get("birth") == "generation" and not (
        "equal" in (level["number"], level["identifier"], level["email"]) or level["phone"] == "mobile"
    ):
        return "born a generation apart: father and son, it may be"
    if level["name"] not in OTHER_NAMES[model.schema]:
        return ""
    certain = "equal" in (level["number"], level["identifier"])
    if model.schema == "Person":
        at_home = level["address"] in ("equal", "most", "door")
        certain = certain or (level["number"] == "typo" and (level["birth"] == "equal" or at_home))
        # whoever hears a name writes it with other characters, and a mailbox or a mobile is one's own
        certain = certain or (
            level["name"] == "homophone" and (level["phone"] == "mobile" or level["email"] == "equal")
        )
        if level["name"] == "half":
            certain = (
                certain
                or level["birth"] == "equal"
                or level["phone"] == "mobile"
                or level["email"] == "equal"
            )
        # twins are two in one system; in two, a name may be mistaken where the day of birth agrees and the home nearly
        # does: who writes one field carelessly does so with the next
        slips = level["birth"] == "equal" and level["address"] in ("most", "door")
        certain = certain or (slips and level["name"] in ("family", "different") and not one_system)
    else:
        certain = certain and level["name"] != "different"
        # three letters and a domain that is its own: nobody else's initials
        certain = certain or (level["name"] == "acronym" and level["domain"] == "equal")
    return "" if certain else "the names differ, and what agrees may be shared"


def _rarity(model: Model, pair: Scored) -> float:
    """How rare the name is in which both agree, in bits, without what the manner of agreement weighs."""
    if pair.levels[0] < 0:
        return 0.0
    level = COMPARISONS[model.schema][0].levels[pair.levels[0]].name
    return pair.bits[0] - log2(model.weights["name"][level][0])


def _may_be_namesakes(
    model: Model, pair: Scored, evidence: float, rarity: float, level: Mapping[str, str]
) -> bool:
    """Whether what agrees is what two of one name have in common: of a frequent name an employer, or a day of birth in
    no one city; of any name a home alone, which father and son share."""
    if model.schema != "Person":
        return False
    bits = {
        comparison.name: said for comparison, said in zip(COMPARISONS[model.schema], pair.bits, strict=True)
    }
    if bits["birth"] > 0 and evidence - bits["birth"] <= 0 and level["city"] != "equal":
        return rarity < FREQUENT_NAME
    if bits["employer"] > 0 and evidence - bits["employer"] <= 0:
        return rarity < RARE_NAME
    return bits["address"] > 0 and evidence - bits["address"] <= 0 and not (level["birth"] or level["number"])


def _lacking(model: Model, pair: Scored, evidence: float, distinctive: bool) -> str:
    """What would have to be known; nothing where what is known suffices."""
    comparisons = COMPARISONS[model.schema]
    # a name of which there is hardly another needs less beside it, and always something
    rarity = _rarity(model, pair)
    rare = min(max(rarity - RARE_NAME, 0.0) / 2, MOST_FOR_RARITY)
    level = levels_of(model, pair)
    if (
        evidence > 0
        and evidence + rare >= ENOUGH
        and not _may_be_namesakes(model, pair, evidence, rarity, level)
    ):
        return ""
    elsewhere = is_elsewhere(level)
    alone = level["name"] in TELLS_ALONE or (distinctive and level["name"] in ENOUGH_ALONE)
    if model.schema == "Organization" and alone and not elsewhere:
        return ""
    unknown = [
        comparison.label
        for comparison, level in zip(comparisons, pair.levels, strict=True)
        if comparison.says_who and level < 0
    ]
    kind = "a person's name" if model.schema == "Person" else "a name that is not rare"
    return f"{kind} alone says nothing; not known on both sides: {', '.join(unknown)}"
