"""Numbers that stand for a person."""

from __future__ import annotations

import re
from datetime import date

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_RESIDENT = re.compile(r"(?:[1-5][1-7]|6[1-5]|71|8[123]|9[1-9])[0-9]{15}[0-9X]")
_OLD = re.compile(r"[1-8][0-9]{14}")
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_SPACES = re.compile(r"[\s\-]+")
_STARS_OF_X = re.compile(r"X{2,}")


def clean_resident_id(said: Clean, formats: Formats, declared: Property) -> str:
    """A Chinese resident's number (GB 11643): 18 characters with a check digit, or 15 from before 1999."""
    number = _SPACES.sub("", plain(said)).upper()
    if _STARS_OF_X.search(number):
        raise Unclean("is masked")
    if _OLD.fullmatch(number):
        number = number[:6] + "19" + number[6:]
        number += _check(number)
    if not _RESIDENT.fullmatch(number):
        raise Unclean("is not shaped like a resident ID")
    if _check(number) != number[17]:
        raise Unclean("has a wrong check digit")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unclean("holds an impossible date of birth") from None
    return number


def _check(number: str) -> str:
    return "10X98765432"[sum([int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)]) % 11]


_ORCID = re.compile(r"(?:https?://orcid\.org/|orcid:)?([0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9X])/?", re.I)


def clean_orcid(said: Clean, formats: Formats, declared: Property) -> str:
    """A researcher's ORCID iD (ISO 7064 MOD 11-2), in groups of four."""
    found = _ORCID.fullmatch(plain(said))
    if not found:
        raise Unclean("is not shaped like an ORCID iD")
    number = found[1].replace("-", "").upper()
    total = 0
    for digit in number[:15]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != number[15]:
        raise Unclean("has a wrong check digit")
    return "-".join(number[start : start + 4] for start in range(0, 16, 4))
