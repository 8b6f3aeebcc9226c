"""One record of a person or an organization, as resolution reads it: values cleaned by the ontology's own cleaners."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from graph_platform.cleaning import Unclean, clean_value
from graph_platform.errors import UsageError
from graph_platform.facts import Formats
from graph_platform.ontology import ONTOLOGY, Property
from graph_platform.search_keys import fold

TAIL = 8
_EXTENSION = re.compile(
    r"\s*(?:ext(?:ension)?\.?|x|转|#|分机号?|(?<=[0-9]{7})-(?=[0-9]{3,5}$))[\s:.]*([0-9]{2,6})\s*$", re.I
)
_MOBILE = re.compile(
    r"(?:0*86)?1[3-9][0-9]{9}|(?:0*44)?0?7[1-9][0-9]{8}|0*852[4-79][0-9]{7}|0*65[89][0-9]{7}|0*490?1[5-7][0-9]{8,9}"
    r"|0*330?[67][0-9]{8}|(?:0*61)?04[0-9]{8}|(?:0*886)?09[0-9]{8}|0*310?6[0-9]{8}|0*601[0-46-9][0-9]{7,8}"
)
"""Numbers that one person carries about, where that shows in them."""
_NUMBER_SIGNS = re.compile(
    r"[^0-9a-z]|统一社会信用代码|组织机构代码|注册号"
    r"|^(?:cnpj|siren|siret|kvk|krs|nip|abn|acn|ein|ogrn|inn|vat)(?= )"
)
Schema = Literal["Person", "Organization"]
SCHEMAS: tuple[Schema, ...] = get_args(Schema)

EXCLUSIVE: Mapping[Schema, tuple[str, ...]] = {
    schema: tuple(name for name, declared in ONTOLOGY.properties(schema).items() if declared.exclusive)
    for schema in SCHEMAS
}
"""Identifiers of which a thing has one: two valid, different ones are two things. The ontology declares them."""


@dataclass(frozen=True, slots=True)
class Party:
    """What a record says that can tell who it is about. Lists are in the record's order; nothing is empty text.

    `identifiers` holds valid exclusive ones by kind, `numbers` those of registers that are not named.
    """

    id: str
    schema: Schema
    system: str = ""
    names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    country: str = ""
    city: str = ""
    address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    birth_date: str = ""
    phones: tuple[str, ...] = ()
    phone_tails: tuple[str, ...] = ()
    mobile_tails: tuple[str, ...] = ()
    """The last eight digits, by which a number without its country is known again; mobile ones apart."""
    extensions: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    observed: str = ""


FIELDS = frozenset(
    [
        "record_id",
        "schema",
        "system",
        "name",
        "aliases",
        "former_names",
        "country",
        "city",
        "address",
        "uscc",
        "lei",
        "registration_number",
        "birth_date",
        "phone",
        "email",
        "domain",
        "employer",
        "title",
        "observed",
    ]
)
"""What an object of `resolve evaluate --records` may hold."""


def party_from_object(said: Mapping[str, Any], place: str) -> Party:
    """A party out of an object of `FIELDS`. Raises `UsageError`, which names `place` and a field, never a value."""
    if not isinstance(said, Mapping):
        raise UsageError(f"{place} is not an object", f"Write one with {', '.join(sorted(FIELDS))}.")
    if unknown := sorted(set(said) - FIELDS):
        raise UsageError(
            f"{place} holds {unknown[0]!r}, which is no field", f"There are {', '.join(sorted(FIELDS))}."
        )
    schema, id_ = said.get("schema"), said.get("record_id")
    if schema not in SCHEMAS:
        raise UsageError(f"{place}: schema is neither Person nor Organization", "Say which.")
    if not isinstance(id_, (str, int)) or id_ == "":
        raise UsageError(f"{place} has no record_id", "Each record needs one, which no other has.")
    return make_party(
        str(id_),
        schema,
        {name: as_list(said.get(name)) for name in FIELDS - {"record_id", "schema"}},
    )


def make_party(id_: str, schema: Schema, said: Mapping[str, Iterable[Any]]) -> Party:
    """A party out of lists of what was said; what cannot be cleaned says nothing."""
    country = next(iter(_cleaned(schema, "country", said.get("country", ()), Formats())), "")
    formats = Formats(country=country or None)
    texts = {
        name: _texts(said.get(name, ()))
        for name in ("name", "aliases", "former_names", "system", "title", "employer")
    }
    numbers = [_NUMBER_SIGNS.sub("", fold(str(number))) for number in said.get("registration_number", ())]
    if schema == "Organization":
        said = {
            **said,
            "uscc": [*said.get("uscc", ()), *(number for number in numbers if len(number) == 18)],
            "company_number": [*said.get("company_number", ()), *said.get("registration_number", ())],
        }
    identifiers = {
        kind: clean[0]
        for kind in EXCLUSIVE[schema]
        if (clean := _cleaned(schema, kind, said.get(kind, ()), formats))
    }
    phones = _cleaned(schema, "phone", said.get("phone", ()), formats if country else Formats(country="CN"))
    lines = [
        _EXTENSION.split(unicodedata.normalize("NFKC", str(number)), maxsplit=1)
        for number in said.get("phone", ())
    ]
    digits = [re.sub(r"[^0-9]", "", line[0]) for line in lines]
    return Party(
        id=id_,
        schema=schema,
        system=next(iter(texts["system"]), ""),
        names=(*texts["name"], *texts["aliases"]),
        former_names=texts["former_names"],
        country=country,
        city=next(iter(_texts(said.get("city", ()))), ""),
        address=next(iter(_texts(said.get("address", ()))), ""),
        identifiers=identifiers,
        numbers=tuple(number for number in numbers if any(sign.isdigit() for sign in number)),
        birth_date=next(iter(_cleaned("Person", "birth_date", said.get("birth_date", ()), formats)), ""),
        phones=tuple(phone.partition(";")[0] for phone in phones),
        extensions=tuple(
            dict.fromkeys(
                f"{number[-TAIL:]}x{line[1]}"
                for number, line in zip(digits, lines, strict=True)
                if len(line) > 1
            )
        ),
        phone_tails=tuple(dict.fromkeys(number[-TAIL:] for number in digits if len(number) >= 8)),
        mobile_tails=tuple(
            dict.fromkeys(
                [number[-TAIL:] for number in digits if _MOBILE.fullmatch(number)]
                + [phone[-TAIL:] for phone in phones if _MOBILE.fullmatch(phone[1:]) or _is_mobile(phone)]
            )
        ),
        emails=_cleaned(schema, "email", said.get("email", ()), formats),
        domains=_cleaned("Organization", "domain_name", said.get("domain", ()), formats),
        employers=texts["employer"],
        titles=texts["title"],
        observed=next(iter(_texts(said.get("observed", ()))), ""),
    )


@lru_cache(maxsize=65536)
def _is_mobile(phone: str) -> bool:
    """Whether a number is a mobile one by its country's plan; where the plan doesn't tell, it isn't."""
    import phonenumbers

    number = phonenumbers.parse(phone.partition(";")[0])
    return bool(phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE)


@lru_cache(maxsize=64)
def _declared(schema: Schema, name: str) -> Property | None:
    return ONTOLOGY.properties(schema).get(name)


def _cleaned(schema: Schema, name: str, said: Iterable[Any], formats: Formats) -> tuple[str, ...]:
    declared = _declared(schema, name)
    if declared is None:
        return ()
    found: dict[str, None] = {}
    for value in said:
        try:
            clean = clean_value(declared, value, formats)
        except Unclean:
            continue
        if clean is not None:
            found[str(clean)] = None
    return tuple(found)


def _texts(said: Iterable[Any]) -> tuple[str, ...]:
    return _cleaned("Organization", "description", said, Formats())


def as_list(value: Any) -> list[Any]:
    """What was said of a field, however many times."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
