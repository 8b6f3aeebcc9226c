"""Cleaning of all values of one record or claim, and of one value by its property's type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from graph_platform.cleaning.choices import clean_boolean, clean_enumeration
from graph_platform.cleaning.contact import clean_account, clean_domain, clean_email, clean_url
from graph_platform.cleaning.dates import clean_full_date, clean_partial_date
from graph_platform.cleaning.devices import (
    clean_gtin,
    clean_imei,
    clean_imo_number,
    clean_plate,
    clean_serial_number,
    clean_vin,
)
from graph_platform.cleaning.money import clean_currency, clean_money
from graph_platform.cleaning.numbers import clean_decimal, clean_integer, clean_percent, refuse_rounded
from graph_platform.cleaning.organizations import (
    clean_company_number,
    clean_duns,
    clean_lei,
    clean_ror,
    clean_uscc,
    clean_vat_number,
)
from graph_platform.cleaning.outcome import Amount, Clean, Cleaned, Cleaner, Unclean
from graph_platform.cleaning.people import clean_orcid, clean_resident_id
from graph_platform.cleaning.phones import clean_phone
from graph_platform.cleaning.places import clean_country, clean_language
from graph_platform.cleaning.text import clean_address, clean_name, clean_text
from graph_platform.cleaning.times import clean_datetime
from graph_platform.cleaning.wording import NULLS, is_placeholder
from graph_platform.cleaning.works import clean_doi, clean_patent_number, clean_skill_code
from graph_platform.facts import Formats, Said
from graph_platform.ontology import Property

CLEANERS: Mapping[str, Cleaner] = {
    "account": clean_account,
    "address": clean_address,
    "boolean": clean_boolean,
    "company_number": clean_company_number,
    "country": clean_country,
    "date": clean_full_date,
    "datetime": clean_datetime,
    "decimal": clean_decimal,
    "doi": clean_doi,
    "domain": clean_domain,
    "duns": clean_duns,
    "email": clean_email,
    "enumeration": clean_enumeration,
    "gtin": clean_gtin,
    "imei": clean_imei,
    "imo_number": clean_imo_number,
    "integer": clean_integer,
    "language": clean_language,
    "lei": clean_lei,
    "money": clean_money,
    "name": clean_name,
    "orcid": clean_orcid,
    "partial_date": clean_partial_date,
    "patent_number": clean_patent_number,
    "percent": clean_percent,
    "phone": clean_phone,
    "plate": clean_plate,
    "resident_id": clean_resident_id,
    "ror": clean_ror,
    "serial_number": clean_serial_number,
    "skill_code": clean_skill_code,
    "text": clean_text,
    "url": clean_url,
    "uscc": clean_uscc,
    "vat_number": clean_vat_number,
    "vin": clean_vin,
}
"""One cleaner for each type that a property can have."""

CURRENCY_SUFFIX = "_currency"
_SCALARS = (str, int, float, date)
_NEVER_FILLED_IN = frozenset(("doi", "orcid", "patent_number", "ror", "skill_code"))
"""Identifiers that no form forces anybody to make up, and that may well be `10.1000/123456`."""


_MASKED = re.compile(r"•••|\btok_[0-9a-f]{20}\b")
"""What our own answers have in the place of a value, in free text too: no value, though it looks like one."""


def clean_value(property: Property, said: object, formats: Formats) -> Clean | Amount | None:
    """One value as its property's type stores it; `None` where nothing was said; else `Unclean`."""
    if isinstance(said, str):
        said = said.strip()
        if said in NULLS:
            if said == "NA" and property.type == "country":
                raise Unclean("may be Namibia or nothing: say NAM")
            return None
        if _MASKED.search(said):
            raise Unclean("is masked")
    elif said is None or said != said:
        return None
    elif isinstance(said, (list, tuple)):
        return _only_value(property, said, formats)
    elif isinstance(said, Decimal):
        said = float(said) if said.is_finite() else str(said)
    elif not isinstance(said, _SCALARS):
        raise Unclean("is not a single value")
    if property.exclusive:
        refuse_rounded(said)
    clean = CLEANERS[property.type](said, formats, property)
    if isinstance(clean, str) and clean in NULLS and property.type != "country":
        return None
    if property.exclusive and property.type not in _NEVER_FILLED_IN and is_placeholder(str(clean)):
        raise Unclean("is a placeholder")
    return clean


def _only_value(property: Property, said: Iterable[object], formats: Formats) -> Clean | Amount | None:
    items = list(said)
    if property.type == "money" and len(items) == 2 and isinstance(items[1], str):
        return clean_value(property, items[0], _in_currency(formats, clean_currency(items[1]) or None))
    found: list[Clean | Amount] = []
    for item in items:
        clean = clean_value(property, item, formats)
        if clean is not None and clean not in found:
            found.append(clean)
    if len(found) > 1:
        raise Unclean("is several values where one is declared")
    return found[0] if found else None


