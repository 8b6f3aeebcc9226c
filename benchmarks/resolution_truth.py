"""How right resolution is on the exports of an invented world, whose truth is known: four systems, no database.

    python -m benchmarks.resolution_truth --customers 2000

Only records that a row is about are judged: who a mere mention is, the truth file does not say by key.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import nomenklatura_baseline, splink_baseline
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder
from benchmarks.timing import timed
from graph_platform.cleaning import clean_values
from graph_platform.facts import Row
from graph_platform.generator import generate
from graph_platform.generator.run import BASIC
from graph_platform.ontology import ONTOLOGY
from graph_platform.resolution.collective import Related
from graph_platform.resolution.decisions import Decision, bits_of
from graph_platform.resolution.evaluation import Labels, evaluate
from graph_platform.resolution.featuring import featured
from graph_platform.resolution.gathering import Gathered
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import SCHEMAS, Party, Schema
from graph_platform.resolution.reading import EMPLOYS, party_of
from graph_platform.resolution.resolving import Pair, Resolution, resolve
from graph_platform.sources import source

Stated = dict[str, tuple[Schema, dict[str, Any]]]
Statement = tuple[str, Schema, Mapping[str, Any], Mapping[str, Any], str | None]
"""A record's id and schema, what it says cleaned and as said, and the entity that it is truly about, if known."""
SEED, OTHER_SEED = 11, 12
TIER = 0.001
ALLOWED = (0.02, 0.01, 0.005, 0.003, 0.001)
"""Shares of merged pairs that may be wrong, tried in turn until hardly an entity is."""
LOWEST = 0.0
"""Bits from which on a candidate is handed to a matcher that takes a millisecond for each."""
PEOPLE = {
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
    "city": ("city",),
    "title": ("job_title", "title"),
    "employer": ("employer",),
}
ORGANIZATIONS = {
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
    "city": ("city",),
    "uscc": ("uscc",),
    "registration_number": ("registration_number", "company_number"),
    "domain": ("domain_name", "website"),
    "address": ("address",),
}
SYSTEMS = ("hubspot", "zendesk", "cn-register", "bods")


@dataclass(frozen=True, slots=True)
class World:
    """What four systems say of an invented world: raw and cleaned, as parties, and the true entity of each record."""

    said: Stated
    raw: Stated
    related: list[Related]
    truth: dict[str, str]
    parties: list[Party]


def _world(folder: Path, customers: int, seed: int) -> World:
    generate(customers, seed, folder, systems=BASIC)
    said, raw, related, truth = _read(folder)
    employers = _employers(related, said)
    parties = [party_of(id_, *stated, employers.get(id_, [])) for id_, stated in said.items()]
    return World(said, raw, related, truth, parties)


def measure(customers: int) -> Section:
    """Resolve what four systems say of so many customers."""
    made = section("resolution-truth", f"14. Who is who: {customers:,} generated customers in four systems")
    with scratch_folder() as folder:
        world = _world(folder, customers, SEED)
    taken, found = timed(lambda: resolve(world.parties, world.related))
    figures = _figures(found, world)
    wrong = _wrong(figures)
    made.add("B-cubed", f"{figures['b-cubed']:.4f}", "≥ 0.95", figures["b-cubed"] >= 0.95)
    made.add(
        "wrong merges", f"{figures['wrong merges']}, {wrong:.2%} of the true entities", "≤ 1 %", wrong <= 0.01
    )
    made.add("pairs", f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}")
    made.note(
        f"{len(world.parties):,} records, of {len(world.truth):,} of which the truth is known; {taken:.1f} s."
    )
    _unseen(made, customers, world)
    _beside(made, world)
    made.note("Guards were looked at on another seed of the same generator.")
    return made


