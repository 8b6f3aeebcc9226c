"""A question as tokens: a Latin word, a Chinese character or a sign each, with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import opencc

from graph_platform.asking.times import plain

_TOKEN = re.compile(
    r"n't\b"
    r"|[a-zà-öø-ÿā-ž0-9]+?(?=n't\b)"
    r"|[a-zà-öø-ÿā-ž0-9]+(?:[-.&/_@][a-zà-öø-ÿā-ž0-9]+|'(?!s\b|re\b|ve\b|ll\b|d\b)[a-zà-öø-ÿā-ž]+)*"
    r"|'(?:s|re|ve|ll|d)\b"
    r"|>=|<="
    r"|\S"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its folded text, and where it stands in the question."""

    text: str
    start: int
    end: int

    @property
    def is_latin(self) -> bool:
        """Whether it is a Latin word, so that a blank parts it from the next."""
        return self.text[0].isalnum() and ord(self.text[0]) < 0x250


def folded(text: str) -> str:
    """Half-width lower case and simplified characters, of the same length as the text."""
    made = plain(text)
    if made.isascii():
        return made
    simple = _simplified().convert(made)
    return simple if len(simple) == len(made) else made


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a folded text."""
    return tuple(Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text))


def joined(parts: tuple[Token, ...] | list[Token]) -> str:
    """Tokens as one phrase: blanks between Latin words alone."""
    made = ""
    for part in parts:
        made += (
            f" {part.text}"
            if made and part.is_latin and made[-1].isalnum() and made[-1].isascii()
            else part.text
        )
    return made


def phrase(text: str) -> tuple[str, int]:
    """A phrase of the lexicon in the form of questions, and of how many tokens it is."""
    parts = tokens(folded(text))
    return joined(parts), len(parts)


@lru_cache(maxsize=1)
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
