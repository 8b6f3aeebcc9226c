"""Noting what was planted, for the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph_platform.generator.cast import Cast, Story
from graph_platform.generator.parties import Founder
from graph_platform.generator.plan import Part
from graph_platform.generator.world import Organization, Person


def tell(
    cast: Cast,
    founder: Founder,
    part: Part,
    roles: Mapping[str, Organization | Person],
    facts: Mapping[str, str | int | float],
    evidence: Iterable[str],
) -> None:
    """Notes a story or decoy: who plays which part, its dates and sizes, and the ids of what carries it."""
    cast.stories.append(
        Story(
            founder.id("story"),
            part.story or "",
            part.decoy,
            {name: party.id for name, party in roles.items()},
            {**facts, "language": part.language},
            list(evidence),
        )
    )
