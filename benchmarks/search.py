"""Whether what is named comes first, and how long one waits, among a million names.

    python -m benchmarks.search --names 1000000

Names that are invented go in by the bulk door. Then some of them are typed: in full, short, with a typo, in pinyin, by
initials. Only what is unique as it is typed is asked for: where nothing else would be right.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.names import Named, invented
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_folder, scratch_home
from benchmarks.timing import percentile, timed
from graph_platform.database import Database, connect
from graph_platform.loading.bulk.fill import fill
from graph_platform.loading.load import Request
from graph_platform.search.asking import search
from graph_platform.search_keys import fold, search_keys, typed_key
from graph_platform.settings import Settings
from ingestors.mapping import mapping_source

FIRST_SHARE, MOST = 0.98, 0.100
PAGE = 10
WARMING = 200
MAPPING = """source: names
title: Invented names
kind: register
description: Names of companies and people.
trust: 0.5
tables:
  names:
    columns: [number, name]
    key: "{number}"
    records:
      named: {label: LABEL, key: "{number}", values: {name: name}}
"""


@dataclass(slots=True)
class Typed:
    """What is typed in one way in one language, and the name that is meant."""

    way: str
    language: str
    questions: list[tuple[str, str]] = field(default_factory=list)


def measure(count: int, each: int, kept: Path | None = None) -> Section:
    """Ask for so many names of each kind and language among so many."""
    made = section("search", f"11. Finding a name among {count:,}")
    names = invented(count)
    with scratch_folder() as folder, scratch_home(kept) as settings:
        _fill(made, settings, folder, names)
        with connect(settings) as database:
            for typed in _typed(names, each, Random(11)):
                _ask(made, database, typed)
    made.note(
        "Typed is what only one of the names is, begins with or holds; with a typo, what only one is near to."
    )
    return made


def _fill(made: Section, settings: Settings, folder: Path, names: Sequence[Named]) -> None:
    requests = []
    if (settings.home / "filled").exists():
        return
    for label in ("Company", "Person"):
        path, mapping = folder / f"{label.lower()}.csv", folder / f"{label.lower()}.yaml"
        mapping.write_text(MAPPING.replace("LABEL", label), encoding="utf-8")
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["number", "name"])
            rows.writerows((n, one.name) for n, one in enumerate(names) if one.person == (label == "Person"))
        requests.append(Request(mapping_source(mapping), [path], label.lower(), settings.home))
    taken, _ = timed(lambda: fill(settings, requests, lambda name, at, size: None))
    (settings.home / "filled").touch()
    made.note(f"The bulk door took {taken:,.0f} s for {len(names):,} names, indexes included.")


def _typed(names: Sequence[Named], each: int, rng: Random) -> Iterator[Typed]:
    """What is typed, by way and language."""
    for language, chosen in (
        ("zh", [name for name in names if not name.name.isascii()]),
        ("en", [name for name in names if name.name.isascii()]),
    ):
        everything = Everything(names)
        ways: dict[str, Callable[[Named], str]] = {
            "full": lambda one: one.name,
            "without legal form": lambda one: one.plain,
            "short": lambda one: one.short,
            "with a typo": lambda one: with_typo(one.name, rng),
            "without legal form, with a typo": lambda one: with_typo(one.plain, rng),
        }
        if language == "zh":
            ways |= {
                "pinyin": lambda one: _heard(one, one.name)[0],
                "pinyin, short": lambda one: _heard(one, one.short)[0],
                "pinyin with a typo": lambda one: with_typo(_heard(one, one.plain)[0], rng),
                "initials": lambda one: _heard(one, one.plain)[1],
            }
        for way, made in ways.items():
            typed = Typed(way, language)
            for one in rng.sample(chosen, len(chosen)):
                text = made(one)
                if everything.unique(text, one, "typo" in way):
                    typed.questions.append((text, one.name))
                if len(typed.questions) == each + WARMING:
                    break
            yield typed


def _heard(one: Named, name: str) -> tuple[str, str]:
    _, sound, initials, *_ = search_keys([name], one.person)["name_find"]
    return sound, initials


def with_typo(text: str, rng: Random) -> str:
    """One letter or character that is missing, too many, another, or has changed places with the next."""
    others = "的一是了我不人在他有这" if not text.isascii() else "abcdefghijklmnopqrstuvwxyz"
    while True:
        place, other = rng.randrange(len(text) - 1), rng.choice(others)
        way = rng.randrange(4)
        changed = (
            text[:place] + text[place + 1 :],
            text[:place] + other + text[place:],
            text[:place] + other + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )[way]
        if typed_key(fold(changed)) != typed_key(fold(text)):
            return changed


class Everything:
    """All names as they may be typed, to know what is unique."""

    def __init__(self, names: Sequence[Named]) -> None:
        self._near: dict[str, list[str]] = defaultdict(list)
        every: list[str] = []
        for one in names:
            keys = search_keys([one.name], one.person)["name_find"]
            every += ["\n".join(keys[:3] if not one.name.isascii() else keys[:1])]
            for key in {typed_key(fold(one.name)), typed_key(fold(one.plain)), *keys[1:5:3]}:
                self._near[key[:4]].append(key)
                self._near["-" + key[-4:]].append(key)
        self._all = "\n".join(every)

    def unique(self, text: str, one: Named, typo: bool) -> bool:
        """Whether nothing but the one is, begins with or holds what is typed, or is a letter away from it."""
        key = typed_key(fold(text))
        if len(key) < 2:
            return False
        if not typo:
            return self._count(key) == 1
        mine = set(search_keys([one.name], one.person)["name_find"])
        near = {*self._near[key[:4]], *self._near["-" + key[-4:]]} - mine
        return self._count(key) == 0 and not any(distance_is_one(key, other) for other in near)

    def _count(self, key: str) -> int:
        first = self._all.find(key)
        return 0 if first < 0 else 1 if self._all.find(key, first + 1) < 0 else 2


def distance_is_one(one: str, other: str) -> bool:
    """Whether one typo makes one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def _ask(made: Section, database: Database, typed: Typed) -> None:
    taken, places = list[float](), list[int]()
    for number, (text, meant) in enumerate(typed.questions):
        began = perf_counter()
        matches = search(database, text, first=PAGE).matches
        if number >= WARMING:
            taken.append(perf_counter() - began)
            places.append(next((at for at, match in enumerate(matches) if match.name == meant), PAGE))
            if places[-1]:
                print(
                    "   ",
                    typed.way,
                    text,
                    "|",
                    meant,
                    "|",
                    places[-1],
                    [(m.name, m.way.value) for m in matches[:3]],
                )
    if not places:
        return
    first, ten = (sum(at < most for at in places) / len(places) for most in (1, PAGE))
    p50, p99 = (percentile(taken, share) * 1000 for share in (0.5, 0.99))
    made.add(
        f"{typed.language}, {typed.way} ({len(places):,} times)",
        f"first in {first:.1%}, in the first ten in {ten:.1%}; p50 {p50:.1f} ms, p99 {p99:.1f} ms",
        f"first ≥ {FIRST_SHARE:.0%}, else in the first ten; p99 < {MOST * 1000:.0f} ms",
        first >= FIRST_SHARE and ten == 1 and p99 < MOST * 1000,
    )


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure among as many as are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=1_000, help="Questions of each kind and language.")
    parser.add_argument("--home", type=Path, help="A folder in which the graph stays for the next time.")
    options = parser.parse_args(arguments)
    return [measure(options.names, options.each, options.home)]


if __name__ == "__main__":
    main()
