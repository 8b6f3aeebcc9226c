"""What the derived dimensions of an organization have in common: state, number, formula, evidence, freshness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
"""What a fragment gives: a map of plain values."""
MOST_EVIDENCE = 10


class DimensionState(StrEnum):
    """Whether a derived number is to be had."""

    COMPUTED = "computed"
    """There is evidence, and the value follows from it."""
    UNKNOWN = "unknown"
    """What there is to be seen does not tell; this is never the same as 0."""
    NOT_COMPUTED_YET = "not_computed_yet"
    """It takes a run over the whole graph that has not been made."""
    NOT_AVAILABLE_FOR_THIS_DATE = "not_available_for_this_date"
    """It rests on what is kept for today alone, and another day is asked for."""
    NOT_ALLOWED = "not_allowed"
    """It rests on what the viewer may not see, whether there is any of it or not."""


@dataclass(frozen=True, slots=True)
class DimensionEvidence:
    """One fact that a derived number rests on."""

    fact: str
    """Id of the record or claim."""
    entity: str
    """Id of the entity that the fact is about; of a claim, the one at the far end."""
    observed: str | None
    """When its source said so (ISO 8601, UTC)."""


@dataclass(frozen=True, slots=True)
class DimensionParty:
    """A person or an organization that a derived number speaks of."""

    id: str
    """Id of the entity."""
    name: str | None
    """Its name."""
    kind: str
    """`Person` or `Organization`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One derived number of an organization, with how it is made and what it rests on."""

    state: DimensionState
    """Whether it is to be had."""
    value: float | None
    """The headline number; none unless computed."""
    unit: str
    """What the value counts."""
    formula: str
    """How the value is made."""
    formula_zh: str
    """How the value is made, in Chinese."""
    evidence: tuple[DimensionEvidence, ...]
    """Facts that it rests on, ten at most."""
    freshness: str | None
    """The newest observation among the evidence (ISO 8601, UTC)."""
    cut: bool
    """There was more than is read for one number; it holds for what was read."""


def only(rows: Sequence[Row]) -> Row:
    """The one map of a fragment that gives one, or an empty map where it gave none."""
    return rows[0] if rows else {}


def headline(value: float | None, row: Row) -> dict[str, Any]:
    """The fields that every dimension has, out of its value and its fragment's map.

    `value` is None where the evidence does not tell.
    """
    evidence = gathered(row.get("evidence") or ())
    return {
        "state": DimensionState.UNKNOWN if value is None else DimensionState.COMPUTED,
        "value": None if value is None else float(value),
        "evidence": evidence,
        "freshness": max((each.observed for each in evidence if each.observed), default=None),
        "cut": bool(row.get("cut")),
    }


def gathered(said: Iterable[Row]) -> tuple[DimensionEvidence, ...]:
    """The first facts among rows of `{fact, entity, observed}` (milliseconds since 1970), each once."""
    facts = {each["fact"]: each for each in said}
    return tuple(
        DimensionEvidence(fact, each["entity"], moment(each["observed"]))
        for fact, each in list(facts.items())[:MOST_EVIDENCE]
    )


def moment(milliseconds: int | None) -> str | None:
    """Milliseconds since 1970 as ISO 8601 in UTC."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")


def party(said: Row) -> DimensionParty:
    """A person or an organization out of `{id, name, person}`."""
    return DimensionParty(said["id"], said["name"], "Person" if said.get("person") else "Organization")
