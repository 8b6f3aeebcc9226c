"""Addresses as sets of what is comparable in them, in both languages: district, road, door; and the city apart.

Chinese ones are cut at the words that end a part (省 市 区 路 号 楼 室) and spoken; others are cut into words, by
rigour's lists of what is written long and short. So 莲湖路66号 and `No. 66 Lianhu Road` have everything in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph_platform.resolution.han import HAS_HAN, spoken
from graph_platform.resolution.places import CITIES_SPOKEN, COUNTIES, PLACES_EN, PLACES_ZH
from graph_platform.search_keys import fold, plain_latin
from graph_platform.words import words

_ENDS = "|".join(sorted(words("address_ends"), key=len, reverse=True))
_PART_ZH = re.compile(rf"(.{{1,12}}?)(?:{_ENDS})")
_QUARTER = re.compile(r"\b(?:district|quarter)\b", re.I)
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SAYS_NOTHING = frozenset(
    [
        "road",
        "rd",
        "street",
        "st",
        "avenue",
        "ave",
        "lane",
        "ln",
        "district",
        "dist",
        "no",
        "number",
        "building",
        "bldg",
        "room",
        "rm",
        "floor",
        "fl",
        "unit",
        "apt",
        "suite",
    ]
)


_NO_CITY = (COUNTIES - CITIES_SPOKEN) | {None}


@dataclass(frozen=True, slots=True)
class Address:
    """The comparable parts of an address in their order; `city` in Pinyin where it is one of China's."""

    city: str = ""
    words: tuple[str, ...] = ()


def city_key(city: str) -> str:
    """A city so that 深圳, 深圳市 and Shenzhen are the same."""
    compact = fold(city).replace(" ", "")
    for length in range(min(8, len(compact)), 1, -1):
        if compact[-length:] in PLACES_ZH:
            return PLACES_ZH[compact[-length:]]
    if HAS_HAN.search(compact):
        return spoken(compact.removesuffix("市"))
    latin = plain_latin(fold(city)).removesuffix(" city")
    return PLACES_EN.get(latin.replace(" ", ""), latin)


@lru_cache(maxsize=65536)
def read_address(text: str) -> Address:
    """An address, taken apart."""
    text = text[:400]
    return _chinese(fold(text).replace(" ", "")) if HAS_HAN.search(text) else _latin(text)


def _chinese(text: str) -> Address:
    city, rest = "", text
    for _ in range(3):
        length = next(
            (n for n in range(min(8, len(rest) - 1), 1, -1) if PLACES_ZH.get(rest[:n]) not in _NO_CITY), 0
        )
        if not length:
            break
        city, rest = PLACES_ZH[rest[:length]], rest[length:].lstrip("市")
    parts = [part.translate(_NUMERALS) for part in (*_PART_ZH.findall(rest), _PART_ZH.sub("", rest)) if part]
    return Address(city, tuple(filter(None, (spoken(part) for part in parts))))


def _latin(text: str) -> Address:
    from rigour.addresses import address_fingerprint

    told = plain_latin(address_fingerprint(_QUARTER.sub(" ", text)) or "").split()
    cities = [PLACES_EN[word] for word in told if PLACES_EN.get(word) in CITIES_SPOKEN]
    kept = [word for word in told if word not in _SAYS_NOTHING and PLACES_EN.get(word) not in CITIES_SPOKEN]
    return Address(cities[-1] if cities else "", tuple(kept or told))
