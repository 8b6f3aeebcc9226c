"""Organizations' names in Chinese and English, taken apart: place, brand, terms, legal form, branch.

read_name("北京字节跳动科技有限公司")   place beijing, brand 字节跳动, term science, form ltd
read_name("Siemens Energy AG")       brand 西门子, term energy, form ag
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from graph_platform.resolution.han import HAS_HAN, spoken
from graph_platform.resolution.places import PLACES_EN, PLACES_ZH, REGIONS
from graph_platform.resolution.terms import EN, FILLER, LONGEST_ZH, NUMBER_WORDS, ORDINALS, WELL_KNOWN, ZH
from graph_platform.resolution.translation import lemma, meanings
from graph_platform.resolution.words import words
from graph_platform.search_keys import fold, plain_latin

LONGEST = 300
SILENT = frozenset(
    [
        "science",
        "technics",
        "industrial",
        "enterprise",
        "management",
        "development",
        "international",
        "company",
    ]
)
"""Terms that a short name leaves out, since they tell no company from another of its brand."""

_FORMS_ZH = {
    "股份有限公司": "ltd by shares",
    "股份公司": "ltd by shares",
    "有限责任公司": "ltd",
    "有限公司": "ltd",
    "(普通合伙)": "partnership",
    "(有限合伙)": "partnership",
    "合伙企业": "partnership",
    "公司": "",
}
_FORM_ZH = re.compile(f"(?:{'|'.join(re.escape(f) for f in sorted(_FORMS_ZH, key=len, reverse=True))})$")
_BRANCH_KIND = "|".join(sorted(words("branch_kinds"), key=len, reverse=True))
_BRANCH_ZH = re.compile(
    rf"^(?P<head>.*(?:公司|银行|集团|中心|大学|医院|酒店|超市)|.{{2,12}}?)(?P<branch>[^公]{{0,12}}(?:{_BRANCH_KIND}))$"
)
_ABOVE = re.compile(r"^(?:中华人民共和国|国家税务总局)(?=..)")
"""What a public body's full name begins with, and its usual one leaves out."""
_BRANCH_EN = re.compile(
    r"\b(?:branch(?: office)?|representative office|rep office|zweigniederlassung|niederlassung|succursale)\b"
)
_FORM_EN = re.compile(r"\b(?:societe anonyme|proprietary limited|public limited company)\b")
_FORMS_EN = {"coltd": "ltd", "company": "co", "ptyltd": "pty"}
"""One form as several systems of short forms call it."""
_IN_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_DATED = re.compile(r"[(（]?\s*(?:since|until|from|to|至|自|原名|曾用名)?[:：]?\s*[0-9]{4}[^)）]*[)）]")
_WORDS = re.compile(r"[^\W_]+")
_NUMERALS = str.maketrans("〇一二三四五六七八九", "0123456789")
_NUMBERED = re.compile(r"第([〇一二三四五六七八九十0-9]+)")
_AT_END_ONLY = frozenset("局厂")


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name, as far as it says which organization is meant. All in small letters and simplified characters.

    `key` is the whole name, `core` the name without its legal form, `brand` what is left without place and terms,
    `sound` the brand as it is spoken, `tokens` place, terms and brand in words that both languages share, `meant` these
    and what the brand's words mean in English, `heard` those of the brand, `ordinals` the numbers in it, `branch` what
    a branch is called.
    """

    key: str
    core: str
    brand: str
    sound: str
    place: str = ""
    region: str = ""
    """A country or a part of the world, which makes a name that of a regional company."""
    terms: tuple[str, ...] = ()
    form: str = ""
    branch: str = ""
    ordinals: str = ""
    acronym: str = ""
    tokens: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    chinese: bool = False

    @property
    def trade(self) -> str:
        """The terms that tell it from its sisters."""
        return " ".join(sorted(set(self.terms) - SILENT))


@lru_cache(maxsize=131072)
def read_name(text: str) -> OrganizationName | None:
    """One name of an organization; nothing where the text holds no letter."""
    text = _DATED.sub("", unicodedata.normalize("NFKC", text[:LONGEST])).strip()
    if HAS_HAN.search(text):
        return _chinese(text)
    return _latin(text) if fold(text) else None


def _chinese(text: str) -> OrganizationName:
    bracketed = fold(" ".join(_IN_BRACKETS.findall(text))).replace(" ", "")
    key = fold(text).replace(" ", "")
    name = fold(_IN_BRACKETS.sub("", text)).replace(" ", "") or key
    if re.search(f"(?:{_BRANCH_KIND})$", bracketed):
        name += bracketed
    name = _ABOVE.sub("", name)
    branch = ""
    if found := _BRANCH_ZH.match(name):
        branch, name = found["branch"], found["head"]
    form = ""
    while after := _FORM_ZH.search(name):
        if after.start() == 0:
            break
        form = form or _FORMS_ZH[after[0]]
        name = name[: after.start()]
    name = _NUMBERED.sub(lambda found: "第" + _number(found[1]), name)
    place, rest = _place_zh(name)
    region = _place_zh(bracketed + "  ")[0]
    place = place or region
    known = WELL_KNOWN.get(name) or WELL_KNOWN.get(rest)
    terms, pieces = _terms_zh(rest)
    brand = known or "".join(pieces) or rest or name
    brand = WELL_KNOWN.get(brand, brand)
    heard = tuple(spoken(piece) for piece in pieces)
    return OrganizationName(
        key=key,
        core=known or name,
        brand=brand,
        sound=spoken(brand),
        place=place,
        region=region,
        terms=() if known else terms,
        form=form,
        branch=branch,
        ordinals="".join(_NUMBERED.findall(rest)),
        tokens=tuple(filter(None, (place, *terms, *heard))),
        meant=tuple(
            dict.fromkeys(filter(None, (place, *terms, *heard, *(w for p in pieces for w in meanings(p)))))
        ),
        heard=heard,
        chinese=True,
    )


def _number(said: str) -> str:
    if said in ("十", "10"):
        return "10"
    return said.replace("十", "1" if said[0] == "十" else "").translate(_NUMERALS)


def _place_zh(name: str) -> tuple[str, str]:
    """The place that a name begins with, and the rest; a name that is nothing but a place keeps it."""
    place, rest = "", name
    for _ in range(3):
        length = next((n for n in range(min(8, len(rest) - 2), 1, -1) if rest[:n] in PLACES_ZH), 0)
        if not length:
            break
        place, rest = PLACES_ZH[rest[:length]], rest[length:].lstrip("省市区县")
    return place, rest.strip()


def _terms_zh(rest: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms in a name, and the pieces between them, of which the brand is made."""
    terms, pieces, start, place = [], [], 0, 0
    while place < len(rest):
        length = next(
            (n for n in range(min(LONGEST_ZH, len(rest) - place), 1, -1) if rest[place : place + n] in ZH), 0
        )
        if not length and rest[place] in _AT_END_ONLY and place == len(rest) - 1 and place:
            length = 1
        # a brand may begin with what is a term elsewhere: 东方, 通用
        if length and (place or length == len(rest) or rest[:length].startswith("第") or length > 2):
            if start < place:
                pieces.append(rest[start:place])
            terms.append(ZH[rest[place : place + length]])
            start = place = place + length
        else:
            place += 1
    if start < len(rest):
        pieces.append(rest[start:])
    return tuple(terms), tuple(pieces)


