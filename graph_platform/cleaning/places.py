"""Countries and languages, by code or by name in English and Chinese."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_CHINESE = ("zh_CN", "zh_TW", "zh_HK")
_COUNTRY_ALIASES = {
    "CN": "prc p.r.c. pr_china p.r._china people's_republic_of_china mainland_china china_mainland 中国大陆 内地 大陆"
    " 中华人民共和国 中国 chinese 汉",
    "HK": "hong_kong_sar hongkong hong_kong_sar_china hong_kong,_china 中国香港 香港特别行政区 香港 hong_konger",
    "MO": "macau macao_sar macau_sar 中国澳门 澳门特别行政区 澳门",
    "TW": "taiwan taiwan,_china 中国台湾 台湾 台灣 台湾省 台湾地区 taiwanese",
    "US": "usa u.s. u.s.a. united_states_of_america america the_united_states american 美国 美國 美",
    "GB": "uk u.k. britain great_britain england scotland wales northern_ireland british english scottish welsh"
    " northern_irish 英国 英國 大不列颠 英格兰 苏格兰 英",
    "KR": "korea south_korea republic_of_korea korean south_korean 韩国 南韩 大韩民国 韩",
    "KP": "north_korea dprk 朝鲜 北朝鲜",
    "RU": "russia russian 俄国 俄罗斯 俄罗斯联邦",
    "JP": "japanese 日本 日本国 日",
    "DE": "german deutschland 德国 德",
    "FR": "french 法国 法",
    "IT": "italian 意大利",
    "ES": "spanish 西班牙",
    "PT": "portuguese 葡萄牙",
    "NL": "dutch holland the_netherlands nederland 荷兰",
    "BE": "belgian",
    "CH": "swiss schweiz 瑞士",
    "AT": "austrian österreich 奥地利",
    "IE": "irish republic_of_ireland eire 爱尔兰",
    "SE": "swedish 瑞典",
    "NO": "norwegian 挪威",
    "DK": "danish 丹麦",
    "FI": "finnish 芬兰",
    "PL": "polish 波兰",
    "CZ": "czech czech_republic 捷克",
    "RO": "romanian",
    "HU": "hungarian",
    "BG": "bulgarian",
    "GR": "greek el",
    "UA": "ukrainian",
    "TR": "turkey turkish 土耳其",
    "IL": "israeli",
    "AE": "uae u.a.e. emirati 阿联酋",
    "SA": "saudi saudi_arabian ksa 沙特",
    "IN": "indian 印度",
    "PK": "pakistani",
    "LK": "sri_lankan",
    "NG": "nigerian",
    "ZA": "south_african 南非",
    "EG": "egyptian",
    "CA": "canadian 加拿大",
    "MX": "mexican 墨西哥",
    "BR": "brazilian brasil 巴西",
    "AR": "argentine argentinian",
    "CL": "chilean",
    "CO": "colombian",
    "AU": "australian 澳大利亚 澳洲",
    "NZ": "new_zealander 新西兰",
    "SG": "singaporean 新加坡 新加坡共和国",
    "MY": "malaysian 马来西亚",
    "ID": "indonesian",
    "TH": "thai 泰国",
    "VN": "vietnam vietnamese viet_nam 越南",
    "PH": "filipino philippine",
    "VG": "bvi british_virgin_islands 英属维尔京群岛 英属维京群岛",
    "KY": "cayman cayman_islands 开曼群岛 开曼",
    "CI": "ivory_coast",
    "XK": "kosovo xkx",
}
_LANGUAGE_ALIASES = {
    "zh": "chi zho cmn mandarin putonghua simplified_chinese traditional_chinese"
    " 汉语 漢語 中文 普通话 国语 简体中文 繁体中文 华语",
    "en": "英文 英语",
    "de": "deutsch 德文",
    "fr": "français 法文",
    "es": "español castilian",
    "ja": "日文 日本語",
    "nl": "flemish",
    "el": "greek",
}
_NATIONAL = re.compile(r"^the_|(?<=国)国籍$|籍$")


def _folded(name: str) -> str:
    return name.casefold().strip().replace(" ", "_")


def _without_brackets(name: str) -> str:
    return re.sub(r"_*\([^)]*\)|_*\[[^\]]*\]", "", name)


def _translations(domain: str) -> list[gettext.NullTranslations]:
    import pycountry

    return [
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[zh], fallback=True) for zh in _CHINESE
    ]


def _names(code: str, names: Iterable[str | None], translations: list[Any]) -> dict[str, str]:
    said = [name for name in names if name]
    every = said + [translation.gettext(name) for translation in translations for name in said]
    return {key: code for name in every for key in (_folded(name), _without_brackets(_folded(name)))}


def _aliases(aliases: dict[str, str]) -> dict[str, str]:
    return {word: code for code, words in aliases.items() for word in words.split()}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    import pycountry

    found: dict[str, str] = {}
    chinese = _translations("iso3166-1")
    for country in pycountry.countries:
        named = (country.name, getattr(country, "official_name", None), getattr(country, "common_name", None))
        found |= _names(country.alpha_2, named, chinese)
    for country in pycountry.countries:
        codes = (country.alpha_2, country.alpha_3, country.numeric)
        found |= {_folded(code): country.alpha_2 for code in codes}
    return found | _aliases(_COUNTRY_ALIASES)


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    import pycountry

    found: dict[str, str] = {}
    chinese = _translations("iso639-3")
    two_letters = [language for language in pycountry.languages if hasattr(language, "alpha_2")]
    for language in two_letters:
        found |= _names(language.alpha_2, (language.name, getattr(language, "common_name", None)), chinese)
    for language in two_letters:
        codes = (language.alpha_2, language.alpha_3, getattr(language, "bibliographic", language.alpha_3))
        found |= dict.fromkeys(codes, language.alpha_2)
    return found | _aliases(_LANGUAGE_ALIASES)


@lru_cache(maxsize=8192)
def _country(said: str) -> str:
    name = _folded(plain(said))
    codes = _countries()
    found = codes.get(name) or codes.get(_NATIONAL.sub("", name).strip(",."))
    if found is None and re.fullmatch(r"[a-z]{2}-[a-z0-9]{1,3}", name):
        found = codes.get(name[:2])
    if found is None:
        raise Unclean("is not a country")
    return found


def clean_country(said: Clean, formats: Formats, declared: Property) -> str:
    """ISO 3166-1 alpha-2, out of a code, a name, a nationality or a subdivision's code (`GB-ENG`)."""
    return _country(said if isinstance(said, str) else str(said))


@lru_cache(maxsize=4096)
def _language(said: str) -> str:
    name = _folded(plain(said))
    codes = _languages()
    found = codes.get(name) or codes.get(_without_brackets(name))
    if found is None and re.fullmatch(r"[a-z]{2,3}([_\-][a-z0-9]{2,8})+", name):
        found = codes.get(re.split(r"[_\-]", name)[0])
    if found is None:
        raise Unclean("is not a language")
    return found


def clean_language(said: Clean, formats: Formats, declared: Property) -> str:
    """ISO 639-1, out of a code (`zh-CN`, `eng`) or a name in English or Chinese."""
    return _language(said if isinstance(said, str) else str(said))
