"""Which texts a recognizer has to look at: those with a word that it needs, or with enough digits.

Most texts hold none of either, and are then read once by an automaton and never by a pattern.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from privacy.recognition.folding import BORDER, DIGIT

FEWEST_DIGITS = 3


class Triggers:
    """For each of some names, words of which one has to be in a text; `digits` names those that need digits."""

    def __init__(self, words: Mapping[str, Sequence[str]], digits: Sequence[str]) -> None:
        by_word: dict[str, set[str]] = {}
        for name, needed in words.items():
            for word in needed:
                by_word.setdefault(word, set()).add(name)
        self._named = [frozenset(names) for names in by_word.values()]
        self._digits = frozenset(digits)
        self._automaton = AhoCorasick(list(by_word), implementation=Implementation.DFA)
        self._many = re.compile(rf"(?:[{DIGIT}][^{DIGIT}{BORDER}]*){{{FEWEST_DIGITS}}}")

    def of(self, text: str, starts: Sequence[int]) -> dict[int, set[str]]:
        """The names that are called for, by the number of the text that begins at one of these places."""
        called: dict[int, set[str]] = {}
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            called.setdefault(bisect_right(starts, start) - 1, set()).update(self._named[index])
        if self._digits:
            for found in self._many.finditer(text):
                called.setdefault(bisect_right(starts, found.start()) - 1, set()).update(self._digits)
        return called
