"""Numbers that are said rather than written: in English words, or in parts with words that say which part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.recognition.checks import cn_id
from privacy.recognition.folding import DIGIT, DIGITS, single_texts
from privacy.recognition.lists import any_of, listed
from privacy.recognition.numbers import is_mobile, near_phone_words
from privacy.recognition.span import Span

_VALUES = {word: str(value) for value, word in enumerate(listed("number_words"))}
_VALUES |= {"oh": "0", "o": "0", "nought": "0", "niner": "9"}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_WORD = (
    rf"(?:(?:(?:{'|'.join(_TIMES)})[ \-])?(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})|\d{{1,11}})"
)
_SAID = re.compile(rf"(?<![a-z\d]){_WORD}(?:[ ,\-.]{{0,3}}{_WORD}){{3,40}}(?![a-z\d])")
_TOKEN = re.compile(rf"{'|'.join(_TIMES)}|{'|'.join(sorted(_VALUES, key=len, reverse=True))}|\d")
FEWEST = 7

_PART = re.compile(
    rf"(?:(?P<strong>{any_of('part_of_a_number')})|{any_of('perhaps_part_of_a_number')})"
    r"(?:的|是|段|部分|截|位|数|为|号|:|,|=|is|are|\s|\(){0,6}"
    rf"(?P<value>[{DIGIT}](?:[ \-]?[{DIGIT}]){{2,7}})(?![{DIGIT}\-/.%元个天公千万年月点号]| ?{any_of('units')})"
)


def said(text: str, start: int, end: int) -> Iterator[Span]:
    """Numbers in English words between two places of folded text."""
    for found in _SAID.finditer(text, start, end):
        if found[0].replace("-", "").isdecimal():
            continue
        digits = _digits(found[0])
        if is_mobile(digits):
            yield Span("PHONE", found.start(), found.end(), 0.85, "said_in_words")
        elif cn_id(digits):
            yield Span("CN_ID", found.start(), found.end(), 0.85, "said_in_words")
        elif len(digits) >= FEWEST and near_phone_words(text, found.start()):
            yield Span("PHONE", found.start(), found.end(), 0.6, "said_in_words")


def in_parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Parts of a number between two places: such as say which part they are, or several of them together."""
    for first, last in single_texts(text, start, end):
        yield from _in_parts(text, first, last)


def _in_parts(text: str, start: int, end: int) -> Iterator[Span]:
    parts = list(_PART.finditer(text, start, end))
    strong = [part for part in parts if part["strong"]]
    digits = sum(len(re.sub("[^0-9]", "", part["value"].translate(DIGITS))) for part in parts)
    if not parts or not (strong or (len(parts) >= 3 and digits == 11)):
        return
    for part in parts:
        size = len(re.sub("[^0-9]", "", part["value"].translate(DIGITS)))
        if (part["strong"] and (len(parts) > 1 or size >= 4)) or (digits == 11 and len(parts) > 1):
            yield Span("PHONE", part.start("value"), part.end("value"), 0.6, "number_in_parts")


def _digits(words: str) -> str:
    digits, times = "", 1
    for token in _TOKEN.findall(words):
        if token in _TIMES:
            times = _TIMES[token]
        else:
            digits += _VALUES.get(token, token) * times
            times = 1
    return digits
