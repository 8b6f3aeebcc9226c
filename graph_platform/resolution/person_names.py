"""People's names in Chinese and English, taken apart so that two of them can be compared.

read_name("陈丽华")       surname 陈, sounds chenlihua and lihuachen
read_name("Dr. Li-hua Chen")  the same sounds, no title
read_name("陈总")         surname 陈, and no given name
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph_platform.pinyin import readings_of_person
from graph_platform.resolution.romanization import cantonese, hokkien_skeletons, skeleton, surname_skeletons
from graph_platform.search_keys import fold, plain_latin
from graph_platform.words import table, words

if TYPE_CHECKING:
    from nicknames import NickNamer

LONGEST = 100
"""Characters of a name that are looked at: nobody has a longer one, and a cell with a page of text costs nothing."""

COMPOUND_SURNAMES = words("compound_surnames")
SURNAMES = words("surnames")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_TITLES_ZH = words("titles_zh")
_TITLE_ZH = re.compile(f"(?:{'|'.join(sorted(_TITLES_ZH, key=len, reverse=True))})$")
_FAMILIAR = re.compile(r"^[小老阿](?=.$)")
_TITLES_EN = "|".join(sorted(words("titles_en"), key=len, reverse=True))
_TITLE_EN = re.compile(rf"^(?:(?:{_TITLES_EN}|tan sri|dato seri|datuk seri)\b\.?[ -]?)+(?=\S)")
_DOTTED = re.compile(r"^[^\W\d_]{2,6}\. (?=\S+ \S)")
"""What ends in a dot before two words is a title, whichever."""
_AFTER_EN = re.compile(r"[, ]+(?:ph\.?d|m\.?d|mba|cpa|cfa|esq|pmp|msc|bsc|mse|ma|ba|obe|mbe)\.?(?= |,|$)")
_GENERATION = re.compile(r"[, ]+(jr|sr|junior|senior|ii|iii|iv|2nd|3rd)\.?$")
_GENERATIONS = {"junior": "jr", "ii": "jr", "2nd": "jr", "senior": "sr", "3rd": "iii"}
_MAIDEN = re.compile(r"[(,]?\s*\b(?:née|nee|geb\.?|born|formerly|maiden name)\s+(?P<name>[^)(]+)\)?", re.I)
_IN_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name, as far as it says who somebody is. All lists hold small letters without accents.

    `key` is what equal names have in common (simplified characters, or Latin words as they stand), `sounds`
    the whole name in Mandarin or as it is spelt, family name first and last, `spellings` what other customs of spelling
    make of it, `short` an initial before the family name, `surnames` what the family name may be, `latin` the words
    of a name that is not Chinese, in which a slip of the keyboard leaves the same name.
    """

    key: str
    sound: str
    sounds: frozenset[str]
    spellings: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    given: str = ""
    latin: str = ""
    chinese: bool = False
    pinyin: bool = False
    two_words: str = ""
    partial: frozenset[str] = frozenset()
    """Two words of a longer Latin name, as which the name is met where a part is left out."""
    initials_only: bool = False
    generation: str = ""
    parts: tuple[str, ...] = ()


_MALE = re.compile(r"\b(?:mr|herr|sir|monsieur)\b|先生$", re.I)
_FEMALE = re.compile(r"\b(?:mrs|ms|miss|frau|mme|madame|lady|dame)\b|(?:女士|小姐|太太|夫人)$", re.I)


def gender_of(text: str) -> str:
    """What a title in a name says of its bearer: `m`, `f` or nothing."""
    return "m" if _MALE.search(text) else "f" if _FEMALE.search(text) else ""


def read_names(text: str) -> list[PersonName]:
    """Every name in a text: `Lily Chen (陈丽华)` and `陈丽华 Lily Chen` are two."""
    text = text[:LONGEST]
    found: list[PersonName] = []
    if maiden := _MAIDEN.search(text):
        text = _MAIDEN.sub(" ", text).strip()
        given = text.partition(" ")[0]
        own = maiden["name"].strip()
        found += filter(None, [read_name(text), read_name(own if " " in own else f"{given} {own}")])
    pieces = [_IN_BRACKETS.sub(" ", text), *_IN_BRACKETS.findall(text)]
    for piece in pieces:
        han = "".join(_HAN.findall(piece)).strip("·")
        rest = _HAN.sub(" ", piece).strip()
        for part in (han, rest):
            name = read_name(part) if part else None
            if name and name not in found:
                found.append(name)
    return found


@lru_cache(maxsize=65536)
def read_name(text: str) -> PersonName | None:
    """One name in one script; nothing where the text holds no letter."""
    folded = fold(text)
    if not folded:
        return None
    return _chinese(folded) if _HAN.match(folded) else _latin(text)


