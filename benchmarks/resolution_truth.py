"""How right resolution is on the exports of an invented world, whose truth is known: four systems, no database.

    python -m benchmarks.resolution_truth --customers 2000

Only records that a row is about are judged: who a mere mention is, the truth file does not say by key.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder
from benchmarks.timing import timed
from graph_platform.cleaning import clean_values
from graph_platform.facts import Row
from graph_platform.generator import generate
from graph_platform.generator.run import BASIC
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution.collective import Related
from graph_platform.resolution.evaluation import Labels, evaluate
from graph_platform.resolution.party import SCHEMAS, Schema
from graph_platform.resolution.reading import EMPLOYS, party_of
from graph_platform.resolution.resolving import resolve
from graph_platform.sources import source

SYSTEMS = ("hubspot", "zendesk", "cn-register", "bods")


def measure(customers: int) -> Section:
    """Resolve what four systems say of so many customers."""
    made = section("resolution-truth", f"14. Who is who: {customers:,} generated customers in four systems")
    with scratch_folder() as folder:
        generate(customers, 11, folder, systems=BASIC)
        said, related, truth = _read(folder)
    employers = _employers(related, said)
    parties = [party_of(id_, *stated, employers.get(id_, [])) for id_, stated in said.items()]
    taken, found = timed(lambda: resolve(parties, related))
    figures = evaluate(found, parties, Labels({}, truth))
    wrong = figures["wrong merges"] / figures["true entities"]
    made.add("B-cubed", f"{figures['b-cubed']:.4f}", "≥ 0.95", figures["b-cubed"] >= 0.95)
    made.add(
        "wrong merges", f"{figures['wrong merges']}, {wrong:.2%} of the true entities", "≤ 1 %", wrong <= 0.01
    )
    made.add("pairs", f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}")
    made.note(f"{len(parties):,} records, of {len(truth):,} of which the truth is known; {taken:.1f} s.")
    made.note("Guards were looked at on another seed of the same generator.")
    return made


def _employers(
    related: list[Related], said: dict[str, tuple[Schema, dict[str, Any]]]
) -> dict[str, list[str]]:
    """The names of the employers of each person."""
    found: dict[str, list[str]] = defaultdict(list)
    for relation in related:
        if relation.type in EMPLOYS and (name := said.get(relation.target, ("", {}))[1].get("name")):
            found[relation.source].append(name)
    return found


def _read(folder: Path) -> tuple[dict[str, tuple[Schema, dict[str, Any]]], list[Related], dict[str, str]]:
    known = _truth(folder / "truth.jsonl")
    said: dict[str, tuple[Schema, dict[str, Any]]] = {}
    related: list[Related] = []
    truth: dict[str, str] = {}
    for system in SYSTEMS:
        formats = source(system).formats
        for file, row in _rows(folder / system, system):
            for record in row.records:
                schema = next((each for each in SCHEMAS if ONTOLOGY.is_a(record.label, each)), None)
                values = clean_values(ONTOLOGY.properties(record.label), record.values, formats).values
                if schema is None or not values:
                    continue
                id_ = f"{system}/{record.key}"
                before = said[id_][1] if id_ in said else {}
                said[id_] = (schema, {**before, **values, "data_set": system})
                if "#" not in record.key and (entity := known[file].get(record.key.rpartition("/")[2])):
                    truth[id_] = entity
            related += [
                Related(f"{system}/{claim.start.key}", f"{system}/{claim.end.key}", claim.relation)
                for claim in row.claims
            ]
    return said, related, truth


def _rows(folder: Path, system: str) -> Iterator[tuple[str, Row]]:
    read = source(system)
    for path in sorted(folder.iterdir()):
        for row in read.open(path):
            if isinstance(row, Row):
                yield f"{system}/{path.name}", row


def _truth(path: Path) -> dict[str, dict[str, str]]:
    """The entity of each row's own record, by file and key."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8") as file:
        for line in file:
            thing = json.loads(line)
            if thing["kind"] in ("person", "organization"):
                for row in thing["rows"]:
                    if not row.get("field"):
                        found[row["file"]][row.get("key", "")] = thing["id"]
    return found


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure at the size that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=10_000)
    options = parser.parse_args(arguments)
    return [measure(options.customers)]


if __name__ == "__main__":
    main()
