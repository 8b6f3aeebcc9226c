"""Records and claims in the form in which the statements of `cypher/load` take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import run
from graph_platform.loading.bolt import to_bolt
from graph_platform.loading.plan import Plan
from graph_platform.loading.prepare import Asserted, Prepared, Stated
from graph_platform.statements import statement


def record_row(plan: Plan, record: Stated, row: Prepared) -> dict[str, Any]:
    """A record as its row states it."""
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
        **to_bolt(record.values),
    }
    if record.id == row.lead:
        properties |= {"table": row.table, "row_hash": row.hash}
        if parts := row.parts:
            properties["parts"] = parts
    else:
        properties["hash"] = record.hash
    return {"record": properties, "seen": plan.seen(row)}


def claim_row(plan: Plan, claim: Asserted, row: Prepared) -> dict[str, Any]:
    """A claim as its row makes it."""
    properties = {
        "id": claim.id,
        "relation": claim.relation,
        "row": row.lead,
        "line": row.line,
        "file": plan.origin.file,
        **to_bolt(claim.values),
    }
    if claim.id == row.lead:
        properties |= {"row_hash": row.hash, "table": row.table}
        if parts := row.parts:
            properties["parts"] = parts
    return {"start": claim.start, "end": claim.end, "claim": properties, "seen": plan.seen(row)}


def run_rows(
    tx: ManagedTransaction,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Run a statement over rows, if there are any."""
    if rows:
        run(tx, statement(name), {"rows": list(rows), **(more or {})})
