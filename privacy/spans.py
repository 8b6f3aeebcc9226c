"""Free text as a viewer may read it: without what is recognized in it and stands for a property that they may not see.

A name in a ticket is shown to who may read people's names, and a phone number to who may read phone numbers. What could
not be looked at to its end is masked whole.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping

from privacy.policy.deciding import Sight
from privacy.policy.operators import MASK
from privacy.recognition import Analyzer, Finding, NotAnalyzed, replaced

STANDS_FOR: Mapping[str, str] = {
    "PERSON": "Person.name",
    "ORGANIZATION": "Organization.name",
    "PHONE": "Person.phone",
    "EMAIL": "Person.email",
    "WECHAT": "Person.wechat",
    "QQ": "Person.wechat",
    "HANDLE": "Person.wechat",
    "ADDRESS": "Person.address",
    "DATE_OF_BIRTH": "Person.birth_date",
    "CN_ID": "Person.resident_id",
    "HK_ID": "Person.passport_number",
    "PASSPORT": "Person.passport_number",
    "PERMIT": "Person.passport_number",
    "US_SSN": "Person.passport_number",
    "BANK_CARD": "Person.bank_account",
    "IBAN": "Person.bank_account",
    "USCC": "Organization.uscc",
}
"""The property that something found in a text is a value of. What is not here (a secret, a plate) nobody reads."""
REMEMBERED = 20_000
"""Texts whose findings are remembered."""


class Masker:
    """Masks texts by one analyzer, and remembers what it found in those that were read last."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._found: OrderedDict[str, tuple[Finding, ...] | None] = OrderedDict()

    def masked(self, text: str, readable: Collection[str]) -> str:
        """A text without what is found in it, but for the types that are readable."""
        if text not in self._found:
            try:
                self._found[text] = self._analyzer.find(text)
            except NotAnalyzed:
                self._found[text] = None
            if len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        findings = self._found[text]
        if findings is None:
            return MASK
        return replaced(text, [each for each in findings if each.type not in readable])


class Reader:
    """How one kind of viewer reads free text. Without a masker, every text is masked whole."""

    def __init__(self, masker: Masker | None, sight: Sight) -> None:
        self._masker = masker
        self._readable = readable_of(sight)

    def masked(self, text: str) -> str:
        """A text as the viewer may read it."""
        return MASK if self._masker is None else self._masker.masked(text, self._readable)


def readable_of(sight: Sight) -> frozenset[str]:
    """The types of findings that a viewer may read: those of whose property they see every value."""
    return frozenset(
        type_ for type_, field in STANDS_FOR.items() if sight.decision(*field.split(".")).is_clear
    )
