"""What of a party is compared, as one flat row: names in their forms, keys to find candidates by, no placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graph_platform.resolution import frequencies, organization_names, person_names
from graph_platform.resolution.addresses import city_key, read_address
from graph_platform.resolution.han import HAS_HAN
from graph_platform.resolution.party import Party, Schema
from graph_platform.resolution.placeholders import FREE_MAIL, is_role_mailbox, without_placeholders
from graph_platform.resolution.terms import GENERIC, PUBLIC_BODY, TITLES, WELL_KNOWN
from graph_platform.search_keys import fold

DISTINCTIVE = 3e-6
"""Share of organizations with a name up to which it is one that hardly another has."""
FUNCTIONS = frozenset(
    (
        "finance",
        "leasing",
        "holding",
        "group",
        "sales",
        "insurance",
        "property",
        "trade",
        "logistics",
        "investment",
        "cooperative",
        "association",
        "foundation",
        "institute",
        "hospital",
        "school",
        "fund",
        "equity",
        "asset",
        "trust",
        "bank",
        "securities",
        "property",
        "research",
    )
)
"""Terms that a group names its own companies by."""
LARGE = frozenset(("university", "bank", "hospital", "insurance", "metro", "railway", "airport"))
"""Terms of employers at which several of one name work."""
RARE_WORDS = 2e-8
"""Share of organizations up to which three words or more that are each common are together one's name."""
SQUEEZED, SQUEEZED_ZH = 7, 5
"""Signs of a name from which on a slip of the keyboard is no other name."""
_IN_MAILBOX = re.compile(r"[._\-]+")

TEXT, LIST, FLAG = "VARCHAR", "VARCHAR[]", "BOOLEAN"

COMMON: dict[str, str] = {
    "unique_id": TEXT,
    "system": TEXT,
    "name": TEXT,
    "sound": TEXT,
    "names": LIST,
    "country": TEXT,
    "city": TEXT,
    "address_parts": LIST,
    "address_keys": LIST,
    "year": "INTEGER",
    "phones": LIST,
    "mobiles": LIST,
    "extensions": LIST,
    "phone_tails": LIST,
    "emails": LIST,
    "numbers": LIST,
    "identifiers": LIST,
}
PERSON: dict[str, str] = COMMON | {
    "sounds": LIST,
    "spellings": LIST,
    "short": LIST,
    "surnames": LIST,
    "given": TEXT,
    "latin": TEXT,
    "first": TEXT,
    "last": TEXT,
    "chinese": FLAG,
    "two_words": LIST,
    "partial": LIST,
    "gender": TEXT,
    "spoken": FLAG,
    "initials_only": FLAG,
    "generation": TEXT,
    "birth_date": TEXT,
    "mailboxes": LIST,
    "employers": LIST,
    "employer_heard": LIST,
    "employer_meant": LIST,
    "employer_pieces": "INTEGER",
    "employer_chinese": FLAG,
    "employer_large": FLAG,
    "hosts": LIST,
    "employer_brands": LIST,
    "employer_stems": LIST,
    "titles": LIST,
    "titles_chinese": FLAG,
}
ORGANIZATION: dict[str, str] = COMMON | {
    "core": TEXT,
    "cores": LIST,
    "formless": LIST,
    "stripped": LIST,
    "rare_heard": LIST,
    "functions": TEXT,
    "brand": TEXT,
    "sounds": LIST,
    "acronyms": LIST,
    "place": TEXT,
    "distinctive": FLAG,
    "region": TEXT,
    "long_heard": LIST,
    "trade": TEXT,
    "tokens": LIST,
    "heard": LIST,
    "meant": LIST,
    "pieces": "INTEGER",
    "chinese": FLAG,
    "form": TEXT,
    "branch": TEXT,
    "ordinals": TEXT,
    "latin": TEXT,
    "squeezed": TEXT,
    "public": FLAG,
    "generic": FLAG,
    "domains": LIST,
}
COLUMNS: Mapping[Schema, Mapping[str, str]] = {"Person": PERSON, "Organization": ORGANIZATION}
"""The columns of each schema's rows, and their types in SQL."""

Row = dict[str, Any]


def rows_of(schema: Schema, parties: Iterable[Party]) -> list[Row]:
    """One row for each party, placeholders taken out."""
    make = _person if schema == "Person" else _organization
    return [make(without_placeholders(party)) for party in parties]


