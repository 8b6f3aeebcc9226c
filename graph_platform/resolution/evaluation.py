"""How right a resolution is, beside labels: by pairs, and by clusters (B-cubed; Bagga and Baldwin, 1998)."""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph_platform.errors import UsageError
from graph_platform.resolution.collective import Related
from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.model import Model
from graph_platform.resolution.party import Party, Schema, party_from_object
from graph_platform.resolution.resolving import Pair, Resolution, ordered, resolve

TRUE, FALSE, UNDECIDABLE = "true", "false", ""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known to be so: judged pairs, or the entity of each record."""

    pairs: Mapping[Pair, str]
    entities: Mapping[str, str]


def evaluate_files(
    records: Path,
    labels: Path,
    relationships: Path | None = None,
    out: Path | None = None,
    models: Mapping[Schema, Model] | None = None,
) -> dict[str, float | int]:
    """Resolve the records of a file and compare with labels; what was decided goes to `out`. Raises `UsageError`."""
    parties = read_parties(records)
    ids = [party.id for party in parties]
    known = read_labels(labels, ids)
    related = read_related(relationships, ids) if relationships else []
    began = time.perf_counter()
    found = resolve(parties, related, models=models, asked=known.pairs)
    figures = evaluate(found, parties, known) | {"seconds": round(time.perf_counter() - began, 2)}
    if out:
        write_decisions(out, found, known, ids)
    return figures | {f"threshold for {schema}": model.same for schema, model in found.models.items()}


def write_decisions(out: Path, found: Resolution, known: Labels, ids: Iterable[str]) -> None:
    """Write what was decided: the entity of each record, or the decision about each labelled pair."""
    entity = found.entity_of_each()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not known.pairs:
            writer.writerow(("record_id", "entity_id"))
            writer.writerows((id_, entity.get(id_, id_)) for id_ in ids)
            return
        writer.writerow(("left", "right", "decision", "probability"))
        for pair in known.pairs:
            judged = found.judged.get(pair)
            merged = entity.get(pair[0], pair[0]) == entity.get(pair[1], pair[1])
            decision = "same" if merged else judged.decision.value if judged else "different"
            writer.writerow((*pair, decision, f"{judged.probability:.6f}" if judged else "0"))


def read_parties(path: Path) -> list[Party]:
    """The records of a JSONL file. Raises `UsageError`, which names the line and a field, never a value."""
    parties: list[Party] = []
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise UsageError(
                f"{path.name}, line {number} is no JSON", "Write one object in each line."
            ) from None
        party = party_from_object(said, f"{path.name}, line {number}")
        if party.id in seen:
            raise UsageError(
                f"{path.name}, line {number} has the record_id of an earlier line", "Each needs its own."
            )
        seen.add(party.id)
        parties.append(party)
    if not parties:
        raise UsageError(f"{path.name} holds no record", "Write one object in each line.")
    return parties


def read_labels(path: Path, ids: Iterable[str]) -> Labels:
    """Labels as pairs (`left,right,same`) or as clusters (`record_id,entity_id`). Raises `UsageError`."""
    known = set(ids)
    rows = list(_rows(path))
    columns = set(rows[0]) if rows else set()
    if {"left", "right", "same"} <= columns:
        pairs: dict[Pair, str] = {}
        for number, row in enumerate(rows, 2):
            _known(path, number, known, row["left"], row["right"])
            same = (row["same"] or "").strip().casefold()
            if same not in (TRUE, FALSE, UNDECIDABLE):
                raise UsageError(
                    f"{path.name}, line {number}: same is neither true nor false nor empty", "Say which."
                )
            pairs[ordered(row["left"], row["right"])] = same
        return Labels(pairs, {})
    if {"record_id", "entity_id"} <= columns:
        for number, row in enumerate(rows, 2):
            _known(path, number, known, row["record_id"])
        return Labels({}, {row["record_id"]: row["entity_id"] for row in rows})
    raise UsageError(
        f"{path.name} has neither the columns left, right, same nor record_id, entity_id",
        "Name them in its first line.",
    )


def read_related(path: Path, ids: Iterable[str]) -> list[Related]:
    """Relationships (`source,target,type[,from,to]`). Raises `UsageError`."""
    known = set(ids)
    rows = list(_rows(path))
    if rows and not {"source", "target"} <= set(rows[0]):
        raise UsageError(f"{path.name} has no columns source and target", "Name them in its first line.")
    for number, row in enumerate(rows, 2):
        _known(path, number, known, row["source"], row["target"])
    return [Related(row["source"], row["target"], row.get("type") or "") for row in rows]


def evaluate(resolution: Resolution, parties: Sequence[Party], labels: Labels) -> dict[str, float | int]:
    """The figures: pairwise, and by cluster where the labels are clusters."""
    entity = resolution.entity_of_each()
    figures: dict[str, float | int] = {
        "records": len(parties),
        "entities": len(parties) - sum(len(cluster) - 1 for cluster in resolution.clusters),
        "waiting for review": resolution.counts[Decision.REVIEW],
        "not to be told": resolution.counts[Decision.UNKNOWN],
    }
    return figures | (
        _by_pairs(entity, labels.pairs) if labels.pairs else by_clusters(entity, labels.entities)
    )


def _by_pairs(entity: Mapping[str, str], pairs: Mapping[Pair, str]) -> dict[str, float | int]:
    merged = {pair: entity.get(pair[0], pair[0]) == entity.get(pair[1], pair[1]) for pair in pairs}
    counted = Counter((pairs[pair], one) for pair, one in merged.items())
    hit, wrong, missed = counted[TRUE, True], counted[FALSE, True], counted[TRUE, False]
    return _rates(hit, wrong, missed) | {
        "false merged": wrong,
        "false": wrong + counted[FALSE, False],
        "undecidable merged": counted[UNDECIDABLE, True],
        "undecidable": counted[UNDECIDABLE, True] + counted[UNDECIDABLE, False],
    }


def by_clusters(entity: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float | int]:
    """The figures of clusters: `entity` names the one of each record that is in one, `truth` the true one."""
    found: dict[str, list[str]] = defaultdict(list)
    true: dict[str, list[str]] = defaultdict(list)
    for record, one in truth.items():
        found[entity.get(record, record)].append(record)
        true[one].append(record)
    both = Counter((entity.get(record, record), one) for record, one in truth.items())
    hit = sum(map(_pairs_of, both.values()))
    made, wanted = (sum(_pairs_of(len(group)) for group in groups.values()) for groups in (found, true))
    precision = sum(count * count / len(found[f]) for (f, _), count in both.items()) / max(len(truth), 1)
    recall = sum(count * count / len(true[t]) for (_, t), count in both.items()) / max(len(truth), 1)
    mixed = sum(len({truth[record] for record in group}) > 1 for group in found.values())
    return _rates(hit, made - hit, wanted - hit) | {
        "b-cubed precision": precision,
        "b-cubed recall": recall,
        "b-cubed": _harmonic(precision, recall),
        "wrong merges": mixed,
        "true entities": len(true),
    }


def _pairs_of(count: int) -> int:
    return count * (count - 1) // 2


def _rates(hit: int, wrong: int, missed: int) -> dict[str, float | int]:
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    return {"precision": precision, "recall": recall, "f1": _harmonic(precision, recall)}


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def _known(path: Path, number: int, known: set[str], *ids: str) -> None:
    if any(id_ not in known for id_ in ids):
        raise UsageError(
            f"{path.name}, line {number} names a record that there is not", "Its id is none of the records'."
        )


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except OSError:
        raise UsageError(f"{path.name} cannot be read", "Name a file that there is.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is not UTF-8", "Save it as UTF-8.") from None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(path))
