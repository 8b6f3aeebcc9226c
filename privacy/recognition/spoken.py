"""Numbers that are said rather than written: in English words, or in parts with words that say which part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.recognition.checks import cn_id
from privacy.recognition.folding import BORDER, DIGIT, DIGITS
from privacy.recognition.numbers import is_mobile, near_phone_words
from privacy.recognition.span import Span

_WORDS = "zero one two three four five six seven eight nine".split()
_VALUES = {
    **{word: str(value) for value, word in enumerate(_WORDS)},
    "oh": "0",
    "o": "0",
    "nought": "0",
    "niner": "9",
}
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SAID = re.compile(
    rf"(?<![a-z])(?:(?:double|triple|treble)[ \-])?(?:{_WORD})(?:[ ,\-.]{{1,3}}(?:(?:double|triple|treble)[ \-])?(?:{_WORD})){{5,40}}(?![a-z])"
)
_TOKEN = re.compile("[a-z]+")
FEWEST = 7

_NUMBER = "[一二三四五六七八九十0-9]"
_STRONG = rf"前半段|后半段|前半截|后半截|前半部分|后半部分|第[一二三12]段|前{_NUMBER}{{1,2}}位|后{_NUMBER}{{1,2}}位|中间{_NUMBER}{{1,2}}位|末{_NUMBER}位|first (?:half|part)|second (?:half|part)|last (?:half|part)|first \w{{3,5}} digits|last \w{{3,5}} digits|(?:the )?first (?:three|four|seven|eight)|starts? with|begins? with|ends? (?:with|in)|remaining"
_WEAK = (
    r"尾号|前面|中间|后面|开头|结尾|末尾|剩下|另一半|分两段发|和|然后|再加|then|and|followed by|middle|rest"
)
_PART = re.compile(
    rf"(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?:的|是|为|号|:|,|=|is|are|\s|\(){{0,6}}(?P<value>[{DIGIT}](?:[ \-]?[{DIGIT}]){{2,7}})(?![{DIGIT}\-/.%元个天公千万年月点号]| ?(?:k[mgw]|mm|cm|ah|days|hours|min|times))"
)


def said(text: str, start: int, end: int) -> Iterator[Span]:
    """Numbers in English words between two places of folded text."""
    for found in _SAID.finditer(text, start, end):
        digits = _digits(found[0])
        if is_mobile(digits):
            yield Span("PHONE", found.start(), found.end(), 0.85, "said_in_words")
        elif cn_id(digits):
            yield Span("CN_ID", found.start(), found.end(), 0.85, "said_in_words")
        elif len(digits) >= FEWEST and near_phone_words(text, found.start()):
            yield Span("PHONE", found.start(), found.end(), 0.6, "said_in_words")


def in_parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Parts of a number between two places: such as say which part they are, or several of them together."""
    while (border := text.find(BORDER, start, end)) >= 0:
        yield from _in_parts(text, start, border)
        start = border + 1
    yield from _in_parts(text, start, end)


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
            digits += _VALUES[token] * times
            times = 1
    return digits
