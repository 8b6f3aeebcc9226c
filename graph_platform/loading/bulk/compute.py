"""The second step of a fill: what is so, computed from all that was said, by the functions of every load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from graph_platform.identity import entity_id
from graph_platform.loading.bolt import OPEN_END
from graph_platform.loading.bulk.gather import Claimed, Said, moment
from graph_platform.loading.bulk.spool import Spool
from graph_platform.loading.bulk.tables import Tables, Written
from graph_platform.loading.entities import Assertion, Testimony, node, relationships
from graph_platform.loading.plan import finer, merged, stated_again
from graph_platform.loading.recompute import ENTITY, SAID_BY_RECORDS, Pair, may_hold

PIECE = 5_000
TELLING = 1_000
Progress = Callable[[int], None]


def settle(spool: Spool, tables: Tables, trust: float) -> None:
    """Write the records of one data set. Those without identifiers are entities; the others wait to be joined."""
    members = _settled(spool, tables, trust)
    while piece := list(islice(members, PIECE)):
        spool.add_members(piece)


Member = tuple[str, int, str, Sequence[str], tuple[Testimony, Sequence[str]]]


def _settled(spool: Spool, tables: Tables, trust: float) -> Iterator[Member]:
    for id_, events in spool.records():
        said = events[0]
        for later in events[1:]:
            said = fold(said, later)
        key, arrived = said.properties["key"], said.properties["arrived"]
        testimony = _testimony(said, trust)
        _write_record(tables, said)
        if said.identifiers:
            yield id_, arrived, key, said.identifiers, (testimony, said.identifiers)
        else:
            _write_entity(tables, entity_id(id_), [testimony])


def write_joined(spool: Spool, tables: Tables, progress: Progress) -> None:
    """Write the entities of all records that have identifiers; `progress` is called with how many are behind."""
    behind = 0
    for founder, cluster in spool.clusters():
        _write_cluster(tables, founder, cluster)
        behind += len(cluster)
        if behind % TELLING < len(cluster):
            progress(behind)


def write_claimed(folder: Path, trust: Mapping[str, float], progress: Progress) -> Written:
    """Write all relationships, out of the spool in a folder and into a folder beside it.

    `trust` is that of each data set; `progress` is called with how many claims are behind.
    """
    beside = folder / "claimed"
    beside.mkdir()
    spool, tables, behind = Spool(folder, made=True), Tables(beside), 0
    for (relation, start, end), claims in spool.pairs():
        _write_relationships(tables, Pair(relation, start, end), claims, trust)
        behind += len(claims)
        if behind % TELLING < len(claims):
            progress(behind)
    spool.close()
    return tables.close()


def fold(one: Said, other: Said) -> Said:
    """What is known of a record after a later batch: as if both had been one batch, but for the time of arrival."""
    first, later = one.properties, other.properties
    if other.seen is None:
        if one.seen is None:
            first["label"] = finer(first["label"], later["label"])
            first["scopes"] = sorted({*first["scopes"], *later["scopes"]})
        return one
    if one.seen is None or "row_hash" in later:
        return _arrived(other, first["arrived"])
    if "row_hash" in first or first["hash"] == later["hash"]:
        return one
    return _arrived(other, first["arrived"]) if other.own else _merged(one, other)


def _arrived(said: Said, arrived: int) -> Said:
    said.properties["arrived"] = arrived
    return said


def _merged(one: Said, other: Said) -> Said:
    before = stated_again(one.properties)
    both = merged(before, stated_again(other.properties))
    if (both.values, both.label, both.scopes) == (before.values, before.label, before.scopes):
        return one
    kept = {name: value for name, value in one.properties.items() if name not in before.values}
    properties = kept | both.values
    properties |= {"label": both.label, "scopes": both.scopes, "hash": other.properties["hash"]}
    return one._replace(properties=properties, identifiers=both.identifiers)


def _testimony(said: Said, trust: float) -> Testimony:
    record = said.properties
    values = {name: value for name, value in record.items() if name not in SAID_BY_RECORDS}
    return Testimony(record["id"], record["label"], values, record["scopes"], trust, said.seen or 0)


def _write_record(tables: Tables, said: Said) -> None:
    record = said.properties
    if said.seen is not None:
        record |= {"seen_from": moment(said.seen), "seen_to": OPEN_END}
    id_ = record.pop("id")
    tables.node(("Record",), record["label"], id_, record)


def _write_entity(tables: Tables, entity: str, records: Sequence[Testimony]) -> None:
    computed = node(records)
    tables.node((ENTITY, *sorted(computed.labels)), "", entity, computed.properties)
    for record in records:
        tables.relationship("ABOUT", ("Record", ENTITY), record.id, entity, {})


def _write_cluster(tables: Tables, founder: str, cluster: Sequence[tuple[Testimony, Sequence[str]]]) -> None:
    entity = entity_id(founder)
    _write_entity(tables, entity, [testimony for testimony, _ in cluster])
    for key in sorted({key for _, identifiers in cluster for key in identifiers}):
        tables.node(("Identifier",), "", key, {})
        tables.relationship("IDENTIFIES", ("Identifier", ENTITY), key, entity, {})


def _write_relationships(
    tables: Tables, pair: Pair, claims: Sequence[Claimed], trust: Mapping[str, float]
) -> None:
    if not may_hold(pair):
        return
    said = [Assertion(claim.id, claim.values, trust[claim.data_set], claim.seen) for claim in claims]
    start, end = entity_id(pair.start), entity_id(pair.end)
    for properties in relationships(pair.relation, said):
        tables.relationship(pair.relation, (ENTITY, ENTITY), start, end, properties)
