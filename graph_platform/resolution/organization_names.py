"""Organizations' names in Chinese and English, taken apart: place, brand, terms, legal form, branch.

read_name("北京字节跳动科技有限公司")   place beijing, brand 字节跳动, term science, form ltd
read_name("Siemens Energy AG")       brand 西门子, term energy, form ag
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from graph_platform.resolution.han import HAS_HAN, spoken, spoken_apart
from graph_platform.resolution.latin_words import acronym, joined, numbers, spoken_together, squeezed
from graph_platform.resolution.legal_forms import without_forms
from graph_platform.resolution.organization_pieces import cut, places_of
from graph_platform.resolution.places import CITIES_SPOKEN, COUNTIES, PLACES_EN, REGIONS
from graph_platform.resolution.sounds import syllables, tells
from graph_platform.resolution.terms import (
    EN,
    FILLER,
    NUMBERED,
    ORDINALS,
    PUBLIC,
    PUBLIC_BODY,
    SILENT,
    WELL_KNOWN,
)
from graph_platform.resolution.translation import is_word, lemma, meanings
from graph_platform.search_keys import fold
from graph_platform.words import words

LONGEST = 300
_FORMS_ZH = {
    "股份有限公司": "ltd by shares",
    "股份公司": "ltd by shares",
    "有限责任公司": "ltd",
    "有限公司": "ltd",
    "(普通合伙)": "partnership",
    "(有限合伙)": "partnership",
    "合伙企业": "partnership",
    "集团公司": "group",
    "总公司": "",
    "公司": "",
    "株式会社": "kk",
    "有限会社": "yk",
    "个体工商户": "",
}
_FORM_ZH = re.compile(f"(?:{'|'.join(re.escape(f) for f in sorted(_FORMS_ZH, key=len, reverse=True))})$")
_FORM_BEFORE = re.compile(r"^(?:株式会社|有限会社)(?=.)")
_BRANCH_KIND = "|".join(sorted(words("branch_kinds"), key=len, reverse=True))
_BRANCH_ZH = re.compile(
    rf"^(?P<head>.*(?:公司|银行|集团|中心|大学|学院|医院|酒店|超市|药房|药店|餐厅|火锅|书店|幼儿园|快递|便利店|影城|电器|家居|酒楼|咖啡|证券|保险|商场|百货|事务所|研究院|学校|培训|口腔|眼科)|.{{2,12}}?)(?P<branch>[^公]{{0,12}}(?:{_BRANCH_KIND}))$"
)
_ABOVE = re.compile(r"^(?:中华人民共和国|国家税务总局)(?=..)")
"""What a public body's full name begins with, and its usual one leaves out."""
_BRANCH_EN = re.compile(
    r"\b(?:branch(?: office)?|representative office|rep office|zweigniederlassung|niederlassung|succursale)\b"
)
_IN_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_DATED = re.compile(r"[(（]?\s*(?:since|until|from|to|至|自|原名|曾用名)?[:：]?\s*[0-9]{4}[^)）]*[)）]")
_WORDS = re.compile(r"[^\W_]+")
_NUMERALS = str.maketrans("〇一二三四五六七八九", "0123456789")
_NUMBERED = re.compile(r"第([〇一二三四五六七八九十0-9]+)")
_GROUP = re.compile(r"[(（]集团[)）]")
_TOWNS_KIND = re.compile(r"(?<=..)[省市县区](?=.)")
_RANK = re.compile(r"(?<=..)[区县](?=..)")
_DIGITS_ZH = re.compile(r"(?<=[^一二三四五六七八九十])[一二三四五六七八九](?=号)")
_TOWN_EN = frozenset(("district", "county", "prefecture"))


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name, as far as it says which organization is meant. All in small letters and simplified characters.

    `key` is the whole name, `core` the name without its legal form, `brand` what is left without place and terms,
    `sound` the brand as it is spoken, `tokens` place, terms and brand in words that both languages share, `meant` these
    and what the brand's words mean in English, without words that say little, `pieces` how many there are of the former
    without those, `heard` those of the brand, `telling` sounds of it that hardly another has, `ordinals` the numbers in
    it, `branch` what a branch is called, `squeezed` the core in which a doubled or swapped letter makes no difference.
    """

    key: str
    core: str
    brand: str
    sound: str
    place: str = ""
    city: str = ""
    region: str = ""
    """A country or a part of the world, which makes a name that of a regional company."""
    terms: tuple[str, ...] = ()
    form: str = ""
    branch: str = ""
    ordinals: str = ""
    acronym: str = ""
    tokens: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    pieces: int = 1
    heard: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    squeezed: str = ""
    chinese: bool = False

    @property
    def trade(self) -> str:
        """The terms that tell it from its sisters."""
        return " ".join(sorted(set(self.terms) - SILENT))

    @property
    def is_public(self) -> bool:
        """Whether it is called as the one body of its kind in a place is: 锦州市税务局."""
        if "university" in self.terms and len(self.heard) == 1:
            return True
        if self.ordinals and not NUMBERED.isdisjoint(self.terms):
            return bool(self.place or self.heard) and len(self.heard) < 2
        return bool(self.place) and not self.heard and not PUBLIC.isdisjoint(self.terms)


@lru_cache(maxsize=131072)
def read_name(text: str) -> OrganizationName | None:
    """One name of an organization; nothing where the text holds no letter."""
    text = _GROUP.sub("集团", text[:LONGEST])
    text = _DATED.sub("", unicodedata.normalize("NFKC", text)).strip()
    if HAS_HAN.search(text):
        return _of_a_place(_chinese(text))
    return _of_a_place(_latin(text)) if fold(text) else None


def _of_a_place(name: OrganizationName) -> OrganizationName:
    """The name with a core of what it means, where it is a public body's: 宜春市卫健委 is the 宜春市卫生健康委员会."""
    if not name.is_public or name.core in WELL_KNOWN:
        return name
    told = " ".join(sorted((*_telling(name.tokens), name.ordinals)))
    return replace(name, core=f"{PUBLIC_BODY}{_rank_of(name)}{told}")


