"""Places as people and sources write them: 上海, 上海市 and Shanghai are one; China, 中国 and CN too."""

from __future__ import annotations

from functools import lru_cache

import pycountry

from graph_platform.pinyin import readings
from graph_platform.search_keys import fold, typed_key
from graph_platform.words import table, words

_ENDS = ("特别行政区", "自治区", "壮族自治区", "市", "省", "区", "县")
_COUNTRIES_ZH = {
    "中国": "CN", "美国": "US", "英国": "GB", "德国": "DE", "法国": "FR", "日本": "JP", "韩国": "KR", "新加坡": "SG",
    "加拿大": "CA", "澳大利亚": "AU", "印度": "IN", "俄罗斯": "RU", "荷兰": "NL", "瑞士": "CH", "瑞典": "SE",
    "意大利": "IT",
    "西班牙": "ES", "巴西": "BR", "墨西哥": "MX", "泰国": "TH", "越南": "VN", "马来西亚": "MY",
    "香港": "HK", "台湾": "TW",
}  # fmt: skip
_COUNTRIES_EN = {"uk": "GB", "britain": "GB", "great britain": "GB", "usa": "US", "us": "US", "america": "US",
                 "the uk": "GB", "the us": "US", "the united kingdom": "GB", "the united states": "US"}  # fmt: skip


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What two spellings of one place share: its name without 市 or 省, by its sound where it is Chinese."""
    folded = fold(text)
    for end in _ENDS:
        if len(folded) > len(end) + 1 and folded.endswith(end):
            folded = folded.removesuffix(end)
            break
    for english, chinese in _world().items():
        if folded == chinese:
            return english
    if any(ord(each) > 0x2E7F for each in folded):
        return "".join(spoken for spoken, _, _ in readings(folded))
    return typed_key(folded.removesuffix(" city").removesuffix(" province"))


def country(text: str) -> str | None:
    """The ISO 3166 code of a country's name in Chinese or English; None where it is none."""
    name = text.strip().lower()
    if text.strip() in _COUNTRIES_ZH or name in _COUNTRIES_EN:
        return _COUNTRIES_ZH.get(text.strip()) or _COUNTRIES_EN[name]
    try:
        return str(pycountry.countries.lookup(name).alpha_2) if len(name) > 3 else None
    except LookupError:
        return None


@lru_cache(maxsize=4096)
def is_place(text: str) -> bool:
    """Whether a text is nothing but the name of a place that the lists know."""
    folded = fold(text)
    for end in ("", *_ENDS):
        if folded.removesuffix(end) in _known():
            return True
    return typed_key(folded) in _known() or country(text) is not None


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    chinese = [*words("cities"), *words("provinces"), *words("counties")]
    spoken = ("".join(spoken for spoken, _, _ in readings(each)) for each in chinese if len(each) > 1)
    foreign = _world()
    return frozenset({*chinese, *spoken, *foreign, *foreign.values()})


@lru_cache(maxsize=1)
def _world() -> dict[str, str]:
    return {row[0].strip(): row[1].strip() for row in table("world_cities")}
