"""Real logs of service desks whose times are permuted: there is nothing to find in them, whatever their numbers are."""

from __future__ import annotations

import csv
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from typer.testing import CliRunner

from benchmarks.results import Section
from benchmarks.scratch import empty_store
from graph_platform.cli import app
from graph_platform.database import Database, connect
from graph_platform.settings import PREFIX, Settings
from graph_platform.signals.detecting import declared, detect
from graph_platform.signals.surges import YEAR, Series, surges

LOGS = Path(__file__).parents[2] / "shared" / "data" / "support_logs"
RUNS, NOTHING, CUSTOMERS = 20, 1, 60
MAPPING = """source: desk
title: Tickets of a log
kind: service
trust: 0.5
tables:
  tickets:
    columns: [ticket, customer, created]
    records:
      ticket: {label: Ticket, key: "ticket/{ticket}", values: {at: created}}
      customer: {label: Organization, key: "customer/{customer}", values: {name: customer}}
    claims:
      - {relation: RAISED, start: customer, end: ticket}
"""
SHUFFLED = """UNWIND $rows AS row
MATCH (ticket:Entity {id: row.id}) SET ticket.at = row.at"""
Event = tuple[str, datetime]


def read(path: Path, by_case: bool) -> list[Event]:
    """The steps of a log: whose each is (its kind's, or one of some customers that its case falls to), and when."""
    text = path.read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter=";" if ";" in text[:200] else ",")
    return [
        (
            f"customer {crc32(case.encode()) % CUSTOMERS}" if by_case else f"kind {kind}",
            datetime.fromisoformat(at).replace(tzinfo=UTC),
        )
        for case, kind, at in rows
    ]


def permuted(events: Sequence[Event], seed: int) -> list[Event]:
    """The same nodes and the same times, drawn anew."""
    times = [at for _, at in events]
    random.Random(seed).shuffle(times)
    return [(node, at) for (node, _), at in zip(events, times, strict=True)]


def found(events: Sequence[Event]) -> int:
    """How many nodes stand out, asked as the shipped signals ask."""
    until = max(at for _, at in events) + timedelta(seconds=1)
    counts: defaultdict[tuple[str], Counter[int]] = defaultdict(Counter)
    for node, at in events:
        counts[(node,)][(until - at).days // 7] += 1
    history = (until - min(at for _, at in events)).days // 7
    asked = [each.surge for each in declared() if each.surge]
    series = [
        Series(counts, each.weeks, min(history, YEAR + each.weeks), each.least, each.times, each.direction)
        for each in asked
    ]
    return sum(map(len, surges(series)))


def measure(made: Section, settings: Settings, folder: Path) -> None:
    """Adds the figures of every log, and of one of them through the database."""
    for path in sorted(LOGS.glob("*.csv")):
        for by_case in (False, True):
            events = read(path, by_case)
            runs = [found(permuted(events, seed)) for seed in range(RUNS)]
            made.add(
                f"{path.stem}, times permuted, by {'case' if by_case else 'kind of step'}, "
                f"{RUNS} runs: most surges of a run",
                f"{max(runs)} (in all {sum(runs)}; as it was: {found(events)})",
                f"≤ {NOTHING}",
                max(runs) <= NOTHING,
            )
    shown = list(_in_database(settings, folder))
    made.add(
        f"helpdesk as tickets in the graph, times permuted, {RUNS} runs: most signals of a run, of any score",
        f"{max(shown)} (in all {sum(shown)})",
        f"≤ {NOTHING}",
        max(shown) <= NOTHING,
    )


def _in_database(settings: Settings, folder: Path) -> Iterator[int]:
    events = read(LOGS / "helpdesk.csv", by_case=True)
    folder.mkdir(parents=True)
    (folder / "desk.yaml").write_text(MAPPING, encoding="utf-8")
    lines = [f"{number},{node},{at:%Y-%m-%d %H:%M:%S}" for number, (node, at) in enumerate(events)]
    (folder / "tickets.csv").write_text(
        "\n".join(["ticket,customer,created", *lines]) + "\n", encoding="utf-8"
    )
    empty_store(settings)
    os.environ[f"{PREFIX}HOME"] = str(settings.home)
    call = [
        "load",
        "mapping",
        str(folder / "tickets.csv"),
        "--mapping",
        str(folder / "desk.yaml"),
        "--no-resolve",
    ]
    done = CliRunner().invoke(app, call)
    if done.exit_code:
        raise SystemExit(done.output)
    with connect(settings) as database:
        for seed in range(RUNS):
            _shuffle(database, seed)
            yield len(detect(database, declared()))


def _shuffle(database: Database, seed: int) -> None:
    tickets = database.read("MATCH (ticket:Ticket) RETURN ticket.id AS id, ticket.at AS at ORDER BY id")
    times = [row["at"] for row in tickets]
    random.Random(seed).shuffle(times)
    rows = [{"id": row["id"], "at": at} for row, at in zip(tickets, times, strict=True)]
    database.write(SHUFFLED, {"rows": rows})
