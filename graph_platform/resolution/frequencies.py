"""How common a name is in the world, where the records at hand are too few to tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from graph_platform.pinyin import readings_of_person
from graph_platform.resolution.han import HAS_HAN, spoken
from graph_platform.resolution.organization_pieces import cut, places_of
from graph_platform.resolution.places import PLACES_EN, PLACES_ZH
from graph_platform.resolution.sounds import syllables
from graph_platform.resolution.terms import EN, PUBLIC_BODY, WELL_KNOWN
from graph_platform.resolution.translation import is_common
from graph_platform.words import table, words

_SURNAMES = {
    **{
        "王": 0.071,
        "李": 0.070,
        "张": 0.067,
        "刘": 0.054,
        "陈": 0.045,
        "杨": 0.031,
        "黄": 0.022,
        "赵": 0.021,
    },
    **{
        "吴": 0.020,
        "周": 0.019,
        "徐": 0.014,
        "孙": 0.014,
        "马": 0.013,
        "朱": 0.013,
        "胡": 0.011,
        "郭": 0.011,
    },
    **{
        "何": 0.010,
        "林": 0.010,
        "高": 0.010,
        "罗": 0.009,
        "郑": 0.009,
        "梁": 0.008,
        "谢": 0.007,
        "宋": 0.007,
    },
}
"""Shares of the 24 most frequent surnames (ministry of public security, 全国姓名报告 2020)."""
_OTHER_SURNAME = 0.002
_COMMON_BRANDS = words("common_brands")
_GIVEN = words("given_characters")
_COMMON_EN = words("common_surnames_en")


def person_name(key: str) -> float:
    """The share of people who are called so, at a guess: 张伟 is one in 5,000, 欧阳靖雯 one in some million.

    A Chinese name is taken for independent draws of a surname and the characters of a given name.
    """
    if HAS_HAN.search(key):
        share = _SURNAMES.get(key[0], _OTHER_SURNAME) * (0.2 if len(key) == 2 else 0.8)
        for character in key[1:4]:
            share *= _given(character)
        # 志强 is more than 志 and 强 met by chance
        if len(key) == 3 and _GIVEN.issuperset(key[1:]):
            share *= 5
        return max(share, 1e-8)
    words = key.split()
    if (
        len(words) > 1
        and all(map(is_syllables, words))
        and not _spelt_surnames().isdisjoint((words[0], words[-1]))
    ):
        return 3e-5 if len(words) < 4 and len(key) < 14 else 1e-5
    common = len(_COMMON_EN.intersection((words[0], words[-1]))) + (words[0] in _given_names())
    return (1e-6, 6e-6, 4e-5, 4e-5)[common]


@lru_cache(maxsize=65536)
def is_syllables(word: str) -> bool:
    """Whether a word in Latin letters may be a Chinese name's."""
    return len(word) < 5 or bool(syllables(word))


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    """Given names in English that have short forms, and these."""
    from nicknames import name_triplets

    forms = (name for row in table("nicknames") for forms in row for name in forms.split())
    return frozenset(name for one, _, other in name_triplets() for name in (one, other)) | frozenset(forms)


@lru_cache(maxsize=1)
def _spelt_surnames() -> frozenset[str]:
    """Chinese surnames in Latin letters, as Pinyin and custom spell them."""
    custom = (spelling for _, spellings in table("hokkien_surnames") for spelling in spellings.split())
    return frozenset(custom) | frozenset(_surname_sounds())


@lru_cache(maxsize=8192)
def _given(character: str) -> float:
    """The share of given names with this character in this place."""
    if character in _GIVEN:
        return 0.01
    coded = character.encode("gb2312", "ignore")
    # the first plane of GB 2312 holds the 3,755 characters that are met daily
    return 0.0008 if coded and coded[0] <= 0xD7 else 0.0001


def person_sound(sound: str) -> float:
    """The share of people whose name sounds so: several names share a sound, and long ones are rare."""
    said = syllables(sound)
    if not 2 <= len(said) <= 4:
        return 1e-6 if len(sound) > 10 else 1e-5
    # which end has the surname is not told
    return max(_spoken_name(said[0], said[1:]), _spoken_name(said[-1], said[:-1]))


