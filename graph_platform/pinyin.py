"""How Chinese characters are read: by phrase where the phrase decides, else by the character's usual reading."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Reading(NamedTuple):
    """One character as it is read: `("zhang", "z", "zhang1张")`."""

    syllable: str
    initial: str
    sorted_by: str
    """Syllable, tone (5 is the light one) and the character itself, so that code points order it."""


_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_LONGEST_PHRASE = 4

_BUSINESS_PHRASES = {
    **{"朝阳": "cháo yáng", "商行": "shāng háng", "支行": "zhī háng", "分行": "fēn háng", "车行": "chē háng"},
    **{
        "洋行": "yáng háng",
        "厦门": "xià mén",
        "重卡": "zhòng kǎ",
        "长江": "cháng jiāng",
        "长三角": "cháng sān jiǎo",
    },
}
"""As names of companies and places have them, where the dictionary thinks of something else."""

_SURNAMES = {
    **{
        "单": "shàn",
        "曾": "zēng",
        "仇": "qiú",
        "解": "xiè",
        "区": "ōu",
        "查": "zhā",
        "任": "rén",
        "朴": "piáo",
    },
    **{
        "盖": "gě",
        "宁": "nìng",
        "员": "yùn",
        "纪": "jǐ",
        "缪": "miào",
        "翟": "zhái",
        "覃": "qín",
        "冼": "xiǎn",
    },
    **{"乐": "yuè", "种": "chóng", "秘": "bì", "繁": "pó", "折": "shé", "黑": "hè", "葛": "gě", "召": "shào"},
    **{
        "华": "huà",
        "尉": "wèi",
        "訾": "zī",
        "应": "yīng",
        "车": "chē",
        "祭": "zhài",
        "洗": "xiǎn",
        "褚": "chǔ",
    },
    **{
        "晟": "chéng",
        "那": "nā",
        "沈": "shěn",
        "夏": "xià",
        "卜": "bǔ",
        "盛": "shèng",
        "柏": "bǎi",
        "粘": "nián",
    },
    **{"尉迟": "yù chí", "万俟": "mò qí", "长孙": "zhǎng sūn", "单于": "chán yú", "澹台": "tán tái"},
    **{"令狐": "líng hú", "宰父": "zǎi fǔ", "皇甫": "huáng fǔ"},
}


def readings(chinese: str) -> list[Reading]:
    """The readings of a run of Chinese characters, in their order."""
    phrases, beginnings = _phrases()
    if beginnings.isdisjoint(chinese):
        return [_usual(character) for character in chinese]
    found: list[Reading] = []
    place = 0
    while place < len(chinese):
        if chinese[place] in beginnings:
            for length in range(min(_LONGEST_PHRASE, len(chinese) - place), 1, -1):
                phrase = phrases.get(chinese[place : place + length])
                if phrase:
                    found += phrase
                    place += length
                    break
            else:
                found.append(_usual(chinese[place]))
                place += 1
        else:
            found.append(_usual(chinese[place]))
            place += 1
    return found


def readings_of_person(chinese: str) -> list[Reading]:
    """The readings of a person's name, which begins with its surname and is no phrase."""
    for length in (2, 1):
        surname = _SURNAMES.get(chinese[:length])
        if surname and len(chinese) > length:
            return _spelled(chinese[:length], surname) + [_usual(character) for character in chinese[length:]]
    return [_usual(character) for character in chinese]


def _spelled(characters: str, syllables: str) -> list[Reading]:
    return [_reading(character, said) for character, said in zip(characters, syllables.split(), strict=True)]


def _reading(character: str, said: str) -> Reading:
    """Part `zhāng` into syllable and tone; `ü` becomes `v`, as it is typed."""
    marks = unicodedata.normalize("NFD", said).replace("u\u0308", "v")
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 5)
    syllable = "".join(mark for mark in marks if mark.isascii())
    return Reading(syllable, syllable[:1], f"{syllable}{tone}{character}")


@lru_cache(maxsize=32768)
def _usual(character: str) -> Reading:
    from pypinyin.constants import PINYIN_DICT

    said = PINYIN_DICT.get(ord(character), "").partition(",")[0]
    return _reading(character, said) if said else Reading(character, character, character)


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[str, list[Reading]], frozenset[str]]:
    """The phrases of up to four characters that are not read character by character, and what they begin with."""
    from pypinyin.constants import PHRASES_DICT

    found: dict[str, list[Reading]] = {}
    for phrase, said in PHRASES_DICT.items():
        if 2 <= len(phrase) <= _LONGEST_PHRASE and len(said) == len(phrase):
            read = _spelled(phrase, " ".join(syllables[0] for syllables in said))
            if any(r.syllable != _usual(letter).syllable for r, letter in zip(read, phrase, strict=True)):
                found[phrase] = read
    found |= {phrase: _spelled(phrase, said) for phrase, said in _BUSINESS_PHRASES.items()}
    return found, frozenset(phrase[0] for phrase in found)
