"""Numbers under which organizations are registered, each with its check digit where it has one."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import is_placeholder, plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_SEPARATORS = re.compile(r"[\s\-./·]+")

_USCC = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {letter: value for value, letter in enumerate(_USCC_LETTERS)}
_USCC_WEIGHTS = tuple(3**place % 31 for place in range(17))
_FEWEST_LETTERS = 3


def _bare(said: Clean) -> str:
    return _SEPARATORS.sub("", plain(said)).upper()


def clean_uscc(said: Clean, formats: Formats, declared: Property) -> str:
    """A Unified Social Credit Code (GB 32100): 18 characters, the last of which checks the others."""
    code = said if said.__class__ is str and _USCC.fullmatch(said) else _bare(said)
    if not _USCC.fullmatch(code):
        raise Unclean("is not shaped like a Unified Social Credit Code")
    values = _USCC_VALUES
    total = sum([values[letter] * weight for letter, weight in zip(code, _USCC_WEIGHTS, strict=False)])
    if (total + values[code[17]]) % 31:
        raise Unclean("has a wrong check digit")
    if len(set(code[2:])) < _FEWEST_LETTERS:
        raise Unclean("is a placeholder")
    return code


_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_LEI_DIGITS = {ord(letter): str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def clean_lei(said: Clean, formats: Formats, declared: Property) -> str:
    """A Legal Entity Identifier (ISO 17442), checked by ISO 7064 MOD 97-10."""
    lei = _bare(said)
    if not _LEI.fullmatch(lei):
        raise Unclean("is not shaped like a Legal Entity Identifier")
    if int(lei.translate(_LEI_DIGITS)) % 97 != 1:
        raise Unclean("has a wrong check digit")
    return lei


_REGISTERED = re.compile(
    r"(?P<register>[A-Z]{2}-[A-Z0-9]{2,12})[/\-: ](?P<number>[0-9A-Z][0-9A-Z./\- ]{1,40})"
)
_COMPANIES_HOUSE = re.compile(r"(?P<letters>[A-Z]{2}|R|)(?P<digits>[0-9]{1,8})(?P<last>[A-Z]?)")
_HOME_REGISTERS = {"GB": "GB-COH", "NL": "NL-KVK"}


def clean_company_number(said: Clean, formats: Formats, declared: Property) -> str:
    """A number in a named register, `GB-COH/01234567`; the register is named by its code of org-id.guide.

    A bare number belongs to the register of the source's country, where that country has but one.
    """
    text = plain(said).upper()
    found = _REGISTERED.fullmatch(text)
    register = found["register"] if found else _HOME_REGISTERS.get(formats.country or "")
    if register is None:
        raise Unclean("does not name its register")
    number = re.sub(r"\s+", "", found["number"] if found else text)
    if register == "GB-COH":
        number = _companies_house(number)
    elif register == "NL-KVK" and number.isdecimal():
        number = number.zfill(8)
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z./\-]*[0-9A-Z]", number):
        raise Unclean("is not shaped like a company number")
    return f"{register}/{number}"


def _companies_house(number: str) -> str:
    """Eight characters: a spreadsheet has dropped the zeros in front, or those behind the letters of `SC012345`."""
    if is_placeholder(number):  # 1234567, which zeros in front would hide
        raise Unclean("is a placeholder")
    shape = _COMPANIES_HOUSE.fullmatch(number)
    if not shape or len(number) > 8:
        raise Unclean("is not shaped like a number of Companies House")
    width = 8 - len(shape["letters"]) - len(shape["last"])
    return shape["letters"] + shape["digits"].zfill(width) + shape["last"]


def clean_duns(said: Clean, formats: Formats, declared: Property) -> str:
    """A D-U-N-S number: nine digits, none of which checks the others any more."""
    number = _SEPARATORS.sub("", plain(said)).upper().removeprefix("DUNS")
    if isinstance(said, int) and number.isdecimal():
        number = number.zfill(9)
    if not re.fullmatch(r"[0-9]{9}", number):
        raise Unclean("is not nine digits")
    return number


_ROR = re.compile(r"(?:https?://)?(?:ror\.org/)?0(?P<said>[0-9a-hjkmnp-tv-z]{6})(?P<check>[0-9]{2})/?", re.I)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def clean_ror(said: Clean, formats: Formats, declared: Property) -> str:
    """A ROR id without its address, checked by ISO 7064 MOD 97-10 of its base 32 number."""
    found = _ROR.fullmatch(plain(said))
    if not found:
        raise Unclean("is not shaped like a ROR id")
    number = 0
    for digit in found["said"].lower():
        number = number * 32 + _CROCKFORD.index(digit)
    if 98 - number * 100 % 97 != int(found["check"]):
        raise Unclean("has a wrong check digit")
    return f"0{found['said'].lower()}{found['check']}"


_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,14}")


def clean_vat_number(said: Clean, formats: Formats, declared: Property) -> str:
    """A value added tax number with its country before it (Greece is EL), checked by that country's rule."""
    return _vat_number(plain(said), formats.country)


@lru_cache(maxsize=16384)
def _vat_number(text: str, home: str | None) -> str:
    from stdnum import get_cc_module

    number = _SEPARATORS.sub("", text).upper()
    if not number[:2].isalpha():
        number = (home or "") + number
    if number.startswith("GR"):
        number = "EL" + number[2:]
    if not _VAT.fullmatch(number):
        raise Unclean("is not shaped like a VAT number with its country")
    rule = get_cc_module("gr" if number[:2] == "EL" else number[:2].lower(), "vat")
    if rule is None:
        raise Unclean("is of a country whose VAT numbers have no known rule")
    if not rule.is_valid(number) and not rule.is_valid(number[2:]):
        raise Unclean("is not a valid VAT number of its country")
    return number
