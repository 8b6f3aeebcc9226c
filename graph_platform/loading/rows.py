"""Records and claims in the form in which the statements of `cypher/load` take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from graph_platform.database import Pipeline
from graph_platform.loading.bolt import to_bolt
from graph_platform.loading.plan import Plan
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.statements import statement

PIECE = 2_500


def record_row(plan: Plan, record: Stated, row: Prepared) -> dict[str, Any]:
    """A record as its row states it."""
    return {"record": to_bolt(record_properties(plan, record, row)), "seen": plan.seen(row)}


def record_properties(plan: Plan, record: Stated, row: Prepared) -> dict[str, Any]:
    """What is stored of a record, but for the time in which it was seen."""
    stored = plan.stored.get(record.id)
    properties = {
        "id": record.id,
        "key": record.key,
        "data_set": plan.origin.data_set,
        "label": record.label,
        "arrived": plan.origin.arrived if stored is None else stored["arrived"],
        "file": plan.origin.file,
        "line": row.line,
        "scopes": record.scopes,
        **record.values,
    }
    if record.id == row.lead:
        properties |= {"table": row.table, "row_hash": row.hash}
        if parts := row.parts:
            properties["parts"] = parts
    else:
        properties["hash"] = record.hash
    return properties


def claim_row(plan: Plan, claim: Asserted, row: Prepared) -> dict[str, Any]:
    """A claim as its row makes it."""
    properties = to_bolt(claim_properties(plan, claim, row))
    return {"start": claim.start, "end": claim.end, "claim": properties, "seen": plan.seen(row)}


def claim_properties(plan: Plan, claim: Asserted, row: Prepared) -> dict[str, Any]:
    """What is stored of a claim, but for the time in which it was seen."""
    properties = {
        "id": claim.id,
        "relation": claim.relation,
        "row": row.lead,
        "line": row.line,
        "file": plan.origin.file,
        **claim.values,
    }
    if claim.id == row.lead:
        properties |= {"row_hash": row.hash, "table": row.table}
        if parts := row.parts:
            properties["parts"] = parts
    return properties


def run_rows(
    tx: Pipeline,
    name: str,
    rows: Iterable[Mapping[str, Any]],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Send a statement over rows, if there are any. The rows must not be changed afterwards.

    Rows that are made one by one are sent in pieces, so that Neo4j writes the first while the next are made.
    """
    each = iter(rows)
    while piece := list(islice(each, PIECE)):
        tx.send(statement(name), {"rows": piece, **(more or {})})
