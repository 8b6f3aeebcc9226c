"""GLEIF's golden copy: every Legal Entity Identifier, and who consolidates or manages whom.

Download the CSV files "LEI-CDF" (level 1: who is who) and "RR-CDF" (level 2: who owns whom) from GLEIF's golden copy
page, unpack them, and load the first before the second.

- Level 1: names (former ones apart from others), legal address, legal form, register and the number in it. That number
  is exclusive where the register is certain: Companies House, KvK, and a 统一社会信用代码 of China; elsewhere it is
  kept as it is. Branches and public bodies have their own labels.
- Level 2: a parent controls what it consolidates, directly or ultimately; a manager controls its fund; a branch is part
  of its head office and a sub-fund of its umbrella; a feeder fund owns its master. The interval is the relationship's
  own, never the accounting period's. What has become inactive has ended when GLEIF last updated it.

Relationships that GLEIF has annulled, or found to be duplicates, are passed over. Successors, other addresses and the
reporting exceptions (the third file: why no parent is told) are not read.
"""

from __future__ import annotations

import re

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import first, needed, properties, stated
from ingestors.reading.items import Raw, RowError, RowSkipped
from ingestors.tables import Table, tables_source

FORMATS = Formats()

ENTITY = {
    "Entity.LegalName": "name",
    "LEI": "lei",
    "Entity.LegalForm.OtherLegalForm": "legal_form",
    "Entity.LegalForm.EntityLegalFormCode": "legal_form",
    "Entity.RegistrationAuthority.OtherRegistrationAuthorityID": "registration_authority",
    "Entity.RegistrationAuthority.RegistrationAuthorityID": "registration_authority",
    "Entity.EntityCreationDate": "founded",
    "Entity.LegalAddress.City": "city",
    "Entity.LegalAddress.Region": "region",
    "Entity.LegalAddress.Country": "country",
    "Entity.EntityStatus": "status",
}
ADDRESS = tuple(
    f"Entity.LegalAddress.{part}"
    for part in (
        "FirstAddressLine",
        *(f"AdditionalAddressLine.{number}" for number in (1, 2, 3)),
        "PostalCode",
        "City",
        "Region",
        "Country",
    )
)
NUMBER = "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"
NAMES = tuple(f"Entity.OtherEntityNames.OtherEntityName.{number}" for number in range(1, 6))
TRANSLITERATED = tuple(
    f"Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.{number}" for number in range(1, 6)
)
LABELS = {"GENERAL": "Company", "BRANCH": "Branch", "RESIDENT_GOVERNMENT_ENTITY": "Government"}
REGISTERS = {"RA000585": "GB-COH", "RA000586": "GB-COH", "RA000587": "GB-COH", "RA000463": "NL-KVK"}
"""Codes of GLEIF's list of registration authorities, and the same registers' codes on org-id.guide."""
LETTERED = {"RA000586", "RA000587"}
"""Companies House for Northern Ireland and Scotland: without its letters a number there would be an English one."""
VOID = {"ANNULLED", "DUPLICATE"}
RELATIONS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "CONTROLS",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "CONTROLS",
    "IS_FUND-MANAGED_BY": "CONTROLS",
    "IS_INTERNATIONAL_BRANCH_OF": "PART_OF",
    "IS_SUBFUND_OF": "PART_OF",
    "IS_FEEDER_TO": "OWNS",
}
"""What the start of a relationship is to its end; CONTROLS goes the other way."""
SLOTS = range(1, 6)

_USCC = re.compile(r"[1-9ANY][0-9A-Z][0-9]{6}[0-9A-Z]{10}")
_entity = properties(ENTITY)


def entity(raw: Raw, line: int) -> Row:
    """One LEI and whom it identifies."""
    key = f"lei/{needed(raw, 'LEI')}"
    label = LABELS.get(first(raw, "Entity.EntityCategory"), "Organization")
    names = [(first(raw, column), first(raw, f"{column}.type")) for column in NAMES]
    former = "PREVIOUS_LEGAL_NAME"
    values: dict[str, Said] = {
        **_entity(raw),
        "previous_names": [name for name, kind in names if name and kind == former],
        "other_names": [
            *(name for name, kind in names if name and kind != former),
            *filter(None, (first(raw, column) for column in TRANSLITERATED)),
        ],
        "address": ", ".join(filter(None, (first(raw, column) for column in ADDRESS))),
        **_number(raw),
    }
    if first(raw, "Entity.EntityExpirationReason") == "DISSOLVED":
        values["dissolved"] = first(raw, "Entity.EntityExpirationDate")
    if (status := first(raw, "Registration.RegistrationStatus")) in VOID:
        values["status"] = status
    record = Record(key, label, stated(values))
    return Row(key, line, raw, (record,), (), _updated(raw), ("public",))


