"""Brands by their sound: how many could be meant by one in Pinyin.

信达, 鑫达 and 欣达 are all Xinda, and each of them many companies'. Brands are made of some two hundred characters over
and over, so two syllables that such characters have in common tell nobody from another; three syllables, or a
syllable that no such character has, do.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.resolution.han import spoken
from graph_platform.words import words

SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve"
    r"|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v))"
)
_SYLLABLES = re.compile(rf"({SYLLABLE})(?={SYLLABLE}*$)")
_ONE = re.compile(SYLLABLE)


def is_syllable(word: str) -> bool:
    """Whether a word in small Latin letters is one syllable of Pinyin."""
    return _ONE.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def syllables(sound: str) -> tuple[str, ...]:
    """The syllables of what is spoken in Mandarin; none where it is something else."""
    found, place = [], 0
    while place < len(sound):
        match = _SYLLABLES.match(sound, place)
        if match is None:
            return ()
        found.append(match[1])
        place = match.end()
    return tuple(found)


@lru_cache(maxsize=65536)
def tells(sound: str) -> bool:
    """Whether a brand's sound stands for hardly more than one brand of a place and a trade."""
    said = syllables(sound)
    if len(said) < 2:
        return False
    return len(said) > 2 or any(syllable not in _of_brands() for syllable in said)


@lru_cache(maxsize=1)
def _of_brands() -> frozenset[str]:
    return frozenset(spoken(character) for character in words("brand_characters"))
