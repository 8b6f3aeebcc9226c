"""Resolution of a million records: time and memory beside Splink alone, and one new record against all of them.

    python -m benchmarks.resolution_scale --customers 100000

Records are those of an invented world in four systems; about ten for each customer. Each contender runs in a process of
its own, on the same cleaned values. Its memory is what that process took at most.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import splink_baseline
from benchmarks.resolution_truth import SYSTEMS, stated, truth_of
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder
from graph_platform.generator import generate
from graph_platform.generator.run import BASIC
from graph_platform.resolution import store
from graph_platform.resolution.collective import Related
from graph_platform.resolution.evaluation import by_clusters
from graph_platform.resolution.featuring import featured, featured_apart
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.matching import Matcher
from graph_platform.resolution.party import Party
from graph_platform.resolution.reading import EMPLOYS, party_of
from graph_platform.resolution.resolving import settle

CHUNK = 5_000
ASKED = 300
Figures = dict[str, Any]


def write_world(customers: int, folder: Path) -> None:
    """The records of so many customers, as parties in chunks, with relationships and the truth."""
    world = folder / "world"
    generate(customers, 11, world, systems=BASIC)
    related: list[tuple[str, str, str]] = []
    truth: dict[str, str] = {}
    known = truth_of(world / "truth.jsonl")
    with (folder / "parties.pickle").open("wb") as out:
        for system in SYSTEMS:
            said: dict[str, tuple[Any, dict[str, Any]]] = {}
            employers: dict[str, list[str]] = defaultdict(list)
            for records, claims in stated(world, system, known):
                for id_, schema, values, _, entity in records:
                    said.setdefault(id_, (schema, {"data_set": system}))[1].update(values)
                    if entity:
                        truth[id_] = entity
                related += [(claim.source, claim.target, claim.type) for claim in claims]
                for claim in claims:
                    if claim.type in EMPLOYS:
                        employers[claim.source].append(claim.target)
            parties = []
            for id_, (schema, values) in said.items():
                names = [said[each][1].get("name") for each in employers[id_] if each in said]
                parties.append(party_of(id_, schema, values, list(filter(None, names))))
            for start in range(0, len(parties), CHUNK):
                pickle.dump(parties[start : start + CHUNK], out)
    with (folder / "rest.pickle").open("wb") as out:
        pickle.dump((related, truth), out)


def _chunks(folder: Path) -> Iterator[list[Party]]:
    with (folder / "parties.pickle").open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def _rest(folder: Path) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    with (folder / "rest.pickle").open("rb") as file:
        found: tuple[list[tuple[str, str, str]], dict[str, str]] = pickle.load(file)
        return found


def _same(parties: Any) -> Any:
    return parties


def ours(folder: Path, with_graph: bool) -> Figures:
    """Resolve all of them, and ask for some of them as if they were new."""
    gathered = Gathered(folder=store.fresh(folder / "kept"))
    began = time.perf_counter()
    asked: list[Party] = []
    for parties, rows in featured_apart(_chunks(folder), _same, featured):
        gathered.add(rows)
        asked += parties[:: CHUNK // 10]
    figures: Figures = {"records": len(gathered.ids), "rows": time.perf_counter() - began}
    if with_graph:
        related, _ = _rest(folder)
        known = (each for each in related if None not in map(gathered.known, each[:2]))
        gathered.relate(Related(*each) for each in known)
        del related
    began = time.perf_counter()
    gathered.prepare()
    found = settle(gathered, [], [], lambda step: print(f"  {step}", flush=True))
    figures["resolving"] = time.perf_counter() - began
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _, truth = _rest(folder)
    figures |= by_clusters(found.entity_of_each(), truth)
    if with_graph:
        return figures
    store.keep(found, "token")
    gathered.close()
    store.take_over(folder / "kept")
    return figures | _matching(folder / "kept", gathered, asked[:ASKED])


def _matching(kept: Path, gathered: Gathered, asked: Sequence[Party]) -> Figures:
    """How long it takes to say who each of these is, if it were new."""
    connection = store.opened(kept, gathered.models)
    assert connection is not None
    matcher = Matcher(connection, gathered.models)
    taken, hits = [], 0
    for party in asked:
        began = time.perf_counter()
        found = matcher.match(replace(party, id="new"))
        taken.append(time.perf_counter() - began)
        hits += any(match.record == party.id for match in found)
    taken.sort()
    return {
        "asked": len(asked),
        "met itself": hits,
        "p50": taken[len(taken) // 2],
        "p95": taken[int(len(taken) * 0.95)],
    }


def splink(folder: Path) -> Figures:
    """The same records by Splink as its tutorials use it, on the first value of each field."""
    taken, truth = 0.0, _rest(folder)[1]
    best: list[tuple[str, str, float]] = []
    for schema, by in (("Person", splink_baseline.people), ("Organization", splink_baseline.organizations)):
        rows = [_flat(party) for parties in _chunks(folder) for party in parties if party.schema == schema]
        began = time.perf_counter()
        best += by(rows)
        taken += time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _, figures = splink_baseline.at_best(best, truth)
    return {"resolving": taken, "memory": memory, **figures}


def _flat(party: Party) -> dict[str, str]:
    def first(values: Sequence[str]) -> str:
        return values[0] if values else ""

    flat = {
        "rec_id": party.id,
        "name": first(party.names),
        "phone": first(party.phones),
        "email": first(party.emails),
        "city": party.city,
        "title": first(party.titles),
        "employer": first(party.employers),
        "uscc": party.identifiers.get("uscc", ""),
        "registration_number": first(party.numbers),
        "domain": first(party.domains),
        "address": party.address,
    }
    wanted = splink_baseline.PERSON if party.schema == "Person" else splink_baseline.ORGANIZATION
    return {name: value for name, value in flat.items() if name == "rec_id" or (name in wanted and value)}


def measure(folder: Path) -> Section:
    """All contenders, one after the other, each in a process of its own."""
    mine, graph, theirs = (_apart(folder, what) for what in ("ours", "graph", "splink"))
    made = section("resolution-scale", f"17. Who is who: {mine['records']:,} records")
    ratio = mine["resolving"] / theirs["resolving"]
    made.add(
        "resolution alone, without relationships",
        f"{mine['resolving']:.0f} s, Splink {theirs['resolving']:.0f} s: {ratio:.2f}×",
        "≤ 1.5×",
        ratio <= 1.5,
    )
    most = max(mine["memory"], graph["memory"])
    made.add("memory", f"{most:,.0f} MB, Splink {theirs['memory']:,.0f} MB", "≤ 3 GB", most <= 3 * 1024)
    made.add("with relationships", f"{graph['resolving']:.0f} s")
    made.add("rows, before either", f"{mine['rows']:.0f} s")
    for name, figures in (("ours", mine), ("with relationships", graph), ("Splink, at its best", theirs)):
        made.add(
            name,
            f"{figures['wrong merges']} wrong merges, precision {figures['precision']:.3f},"
            f" recall {figures['recall']:.3f}",
        )
    p95 = mine["p95"] * 1000
    made.add("one new record, to a decision, p95", f"{p95:.0f} ms", "≤ 100 ms", p95 <= 100)
    made.note(
        f"p50 {mine['p50'] * 1000:.0f} ms over {mine['asked']:,} records; {mine['met itself']:,} met themselves."
    )
    return made


def _apart(folder: Path, what: str) -> Figures:
    print(what, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.resolution_scale", "--folder", str(folder), "--only", what],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    *told, last = done.stdout.splitlines()
    print("\n".join(told), flush=True)
    figures: Figures = json.loads(last)
    return figures


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="Where the records are, or are to be kept.")
    parser.add_argument("--only", choices=["ours", "graph", "splink"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        run = {"ours": lambda at: ours(at, False), "graph": lambda at: ours(at, True), "splink": splink}
        print(json.dumps(run[options.only](options.folder)))
        return []
    with scratch_folder() as scratch:
        folder = options.folder or scratch
        folder.mkdir(exist_ok=True)
        if not (folder / "rest.pickle").exists():
            write_world(options.customers, folder)
        return [measure(folder)]


if __name__ == "__main__":
    main()
