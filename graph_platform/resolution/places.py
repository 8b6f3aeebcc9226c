"""Places as names and addresses hold them: China's provinces and larger cities, and some of the world's."""

from __future__ import annotations

from graph_platform.resolution.han import spoken
from graph_platform.resolution.words import words

_PROVINCES = words("provinces")
_CITIES = words("cities")
_WORLD = {
    **{
        "中国": "china",
        "美国": "us",
        "英国": "uk",
        "德国": "germany",
        "日本": "japan",
        "新加坡": "singapore",
    },
    **{
        "亚太": "asia pacific",
        "亚洲": "asia",
        "欧洲": "europe",
        "大中华": "china",
        "中华": "china",
        "法国": "france",
    },
}
_ENGLISH = {
    **{"china": "china", "chinese": "china", "prc": "china", "usa": "us", "america": "us", "american": "us"},
    **{
        "uk": "uk",
        "britain": "uk",
        "british": "uk",
        "england": "uk",
        "germany": "germany",
        "deutschland": "germany",
    },
    **{
        "japan": "japan",
        "singapore": "singapore",
        "asia": "asia",
        "apac": "asia pacific",
        "europe": "europe",
    },
    **{
        "france": "france",
        "india": "india",
        "london": "london",
        "berlin": "berlin",
        "munich": "munich",
        "paris": "paris",
    },
    **{
        "tokyo": "tokyo",
        "kowloon": "xianggang",
        "hk": "xianggang",
        "taiwan": "taiwan",
        "macau": "aomen",
        "macao": "aomen",
    },
    **{
        "tibet": "xizang",
        "peking": "beijing",
        "canton": "guangzhou",
        "harbin": "haerbin",
        "urumqi": "wulumuqi",
    },
    **{
        "netherlands": "netherlands",
        "holland": "netherlands",
        "amsterdam": "amsterdam",
        "australia": "australia",
    },
    **{"sydney": "sydney", "melbourne": "melbourne", "canada": "canada", "italy": "italy", "spain": "spain"},
}


def _places_zh() -> dict[str, str]:
    found = dict(_WORLD)
    for place in (*_PROVINCES, *_CITIES):
        sound = spoken(place)
        for ending in (
            "",
            "省",
            "市",
            "自治区",
            "壮族自治区",
            "回族自治区",
            "维吾尔自治区",
            "特别行政区",
            "地区",
        ):
            found[place + ending] = sound
    return found


PLACES_ZH = _places_zh()
"""Each place by its name, with and without what it is: what it is called in Pinyin, or in English abroad."""
PLACES_EN = {
    sound: sound for name, sound in PLACES_ZH.items() if name in _PROVINCES or name in _CITIES
} | _ENGLISH
"""The same by one word in Latin letters."""
CITIES = _CITIES | frozenset(("北京", "天津", "上海", "重庆", "香港", "澳门"))
REGIONS = frozenset(_WORLD.values()) | frozenset(
    ("xianggang", "aomen", "taiwan", "netherlands", "australia", "canada", "italy", "spain", "india")
)
"""Countries and parts of the world."""
