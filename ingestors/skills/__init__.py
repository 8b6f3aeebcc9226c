"""Skills in texts: a list that comes with the project, found by spaCy's PhraseMatcher in blank pipelines.

Chinese is matched character by character, so that no segmentation can hide a name; a Latin name must then stand
between characters that are neither Latin letters nor digits, which `熟悉Python` satisfies and `Javascript` for Java
does not.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

LONGEST_TEXT = 100_000
_CJK = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill of the list."""

    id: str
    name: str
    other_names: tuple[str, ...]
    category: str


class SkillFinder:
    """Finds the skills of a list in texts."""

    def __init__(self, path: Path) -> None:
        self._skills: dict[str, Skill] = {}
        self._by_name: dict[str, str] = {}
        exact: list[tuple[str, str]] = []
        folded: list[tuple[str, str]] = []
        for skill, names in _listed(path):
            self._skills[skill.id] = skill
            for name in names:
                (exact if name.startswith("=") else folded).append((skill.id, name.removeprefix("=")))
                self._by_name.setdefault(name.removeprefix("=").casefold(), skill.id)
        self._chinese = _Matching("zh", exact, folded)
        self._english = _Matching("en", exact, folded)

    def named(self, name: str) -> Skill | None:
        """The skill of exactly this name, in any case."""
        id_ = self._by_name.get(_plain(name).casefold())
        return self._skills[id_] if id_ else None

    def found(self, text: str) -> list[Skill]:
        """The skills that a text names, in the order of their first mention, longer names before shorter ones."""
        text = _plain(text[:LONGEST_TEXT])
        matching = self._chinese if _CJK.search(text) else self._english
        return [self._skills[id_] for id_ in dict.fromkeys(matching.ids(text))]


class _Matching:
    """One blank pipeline and its matchers: one that looks at letters as they are, one that folds their case."""

    def __init__(self, language: str, exact: list[tuple[str, str]], folded: list[tuple[str, str]]) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._pipeline = spacy.blank(language)
        self._pipeline.max_length = LONGEST_TEXT * 2
        self._matchers = [PhraseMatcher(self._pipeline.vocab, attr=attr) for attr in ("ORTH", "LOWER")]
        for matcher, names in zip(self._matchers, (exact, folded), strict=True):
            by_id: dict[str, list[Any]] = {}
            for id_, name in names:
                by_id.setdefault(id_, []).append(self._pipeline.make_doc(name))
            for id_, docs in by_id.items():
                matcher.add(id_, docs)

    def ids(self, text: str) -> Iterator[str]:
        from spacy.util import filter_spans

        doc = self._pipeline.make_doc(text)
        spans = [span for matcher in self._matchers for span in matcher(doc, as_spans=True)]
        for span in filter_spans([s for s in spans if _stands_alone(text, s.start_char, s.end_char)]):
            yield span.label_


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is not a part of a longer Latin word or number."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (_is_latin(text[start]) and _is_latin(before)) and not (
        _is_latin(text[end - 1]) and _is_latin(after)
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def _listed(path: Path) -> Iterator[tuple[Skill, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = [name for name in (row["name"], row["zh"], *row["other_names"].split("|")) if name]
            shown = [name.removeprefix("=") for name in names]
            yield Skill(row["id"], shown[0], tuple(shown[1:]), row["category"]), names


@cache
def skill_finder() -> SkillFinder:
    """The finder with the project's own list."""
    return SkillFinder(Path(str(files("ingestors").joinpath("skills", "skills.tsv"))))
