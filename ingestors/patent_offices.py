"""Publications out of the XML of two offices: the EPO's exchange documents, and the USPTO's grants and applications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from graph_platform.facts import Row, Said
from ingestors.patent_publication import Party, classes, publication
from ingestors.reading.items import Raw
from ingestors.reading.xml import each, text

_COUNTRY = re.compile(r"\s*\[([A-Z]{2})\]$")
PERSONS = ("04", "05", "4", "5")
"""The roles of a USPTO assignee that are people: of the United States, of another country."""


def docdb(raw: Raw, line: int) -> Row:
    """One publication of DOCDB."""
    about = raw.get("bibliographic-data") or {}
    office, number, kind = (str(raw.get(f"@{name}") or "") for name in ("country", "doc-number", "kind"))
    applied = _docdb_reference(about, "application-reference")
    values = _titles(each(about, "invention-title")) | {
        "published": raw.get("@date-publ") or text(about, "publication-reference", "document-id", "date"),
        "filed": text(about, "application-reference", "document-id", "date"),
        "application_number": _joined(text(applied, "country"), text(applied, "doc-number")),
        "classes": classes(_docdb_classes(about)),
        "text": _in_language(each(raw, "abstract"), "en"),
    }
    return publication(
        raw,
        line,
        (office, number, kind),
        values,
        _docdb_parties(about, "inventor"),
        _docdb_parties(about, "applicant"),
        raw.get("@date-of-last-exchange"),
    )


def uspto(raw: Raw, line: int) -> Row:
    """One publication of the USPTO, a grant or an application."""
    about = raw.get("us-bibliographic-data-grant") or raw.get("us-bibliographic-data-application") or {}
    published: Any = next(each(about, "publication-reference", "document-id"), {})
    applied: Any = next(each(about, "application-reference", "document-id"), {})
    values: dict[str, Any] = {
        "title": text(about, "invention-title"),
        "language": raw.get("@lang"),
        "published": text(published, "date"),
        "filed": text(applied, "date"),
        "application_number": _joined(text(applied, "country"), text(applied, "doc-number")),
        "classes": classes(_uspto_classes(about)),
        "text": text(raw, "abstract"),
    }
    number = text(published, "country"), text(published, "doc-number"), text(published, "kind")
    inventors, holders = _uspto_parties(about)
    return publication(raw, line, number, values, inventors, holders, raw.get("@date-produced"))


def _docdb_reference(about: Any, name: str) -> Any:
    """A number in the EPO's own form, of the several forms that there are."""
    found = list(each(about, name))
    chosen = next((one for one in found if one.get("@data-format") == "docdb"), found[0] if found else {})
    forms = list(each(chosen, "document-id"))
    return next((one for one in forms if one.get("@document-id-type") == "docdb"), forms[0] if forms else {})


def _docdb_parties(about: Any, role: str) -> Iterator[Party]:
    """Each inventor or applicant once: by its standard name, with the names as they were filed beside it."""
    by_place: dict[str, dict[str, Any]] = {}
    for index, one in enumerate(each(about, "parties", f"{role}s", role)):
        by_place.setdefault(str(one.get("@sequence") or index), {}).setdefault(
            str(one.get("@data-format") or ""), one
        )
    for forms in by_place.values():
        standard = forms.get("docdb") or forms.get("epodoc") or next(iter(forms.values()))
        names = {_docdb_name(one, role)[0]: None for one in (standard, *forms.values())}
        name, *others = [name for name in names if name] or [""]
        if name:
            country = text(standard, "residence", "country") or _docdb_name(standard, role)[1]
            yield Party(name, {"other_names": tuple(others), "country": country})


def _docdb_name(one: Any, role: str) -> tuple[str, str]:
    """A name and the country that OPS writes behind it: `SAMPLE MOTORS LTD [CN]`."""
    said = text(one, f"{role}-name", "name").rstrip(" ,;")
    country = _COUNTRY.search(said)
    return (said[: country.start()], country[1]) if country else (said, "")


def _docdb_classes(about: Any) -> Iterator[str]:
    for one in each(about, "classifications-ipcr", "classification-ipcr"):
        yield text(one, "text")
    for one in each(about, "patent-classifications", "patent-classification"):
        scheme: Any = next(each(one, "classification-scheme"), {})
        if isinstance(scheme, dict) and str(scheme.get("@scheme") or "").startswith(("CPC", "IPC")):
            yield text(one, "classification-symbol") or _of_parts(one)


def _uspto_classes(about: Any) -> Iterator[str]:
    # until 2005, as `G06F015/00`
    for name in ("main-classification", "further-classification"):
        yield from map(text, each(about, "classification-ipc", name))
    ipc = each(about, "classifications-ipcr", "classification-ipcr")
    main = each(about, "classifications-cpc", "main-cpc", "classification-cpc")
    further = each(about, "classifications-cpc", "further-cpc", "classification-cpc")
    for found in (ipc, main, further):
        yield from map(_of_parts, found)


def _of_parts(one: Any) -> str:
    parts = [text(one, name) for name in ("section", "class", "subclass")]
    return f"{''.join(parts)} {text(one, 'main-group')}/{text(one, 'subgroup')}"


def _uspto_parties(about: Any) -> tuple[list[Party], list[Party]]:
    """Inventors, and those who hold the patent: its assignees, or where there is none, the applicants."""
    inventors = [_uspto_party(one, True) for one in each(about, "us-parties", "inventors", "inventor")]
    applicants = list(each(about, "us-parties", "us-applicants", "us-applicant"))
    # until 2012 inventors were the applicants
    for one in each(about, "parties", "applicants", "applicant"):
        if "inventor" in str(one.get("@app-type")):
            inventors.append(_uspto_party(one, True))
        else:
            applicants.append(one)
    holders = [_uspto_party(one, _role(one) in PERSONS) for one in each(about, "assignees", "assignee")]
    holders = holders or [_uspto_party(one, False) for one in applicants]
    return [party for party in inventors if party.name], [party for party in holders if party.name]


def _role(one: Any) -> str:
    return text(one, "addressbook", "role") or text(one, "role")


def _uspto_party(one: Any, is_person: bool) -> Party:
    book = next(each(one, "addressbook"), one)
    given, family = text(book, "first-name"), text(book, "last-name")
    organization = text(book, "orgname")
    name = organization or " ".join(part for part in (given, family) if part)
    values: dict[str, Said] = {} if organization else {"given_name": given, "family_name": family}
    place = {"city": "city", "region": "state", "country": "country"}
    values |= {said: text(book, "address", tag) for said, tag in place.items()}
    return Party(name, values, is_person or not organization)


def _titles(titles: Iterable[Any]) -> dict[str, Any]:
    """The English title, or the first, and those in other languages."""
    said = {
        str(one.get("@lang") or "") if isinstance(one, dict) else "": title
        for one in titles
        if (title := text(one))
    }
    language = "en" if "en" in said else next(iter(said), "")
    others = [title for other, title in said.items() if other != language]
    return {"title": said.get(language), "language": language, "other_titles": others}


def _in_language(parts: Iterable[Any], language: str) -> str:
    found = [(part.get("@lang") if isinstance(part, dict) else "", text(part)) for part in parts]
    return next((said for of, said in found if of == language), found[0][1] if found else "")


def _joined(*parts: str) -> str:
    return "".join(parts) if all(parts) else ""
