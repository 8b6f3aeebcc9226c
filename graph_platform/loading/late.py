"""Rows of an export that is older than what is stored: they go into history and change nothing that is so."""

from __future__ import annotations

from collections.abc import Sequence

from graph_platform.database import Pipeline
from graph_platform.loading.plan import Mentioned, Plan, same_claim
from graph_platform.loading.prepare import Prepared
from graph_platform.loading.rows import claim_row, record_row, run_rows


def plan_late(plan: Plan, row: Prepared) -> None:
    """What a late row speaks of and nobody else does is stored too, as something of which nothing is said any more."""
    labels = {id_: (mention.key, mention.label) for id_, mention in row.mentions.items()}
    labels |= {record.id: (record.key, record.label) for record in row.records}
    for id_, (key, label) in labels.items():
        if id_ not in plan.stored and id_ not in plan.mentioned:
            plan.mentioned[id_] = Mentioned(key, label, set(row.scopes))
            plan.passed.add(id_)


def write_late(tx: Pipeline, plan: Plan, late: Sequence[tuple[Prepared, int]]) -> None:
    """Store late rows, each with the time until when it held, as versions and past claims."""
    versions, claims = [], []
    for row, until in late:
        said = plan.said(row)
        for record in row.records:
            if record.own:
                version = record_row(plan, record, row) | {"id": record.id, "seen": said, "until": until}
                versions.append(version)
        for claim in row.claims:
            current = plan.stored_claims.get(claim.id)
            if current is None or current["seen_from"] > said or not same_claim(current, claim):
                claims.append({**claim_row(plan, claim, row), "seen": said, "until": until})
    run_rows(tx, "load/add_versions", versions)
    run_rows(tx, "load/create_past_claims", claims)
    plan.touched.entities.update(
        entity for id_ in plan.passed if (entity := plan.entity_of.get(id_)) is not None
    )
