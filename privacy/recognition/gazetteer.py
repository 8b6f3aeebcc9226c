"""The names of a graph, found in texts however they are parted, ordered or spelled.

Names and texts are compared without blanks, dots and their like: an Aho–Corasick automaton finds all names in one pass.
What it finds is then looked at where it stands: Latin letters need a border on both sides, and characters that stand
apart in the text may only be so for the signs that part a name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from graph_platform.pinyin import readings_of_person
from graph_platform.words import words
from privacy.recognition.folding import BORDER, folded
from privacy.recognition.lists import listed
from privacy.recognition.span import Span

SCHEME = "1"
"""Of how names are made into patterns; a part of the version."""

_PARTED_BY = " \n.-_,;*/'\"~|+()[]:>"
_KEPT = np.ones(0x110000, dtype=bool)
_KEPT[[ord(sign) for sign in _PARTED_BY]] = False
_APART = re.compile(rf"[{re.escape(_PARTED_BY)}]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ALL_HAN = re.compile(r"[\u3400-\u9fff]+")
_FEWEST_LATIN = 5
_TITLES = listed("titles")
_LOOSE_TITLES = frozenset(["总", "哥", "姐", "工"])
_BEHIND_LOOSE = re.compile(r"[\u4e00-\u9fff]")
_CLOSE_BEHIND = frozenset("谢请说让在到已您你好的问要和来给会去请把")
_FORM_ZH = re.compile(r"(?:股份|集团)?(?:有限责任|有限|股份有限|控股)?(?:总)?公司$|(?:集团|控股)$")


@dataclass(frozen=True, slots=True)
class _Name:
    """What a pattern stands for."""

    type: str
    kind: str
    """`han`: characters; `latin`: a name in full; `initial`: a surname and an initial; `title`: a surname addressed;
    `word`: one Latin word, which has to be written as a name is."""
    dot: bool = False
    """Whether the name ends with a full stop: Inc."""


@lru_cache
def _name(type_: str, kind: str, dot: bool = False) -> _Name:
    return _Name(type_, kind, dot)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of persons and organizations, ready to be found. `version` changes with every name."""

    version: str
    size: int
    _names: tuple[_Name, ...] = field(repr=False)
    _automaton: AhoCorasick | None = field(repr=False)

    @classmethod
    def of(cls, persons: Iterable[str], organizations: Iterable[str]) -> Gazetteer:
        """A gazetteer of these names, as they stand in the graph.

        Names that are too short to be told from words are left out.
        """
        people = sorted({name for name in persons if name.strip()})
        companies = sorted({name for name in organizations if name.strip()})
        patterns: dict[str, _Name] = {}
        for name in companies:
            for pattern, kind in _of_organization(folded(name)):
                patterns.setdefault(pattern, _name("ORGANIZATION", kind, name.rstrip().endswith(".")))
        for name in people:
            for pattern, kind in _of_person(folded(name)):
                known = patterns.get(pattern)
                if known is None or known.kind in ("initial", "title"):
                    patterns[pattern] = _name("PERSON", kind)
        for pattern in _addressed(people):
            patterns.setdefault(pattern, _name("PERSON", "title"))
        digest = hashlib.sha256("\n".join((SCHEME, *people, BORDER, *companies)).encode("utf-8", "replace"))
        automaton = (
            AhoCorasick(list(patterns), implementation=_implementation(len(patterns)), store_patterns=False)
            if patterns
            else None
        )
        return cls(digest.hexdigest()[:16], len(people) + len(companies), tuple(patterns.values()), automaton)

    def spans(self, text: str, source: str) -> Iterator[Span]:
        """The names in folded text; `source` is the same text before it was folded, of which case is asked."""
        if self._automaton is None:
            return
        squeezed, places = _squeezed(text)
        for index, start, end in self._automaton.find_matches_as_indexes(squeezed, overlapping=True):
            name = self._names[index]
            begin, finish = (start, end) if places is None else (int(places[start]), int(places[end - 1]) + 1)
            if _stands_so(name, text, source, begin, finish, end - start):
                score = {"han": 0.95, "latin": 0.75}.get(name.kind, 0.7)
                if text[finish : finish + 1] == ")" and "(" in text[begin:finish]:
                    finish += 1
                if text[finish : finish + 1] == "." and (name.kind == "initial" or name.dot):
                    finish += 1
                yield Span(name.type, begin, finish, score, f"gazetteer_{name.kind}")


def _implementation(patterns: int) -> Implementation | None:
    # the default takes the fastest automaton only for few patterns
    return Implementation.DFA if patterns < 2000 else None


def _squeezed(text: str) -> tuple[str, np.ndarray | None]:
    """A text without what may part a name, and where each character of it was."""
    if not _APART.search(text):
        return text, None
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero(_KEPT[codes])
    return codes[places].tobytes().decode("utf-32-le", "surrogatepass"), places


