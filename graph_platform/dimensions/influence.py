"""The organization's influence and community, as the newest run over the whole graph computed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, DimensionState, Row, headline, only


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceAndCommunity(Dimension):
    """How influential the organization is, and which community it belongs to."""

    unit: str = "fraction of all organizations that are less influential"
    formula: str = "Rank by influence in the projection that is named, as the run that is named computed it."
    formula_zh: str = "在所注明的投影中、由所注明的运行算得的影响力排名分位。"
    influence: float | None
    """The score itself."""
    community: str | None
    """Id of its community."""
    community_members: int | None
    """How many belong to it."""
    computed_at: str | None
    """When it was computed (ISO 8601, UTC)."""
    projection: str | None
    """From which part of the graph."""
    parameters: str | None
    """With which parameters, as JSON."""


def compute(rows: Sequence[Row]) -> InfluenceAndCommunity:
    """Influence and community out of the rows of `dimensions/influence`; without any, "not computed yet"."""
    row = only(rows)
    fields = headline(row.get("rank"), row)
    if not rows:
        fields["state"] = DimensionState.NOT_COMPUTED_YET
    return InfluenceAndCommunity(
        **fields,
        influence=row.get("influence"),
        community=row.get("community"),
        community_members=row.get("members"),
        computed_at=row.get("computed_at"),
        projection=row.get("projection"),
        parameters=row.get("parameters"),
    )
