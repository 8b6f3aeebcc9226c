"""Which texts a recognizer has to look at: those with a word that it needs, and with as many digits.

Most texts hold none of either, and are then read once by an automaton and never by a pattern.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from privacy.recognition.folding import BORDER, DIGIT

_IS_DIGIT = np.zeros(0x110000, dtype=np.uint8)
_IS_DIGIT[[ord(sign) for sign in DIGIT]] = 1


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
                self._by_digits.setdefault(need.digits, []).append(name)
        self._and_digits = frozenset(name for name, need in needs.items() if need.digits and need.words)
        self._automaton = AhoCorasick(list(by_word), implementation=Implementation.DFA)
        self._digit = re.compile(f"[{DIGIT}]")

    def called(self, text: str, starts: Sequence[int]) -> Iterable[tuple[str, list[int]]]:
        """The names that are called for, and the numbers of the texts that do, which begin at these places."""
        single = len(starts) == 1
        called: dict[str, set[int]] = {}
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            place = 0 if single else bisect_right(starts, start) - 1
            for name in self._named[index]:
                called.setdefault(name, set()).add(place)
        counts = [self._count(text)] if single else _counts(text, starts)
        for name in self._and_digits & called.keys():
            least = self._needs[name].digits
            called[name] = {place for place in called[name] if counts[place] >= least}
        found = [(name, sorted(places)) for name, places in sorted(called.items()) if places]
        for least, names in self._by_digits.items():
            enough = [place for place, count in enumerate(counts) if count >= least]
            if enough:
                found += [(name, enough) for name in names]
        return found

    def _count(self, text: str) -> int:
        return len(self._digit.findall(text)) if self._digit.search(text) else 0


def _counts(text: str, starts: Sequence[int]) -> list[int]:
    """How many digits each of the texts has that begin at these places."""
    # with a border behind the last one, which may be empty
    codes = np.frombuffer((text + BORDER).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return list(np.add.reduceat(_IS_DIGIT[codes], starts, dtype=np.int64).tolist())
