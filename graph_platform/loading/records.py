"""The records of a batch: which of them found an entity, which join one, and all of them into the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph_platform.database import Pipeline, run_collected
from graph_platform.identity import entity_id
from graph_platform.loading.bolt import OPEN_END, to_bolt
from graph_platform.loading.clusters import Components
from graph_platform.loading.entities import Testimony, node
from graph_platform.loading.plan import Mentioned, Plan
from graph_platform.loading.prepare import Prepared, Stated
from graph_platform.loading.rows import record_row, run_rows
from graph_platform.statements import statement

Cluster = list[tuple[Stated, Prepared]]


@dataclass(slots=True)
class New:
    """What a batch stores for the first time.

    Clusters that found an entity, founder first; records that join one, which may be founded by this batch; records
    whose entity is open until all of them are stored; ids of what is merely mentioned.
    """

    founding: list[Cluster] = field(default_factory=list)
    joining: Cluster = field(default_factory=list)
    open: Cluster = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)


def settle(tx: Pipeline, plan: Plan) -> New:
    """Find the entity of each new record, as far as it can be told without what is stored of others."""
    moving = plan.moving | {key for record, _ in plan.replaces.values() for key in record.identifiers}
    keys = {key for record, _ in plan.creates.values() for key in record.identifiers}
    known = _touch_identified(tx, plan, moving | keys)
    new = New()
    for cluster in _clustered(plan):
        keys = {key for record, _ in cluster for key in record.identifiers}
        entities = {known[key] for key in keys if key in known}
        if len(entities) > 1 or keys & moving:
            new.open.extend(cluster)
            plan.entity_of.update(dict.fromkeys((record.id for record, _ in cluster)))
            plan.touched.records.update(record.id for record, _ in cluster)
            continue
        if entities:
            (entity,) = entities
            new.joining.extend(cluster)
        else:
            cluster.sort(key=lambda member: (member[0].key, member[0].id))
            (founder, _), *others = cluster
            entity = entity_id(founder.id)
            plan.founded.add(entity)
            new.founding.append(cluster)
            new.joining.extend(others)
        plan.entity_of.update(dict.fromkeys((record.id for record, _ in cluster), entity))
    for id_ in plan.mentioned:
        if id_ not in plan.creates:
            new.mentioned.append(id_)
            plan.entity_of[id_] = entity_id(id_)
            plan.founded.add(entity_id(id_))
    return new


def _touch_identified(tx: Pipeline, plan: Plan, keys: Iterable[str]) -> dict[str, str]:
    wanted = list(keys)
    if not wanted:
        return {}
    found = {
        row["key"]: row["entity"]
        for row in run_collected(tx, statement("load/read_identifiers"), {"keys": wanted})
    }
    plan.touched.entities.update(found.values())
    return found


def _clustered(plan: Plan) -> list[Cluster]:
    """The batch's new records, those together that share an exclusive identifier."""
    components, holders = Components(), dict[str, str]()
    for record, _ in plan.creates.values():
        for key in record.identifiers:
            if (holder := holders.setdefault(key, record.id)) != record.id:
                components.join(holder, record.id)
    grouped: dict[str, Cluster] = defaultdict(list)
    for record, row in plan.creates.values():
        grouped[components.find(record.id) if record.identifiers else record.id].append((record, row))
    return list(grouped.values())


def write_records(tx: Pipeline, plan: Plan, new: New) -> None:
    """Store the batch's records, with the entities that they found."""
    for record, _ in plan.replaces.values():
        touch(plan, record.id)
    opened = {"open_end": OPEN_END}
    founding = (_founding(plan, cluster) for cluster in new.founding)
    run_rows(tx, "load/create_founding_records", founding, opened)
    joining = ({**record_row(plan, r, row), "about": plan.entity_of[r.id]} for r, row in new.joining)
    run_rows(tx, "load/create_joining_records", joining, opened)
    again = ({"id": entity_id(r.id), "into": plan.entity_of[r.id]} for r, _ in new.joining)
    run_rows(tx, "entities/point_former_ids", again)
    run_rows(tx, "load/create_records", (record_row(plan, r, row) for r, row in new.open), opened)
    replaced = ({"id": record.id, **record_row(plan, record, row)} for record, row in plan.replaces.values())
    run_rows(tx, "load/replace_records", replaced, opened)
    unknown = (_mention(plan, id_, plan.mentioned[id_]) for id_ in new.mentioned)
    run_rows(tx, "load/create_mentioned_records", unknown)
    if plan.founded:
        tx.send(statement("entities/take_ids_back"), {"ids": list(plan.founded)})


def _founding(plan: Plan, cluster: Cluster) -> dict[str, Any]:
    founder, row = cluster[0]
    computed = node(
        [Testimony(r.id, r.label, r.values, r.scopes, plan.origin.trust, plan.seen(by)) for r, by in cluster]
    )
    return {
        **record_row(plan, founder, row),
        "entity": {"id": plan.entity_of[founder.id], **to_bolt(computed.properties)},
        "labels": list(computed.labels),
        "identifiers": list({key for record, _ in cluster for key in record.identifiers}),
    }


def _mention(plan: Plan, id_: str, mention: Mentioned) -> dict[str, Any]:
    scopes = sorted(mention.scopes)
    computed = node([Testimony(id_, mention.label, {}, scopes, plan.origin.trust, 0)])
    return {
        "record": {
            "id": id_,
            "key": mention.key,
            "data_set": plan.origin.data_set,
            "label": mention.label,
            "arrived": plan.origin.arrived,
            "scopes": scopes,
        },
        "entity": {"id": plan.entity_of[id_], **computed.properties},
        "labels": list(computed.labels),
    }


def touch(plan: Plan, record: str) -> None:
    """Have the entity of a record computed again."""
    entity = plan.entity_of.get(record)
    if entity is None:
        plan.touched.records.add(record)
    else:
        plan.touched.entities.add(entity)
