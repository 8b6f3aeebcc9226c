"""How well candidates are ranked, and how far scores are probabilities; each query counts alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_platform.ranking.edges import Floats, Ints

BINS = 15
SURE = 0.1


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far probabilities hold: the share that is true, skill over it, and promise against truth from 0.1 on.

    `error` (expected calibration error, bins of equal mass) is None where nothing is promised with 0.1 or more.
    """

    base_rate: float
    brier_skill: float
    sure: int
    error: float | None


def ranks(query: Ints, values: NDArray[np.floating]) -> Floats:
    """The place of each row among those of its query, 1 for the highest value; ties share the mean of their places.

    Rows stand query by query.
    """
    size = len(query)
    if not size:
        return np.zeros(0)
    order = np.lexsort((-values, query))
    ordered, by = values[order], query[order]
    begins = np.r_[True, by[1:] != by[:-1]]
    changes = begins | np.r_[True, ordered[1:] != ordered[:-1]]
    place = np.arange(size)
    first = np.maximum.accumulate(np.where(begins, place, 0))
    lowest = np.maximum.accumulate(np.where(changes, place, 0))
    highest = np.minimum.accumulate(np.where(np.r_[changes[1:], True], place, size)[::-1])[::-1]
    ranked = np.empty(size)
    ranked[order] = (lowest + highest) / 2 - first + 1
    return ranked


def reciprocal_and_hits(
    query: Ints, values: NDArray[np.floating], true: NDArray[np.bool_], hidden: Ints, best: int = 10
) -> tuple[Floats, Floats]:
    """MRR and Hits@10 of each query, each true candidate ranked among the wrong ones.

    `hidden` says how many each query has to find, also those that are not in the rows: these count 0.
    """
    rows = np.flatnonzero(true)
    place = ranks(query, values)[rows]
    order = np.lexsort((place, query[rows]))
    by, place = query[rows][order], place[order]
    begins = np.r_[True, by[1:] != by[:-1]][: len(by)]
    number = np.arange(len(by))
    ahead = number - np.maximum.accumulate(np.where(begins, number, 0)) if len(by) else number
    among_wrong = np.maximum(place - ahead, 1)
    total = np.maximum(hidden, 1)
    reciprocal = np.bincount(by, 1 / among_wrong, minlength=len(hidden)) / total
    hits = np.bincount(by, among_wrong <= best, minlength=len(hidden)) / total
    return reciprocal, hits


def calibration(promised: Floats, true: NDArray[np.bool_], pairs: int, links: int) -> Calibration:
    """Measure probabilities of listed rows; of all `pairs`, with `links` true ones, the rest is promised 0."""
    base = links / max(pairs, 1)
    listed = float(np.sum((promised - true) ** 2))
    missed = links - int(true.sum())
    spread = base * (1 - base)
    skill = 1 - (listed + missed) / pairs / spread if spread else 0.0
    sure = np.flatnonzero(promised >= SURE)
    bins = np.array_split(sure[np.argsort(promised[sure], kind="stable")], BINS)
    gaps = [abs(float(promised[each].mean()) - float(true[each].mean())) * len(each) for each in bins if len(each)]
    return Calibration(base, skill, len(sure), sum(gaps) / len(sure) if len(sure) else None)
