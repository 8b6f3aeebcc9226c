"""Where what is so comes from: the records and claims that say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gql.declared import camel
from gql.errors import ArgumentRefused
from graph_platform.ontology import ONTOLOGY
from graph_platform.ontology.model import Property, Sensitivity
from privacy.masking import MASK, TEXTS, TOKENS, shown
from privacy.policy.operators import Operator

MOST = 100
_NUMBER = re.compile(r"\d{5,}|\S+@\S+")
CLOSED = (Operator.MASK, Operator.AGGREGATE)
"""Operators of which a single value shows nothing."""


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
    """What the fragments are given. Raises `ArgumentRefused` for a property that there is not.

    Of a property of which the viewer is shown nothing every record is given: which of them say it would tell that there
    is something to be said.
    """
    name = arguments.get("property")
    if name is not None and name not in PROPERTIES:
        raise ArgumentRefused("there is no such property", "没有这个属性")
    looked_for = name is not None and _operator(arguments) not in CLOSED
    most = arguments["first"]
    if not 0 <= most <= MOST:
        raise ArgumentRefused(f"first: from 0 to {MOST}")
    return {
        "property": PROPERTIES[name].name if name is not None and looked_for else None,
        "most": most,
        "known_at": arguments.get("knownAt") or datetime.now(UTC).isoformat(),
    }


def read(rows: Sequence[Sequence[Any]], arguments: Mapping[str, Any]) -> list[Provenance]:
    """What the fragments returned."""
    operator = _operator(arguments)
    return [
        Provenance(id_, source_shown(data_set), label, seen_from, seen_to, _said(value, operator, arguments))
        for id_, data_set, label, seen_from, seen_to, value in rows
    ]


def source_shown(name: str) -> str:
    """The name of a data set, without what could be somebody's number in it: whoever loads may name it as they like."""
    return _NUMBER.sub(MASK, name)


def _operator(arguments: Mapping[str, Any]) -> Operator:
    """What is shown of the property that is asked for: a record may be of any label that has one of this name."""
    name, sight = arguments.get("property"), arguments["sight"]
    return sight.strictest(PROPERTIES[name].name) if name else Operator.MASK


def _said(value: Any, operator: Operator, arguments: Mapping[str, Any]) -> tuple[str, ...]:
    if arguments.get("property") is None:
        return ()
    if operator in CLOSED:
        return (MASK,)
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    return tuple(str(shown(operator, each, arguments[TOKENS], arguments[TEXTS])) for each in values)