def _latin(text: str) -> OrganizationName:
    from rigour.names.org_types import extract_org_types, remove_org_types

    folded = fold(text)
    cased = text.casefold().replace("&", " and ")
    forms = {_FORMS_EN.get(short, short) for _, short in extract_org_types(cased)} - {"co"}
    bare = _FORM_EN.sub(" ", plain_latin(remove_org_types(cased) or cased))
    branch = "branch" if _BRANCH_EN.search(bare) else ""
    bare = _BRANCH_EN.sub(" ", bare)
    said = _WORDS.findall(bare.replace(".", "").replace("'", "").replace("’", ""))
    told = [NUMBER_WORDS.get(word, word) for word in said if word not in FILLER] or said or [folded]
    core = " ".join(told)
    known = WELL_KNOWN.get(core)
    terms = tuple(EN[word] for word in told if word in EN)
    places = [PLACES_EN[word] for word in told if word in PLACES_EN]
    heard = [word for word in told if word not in PLACES_EN and word not in EN]
    brand = " ".join(heard or told)
    brand = known or WELL_KNOWN.get(brand, brand)
    return OrganizationName(
        key=folded,
        core=known or core,
        brand=brand,
        sound=spoken(brand) if HAS_HAN.search(brand) else brand.replace(" ", ""),
        place=places[0] if places and len(places) < len(told) else "",
        region=next((place for place in places if place in REGIONS and not known), ""),
        terms=() if known else terms,
        form="/".join(sorted(forms)),
        branch=branch,
        ordinals="".join(ORDINALS.get(word, word) for word in told if word.isdigit() or word in ORDINALS),
        acronym=_acronym(told, said),
        tokens=tuple(dict.fromkeys((*places, *terms, *heard))),
        meant=tuple(dict.fromkeys((*places, *terms, *map(lemma, heard)))),
        heard=tuple(heard),
    )


def _acronym(words: list[str], said: list[str]) -> str:
    if len(words) == 1:
        return words[0] if 2 <= len(words[0]) <= 6 else ""
    return (
        "".join(word[0] for word in said if word not in ("of", "and", "the", "for")) if len(words) > 2 else ""
    )
