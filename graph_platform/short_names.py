"""What people call an organization for short: its name without place, legal form and trade.

Nothing is compared by these: they are what somebody types, and may be those of many.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.pinyin import readings
from graph_platform.words import table, words

Span = tuple[int, int]
"""From which character of a name to which."""

_FORM_ZH = re.compile(
    r"(?:(?:股份)?有限(?:责任)?(?:股份)?(?:总)?公司|(?:总|股份)?公司|(?:合伙企业)?(?:有限|普通|特殊普通)合伙|合伙企业|个人独资企业)$"
)
_GROUP_ZH = re.compile(r"(?:集团|控股|股份)+$")
_KIND_OF_PLACE = "省市区县"
_LEAST_BRAND = 2
_LONGEST_PLACE, _LONGEST_TERM = 8, 6


def spans_of_chinese(name: str) -> list[Span]:
    """The parts of a folded Chinese name that stand for the whole: without legal form, place, trade; longest first.

    `深圳市比亚迪锂电池有限公司` is called `深圳市比亚迪锂电池`, `比亚迪锂电池` and `比亚迪`.
    """
    places, terms = _chinese()
    found = _FORM_ZH.search(name)
    end = found.start() if found and found.start() >= _LEAST_BRAND else len(name)
    start = _behind_places(name, end, places)
    if name[start:end] in terms:
        start = 0  # 北京大学 is no university called so anywhere else
    group = _GROUP_ZH.search(name, start, end)
    inner = alone = group.start() if group and group.start() - start >= _LEAST_BRAND else end
    for length in range(_LEAST_BRAND, _LONGEST_PLACE):
        # what stood in brackets behind the trade: 卓越贸易（上海）有限公司
        if inner - length - start > _LEAST_BRAND and name[inner - length : inner] in places:
            inner -= length
            break
    brand = _before_terms(name, start, inner, terms)
    found_spans = dict.fromkeys([(0, end), (start, end), (0, alone), (start, inner), (start, brand)])
    return [each for each in found_spans if each != (0, len(name)) and name[each[0] : each[1]] not in places]


def _behind_places(name: str, end: int, places: frozenset[str]) -> int:
    start = 0
    for _ in range(3):
        for length in range(min(_LONGEST_PLACE, end - start - _LEAST_BRAND), 1, -1):
            if name[start : start + length] in places:
                start += length
                if name[start] in _KIND_OF_PLACE and end - start > _LEAST_BRAND:
                    start += 1
                break
        else:
            break
    return start


def _before_terms(name: str, start: int, end: int, terms: frozenset[str]) -> int:
    while True:
        for length in range(min(_LONGEST_TERM, end - start - _LEAST_BRAND), 1, -1):
            if name[end - length : end] in terms:
                end -= length
                break
        else:
            return end


def short_latin(parts: list[str]) -> list[list[str]]:
    """The words of a folded Latin name without its legal form, and without the trade and places around its brand.

    `["shenzhen", "byd", "battery", "co", "ltd"]` gives `["shenzhen", "byd", "battery"]` and `["byd"]`.
    """
    forms, beside = words("legal_endings"), _places_and_trades()
    end = len(parts)
    while end > 1 and parts[end - 1] in forms:
        end -= 1
    last = end
    while last > 1 and (parts[last - 1] in beside or parts[last - 1] in forms):
        last -= 1
    first = 1 if last > 1 and parts[0] in _places() else 0
    return [short for short in (parts[:end], parts[first:last]) if len(short) < len(parts)]


@lru_cache(maxsize=1)
def _chinese() -> tuple[frozenset[str], frozenset[str]]:
    """Places and words of trade. Words of one character end too many brands."""
    places = words("provinces") | words("cities") | words("counties")
    terms = {word for _, chinese, _ in table("terms") for word in chinese.split() if len(word) > 1}
    return places, frozenset(terms)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    chinese = words("provinces") | words("cities")
    spoken = {"".join(read.syllable for read in readings(place)) for place in chinese}
    return frozenset(
        spoken | {english.replace(" ", "") for english, *_ in table("world_cities")} | {"china", "uk"}
    )


@lru_cache(maxsize=1)
def _places_and_trades() -> frozenset[str]:
    terms = {word for _, _, english in table("terms") for each in english.split() for word in each.split("_")}
    return _places() | terms | {"and", "of", "for"}
