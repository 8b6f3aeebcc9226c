"""The first step of a fill: files are read and prepared as ever, and what they say is put aside to be sorted."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from graph_platform.errors import SourceError
from graph_platform.loading.batch import Counts
from graph_platform.loading.bolt import OPEN_END
from graph_platform.loading.bulk.spool import Spool
from graph_platform.loading.bulk.tables import Tables
from graph_platform.loading.load import Summary, closing_generator
from graph_platform.loading.plan import Origin, Plan, plan_row
from graph_platform.loading.prepare import Prepared
from graph_platform.loading.profile import Profile
from graph_platform.loading.reading import Batch, batches
from graph_platform.loading.recompute import SAID_BY_CLAIMS
from graph_platform.loading.rejects import append_rejects
from graph_platform.loading.rows import claim_properties, record_properties
from graph_platform.loading.runs import Request, fingerprint_of
from graph_platform.loading.seen import Seen
from graph_platform.loading.sifting import Sifted, sift
from graph_platform.source import Opened

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RECORDS = ("Record", "Record")


class Said(NamedTuple):
    """What one batch says of a record: its properties as they are stored; `seen` is `None` for a mere mention."""

    properties: dict[str, Any]
    identifiers: tuple[str, ...] = ()
    own: bool = False
    seen: int | None = None


class Claimed(NamedTuple):
    """What a claim adds to the relationship that it makes."""

    id: str
    data_set: str
    values: Mapping[str, Any]
    seen: int


@dataclass(slots=True)
class Gathered:
    """One data set as it was read. It is not `whole` where a row replaces another: that is the ordinary load's work."""

    folder: Path
    summary: Summary
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    fingerprint: str = ""
    rows_done: int = 0
    reject_bytes: int = 0
    newest: int | None = None
    whole: bool = True
    profile: Profile = field(default_factory=Profile)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def reject_file(self) -> Path:
        """The rows that could not be used."""
        return self.folder / f"{self.run}.rejects.jsonl"


def gather(
    request: Request,
    files: Sequence[tuple[Path, Opened]],
    folder: Path,
    spool: Spool,
    tables: Tables,
    arrived: int,
    progress: Callable[[int], None],
) -> Gathered:
    """Read a data set's files into the spool, and its claims into the tables.

    `arrived` is the time of arrival of the first batch, in milliseconds since 1970; the next one comes one later.
    `progress` is told how many bytes are read. Raises `SourceError` as a load does.
    """
    summary = Summary(request.name, request.source.name)
    done = Gathered(folder, summary, fingerprint=fingerprint_of(request))
    reading = batches(request.source, files, request.name, 0, request.facts_per_batch)
    with Seen(folder / "seen.sqlite") as seen, closing_generator(reading) as ahead:
        for batch in ahead:
            rows = _take(done, batch, sift(batch, seen))
            if rows:
                origin = Origin(request.name, request.source.trust, batch.file.name, batch.observed, arrived)
                _put_aside(origin, rows, spool, tables)
            arrived += 1
            progress(batch.position)
        summary.unread = seen.unread
    if not summary.rows:
        raise SourceError(f"there is no row in {request.name}", "Export it again; nothing was loaded.")
    summary.seconds = (datetime.now(UTC) - done.started).total_seconds()
    return done


def _take(done: Gathered, batch: Batch, sifted: Sifted) -> list[Prepared]:
    """Count a batch and keep its rejects; the rows of it that are stored at once."""
    summary = done.summary
    done.whole = done.whole and not sifted.newer
    done.rows_done = batch.done
    if sifted.rejects:
        done.reject_bytes = append_rejects(done.reject_file, sifted.rejects, done.reject_bytes)
    for reject in sifted.rejects:
        summary.reasons[reject.reason] = summary.reasons.get(reject.reason, 0) + 1
    summary.rejected += len(sifted.rejects)
    summary.rows += len(batch.rows) + len(batch.rejects)
    summary.skipped += batch.skipped
    done.profile.note(batch.rows)
    rows = [row for row in sifted.rows if row.lead not in sifted.newer]
    facts = sum(row.facts for row in rows)
    summary.counts.add(Counts(new=len(rows), unchanged=sifted.same, facts=facts))
    if rows:
        newest = max(row.seen if row.seen is not None else batch.observed for row in rows)
        done.newest = newest if done.newest is None else max(done.newest, newest)
    return rows


def _put_aside(origin: Origin, rows: Sequence[Prepared], spool: Spool, tables: Tables) -> None:
    """What the rows of a batch say, planned as if nothing were stored."""
    plan = Plan(origin, {}, {})
    for row in rows:
        plan_row(plan, row)
    spool.say(_records(plan))
    spool.claim(_claims(plan, tables))


def _records(plan: Plan) -> Iterator[tuple[str, Said]]:
    for id_, (record, row) in plan.creates.items():
        properties = record_properties(plan, record, row)
        yield id_, Said(properties, record.identifiers, record.own, plan.seen(row))
    for id_, mention in plan.mentioned.items():
        if id_ not in plan.creates:
            yield (
                id_,
                Said(
                    {
                        "id": id_,
                        "key": mention.key,
                        "data_set": plan.origin.data_set,
                        "label": mention.label,
                        "arrived": plan.origin.arrived,
                        "scopes": sorted(mention.scopes),
                    }
                ),
            )


def _claims(plan: Plan, tables: Tables) -> Iterator[tuple[str, str, str, Claimed]]:
    data_set = plan.origin.data_set
    for claim, row in plan.claims:
        seen = plan.seen(row)
        properties = claim_properties(plan, claim, row)
        stored = {**properties, "seen_from": moment(seen), "seen_to": OPEN_END}
        tables.relationship("CLAIMS", RECORDS, claim.start, claim.end, stored, claim.relation)
        values = {name: value for name, value in claim.values.items() if name not in SAID_BY_CLAIMS}
        yield claim.relation, claim.start, claim.end, Claimed(claim.id, data_set, values, seen)


@lru_cache(maxsize=4096)
def moment(since: int) -> datetime:
    """Milliseconds since 1970 as a time."""
    return EPOCH + timedelta(milliseconds=since)
