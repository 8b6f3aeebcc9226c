"""The claims of a batch: between which entities they hold, and all of them into the graph with what they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph_platform.database import Pipeline, run_collected
from graph_platform.loading.bolt import OPEN_END, from_bolt, to_bolt
from graph_platform.loading.entities import Assertion, relationships
from graph_platform.loading.plan import Plan
from graph_platform.loading.prepare import Asserted, Prepared
from graph_platform.loading.recompute import Pair, by_relation, may_hold, of_type
from graph_platform.loading.rows import claim_row, run_rows

Paired = dict[Pair, list[tuple[Asserted, Prepared]]]
Related = Mapping[Pair, Sequence[Mapping[str, Any]]]
"""The relationships that there are between pairs of entities."""


def pair_claims(plan: Plan) -> Paired:
    """The batch's claims by the entities between which they hold; those with an end that is open go by themselves."""
    pairs: Paired = defaultdict(list)
    for claim, row in plan.claims:
        start, end = plan.entity_of.get(claim.start), plan.entity_of.get(claim.end)
        if start is not None and end is not None:
            pairs[Pair(claim.relation, start, end)].append((claim, row))
            continue
        plan.touched.records.update(
            record for record in (claim.start, claim.end) if plan.entity_of.get(record) is None
        )
        plan.unpaired.append((claim, row))
    return pairs


def write_claims(tx: Pipeline, plan: Plan, pairs: Paired, related: Related) -> None:
    """Store the batch's claims, with the relationships that are the first between their ends."""
    plain = list(plan.unpaired)

    def first() -> Iterator[dict[str, Any]]:
        """Claims that make a relationship; the others are put aside."""
        for pair, made in pairs.items():
            relationship = _first_between(plan, pair, made, related.get(pair))
            if relationship is not None:
                (claim, row), *made = made
                makes = {"relation": pair.relation, "relationship": relationship}
                yield claim_row(plan, claim, row) | makes
            plain.extend(made)

    opened = {"open_end": OPEN_END}
    run_rows(tx, "load/create_claims_with_relationships", first(), opened)
    run_rows(tx, "load/create_claims", (claim_row(plan, claim, row) for claim, row in plain), opened)


def _first_between(
    plan: Plan,
    pair: Pair,
    made: Sequence[tuple[Asserted, Prepared]],
    there: Sequence[Mapping[str, Any]] | None,
) -> dict[str, Any] | None:
    """The one relationship that claims make where there was none; a pair of which more has to be known is touched."""
    if not may_hold(pair):
        return None
    computed = _computed(plan, pair, made)
    if pair in plan.touched.pairs or len(computed) != 1 or (there and not _said_already(there, computed[0])):
        plan.touched.pairs.add(pair)
        return None
    return None if there else to_bolt(computed[0])


def read_related(tx: Pipeline, plan: Plan, pairs: Iterable[Pair]) -> Related:
    """The relationships that there are between those of the pairs that this batch did not found."""
    asked = by_relation(pair for pair in pairs if not {pair.start, pair.end} & plan.founded)
    return {
        Pair(relation, row["start"], row["end"]): row["relationships"]
        for relation, ends in asked.items()
        for row in run_collected(tx, of_type("entities/read_related", relation), {"rows": ends})
    }


def _said_already(there: Sequence[Mapping[str, Any]], computed: Mapping[str, Any]) -> bool:
    """Whether claims that alone would make `computed` change nothing, beside those that made what is there.

    They don't where the one relationship that there is has the same interval and values, and no less confidence:
    one more voice for the value that was chosen anyway.
    """
    if len(there) != 1 or there[0]["confidence"] < computed["confidence"]:
        return False
    stored = from_bolt(there[0])
    return {**stored, "confidence": 0} == {**computed, "confidence": 0}


def _computed(plan: Plan, pair: Pair, made: Sequence[tuple[Asserted, Prepared]]) -> list[dict[str, Any]]:
    trust = plan.origin.trust
    said = [Assertion(claim.id, _without_unclean(claim.values), trust, plan.seen(row)) for claim, row in made]
    return relationships(pair.relation, said)


def _without_unclean(values: Mapping[str, Any]) -> Mapping[str, Any]:
    if "unclean" not in values:
        return values
    return {name: value for name, value in values.items() if name not in ("unclean", "as_said")}


def close_claims(tx: Pipeline, plan: Plan) -> None:
    """End the claims that the batch's rows no longer make."""
    run_rows(tx, "load/close_claims", [{"id": id_, "seen": seen} for id_, seen in plan.closed.items()])
