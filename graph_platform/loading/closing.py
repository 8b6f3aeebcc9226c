"""What a source no longer states: rows that are missing from a complete load, and whole data sets to forget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from neo4j import ManagedTransaction

from graph_platform.database import Database, Pipeline, pipeline, run, run_collected
from graph_platform.errors import UsageError
from graph_platform.identity import data_set_prefix, entity_id
from graph_platform.loading.batch import let_go
from graph_platform.loading.recompute import Pair, Touched, read_trust, recompute
from graph_platform.loading.seen import Seen
from graph_platform.loading.turns import take_turn
from graph_platform.loading.unresolved import note_touched
from graph_platform.statements import statement

PAGE = 5_000


def close_missing(
    database: Database, data_set: str, tables: set[str], seen: Seen, observed: int, dry_run: bool = False
) -> int:
    """Close the stored rows of these tables that a complete export has not; how many there were.

    `observed` is the export's date in milliseconds since 1970: what the source has said since then stays.
    """
    closed = 0
    for query in ("data_sets/read_leads", "data_sets/read_claim_leads"):
        for page in _pages(database, query, data_set):
            missing = seen.missing(
                row["id"]
                for row in page
                if row["hash"] and row["table"] in tables and row["seen"] <= observed
            )
            closed += len(missing)
            if missing and not dry_run:
                database.transact(partial(close_rows, data_set=data_set, leads=missing, seen=observed))
    return closed


def _pages(database: Database, query: str, data_set: str) -> Iterator[list[Any]]:
    after = ""
    while True:
        parameters = {"prefix": data_set_prefix(data_set), "after": after, "limit": PAGE}
        page = database.read(statement(query), parameters)
        if not page:
            return
        yield page
        after = page[-1]["id"]


def close_rows(transaction: ManagedTransaction, data_set: str, leads: list[str], seen: int) -> None:
    """Close the rows with these leads: from `seen` (milliseconds since 1970) on nobody says them."""
    with pipeline(transaction) as tx:
        _close(tx, data_set, leads, seen)


def _close(tx: Pipeline, data_set: str, leads: list[str], seen: int) -> None:
    now = take_turn(tx)
    stored = run_collected(tx, statement("load/read_records"), {"ids": leads})
    parts = {part for row in stored for part in row["parts"] or ()} | set(leads)
    claims = run_collected(tx, statement("load/read_claims"), {"ids": list(parts)})
    of_claims = {part for row in claims for part in row["claim"].get("parts") or ()} - parts
    claims += run_collected(tx, statement("load/read_claims"), {"ids": list(of_claims)}) if of_claims else []
    touched = Touched(entities={row["entity"] for row in stored if row["entity"]})
    loosened = parts | of_claims
    for row in claims:
        loosened |= {row["start"], row["end"]}
        if row["start_entity"] and row["end_entity"]:
            touched.pairs.add(Pair(row["claim"]["relation"], row["start_entity"], row["end_entity"]))
    closing = [{"id": row["claim"]["id"], "seen": seen} for row in claims]
    run(tx, statement("load/close_claims"), {"rows": closing})
    run(tx, statement("load/close_records"), {"rows": [{"id": row["id"], "seen": seen} for row in stored]})
    touched.entities |= let_go(tx, dict.fromkeys(loosened, seen))
    run(tx, statement("data_sets/subtract"), {"name": data_set, "rows": len(leads)})
    recompute(tx, touched, read_trust(tx))
    note_touched(tx, now, loosened | set(leads))


def forget(database: Database, data_set: str, progress: Callable[[int], None] = lambda records: None) -> int:
    """Delete everything that only this data set said, its history included; how many records that was.

    What other data sets say stays, computed again without it. Can be stopped and called again.
    Raises `UsageError` where there is no such data set.
    """
    rows = database.read(statement("data_sets/list"))
    names = [row["data_set"]["name"] for row in rows]
    if data_set not in names:
        raise UsageError(
            f"there is no data set {data_set!r}",
            f"There are: {', '.join(names)}." if names else "None is loaded.",
        )
    database.write(statement("data_sets/forget"), {"name": data_set})
    forgotten = 0
    while count := database.transact(partial(_forget_page, data_set=data_set)):
        forgotten += count
        progress(forgotten)
    database.write(statement("data_sets/delete"), {"name": data_set})
    return forgotten


def _forget_page(tx: ManagedTransaction, data_set: str) -> int:
    now = take_turn(tx)
    prefix = data_set_prefix(data_set)
    page = run(tx, statement("data_sets/read_records_to_forget"), {"prefix": prefix, "limit": PAGE})
    if not page:
        return 0
    entity_of = {row["id"]: row["entity"] for row in page}
    entities = set(filter(None, entity_of.values()))
    shared = _shared(tx, entities, prefix)
    touched = Touched(entities=shared, pairs=_shared_pairs(tx, entity_of, shared, prefix))
    silent = [record for record, entity in entity_of.items() if entity is None]
    asked = {"ids": silent, "prefix": prefix}
    touched.records |= {row["id"] for row in run(tx, statement("data_sets/read_silent"), asked)}
    founded = {"records": list(entity_of), "founded": [entity_id(record) for record in entity_of]}
    followers = [row["id"] for row in run(tx, statement("data_sets/read_former_ids"), founded)]
    run(tx, statement("data_sets/delete_records"), {"ids": list(entity_of)})
    # what only this data set knows is not computed again: it goes with the last of its records
    run(tx, statement("data_sets/delete_entities"), {"ids": list(entities - shared)})
    recompute(tx, touched, read_trust(tx))
    run(tx, statement("data_sets/anchor_former_ids"), {"ids": followers})
    note_touched(tx, now, entity_of)
    return len(page)


def _shared(tx: ManagedTransaction, entities: set[str], prefix: str) -> set[str]:
    """Those that another data set knows too."""
    asked = {"ids": list(entities), "prefix": prefix}
    return {row["id"] for row in run(tx, statement("data_sets/read_shared_entities"), asked)}


def _shared_pairs(
    tx: ManagedTransaction, entity_of: Mapping[str, str | None], shared: set[str], prefix: str
) -> set[Pair]:
    """The pairs of claims that go with these records where both ends stay."""
    ids = [record for record, entity in entity_of.items() if entity in shared]
    rows = run(tx, statement("entities/read_pairs_of_records"), {"ids": ids}) if ids else []
    staying = shared | _shared(tx, {row["other"] for row in rows if row["other"]} - shared, prefix)
    pairs = set()
    for row in rows:
        one, other = entity_of[row["record"]], row["other"]
        if one and other in staying:
            pairs.add(Pair(row["relation"], *((one, other) if row["outgoing"] else (other, one))))
    return pairs
