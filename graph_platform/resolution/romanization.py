"""One name, many spellings: Chinese as Mandarin, Cantonese and Hokkien speakers write it with Latin letters.

A spelling is brought to a skeleton in which Pinyin, Wade–Giles, Jyutping and Hong Kong's customary spellings of one
reading agree: `Cheung` and `zoeng1`, `Ch'en` and `chen`, `Lai-wah` and `lai6 waa4`. Different names may share one, so
a common skeleton says that two spellings can be one name, and never that they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from graph_platform.words import table

_STEPS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"tsz|tzu|szu?(?![aeiou])|(?<=c)ih"), "ci"),
    (re.compile(r"(?<=[ln])(?:yu|v)(?![ae])"), "u"),
    (re.compile(r"eoi"), "ui"),
    (re.compile(r"t[sz]|zh|ch|[czjq]"), "c"),
    (re.compile(r"hs|sh|x"), "s"),
    (re.compile(r"h"), ""),
    (re.compile(r"(?<!n)g"), "k"),
    (re.compile(r"b"), "p"),
    (re.compile(r"d"), "t"),
    (re.compile(r"ee|ei"), "i"),
    (re.compile(r"eu|oe"), "e"),
    (re.compile(r"ie(?=n)|ye(?=n)"), "ia"),
    (re.compile(r"[ou]+"), "u"),
    (re.compile(r"um"), "am"),
    (re.compile(r"(.)\1"), r"\1"),
)

HOKKIEN_SURNAMES = {row[0]: row[1] for row in table("hokkien_surnames")}
"""As Singapore, Malaysia and the Philippines spell them."""


_HOKKIEN_GIVEN = {row[0]: row[1].split() for row in table("hokkien_given")}


@lru_cache(maxsize=65536)
def skeleton(spelling: str) -> str:
    """The skeleton of a spelling in small Latin letters; blanks, hyphens and apostrophes count for nothing."""
    for pattern, written in _STEPS:
        spelling = pattern.sub(written, spelling)
    return spelling


@lru_cache(maxsize=16384)
def cantonese(character: str) -> str:
    """How Cantonese reads a character, in Jyutping without its tone; nothing where that is not known."""
    import ToJyutping

    said = ToJyutping.get_jyutping_list(character)
    reading = said[0][1] if said and said[0][1] else ""
    return str(reading).rstrip("0123456789").replace("j", "y")


def surname_skeletons(surname: str, pinyin: str) -> frozenset[str]:
    """Every skeleton under which a Chinese surname may be met."""
    spellings = {pinyin, "".join(map(cantonese, surname)), *HOKKIEN_SURNAMES.get(surname, "").split()}
    return frozenset(filter(None, map(skeleton, spellings)))


@lru_cache(maxsize=16384)
def hokkien_skeletons(given: str) -> frozenset[str]:
    """The skeletons of a given name of one or two characters in Hokkien; none where a character is not known."""
    spellings = [_HOKKIEN_GIVEN.get(character, []) for character in given]
    if not 1 <= len(spellings) <= 2:
        return frozenset()
    return frozenset(skeleton("".join(said)) for said in product(*spellings))
