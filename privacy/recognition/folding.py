"""A text in the one spelling that patterns are written for, character for character.

Folding keeps the length: one character becomes one, so a place in the folded text is the same place in the
original, and no text grows (the ligature U+FDFA, of which NFKC makes eighteen letters, stays one). What takes more than
one character to write (entities, percent codes, unseen characters) is `views`' part.

Folded are: width, case, accents, blanks, dashes, dots, brackets and quotes, the digits of all scripts, circled and
raised ones, Cyrillic and Greek letters that look Latin, radicals, traditional characters. Chinese numerals stay: they
are digits in a number and words elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

BORDER = "\x00"
"""Stands between texts that are folded and searched together; no folded text holds it."""

_MOST = 0x20000
_LOOKALIKES = dict(
    zip(
        "аеорсухіѕјһԁԛԝкмтвнпАВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρχικτυ",
        "aeopcyxisjhdqwkmtbhnabekmhopctyxsijabezhikmnoptyxoavpxiktu",
        strict=True,
    )
)
_SIGNS = {
    **dict.fromkeys("·•・．｡。‧∙⋅●‣᛫…⋯‥", "."),
    **dict.fromkeys("«»“”„‟「」『』＂", '"'),
    **dict.fromkeys("‘’‚‛`´＇", "'"),
    **dict.fromkeys("【〔〖［〘〚", "["),
    **dict.fromkeys("】〕〗］〙〛", "]"),
    **dict.fromkeys("《〈＜⟨", "<"),
    **dict.fromkeys("》〉＞⟩", ">"),
    **dict.fromkeys("−ー﹣╌─━﹘", "-"),
    **dict.fromkeys("～〜∼∿", "~"),
    **dict.fromkeys("∗✱✳⁎﹡", "*"),
    **dict.fromkeys("⁄∕╱", "/"),
    **dict.fromkeys("、﹐", ","),
    **dict.fromkeys("×✕✖╳", "x"),
    **dict.fromkeys("｜¦∣│", "|"),
    **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029\x1e", "\n"),
    **{"○": "〇", "◯": "〇", "\t": " ", BORDER: "\x01", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "З": "3"},
}
_SIMPLIFIED_RANGES = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))

ZERO_TO_NINE = (
    "0零〇洞",
    "1一幺壹",
    "2二贰两弐",
    "3三叁参",
    "4四肆",
    "5五伍",
    "6六陆",
    "7七柒拐",
    "8八捌",
    "9九玖勾",
)
"""How a digit is written, in folded text."""

DIGIT = "".join(ZERO_TO_NINE)
DIGITS = str.maketrans({sign: str(value) for value, signs in enumerate(ZERO_TO_NINE) for sign in signs})


def folded(text: str) -> str:
    """The text folded, as long as it was."""
    return text.translate(_table())


def joined(texts: Sequence[str]) -> str:
    """Texts folded, with a border between each two."""
    return BORDER.join([text.translate(_table()) for text in texts])


def single_texts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From where to where each text reaches that is joined between two places."""
    while (border := text.find(BORDER, start, end)) >= 0:
        yield start, border
        start = border + 1
    yield start, end


@lru_cache(maxsize=1)
def _table() -> str:
    """What each character becomes, by code point: a string, because `str.translate` is fastest with one."""
    table = [_folded(chr(code)) for code in range(_MOST)]
    traditional = [chr(code) for each in _SIMPLIFIED_RANGES for code in each]
    for character, simple in zip(traditional, _simplified(traditional), strict=True):
        table[ord(character)] = simple
    for radical in range(0x2E80, 0x2FE0):
        table[radical] = table[ord(table[radical])]
    return "".join(table)


def _simplified(characters: list[str]) -> list[str]:
    from opencc import OpenCC

    simple = str(OpenCC("t2s").convert("\n".join(characters))).split("\n")
    return [new if len(new) == 1 else old for old, new in zip(characters, simple, strict=True)]


def _folded(character: str) -> str:
    known = _SIGNS.get(character) or _LOOKALIKES.get(character)
    if known:
        return known
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if category in ("Nd", "No") or (category == "Nl" and character != "〇"):
        value = unicodedata.numeric(character, -1)
        return str(int(value)) if value in range(10) else character
    plain = unicodedata.normalize("NFKC", character)
    plain = unicodedata.normalize("NFD", plain) if plain.isalpha() and ord(plain[0]) < 0x2000 else plain
    plain = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    plain = plain if len(plain) == 1 else character
    return _SIGNS.get(plain) or _LOOKALIKES.get(plain) or plain
