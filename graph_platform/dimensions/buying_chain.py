"""Who decides, who uses and who blocks when the organization buys, and what each of them looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph_platform.dimensions.common import Dimension, Row, headline, only


class BuyingPart(StrEnum):
    """A part in the buying decision."""

    DECIDER = "decider"
    INFLUENCER = "influencer"
    USER = "user"
    GATEKEEPER = "gatekeeper"
    BLOCKER = "blocker"
    CHAMPION = "champion"


@dataclass(frozen=True, slots=True)
class BuyingMember:
    """One person with a part in the decision."""

    id: str
    """Id of the person."""
    name: str | None
    """Name of the person."""
    job_title: str | None
    """Title there, or on the card."""
    parts: tuple[BuyingPart, ...]
    """The person's parts: the general one first, then those in single deals."""
    interests: tuple[str, ...]
    """What the person looks at: TCO, downtime, API."""
    reports_to: tuple[str, ...]
    """Ids of those with a part whom the person reports to."""


@dataclass(frozen=True, slots=True)
class BuyingInterest:
    """Something that people with a part look at."""

    interest: str
    """What."""
    people: int
    """How many of them do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyingChain(Dimension):
    """The organization's buying and decision chain."""

    unit: str = "people"
    formula: str = (
        "Number of people with a known part in the organization's buying, in general or in one of its deals."
    )
    formula_zh: str = "在本组织采购中有已知角色（总体或某一商机中）的人数。"
    members: tuple[BuyingMember, ...]
    """Everybody with a part, by id."""
    deciders: tuple[BuyingMember, ...]
    """Those who decide."""
    users: tuple[BuyingMember, ...]
    """Those who use what is bought."""
    blockers: tuple[BuyingMember, ...]
    """Those who block, and who keep the gate."""
    missing: tuple[BuyingPart, ...]
    """Parts that nobody is known to have, of deciding, using and championing."""
    interests: tuple[BuyingInterest, ...]
    """What they look at, the most frequent first."""
    people_known: int
    """People who are known to work there, with a part or without."""


def compute(rows: Sequence[Row]) -> BuyingChain:
    """The decision chain out of the rows of `dimensions/buying_chain`."""
    row = only(rows)
    said = sorted(row.get("members") or (), key=lambda it: str(it["id"]))
    ids = {each["id"] for each in said}
    members = tuple(_member(each, ids) for each in said)
    parts = {part for member in members for part in member.parts}
    interests = Counter(interest for member in members for interest in set(member.interests))
    wanted = (BuyingPart.DECIDER, BuyingPart.USER, BuyingPart.CHAMPION)
    return BuyingChain(
        **headline(len(members) or None, row),
        members=members,
        deciders=_with(members, BuyingPart.DECIDER),
        users=_with(members, BuyingPart.USER),
        blockers=_with(members, BuyingPart.BLOCKER, BuyingPart.GATEKEEPER),
        missing=tuple(part for part in wanted if part not in parts) if members else (),
        interests=tuple(
            BuyingInterest(*each) for each in sorted(interests.items(), key=lambda it: (-it[1], it[0]))
        ),
        people_known=row.get("staff") or 0,
    )


def _member(said: Row, ids: set[str]) -> BuyingMember:
    parts = dict.fromkeys(part for part in (said["role"], *said["deal_roles"]) if part)
    return BuyingMember(
        said["id"],
        said["name"],
        said["title"],
        tuple(BuyingPart(part) for part in parts),
        tuple(said["interests"]),
        tuple(superior for superior in said["superiors"] if superior in ids),
    )


def _with(members: Sequence[BuyingMember], *parts: BuyingPart) -> tuple[BuyingMember, ...]:
    return tuple(member for member in members if set(member.parts) & set(parts))
