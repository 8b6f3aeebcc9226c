"""A Chinese organization's name cut into places, terms and what is left between them, of which its brand is made."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.resolution.han import spoken
from graph_platform.resolution.places import COUNTIES, PLACES_ZH
from graph_platform.resolution.terms import LONGEST_ZH, ZH
from graph_platform.resolution.translation import is_word

LONGEST_PLACE = 8
_UNKNOWN_TOWN = re.compile(
    r"^(?P<town>[^第]{2,4}?)(?:自治县|(?<![超夜股城都门集楼花菜])市(?![场政民])|(?<![社小园景地特校厂新老])区(?![域块])|县|(?<!小)镇)(?=..)"
)
"""A town that no list knows: 清溪市第一纺织厂, and not 华联超市."""
_KIND = re.compile(r"(?<=..)(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|地区|[省市县区])$")
_AT_END_ONLY = frozenset("局厂委厅")
_SINGLE = 3.0
"""What one character that is no term costs, beside what a piece costs: brands have two and more."""


def places_of(name: str) -> tuple[tuple[str, ...], str, str]:
    """The places that a name begins with, from the widest to the narrowest, the rest, and both without 省, 市 and 区.

    A name that is nothing but a place keeps it.
    """
    places: list[str] = []
    rest, said = name, ""
    for _ in range(4):
        length = next(
            (n for n in range(min(LONGEST_PLACE, len(rest) - 2), 1, -1) if rest[:n] in PLACES_ZH), 0
        )
        place = PLACES_ZH[rest[:length]] if length else ""
        # behind its city, what is called as a town elsewhere is a brand: 苏州平湖光学
        if length and places and place in COUNTIES and rest[length - 1] not in "市区县":
            break
        if length:
            said += _KIND.sub("", rest[:length])
            rest = _without_kind(rest[length:])
        elif found := _UNKNOWN_TOWN.match(rest):
            said += found["town"]
            place, rest = spoken(found["town"]), rest[found.end() :]
        else:
            break
        if place not in places:
            places.append(place)
    return tuple(places), rest.strip(), said + rest.strip()


def _without_kind(rest: str) -> str:
    return rest[1:] if rest[:1] in ("省", "市", "区", "县") and len(rest) > 2 else rest


@lru_cache(maxsize=65536)
def cut(rest: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms in a name without its places, and the pieces between them.

    Of all ways to cut it the one that leaves the fewest pieces, and none of a single character where that can be.
    """
    may_begin = any(rest[:length] in ZH for length in range(2, LONGEST_ZH + 1))
    if may_begin and len(rest) > 2 and not (only := _cut(rest, True))[1]:
        return only
    return _cut(rest, False)


def _cut(rest: str, begins: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cheapest cut; with `begins` a term may stand where a brand would."""
    length = len(rest)
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)] * (length + 1)
    # the cost up to each place, where its last part began, and whether that part is a term
    for end in range(1, length + 1):
        options = []
        for begin in range(max(0, end - LONGEST_ZH), end):
            piece = rest[begin:end]
            if _is_term(rest, piece, begin, begins):
                options.append((best[begin][0] + 0.3, begin, True))
        for begin in range(end):
            if best[begin][2]:
                lone = _SINGLE if end - begin == 1 else 0.0
                options.append((best[begin][0] + 1.0 + lone + 0.5 * (end - begin), begin, False))
        best[end] = min(options, key=lambda option: (option[0], option[1]))
    terms: list[str] = []
    pieces: list[str] = []
    end = length
    while end:
        _, begin, is_term = best[end]
        if is_term:
            piece = rest[begin:end]
            terms.append(ZH.get(piece, f"#{piece[1:]}"))
        else:
            pieces += reversed(_words_behind(rest[begin:end]))
        end = begin
    return tuple(reversed(terms)), tuple(reversed(pieces))


def _words_behind(piece: str) -> list[str]:
    """What is left of a name, with words of the language at its end apart: 科威尔电源系统."""
    behind: list[str] = []
    while len(piece) > 4 and is_word(piece[-2:]):
        behind.append(piece[-2:])
        piece = piece[:-2]
    return [piece, *reversed(behind)]


def _is_term(rest: str, piece: str, begin: int, begins: bool) -> bool:
    length = len(rest)
    if piece not in ZH:
        return (
            piece[0] == "第"
            and piece[1:].isdigit()
            and rest[begin + len(piece) : begin + len(piece) + 1].isdigit() is False
        )
    if len(piece) == 1:
        return begin > 0 and begin == length - 1 and piece in _AT_END_ONLY
    # a brand may begin with what is a term elsewhere: 东方, 通用
    return begins or begin > 0 or len(piece) == length or piece.startswith("第") or len(piece) > 2