def clean_values(properties: Mapping[str, Property], values: Mapping[str, Said], formats: Formats) -> Cleaned:
    """Every value of one record or claim, by the properties that its label or relationship declares."""
    cleaned = Cleaned()
    for name, said in values.items():
        if said is None:
            continue
        declared = properties.get(name)
        if declared is None:
            _clean_undeclared(cleaned, properties, name, said)
        elif declared.many:
            homes = _homes(properties, values, formats) if declared.type == "phone" else (formats,)
            _clean_many(cleaned, declared, said, homes)
        elif declared.type == "money":
            _clean_money(cleaned, declared, said, values.get(name + CURRENCY_SUFFIX), formats)
        else:
            try:
                clean = clean_value(declared, said, formats)
            except Unclean as refused:
                _keep(cleaned, name, said, refused.reason)
            else:
                if clean is not None:
                    cleaned.values[name] = clean  # type: ignore[assignment]
    return cleaned


def _clean_undeclared(cleaned: Cleaned, properties: Mapping[str, Property], name: str, said: Said) -> None:
    sum_of = properties.get(name.removesuffix(CURRENCY_SUFFIX))
    if sum_of is None or sum_of.type != "money":
        if not (isinstance(said, str) and said.strip() in NULLS):
            _keep(cleaned, name, said, "is not declared for this label")
        return
    try:
        clean_currency(said)
    except Unclean as refused:
        _keep(cleaned, name, said, refused.reason)


def _clean_money(cleaned: Cleaned, declared: Property, said: Said, currency: Said, formats: Formats) -> None:
    if currency is not None:
        try:
            formats = _in_currency(formats, clean_currency(currency) or formats.currency)
        except Unclean:
            formats = _in_currency(formats, None)
    try:
        clean = clean_value(declared, said, formats)
    except Unclean as refused:
        _keep(cleaned, declared.name, said, refused.reason)
        return
    if isinstance(clean, tuple):
        cleaned.values[declared.name], of = clean
        if of:
            cleaned.values[declared.name + CURRENCY_SUFFIX] = of


def _homes(
    properties: Mapping[str, Property], values: Mapping[str, Said], formats: Formats
) -> tuple[Formats, ...]:
    """Where a phone without a country code may be at home: in its own record's country, then in the source's."""
    declared, said = properties.get("country"), values.get("country")
    if declared is None or said is None:
        return (formats,)
    try:
        country = clean_value(declared, said, formats)
    except Unclean:
        return (formats,)
    if not isinstance(country, str) or country == formats.country:
        return (formats,)
    own = _in_country(formats, country)
    return (own, formats) if formats.country else (own,)


def _clean_at_home(declared: Property, said: Said, homes: tuple[Formats, ...]) -> Clean | Amount | None:
    for formats in homes[:-1]:
        with suppress(Unclean):
            return clean_value(declared, said, formats)
    return clean_value(declared, said, homes[-1])


def _clean_many(cleaned: Cleaned, declared: Property, said: Said, homes: tuple[Formats, ...]) -> None:
    found: dict[Clean, None] = {}
    refused: list[Said] = []
    reasons: dict[str, None] = {}
    for item in _flat(said, _JOINED.get(declared.type)):
        try:
            clean = _clean_at_home(declared, item, homes)
        except Unclean as error:
            refused.append(item)
            reasons[error.reason] = None
        else:
            if clean is not None:
                found[clean] = None  # type: ignore[index]
    if found:
        cleaned.values[declared.name] = list(found)
    if refused:
        one = refused[0] if len(refused) == 1 and not isinstance(said, (list, tuple)) else refused
        _keep(cleaned, declared.name, one, "; ".join(reasons))


_JOINED = {
    "phone": re.compile(r"[;；](?!ext=)|[、,，|\n]|/(?=\s*[+(]?[0-9][0-9\-\s]{6})"),
    "email": re.compile(r"[;；、|\n]|[,，](?=\s*\S+@)"),
    "domain": re.compile(r"[;；、,，|\s]+"),
    "country": re.compile(r"[;；、|/\n]"),
}
"""How sources write several values of a type into one cell."""


def _flat(said: Said, joined: re.Pattern[str] | None) -> Iterable[Said]:
    if isinstance(said, str):
        return joined.split(said) if joined else (said,)
    if not isinstance(said, (list, tuple)):
        return (said,)
    return [one for item in said for one in _flat(item, joined)]


@lru_cache(maxsize=256)
def _in_currency(formats: Formats, currency: str | None) -> Formats:
    return replace(formats, currency=currency)


@lru_cache(maxsize=1024)
def _in_country(formats: Formats, country: str) -> Formats:
    return replace(formats, country=country)


def _keep(cleaned: Cleaned, name: str, said: object, reason: str) -> None:
    cleaned.unclean[name] = as_json(said)
    cleaned.reasons[name] = reason


def as_json(said: object) -> str:
    """What was said, as JSON text that Neo4j can store: in its own letters where these are valid Unicode."""
    text = json.dumps(said, ensure_ascii=False, default=_as_json_value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(said, default=_as_json_value)
    return text


def _as_json_value(said: object) -> object:
    if isinstance(said, (date, datetime)):
        return said.isoformat()
    return float(said) if isinstance(said, Decimal) and said.is_finite() else str(said)
