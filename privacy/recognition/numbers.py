"""Numbers in folded text, however they are parted: mobile numbers, resident IDs, bank cards.

A run is digits with signs between them. It falls into groups, and from each group on it is asked whether so many
digits as a kind of number has are one, and end where a group ends. A number may be written in groups that people write
(138 0013 8000), digit by digit, or in a few pieces; a row of a table has neither form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.recognition.checks import bank_card, cn_id, has_card_form, has_cn_form, luhn
from privacy.recognition.folding import BORDER, DIGIT, DIGITS
from privacy.recognition.lists import any_of
from privacy.recognition.span import Span

_D = f"[{DIGIT}]"
_SIGN = r"[ \n.\-_*/,~+|\"'()\[\]{}<>]"
_REMARK = rf"[(\[][^()\[\]0-9{BORDER}\n]{{1,10}}[)\]]"
RUN = re.compile(rf"{_D}(?:{_D}|(?:{_REMARK}|{_SIGN}{{1,7}}+){_D}){{6,}}+(?:[(\[ ]{{0,2}}[x叉])?")
_BRACKETS = dict(zip('([{<"', ')]}>"', strict=True))
_CLOSING = {closing: opening for opening, closing in _BRACKETS.items() if opening != closing}
_GROUP = re.compile(r"\d+x?")
_STRONG = re.compile(r"\n|, |\|.|. ,|/ | /")
_WRITTEN = ([3, 4, 4], [2, 3, 4, 4], [4, 4, 4, 4], [6, 8, 4], [6, 4, 4, 4])
_BEGINNINGS = frozenset((*map(str, range(10, 100)), "08", "00")) - {"10"}
"""The first two digits of all kinds: nothing that is looked for here begins with 0 but for the country's code."""
_BEFORE = 24
_ID_WORDS = re.compile(r"身份|证件|证号|identity|id ?(?:card|no|num|#)|\bid\b|resident")
_CARD_WORDS = re.compile(r"卡|card|账户|帐户|账号|帐号|account|信用|visa|master|amex")
_PHONE_WORDS = re.compile(any_of("to_a_phone"))
_EXTENSION = re.compile(r"[ ,]{0,2}(?:转|ext\.?|分机号?) ?\d{1,5}(?!\d)")
_REVERSED_WORDS = re.compile(r"倒着|倒过来|反着|反过来|倒序|revers|backward")
_CUT_WORDS = re.compile(r"身份|证件|\bid\b")
_HIDDEN = re.compile(r"(?<!\d)[1-9]\d{2,9}[*x#]{3,14}\d{2,8}[\dx](?!\d)")

SOFT = re.compile(r"[0-9loi|](?<![0-9][0-9loi|])(?:[\-. ]?[0-9lioqbsz|]){10,20}x?")
"""Letters that look like digits among digits."""
_SOFT = str.maketrans("lio|qbsz", "11010852")
SAME_LETTER = re.compile(r"1(?<![0-9]1)([a-z])[3-9](?:\1[0-9]){9}(?![0-9])")
ROMAN = re.compile(r"(?<![a-z0-9])(?:0|[ivx]{1,4})(?:[\-. ](?:0|[ivx]{1,4})){10}(?![a-z0-9])")
_ROMAN = {
    "0": "0",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
}


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of digits: its text in digits, and its groups' places in it."""

    text: str
    place: int
    digits: str
    at: Sequence[int]
    """The place in the text of each digit."""
    begins: list[int]
    """Which digit each group begins with; at last, how many there are."""


def numbers(text: str, start: int, end: int) -> Iterator[Span]:
    """The mobile numbers, resident IDs and bank cards between two places of folded text."""
    for found in RUN.finditer(text, start, end):
        written = found[0]
        if len(written) == 11 and written.isascii() and written.isdecimal() and is_mobile(written):
            yield _telephone(text, found.start(), found.end())
        else:
            yield from _in_run(text, found.start(), written)
    for found in _HIDDEN.finditer(text, start, end):
        if len(found[0]) in (15, 18) or _CUT_WORDS.search(before(text, found.start())):
            yield Span("CN_ID", found.start(), found.end(), 0.7, "cn_id_hidden")


def letters_as_digits(text: str, start: int, end: int) -> Iterator[Span]:
    """The same, of numbers with letters for digits or between digits."""
    for found in SOFT.finditer(text, start, end):
        yield from _soft(text, found)
    for found in SAME_LETTER.finditer(text, start, end):
        yield Span("PHONE", found.start(), found.end(), 0.9, "mobile")


