"""The same files again: nothing changed, and one row in a hundred changed.

    python -m benchmarks.again --facts 100000

Besides the time it says what Neo4j's own counters report, and whether the graph is the same as before.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import orjson

from benchmarks.counting import CountingDatabase
from benchmarks.graph import count_facts, read_graph
from benchmarks.mix import Mix, encoding_of, keep_date, load_mix, make_mix, mix_of, write_csv
from benchmarks.results import Section, section
from benchmarks.scratch import empty_store, scratch_folder, scratch_home, wipe
from benchmarks.timing import seconds, timed
from graph_platform.database import connect
from graph_platform.loading.load import Summary
from graph_platform.schema import ensure_schema
from graph_platform.settings import Settings

EVERY = 100
WARMING = 10_000
EDITED = {
    "companies.csv": "Street Address",
    "contacts.csv": "Job Title",
    "deals.csv": "Deal Name",
    "engagements.csv": "Title",
    "owners.csv": "Team",
    "企业基本信息.csv": "注册地址",
    "股东信息.csv": "认缴出资额",
    "对外投资.csv": "认缴出资额",
    "主要人员.csv": "离任日期",
    "diagnostics.csv": "result",
    "dispatches.csv": "service",
    "organizations.json": "name",
    "users.json": "name",
    "tickets.json": "subject",
    "ticket_events.json": "",
}
"""The column of each file that changes; none for a file whose rows never change at their source."""
NEW_VALUES = {"认缴出资额": "{0}万元人民币", "离任日期": "2026-10-{0:02d}"}


def measure(facts: int, times: int) -> Section:
    """Load files three times: for the first time, unchanged, and with some of the rows changed."""
    made = section("again", f"2. The same files again, {facts:,} facts")
    taken: dict[str, list[float]] = {"first": [], "unchanged": [], "changed": []}
    with scratch_folder() as folder, scratch_home() as settings:
        mix = make_mix(folder / "exports", facts)
        changed = [change(mix, folder / f"changed-{turn}", turn) for turn in range(times)]
        for turn, (files, rows) in enumerate(changed):
            for what, value in _once(
                settings, folder, mix, files, rows, made if turn == times - 1 else None
            ).items():
                taken[what].append(value)
    _report(made, taken)
    return made


def _report(made: Section, taken: Mapping[str, list[float]]) -> None:
    first = median(taken["first"])
    made.add("first load", seconds(taken["first"]))
    for what, title, most in (
        ("unchanged", "nothing changed", 1 / 4),
        ("changed", "1 % of rows changed", 1 / 2),
    ):
        share = median(taken[what]) / first
        target = f"≤ {most:.2f} of the first"
        made.add(title, f"{seconds(taken[what])}: {share:.2f} of the first", target, share <= most)


def _once(
    settings: Settings, folder: Path, mix: Mix, changed: Mix, rows: int, made: Section | None
) -> dict[str, float]:
    """Seconds of the three loads on a warm and empty database; with `made` also what they wrote, not timed."""
    warming = make_mix(folder / "warming", WARMING, seed=5)
    empty_store(settings)
    with connect(settings) as database:
        ensure_schema(database)
        for _ in range(3):
            load_mix(database, settings, warming)
            wipe(database)
        first, _ = timed(lambda: load_mix(database, settings, mix))
        before = read_graph(database, rows=False) if made else None
        counting = CountingDatabase(database)
        again, same = timed(lambda: load_mix(counting, settings, mix))
        if made and before:
            _check_nothing(made, counting, same)
            if read_graph(database, rows=False).without_bookkeeping() != before.without_bookkeeping():
                raise SystemExit("loading the same files again has changed the graph")
            made.note(
                f"Counts and checksum of all {count_facts(database):,} facts and their entities are as before."
            )
        counting = CountingDatabase(database)
        later, summaries = timed(lambda: load_mix(counting, settings, changed))
        if made:
            _tell_changed(made, counting, summaries, rows)
    return {"first": first, "unchanged": again, "changed": later}


def _check_nothing(made: Section, counting: CountingDatabase, summaries: Mapping[str, Summary]) -> None:
    unchanged = sum(summary.counts.unchanged for summary in summaries.values())
    made.add(
        "written where nothing changed",
        f"{dict(counting.graph) or 'nothing'}, and to say how far the load is {dict(counting.bookkeeping)}",
        "nothing",
        not counting.graph,
    )
    made.note(f"{unchanged:,} rows unchanged.")


def _tell_changed(
    made: Section, counting: CountingDatabase, summaries: Mapping[str, Summary], rows: int
) -> None:
    found = sum(summary.counts.changed for summary in summaries.values())
    versions = sum(summary.counts.new + summary.counts.late for summary in summaries.values())
    made.add("rows changed in the files, and by the load", f"{rows:,}, {found:,}", "the same", rows == found)
    made.note(f"Neo4j wrote {dict(counting.graph)} for these; {versions} rows were new or late.")


def change(mix: Mix, folder: Path, turn: int) -> tuple[Mix, int]:
    """The same exports a day later, in which one row of a hundred says something else; how many rows do."""
    changed = 0
    for part, files in mix.files.items():
        for path in files:
            to = folder / (part if path.parent.name == part else "") / path.name
            to.parent.mkdir(parents=True, exist_ok=True)
            if not EDITED[path.name]:
                shutil.copyfile(path, to)
            elif path.suffix == ".csv":
                changed += _change_csv(path, to, turn)
            else:
                changed += _change_json(path, to, turn)
            keep_date(to, path, days=1)
    return mix_of(folder), changed


def _change_csv(path: Path, to: Path, turn: int) -> int:
    with path.open(encoding=encoding_of(path), newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index(EDITED[path.name])
    chosen = rows[1 + turn :: EVERY]
    for number, row in enumerate(chosen):
        row[column] = _new_value(EDITED[path.name], row[column], number)
    write_csv(to, rows, path)
    return len(chosen)


def _change_json(path: Path, to: Path, turn: int) -> int:
    head, *items, tail = path.read_text(encoding="utf-8").splitlines()
    chosen = range(turn, len(items), EVERY)
    for place in chosen:
        item = orjson.loads(items[place].rstrip(","))
        item[EDITED[path.name]] = _new_value(EDITED[path.name], item[EDITED[path.name]], place)
        items[place] = orjson.dumps(item).decode() + ("," if items[place].endswith(",") else "")
    to.write_text("\n".join([head, *items, tail]) + "\n", encoding="utf-8")
    return len(chosen)


def _new_value(column: str, value: str, number: int) -> str:
    pattern = NEW_VALUES.get(column)
    return pattern.format(number % 28 + 1) if pattern else f"{value} {number + 2}".strip()


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    return [measure(options.facts, options.times)]


if __name__ == "__main__":
    main()
