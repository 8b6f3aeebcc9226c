"""Effective ownership: what each owner has of an organization in the end, through layers and circles of holdings.

With `A[i, j]` the share of `j` that `i` holds directly, the shares through every chain of holdings add up to
`A + A² + A³ + … = (I - A)⁻¹ - I`: *integrated ownership* (F. Brioschi, L. Buzzacchi, M. G. Colombo, "Risk capital
financing and the separation of ownership and control in business groups", Journal of Banking & Finance 13, 1989).
Chains that run round a circle come back to their owner and are counted again each time; without those that do, an
owner `i` has `N[i, j] / N[i, i]` of `j`, where `N = (I - A)⁻¹` (the correction of S. Vitali, J. B. Glattfelder,
S. Battiston, "The network of global corporate control", PLoS ONE 6(10), 2011, appendix). For whoever is owned by
nobody the two are the same number, and where all shares are stated the ultimate owners' add up to 1.

Only one column of `N` is asked for. It is solved circle by circle (strongly connected component), from the owned to
their owners, so that everything outside circles costs one multiplication a holding and no matrix is larger than its
circle.

A circle in which nothing is left for owners outside (each holds all of the next) has no solution: the series does not
end, `I - A` is singular. It is named (`closed`), and it and whoever owns anything through it get no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-6
"""How far from 1 a sum of shares may be and still count as all; registers round to a ten-thousandth of a per cent."""
CLOSED = 1e-9
"""A circle whose largest eigenvalue is nearer to 1 than this leaves nothing to owners outside."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One direct holding by ids; `share` is a fraction from 0 to 1, or None where nobody has stated it."""

    owner: str
    owned: str
    share: float | None