def roman(text: str, start: int, end: int) -> Iterator[Span]:
    """Mobile numbers in Roman numerals."""
    for found in ROMAN.finditer(text, start, end):
        digits = "".join(_ROMAN.get(each, "?") for each in re.split("[-. ]", found[0]))
        if is_mobile(digits):
            yield Span("PHONE", found.start(), found.end(), 0.8, "mobile")


def before(text: str, place: int, most: int = _BEFORE) -> str:
    """What stands before a place in the same text, that context is looked for in."""
    return text[max(0, place - most) : place].rpartition(BORDER)[2]


def behind(text: str, place: int, most: int = _BEFORE) -> str:
    """What stands behind a place in the same text."""
    return text[place : place + most].partition(BORDER)[0]


def is_mobile(digits: str) -> bool:
    """Whether digits are a mobile number of mainland China, with or without the country's code."""
    if len(digits) > 11:
        digits = digits.removeprefix("00").removeprefix("086").removeprefix("86")
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def _in_run(text: str, place: int, written: str) -> Iterator[Span]:
    plain = written.translate(DIGITS).replace("叉", "x")
    run = _run(plain, place)
    count, index = len(run.digits), 0
    if len(run.begins) == 2 and count > 21:
        yield from _without_gap(text, run)
        return
    group = 0
    while group < len(run.begins) - 1:
        index = run.begins[group]
        if count - index < 11:
            break
        size, span = _at(text, run, group)
        if span:
            yield span
            while run.begins[group] < index + size:
                group += 1
        else:
            group += 1
    if count <= 22 and is_mobile(run.digits[::-1]) and _is_said_to_be_reversed(text, place, len(written)):
        yield Span("PHONE", place, place + len(plain), 0.8, "mobile")


def _is_said_to_be_reversed(text: str, place: int, size: int) -> bool:
    return _REVERSED_WORDS.search(before(text, place) + behind(text, place + size)) is not None


def _run(plain: str, place: int) -> _Run:
    if plain.isdecimal():
        return _Run(plain, place, plain, range(len(plain)), [0, len(plain)])
    digits: list[str] = []
    at: list[int] = []
    begins: list[int] = []
    for found in _GROUP.finditer(plain):
        begins.append(len(at))
        digits.append(found[0])
        at.extend(range(found.start(), found.end()))
    if plain[-1] == "x" and len(digits[-1]) == 1 and digits[-1] == "x":
        begins.pop()
    elif plain[-1] == "x" and digits[-1][-1] != "x":
        digits.append("x")
        at.append(len(plain) - 1)
    return _Run(plain, place, "".join(digits), at, [*begins, len(at)])


def _at(text: str, run: _Run, group: int) -> tuple[int, Span | None]:
    """How many digits from this group on are a number, and the number."""
    index = run.begins[group]
    if run.digits[index : index + 2] not in _BEGINNINGS:
        return 0, None
    ends = {end - index: last for last, end in enumerate(run.begins[group + 1 : group + 21], group + 1)}
    # a check digit may be followed by letters: 0X or 0
    if len(run.digits) - index in (16, 19) and run.digits[-1] == "x":
        ends[len(run.digits) - index - 1] = len(run.begins) - 1
    start = run.place + run.at[index]
    for size in (18, 15, 19, 17, 16, 14, 13, 11, 15):
        last = ends.get(size)
        if last is None:
            continue
        number = run.digits[index : index + size]
        if not _may_be(number) or not _is_written_so(run, group, last):
            continue
        end = run.place + run.at[index + size - 1] + 1
        named = _named(text, number, start, run.text[run.at[index] : run.at[index + size - 1] + 1])
        if named:
            kind, score, recognizer = named
            if kind == "PHONE":
                return size, _telephone(text, *_with_brackets(text, start, end))
            return size, Span(kind, *_with_brackets(text, start, end), score, recognizer)
    return 0, None


def _may_be(number: str) -> bool:
    """Whether digits could be a number of a kind, before it is looked at how they are written."""
    if is_mobile(number):
        return True
    if len(number) == 18 and number[6:8] in ("18", "19", "20") and has_cn_form(number):
        return True
    return (
        len(number) >= 14
        and number[-1] != "x"
        and (has_card_form(number) or (len(number) == 15 and has_cn_form(number)))
    )


