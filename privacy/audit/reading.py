"""Reading the audit: whether it is as it was written, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from privacy.audit.entry import START, opened


@dataclass(frozen=True, slots=True)
class Problem:
    """Where a log is not as it was written: its name, the line (0: the log as a whole), and what is wrong."""

    segment: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far a log had come when it was sealed elsewhere."""

    count: int
    head: str


def segments(folder: Path) -> list[Path]:
    """The logs, the oldest first."""
    return sorted(folder.glob("*.jsonl"))


def ended_before(folder: Path, day: datetime) -> list[Path]:
    """Logs all of whose entries are older than a moment; one that is empty or cannot be read is not."""
    found = []
    for path in segments(folder):
        with path.open("rb") as file:
            last = max((line for line in file if line.endswith(b"\n")), key=_at, default=b"")
        if last and (at := _at(last)) and datetime.fromisoformat(at) < day:
            found.append(path)
    return found


def _at(line: bytes) -> str:
    try:
        return str(orjson.loads(line)["at"])
    except (ValueError, KeyError, TypeError):
        return ""


def verify(folder: Path, key: bytes, seals: Mapping[str, Sealed]) -> tuple[int, list[Problem]]:
    """How many entries there are, and the first problem of each log."""
    entries, problems = 0, []
    there = set()
    for path in segments(folder):
        there.add(path.stem)
        count, problem = _verify(path, key, seals.get(path.stem))
        entries += count
        if problem:
            problems.append(problem)
    problems += [Problem(segment, 0, "the whole log is missing") for segment in sorted(seals.keys() - there)]
    return entries, problems


def _verify(path: Path, key: bytes, seal: Sealed | None) -> tuple[int, Problem | None]:
    head, number = START, 0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                # the process ended while it wrote: nobody was answered for it
                break
            try:
                entry, head = opened(key, head, line)
                if entry["n"] != number + 1:
                    raise ValueError("out of turn")
            except (ValueError, KeyError):
                return number, Problem(
                    path.stem, number + 1, "this entry was changed, moved, or follows one that was"
                )
            number += 1
            if seal and number == seal.count and head != seal.head:
                return number, Problem(path.stem, number, "the log was written anew up to here")
    if seal and number < seal.count:
        return number, Problem(path.stem, number + 1, f"{seal.count - number} entries were cut off the end")
    return number, None


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    """Every entry that can be read, by log and in order; each with its log's name as `log`."""
    for path in segments(folder):
        with path.open("rb") as file:
            for line in file:
                try:
                    entry = orjson.loads(line)
                except ValueError:
                    continue
                if isinstance(entry, dict):
                    yield {"log": path.stem, **entry}


def matching(
    entry: Mapping[str, Any],
    who: str | None = None,
    entity: str | None = None,
    outcome: str | None = None,
    since: datetime | None = None,
) -> bool:
    """Whether an entry is one that is looked for."""
    return (
        (who is None or entry.get("who") == who)
        and (entity is None or entity in entry.get("entities", ()))
        and (outcome is None or entry.get("outcome") == outcome)
        and (since is None or datetime.fromisoformat(entry["at"]) >= since)
    )


_UNSEEN = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def printable(line: str) -> str:
    """A line of JSON in which what a terminal would obey or not show is escaped: it means the same."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def ocsf(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as an event of the Open Cybersecurity Schema Framework 1.3, class API Activity (6003)."""
    reads = entry.get("kind") == "query"
    at = datetime.fromisoformat(entry["at"])
    return {
        "metadata": {
            "version": "1.3.0",
            "product": {"name": "graph-platform"},
            "uid": f"{entry['log']}:{entry['n']}",
        },
        "class_uid": 6003,
        "category_uid": 6,
        "activity_id": 2 if reads else 3,
        "type_uid": 600302 if reads else 600303,
        "time": int(at.timestamp() * 1000),
        "severity_id": 1,
        "status_id": 1 if entry.get("outcome") == "ok" else 2,
        "status_code": entry.get("outcome", ""),
        "actor": {
            "user": {
                "uid": entry.get("who", ""),
                "groups": [{"name": role} for role in entry.get("roles", ())],
            }
        },
        "api": {"operation": entry.get("operation", ""), "service": {"name": entry.get("door", "")}},
        "resources": [{"uid": entity} for entity in entry.get("entities", ())],
        "unmapped": {
            "policy": entry.get("policy", ""),
            "classes": entry.get("classes", []),
            "masked": entry.get("masked", {}),
            "purposes": entry.get("purposes", []),
        },
    }
