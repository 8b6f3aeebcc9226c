"""Names that no graph has to know: behind a word that says that one comes, or before a form of address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph_platform.words import words
from privacy.recognition.lists import any_of, listed
from privacy.recognition.span import Span

_LED = re.compile(
    rf"{any_of('to_a_name')}(?:姓名)?[ ]?(?:是|为|叫|:|=)?[ \"]{{0,2}}(?P<zh>[\u4e00-\u9fff]{{2,4}})"
)
_LED_EN = re.compile(
    r"(?:my name is|name ?: ?|i am called|this is|dear|mr\.?|mrs\.?|ms\.?|miss|dr\.?|prof\.?"
    r"|contact person ?: ?|signed by|cardholder ?: ?|recipient ?: ?)[ ]{0,2}"
)
_LATIN_NAME = re.compile(
    r"[A-Z][a-zà-ž'’\-]+(?: [A-Z]\.)?(?: (?:van|von|de|der|la|bin|al))?(?: [A-Z][a-zà-ž'’\-]+){0,2}"
)


def led_names(text: str, source: str, start: int, end: int) -> Iterator[Span]:
    """Names behind words such as 联系人 or `my name is`, and before 先生 and its like, between two places.

    `text` is folded, `source` the same before it was.
    """
    surnames = _surnames()
    for found in _LED.finditer(text, start, end):
        size = _length_of_name(found["zh"], surnames)
        if size:
            begin = found.start("zh")
            yield Span("PERSON", begin, begin + size, 0.7, "name_by_word")
    for found in _addressed().finditer(text, start, end):
        yield Span("PERSON", found.start(), found.end(), 0.7, "name_with_address")
    for found in _LED_EN.finditer(text, start, end):
        if text[found.start() - 1 : found.start()].isalpha() and found.start() > start:
            continue
        name = _LATIN_NAME.match(source, found.end(), end)
        strong = found[0].strip() not in ("this is", "dear", "name:", "name :")
        if name and name[0].split()[0] not in listed("no_first_names") and (strong or " " in name[0]):
            yield Span("PERSON", name.start(), name.end(), 0.6, "name_by_word")


def _length_of_name(written: str, surnames: frozenset[str]) -> int:
    if written.startswith(listed("no_names")):
        return 0
    surname = 2 if written[:2] in surnames else 1 if written[0] in surnames else 0
    if not surname:
        return 0
    return min(len(written), surname + 2) if len(written) != surname + 3 else surname + 2


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return words("surnames") | words("compound_surnames")


@lru_cache(maxsize=1)
def _addressed() -> re.Pattern[str]:
    double = "|".join(sorted(words("compound_surnames")))
    single = "".join(sorted(words("surnames") - set(listed("surnames_of_everyday"))))
    return re.compile(
        rf"(?:{double}|(?<![\u4e00-\u9fff])[{single}][\u4e00-\u9fff]{{0,2}}|[{single}]){any_of('forms_of_address')}"
    )
