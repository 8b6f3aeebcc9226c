"""Durations and what is said of many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that it took, and what came out."""
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def alternating(
    times: int, one: Callable[[int], float], other: Callable[[int], float]
) -> list[tuple[float, float]]:
    """Seconds of both, so many times in turns: one first, then the other first."""
    pairs = []
    for turn in range(times):
        if turn % 2:
            second = other(turn)
            pairs.append((one(turn), second))
        else:
            first = one(turn)
            pairs.append((first, other(turn)))
    return pairs


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """How many times as long the first of each pair took, by medians."""
    return median(first for first, _ in pairs) / median(second for _, second in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def seconds(values: Sequence[float]) -> str:
    """The median, and all of them."""
    return f"{median(values):.2f} s ({', '.join(f'{value:.2f}' for value in values)})"
