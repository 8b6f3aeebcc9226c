"""Sums of money: how much, and of what currency."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.cleaning.numbers import quantity
from graph_platform.cleaning.outcome import Amount, Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_WORDS = {
    "CNY": "人民币 rmb cn¥ 元人民币 yuan renminbi",
    "USD": "美元 美金 us$ usd$ dollars dollar",
    "HKD": "港元 港币 港幣 hk$",
    "TWD": "新台币 新臺幣 台币 nt$ ntd",
    "MOP": "澳门元 澳门币 mop$",
    "EUR": "欧元 歐元 € euro euros",
    "GBP": "英镑 英鎊 £ pound pounds",
    "JPY": "日元 日圆 日圓 jp¥ yen 円",
    "KRW": "韩元 韩币 ₩ won",
    "SGD": "新加坡元 新元 新币 s$",
    "AUD": "澳元 澳大利亚元 a$ au$",
    "CAD": "加元 加拿大元 c$ ca$",
    "NZD": "新西兰元 nz$",
    "CHF": "瑞士法郎 瑞郎 sfr fr.",
    "INR": "印度卢比 ₹ rs. rs",
    "RUB": "卢布 ₽",
    "THB": "泰铢 ฿",
    "VND": "越南盾 ₫",
    "BRL": "r$ 巴西雷亚尔",
    "SEK": "瑞典克朗",
    "NOK": "挪威克朗",
    "DKK": "丹麦克朗",
    "MYR": "马来西亚林吉特 林吉特 rm",
    "PLN": "zł",
    "ILS": "₪",
    "TRY": "₺",
    "UAH": "₴",
    "PHP": "₱",
}
_BY_WORD = {word: code for code, words in _WORDS.items() for word in words.split()}
_DOLLARS = frozenset(("USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD", "MXN", "MOP"))
_WHOLE = re.compile(r"(?:元|圆|圓)?[整正]$")
_NUMBER = re.compile(r"(?P<before>[^0-9.,()\[\]+\-−]*?)\s*(?P<sum>[(\[+\-−]?\s*(?P<inner>[^\d.]*?)[\d.].*)")
_AFTER = re.compile(
    r"(?P<sum>.*[\d.)\]])\s*(?P<unit>[A-Za-z]+|[十百千万萬亿億]+)?\s*(?P<after>[^\d\s.,)\]]*(?:\s[^\d\s]+)?)"
)


@lru_cache(maxsize=1024)
def _codes() -> frozenset[str]:
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def currency_of(word: str, usual: str | None) -> str | None:
    """The currency (ISO 4217) that a word, code or sign names; `usual` decides what `$` and `¥` are."""
    word = word.strip().casefold()
    if word in ("¥", "元", "圆"):
        return "JPY" if usual == "JPY" and word == "¥" else "CNY"
    if word == "$":
        return usual if usual in _DOLLARS else "USD"
    code = _BY_WORD.get(word)
    if code is None and len(word) == 3 and word.upper() in _codes():
        code = word.upper()
    return code


def clean_currency(said: object) -> str:
    """A currency's ISO 4217 code, or nothing where nothing is said."""
    if said is None or said == "":
        return ""
    code = currency_of(plain(said), None) if isinstance(said, str) else None
    if code is None:
        raise Unclean("is not a currency")
    return code


def clean_money(said: Clean, formats: Formats, declared: Property) -> Amount:
    """A sum and its currency, out of `1000万人民币`, `¥1,234.50`, `$53K`, `USD 1.2m` or a bare number."""
    if isinstance(said, str):
        return _sum(said, formats.decimal, formats.currency)
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise Unclean("is not a number")
    return quantity(repr(said), ".", letters=False), formats.currency or ""


@lru_cache(maxsize=16384)
def _sum(said: str, decimal: str, usual: str | None) -> Amount:
    text = plain(said)
    try:
        return quantity(text, decimal, letters=True), usual or ""
    except Unclean:
        pass
    raise Unclean("is not a sum of money")
