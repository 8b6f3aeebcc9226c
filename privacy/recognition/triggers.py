"""Which texts a recognizer has to look at: those with a word that it needs, and with as many digits.

Most texts hold none of either, and are then read once by an automaton and never by a pattern.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from privacy.recognition.folding import BORDER, DIGIT

FEWEST_DIGITS = 3
"""Fewer digits than these are not asked for."""


class Need(NamedTuple):
    """What has to be in a text for a recognizer: one of these words, if there are any, and so many digits."""

    words: Sequence[str] = ()
    digits: int = 0


class Triggers:
    """What the recognizers of these names need, found in many texts at once."""

    def __init__(self, needs: Mapping[str, Need]) -> None:
        by_word: dict[str, set[str]] = {}
        for name, need in needs.items():
            for word in need.words:
                by_word.setdefault(word, set()).add(name)
        self._named = [frozenset(names) for names in by_word.values()]
        self._needs = needs
        self._by_digits: dict[int, list[str]] = {}
        for name, need in needs.items():
            if need.digits and not need.words:
                self._by_digits.setdefault(max(need.digits, FEWEST_DIGITS), []).append(name)
        self._and_digits = frozenset(name for name, need in needs.items() if need.digits and need.words)
        self._automaton = AhoCorasick(list(by_word), implementation=Implementation.DFA)
        self._some = re.compile(rf"(?:[{DIGIT}][^{DIGIT}{BORDER}]*){{{FEWEST_DIGITS},}}")
        self._digit = re.compile(f"[{DIGIT}]")

    def called(self, text: str, starts: Sequence[int]) -> Iterable[tuple[str, list[int]]]:
        """The names that are called for, and the numbers of the texts that do, which begin at these places."""
        single = len(starts) == 1
        called: dict[str, set[int]] = {}
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            place = 0 if single else bisect_right(starts, start) - 1
            for name in self._named[index]:
                called.setdefault(name, set()).add(place)
        counts: dict[int, int] = {}
        for found in self._some.finditer(text):
            place = 0 if single else bisect_right(starts, found.start()) - 1
            counts[place] = len(self._digit.findall(found[0]))
        for name in self._and_digits & called.keys():
            least = self._needs[name].digits
            called[name] = {place for place in called[name] if counts.get(place, 0) >= least}
        for least, names in self._by_digits.items():
            enough = {place for place, count in counts.items() if count >= least}
            called.update(dict.fromkeys(names, enough))
        return [(name, sorted(called[name])) for name in sorted(called) if called[name]]
