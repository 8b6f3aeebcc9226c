"""Beneficial ownership statements (BODS 0.4) about British companies, and about those that hold Chinese ones."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Items, Sightings, close_all
from graph_platform.generator.world import Holding, Organization, Person

_COUNTRIES = {"GB": "United Kingdom", "CN": "China"}


class Bods:
    """Writes entity, person and relationship statements; a party that several statements name is stated once."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._as_of = as_of
        self.statements = Items(folder, "bods/statements.json", as_of)

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's companies that published statements, their holders, and the shares between them."""
        stated: set[str] = set()
        for organization in cast.organizations:
            if organization.in_bods:
                self._party(organization, organization.id, stated, sightings)
        for holding in cast.holdings:
            if "bods" in holding.register:
                for party in (holding.held, holding.holder):
                    self._party(party, holding.held.id, stated, sightings)
                self._holding(cast, holding, sightings)

    def _party(
        self, party: Organization | Person, subject: str, stated: set[str], sightings: Sightings
    ) -> None:
        if party.id in stated:
            return
        stated.add(party.id)
        entity = isinstance(party, Organization)
        details = _entity(party) if isinstance(party, Organization) else _person(party)
        self._state("entity" if entity else "person", party.id, subject, details, sightings)

    def _holding(self, cast: Cast, holding: Holding, sightings: Sightings) -> None:
        interest: dict[str, Any] = {
            "type": "shareholding",
            "directOrIndirect": "direct",
            "beneficialOwnershipOrControl": isinstance(holding.holder, Person),
            "startDate": holding.since.isoformat(),
        }
        if holding.until:
            interest["endDate"] = holding.until.isoformat()
        # Companies House publishes bands, other registers exact shares
        if holding.held.country == "GB" and holding.share < 100 and cast.rng.random() < 0.5:
            low = next(edge for edge in (75, 50, 25, 0) if holding.share > edge)
            interest["share"] = {"exclusiveMinimum": low, "maximum": {75: 100, 50: 75, 25: 50, 0: 25}[low]}
        else:
            interest["share"] = {"exact": holding.share}
        details = {
            "isComponent": False,
            "subject": _record(holding.held.id),
            "interestedParty": _record(holding.holder.id),
            "interests": [interest],
        }
        self._state("relationship", holding.id, holding.held.id, details, sightings)

    def _state(self, kind: str, id: str, subject: str, details: dict[str, Any], sightings: Sightings) -> None:
        day, record = self._as_of.isoformat(), _record(id)
        row = self.statements.add(
            {
                "statementId": _uuid(f"{id}/{day}/{self.statements.rows}"), "declarationSubject": _record(subject),
                "statementDate": day,
                "publicationDetails": {
                    "publicationDate": day, "bodsVersion": "0.4", "publisher": {"name": "Register of Examples"}
                },
                "recordId": record, "recordStatus": "new", "recordType": kind, "recordDetails": details,
            }
        )  # fmt: skip
        sightings.add(id, self.statements.name, row, record)

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the file."""
        return close_all((self.statements,), whole=whole)


def _entity(organization: Organization) -> dict[str, Any]:
    identifiers = []
    if organization.company_number:
        identifiers.append(
            {"scheme": "GB-COH", "schemeName": "Companies House", "id": organization.company_number}
        )
    if organization.uscc:
        # org-id.guide's code of the Chinese register
        identifiers.append(
            {"scheme": "CN-SAIC", "schemeName": "Unified Social Credit Code", "id": organization.uscc}
        )
    if organization.lei:
        identifiers.append(
            {"scheme": "XI-LEI", "schemeName": "Legal Entity Identifier", "id": organization.lei}
        )
    english = organization.english if organization.country == "CN" else organization.name
    return {
        "isComponent": False,
        "entityType": {"type": "registeredEntity"},
        "name": english,
        "alternateNames": [organization.name] if organization.name != english else [],
        "jurisdiction": {"name": _COUNTRIES[organization.country], "code": organization.country},
        "foundingDate": organization.founded.isoformat(),
        "identifiers": identifiers,
        "addresses": [{"type": "registered", "address": organization.address, "country": {
            "name": _COUNTRIES[organization.country], "code": organization.country}}],
    }  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    chinese = not person.name.isascii()
    names = [
        {
            "type": "legal", "fullName": f"{person.given_en} {person.family_en}", "givenName": person.given_en,
            "familyName": person.family_en,
        }
    ]  # fmt: skip
    if chinese:
        names.append({"type": "translation", "fullName": person.name})
    code = "CN" if chinese else "GB"
    return {
        "isComponent": False,
        "personType": "knownPerson",
        "nationalities": [{"code": code, "name": _COUNTRIES[code]}],
        "names": names,
    }


def _record(id: str) -> str:
    """A register's own key of a record, which says nothing about ours."""
    return hashlib.blake2b(f"bods/{id}".encode(), digest_size=6).hexdigest()


def _uuid(text: str) -> str:
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
