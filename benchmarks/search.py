"""Whether what is named comes first, and how long one waits, among a million names.

    python -m benchmarks.search --names 1000000

Names that are invented go in by the bulk door. Then some of them are typed: in full, short, with a typo, in pinyin, by
initials. Only what is unique as it is typed is asked for: where nothing else would be right.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
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
PART = 4
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


def measure(count: int, each: int, kept: Path | None = None, misses: bool = False) -> Section:
    """Ask for so many names of each kind and language among so many."""
    made = section("search", f"15. Finding a name among {count:,}")
    names = invented(count)
    with scratch_folder() as folder, scratch_home(kept) as settings:
        _fill(made, settings, folder, names)
        with connect(settings) as database:
            for typed in _typed(names, each, Random(11)):
                _ask(made, database, typed, misses)
    made.note(
        "Typed is what one alone is called; others may begin with or hold it. With a typo: what is near to one alone."
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


def _typed(names: Sequence[Named], each: int, rng: Random) -> list[Typed]:
    """What is typed, by way and language."""
    everything = Everything(names)
    sampled: list[tuple[str, str, list[tuple[str, Named]]]] = []
    for language, ways in WAYS.items():
        chosen = [one for one in names if one.name.isascii() == (language == "en")]
        for way, said in ways.items():
            typo = "typo" in way
            several: list[tuple[str, Named]] = []
            for one in rng.sample(chosen, len(chosen)):
                text = with_typo(said(one), rng) if typo else said(one)
                if everything.bearers(text) == (0 if typo else 1):
                    several.append((text, one))
                if len(several) == (each + WARMING) * (1.2 if typo else 1):
                    break
            sampled.append((language, way, several))
    near = everything.near([pair for _, way, several in sampled if "typo" in way for pair in several])
    return [
        Typed(
            way, language, [(text, one.name) for text, one in several if text not in near][: each + WARMING]
        )
        for language, way, several in sampled
    ]


def _sound(name: str, person: bool) -> str:
    return search_keys([name], person)["name_find"][1]


def _initials(name: str, person: bool) -> str:
    return search_keys([name], person)["name_find"][2]


BOTH: dict[str, Callable[[Named], str]] = {
    "full": lambda one: one.name,
    "without legal form": lambda one: one.plain,
    "short": lambda one: one.short,
    "with a typo": lambda one: one.name,
    "without legal form, with a typo": lambda one: one.plain,
}
WAYS: dict[str, dict[str, Callable[[Named], str]]] = {
    "zh": BOTH
    | {
        "pinyin": lambda one: _sound(one.name, one.person),
        "pinyin, short": lambda one: _sound(one.short, one.person),
        "pinyin with a typo": lambda one: _sound(one.plain, one.person),
        "initials": lambda one: _initials(one.plain, one.person),
    },
    "en": BOTH,
}


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
    """What every name may be typed as, to know what is unique."""

    def __init__(self, names: Sequence[Named]) -> None:
        self._bearers: Counter[str] = Counter()
        for one in names:
            called = {typed_key(fold(each)) for each in (one.name, one.plain, one.short)}
            self._bearers.update(called.union(search_keys([one.name], one.person)["name_find"]))

    def bearers(self, text: str) -> int:
        """How many are called what is typed, in full or for short, in characters or by sound."""
        return self._bearers[typed_key(fold(text))]

    def near(self, typed: Sequence[tuple[str, Named]]) -> set[str]:
        """Of what is typed with a typo that which is near to another than the one that is meant."""
        meant: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        begun, ended = set[str](), set[str]()
        for text, one in typed:
            key, mine = typed_key(fold(text)), set(search_keys([one.name], one.person)["name_find"])
            begun.add(key[:PART])
            ended.add(key[-PART:])
            for shorter in shortened(key):
                meant[shorter].append((text, mine))
        return {
            text
            for key in self._bearers
            # of what is long, a typo leaves the beginning or the end as it was
            if len(key) <= 2 * PART + 1 or key[:PART] in begun or key[-PART:] in ended
            for shorter in shortened(key)
            if shorter in meant
            for text, mine in meant[shorter]
            if key not in mine
        }


def shortened(key: str) -> set[str]:
    """A key, and all that leave one sign out: what is a typo away has one of these in common."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def _ask(made: Section, database: Database, typed: Typed, misses: bool) -> None:
    taken, places = list[float](), list[int]()
    for number, (text, meant) in enumerate(typed.questions):
        began = perf_counter()
        names = [fold(match.name) for match in search(database, text, first=PAGE).matches]
        if number >= WARMING:
            taken.append(perf_counter() - began)
            places.append(names.index(fold(meant)) if fold(meant) in names else PAGE)
            if misses and (places[-1] or taken[-1] > MOST):
                print(
                    f"    {taken[-1] * 1000:.0f} ms: {text} | {meant} | {places[-1]} | {names[:2]}",
                    flush=True,
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
    parser.add_argument("--misses", action="store_true", help="Print what did not come first.")
    options = parser.parse_args(arguments)
    return [measure(options.names, options.each, options.home, options.misses)]


if __name__ == "__main__":
    main()