SHARED_BY = {
    "phones": 5,
    "phone_tails": 5,
    "mobiles": 3,
    "extensions": 3,
    "emails": 3,
    "address_keys": 20,
    "domains": 8,
    "mailboxes": 3,
}
"""With how many different names a value may stand before it says nothing: a switchboard, a registration agent."""


def _common(party: Party, names: Sequence[Any]) -> Row:
    address = read_address(party.address) if party.address else None
    city = city_key(party.city) if party.city else (address.city if address else "")
    return {
        "unique_id": party.id,
        "system": party.system or None,
        "name": names[0].key if names else None,
        "sound": names[0].sound if names else None,
        "names": _list(name.key for name in names),
        "country": party.country or None,
        "city": city or None,
        "address_parts": _list(address.words if address else ()),
        "address_keys": _address_keys(address.words if address else ()) or None,
        "year": int(party.observed[:4]) if party.observed[:4].isdecimal() else None,
        "phones": list(party.phones) or None,
        "mobiles": list(party.mobile_tails) or None,
        "extensions": list(party.extensions) or None,
        "phone_tails": list(party.phone_tails) or None,
        "emails": [mail for mail in party.emails if not is_role_mailbox(mail)] or None,
        "numbers": _list((*party.numbers, *_organization_codes(party))),
        "identifiers": [f"{kind}={value}" for kind, value in party.identifiers.items()] or None,
    }


def _organization_codes(party: Party) -> list[str]:
    """The old organization code (GB 11714), which stands inside a Unified Social Credit Code."""
    code = party.identifiers.get("uscc", "")
    return [code[8:17].casefold()] if code else []


def _address_keys(words: Sequence[str]) -> list[str]:
    """A number with the word beside it: what a road and its door have in common however the rest is written."""
    keys = set()
    for word, following in pairwise(words):
        if word[:1].isdigit() or following[:1].isdigit():
            keys.add(f"{word} {following}")
    return sorted(keys)


def _person(party: Party) -> Row:
    names = [name for text in (*party.names, *party.former_names) for name in person_names.read_names(text)]
    employers = [name for text in party.employers if (name := organization_names.read_name(text))]
    written = [
        spelt
        for mail in party.emails
        if _IN_MAILBOX.search(mailbox := mail.partition("@")[0]) and not is_role_mailbox(mail)
        if (spelt := person_names.read_name(_IN_MAILBOX.sub(" ", mailbox)))
    ]
    main = next((name for name in names if name.given), names[0] if names else None)
    words = main.parts if main and not main.chinese else ()
    return _common(party, names) | {
        "sounds": _list(sound for name in (*names, *written) for sound in name.sounds),
        "spellings": _list(spelling for name in (*names, *written) for spelling in name.spellings),
        "short": _list(short for name in names for short in name.short),
        "surnames": _list(surname for name in names for surname in name.surnames),
        "given": main.given or None if main else None,
        "latin": main.latin or None if main else None,
        "first": words[0] if len(words) > 1 else None,
        "last": words[-1] if len(words) > 1 else None,
        "chinese": any(name.chinese for name in names),
        "two_words": _list(name.two_words for name in names),
        "partial": _list(part for name in names for part in name.partial),
        "gender": next(filter(None, map(person_names.gender_of, party.names)), None),
        "spoken": any(name.chinese or name.pinyin for name in names),
        "initials_only": bool(names) and all(name.initials_only for name in names),
        "generation": next((name.generation for name in names if name.generation), None),
        "birth_date": party.birth_date or None,
        "mailboxes": _list(_telling_mailboxes(party, names)),
        "employers": _list(name.core for name in employers),
        "employer_meant": _list(token for name in employers[:1] for token in name.meant),
        "employer_pieces": employers[0].pieces if employers else None,
        "employer_heard": _list(token for name in employers[:1] for token in name.heard),
        "employer_large": any(map(_is_large, employers)),
        "hosts": _list(
            mail.rpartition("@")[2]
            for mail in party.emails
            if not is_role_mailbox(mail) and mail.rpartition("@")[2] not in FREE_MAIL
        ),
        "employer_chinese": bool(employers) and employers[0].chinese,
        "employer_brands": _list(name.sound for name in employers),
        "employer_stems": _list(
            name.brand[:2] if name.chinese else name.brand.split()[0] for name in employers
        ),
        "titles": _list(map(_title, party.titles)),
        "titles_chinese": any(map(HAS_HAN.search, party.titles)),
    }