def _rank_of(name: OrganizationName) -> str:
    """Whether it is a district's or a county's: 清河县 and 清河区 are two."""
    if name.chinese:
        return "".join(sorted({*_RANK.findall(name.key)}))
    return "".join(rank for rank, term in (("区", "district"), ("县", "county")) if term in name.terms)


def _chinese(text: str) -> OrganizationName:
    bracketed = fold(" ".join(_IN_BRACKETS.findall(text))).replace(" ", "")
    key = fold(text).replace(" ", "")
    name = fold(_IN_BRACKETS.sub("", text)).replace(" ", "") or key
    if re.search(f"(?:{_BRANCH_KIND})$", bracketed):
        name += bracketed
    name = _ABOVE.sub("", name)
    branch = ""
    if found := _BRANCH_ZH.match(name):
        branch, name = _TOWNS_KIND.sub("", found["branch"]), found["head"]
    name, form = _without_form(name)
    name = _NUMBERED.sub(lambda found: "第" + _number(found[1]), name)
    name = _DIGITS_ZH.sub(lambda found: found[0].translate(_NUMERALS), name)
    places, rest, name = places_of(name)
    region = next(iter(places_of(bracketed + "  ")[0]), "")
    known = WELL_KNOWN.get(name) or WELL_KNOWN.get(rest) or WELL_KNOWN.get(name.removesuffix("集团"))
    places = places or ((region,) if region else ())
    terms, pieces = cut(rest)
    brand = known or "".join(pieces) or rest or name
    brand = WELL_KNOWN.get(brand, brand)
    heard = tuple(map(spoken, pieces))
    told = _telling(dict.fromkeys((*places, *terms, *heard)))
    return OrganizationName(
        key=key,
        core=known or name,
        brand=brand,
        sound="".join(heard) if brand == "".join(pieces) else spoken(brand),
        place=places[-1] if places else "",
        city=next((place for place in reversed(places) if place in CITIES_SPOKEN), ""),
        region=region,
        terms=() if known else terms,
        form=form,
        branch=branch,
        ordinals="".join(_NUMBERED.findall(rest)),
        tokens=tuple(dict.fromkeys((*places, *terms, *heard))),
        meant=tuple(dict.fromkeys((*told, *(word for piece in pieces for word in _other_words(piece))))),
        pieces=len(told),
        heard=heard,
        telling=tuple(
            sound for piece, sound in zip(pieces, heard, strict=True) if tells(_brand_in(piece, sound))
        ),
        squeezed=_squeezed_zh(known or name),
        chinese=True,
    )


