"""Numbers of things: vehicles, phones, articles, parts."""

from __future__ import annotations

import re

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import one_line, plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_SEPARATORS = re.compile(r"[\s\-.·•]+")
_BLANKS = re.compile(r"\s+")

_VIN = re.compile(r"[0-9A-HJ-NPR-Z]{17}")
_VIN_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_VALUES = dict(zip(_VIN_LETTERS, map(int, "012345678912345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECKED_REGIONS = frozenset("12345L")
"""North America (1 to 5) and China (L), whose law makes the ninth character a check digit. Elsewhere it is free."""


def clean_vin(said: Clean, formats: Formats, declared: Property) -> str:
    """A vehicle identification number (ISO 3779); the check digit is looked at where the law demands one."""
    vin = _SEPARATORS.sub("", plain(said)).upper()
    if not _VIN.fullmatch(vin):
        raise Unclean("is not shaped like a VIN")
    if vin[0] in _CHECKED_REGIONS:
        total = sum([_VIN_VALUES[letter] * weight for letter, weight in zip(vin, _VIN_WEIGHTS, strict=True)])
        if "0123456789X"[total % 11] != vin[8]:
            raise Unclean("has a wrong check digit")
    return vin


def clean_imei(said: Clean, formats: Formats, declared: Property) -> str:
    """A mobile equipment identity: 15 digits, the last by Luhn's rule."""
    number = _SEPARATORS.sub("", plain(said)).replace("/", "")
    if not (len(number) == 15 and number.isdecimal()):
        raise Unclean("is not 15 digits")
    if not _luhn(number):
        raise Unclean("has a wrong check digit")
    return number


def _luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[::-2])) % 10 == 0


_IMO = re.compile(r"(?:IMO)?([0-9]{7})")


def clean_imo_number(said: Clean, formats: Formats, declared: Property) -> str:
    """A ship's number of the International Maritime Organization: seven digits, the last checks the others."""
    found = _IMO.fullmatch(_SEPARATORS.sub("", plain(said)).upper())
    if not found:
        raise Unclean("is not seven digits")
    if sum(int(digit) * weight for digit, weight in zip(found[1], range(7, 1, -1), strict=False)) % 10 != int(
        found[1][6]
    ):
        raise Unclean("has a wrong check digit")
    return found[1]


_OF_ONE_SHOP = re.compile(r".(?:02|04|2)")


def clean_gtin(said: Clean, formats: Formats, declared: Property) -> str:
    """A trade item's number, of 8, 12, 13 or 14 digits, written with 14 so that each length compares.

    Ranges that every shop uses for its own articles (02, 04, 20 to 29) are refused: they do not tell one thing.
    """
    number = _SEPARATORS.sub("", plain(said))
    if isinstance(said, int):
        number = number.zfill(8)
    if len(number) not in (8, 12, 13, 14) or not (number.isascii() and number.isdecimal()):
        raise Unclean("is not 8, 12, 13 or 14 digits")
    if sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number))) % 10:
        raise Unclean("has a wrong check digit")
    padded = number.zfill(14)
    if _OF_ONE_SHOP.match(padded):
        raise Unclean("is a shop's own number")
    return padded


_BATTERY_CODE = re.compile(r"[0-9A-HJ-NPR-Z]{24}")
_LONG_SERIAL = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[0-9A-Z][0-9A-Z._\-+#:]{8,62}[0-9A-Z]")
_SERIAL_OF_MAKER = re.compile(r"[^\W_][^/]{1,60}/[0-9A-Z][0-9A-Z._\-+#:]{1,60}[0-9A-Z]")


def clean_serial_number(said: Clean, formats: Formats, declared: Property) -> str:
    """A serial number that no second maker uses: GB/T 34014's 24 characters, ten or more, or `MAKER/SERIAL`."""
    serial = one_line(_BLANKS.sub("", plain(said)).upper())
    if not any(shape.fullmatch(serial) for shape in (_BATTERY_CODE, _LONG_SERIAL, _SERIAL_OF_MAKER)):
        raise Unclean("does not tell its maker: fewer than ten letters and digits, and no MAKER/ before it")
    return serial


_PLATE_CN = re.compile(
    "(?:WJ)?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Z]?[0-9A-Z]{4,6}[挂学警港澳领试超]?"
)
_PLATE = re.compile(r"(?=.*[0-9A-Z])[^\W_]{2,10}")


def clean_plate(said: Clean, formats: Formats, declared: Property) -> str:
    """A number plate without blanks, hyphens and the dot behind `京A`."""
    plate = one_line(_SEPARATORS.sub("", plain(said)).upper())
    if not (_PLATE_CN.fullmatch(plate) or _PLATE.fullmatch(plate)):
        raise Unclean("is not shaped like a number plate")
    return plate
