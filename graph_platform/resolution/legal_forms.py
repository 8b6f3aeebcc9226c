"""Legal forms of the world at the end or the beginning of a name: `Sociedad Limitada` and `S.L.` are one.

What is written out comes from `words/legal_forms.txt`, what is shortened from rigour's list.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.resolution.words import table
from graph_platform.search_keys import plain_latin

_INITIALS = re.compile(r"(?<=\b\w)[.](?=\w\b|\w[.])")
_MARKS = re.compile(r"[.,'’]+")
_NOT_LETTERS = re.compile(r"[^\w()&]+")
_FORMS = {spelling: row[0] for row in table("legal_forms") for spelling in row[1:]}
_SPELLINGS = "|".join(re.escape(s) for s in sorted(_FORMS, key=len, reverse=True))
_AT_END = re.compile(rf"^(?P<rest>.+?) (?P<form>{_SPELLINGS})$")
_WRITTEN_OUT = "|".join(re.escape(s) for s in sorted(_FORMS, key=len, reverse=True) if len(s) > 9)
_ELSEWHERE = re.compile(rf"(?:^|(?<= ))(?:{_WRITTEN_OUT})(?= )")
_SAME = {"coltd": "ltd", "company": "co", "ptyltd": "pty"}
"""One form as several systems of short forms call it."""


@lru_cache(maxsize=65536)
def without_forms(cased: str) -> tuple[str, frozenset[str]]:
    """A name in small Latin letters without its legal form, and the forms that were found."""
    from rigour.names.org_types import extract_org_types, remove_org_types

    plain = _plain(cased)
    forms: set[str] = set()
    for _ in range(2):
        if not (found := _AT_END.match(plain)):
            break
        forms.add(_FORMS[found["form"]])
        plain = found["rest"].strip(" (")
    if begun := _ELSEWHERE.search(plain):
        forms.add(_FORMS[begun[0].strip()])
        plain = f"{plain[: begun.start()]} {plain[begun.end() :]}".strip()
    if forms:
        return plain, frozenset(forms - {"co"})
    forms = {_SAME.get(short, short) for _, short in extract_org_types(cased)} - {"co"}
    return _plain(remove_org_types(cased) or cased), frozenset(forms)


def _plain(cased: str) -> str:
    """Plain letters, `S.p.A.` as `s p a`, and one blank between words."""
    letters = _INITIALS.sub(" ", plain_latin(cased)).replace("/", " ")
    return " ".join(_NOT_LETTERS.sub(" ", _MARKS.sub("", letters)).split())
