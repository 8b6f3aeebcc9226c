"""Invented names of companies and people in Chinese and English, each of them once, in any number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from graph_platform.generator import vocabulary
from graph_platform.search_keys import fold
from graph_platform.words import lines, table, words

FORMS_ZH = ("有限公司",) * 7 + ("有限责任公司",) * 2 + ("股份有限公司", "集团有限公司")
FORMS_EN = (
    "Ltd",
    "Ltd",
    "Limited",
    "Limited",
    "Inc.",
    "LLC",
    "plc",
    "GmbH",
    "Co., Ltd.",
    "Corporation",
    "Holdings Ltd",
)
ONSETS = (
    *(
        "b",
        "br",
        "c",
        "cl",
        "d",
        "dr",
        "f",
        "fl",
        "g",
        "gr",
        "h",
        "j",
        "k",
        "l",
        "m",
        "n",
        "p",
        "pr",
        "qu",
        "r",
        "s",
    ),
    *("st", "t", "tr", "v", "w", "z"),
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io")
ENDS = ("", "n", "r", "x", "l", "ra", "tek", "dyne", "vane", "sol", "mar", "lex")
BEHIND_SURNAME = ("", "", " Brothers", " & Sons", " & Co", " Group")


@dataclass(frozen=True, slots=True)
class Named:
    """A name, what its bearer is called for short, and what it is called without its legal form."""

    name: str
    short: str
    plain: str
    person: bool = False


def invented(count: int, seed: int = 7) -> list[Named]:
    """So many names: half Chinese, half English, a tenth of each people's."""
    rng = Random(seed)
    chinese, english = _chinese(rng), _english(rng)
    found: dict[str, Named] = {}
    while len(found) < count:
        made = next(chinese if len(found) % 2 else english)
        found.setdefault(fold(made.name), made)
    return list(found.values())


def _chinese(rng: Random) -> Iterator[Named]:
    cities = sorted(words("cities") | words("provinces"))
    brands = "".join("".join(lines("brand_characters")).split())
    trades = sorted(
        {zh for trade in vocabulary.TRADES.values() for zh, *_ in trade}
        | {word for _, chinese, _ in table("terms")[:90] for word in chinese.split() if len(word) > 1}
    )
    surnames = [name for line in lines("surnames") for name in line.split()][:120]
    given = "".join("".join(lines("given_characters")).split())
    while True:
        if rng.random() < 0.1:
            name = rng.choice(surnames) + "".join(rng.choices(given, k=3 if rng.random() < 0.05 else 2))
            yield Named(name, name, name, person=True)
            continue
        brand = "".join(rng.choices(brands, k=2 if rng.random() < 0.3 else 3 if rng.random() < 0.8 else 4))
        trade, form = rng.choice(trades), rng.choice(FORMS_ZH)
        if rng.random() < 0.2:
            trade += rng.choice(trades)
        city = rng.choice(cities)
        place = rng.random()
        if place < 0.7:
            plain = f"{city}{'市' if place < 0.3 else ''}{brand}{trade}"
            yield Named(f"{plain}{form}", brand, plain)
        elif place < 0.85:
            yield Named(f"{brand}{trade}（{city}）{form}", brand, f"{brand}{trade}（{city}）")
        else:
            yield Named(f"{brand}{trade}{form}", brand, f"{brand}{trade}")


def _english(rng: Random) -> Iterator[Named]:
    surnames = [name.capitalize() for line in lines("common_surnames_en") for name in line.split()]
    towns = [
        *vocabulary.GB_PLACES,
        *(place.en for place in vocabulary.PLACES),
        "London",
        "Berlin",
        "Singapore",
    ]
    trades = sorted(
        {word for trade in vocabulary.TRADES.values() for _, *both, _ in trade for word in both}
        | {english.split()[0].replace("_", " ").title() for _, _, english in table("terms")[:90] if english}
    )
    brands: list[Callable[[], str]] = [
        lambda: _coined(rng),
        lambda: _coined(rng),
        lambda: rng.choice(surnames) + rng.choice(BEHIND_SURNAME),
        lambda: f"{rng.choice(vocabulary.PREFIXES_EN)} {_coined(rng)}",
        lambda: f"{rng.choice(surnames)} {rng.choice(surnames)}",
    ]
    while True:
        if rng.random() < 0.1:
            name = f"{rng.choice(vocabulary.FIRST_NAMES)} {rng.choice(surnames)}"
            if rng.random() < 0.9:
                name = f"{name}-{rng.choice(surnames)}"
            yield Named(name, name, name, person=True)
            continue
        brand, trade, form = rng.choice(brands)(), rng.choice(trades), rng.choice(FORMS_EN)
        town = f" ({rng.choice(towns)})" if rng.random() < 0.3 else ""
        yield Named(f"{brand} {trade}{town} {form}", brand, f"{brand} {trade}{town}")


def _coined(rng: Random) -> str:
    syllables = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.randint(1, 3)))
    return (syllables + rng.choice(ENDS)).capitalize()
