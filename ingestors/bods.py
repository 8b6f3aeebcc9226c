"""Beneficial ownership statements (BODS 0.4, 0.3 and 0.2): entities, persons, and who owns or controls whom.

A file is an array of statements, or one on each line. In 0.4 a later statement of the same `recordId` replaces the
earlier one, and `closed` ends it; in 0.2 and 0.3 a statement names those that it replaces, and all of such a chain are
one record, under the first one's id. An interested party that is unknown, anonymous or not disclosed is kept as a party
of its own below the statement, with the reason as its status.

A share is said exactly or between a minimum and a maximum. Any other interest (votes, board, influence) is control.
Politically exposed persons have the topic `role.pep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import needed, stated
from ingestors.reading.items import Raw, RowError
from ingestors.tables import Table, tables_source

FORMATS = Formats()

SCHEMES = {
    "XI-LEI": "lei",
    "LEI": "lei",
    "CN-SAIC": "uscc",
    "CN-USCC": "uscc",
    "US-DUNS": "duns",
    "XI-DUNS": "duns",
}
"""Schemes of org-id.guide that are not numbers of one company register."""
PERSON_SCHEMES = {"CHN-IDCARD": "resident_id", "ORCID": "orcid"}
OWNING = {"shareholding", "rights-to-surplus-assets-on-dissolution", "rightsToSurplusAssetsOnDissolution"}
STATES = {"state", "stateBody", "state-body"}
PARTIES = {"entity": "Organization", "person": "Person"}


class Statements:
    """The row function of BODS 0.4 for one file.

    A relationship refers to a party without saying whether it is a person. Statements about parties stand before those
    that refer to them, so persons are remembered: a few bytes for each.
    """

    def __init__(self) -> None:
        self._persons: set[int] = set()
        self._entities: set[int] = set()

    def __call__(self, raw: Raw, line: int) -> Row:
        details = raw.get("recordDetails") or {}
        kind, id_ = needed(raw, "recordType"), needed(raw, "recordId")
        if raw.get("recordStatus") == "closed":
            details = {**details, "closed": True}
        if kind == "relationship":
            return _relationship(raw, line, f"relationship/{id_}", details, _date(raw), self._label)
        if kind not in PARTIES:
            raise RowError("column 'recordType' is none of entity, person, relationship")
        (self._persons if kind == "person" else self._entities).add(hash(id_))
        return _party(raw, line, f"party/{id_}", kind, details, _date(raw))

    def _label(self, id_: str) -> str:
        # one that no statement of this file describes holds a share, as persons mostly do
        known = hash(id_)
        return "Person" if known in self._persons or known not in self._entities else "Organization"


class StatementsOf03:
    """The row function of BODS 0.2 and 0.3 for one file, where a statement names those that it replaces.

    All of such a chain are one record, under the id of the first: only the statements that replace are remembered.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, raw: Raw, line: int) -> Row:
        kind, id_ = needed(raw, "statementType"), needed(raw, "statementID")
        if replaced := raw.get("replacesStatements"):
            self._first[id_] = self._record_of(str(replaced[0]))
        id_ = self._record_of(id_)
        if kind == "ownershipOrControlStatement":
            details = {**raw, **{end: self._end(raw.get(end)) for end in ("subject", "interestedParty")}}
            return _relationship(raw, line, f"relationship/{id_}", details, _date(raw), lambda _: "Person")
        if kind not in ("entityStatement", "personStatement"):
            raise RowError(
                "column 'statementType' is none of entityStatement, personStatement, ownershipOrControlStatement"
            )
        return _party(raw, line, f"party/{id_}", kind.removesuffix("Statement"), raw, _date(raw))

    def _record_of(self, id_: str) -> str:
        return self._first.get(id_, id_)

    def _end(self, end: Any) -> Any:
        """One end of a relationship, by the id of its record."""
        if not isinstance(end, dict):
            return end
        return {name: self._record_of(id_) if isinstance(id_, str) else id_ for name, id_ in end.items()}


