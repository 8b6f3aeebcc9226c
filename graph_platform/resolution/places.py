"""Places as names and addresses hold them: China's provinces and larger cities, and some of the world's."""

from __future__ import annotations

from graph_platform.resolution.han import spoken
from graph_platform.words import table, words

_PROVINCES = words("provinces")
_CITIES = words("cities")
_COUNTIES = words("counties")
_WORLD_CITIES = table("world_cities")
_WORLD = {
    **{
        "中国": "china",
        "美国": "us",
        "英国": "uk",
        "德国": "germany",
        "日本": "japan",
        "新加坡": "singapore",
        "韩国": "korea",
        "印度": "india",
        "泰国": "thailand",
        "越南": "vietnam",
        "马来西亚": "malaysia",
        "印度尼西亚": "indonesia",
        "印尼": "indonesia",
        "菲律宾": "philippines",
        "澳大利亚": "australia",
        "澳洲": "australia",
        "加拿大": "canada",
        "巴西": "brazil",
        "墨西哥": "mexico",
        "俄罗斯": "russia",
        "意大利": "italy",
        "西班牙": "spain",
        "荷兰": "netherlands",
        "瑞士": "switzerland",
        "瑞典": "sweden",
        "波兰": "poland",
        "土耳其": "turkey",
        "阿联酋": "uae",
        "非洲": "africa",
        "北美": "north america",
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
        "hongkong": "xianggang",
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
    **{
        "korea": "korea",
        "thailand": "thailand",
        "vietnam": "vietnam",
        "malaysia": "malaysia",
        "indonesia": "indonesia",
        "philippines": "philippines",
        "brazil": "brazil",
        "brasil": "brazil",
        "mexico": "mexico",
        "russia": "russia",
        "switzerland": "switzerland",
        "sweden": "sweden",
        "poland": "poland",
        "polska": "poland",
        "turkey": "turkey",
        "uae": "uae",
        "africa": "africa",
        "italia": "italy",
        "espana": "spain",
        "nederland": "netherlands",
        "schweiz": "switzerland",
        "suisse": "switzerland",
        "osterreich": "austria",
        "austria": "austria",
        "belgium": "belgium",
        "ireland": "ireland",
        "denmark": "denmark",
        "norway": "norway",
        "finland": "finland",
        "portugal": "portugal",
    },
    **{
        "amoy": "xiamen",
        "swatow": "shantou",
        "tsingtao": "qingdao",
        "nanking": "nanjing",
        "chungking": "chongqing",
        "tientsin": "tianjin",
        "hohhot": "huhehaote",
        "lhasa": "lasa",
        "taipei": "taibei",
        "kaohsiung": "gaoxiong",
        "taichung": "taizhong",
        "hsinchu": "xinzhu",
        "tainan": "tainan",
        "xian": "xian",
        "ordos": "eerduosi",
        "baotou": "baotou",
    },
    **{"sydney": "sydney", "melbourne": "melbourne", "canada": "canada", "italy": "italy", "spain": "spain"},
}


def _places_zh() -> dict[str, str]:
    found = dict(_WORLD) | {chinese: english for english, chinese, _ in _WORLD_CITIES}
    for place in (*_PROVINCES, *_CITIES, *_COUNTIES):
        sound = "shaanxi" if place == "陕西" else spoken(place)
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
            *(("县", "区") if place in _COUNTIES else ()),
        ):
            found[place + ending] = sound
    return found


PLACES_ZH = _places_zh()
"""Each place by its name, with and without what it is: what it is called in Pinyin, or in English abroad."""
PLACES_EN = (
    {sound: sound for name, sound in PLACES_ZH.items() if name in _PROVINCES | _CITIES | _COUNTIES}
    | _ENGLISH
    | {name: english for english, _, own in _WORLD_CITIES for name in (english, *own.split())}
)
"""The same by one word in Latin letters."""
COUNTIES = frozenset(PLACES_ZH[county] for county in _COUNTIES)
"""Towns and districts, as they are spoken."""
CITIES = _CITIES | frozenset(("北京", "天津", "上海", "重庆", "香港", "澳门"))
CITIES_SPOKEN = frozenset(PLACES_ZH[city] for city in CITIES) | frozenset(row[0] for row in _WORLD_CITIES)
"""The same as they are spoken."""
REGIONS = frozenset(_WORLD.values()) | frozenset(
    (
        "xianggang",
        "aomen",
        "taiwan",
        "netherlands",
        "australia",
        "canada",
        "italy",
        "spain",
        "india",
        "korea",
        "thailand",
        "vietnam",
        "malaysia",
        "indonesia",
        "philippines",
        "brazil",
        "mexico",
        "russia",
        "switzerland",
        "sweden",
        "poland",
        "turkey",
        "uae",
        "africa",
        "north america",
        "austria",
        "belgium",
        "ireland",
        "denmark",
        "norway",
        "finland",
        "portugal",
    )
)
"""Countries and parts of the world."""
