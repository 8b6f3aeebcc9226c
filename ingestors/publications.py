"""Papers and books as Crossref and OpenAlex describe them, with their authors and where these work.

`crossref` is what the REST API's `/works` answers (`{"message": {"items": [...]}}`), a file of the public data dump
(`{"items": [...]}`), or one work on each line. `openalex` is one work on each line, as in the snapshot's `works` files
and in most exports, or what the API answers (`{"results": [...]}`).

OpenAlex knows its authors and institutions by ids of its own, so several works share them. Crossref knows an author by
ORCID or by name only: each is a party of its own below the work, and ORCID and ROR join them. An author works for the
organizations that the work names; since when and until when, nobody says. References, funders, licences, citation
counts and editors are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import islice
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row
from ingestors.columns import claim, needed, stated
from ingestors.reading.items import Raw
from ingestors.reading.pages import plain
from ingestors.tables import Table, tables_source

FORMATS = Formats(dates=("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f"))
LABELS = {"education": "School", "company": "Company", "government": "Government"}
"""OpenAlex's types of institution, and their labels."""
DATES = ("issued", "published", "published-print", "published-online", "posted", "created")
MOST_WORDS = 100_000
_INLINE = re.compile(r"</?(?:jats:)?(?:sub|sup|i|b|em|strong|italic|bold|scp|sc)>", re.IGNORECASE)


def crossref(raw: Raw, line: int) -> Row:
    """One work of Crossref."""
    doi = needed(raw, "DOI")
    key = f"work/{doi.lower()}"
    me = Mention(key, "Publication")
    date = _date(raw)
    values: dict[str, Any] = {
        "doi": doi,
        "title": _plain(_first(raw.get("title"))),
        "text": _plain(raw.get("abstract") or ""),
        "language": raw.get("language"),
        "url": raw.get("URL"),
        "published": _day(date),
        "publication_date": date,
        "venue": plain(_first(raw.get("container-title"))),
        "keywords": raw.get("subject"),
    }
    records = [Record(key, "Publication", stated(values))]
    claims: list[Claim] = []
    for index, author in enumerate(raw.get("author") or ()):
        _crossref_author(author, f"author[{index}]", me, records, claims)
    seen = (raw.get("indexed") or {}).get("date-time")
    return Row(key, line, raw, tuple(records), tuple(claims), seen, ("public",))


def _crossref_author(
    author: Mapping[str, Any], place: str, work: Mention, records: list[Record], claims: list[Claim]
) -> None:
    """An author, who is an organization where there is a name and no family name, and the affiliations."""
    given, family, name = (str(author.get(part) or "").strip() for part in ("given", "family", "name"))
    below = f"{work.key}#{place}"
    if not family:
        if name := name or given:
            me = Mention(below, "Organization")
            records.append(Record(below, me.label, {"name": name}))
            claims.append(claim("AUTHORED", me, work, place, authorship="author"))
        return
    me = Mention(below, "Person")
    values = {"name": f"{given} {family}".strip(), "given_name": given, "family_name": family}
    records.append(Record(below, me.label, stated({**values, "orcid": author.get("ORCID")})))
    claims.append(claim("AUTHORED", me, work, place, authorship="author"))
    for index, affiliation in enumerate(author.get("affiliation") or ()):
        if said := str(affiliation.get("name") or "").strip():
            there = Mention(f"{below}.affiliation[{index}]", "Organization")
            records.append(Record(there.key, there.label, stated({"name": said, "ror": _ror(affiliation)})))
            claims.append(claim("WORKS_FOR", me, there, f"{place}.affiliation[{index}]"))


def openalex(raw: Raw, line: int) -> Row:
    """One work of OpenAlex."""
    doi, id_ = raw.get("doi"), needed(raw, "id")
    key = f"work/{_short(id_)}"
    me = Mention(key, "Publication")
    place = raw.get("primary_location") or {}
    values = {
        "doi": doi,
        "title": _plain(raw.get("title") or raw.get("display_name") or ""),
        "text": _abstract(raw.get("abstract_inverted_index") or {}),
        "language": raw.get("language"),
        "url": place.get("landing_page_url") or doi,
        "published": _day(raw.get("publication_date") or ""),
        "publication_date": raw.get("publication_date") or raw.get("publication_year"),
        "venue": (place.get("source") or {}).get("display_name"),
        "keywords": _topics(raw),
        "status": "retracted" if raw.get("is_retracted") else None,
    }
    records: dict[str, Record] = {key: Record(key, "Publication", stated(values))}
    claims: dict[str, Claim] = {}
    for index, authorship in enumerate(raw.get("authorships") or ()):
        _openalex_author(authorship, f"author[{index}]", me, records, claims)
    seen = raw.get("updated_date")
    return Row(key, line, raw, tuple(records.values()), tuple(claims.values()), seen, ("public",))


