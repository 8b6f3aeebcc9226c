"""What is compared, at which levels: the one declaration from which Splink's settings and all explanations follow.

A level is a condition in SQL over `l` and `r`, the two rows of `features`; the first that holds counts. Its weight is
the model's, by comparison and level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_platform.resolution.party import Schema


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `frequency` names the column in which a rare value counts for more."""

    name: str
    label: str
    sql: str
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records say of one thing. `says_who` marks evidence that can tell two people of one name apart."""

    name: str
    label: str
    missing: str
    levels: tuple[Level, ...]
    columns: tuple[str, ...]
    says_who: bool = True


def _has_any(column: str) -> str:
    return f"list_has_any(l.{column}, r.{column})"


def _missing(*columns: str) -> str:
    return " or ".join(f"l.{column} is null or r.{column} is null" for column in columns)


def _overlap(column: str) -> str:
    shared = f"len(list_intersect(l.{column}, r.{column}))"
    return f"{shared} / len(list_distinct(list_concat(l.{column}, r.{column})))"


def _translated(meant: str, pieces: str) -> str:
    """The share of the words of the longer name that the other, in the other language, has too."""
    return f"len(list_intersect(l.{meant}, r.{meant})) / greatest(l.{pieces}, r.{pieces})"


ELSE = "ELSE"
_DIFFERENT = Level("different", "differ", ELSE)

PERSON_NAME = Comparison(
    "name",
    "name",
    _missing("name"),
    (
        Level("generation", "the same name, and one of them is said to be the younger or the elder", "l.name = r.name and l.generation is distinct from r.generation"),
        Level("equal", "the same name", "l.name = r.name and l.given is not null and r.given is not null", "name"),
        Level("alias", "one of its names is the same", f"{_has_any('names')} and l.given is not null and r.given is not null"),
        Level("sound", "written otherwise, spoken the same", "l.sound = r.sound and l.spoken and r.spoken and l.chinese <> r.chinese and l.given is not null and r.given is not null", "sound"),
        Level("order", "the same name in another order", f"{_has_any('sounds')} and not (l.chinese and r.chinese)"),
        Level("spelling", "another spelling or a short form of the same name", f"({_has_any('spellings')} or list_has_any(l.partial, r.two_words) or list_has_any(l.two_words, r.partial)) and not (l.chinese and r.chinese)"),
        Level("homophone", "spoken the same, and written with other characters", "l.chinese and r.chinese and l.sound = r.sound and l.given is not null and r.given is not null"),
        Level("typo", "a slip of the keyboard away", "l.latin is not null and r.latin is not null and not l.initials_only and not r.initials_only and ((l.first is null or r.first is null or greatest(jaro_winkler_similarity(l.first, r.first), jaro_winkler_similarity(l.first, r.last)) >= 0.8) and (jaro_winkler_similarity(l.latin, r.latin) >= 0.93 or damerau_levenshtein(l.latin, r.latin) <= 1) or (jaro_winkler_similarity(l.first, r.first) >= 0.88 and jaro_winkler_similarity(l.last, r.last) >= 0.88))"),
        Level("initials", "initials that fit", f"(l.initials_only or r.initials_only) and {_has_any('short')}"),
        Level("surname", "the same family name, and given names that cannot be compared", f"(l.given is null or r.given is null or l.chinese <> r.chinese) and {_has_any('surnames')}"),
        Level("half", "the given name alike, and another family name", "l.first is not null and r.first is not null and (jaro_winkler_similarity(l.first, r.first) >= 0.9 or jaro_winkler_similarity(l.first, r.last) >= 0.9 or jaro_winkler_similarity(l.last, r.first) >= 0.9)"),
        Level("family", "the family name alike, and another given name", "l.first is not null and r.first is not null and jaro_winkler_similarity(l.last, r.last) >= 0.9"),
        _DIFFERENT,
    ),
    ("name", "sound", "names", "sounds", "spellings", "short", "surnames", "given", "latin", "first", "last", "chinese", "spoken", "initials_only", "two_words", "partial", "generation"),
    says_who=False,
)  # fmt: skip

BIRTH = Comparison(
    "birth",
    "date of birth",
    _missing("birth_date"),
    (
        Level("equal", "the same day", "l.birth_date = r.birth_date and len(l.birth_date) = 10"),
        Level("swapped", "day and month changed places", "len(l.birth_date) = 10 and len(r.birth_date) = 10 and l.birth_date[1:4] = r.birth_date[1:4] and l.birth_date[6:7] = r.birth_date[9:10] and l.birth_date[9:10] = r.birth_date[6:7]"),
        Level("month", "the same as far as both are known, to the month", "least(len(l.birth_date), len(r.birth_date)) = 7 and l.birth_date[1:7] = r.birth_date[1:7]"),
        Level("year", "the same year, and no more is known", "least(len(l.birth_date), len(r.birth_date)) = 4 and l.birth_date[1:4] = r.birth_date[1:4]"),
        Level("typo", "one digit differs", "len(l.birth_date) = 10 and len(r.birth_date) = 10 and damerau_levenshtein(l.birth_date, r.birth_date) <= 1"),
        Level("generation", "some twenty or thirty years apart", "len(l.birth_date) >= 4 and len(r.birth_date) >= 4 and abs(cast(l.birth_date[1:4] as integer) - cast(r.birth_date[1:4] as integer)) between 16 and 45"),
        _DIFFERENT,
    ),
    ("birth_date",),
)  # fmt: skip

PHONE = Comparison(
    "phone",
    "phone",
    _missing("phone_tails"),
    (
        Level(
            "mobile",
            "the same mobile number or extension",
            "list_has_any(l.extensions, r.extensions) or list_has_any(l.mobiles, r.phone_tails) or list_has_any(l.phone_tails, r.mobiles)",
        ),
        Level("extension", "the same switchboard, and another extension", f"{_has_any('phone_tails')} and l.extensions is not null and r.extensions is not null and not {_has_any('extensions')}"),
        Level("equal", "the same number", _has_any("phones")),
        Level("tail", "the same digits but for the country's", _has_any("phone_tails")),
        _DIFFERENT,
    ),
    ("phones", "mobiles", "phone_tails", "extensions"),
)
EMAIL = Comparison(
    "email",
    "e-mail",
    _missing("emails"),
    (Level("equal", "the same address", _has_any("emails")), _DIFFERENT),
    ("emails",),
)
PERSON_EMAIL = Comparison(
    "email",
    "e-mail",
    _missing("emails"),
    (
        Level("equal", "the same address", _has_any("emails")),
        Level("mailbox", "the same mailbox at another host", _has_any("mailboxes")),
        _DIFFERENT,
    ),
    ("emails", "mailboxes"),
)
NUMBER = Comparison(
    "number",
    "number in a register",
    _missing("numbers"),
    (
        Level("equal", "the same number", _has_any("numbers")),
        Level("typo", "one or two signs differ", "len(l.numbers[1]) >= 5 and damerau_levenshtein(l.numbers[1], r.numbers[1]) <= 2"),
        _DIFFERENT,
    ),
    ("numbers",),
)  # fmt: skip
IDENTIFIER = Comparison(
    "identifier",
    "exclusive identifier",
    _missing("identifiers"),
    (Level("equal", "the same identifier", _has_any("identifiers")), _DIFFERENT),
    ("identifiers",),
)
ADDRESS = Comparison(
    "address",
    "address",
    _missing("address_parts"),
    (
        Level(
            "generation",
            "the same address, a generation apart",
            f"{_has_any('address_parts')} and abs(l.year - r.year) > 20",
        ),
        Level("equal", "the same address", f"{_overlap('address_parts')} > 0.95"),
        Level("most", "most of the address", f"{_overlap('address_parts')} >= 0.6"),
        Level("door", "the same door or post code", _has_any("address_keys")),
        Level("some", "some of the address", f"{_overlap('address_parts')} >= 0.3"),
        _DIFFERENT,
    ),
    ("address_parts", "address_keys", "year"),
)
CITY = Comparison(
    "city",
    "city",
    _missing("city"),
    (
        Level("equal", "the same city", "l.city = r.city"),
        Level("typo", "spelt a little otherwise", "jaro_winkler_similarity(l.city, r.city) >= 0.9"),
        _DIFFERENT,
    ),
    ("city",),
    says_who=False,
)
EMPLOYER = Comparison(
    "employer",
    "employer",
    _missing("employers"),
    (
        Level("equal", "the same employer", _has_any("employers")),
        Level(
            "translated",
            "the same employer in the other language",
            f"l.employer_chinese <> r.employer_chinese and {_translated('employer_meant', 'employer_pieces')} >= 0.6 and {_has_any('employer_heard')}",
        ),
        Level("brand", "employers of one brand", _has_any("employer_brands")),
        Level("stem", "employers whose brands begin alike", _has_any("employer_stems")),
        _DIFFERENT,
    ),
    (
        "employers",
        "employer_brands",
        "employer_stems",
        "employer_tokens",
        "employer_heard",
        "employer_chinese",
    ),
)
TITLE = Comparison(
    "title",
    "title",
    _missing("titles"),
    (Level("equal", "the same title", _has_any("titles")), _DIFFERENT),
    ("titles",),
    says_who=False,
)

_PLACES_AGREE = "(l.place is null or r.place is null or l.place = r.place)"
_TRADES_AGREE = "l.trade is not distinct from r.trade"
_ORDINALS_AGREE = "l.ordinals is not distinct from r.ordinals"
_REGIONS_AGREE = "l.region is not distinct from r.region"
_FORMS_AGREE = "(l.form is null or r.form is null or l.form = r.form or l.chinese <> r.chinese)"
_ACROSS = "l.chinese <> r.chinese"
ORGANIZATION_NAME = Comparison(
    "name",
    "name",
    _missing("name"),
    (
        Level("equal", "the same name", "l.name = r.name", "core"),
        Level("core", "the same name but for the legal form", f"l.core = r.core and {_FORMS_AGREE} and {_REGIONS_AGREE}", "core"),
        Level("alias", "one of its names is the same, and rare", f"{_has_any('cores')} or list_has_any(l.formless, r.stripped) or list_has_any(l.stripped, r.formless)"),
        Level("form", "the same name with another legal form", "l.core = r.core"),
        Level("short", "a short form: the brand, and nothing that contradicts it", f"l.brand = r.brand and {_PLACES_AGREE} and {_REGIONS_AGREE} and {_TRADES_AGREE} and {_ORDINALS_AGREE}", "brand"),
        Level("translated", "the same name in the other language", f"{_ACROSS} and {_ORDINALS_AGREE} and {_translated('meant', 'pieces')} >= 0.75 and ({_has_any('long_heard')} or (l.heard is null and r.heard is null and len(l.tokens) >= 3))"),
        Level("spoken", "the same name in the other language, with a brand that others share", f"{_ACROSS} and {_ORDINALS_AGREE} and {_translated('meant', 'pieces')} >= 0.75 and {_has_any('heard')}"),
        Level("sound", "the brand sounds the same, and nothing contradicts it", f"{_has_any('sounds')} and not (l.chinese and r.chinese) and {_PLACES_AGREE} and {_REGIONS_AGREE} and {_TRADES_AGREE} and {_ORDINALS_AGREE}"),
        Level("contained", "a rare brand, with words that one of them leaves out", f"(list_has_all(l.tokens, r.tokens) or list_has_all(r.tokens, l.tokens)) and {_has_any('rare_heard')} and l.functions is not distinct from r.functions and {_PLACES_AGREE} and {_REGIONS_AGREE} and {_ORDINALS_AGREE}"),
        Level("acronym", "the initials of the other", _has_any("acronyms")),
        Level("typo", "a slip of the keyboard away", f"{_ORDINALS_AGREE} and ((l.latin is not null and r.latin is not null and len(l.latin) >= 6 and jaro_winkler_similarity(l.latin, r.latin) >= 0.95) or (len(l.core) >= 6 and len(r.core) >= 6 and damerau_levenshtein(l.core, r.core) <= 1) or (l.chinese and r.chinese and len(l.core) >= 6 and len(r.core) >= 6 and damerau_levenshtein(l.core, r.core) <= 3))"),
        Level("partly", "in part the same name in the other language", f"{_ACROSS} and {_translated('meant', 'pieces')} >= 0.4"),
        Level("sister", "the same brand in another place or trade", f"{_has_any('sounds')}"),
        Level("across", "in two languages, and not to be compared", _ACROSS),
        Level("alike", "alike in part", "jaro_winkler_similarity(l.core, r.core) >= 0.88"),
        _DIFFERENT,
    ),
    ("name", "core", "cores", "brand", "sounds", "acronyms", "place", "trade", "ordinals", "latin", "form", "tokens", "meant", "pieces", "formless", "stripped", "rare_heard", "functions", "heard", "long_heard", "region", "chinese"),
    says_who=False,
)  # fmt: skip
BRANCH = Comparison(
    "branch",
    "branch or head office",
    "false",
    (
        Level("named", "branches of the same name", "l.branch = r.branch"),
        Level("neither", "neither a branch", "l.branch is null and r.branch is null"),
        _DIFFERENT,
    ),
    ("branch",),
    says_who=False,
)
DOMAIN = Comparison(
    "domain",
    "domain",
    _missing("domains"),
    (Level("equal", "the same domain", _has_any("domains")), _DIFFERENT),
    ("domains",),
)
COUNTRY = Comparison(
    "country",
    "country",
    _missing("country"),
    (Level("equal", "the same country", "l.country = r.country"), _DIFFERENT),
    ("country",),
    says_who=False,
)

COMPARISONS: Mapping[Schema, Sequence[Comparison]] = {
    "Person": (PERSON_NAME, BIRTH, PHONE, PERSON_EMAIL, NUMBER, IDENTIFIER, ADDRESS, CITY, EMPLOYER, TITLE),
    "Organization": (
        ORGANIZATION_NAME,
        BRANCH,
        DOMAIN,
        PHONE,
        EMAIL,
        NUMBER,
        IDENTIFIER,
        ADDRESS,
        CITY,
        COUNTRY,
    ),
}

BLOCKING: Mapping[Schema, Sequence[Mapping[str, object]]] = {
    "Person": (
        {"blocking_rule": "l.rare_name = r.rare_name"},
        {"blocking_rule": "l.rare_sound = r.rare_sound"},
        {"blocking_rule": "l.name = r.name and l.city = r.city"},
        {"blocking_rule": "l.name = r.name and l.birth_date = r.birth_date"},
        {"blocking_rule": "l.spellings = r.spellings", "arrays_to_explode": ["spellings"]},
        {"blocking_rule": "l.phone_tails = r.phone_tails", "arrays_to_explode": ["phone_tails"]},
        {"blocking_rule": "l.emails = r.emails", "arrays_to_explode": ["emails"]},
        {"blocking_rule": "l.numbers = r.numbers", "arrays_to_explode": ["numbers"]},
        {"blocking_rule": "l.identifiers = r.identifiers", "arrays_to_explode": ["identifiers"]},
        {"blocking_rule": "l.birth_date = r.birth_date and l.surnames = r.surnames", "arrays_to_explode": ["surnames"]},
        {"blocking_rule": "l.birth_date = r.birth_date and l.city = r.city"},
        {"blocking_rule": "l.short = r.short and l.employers = r.employers", "arrays_to_explode": ["short", "employers"]},
        {"blocking_rule": "l.address_keys = r.address_keys", "arrays_to_explode": ["address_keys"]},
    ),
    "Organization": (
        {"blocking_rule": "l.rare_name = r.rare_name"},
        {"blocking_rule": "l.cores = r.cores", "arrays_to_explode": ["cores"]},
        {"blocking_rule": "l.sounds = r.sounds", "arrays_to_explode": ["sounds"]},
        {"blocking_rule": "l.acronyms = r.acronyms", "arrays_to_explode": ["acronyms"]},
        {"blocking_rule": "l.heard = r.heard", "arrays_to_explode": ["heard"]},
        {"blocking_rule": "l.rare_core = r.rare_core"},
        {"blocking_rule": "l.domains = r.domains", "arrays_to_explode": ["domains"]},
        {"blocking_rule": "l.phone_tails = r.phone_tails", "arrays_to_explode": ["phone_tails"]},
        {"blocking_rule": "l.emails = r.emails", "arrays_to_explode": ["emails"]},
        {"blocking_rule": "l.numbers = r.numbers", "arrays_to_explode": ["numbers"]},
        {"blocking_rule": "l.identifiers = r.identifiers", "arrays_to_explode": ["identifiers"]},
        {"blocking_rule": "l.address_keys = r.address_keys", "arrays_to_explode": ["address_keys"]},
    ),
}  # fmt: skip
"""Which pairs are looked at: any that agree in one of these."""