def _is_large(employer: organization_names.OrganizationName) -> bool:
    """Whether so many work there that several of one name do."""
    known = employer.core in WELL_KNOWN or employer.brand in WELL_KNOWN
    return known or employer.core.startswith(PUBLIC_BODY) or not LARGE.isdisjoint(employer.terms)


def _title(said: str) -> str:
    title = fold(said).replace(" ", "")
    return TITLES.get(title, title)


def _telling_mailboxes(party: Party, names: Sequence[person_names.PersonName]) -> Iterator[str]:
    """Mailboxes that are not just the name: `grace.brown` is every Grace Brown's, wherever she works."""
    sounds = {sound for name in names for sound in (*name.sounds, *name.parts)}
    for mail in party.emails:
        mailbox = mail.partition("@")[0]
        letters = re.sub(r"[^a-z]", "", mailbox)
        if not is_role_mailbox(mail) and letters and letters not in sounds:
            yield mailbox


def _organization(party: Party) -> Row:
    names = [
        name for text in (*party.names, *party.former_names) if (name := organization_names.read_name(text))
    ]
    main = names[0] if names else None
    domains = [*party.domains, *(mail.rpartition("@")[2] for mail in party.emails)]
    common = _common(party, names)
    rare = [
        name
        for name in names
        if frequencies.organization_name(name.core) <= DISTINCTIVE
        and (name.place or name.form or not frequencies.is_common_brand(name.brand))
    ]
    return common | {
        "core": f"{main.core} {main.branch}".strip() if main else None,
        "city": common["city"] or next((name.city for name in names if name.city), None),
        "cores": _list(f"{name.core}/{name.form}@{name.region}" for name in rare),
        "formless": _list(f"{name.core}@{name.region}" for name in rare if not name.form),
        "stripped": _list(f"{name.core}@{name.region}" for name in rare),
        "rare_heard": _list(
            token
            for name in names
            for token in (name.telling if name.chinese else filter(frequencies.is_rare, name.heard))
        ),
        "functions": " ".join(sorted(FUNCTIONS.intersection(main.terms))) or None if main else None,
        "brand": main.brand if main else None,
        "sounds": _list(name.sound for name in names),
        "acronyms": _list(name.acronym for name in names),
        "place": next((name.place for name in names if name.place), None),
        "distinctive": main is not None and _is_distinctive(main),
        "region": next((name.region for name in names if name.region), None),
        "long_heard": _list(token for name in names for token in name.telling),
        "trade": main.trade or None if main else None,
        "form": next((name.form for name in names if name.form), None),
        "branch": next((name.branch for name in names if name.branch), None),
        "ordinals": next((name.ordinals for name in names if name.ordinals), None),
        "latin": next((name.core for name in names if not name.chinese), None),
        "squeezed": main.squeezed
        if main and rare and rare[0] is main and len(main.squeezed) >= SQUEEZED
        else None,
        "generic": main is not None and GENERIC.issuperset(main.trade.split()),
        "public": main is not None and main.is_public,
        "tokens": _list(token for name in names[:1] for token in name.tokens),
        "heard": _list(token for name in names for token in name.heard),
        "meant": _list(token for name in names for token in name.meant),
        "pieces": main.pieces if main else None,
        "chinese": bool(main and main.chinese),
        "domains": _list(domain for domain in domains if domain not in FREE_MAIL),
    }


def _is_distinctive(name: organization_names.OrganizationName) -> bool:
    # a registered name with its place and form is given once by its register; so is a branch's by its head office
    if name.chinese and name.heard and ((name.place and name.form) or name.branch):
        return True
    if name.is_public:
        return True
    # 康佳 is one company, and 康佳药房 any pharmacy
    if name.brand in WELL_KNOWN and name.core != name.brand:
        return bool(name.form)
    brand = name.brand if name.heard or name.brand in WELL_KNOWN else ""
    if not name.chinese and len(name.tokens) > 2 and frequencies.organization_name(name.core) <= RARE_WORDS:
        return True
    if name.ordinals and name.heard and len(name.tokens) > 2:
        return True
    return frequencies.is_distinctive(brand, len(name.tokens))


def _list(values: Iterable[str]) -> list[str] | None:
    """Each once, in order; nothing where there is none."""
    return list(dict.fromkeys(value for value in values if value)) or None
