"""What is compared, at which levels: out of `comparisons.yaml`, for Splink's settings and all explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph_platform.resolution.party import SCHEMAS, Schema

ELSE = "ELSE"


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: a condition over `l` and `r`. In the column `frequency`, what is rare counts more."""

    name: str
    label: str
    sql: str
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records say of one thing. `says_who` marks evidence that can tell two people of one name apart."""

    name: str
    label: str
    missing: str
    levels: tuple[Level, ...]
    says_who: bool = True


def _read() -> dict[str, Any]:
    text = (Path(__file__).parent / "comparisons.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def _comparison(said: Mapping[str, Any]) -> Comparison:
    levels = [Level(**level) for level in said["levels"]]
    different = Level("different", "differ", ELSE)
    return Comparison(
        said["name"], said["label"], said["missing"], (*levels, different), said.get("says_who", True)
    )


_DECLARED = _read()
COMPARISONS: Mapping[Schema, Sequence[Comparison]] = {
    schema: tuple(map(_comparison, _DECLARED[schema]["comparisons"])) for schema in SCHEMAS
}
BLOCKING: Mapping[Schema, Sequence[Sequence[str]]] = {
    schema: tuple(map(tuple, _DECLARED[schema]["blocking"])) for schema in SCHEMAS
}
"""Which pairs are looked at: those that agree in all columns of one of these."""
