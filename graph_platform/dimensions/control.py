"""What the organization controls: subsidiaries by majority, alone or together, by control, and as its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, only, party

MAJORITY = 0.5


class ControlMeans(StrEnum):
    """By what one organization controls another."""

    MAJORITY = "majority"
    """More than half of the shares, held by it and by what it controls together."""
    CONTROL = "control"
    """Control that a source states: votes, board, influence."""
    PART = "part"
    """It is a branch, team or subsidiary, as an account hierarchy says."""


@dataclass(frozen=True, slots=True)
class ControlledOrganization:
    """One organization under control."""

    party: DimensionParty
    """Who."""
    means: ControlMeans
    """By what."""
    share: float | None
    """Shares that the organization and what it controls hold together; none where none is stated."""
    layer: int
    """1: directly; 2: through one that it controls; and so on."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who stands directly above the organization."""

    party: DimensionParty
    """Who."""
    means: ControlMeans
    """By what."""
    share: float | None
    """Share held, where stated."""


@dataclass(frozen=True, slots=True)
class MinorityHolding:
    """A holding without control."""

    party: DimensionParty
    """In whom."""
    share: float | None
    """Held by the organization and what it controls together; none where unstated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAndSubsidiaries(Dimension):
    """What the organization controls, and who controls it."""

    unit: str = "organizations"
    formula: str = (
        "Number of organizations of which it holds, together with those that it controls, more than half of the "
        "shares, or that it controls as stated, or that are part of it."
    )
    formula_zh: str = "其与所控制的组织合计持股过半、或经披露为其控制、或隶属于其的组织数。"
    controlled: tuple[ControlledOrganization, ...]
    """What it controls, by layer, then by id."""
    minority_holdings: tuple[MinorityHolding, ...]
    """What it holds a share of without control."""
    controllers: tuple[Controller, ...]
    """Who holds its majority, controls it, or has it as a part."""


def compute(rows: Sequence[Row]) -> ControlAndSubsidiaries:
    """What is controlled, out of the rows of `dimensions/control`."""
    row = only(rows)
    links: Sequence[Row] = row.get("links") or ()
    target = row.get("target", "")
    parties = {each["owned"]: DimensionParty(each["owned"], each["name"], "Organization") for each in links}
    controlled, held = _spread(target, links)
    return ControlAndSubsidiaries(
        **headline(len(controlled) if links else None, row),
        controlled=tuple(
            ControlledOrganization(parties[id_], means, held.get(id_), layer)
            for id_, (means, layer) in sorted(controlled.items(), key=lambda it: (it[1][1], it[0]))
        ),
        minority_holdings=tuple(
            MinorityHolding(parties[id_], share)
            for id_, share in sorted(held.items())
            if id_ not in controlled and id_ != target
        ),
        controllers=tuple(
            Controller(party(each), _means(each["kind"]), each["share"]) for each in row.get("above") or ()
        ),
    )


def _spread(
    target: str, links: Sequence[Row]
) -> tuple[dict[str, tuple[ControlMeans, int]], dict[str, float | None]]:
    """What comes under control, layer by layer, and the share of each that the controlled hold together.

    A share that is itself said to be indirect sums up a chain, and is not added to it.
    """
    below: dict[str, list[Row]] = defaultdict(list)
    for link in links:
        below[link["owner"]].append(link)
    controlled: dict[str, tuple[ControlMeans, int]] = {}
    held: dict[str, float | None] = {}
    new, layer = [target], 1
    while new:
        stated: dict[str, ControlMeans] = {}
        for link in (link for owner in new for link in below[owner]):
            if link["kind"] != "OWNS":
                stated.setdefault(link["owned"], _means(link["kind"]))
            elif not link["indirect"]:
                held[link["owned"]] = _added(held.get(link["owned"]), link["share"])
        majority = {id_: ControlMeans.MAJORITY for id_, share in held.items() if (share or 0) > MAJORITY}
        found = {
            id_: means for id_, means in {**stated, **majority}.items() if id_ not in {*controlled, target}
        }
        controlled |= {id_: (means, layer) for id_, means in found.items()}
        new, layer = list(found), layer + 1
    return controlled, held


def _added(one: float | None, other: float | None) -> float | None:
    return one if other is None else (one or 0.0) + other


def _means(kind: str) -> ControlMeans:
    return {"OWNS": ControlMeans.MAJORITY, "CONTROLS": ControlMeans.CONTROL}.get(kind, ControlMeans.PART)
