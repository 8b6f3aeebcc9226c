"""Labelled texts, and how well an analyser finds what is labelled in them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
_MARKED = re.compile(r"⟦(\w+)\|([^⟧]*)⟧", re.DOTALL)


@dataclass(frozen=True)
class Labelled:
    id: str
    way: str
    lang: str
    text: str
    spans: tuple[tuple[str, int, int], ...]


def labelled(name: str) -> list[Labelled]:
    rows = (json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return [unmarked(row["id"], row["way"], row["lang"], row["text"]) for row in rows]


def unmarked(id: str, way: str, lang: str, marked: str) -> Labelled:
    text, place, spans = "", 0, []
    for found in _MARKED.finditer(marked):
        text += marked[place : found.start()]
        spans.append((found[1], len(text), len(text) + len(found[2])))
        text += found[2]
        place = found.end()
    return Labelled(id, way, lang, text + marked[place:], tuple(spans))


def names(name: str) -> tuple[list[str], list[str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = [(row[0], row[1]) for row in csv.reader(file)]
    return [n for n, kind in rows if kind == "person"], [n for n, kind in rows if kind == "organization"]


@dataclass
class Figures:
    """What was found of how much, by type and by way; and how much of what was found is labelled."""

    wanted: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    """Every character lies in some finding."""
    typed: Counter[str] = field(default_factory=Counter)
    """And in one of its own type."""
    found: int = 0
    right: int = 0
    exact: int = 0
    found_characters: int = 0
    right_characters: int = 0
    misses: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)

    def recall(self, *keys: str, typed: bool = True) -> float:
        counted = self.typed if typed else self.masked
        return sum(counted[key] for key in keys) / max(1, sum(self.wanted[key] for key in keys))


Found = Sequence[tuple[str, int, int]]


def measured(texts: Iterable[Labelled], find: Callable[[str], Found]) -> Figures:
    figures = Figures()
    for text in texts:
        found = find(text.text)
        hidden = {place for _, start, end in found for place in range(start, end)}
        for kind, start, end in text.spans:
            own = {place for type_, s, e in found if type_ == kind for place in range(s, e)}
            whole = set(range(start, end))
            keys = (kind, text.way, "all") if text.way != "plain" else (f"plain {kind}", "plain", "all")
            figures.wanted.update(keys)
            if whole <= hidden:
                figures.masked.update(keys)
            if whole <= own:
                figures.typed.update(keys)
            else:
                figures.misses.append(
                    f"{text.id} {text.way} {kind} {text.text[start:end]!r} in {text.text!r}: {found}"
                )
        wanted = {place for _, start, end in text.spans for place in range(start, end)}
        for kind, start, end in found:
            figures.found += 1
            figures.found_characters += end - start
            inside = len(wanted & set(range(start, end)))
            figures.right_characters += inside
            figures.right += inside > 0
            figures.exact += any((start, end) == (s, e) for _, s, e in text.spans)
            if inside < end - start:
                figures.spurious.append(
                    f"{text.id} {text.way} {kind} {text.text[start:end]!r} in {text.text!r}"
                )
    return figures
