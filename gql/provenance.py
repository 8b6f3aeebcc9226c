"""Where what is so comes from: the records and claims that say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gql.declared import camel
from gql.errors import ArgumentRefused
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property, Sensitivity
from privacy.masking import TEXTS, TOKENS, shown
from privacy.policy.deciding import Sight
from privacy.policy.operators import Operator

MOST = 100


@dataclass(frozen=True, slots=True)
class Provenance:
    """A record or a claim that says it."""

    id: str
    """The fact's id."""
    data_set: str
    """The data set that it stands in."""
    label: str
    """What the source calls it: a label, or of a claim the relationship's type."""
    seen_from: str
    """Since when the source has said this, as far as we saw it."""
    seen_to: str | None
    """Until when; null while it still does."""
    said: tuple[str, ...]
    """What it says of the property that was asked for, masked as the property is."""


def _strictest() -> dict[str, Property]:
    order = list(Sensitivity)
    found: dict[str, Property] = {}
    for _, declared in ONTOLOGY.every_property():
        before = found.get(declared.name, declared)
        found[declared.name] = max(before, declared, key=lambda each: order.index(each.sensitivity))
    return found


PROPERTIES = {camel(name): declared for name, declared in _strictest().items()}
"""Every property by its name in GraphQL; where two have one name, the stricter."""


def parameters(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the fragments are given. Raises `ArgumentRefused` for a property that there is not."""
    name = arguments.get("property")
    if name is not None and name not in PROPERTIES:
        raise ArgumentRefused("there is no such property", "没有这个属性")
    most = arguments["first"]
    if not 0 <= most <= MOST:
        raise ArgumentRefused(f"first: from 0 to {MOST}")
    return {
        "property": PROPERTIES[name].name if name else None,
        "most": most,
        "known_at": arguments.get("knownAt") or datetime.now(UTC).isoformat(),
    }


def read(rows: Sequence[Sequence[Any]], arguments: Mapping[str, Any]) -> list[Provenance]:
    """What the fragments returned."""
    name = arguments.get("property")
    sight: Sight = arguments["sight"]
    # a record may be of any label that has a property of this name
    operator = sight.strictest(PROPERTIES[name].name) if name else Operator.MASK
    return [
        Provenance(id_, data_set, label, seen_from, seen_to, _said(value, operator, arguments))
        for id_, data_set, label, seen_from, seen_to, value in rows
    ]


def _said(value: Any, operator: Operator, known: Mapping[str, Any]) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    return tuple(str(shown(operator, each, known[TOKENS], known[TEXTS])) for each in values)
