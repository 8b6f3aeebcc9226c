"""How sure a share is that was counted on few."""

from __future__ import annotations

Z = 1.959964
"""Normal quantile of a two-sided interval of 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval in which the share lies with 95 % (Wilson, 1927); 0 to 1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * (share * (1 - share) / of + Z * Z / (4 * of * of)) ** 0.5
    return max(middle - half, 0.0), min(middle + half, 1.0)
