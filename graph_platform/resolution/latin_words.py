"""Words of a Latin organization's name in one form: numbers, terms of several words, syllables, slips, initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from graph_platform.resolution.places import PLACES_EN
from graph_platform.resolution.sounds import is_syllable, syllables
from graph_platform.resolution.terms import EN, LONGEST_EN, NUMBER_WORDS, ORDINALS

_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINAL_EN = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
_ORDINAL_WORDS = {digit: word for word, digit in ORDINALS.items() if word.isalpha()}
_TENS_SAID = frozenset(map(str, _TENS.values()))
_SPELT = re.compile(r"(?<=[aou])e|e(?=u)")
_SMALL = frozenset(
    (
        "of",
        "and",
        "the",
        "for",
        "fur",
        "und",
        "de",
        "la",
        "du",
        "des",
        "et",
        "y",
        "e",
        "di",
        "der",
        "die",
        "van",
        "do",
    )
)


def spoken_together(heard: tuple[str, ...]) -> Iterator[str]:
    """Two words in Pinyin as one: Hudong-Zhonghua."""
    for word, following in pairwise(heard):
        if syllables(word) and syllables(following):
            yield word + following


def joined(told: list[str]) -> list[str]:
    """Words with those made one that are one term (real estate), or syllables of one brand (Lu Yan Xi)."""
    joined: list[str] = []
    place = 0
    while place < len(told):
        length = next(
            (
                n
                for n in range(min(LONGEST_EN, len(told) - place), 1, -1)
                if "_".join(told[place : place + n]) in EN
            ),
            0,
        )
        if length:
            joined.append("_".join(told[place : place + length]))
            place += length
            continue
        while place + length < len(told) and _may_be_part(told[place + length]):
            length += 1
        joined.append("".join(told[place : place + max(length, 1)]))
        place += max(length, 1)
    return joined


def _may_be_part(word: str) -> bool:
    return is_syllable(word) and word not in EN and word not in PLACES_EN


def numbers(told: list[str]) -> list[str]:
    """Words with numbers in digits: nineteen, twenty first, 21st."""
    found: list[str] = []
    for word in told:
        digit = NUMBER_WORDS.get(word) or ORDINALS.get(word, "")
        if found and found[-1] in ("no", "number") and word.isdigit():
            found[-1] = _ORDINAL_WORDS.get(word, f"#{word}")
        elif found and digit and len(digit) == 1 and found[-1] in _TENS_SAID:
            found[-1] = str(int(found[-1]) + int(digit))
        elif word in _TENS:
            found.append(str(_TENS[word]))
        elif ordinal := _ORDINAL_EN.fullmatch(word):
            found.append(ordinal[1] if word not in EN else word)
        else:
            found.append(NUMBER_WORDS.get(word, word))
    return found


@lru_cache(maxsize=65536)
def squeezed(word: str) -> str:
    """A word in which a doubled letter, two that changed places, and an umlaut written out make no difference."""
    plain = _SPELT.sub("", word)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return plain if len(plain) < 5 else plain[0] + "".join(sorted(plain[1:]))


def acronym(words: list[str], said: list[str]) -> str:
    """The initials of a name of several words, or the name itself where it is one of two to six letters; or nothing."""
    if len(words) == 1:
        return words[0] if 2 <= len(words[0]) <= 6 else ""
    letters = [word[0] for word in said if word not in _SMALL]
    return "".join(letters) if len(letters) > 2 else ""
