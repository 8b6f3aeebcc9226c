"""nomenklatura's matchers beside ours, where it is installed: the project does not need it.

    python -m pip install nomenklatura     in an environment of its own, with PYTHONPATH at the checkout

A score of theirs is no probability, so each is shown at the threshold that suits it best, chosen with the labels: more
than a user could know. logic-v2 caches by the entity's id, so each set of records has ids that none has used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from typing import Any

from graph_platform.resolution.party import Party
from graph_platform.resolution.resolving import Pair

NAMES = ("logic-v1", "logic-v2", "regression-v1", "er-unstable", "name-based")
MISSING = "nomenklatura is not installed here, so its matchers were not measured."
_SETS = count()
_PROPERTIES = {
    "names": "name",
    "former_names": "previousName",
    "country": "country",
    "address": "address",
    "phones": "phone",
    "emails": "email",
    "numbers": "registrationNumber",
    "birth_date": "birthDate",
    "titles": "position",
    "domains": "website",
}
_IDENTIFIERS = {"uscc": "uscCode", "lei": "leiCode"}


def is_there() -> bool:
    """Whether nomenklatura can be imported."""
    return find_spec("nomenklatura") is not None


def proxies(parties: Iterable[Party]) -> dict[str, Any]:
    """Records as FollowTheMoney's entities, by id; values as cleaned as ours are."""
    model = import_module("followthemoney").model
    number = next(_SETS)
    made = {}
    for party in parties:
        proxy = model.make_entity("Person" if party.schema == "Person" else "Company")
        proxy.id = f"{number}-{party.id}"
        for ours, theirs in _PROPERTIES.items():
            value = getattr(party, ours)
            for each in (value,) if isinstance(value, str) else value:
                if each and theirs in proxy.schema.properties:
                    proxy.add(theirs, each, quiet=True)
        if party.city and not party.address:
            proxy.add("address", party.city, quiet=True)
        for kind, value in party.identifiers.items():
            if (theirs := _IDENTIFIERS.get(kind, "idNumber")) in proxy.schema.properties:
                proxy.add(theirs, value, quiet=True)
        made[party.id] = proxy
    return made


def scores(name: str, entities: Mapping[str, Any], pairs: Iterable[Pair]) -> dict[Pair, float]:
    """What one of their matchers says of each pair."""
    algorithm = import_module("nomenklatura.matching").get_algorithm(name)
    config = algorithm.default_config()

    def score(one: Any, other: Any) -> float:
        # er-unstable raises where a person stands beside an organization
        return algorithm.compare(one, other, config).score if one.schema == other.schema else 0.0

    return {pair: score(entities[pair[0]], entities[pair[1]]) for pair in pairs}


def best_f1(scored: Mapping[Pair, float], same: Mapping[Pair, bool]) -> tuple[float, float]:
    """The best F1 over all thresholds, and its threshold."""
    return max((_f1(scored, same, at), at) for at in sorted(set(scored.values())))


def recall_within(scored: Mapping[Pair, float], same: Mapping[Pair, bool], wrong: float) -> float:
    """The best recall at which no more than so many of the different ones are merged."""
    different = sorted((scored[pair] for pair, true in same.items() if not true), reverse=True)
    may = int(wrong * len(different))
    above = different[may] if len(different) > may else -1.0
    true = [scored[pair] for pair, one in same.items() if one]
    return sum(score > above for score in true) / max(len(true), 1)


def _f1(scored: Mapping[Pair, float], same: Mapping[Pair, bool], at: float) -> float:
    hits = sum(true and scored[pair] >= at for pair, true in same.items())
    made = sum(scored[pair] >= at for pair in same)
    wanted = sum(same.values())
    return 2 * hits / (made + wanted) if made + wanted else 0.0


def merge_all(same: Mapping[Pair, bool]) -> float:
    """F1 of whoever merges every pair."""
    hits = sum(same.values())
    return 2 * hits / (len(same) + hits)


def clusters_at(scored: Mapping[Pair, float], at: float) -> Sequence[Pair]:
    """The pairs that are joined at a threshold."""
    return [pair for pair, score in scored.items() if score >= at]
