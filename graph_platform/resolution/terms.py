"""Words of organizations' names in Chinese and English that mean the same: what a company does, what a body is.

A name is compared across the two languages by the terms in it; what is no term is a brand, compared by its sound.
"""

from __future__ import annotations

from graph_platform.resolution.words import table

ZH: dict[str, str] = {}
EN: dict[str, str] = {}
for _term, _zh, _en in table("terms"):
    ZH |= dict.fromkeys(_zh.split(), _term)
    EN |= dict.fromkeys(_en.split(), _term)
LONGEST_ZH = max(map(len, ZH))

FILLER = frozenset(
    (
        "the",
        "of",
        "and",
        "for",
        "de",
        "la",
        "et",
        "und",
        "co",
        "company",
        "corp",
        "corporation",
        "inc",
        "ltd",
        "limited",
    )
)
"""Words that no two names differ by."""
ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}
NUMBER_WORDS = {
    **{"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7"},
    **{"eight": "8", "nine": "9", "ten": "10", "twelve": "12", "hundred": "100"},
}

WELL_KNOWN: dict[str, str] = {}
"""Organizations whose names in the two languages no rule can turn into each other: each name, and the one for all."""
for _names in table("well_known"):
    WELL_KNOWN |= {
        " ".join(word for word in name.split() if word not in FILLER): _names[0] for name in _names
    }