def _without_form(name: str) -> tuple[str, str]:
    """A Chinese name without its legal form, and the form."""
    form = ""
    if before := _FORM_BEFORE.match(name):
        form, name = _FORMS_ZH[before[0]], name[before.end() :]
    while after := _FORM_ZH.search(name):
        if after.start() == 0:
            break
        form = form or _FORMS_ZH[after[0]]
        name = name[: after.start()] + ("集团" if after[0] == "集团公司" else "")
    return name, "" if form == "group" else form


def _number(said: str) -> str:
    if said in ("十", "10"):
        return "10"
    return said.replace("十", "1" if said[0] == "十" else "").translate(_NUMERALS)


def _telling(tokens: Iterable[str]) -> tuple[str, ...]:
    """Tokens without those that a name may leave out, where others are left."""
    tokens = tuple(tokens)
    return tuple(token for token in tokens if token not in SILENT) or tokens


def _other_words(piece: str) -> Iterator[str]:
    """What else a piece between terms may be in the other language: its meaning, or its beginning a brand."""
    yield from meanings(piece)
    if len(piece) > 3:
        said = spoken_apart(piece)
        for length in range(2, len(piece) - 1):
            yield "".join(said[:length])


def _brand_in(piece: str, sound: str) -> str:
    """A piece's sound, without a trade at its end that is no term."""
    return spoken(piece[:-2]) if len(piece) >= 4 and is_word(piece[-2:]) else sound


def _squeezed_zh(core: str) -> str:
    return re.sub(r"(.)\1", r"\1", core)


def _latin(text: str) -> OrganizationName:
    folded = fold(text)
    bare, forms = without_forms(text.casefold().replace("&", " and "))
    branch = "branch" if _BRANCH_EN.search(bare) else ""
    bare = _BRANCH_EN.sub(" ", bare)
    said = _WORDS.findall(bare)
    words_said = numbers([word for word in said if word not in FILLER]) or said or [folded]
    core = " ".join(words_said)
    known = WELL_KNOWN.get(core) or WELL_KNOWN.get(core.removesuffix(" group"))
    told = joined(words_said)
    terms = tuple(EN[word] for word in told if word in EN)
    places = tuple(
        PLACES_EN.get(word, word)
        for word, following in zip_longest(told, told[1:], fillvalue="")
        if word in PLACES_EN or (following in _TOWN_EN and syllables(word))
    )
    # behind its city, what is called as a town elsewhere is a brand
    brands = {place for place in places[1:] if place in COUNTIES and not _TOWN_EN.intersection(told)}
    places = tuple(place for place in places if place not in brands)
    heard = tuple(
        word
        for word in told
        if word not in EN
        and word not in places
        and not word.startswith("#")
        and PLACES_EN.get(word) not in {*places}
    )
    brand = " ".join(heard or told)
    brand = known or WELL_KNOWN.get(brand, brand)
    terms += tuple(word for word in told if word.startswith("#"))
    telling = _telling(dict.fromkeys((*places, *terms, *heard)))
    return OrganizationName(
        key=folded,
        core=known or core,
        brand=brand,
        sound=spoken(brand) if HAS_HAN.search(brand) else brand.replace(" ", ""),
        place=places[0] if places and len(places) < len(told) else "",
        city=next((place for place in places if place in CITIES_SPOKEN and len(told) > 1), ""),
        region=next((place for place in places if place in REGIONS and not known), ""),
        terms=() if known else terms,
        form="/".join(sorted(forms)),
        branch=branch,
        ordinals="".join(
            ORDINALS.get(word, word).lstrip("#")
            for word in told
            if word.lstrip("#").isdigit() or word in ORDINALS
        ),
        acronym=acronym(words_said, said),
        tokens=tuple(dict.fromkeys((*places, *terms, *heard))),
        meant=tuple(dict.fromkeys((*telling, *map(lemma, heard), *spoken_together(heard)))),
        pieces=len(telling),
        heard=heard,
        telling=tuple(word for word in (*heard, *spoken_together(heard)) if tells(word)),
        squeezed=" ".join(map(squeezed, words_said)),
    )