def _number(raw: Raw) -> dict[str, Said]:
    """The number in the register, under the property that it is sure to belong to."""
    number = first(raw, NUMBER)
    authority = first(raw, "Entity.RegistrationAuthority.RegistrationAuthorityID")
    register = REGISTERS.get(authority)
    if register and number and not (authority in LETTERED and number[0].isdecimal()):
        return {"company_number": f"{register}/{number}"}
    if first(raw, "Entity.LegalJurisdiction").partition("-")[0] == "CN" and _USCC.fullmatch(number):
        return {"uscc": number}
    return {"registration_number": number}


def relationship(raw: Raw, line: int) -> Row:
    """What one entity is to another."""
    kind = needed(raw, "Relationship.RelationshipType")
    start, end = _node(raw, "Start"), _node(raw, "End")
    if kind not in RELATIONS:
        raise RowError("column 'Relationship.RelationshipType' is none that is read")
    if first(raw, "Registration.RegistrationStatus") in VOID:
        raise RowSkipped("is a relationship that GLEIF has annulled, or found to be a duplicate")
    relation = RELATIONS[kind]
    if relation == "CONTROLS":
        start, end = end, start
    since, until = _interval(raw)
    key = f"relationship/{start.key}/{kind}/{end.key}"
    claim = Claim(relation, relation, start, end, stated(_interest(raw, kind, relation)), since, until)
    return Row(key, line, raw, (), (claim,), _updated(raw), ("public",))


def _node(raw: Raw, side: str) -> Mention:
    column = f"Relationship.{side}Node.NodeID"
    if first(raw, f"{column}Type") not in ("LEI", ""):
        raise RowError(f"column '{column}Type' is not LEI")
    return Mention(f"lei/{needed(raw, column)}", "Organization")


def _interval(raw: Raw) -> tuple[Said, Said]:
    """The relationship's own period: the slots hold periods of accounting and of documents too, in any order."""
    since = until = ""
    for slot in SLOTS:
        period = f"Relationship.Period.{slot}"
        if first(raw, f"{period}.periodType") == "RELATIONSHIP_PERIOD":
            since, until = first(raw, f"{period}.startDate"), first(raw, f"{period}.endDate")
            break
    if not until and first(raw, "Relationship.RelationshipStatus") == "INACTIVE":
        until = first(raw, "Registration.LastUpdateDate")
    return since or None, until or None


def _interest(raw: Raw, kind: str, relation: str) -> dict[str, Said]:
    if relation == "PART_OF":
        return {}
    values: dict[str, Said] = {"interests": [kind]}
    if kind.endswith("_CONSOLIDATED_BY"):
        values["direct"] = kind == "IS_DIRECTLY_CONSOLIDATED_BY"
    for slot in SLOTS:
        quantity = f"Relationship.Quantifiers.{slot}"
        amount = first(raw, f"{quantity}.QuantifierAmount")
        if amount and first(raw, f"{quantity}.QuantifierUnits") == "PERCENTAGE":
            values["share"] = f"{amount}%"
            break
    return values


def _updated(raw: Raw) -> Said:
    return first(raw, "Registration.LastUpdateDate") or None


TABLES = (
    Table(
        "entities",
        entity,
        ("LEI", "Entity.LegalName", "Entity.LegalAddress.Country", "Entity.EntityStatus"),
        (
            *(
                column
                for column in ENTITY
                if column not in ("LEI", "Entity.LegalName", "Entity.EntityStatus")
            ),
            *ADDRESS,
            *NAMES,
            *(f"{column}.type" for column in NAMES),
            *TRANSLITERATED,
            *(NUMBER, "Entity.LegalJurisdiction", "Entity.EntityCategory", "Entity.EntityExpirationDate"),
            *("Entity.EntityExpirationReason", "Registration.RegistrationStatus"),
            "Registration.LastUpdateDate",
        ),
        description="Level 1 (LEI-CDF 3.1): who is who.",
    ),
    Table(
        "relationships",
        relationship,
        (
            "Relationship.StartNode.NodeID",
            "Relationship.EndNode.NodeID",
            "Relationship.RelationshipType",
            "Relationship.RelationshipStatus",
        ),
        (
            *("Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeIDType"),
            *(
                f"Relationship.Period.{slot}.{part}"
                for slot in SLOTS
                for part in ("startDate", "endDate", "periodType")
            ),
            *(
                f"Relationship.Quantifiers.{slot}.{part}"
                for slot in SLOTS
                for part in ("QuantifierAmount", "QuantifierUnits")
            ),
            *("Registration.RegistrationStatus", "Registration.LastUpdateDate"),
        ),
        description="Level 2 (RR-CDF 2.1): who consolidates, manages or feeds whom.",
    ),
)

source = tables_source(
    "gleif",
    "GLEIF golden copy (LEI)",
    "register",
    0.95,
    FORMATS,
    TABLES,
    licence="CC0-1.0",
    description=(__doc__ or "").strip(),
    shapes=("csv", "parquet"),
)
