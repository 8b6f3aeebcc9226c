"""Phone numbers in E.164, by libphonenumber's tables."""

from __future__ import annotations

import re
from functools import lru_cache

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_SEPARATORS = re.compile(r"[\s\-().·/]+")
_PREFIX = re.compile(r"(?:tel|phone|mobile|fax|电话|手机|传真)\s*[:.]?\s*", re.I)
_EXTENSION = re.compile(r"\s*(?:;ext=|转|分机号?|extension|ext|x|#)[.:\s]*(?P<ext>[0-9]{1,7})", re.I)
_CHINESE_EXTENSION = re.compile(r"(?P<number>\(?0[0-9]{2,3}\)?[-\s][0-9]{7,8})-(?P<ext>[0-9]{1,6})")
_CHINESE_MOBILE = re.compile(r"(?:\+86|0086)?(1[3-9][0-9]{9})")
_MASKED = re.compile(r"[0-9][xX]{2,}|[xX]{3,}")


def clean_phone(said: Clean, formats: Formats, declared: Property) -> str:
    """A valid number in E.164, its extension behind it (`+861062345678;ext=801`, RFC 3966).

    A number without a country code belongs to the source's country.
    """
    return _phone(plain(said), formats.country)


@lru_cache(maxsize=65536)
def _phone(text: str, country: str | None) -> str:
    if _MASKED.search(text):
        raise Unclean("is masked")
    compact = _SEPARATORS.sub("", text)
    mobile = _CHINESE_MOBILE.fullmatch(compact)
    if mobile and (country == "CN" or compact[0] != "1") and _mobile_ranges().fullmatch(mobile[1]):
        return f"+86{mobile[1]}"
    text = _PREFIX.sub("", text, count=1) if not text[:1].isdecimal() else text
    text, extension = _without_extension(text)
    if re.search(r"[^\W\d_]", text):
        raise Unclean("is not a phone number")
    if text.startswith("00") and country is None:
        text = "+" + text[2:]
    if country is None and not text.startswith(("+", "(+")):
        raise Unclean("has no country code: declare the source's country")
    return _e164(text, country) + (f";ext={extension}" if extension else "")


def _without_extension(text: str) -> tuple[str, str]:
    chinese = _CHINESE_EXTENSION.fullmatch(text)
    if chinese:
        return chinese["number"], chinese["ext"]
    for found in _EXTENSION.finditer(text):
        if found.end() == len(text):
            return text[: found.start()], found["ext"]
    return text, ""


def _e164(text: str, country: str | None) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise Unclean("is not a phone number") from None
    if not phonenumbers.is_valid_number(number):
        raise Unclean("is not a valid phone number of its country")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1)
def _mobile_ranges() -> re.Pattern[str]:
    """The mobile numbers of China by libphonenumber's own table, without its parser's 50 µs."""
    from phonenumbers import PhoneMetadata

    ranges = getattr(PhoneMetadata.metadata_for_region("CN"), "mobile", None)
    return re.compile(ranges.national_number_pattern if ranges else "(?!)")
