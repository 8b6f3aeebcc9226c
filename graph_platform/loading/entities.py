"""What is so, computed from what was said: the one function for a node, the one for a relationship.

Both are pure. Nothing else decides what an entity is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from graph_platform.cleaning import OPEN_END, OPEN_START
from graph_platform.ontology import ONTOLOGY, Choice, Property
from graph_platform.search_keys import search_in, search_keys
from graph_platform.text_keys import text_grams

NAMES = ("name", "other_names", "previous_names")
TEXTS = ("title", "text", "other_titles", "quote")


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one record says of the entity that it is about.

    `trust` is its data set's, `seen` when it was observed (milliseconds since 1970), `id` breaks the last tie.
    """

    id: str
    label: str
    values: Mapping[str, Any]
    scopes: Sequence[str]
    trust: float
    seen: int


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as it is to be stored, without its id: labels (system label excluded) and properties."""

    labels: frozenset[str]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one claim says of the relationship between two entities."""

    id: str
    values: Mapping[str, Any]
    trust: float
    seen: int


@lru_cache(maxsize=1024)
def _shape(labels: frozenset[str]) -> tuple[frozenset[str], dict[str, Property], bool]:
    lineage = frozenset(name for label in labels for name in ONTOLOGY.lineage(label))
    properties: dict[str, Property] = {}
    for label in sorted(labels):
        properties |= ONTOLOGY.properties(label)
    return lineage, properties, "Person" in lineage


def node(records: Sequence[Testimony]) -> Node:
    """The entity that these records (at least one) are about."""
    stated = [record for record in records if record.values] or records
    labels, properties, person = _shape(frozenset(record.label for record in stated))
    values = _chosen(stated, properties)
    names = [name for prop in NAMES if prop in values for name in _as_list(values[prop])]
    if names:
        values |= search_keys(names, person=person)
    texts = [text for prop in TEXTS if prop in values for text in _as_list(values[prop])]
    if texts and (found := text_grams(texts)):
        values["text_grams"] = found
    values["scopes"] = sorted({scope for record in records for scope in record.scopes})
    if "name_find" in values or "text_grams" in values:
        values["search_in"] = search_in(labels, values["scopes"])
    return Node(labels, values)


def _chosen(records: Sequence[Testimony], properties: Mapping[str, Property]) -> dict[str, Any]:
    if len(records) == 1:
        said = records[0].values
        return {name: value for name, value in said.items() if name not in ("unclean", "as_said")}
    chosen: dict[str, Any] = {}
    for name, declared in properties.items():
        saying = [record for record in records if name in record.values]
        if not saying:
            continue
        if declared.many:
            chosen[name] = _union(record.values[name] for record in ranked(saying, name, declared.choice))
            continue
        best = ranked(saying, name, declared.choice)[0]
        chosen[name] = best.values[name]
        if declared.type == "money" and (currency := best.values.get(f"{name}_currency")) is not None:
            chosen[f"{name}_currency"] = currency
    _keep_other_names(records, chosen, properties)
    return chosen


def ranked(records: Sequence[Any], name: str, choice: Choice) -> list[Any]:
    """The records in the order in which they are believed about one property."""
    often = Counter(str(record.values[name]) for record in records)

    def belief(record: Any) -> tuple[Any, ...]:
        times = often[str(record.values[name])]
        if choice is Choice.NEWEST:
            return (-record.seen, -record.trust, -times, record.id)
        return (-record.trust, -record.seen, -times, record.id)

    return sorted(records, key=belief)


def _keep_other_names(
    records: Sequence[Testimony], chosen: dict[str, Any], properties: Mapping[str, Property]
) -> None:
    """A name that was not chosen is still one that people search for."""
    if "other_names" not in properties or "name" not in chosen:
        return
    said = (
        record.values["name"] for record in sorted(records, key=lambda r: r.id) if "name" in record.values
    )
    others = [name for name in _union([*chosen.get("other_names", ()), *said]) if name != chosen["name"]]
    if others:
        chosen["other_names"] = others


def relationships(relation: str, claims: Sequence[Assertion]) -> list[dict[str, Any]]:
    """The relationships of one type from one entity to another that these claims (at least one) make.

    Never two that hold on the same day: where intervals overlap, time is cut at their bounds, each piece takes
    its values from the claims that cover it, and neighbouring pieces with equal values become one again.
    A claim with no date at all supports those with dates and stands alone only where there are none.
    """
    declared = ONTOLOGY.relationships[relation]
    properties = {prop.name: prop for prop in declared.properties}
    if not declared.interval:
        return [_joined(claims, properties)]
    if len(claims) == 1:
        values = claims[0].values
        return [_joined(claims, properties) | {bound: values[bound] for bound in ("valid_from", "valid_to")}]
    return _swept(claims, properties)


def _swept(claims: Sequence[Assertion], properties: Mapping[str, Property]) -> list[dict[str, Any]]:
    undated = [c for c in claims if c.values["valid_from"] == OPEN_START and c.values["valid_to"] == OPEN_END]
    dated = [claim for claim in claims if claim not in undated] or undated
    support = undated if dated is not undated else []
    bounds = sorted({claim.values[bound] for claim in dated for bound in ("valid_from", "valid_to")})
    pieces: list[dict[str, Any]] = []
    for start, end in pairwise(bounds):
        covering = [c for c in dated if c.values["valid_from"] <= start and end <= c.values["valid_to"]]
        if not covering:
            continue
        values = _joined([*covering, *support], properties)
        last = pieces[-1] if pieces else None
        if last and last["valid_to"] == start and _same_values(last, values):
            last["valid_to"] = end
            last["confidence"] = max(last["confidence"], values["confidence"])
        else:
            pieces.append(values | {"valid_from": start, "valid_to": end})
    return pieces


def _same_values(piece: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    ignored = {"valid_from", "valid_to", "confidence"}
    return {k: v for k, v in piece.items() if k not in ignored} == {
        k: v for k, v in values.items() if k not in ignored
    }


def _joined(claims: Sequence[Assertion], properties: Mapping[str, Property]) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    if len(claims) == 1:
        values = claims[0].values
        joined = {name: value for name, value in values.items() if _is_declared(name, properties)}
    else:
        for name, declared in properties.items():
            saying = [claim for claim in claims if name in claim.values]
            if not saying:
                continue
            believed = ranked(saying, name, declared.choice)
            if declared.many:
                joined[name] = _union(claim.values[name] for claim in believed)
                continue
            joined[name] = believed[0].values[name]
            if (currency := believed[0].values.get(f"{name}_currency")) is not None:
                joined[f"{name}_currency"] = currency
    joined["confidence"] = max(claim.trust for claim in claims)
    return joined


def _is_declared(name: str, properties: Mapping[str, Property]) -> bool:
    return name in properties or name.removesuffix("_currency") in properties


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _union(values: Iterable[Any]) -> list[Any]:
    """All of them in order, each once."""
    return list(dict.fromkeys(item for value in values for item in _as_list(value)))
