"""Search keys of names: folded for look-up, pinyin for Latin keyboards, and a key to sort by.

Neo4j orders Chinese by code points, and people look for it by sound: so both are written when a name is. All tables
go by single characters and fill as characters come; pypinyin's phrases are asked only where a phrase is read
otherwise than its characters are one by one (`银行`, `重庆`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import ClassVar

from graph_platform.pinyin import readings, readings_of_person
from graph_platform.short_names import short_latin, spans_of_chinese
from graph_platform.words import words

LONGEST_KEY = 120
"""Nobody types more, and an index of words takes none that is much longer."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PARTS = re.compile(f"[{_HAN}]+|[^{_HAN} ]+")
_BLANK_AT_HAN = re.compile(f" *([{_HAN}]+) *")
_HAS_HAN = re.compile(f"[{_HAN}]")


def search_keys(names: Sequence[str], person: bool = False) -> dict[str, str | list[str]]:
    """The keys of a thing's names, the first of which it is sorted by.

    `name_key`: each name folded. `name_find`: each name, and what it is called for short, as somebody types it without
    blanks, in characters, by its sound without tones and by the initials of that; Latin ones without accents.
    `name_grams`: words and pairs of Chinese characters, parted by blanks. `name_sort`: the first name so that code
    points order it by pinyin, tone and character.
    With `person`, a Chinese name begins with a surname, some of which are read in a way of their own (`单`, `曾`).
    """
    folded = list(dict.fromkeys(fold(name) for name in names))
    if "" in folded:
        folded.remove("")
    if not folded:
        return {}
    heard = [_heard(key, person) for key in folded]
    typed = dict.fromkeys(key[:LONGEST_KEY] for every, _ in heard for key in every)
    pieces = dict.fromkeys(piece for key in folded for piece in grams(key))
    return {
        "name_key": folded,
        "name_find": list(typed),
        "name_grams": " ".join(pieces),
        "name_sort": heard[0][1],
    }


def search_in(labels: Iterable[str], scopes: Iterable[str]) -> list[str]:
    """Words by which search keeps to some labels and scopes: a label behind a colon, a scope without blanks."""
    words_of_scopes = ("_".join(scope.split()) for scope in scopes)
    return [*(f":{label}" for label in sorted(labels)), *filter(None, words_of_scopes)]


def fold(name: str) -> str:
    """NFKC, simplified Chinese, no case, no punctuation, and one blank between words that are not Chinese."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    folded = name.casefold()
    key = " ".join(folded.translate(_FOLDED).split()) or folded.strip()
    return _BLANK_AT_HAN.sub(r"\1", key) if not key.isascii() and " " in key else key


def typed_key(folded: str) -> str:
    """A folded text as `name_find` has it: without blanks and accents."""
    return plain_latin(folded).replace(" ", "")


def grams(folded: str) -> list[str]:
    """The words of a folded text; of Chinese every two neighbouring characters, or the one that stands alone."""
    if folded.isascii() or not _HAS_HAN.search(folded):
        return plain_latin(folded).split()
    found: list[str] = []
    for part in _PARTS.findall(folded):
        if len(part) > 1 and _HAS_HAN.match(part):
            found += [part[place : place + 2] for place in range(len(part) - 1)]
        else:
            found.append(plain_latin(part))
    return found


def _heard(folded: str, person: bool) -> tuple[list[str], str]:
    """What is typed for a folded name, and what it is sorted by."""
    if folded.isascii() or not _HAS_HAN.search(folded):
        latin = plain_latin(folded)
        parts = latin.split(" ")
        short = [] if person else short_latin(parts)
        return ["".join(every) for every in (parts, *short)], latin
    characters: list[str] = []
    syllables: list[str] = []
    initials: list[str] = []
    sorted_by = ""
    for part in _PARTS.findall(folded):
        if _HAS_HAN.match(part):
            read = readings_of_person(part) if person else readings(part)
            spoken, firsts, keys = zip(*read, strict=True)
            characters += part
            syllables += spoken
            initials += firsts
            sorted_by += "".join(keys)
        else:
            latin = plain_latin(part)
            characters += latin
            syllables += latin
            initials += latin
            sorted_by += latin
    whole = "".join(characters)
    typed: list[str] = []
    for start, end in ((0, len(whole)), *(() if person else spans_of_chinese(whole))):
        typed += whole[start:end], "".join(syllables[start:end]), "".join(initials[start:end])
    if person and len(syllables) > 1:
        family = 2 if whole[:2] in words("compound_surnames") else 1
        typed.append("".join(syllables[family:] + syllables[:family]))  # as a Latin name has it: Wei Zhang
    return typed, sorted_by


def plain_latin(folded: str) -> str:
    """The text with plain letters for those with accents."""
    return folded if folded.isascii() else folded.translate(_WITHOUT_ACCENT)


class _Folded(dict[int, str]):
    """What each character becomes in a folded name, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if _HAS_HAN.match(letter):
            folded = _simplified()(letter)
        elif unicodedata.category(letter)[0] in "LNM":
            folded = letter
        else:
            folded = "" if letter in "'’`·•・" else " "
        self[code] = folded
        return folded


class _WithoutAccent(dict[int, str]):
    """Each letter's plain one: `ü` is `u`, `ø` is `o`."""

    _OTHER: ClassVar = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        marks = unicodedata.normalize("NFD", letter)
        base = (
            "".join(mark for mark in marks if not unicodedata.combining(mark))
            if marks[:1].isascii()
            else letter
        )
        self[code] = self._OTHER.get(letter, base)
        return self[code]


_FOLDED = _Folded()
_WITHOUT_ACCENT = _WithoutAccent()


@lru_cache(maxsize=1)
def _simplified() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
