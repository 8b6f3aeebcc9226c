"""Who owns the organization in the end: effective shares through layers, ultimate owners, circular holdings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, only
from graph_platform.ownership import EffectiveShare, Holding, Ownership, effective_ownership


@dataclass(frozen=True, slots=True)
class UpstreamOwner:
    """One direct or indirect owner with what it has of the organization."""

    party: DimensionParty
    """Who."""
    direct_share: float | None
    """Held directly; none where there is no direct holding or its share is unstated."""
    effective_share: float | None
    """Held through every chain of holdings; none where a closed circle lies between."""
    effective_share_without_circles: float | None
    """The same without chains that come back to the owner."""
    ultimate: bool
    """Nobody is known to own it."""


@dataclass(frozen=True, slots=True)
class CircularHolding:
    """Organizations that own each other in a circle."""

    members: tuple[DimensionParty, ...]
    """The organizations of the circle, by id."""
    closed: bool
    """It leaves nothing to owners outside, so that no effective share runs through it."""


@dataclass(frozen=True, slots=True)
class UnevenShares:
    """An organization whose owners' stated shares do not add up to 1."""

    party: DimensionParty
    """Who."""
    stated: float
    """The sum of the stated shares."""


@dataclass(frozen=True, slots=True)
class IndirectHolding:
    """A holding that is itself said to be indirect; it sums up a chain, and is not added to it."""

    party: DimensionParty
    """Who holds."""
    share: float | None
    """What was stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipStructure(Dimension):
    """Who owns the organization in the end."""

    unit: str = "fraction, 0 to 1"
    formula: str = (
        "The largest effective share of an ultimate owner: x = A x + e, where A[i, j] is the share of j that i "
        "holds directly and e is 1 for the organization (integrated ownership). Unstated shares count as 0."
    )
    formula_zh: str = (
        "最终所有者中最大的实际持股比例：x = A x + e，A[i, j] 为 i 直接持有 j 的比例，e 对本组织取 1（综合持股）。"
        "未披露的比例按 0 计。"
    )
    owners: tuple[UpstreamOwner, ...]
    """Every owner above it, the largest effective share first."""
    ultimate_owners: tuple[UpstreamOwner, ...]
    """Those of them that nobody is known to own."""
    explained: float | None
    """Sum of the ultimate owners' effective shares; below 1 where shares are unstated or unknown."""
    circular_holdings: tuple[CircularHolding, ...]
    """Circles among the owners."""
    indirect_holdings: tuple[IndirectHolding, ...]
    """What is said to be held indirectly."""
    unstated_shares: int
    """Holdings whose share nobody has stated."""
    lower_bounds: int
    """Holdings of which only a least share is stated, which is taken."""
    incomplete: tuple[UnevenShares, ...]
    """Those whose owners' shares add up to less than 1."""
    excessive: tuple[UnevenShares, ...]
    """Those whose owners' shares add up to more than 1."""


def compute(rows: Sequence[Row]) -> OwnershipStructure:
    """The ownership structure out of the rows of `dimensions/ownership_structure`."""
    row = only(rows)
    said: Sequence[Row] = row.get("holdings") or ()
    parties = _parties(said)
    direct = [each for each in said if not each["indirect"]]
    target = row.get("target", "")
    solved = effective_ownership(
        (Holding(each["owner"], each["owned"], _share(each)) for each in direct), target
    )
    followed = set(row.get("followed") or ())
    owners = tuple(_owner(each, parties, followed) for each in solved.owners)
    ultimate = tuple(each for each in owners if each.ultimate)
    shares = [each.effective_share for each in ultimate if each.effective_share]
    common = headline(max(shares, default=None), row)
    common["cut"] |= any(
        each.owner not in followed and not _is_person(parties[each.owner]) for each in solved.owners
    )
    return OwnershipStructure(
        **common,
        owners=owners,
        ultimate_owners=ultimate,
        explained=sum(shares) if shares else None,
        circular_holdings=_circles(solved, parties),
        indirect_holdings=tuple(
            IndirectHolding(parties[each["owner"]], _share(each))
            for each in said
            if each["indirect"] and each["owned"] == target
        ),
        unstated_shares=len(solved.unstated),
        lower_bounds=sum(each["share"] is None and each["at_least"] is not None for each in direct),
        incomplete=tuple(UnevenShares(parties[id_], sum_) for id_, sum_ in solved.incomplete.items()),
        excessive=tuple(UnevenShares(parties[id_], sum_) for id_, sum_ in solved.excessive.items()),
    )


def _share(said: Row) -> float | None:
    share = said["share"] if said["share"] is not None else said["at_least"]
    return None if share is None else float(share)


def _is_person(who: DimensionParty) -> bool:
    return who.kind == "Person"


def _parties(said: Sequence[Row]) -> dict[str, DimensionParty]:
    owned = {
        each["owned"]: DimensionParty(each["owned"], each["owned_name"], "Organization") for each in said
    }
    owners = {
        each["owner"]: DimensionParty(
            each["owner"], each["name"], "Person" if each["person"] else "Organization"
        )
        for each in said
    }
    return owned | owners


def _owner(each: EffectiveShare, parties: dict[str, DimensionParty], followed: set[str]) -> UpstreamOwner:
    who = parties[each.owner]
    # an organization whose owners were not read is not known to be without
    known = _is_person(who) or each.owner in followed
    return UpstreamOwner(
        who, each.direct, each.share, each.share_without_circles, ultimate=each.ultimate and known
    )


def _circles(solved: Ownership, parties: dict[str, DimensionParty]) -> tuple[CircularHolding, ...]:
    return tuple(
        CircularHolding(tuple(parties[id_] for id_ in circle), circle in solved.closed)
        for circle in solved.circles
    )