def _unseen(made: Section, customers: int, world: World) -> None:
    """What merges by itself where hardly an entity may be wrong, from thresholds that another world has chosen."""
    with scratch_folder() as folder:
        other = _world(folder, max(customers // 3, 100), OTHER_SEED)
    found = resolve(other.parties, other.related)
    for allowed in ALLOWED:
        models = _strict(found, other, allowed)
        if _wrong(_figures(resolve(other.parties, other.related, models=models), other)) <= TIER:
            break
    strict = _figures(resolve(world.parties, world.related, models=models), world)
    made.add(
        "the tier that merges by itself without review: wrong merges",
        f"{strict['wrong merges']}, {_wrong(strict):.2%} of the true entities",
        "≤ 0.1 %",
        _wrong(strict) <= TIER,
    )
    made.add("the same tier: B-cubed, recall of pairs", f"{strict['b-cubed']:.4f}, {strict['recall']:.3f}")
    said = ", ".join(f"{schema} from {bits_of(model.same):.1f} bits on" for schema, model in models.items())
    made.note(
        f"That tier: {said}, chosen on {len(other.parties):,} records of another seed. The rest would be reviewed."
    )


def _wrong(figures: dict[str, float | int]) -> float:
    return figures["wrong merges"] / figures["true entities"]


def _figures(found: Resolution, world: World) -> dict[str, float | int]:
    return evaluate(found, world.parties, Labels({}, world.truth))


def _strict(found: Resolution, world: World, allowed: float) -> dict[Schema, Model]:
    """Models that merge from where on no more than so many of the merged pairs of a known world are wrong."""
    schema_of = {party.id: party.schema for party in world.parties}
    models = {}
    for schema, model in found.models.items():
        pairs = sorted(
            (
                (judged.pair.weight + judged.graph, world.truth[one] == world.truth[other])
                for (one, other), judged in found.judged.items()
                if judged.decision is Decision.SAME
                and schema_of[one] == schema
                and one in world.truth
                and other in world.truth
            ),
            reverse=True,
        )
        models[schema] = replace(model, same=max(model.same, _certain_from(pairs, allowed)))
    return models


def _certain_from(pairs: list[tuple[float, bool]], allowed: float) -> float:
    """The lowest probability from which on at most so many pairs are wrong; `pairs` begin with the heaviest."""
    wrong, lowest = 0, pairs[0][0] if pairs else 0.0
    for number, (bits, right) in enumerate(pairs, 1):
        wrong += not right
        if wrong <= allowed * number:
            lowest = bits
    return min(1 / (1 + 2.0**-lowest), 1 - 1e-12)


def _beside(made: Section, world: World) -> None:
    """Splink on raw and on cleaned values, and nomenklatura's logic-v1 on our candidates."""
    for kind, stated in (("raw", world.raw), ("cleaned", world.said)):
        employers = _employers(world.related, stated)
        scored: list[tuple[str, str, float]] = []
        taken = 0.0
        for schema, names, run in (
            ("Person", PEOPLE, splink_baseline.people),
            ("Organization", ORGANIZATIONS, splink_baseline.organizations),
        ):
            rows = [
                {
                    "rec_id": id_,
                    **splink_baseline.first_values(
                        {**values, "employer": employers.get(id_, [])}, names, str
                    ),
                }
                for id_, (one, values) in stated.items()
                if one == schema
            ]
            seconds, found = timed(partial(run, rows))
            scored += found
            taken += seconds
        at, figures = splink_baseline.at_best(scored, world.truth)
        _add(made, f"Splink on {kind} values", figures, f"from {at} on, {taken:.0f} s")
    if not nomenklatura_baseline.is_there():
        made.note(nomenklatura_baseline.MISSING)
        return
    entities = nomenklatura_baseline.proxies(world.parties)
    pairs = _candidates(world.parties)
    taken, theirs = timed(partial(nomenklatura_baseline.scores, "logic-v1", entities, pairs))
    best = max(
        (
            (at, splink_baseline.figures_of(nomenklatura_baseline.clusters_at(theirs, at), world.truth))
            for at in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
        ),
        key=lambda each: each[1]["b-cubed"],
    )
    _add(made, "nomenklatura's logic-v1", best[1], f"from {best[0]} on, {len(pairs):,} pairs, {taken:.0f} s")
    made.note("Baselines at the threshold that suits each best, chosen with the truth; ours at its own.")


def _add(made: Section, what: str, figures: dict[str, float | int], how: str) -> None:
    wrong = figures["wrong merges"] / figures["true entities"]
    made.add(
        f"{what}: B-cubed",
        f"{figures['b-cubed']:.4f}, {figures['wrong merges']} wrong merges ({wrong:.2%}); {how}",
    )


def _candidates(parties: list[Party]) -> list[Pair]:
    """The pairs that our blocking finds and that are not hopeless: a matcher that is no blocker gets these."""
    pairs: list[Pair] = []
    gathered = Gathered()
    try:
        gathered.add(featured(parties))
        gathered.prepare()
        for scorer in gathered.scorers.values():
            scores = scorer.predict()
            near = scores.weight >= LOWEST
            pairs += [
                (gathered.ids[one], gathered.ids[other])
                for one, other in zip(scores.left[near].tolist(), scores.right[near].tolist(), strict=True)
            ]
    finally:
        gathered.close()
    return pairs


def _employers(
    related: list[Related], said: dict[str, tuple[Schema, dict[str, Any]]]
) -> dict[str, list[str]]:
    """The names of the employers of each person."""
    found: dict[str, list[str]] = defaultdict(list)
    for relation in related:
        if relation.type in EMPLOYS and (name := said.get(relation.target, ("", {}))[1].get("name")):
            found[relation.source].append(name)
    return found


def _read(folder: Path) -> tuple[Stated, Stated, list[Related], dict[str, str]]:
    known = truth_of(folder / "truth.jsonl")
    said: Stated = {}
    raw: Stated = {}
    related: list[Related] = []
    truth: dict[str, str] = {}
    for system in SYSTEMS:
        for records, claims in stated(folder, system, known):
            for id_, schema, values, uncleaned, entity in records:
                before = said[id_][1] if id_ in said else {}
                said[id_] = (schema, {**before, **values, "data_set": system})
                raw[id_] = (schema, {**(raw[id_][1] if id_ in raw else {}), **uncleaned})
                if entity:
                    truth[id_] = entity
            related += claims
    return said, raw, related, truth


def stated(
    folder: Path, system: str, known: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[list[Statement], list[Related]]]:
    """What each row of a system says of people and organizations, and the claims that it makes."""
    formats = source(system).formats
    for file, row in _rows(folder / system, system):
        records: list[Statement] = []
        for record in row.records:
            schema = next((each for each in SCHEMAS if ONTOLOGY.is_a(record.label, each)), None)
            values = clean_values(ONTOLOGY.properties(record.label), record.values, formats).values
            if schema is None or not values:
                continue
            # who a mere mention is, the truth file does not say by key
            own = "#" not in record.key
            entity = known[file].get(record.key.rpartition("/")[2]) if own else None
            records.append((f"{system}/{record.key}", schema, values, record.values, entity))
        yield (
            records,
            [
                Related(f"{system}/{claim.start.key}", f"{system}/{claim.end.key}", claim.relation)
                for claim in row.claims
            ],
        )


def _rows(folder: Path, system: str) -> Iterator[tuple[str, Row]]:
    read = source(system)
    for path in sorted(folder.iterdir()):
        for row in read.open(path):
            if isinstance(row, Row):
                yield f"{system}/{path.name}", row


def truth_of(path: Path) -> dict[str, dict[str, str]]:
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