def _openalex_author(
    authorship: Mapping[str, Any],
    place: str,
    work: Mention,
    records: dict[str, Record],
    claims: dict[str, Claim],
) -> None:
    """An author and the institutions; one who has no id in OpenAlex is a party below the work."""
    author = authorship.get("author") or {}
    name = author.get("display_name") or authorship.get("raw_author_name")
    if not name:
        return
    id_ = author.get("id")
    me = Mention(f"author/{_short(id_)}" if id_ else f"{work.key}#{place}", "Person")
    records.setdefault(me.key, Record(me.key, me.label, stated({"name": name, "orcid": author.get("orcid")})))
    claims.setdefault(me.key, claim("AUTHORED", me, work, me.key, authorship="author"))
    for institution in authorship.get("institutions") or ():
        if not (institution.get("id") and institution.get("display_name")):
            continue
        label = LABELS.get(str(institution.get("type")), "Organization")
        there = Mention(f"institution/{_short(institution['id'])}", label)
        values = {
            "name": institution["display_name"],
            "ror": institution.get("ror"),
            "country": institution.get("country_code"),
        }
        records.setdefault(there.key, Record(there.key, label, stated(values)))
        path = f"{me.key}/{there.key}"
        claims.setdefault(path, claim("WORKS_FOR", me, there, path))


def _abstract(index: Mapping[str, Any]) -> str:
    """The text that OpenAlex publishes as the places of each of its words."""
    placed = ((place, word) for word, places in index.items() for place in places)
    return " ".join(word for _, word in sorted(islice(placed, MOST_WORDS)))


def _topics(raw: Raw) -> list[str]:
    """Keywords and topics; concepts, their forerunners, where there are none."""
    found = [*(raw.get("keywords") or ()), *(raw.get("topics") or ())] or raw.get("concepts") or ()
    names = (each.get("display_name") or each.get("keyword") for each in found)
    return list(dict.fromkeys(name for name in names if name))


def _date(raw: Raw) -> str:
    """The first date that is said, as exactly as it is: `[[2024, 3]]` is a month."""
    for name in DATES:
        parts = ((raw.get(name) or {}).get("date-parts") or [[]])[0]
        if parts and parts[0]:
            year, *rest = parts
            return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])
    return ""


def _day(date: str) -> str | None:
    return date if date.count("-") == 2 else None


def _ror(affiliation: Mapping[str, Any]) -> str | None:
    return next((one["id"] for one in affiliation.get("id") or () if one.get("id-type") == "ROR"), None)


def _first(texts: Any) -> str:
    """A title, of which Crossref has a list."""
    return str(texts[0]) if isinstance(texts, list) and texts else texts if isinstance(texts, str) else ""


def _plain(text: str) -> str:
    """Text without markup: a formula's tags stand within a word."""
    return plain(_INLINE.sub("", unescape(text)))


def _short(id_: object) -> str:
    """`https://openalex.org/W42` as `W42`."""
    return str(id_).rstrip("/").rpartition("/")[2]


TABLES = (
    Table(
        "crossref",
        crossref,
        ("DOI", "title"),
        (
            *("author", "abstract", "language", "URL", "issued", "container-title", "subject", "indexed"),
            *(name for name in DATES if name != "issued"),
        ),
        description="Works as Crossref describes them.",
        arrays=("items",),
    ),
    Table(
        "openalex",
        openalex,
        ("id", "authorships"),
        (
            *("doi", "title", "display_name", "abstract_inverted_index", "language", "primary_location"),
            *("publication_date", "publication_year", "keywords", "topics", "concepts"),
            *("is_retracted", "updated_date"),
        ),
        description="Works as OpenAlex describes them.",
        arrays=("results",),
    ),
)

source = tables_source(
    "publications",
    "Publications (Crossref, OpenAlex)",
    "hiring",
    0.7,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("json", "jsonl"),
)