def _telephone(text: str, start: int, end: int) -> Span:
    """A mobile number with the sign before it and the extension behind it."""
    extension = _EXTENSION.match(text, end)
    return Span("PHONE", _with_sign(text, start), extension.end() if extension else end, 0.9, "mobile")


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A number's place with the brackets at its ends whose partners lie inside: 【138】【0013】."""
    inside = [sign for sign in text[start:end] if sign in _BRACKETS or sign in _CLOSING]
    if not inside:
        return start, end
    if inside[0] in _CLOSING and text[start - 1 : start] == _CLOSING[inside[0]]:
        start -= 1
    if inside[-1] in _BRACKETS and text[end : end + 1] == _BRACKETS[inside[-1]]:
        end += 1
    return start, end


def _with_sign(text: str, start: int) -> int:
    """Where a number begins with its + before the country's code."""
    if text[start - 1 : start] in ("+", "加") and text[start] in "8八捌":
        start -= 1
    return start


def _named(text: str, number: str, start: int, written: str) -> tuple[str, float, str] | None:
    if len(number) in (15, 18):
        if cn_id(number):
            return "CN_ID", 0.99 if len(number) == 18 else 0.7, "cn_id"
        if has_cn_form(number) and _ID_WORDS.search(before(text, start)):
            return "CN_ID", 0.6, "cn_id_near"
    if number[-1] == "x":
        return None
    if is_mobile(number):
        return "PHONE", 0.9, "mobile"
    if len(number) >= 14 and has_card_form(number):
        if luhn(number) and bank_card(number):
            return "BANK_CARD", 0.9, "bank_card"
        if len(number) >= 15 and _CARD_WORDS.search(before(text, start)):
            return "BANK_CARD", 0.6, "bank_card_near"
    return None


def _is_written_so(run: _Run, group: int, last: int) -> bool:
    """Whether the groups are such that somebody wrote one number in them."""
    if last - group == 1:
        return True
    sizes = [run.begins[each + 1] - run.begins[each] for each in range(group, last)]
    gaps = [
        run.text[run.at[run.begins[each] - 1] + 1 : run.at[run.begins[each]]]
        for each in range(group + 1, last)
    ]
    signs = set(gaps)
    if len(sizes) > 6 and len(set(sizes[:-1])) > 1:
        return False
    if len(sizes) == 4 and signs == {"."} and max(sizes) <= 3:
        return False
    if signs == {","} and set(sizes[1:]) == {3}:
        return False
    if any(_STRONG.search(gap) for gap in signs):
        return sizes in _WRITTEN or (len(sizes) == 2 and min(sizes) >= 3 and ", " not in signs)
    return True


def _without_gap(text: str, run: _Run) -> Iterator[Span]:
    """Numbers one behind the other: only such as fill the whole run."""
    index, found = 0, []
    while index < len(run.digits):
        for size in (18, 11):
            number = run.digits[index : index + size]
            if len(number) == size and (cn_id(number) if size == 18 else is_mobile(number)):
                kind = "CN_ID" if size == 18 else "PHONE"
                start = run.place + run.at[index]
                found.append(Span(kind, start, start + size, 0.9, "cn_id" if size == 18 else "mobile"))
                index += size
                break
        else:
            return
    yield from found


def _soft(text: str, found: re.Match[str]) -> Iterator[Span]:
    """A number with letters for digits; further letters may stand at its sides."""
    written = found[0]
    if sum(map(str.isdigit, written)) < 4 or (not any(map(str.isalpha, written)) and "|" not in written):
        return
    at = [place for place, sign in enumerate(written) if sign not in "-. "]
    digits = "".join(written[place] for place in at).translate(_SOFT)
    for size, kind, score, name in (
        (18, "CN_ID", 0.8, "cn_id"),
        (11, "PHONE", 0.7, "mobile"),
        (16, "BANK_CARD", 0.7, "bank_card"),
    ):
        for first in range(len(digits) - size + 1):
            number = digits[first : first + size]
            sides = "".join(written[place] for place in (*at[:first], *at[first + size :]))
            if not (sides.isalpha() or not sides) or not (number.isdecimal() or kind == "CN_ID"):
                continue
            if {"CN_ID": cn_id, "PHONE": is_mobile, "BANK_CARD": bank_card}[kind](number):
                start, end = found.start() + at[first], found.start() + at[first + size - 1] + 1
                yield Span(kind, start, end, score, name)
                return


def near_phone_words(text: str, start: int) -> bool:
    """Whether words before a place say that a telephone number comes."""
    return _PHONE_WORDS.search(before(text, start)) is not None