def _date(raw: Raw) -> Said:
    return raw.get("statementDate") or (raw.get("publicationDetails") or {}).get("publicationDate")


def _party(raw: Raw, line: int, key: str, kind: str, details: Mapping[str, Any], seen: Said) -> Row:
    label, values = (_entity if kind == "entity" else _person)(details)
    if details.get("closed"):
        values["status"] = "closed"
    return Row(key, line, raw, (Record(key, label, values),), (), seen, ("public",))


def _entity(details: Mapping[str, Any]) -> tuple[str, dict[str, Said]]:
    type_ = details.get("entityType")
    kind = type_.get("type") if isinstance(type_, dict) else type_
    label = "Government" if kind in STATES else "Company" if kind == "registeredEntity" else "Organization"
    values: dict[str, Said] = {
        "name": details.get("name"),
        "other_names": list(details.get("alternateNames") or ()),
        "founded": details.get("foundingDate"),
        "dissolved": details.get("dissolutionDate"),
        "website": details.get("uri"),
        "country": _code(details.get("jurisdiction") or details.get("incorporatedInJurisdiction")),
        "legal_form": type_.get("details")
        if isinstance(type_, dict)
        else (details.get("entitySubtype") or {}).get("localTerm"),
        **_address(details),
        **_identifiers(details.get("identifiers") or (), SCHEMES),
    }
    if listings := (details.get("publicListing") or {}).get("securitiesListings"):
        values["stock_code"] = [
            s["ticker"] for each in listings if (s := each.get("security") or {}).get("ticker")
        ]
    if reason := _reason(details):
        values["status"] = reason
    return label, stated(values)


def _person(details: Mapping[str, Any]) -> tuple[str, dict[str, Said]]:
    names = details.get("names") or ()
    first = next((n for n in names if n.get("type") in ("legal", "individual")), names[0] if names else {})
    values: dict[str, Said] = {
        "name": first.get("fullName"),
        "given_name": first.get("givenName"),
        "family_name": first.get("familyName"),
        "other_names": [n["fullName"] for n in names if n is not first and n.get("fullName")],
        "birth_date": details.get("birthDate"),
        "topics": ["role.pep"] if _is_exposed(details) else None,
        "nationality": [code for n in details.get("nationalities") or () if (code := _code(n))],
        **_address(details),
        **_identifiers(details.get("identifiers") or (), PERSON_SCHEMES),
    }
    values.pop("registration_number", None)
    values.pop("company_number", None)
    if reason := _reason(details):
        values["status"] = reason
    return "Person", stated(values)


def _is_exposed(details: Mapping[str, Any]) -> bool:
    exposure = details.get("politicalExposure") or {}
    # 0.2 has a truth value of its own
    return exposure.get("status") == "isPep" or details.get("hasPepStatus") is True


def _reason(details: Mapping[str, Any]) -> str | None:
    """Why a party is not known by name, where the statement says that it is not."""
    unspecified = details.get("unspecifiedEntityDetails") or details.get("unspecifiedPersonDetails") or {}
    kind = details.get("personType") or details.get("entityType")
    kind = kind.get("type") if isinstance(kind, dict) else kind
    if kind in ("unknownPerson", "anonymousPerson", "unknownEntity", "anonymousEntity"):
        return str(unspecified.get("reason") or details.get("missingInfoReason") or kind)
    return None


def _address(details: Mapping[str, Any]) -> dict[str, Said]:
    residence = details.get("placeOfResidence")
    addresses = details.get("addresses") or ([residence] if residence else ())
    kinds = ("registered", "service", "residence")
    chosen = next(
        (a for kind in kinds for a in addresses if a.get("type") == kind), addresses[0] if addresses else None
    )
    if not chosen:
        return {}
    text = " ".join(str(chosen[part]) for part in ("address", "postCode", "postcode") if chosen.get(part))
    return {"address": text}