@dataclass(frozen=True, slots=True)
class EffectiveShare:
    """What one owner has of the organization, directly and through others.

    `share` is the integrated share, `share_without_circles` the same without chains that come back to the owner
    (1 - 1/N[i, i] for the organization itself, as an owner of its own). Both are None where a closed circle lies
    between.
    """

    owner: str
    direct: float | None
    share: float | None
    share_without_circles: float | None
    ultimate: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns an organization in the end, and what is missing to know it.

    `owners` are ordered by share, the largest first; those without a number last. `circles` are the ids of each
    circular holding among those above the organization, `closed` those of them that leave nothing to anybody outside.
    `unstated` holdings count as nothing, so that all shares above them are lower bounds. `incomplete` and `excessive`
    give the sum of stated shares for each that is owned to less or to more than 1.
    """

    owners: tuple[EffectiveShare, ...]
    circles: tuple[tuple[str, ...], ...]
    closed: tuple[tuple[str, ...], ...]
    unstated: tuple[Holding, ...]
    incomplete: Mapping[str, float]
    excessive: Mapping[str, float]

    @property
    def ultimate(self) -> tuple[EffectiveShare, ...]:
        """The owners that nobody owns."""
        return tuple(owner for owner in self.owners if owner.ultimate)


def effective_ownership(holdings: Iterable[Holding], organization: str) -> Ownership:
    """Give what every direct and indirect owner has of `organization`, out of holdings between whomever.

    Two holdings of one owner in the same organization add up. What is not above the organization is left out.
    Raises `ValueError` for a share that is negative or no number.
    """
    above = _above(list(holdings), organization)
    shares = _shares(above)
    owners_of: dict[str, dict[str, float]] = defaultdict(dict)
    owned_by: dict[str, dict[str, float]] = defaultdict(dict)
    for (owner, owned), share in shares.items():
        owners_of[owned][owner] = share
        owned_by[owner][owned] = share
    nodes = list(dict.fromkeys([organization, *(end for pair in shares for end in pair)]))
    groups = components(nodes, {node: tuple(owned_by[node]) for node in nodes})
    column, returns, closed = _solve(groups, owned_by, organization)
    direct = {
        each.owner: shares[each.owner, organization] if each.share is not None else None
        for each in sorted(above, key=lambda each: each.share is not None)
        if each.owned == organization
    }
    owners = [
        _owner(node, organization, direct.get(node), column, returns, ultimate=not owners_of[node])
        for node in nodes
        if node != organization or node in _circular(groups, owned_by)
    ]
    sums = {node: sum(owners_of[node].values()) for node in nodes if owners_of[node]}
    return Ownership(
        owners=tuple(sorted(owners, key=lambda it: (it.share is None, -(it.share or 0.0), it.owner))),
        circles=tuple(sorted(group for group in groups if _is_circle(group, owned_by))),
        closed=tuple(sorted(closed)),
        unstated=tuple(each for each in above if each.share is None),
        incomplete={node: total for node, total in sums.items() if total < 1 - TOLERANCE},
        excessive={node: total for node, total in sums.items() if total > 1 + TOLERANCE},
    )


def components(nodes: Sequence[str], successors: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Give the strongly connected components, each sorted; one comes after those that it leads to.

    Tarjan's algorithm (SIAM J. Comput. 1, 1972) with a stack of its own: a chain may be longer than Python's.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    found: list[tuple[str, ...]] = []
    for root in nodes:
        if root in number:
            continue
        work = [(root, iter(successors[root]))]
        number[root] = low[root] = len(number)
        open_[root] = None
        while work:
            node, rest = work[-1]
            ahead = next(rest, None)
            if ahead is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_close(open_, node))
            elif ahead not in number:
                number[ahead] = low[ahead] = len(number)
                open_[ahead] = None
                work.append((ahead, iter(successors[ahead])))
            elif ahead in open_:
                low[node] = min(low[node], number[ahead])
    return found


def _close(open_: dict[str, None], root: str) -> tuple[str, ...]:
    members: list[str] = []
    while not members or members[-1] != root:
        members.append(open_.popitem()[0])
    return tuple(sorted(members))


def _above(holdings: list[Holding], organization: str) -> list[Holding]:
    """The holdings in the organization, in its owners, in theirs and so on."""
    into: dict[str, list[Holding]] = defaultdict(list)
    for each in holdings:
        if each.share is not None and not 0 <= each.share < float("inf"):
            raise ValueError("a share is a fraction that is not negative")
        into[each.owned].append(each)
    seen, ahead, found = {organization}, [organization], []
    while ahead:
        for each in into[ahead.pop()]:
            found.append(each)
            if each.owner not in seen:
                seen.add(each.owner)
                ahead.append(each.owner)
    return found


def _shares(holdings: Iterable[Holding]) -> dict[tuple[str, str], float]:
    """The share of each pair; 0 where only an unstated holding is known, so that the owner is not lost."""
    shares: dict[tuple[str, str], float] = {}
    for each in holdings:
        pair = each.owner, each.owned
        shares[pair] = shares.get(pair, 0.0) + (each.share or 0.0)
    return shares


def _solve(
    groups: Sequence[tuple[str, ...]], owned_by: Mapping[str, Mapping[str, float]], organization: str
) -> tuple[dict[str, float | None], dict[str, float], list[tuple[str, ...]]]:
    """The organization's column of `N` and the diagonal of `N`, with the closed circles.

    `x = A x + e`, where `e` is 1 for the organization alone. An owner's group comes after those that it owns.
    """
    column: dict[str, float | None] = {}
    returns: dict[str, float] = {}
    closed: list[tuple[str, ...]] = []
    for group in groups:
        inside = set(group)
        outside = [
            (node, it, share) for node in group for it, share in owned_by[node].items() if it not in inside
        ]
        lost = any(column[it] is None and share > 0 for _, it, share in outside)
        if not _is_circle(group, owned_by):
            (node,) = group
            through = [share * (column[it] or 0.0) for _, it, share in outside]
            column[node] = None if lost else float(node == organization) + sum(through)
            returns[node] = 1.0
            continue
        block = _block(group, owned_by)
        if _is_closed(block):
            closed.append(group)
            lost = True
        if lost:
            column.update(dict.fromkeys(group))
            continue
        given = dict.fromkeys(group, 0.0) | ({organization: 1.0} if organization in inside else {})
        for node, it, share in outside:
            given[node] += share * (column[it] or 0.0)
        inverse = np.linalg.inv(np.eye(len(group)) - block)
        column.update(zip(group, (inverse @ np.array([given[node] for node in group])).tolist(), strict=True))
        returns.update(zip(group, np.diagonal(inverse).tolist(), strict=True))
    return column, returns, closed


def _block(group: Sequence[str], owned_by: Mapping[str, Mapping[str, float]]) -> NDArray[np.float64]:
    place = {node: at for at, node in enumerate(group)}
    block = np.zeros((len(group), len(group)))
    for node in group:
        for owned, share in owned_by[node].items():
            if owned in place:
                block[place[node], place[owned]] = share
    return block


def _is_closed(block: NDArray[np.float64]) -> bool:
    # no eigenvalue is larger than the largest sum of a column: most circles need nothing else
    if block.sum(axis=0).max() <= 1 - CLOSED:
        return False
    return bool(np.abs(np.linalg.eigvals(block)).max() > 1 - CLOSED)


def _is_circle(group: Sequence[str], owned_by: Mapping[str, Mapping[str, float]]) -> bool:
    return len(group) > 1 or group[0] in owned_by[group[0]]


def _circular(groups: Iterable[tuple[str, ...]], owned_by: Mapping[str, Mapping[str, float]]) -> set[str]:
    return {node for group in groups if _is_circle(group, owned_by) for node in group}


def _owner(
    node: str,
    organization: str,
    direct: float | None,
    column: Mapping[str, float | None],
    returns: Mapping[str, float],
    *,
    ultimate: bool,
) -> EffectiveShare:
    total = column[node]
    if total is None:
        return EffectiveShare(node, direct, None, None, ultimate)
    if node == organization:
        return EffectiveShare(node, direct, total - 1.0, 1.0 - 1.0 / returns[node], ultimate)
    return EffectiveShare(node, direct, total, total / returns[node], ultimate)