def _stands_so(name: _Name, text: str, source: str, begin: int, finish: int, size: int) -> bool:
    """Whether the place is one where this name stands, and no accident of neighbouring words."""
    if name.kind in ("latin", "word", "initial"):
        if _is_letter(text, begin - 1) or _is_letter(text, finish):
            return False
        if name.kind == "word":
            return source[begin].isupper() and finish - begin == size
        if name.kind == "initial":
            last = source[finish - 1].isupper() and text[finish : finish + 1] == "."
            return source[begin].isupper() and (last or text[begin + 1] == ".")
        return finish - begin <= size + 12
    if finish - begin == size:
        return name.kind != "title" or _is_addressed(text, begin, finish)
    if name.kind == "title":
        return False
    written = text[begin:finish]
    gaps = _APART.findall(written)
    most = 1 if size == 2 else 2
    if size == 2 and any("," in gap or ":" in gap or "/" in gap for gap in gaps):
        return False
    return all(len(gap) <= most or (gap.strip("> \n") == "" and len(gap) <= 6) for gap in gaps) and (
        size > 2 or all(sign not in written for sign in ("\n", "(", ")")) or ("\n" in written and size >= 2)
    )


def _is_letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and "a" <= text[place] <= "z"


def _is_addressed(text: str, begin: int, finish: int) -> bool:
    """Whether a surname with 总 and its like is no part of a longer word, such as 高总价."""
    if text[finish - 1] not in _LOOSE_TITLES or finish - begin > 2:
        return True
    behind = text[finish : finish + 1]
    return not _BEHIND_LOOSE.match(behind) or behind in _CLOSE_BEHIND


def _of_person(name: str) -> Iterator[tuple[str, str]]:
    squeezed = _APART.sub("", name)
    if _ALL_HAN.fullmatch(squeezed):
        if 2 <= len(squeezed) <= 15:
            yield squeezed, "han"
            yield from _in_pinyin(name, squeezed)
        return
    if _HAN.search(squeezed):
        yield squeezed, "han"
        return
    yield from _in_latin(name)


def _in_pinyin(name: str, squeezed: str) -> Iterator[tuple[str, str]]:
    read = [reading.sorted_by[:-1] for reading in readings_of_person(squeezed)]
    plain = [each.rstrip("12345").replace("v", "u") for each in read]
    surname = 2 if squeezed[:2] in words("compound_surnames") else 1
    if len("".join(plain)) >= _FEWEST_LATIN and all(each.isascii() for each in read):
        family, given = "".join(plain[:surname]), "".join(plain[surname:])
        yield family + given, "latin"
        yield given + family, "latin"
        yield "".join(read), "latin"
        if given and len(family) > 1:
            yield family + given[0], "initial"
            yield given[0] + family, "initial"
    if "." in name:
        first, _, last = name.partition(".")
        yield from (("".join(_plain(last) + _plain(first)), "latin"),)


def _plain(characters: str) -> list[str]:
    return [reading.syllable.replace("v", "u") for reading in readings_of_person(_APART.sub("", characters))]


def _in_latin(name: str) -> Iterator[tuple[str, str]]:
    parts = [part for part in re.split(r"[^\w]+", name.replace("'", "")) if part]
    if not parts:
        return
    whole = "".join(parts)
    if len(parts) == 1:
        if len(whole) >= 3:
            yield whole, "word"
        return
    if len(whole) < _FEWEST_LATIN:
        return
    yield whole, "latin"
    yield parts[-1] + "".join(parts[:-1]), "latin"
    yield "".join(parts[1:]) + parts[0], "latin"
    if len(parts) > 2 and len(parts[0] + parts[-1]) >= _FEWEST_LATIN:
        yield parts[0] + parts[-1], "latin"
    if len(parts[-1]) > 2:
        yield parts[-1] + parts[0][0], "initial"
        yield parts[0][0] + parts[-1], "initial"


def _of_organization(name: str) -> Iterator[tuple[str, str]]:
    squeezed = _APART.sub("", name)
    if not squeezed:
        return
    if _HAN.search(squeezed):
        if len(squeezed) >= 3:
            yield squeezed, "han"
        short = _FORM_ZH.sub("", squeezed)
        if len(short) >= 4:
            yield short, "han"
        return
    parts = [part for part in re.split(r"[^\w]+", name.replace("'", "")) if part]
    if len(parts) == 1:
        if len(squeezed) >= 3:
            yield squeezed, "word"
        return
    if len(squeezed) >= 4:
        yield squeezed, "latin"
    bare = [part for part in parts if part not in words("legal_endings")]
    if 2 <= len(bare) < len(parts) and len("".join(bare)) >= 8:
        yield "".join(bare), "latin"


def _addressed(people: Sequence[str]) -> Iterator[str]:
    """Surnames with a form of address, and 小 or 老 before a surname of two characters."""
    for surname in sorted({each for name in people if (each := _surname(folded(name)))}):
        yield from (surname + title for title in _TITLES)
        if len(surname) == 2:
            yield "小" + surname
            yield "老" + surname


@lru_cache(maxsize=65536)
def _surname(name: str) -> str:
    if not _ALL_HAN.fullmatch(name) or len(name) > 4:
        return ""
    if name[:2] in words("compound_surnames"):
        return name[:2]
    return name[0] if name[0] in words("surnames") else ""