def _identifiers(identifiers: Iterable[Mapping[str, Any]], schemes: Mapping[str, str]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for each in identifiers:
        scheme, id_ = str(each.get("scheme") or ""), each.get("id")
        if not id_:
            continue
        if name := schemes.get(scheme.upper()):
            found.setdefault(name, id_)
        elif scheme:
            found.setdefault("company_number", f"{scheme}/{id_}")
        else:
            found.setdefault("registration_number", id_)
    return found


def _relationship(
    raw: Raw, line: int, key: str, details: Mapping[str, Any], seen: Said, label_of: Callable[[str], str]
) -> Row:
    subject = details.get("subject")
    held = subject.get("describedByEntityStatement") if isinstance(subject, dict) else subject
    if not held:
        raise RowError("column 'subject' names no entity")
    records: list[Record] = []
    end = Mention(f"party/{held}", "Organization")
    start = _interested(details.get("interestedParty"), key, records, label_of)
    interests: Sequence[Mapping[str, Any]] = details.get("interests") or ({},)
    closed = _date(raw) if details.get("closed") else None
    claims = [_interest(each, f"[{index}]", start, end, closed) for index, each in enumerate(interests)]
    return Row(key, line, raw, tuple(records), tuple(claims), seen, ("public",))


def _interested(party: Any, key: str, records: list[Record], label_of: Callable[[str], str]) -> Mention:
    if isinstance(party, str):
        return Mention(f"party/{party}", label_of(party))
    if isinstance(party, dict):
        for field, label in (
            ("describedByEntityStatement", "Organization"),
            ("describedByPersonStatement", "Person"),
        ):
            if party.get(field):
                return Mention(f"party/{party[field]}", label)
        reason = (party.get("unspecified") or party).get("reason")
    else:
        reason = None
    records.append(Record(f"{key}#party", "Person", {"status": str(reason or "unknown")}))
    return Mention(f"{key}#party", "Person")


def _interest(interest: Mapping[str, Any], place: str, start: Mention, end: Mention, closed: Said) -> Claim:
    share = interest.get("share") or {}
    relation = (
        "OWNS" if interest.get("type") in OWNING or (share and not interest.get("type")) else "CONTROLS"
    )
    direct = interest.get("directOrIndirect") or interest.get("interestLevel")
    values: dict[str, Said] = {
        "interests": [interest["type"]] if interest.get("type") else None,
        "direct": None if direct not in ("direct", "indirect") else direct == "direct",
        "beneficial": interest.get("beneficialOwnershipOrControl"),
    }
    values["share"] = _percent(share, "exact")
    values["share_min"] = _percent(share, "minimum", "exclusiveMinimum")
    values["share_max"] = _percent(share, "maximum", "exclusiveMaximum")
    until = interest.get("endDate") or closed
    return Claim(f"{relation}{place}", relation, start, end, stated(values), interest.get("startDate"), until)


def _percent(share: Mapping[str, Any], *names: str) -> str | None:
    """BODS counts in per cent, so 0.5 is half a per cent: said with its sign."""
    found = next((share[name] for name in names if _is_number(share.get(name))), None)
    return None if found is None else f"{found}%"


def _is_number(value: object) -> bool:
    # 0.2 has `exclusiveMinimum: true` beside a minimum
    return isinstance(value, int | float) and not isinstance(value, bool)


def _code(country: Any) -> str | None:
    return (country.get("code") or country.get("name")) if isinstance(country, dict) else None


TABLES = (
    Table(
        "statements",
        Statements(),
        ("statementId", "recordId", "recordType", "recordDetails"),
        ("recordStatus", "statementDate", "declarationSubject", "publicationDetails"),
        description="Statements of BODS 0.4.",
        beside=lambda path: Statements(),
    ),
    Table(
        "statements-0.2",
        StatementsOf03(),
        ("statementID", "statementType"),
        (
            "statementDate",
            "publicationDetails",
            "isComponent",
            "replacesStatements",
            "entityType",
            "personType",
            "interests",
        ),
        description="Statements of BODS 0.2 and 0.3.",
        beside=lambda path: StatementsOf03(),
    ),
)

source = tables_source(
    "bods",
    "Beneficial Ownership Data Standard",
    "register",
    0.9,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("json", "jsonl"),
)
