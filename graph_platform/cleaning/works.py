"""Numbers of published things: papers, patents, skills of a standard."""

from __future__ import annotations

import re
from urllib.parse import unquote

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)", re.I)


def clean_doi(said: Clean, formats: Formats, declared: Property) -> str:
    """A DOI in lower case, without the address that resolves it."""
    text = plain(said)
    found = _DOI.fullmatch(unquote(text) if text[:4].lower() == "http" else text)
    if not found:
        raise Unclean("is not shaped like a DOI")
    return found[1].lower().rstrip(".,;")


_SEPARATORS = re.compile(r"[\s.,\-/]+")
_PATENT = re.compile(r"(?P<office>[A-Z]{2})(?P<number>(?:[A-Z]{1,2})?[0-9]{4,14})(?P<kind>[A-Z][0-9]?)?")
_INTERNATIONAL = re.compile(r"PCT/?[A-Z]{2}[0-9]{2,4}/?[0-9]{5,6}")


def clean_patent_number(said: Clean, formats: Formats, declared: Property) -> str:
    """Office, number, kind: `CN101234567A`, `US7654321B2`, `CN2019101234567` (of `ZL 201910123456.7`)."""
    text = plain(said).upper()
    if _INTERNATIONAL.fullmatch(text.replace(" ", "")):
        return _SEPARATORS.sub("", text)
    number = _SEPARATORS.sub("", text)
    if number.startswith("ZL"):
        number = "CN" + number[2:]
    elif number[:1].isdecimal() and formats.country:
        number = formats.country + number
    found = _PATENT.fullmatch(number)
    if not found and not _INTERNATIONAL.fullmatch(number):
        raise Unclean("is not office, number and kind")
    return number


_ESCO = re.compile(r"https?://data\.europa\.eu/esco/(?:skill|occupation)/([0-9a-f\-]+)/?", re.I)
_SKILL = re.compile(r"(?:(?P<standard>[A-Za-z][A-Za-z0-9_*.\-]{0,20}):)?(?P<code>[^\s:]{2,200})")


def clean_skill_code(said: Clean, formats: Formats, declared: Property) -> str:
    """A code of an occupation standard, with the standard's name before it where that is said: `esco:…`."""
    text = plain(said)
    esco = _ESCO.fullmatch(text)
    if esco:
        return f"esco:{esco[1].lower()}"
    found = _SKILL.fullmatch(text)
    if not found:
        raise Unclean("is not shaped like a code")
    return f"{found['standard'].lower()}:{found['code']}" if found["standard"] else found["code"]