def _spoken_name(surname: str, given: Sequence[str]) -> float:
    share = _surname_sounds().get(surname, _OTHER_SURNAME / 2) * (0.2 if len(given) == 1 else 0.8)
    for syllable in given:
        share *= 0.004 + _given_sounds().get(syllable, 0.0)
    return max(share, 1e-8)


@lru_cache(maxsize=1)
def _surname_sounds() -> dict[str, float]:
    """The share of surnames with each sound."""
    shares: dict[str, float] = {}
    for surname in words("surnames") | _SURNAMES.keys():
        sound = readings_of_person(surname + "一")[0].syllable
        shares[sound] = shares.get(sound, 0.0) + _SURNAMES.get(surname, _OTHER_SURNAME)
    return shares


@lru_cache(maxsize=1)
def _given_sounds() -> dict[str, float]:
    """The share of characters of given names with each sound, frequent characters alone."""
    shares: dict[str, float] = {}
    for character in _GIVEN:
        shares[spoken(character)] = shares.get(spoken(character), 0.0) + 0.01
    return shares


_BRANDS_BY_LENGTH = {1: 5e-3, 2: 5e-5, 3: 1e-6}
_LONGER_BRAND = 5e-8
_TERM = 0.05
_PLACE = 0.02


@lru_cache(maxsize=65536)
def organization_name(core: str) -> float:
    """The share of organizations that are called so, without the legal form.

    Place, brand and terms are taken for independent draws; a brand of two characters is many a company's.
    """
    if core in WELL_KNOWN or core.startswith(PUBLIC_BODY):
        return 1e-9
    if HAS_HAN.search(core):
        return max(0.5 * _chinese(core), 1e-9)
    share = 0.5
    for word in core.split():
        share *= _word(word)
    return max(share, 1e-9)


def _chinese(core: str) -> float:
    places, rest, _ = places_of(core)
    terms, pieces = cut(rest)
    share = _PLACE ** len(places) * _TERM ** len(terms)
    for piece in pieces:
        if piece in _COMMON_BRANDS:
            share *= 2e-3
        elif len(set(piece)) == 1 or is_common(piece):
            share *= 1e-3
        else:
            share *= _BRANDS_BY_LENGTH.get(len(piece), _LONGER_BRAND)
    return share


def _word(word: str) -> float:
    if word in _COMMON_BRANDS:
        return 5e-3
    if word in PLACES_EN:
        return _PLACE
    if word in EN:
        return _TERM
    return _english(word)


def is_common_brand(brand: str) -> bool:
    """Whether a Chinese brand is a word that many companies choose."""
    return brand in _COMMON_BRANDS or is_common(brand)


def is_distinctive(brand: str, tokens: int) -> bool:
    """Whether a name can stand for one organization alone: by a brand that hardly another has, or with no brand at all,
    as public bodies are called, by place, number and kind."""
    return _brand(brand) <= RARE_BRAND if brand else tokens >= 3


RARE_BRAND = 2e-6


def _brand(brand: str) -> float:
    if brand in WELL_KNOWN:
        return 1e-9
    if HAS_HAN.search(brand):
        if brand[:2] in _COMMON_BRANDS:
            return 2e-3 if len(brand) < 4 else 1e-4
        if is_common(brand) or brand[1:] in PLACES_ZH:
            return 1e-3
        return _BRANDS_BY_LENGTH.get(len(brand), _LONGER_BRAND)
    share = 1.0
    for word in brand.split():
        share *= _english(word)
    return share


def is_rare(word: str) -> bool:
    """Whether a word of a brand in Latin letters is hardly any other's: a coined one."""
    return _english(word) <= RARE_BRAND


def _english(word: str) -> float:
    if word in _COMMON_BRANDS or word in PLACES_EN or word in _COMMON_EN:
        return 5e-3
    if word in dictionary() or len(word) < 4:
        return 2e-3
    return 1e-4 if len(word) < 6 else 1e-6


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The 82,765 words of English that are met most, out of symspellpy's list."""
    path = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    return frozenset(
        line.split()[0] for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()
    )
