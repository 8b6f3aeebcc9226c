"""Sums of money: how much, and of what currency."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.cleaning.numbers import quantity
from graph_platform.cleaning.numerals import IS_NUMERAL, chinese_number
from graph_platform.cleaning.outcome import Amount, Clean, Unclean
from graph_platform.cleaning.wording import NULLS, plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_WORDS = {
    "CNY": "人民币 人民币元 rmb cn¥ yuan renminbi",
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
    "CHF": "瑞士法郎 瑞郎 sfr fr",
    "INR": "印度卢比 ₹ rs",
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
_OF_MANY = frozenset("$¥元圆圓")
"""Signs that several currencies share: the source's own decides, or else the most usual."""
_DOLLARS = frozenset(("USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD", "MXN", "MOP"))
_YUAN = frozenset(("CNY", "TWD", "HKD", "MOP"))

_CHINESE_WORDS = "|".join(sorted((w for w in _BY_WORD if not w.isascii()), key=len, reverse=True))
_WORD = rf"[A-Za-z]{{0,3}}\$|[A-Za-z]{{2}}¥|[¥元圆圓]|{_CHINESE_WORDS}"
_BEFORE = re.compile(
    rf"(?P<sign>[+\-−]?)\s*(?P<word>{_WORD}|[A-Za-z]{{2,8}}\.?(?![A-Za-z]))\s*(?P<rest>.+)", re.S
)
_AFTER = re.compile(rf"(?P<rest>.+?)\s*(?P<word>{_WORD}|(?<![A-Za-z])[A-Za-z]{{2,8}})", re.S)
_BRACKETED = re.compile(r"\(([^\d()]+)\)")
_EXACTLY = re.compile(r"[整正]$")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def _currency_of(word: str, usual: str | None) -> str | None:
    """The currency (ISO 4217) that a word, code or sign names; `usual` decides what `$` and `¥` are."""
    word = word.strip(" .").casefold()
    if word == "$":
        return usual if usual in _DOLLARS else "USD"
    if word == "¥":
        return "JPY" if usual == "JPY" else "CNY"
    if word in _OF_MANY:
        return usual if usual in _YUAN else "CNY"
    code = _BY_WORD.get(word)
    if code is None and len(word) == 3 and word.upper() in _codes():
        code = word.upper()
    return code


def clean_currency(said: object) -> str:
    """A currency's ISO 4217 code, or nothing where nothing is said."""
    if said is None or (isinstance(said, str) and said.strip() in NULLS):
        return ""
    code = _currency_of(plain(said), None) if isinstance(said, str) else None
    if code is None:
        raise Unclean("is not a currency")
    return code


def clean_money(said: Clean, formats: Formats, declared: Property) -> Amount:
    """A sum and its currency, out of `1000万元人民币`, `¥1,234.50`, `$53K`, `USD 1.2m` or a bare number."""
    if isinstance(said, str):
        return _sum(said, formats.decimal, formats.currency)
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise Unclean("is not a number")
    return quantity(repr(said), ".", letters=False), formats.currency or ""


@lru_cache(maxsize=16384)
def _sum(said: str, decimal: str, usual: str | None) -> Amount:
    text = _EXACTLY.sub("", _BRACKETED.sub(r" \1 ", plain(said))).strip()
    negative = text.startswith("(") and text.endswith(")")
    text, words = _without_currency(text[1:-1] if negative else text, usual)
    amount = (
        float(chinese_number(text)) if IS_NUMERAL.fullmatch(text) else quantity(text, decimal, letters=True)
    )
    return -amount if negative else amount, _one_currency(words, usual) or usual or ""


def _without_currency(text: str, usual: str | None) -> tuple[str, list[str]]:
    """The number with its multiplier, and the words before and after it that name a currency."""
    words: list[str] = []
    while found := _BEFORE.fullmatch(text):
        if _currency_of(found["word"], usual) is None:
            break
        words.append(found["word"])
        text = found["sign"] + found["rest"]
    while found := _AFTER.fullmatch(text):
        if _currency_of(found["word"], usual) is None:
            break
        words.append(found["word"])
        text = found["rest"]
    return text, words


def _one_currency(words: list[str], usual: str | None) -> str | None:
    """A code says more than a sign that several currencies share: `$50 CAD`."""
    exact = {_currency_of(word, usual) for word in words if word not in _OF_MANY}
    if len(exact) > 1:
        raise Unclean("names two currencies")
    return exact.pop() if exact else _currency_of(words[0], usual) if words else None