def _chinese(text: str) -> PersonName | None:
    parts = text.split()
    if len(parts) == 2 and _surname_of(parts[1]) == parts[1] and _surname_of(parts[0]) != parts[0]:
        parts.reverse()
    name = "".join(parts)
    titled = _TITLE_ZH.sub("", name, count=1)
    if titled != name and titled and (_surname_of(titled) or len(titled) > 1):
        # 张教授 loses a title, and 李经 of 李经理 nothing more
        name = titled
    if familiar := _FAMILIAR.match(name):
        return _familiar(name[1:], familiar[0])
    if not name:
        return None
    surname = (_surname_of(name) or name[: len(name) > 1]) if len(name) <= 4 else ""
    given = name[len(surname) :] if surname else ""
    syllables = [reading.syllable for reading in readings_of_person(name)]
    if len(name) == len(surname):
        return _surname_alone(name, "".join(syllables))
    if not surname:
        whole = "".join(syllables)
        return PersonName(name, whole, frozenset((whole,)), chinese=True)
    family, rest = "".join(syllables[: len(surname)]), "".join(syllables[len(surname) :])
    families = surname_skeletons(surname, family)
    customs = {skeleton(rest), skeleton("".join(map(cantonese, given))), *hokkien_skeletons(given)}
    spellings = {family + custom for family in families for custom in customs}
    initials = {"".join(s[0] for s in syllables[len(surname) :]), syllables[len(surname)][:1]}
    initials |= {cantonese(given[0])[:1]} - {""}
    return PersonName(
        key=name,
        sound=min(family + rest, rest + family),
        sounds=frozenset((family + rest, rest + family)),
        spellings=frozenset(spellings),
        short=frozenset(f"{initial} {f}" for initial in initials for f in families),
        surnames=families | {f"~{given[-1]}", f"~{given}"},
        given=rest,
        chinese=True,
    )


def _surname_alone(surname: str, sound: str, called: str = "") -> PersonName:
    surnames = surname_skeletons(surname, sound) | ({called} if called else frozenset())
    return PersonName(surname, sound, frozenset(), surnames=surnames, chinese=True)


def _familiar(name: str, before: str) -> PersonName:
    """老陈 has a surname, 阿强 the last character of a given name, and 小明 either."""
    sound = "".join(reading.syllable for reading in readings_of_person(name))
    return _surname_alone(name, sound, "" if before == "老" else f"~{name}")


def _surname_of(name: str) -> str:
    if name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1] if name[:1] in SURNAMES else ""


def _latin(text: str) -> PersonName | None:
    lowered = plain_latin(" ".join(text.casefold().split()))
    lowered = _AFTER_EN.sub("", _DOTTED.sub("", _TITLE_EN.sub("", lowered)))
    generation = ""
    if after := _GENERATION.search(lowered):
        generation = _GENERATIONS.get(after[1], after[1])
        lowered = lowered[: after.start()]
    family_first = "," in lowered
    # a hyphen joins the syllables of one given name
    parts = [
        _WORDS.findall(part.replace("-", "").replace("'", "").replace("’", "")) for part in lowered.split(",")
    ]
    words = [word for part in (parts[1:] + parts[:1] if family_first else parts) for word in part]
    if not words:
        return None
    if len(words) == 1:
        word = words[0]
        return PersonName(
            word,
            word,
            frozenset((word,)),
            surnames=frozenset((skeleton(word),)),
            latin=word,
            generation=generation,
            parts=(word,),
        )
    return _latin_words(words, generation)


_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er"
    r"|an|en|in|un|ia|ua|uo|a|o|e|i|u|v))+"
)


def _is_pinyin(words: list[str]) -> bool:
    """Whether this is a Chinese name in Pinyin: a surname that there is, and nothing but syllables."""
    return all(map(_SYLLABLES.fullmatch, words)) and not _surname_sounds().isdisjoint((words[0], words[-1]))


@lru_cache(maxsize=1)
def _surname_sounds() -> frozenset[str]:
    return frozenset(
        "".join(reading.syllable for reading in readings_of_person(name + "一")[:-1])
        for name in (*SURNAMES, *COMPOUND_SURNAMES)
    )


def _latin_words(words: list[str], generation: str) -> PersonName:
    joined = "".join(words)
    turned = words[-1] + "".join(words[:-1])
    first_last = f"{words[0]} {words[-1]}"
    tail = "".join(words[1:]) + words[0]
    initials_only = any(len(word) == 1 for word in words)
    ends = [(words[0], word) for word in words[1:]] + [(words[-1], words[0])]
    spellings = {skeleton(turned), skeleton(joined), skeleton(tail), first_last}
    longer = len(words) > 2
    spellings |= {f"{name} {words[-1]}" for name in _canonical_givens(words[0])}
    spellings |= {without_umlauts(f"{name} {words[-1]}") for name in _canonical_givens(words[0])}
    if len(words) > 3:
        # an English given name, or a husband's family name, stands before a Chinese name
        for own in (words[1:], words[:-1]):
            spellings |= {skeleton("".join(own)), skeleton("".join(own[1:]) + own[0])}
    return PersonName(
        key=" ".join(words),
        sound=min(joined, turned, tail),
        sounds=frozenset((joined, turned, tail)) if not initials_only else frozenset((joined,)),
        spellings=frozenset(spellings) if not initials_only else frozenset(),
        short=frozenset(
            f"{given[0]} {form}" for given, family in ends for form in (family, skeleton(family))
        ),
        surnames=frozenset(skeleton(word) for word in words if len(word) > 1),
        given=words[0],
        latin=" ".join(sorted(words)),
        pinyin=_is_pinyin(words),
        two_words="" if longer else first_last,
        partial=frozenset(f"{words[0]} {word}" for word in words[1:]) if longer else frozenset(),
        initials_only=initials_only,
        generation=generation,
        parts=tuple(words),
    )


_SPELT = re.compile(r"(?<=[aou])e")


def without_umlauts(words: str) -> str:
    """Words in which an umlaut written out is one that isn't: schroeder, schroder."""
    return _SPELT.sub("", words)


@lru_cache(maxsize=16384)
def _canonical_givens(name: str) -> frozenset[str]:
    """The names that a given name is short for, itself among them."""
    return frozenset((name, *_namer().canonicals_of(name), *_other_forms().get(name, ())))


@lru_cache(maxsize=1)
def _other_forms() -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for name, others in table("nicknames"):
        for other in others.split():
            forms.setdefault(other, set()).add(name)
    return forms


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
