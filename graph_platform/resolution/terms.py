"""Words of organizations' names in Chinese and English that mean the same: what a company does, what a body is.

A name is compared across the two languages by the terms in it; what is no term is a brand, compared by its sound.
"""

from __future__ import annotations

from graph_platform.words import table

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
        "ets",
        "etablissements",
    )
)
"""Words that no two names differ by."""

ZH: dict[str, str] = {}
EN: dict[str, str] = {}
for _term, _zh, _en in table("terms"):
    ZH |= dict.fromkeys(_zh.split(), _term)
    EN |= {"_".join(w for w in word.split("_") if w not in FILLER): _term for word in _en.split()}
LONGEST_ZH = max(map(len, ZH))
LONGEST_EN = max(word.count("_") + 1 for word in EN)
SILENT = frozenset(
    (
        "science",
        "technics",
        "industrial",
        "enterprise",
        "management",
        "development",
        "international",
        "company",
        "manufacturing",
        "provincial",
        "municipal",
        "county",
        "district",
        "retail",
    )
)
"""Terms that a short name leaves out, since they tell no company from another of its brand."""
PUBLIC = frozenset(
    (
        *(
            "tax",
            "health_commission",
            "drc",
            "sasac",
            "education_bureau",
            "market_regulation",
            "hr_bureau",
            "justice",
        ),
        *("housing_bureau", "resources_bureau", "civil", "statistics", "government", "court", "police"),
        *("procuratorate", "customs", "bureau", "street_office", "library", "museum", "university", "people"),
    )
)
"""Terms of bodies of which a place has one."""
PUBLIC_BODY = "="
"""What the core of such a body's name begins with, which is the same in both languages."""
GENERIC = frozenset(
    ("science", "technics", "network", "internet", "information", "data", "software", "smart", "digital")
)
"""Trades that a short name leaves out as well."""
NUMBERED = frozenset(("middle_school", "primary_school", "school", "hospital", "kindergarten", "people"))
"""Terms of bodies that are numbered in a place."""

ORDINALS = {
    **{"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7"},
    **{
        "eighth": "8",
        "ninth": "9",
        "tenth": "10",
        "1st": "1",
        "2nd": "2",
        "3rd": "3",
        "4th": "4",
        "5th": "5",
    },
}
NUMBER_WORDS = {
    **{"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7"},
    **{
        "eight": "8",
        "nine": "9",
        "ten": "10",
        "eleven": "11",
        "twelve": "12",
        "thirteen": "13",
        "fourteen": "14",
    },
    **{
        "fifteen": "15",
        "sixteen": "16",
        "seventeen": "17",
        "eighteen": "18",
        "nineteen": "19",
        "hundred": "100",
    },
}

TITLES: dict[str, str] = {}
"""What somebody does at work, in both languages: each title, and the one for all that mean the same."""
for _title, _zh, _en in table("titles"):
    TITLES |= dict.fromkeys((*_zh.split(), *_en.replace("_", "").split()), _title)

WELL_KNOWN: dict[str, str] = {}
"""Organizations whose names in the two languages no rule can turn into each other: each name, and the one for all."""
for _names in table("well_known"):
    WELL_KNOWN |= {
        " ".join(word for word in name.split() if word not in FILLER) or name: _names[0] for name in _names
    }
