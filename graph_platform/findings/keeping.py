"""Findings into the graph: in one transaction, so that a run that is killed leaves what was kept before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import Database, run
from graph_platform.findings.model import Evidence, Finding, Step
from graph_platform.loading.recompute import chunks
from graph_platform.loading.turns import take_turn
from graph_platform.schema import ensure_schema
from graph_platform.statements import statement

FACTS_OF_A_STEP = 10
"""How many of the claims that say one relationship are kept with a finding, the newest first."""
FACTS_OF_A_NODE = 3
SAME_SCORE = 0.005
"""Scores nearer to one another than this are the same."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """How many findings a run added, found again as they were, found changed, and did not find any more.

    Those that were gone and are there again are counted as `returned`, whatever changed in them.
    """

    new: int
    again: int
    changed: int
    returned: int
    gone: int


def keep(database: Database, found: Iterable[Finding], kinds: Sequence[str], as_of: date, name: str) -> Kept:
    """Store what a run of these kinds found; of the kinds that ran, what it did not find is gone.

    `name` tells the run from others. Raises `ValueError` for a finding without evidence, or of another kind.
    """
    distinct = {finding.id: finding for finding in found}
    for finding in distinct.values():
        if not any(part.steps or part.nodes for part in finding.evidence):
            raise ValueError(f"a finding of the kind {finding.kind} has no evidence")
        if finding.kind not in kinds:
            raise ValueError(f"{finding.kind} is none of the kinds that ran")
    ensure_schema(database)

    def work(tx: ManagedTransaction) -> Kept:
        now = datetime.fromtimestamp(take_turn(tx) / 1000, UTC)
        known = {row["id"]: row for row in run(tx, statement("findings/known"), {"kinds": list(kinds)})}
        facts = _facts(tx, distinct.values())
        rows = [_row(finding, known.get(finding.id), facts) for finding in distinct.values()]
        for some in chunks(rows, BATCH):
            given = {"rows": list(some), "now": now, "as_of": as_of, "run": name}
            run(tx, statement("findings/store"), given)
        gone = {"kinds": list(kinds), "run": name, "now": now}
        (retired,) = run(tx, statement("findings/retire"), gone)
        return _counted(rows, known, retired["findings"])

    return database.transact(work)


def _counted(rows: Sequence[Mapping[str, Any]], known: Mapping[str, Any], gone: int) -> Kept:
    before = [row for row in rows if row["id"] in known]
    returned = sum(known[row["id"]]["gone"] is not None for row in before)
    changed = sum(row["changed"] and known[row["id"]]["gone"] is None for row in before)
    return Kept(len(rows) - len(before), len(before) - changed - returned, changed, returned, gone)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts that say steps, and those that nodes are known by."""

    steps: Mapping[Step, Sequence[str]]
    nodes: Mapping[str, Sequence[str]]


def _facts(tx: ManagedTransaction, found: Iterable[Finding]) -> _Facts:
    evidence = [part for finding in found for part in finding.evidence]
    steps = list(dict.fromkeys(step for part in evidence for step in part.steps))
    nodes = list(dict.fromkeys(node for part in evidence for node in part.nodes))
    of_steps: dict[Step, Sequence[str]] = {}
    for some in chunks(list(enumerate(steps)), BATCH):
        asked = [
            {"place": place, "start": step.start, "relation": step.relation, "end": step.end}
            for place, step in some
        ]
        given = {"steps": asked, "most": FACTS_OF_A_STEP}
        for row in run(tx, statement("findings/facts_of_steps"), given):
            of_steps[steps[row["place"]]] = row["facts"]
    of_nodes: dict[str, Sequence[str]] = {}
    for ids in chunks(nodes, BATCH):
        given = {"ids": list(ids), "most": FACTS_OF_A_NODE}
        for row in run(tx, statement("findings/facts_of_nodes"), given):
            of_nodes[row["id"]] = row["facts"]
    return _Facts(of_steps, of_nodes)


def _row(finding: Finding, before: Mapping[str, Any] | None, facts: _Facts) -> dict[str, Any]:
    said = _said(finding, facts)
    entities = {id_ for ids in finding.roles.values() for id_ in ids}
    entities |= {node for part in finding.evidence for node in part.nodes}
    entities |= {end for part in finding.evidence for step in part.steps for end in (step.start, step.end)}
    all_facts = {
        fact for part in said["evidence"] for *_, some in (*part["steps"], *part["nodes"]) for fact in some
    }
    changed = before is not None and _changed(finding, said, before)
    return {
        "id": finding.id,
        "kind": finding.kind,
        "score": finding.score,
        "said": json.dumps(said, ensure_ascii=False, sort_keys=True),
        "changed": changed,
        "before": _before(before) if changed and before else None,
        "entities": sorted(entities),
        "reads": sorted(finding.reads),
        "facts": sorted(all_facts),
        "roles": [
            {"role": role, "place": place, "entity": id_}
            for role, ids in finding.roles.items()
            for place, id_ in enumerate(ids)
        ],
    }  # fmt: skip


def _said(finding: Finding, facts: _Facts) -> dict[str, Any]:
    return {
        "measures": dict(finding.measures),
        "relations": sorted({step.relation for part in finding.evidence for step in part.steps}),
        "evidence": [_part(part, facts) for part in finding.evidence],
    }


def _part(part: Evidence, facts: _Facts) -> dict[str, Any]:
    return {
        "part": part.part,
        "steps": [
            [step.start, step.relation, step.end, list(facts.steps.get(step, ()))] for step in part.steps
        ],
        "nodes": [[node, list(facts.nodes.get(node, ()))] for node in part.nodes],
    }


def _changed(finding: Finding, said: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    told = json.loads(before["said"])
    return (
        abs(finding.score - before["score"]) > SAME_SCORE
        or said["measures"] != told["measures"]
        or _shape(said) != _shape(told)
    )


def _shape(said: Mapping[str, Any]) -> list[Any]:
    """The evidence without the facts: another source that says the same changes nothing."""
    return [
        [part["part"], [step[:3] for step in part["steps"]], [node[0] for node in part["nodes"]]]
        for part in said["evidence"]
    ]


def _before(known: Mapping[str, Any]) -> str:
    told = json.loads(known["said"])
    return json.dumps({"score": known["score"], "measures": told["measures"]}, ensure_ascii=False)
