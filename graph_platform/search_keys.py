"""Search keys of names: folded for look-up, pinyin for Latin keyboards, and a key to sort by.

Neo4j orders Chinese by code points, and people look for it by sound: so both are written when a name is. All tables
go by single characters and fill as characters come; pypinyin's phrases are asked only where a phrase is read
otherwise than its characters are one by one (`银行`, `重庆`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import ClassVar

from graph_platform.pinyin import readings, readings_of_person

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PARTS = re.compile(f"[{_HAN}]+|[^{_HAN} ]+")
_BLANK_AT_HAN = re.compile(f" *([{_HAN}]+) *")
_HAS_HAN = re.compile(f"[{_HAN}]")


def search_keys(names: Sequence[str], person: bool = False) -> dict[str, str | list[str]]:
    """The keys of a thing's names, the first of which it is sorted by.

    `name_key`: each name folded. `name_pinyin`: each name's sound without tones, whole and as initials; a Latin
    name without accents. `name_sort`: the first name so that code points order it by pinyin, tone and character.
    With `person`, a Chinese name begins with a surname, some of which are read in a way of their own (`单`, `曾`).
    """
    folded = list(dict.fromkeys(fold(name) for name in names))
    if "" in folded:
        folded.remove("")
    if not folded:
        return {}
    heard = [_heard(key, person) for key in folded]
    sounds = dict.fromkeys(sound for every, _ in heard for sound in every)
    return {"name_key": folded, "name_pinyin": list(sounds), "name_sort": heard[0][1]}


def fold(name: str) -> str:
    """NFKC, simplified Chinese, no case, no punctuation, and one blank between words that are not Chinese."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    folded = name.casefold()
    key = " ".join(folded.translate(_FOLDED).split()) or folded.strip()
    return _BLANK_AT_HAN.sub(r"\1", key) if not key.isascii() and " " in key else key


def _heard(folded: str, person: bool) -> tuple[tuple[str, ...], str]:
    """How a folded name sounds, whole and as initials, and what it is sorted by."""
    if folded.isascii() or not _HAS_HAN.search(folded):
        latin = plain_latin(folded)
        return (latin,), latin
    whole, initials, sorted_by = "", "", ""
    for part in _PARTS.findall(folded):
        if _HAS_HAN.match(part):
            read = readings_of_person(part) if person else readings(part)
            syllables, firsts, keys = map("".join, zip(*read, strict=True))
        else:
            syllables = firsts = keys = plain_latin(part)
        whole += syllables
        initials += firsts
        sorted_by += keys
    return (whole, initials), sorted_by


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
