"""Legal forms of the world at the end or the beginning of a name: `Sociedad Limitada` and `S.L.` are one.

What is written out comes from `words/legal_forms.txt`, what is shortened from rigour's list.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.search_keys import plain_latin
from graph_platform.words import table

_INITIALS = re.compile(r"(?<=\b\w)[.](?=\w\b|\w[.])")
_MARKS = re.compile(r"[.,'’]+")
_NOT_LETTERS = re.compile(r"[^\w()&]+")
_FORMS = {spelling: row[0] for row in table("legal_forms") for spelling in row[1:]}
_LONGEST = max(spelling.count(" ") + 1 for spelling in _FORMS)
_WRITTEN_OUT = 10
"""Signs from which on a form is one wherever it stands: Société Anonyme before a name."""
_SAME = {"coltd": "ltd", "company": "co", "ptyltd": "pty"}
"""One form as several systems of short forms call it."""


@lru_cache(maxsize=65536)
def without_forms(cased: str) -> tuple[str, frozenset[str]]:
    """A name in small Latin letters without its legal form, and the forms that were found."""
    from rigour.names.org_types import extract_org_types, remove_org_types

    words = _plain(cased).split()
    forms: set[str] = set()
    for _ in range(2):
        length = next(
            (n for n in range(min(_LONGEST, len(words) - 1), 0, -1) if " ".join(words[-n:]) in _FORMS), 0
        )
        if not length:
            break
        forms.add(_FORMS[" ".join(words[-length:])])
        words = words[:-length]
    for length in range(min(_LONGEST, len(words) - 1), 1, -1):
        begun = " ".join(words[:length])
        if len(begun) >= _WRITTEN_OUT and begun in _FORMS:
            forms.add(_FORMS[begun])
            words = words[length:]
            break
    if forms:
        return " ".join(words).strip(" ("), frozenset(forms - {"co"})
    forms = {_SAME.get(short, short) for _, short in extract_org_types(cased)} - {"co"}
    return _plain(remove_org_types(cased) or cased), frozenset(forms)


def _plain(cased: str) -> str:
    """Plain letters, `S.p.A.` as `s p a`, and one blank between words."""
    letters = _INITIALS.sub(" ", plain_latin(cased)).replace("/", " ")
    return " ".join(_NOT_LETTERS.sub(" ", _MARKS.sub("", letters)).split())
