"""Where else the organization's executives sit, have worked and have studied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, only


class TieKind(StrEnum):
    """By what an executive is tied to another organization."""

    BOARD = "board"
    """Holds a post there as well."""
    EMPLOYER = "employer"
    """Works, or has worked, there."""
    SCHOOL = "school"
    """Studied there."""


KINDS = {"HOLDS_POST": TieKind.BOARD, "WORKS_FOR": TieKind.EMPLOYER, "STUDIED_AT": TieKind.SCHOOL}


@dataclass(frozen=True, slots=True)
class ExecutiveTie:
    """Another organization, and the executives that tie it to this one."""

    party: DimensionParty
    """The other organization."""
    kind: TieKind
    """By what."""
    current: bool
    """It holds now; otherwise it did once."""
    executives: tuple[DimensionParty, ...]
    """Who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveTies(Dimension):
    """The ties of the organization's executives."""

    unit: str = "organizations"
    formula: str = (
        "Number of other organizations in which somebody who holds a post here holds a post now, or works or has "
        "worked. Schools do not count; they are listed."
    )
    formula_zh: str = "本组织任职人员现任职、就职或曾就职的其他组织数；院校不计，另列。"
    executives: int
    """People who hold a post in the organization now."""
    boards: tuple[ExecutiveTie, ...]
    """Organizations in which they hold a post now, most shared first."""
    employers: tuple[ExecutiveTie, ...]
    """Organizations in which they work or have worked."""
    schools: tuple[ExecutiveTie, ...]
    """Schools at which they studied; several executives at one tie them to each other."""


def compute(rows: Sequence[Row]) -> ExecutiveTies:
    """The ties out of the rows of `dimensions/executive_ties`."""
    row = only(rows)
    ties = [_tie(each) for each in row.get("ties") or ()]
    boards = tuple(tie for tie in ties if tie.kind is TieKind.BOARD and tie.current)
    employers = tuple(tie for tie in ties if tie.kind is TieKind.EMPLOYER)
    schools = tuple(tie for tie in ties if tie.kind is TieKind.SCHOOL)
    tied = {tie.party.id for tie in (*boards, *employers)}
    # with schools alone, what is known of them answers with none: their posts and jobs elsewhere are not known
    return ExecutiveTies(
        **headline(len(tied) or None, row),
        executives=row.get("executives") or 0,
        boards=boards,
        employers=employers,
        schools=schools,
    )


def _tie(said: Row) -> ExecutiveTie:
    return ExecutiveTie(
        DimensionParty(said["id"], said["name"], "Organization"),
        KINDS[said["kind"]],
        said["current"],
        tuple(DimensionParty(each["id"], each["name"], "Person") for each in said["people"]),
    )
