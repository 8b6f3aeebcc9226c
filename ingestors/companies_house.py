"""Companies House (United Kingdom): the companies, and the people with significant control (PSC) over them.

Download "Basic Company Data" (CSV) and the "PSC snapshot" (JSON on each line) from Companies House's free data
products, unpack them, and load the companies first. Files of several parts may be given together.

- **Companies** have their number as `GB-COH/…`, former names, address and trades (SIC). Accounts, mortgages and returns
  are not read.
- **PSC**: each notification is a party of its own, since a name with a month of birth is no identity. Each nature of
  control is a claim with its bounds: of shares and surplus assets it is owning, of votes, appointments and influence it
  is control. A corporate PSC has the number of its own register where that is Companies House beyond doubt.
- A **super-secure** person, whom the register hides, is kept without a name, with that as its status. So is one of whom
  the company states that there is one, but not who (`psc-exists-but-not-identified`).
- Statements that there is nobody, exemptions and the totals at the end are passed over, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import first, needed, properties, stated
from ingestors.reading.items import Raw, RowError, RowSkipped
from ingestors.tables import Table, tables_source

FORMATS = Formats(dates=("%d/%m/%Y",), country="GB", timezone="Europe/London", currency="GBP")

COMPANY = {
    "CompanyName": "name",
    "CompanyCategory": "legal_form",
    "CompanyStatus": "status",
    "IncorporationDate": "founded",
    "DissolutionDate": "dissolved",
    "CountryOfOrigin": "country",
    "RegAddress.PostTown": "city",
    "RegAddress.County": "region",
}
REGISTERED = tuple(
    f"RegAddress.{part}"
    for part in (
        *("CareOf", "POBox", "AddressLine1", "AddressLine2", "PostTown", "County", "PostCode", "Country"),
    )
)
TRADES = tuple(f"SICCode.SicText_{number}" for number in range(1, 5))
FORMER = tuple(f"PreviousName_{number}.CompanyName" for number in range(1, 11))
SERVICE = (
    *("care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality", "region"),
    *("postal_code", "country"),
)
"""The parts of an address in the PSC snapshot."""

KINDS = {
    "individual-person-with-significant-control": "Person",
    "individual-beneficial-owner": "Person",
    "super-secure-person-with-significant-control": "Person",
    "super-secure-beneficial-owner": "Person",
    "corporate-entity-person-with-significant-control": "Company",
    "corporate-entity-beneficial-owner": "Company",
    "legal-person-person-with-significant-control": "Organization",
    "legal-person-beneficial-owner": "Organization",
}
STATEMENT = "persons-with-significant-control-statement"
SOMEBODY = ("psc-exists", "psc-details-not-confirmed", "psc-contacted", "psc-has-failed", "at-least-one")
"""How a statement begins that there is somebody, but not who."""
PASSED_OVER = ("exemptions", "totals#persons-of-significant-control-snapshot")
OWNING = ("ownership-of-shares", "right-to-share-surplus-assets", "part-right-to-share-surplus-assets")

_BETWEEN = re.compile(r"-(\d+)-to-(\d+)-percent")
_MORE_THAN = re.compile(r"-more-than-(\d+)-percent")
_NUMBER = re.compile(r"(?:[A-Z]{2}|R)?[0-9]{1,8}")
_ELSEWHERE = re.compile(r"scotland|ireland", re.IGNORECASE)
_company = properties(COMPANY)


def company(raw: Raw, line: int) -> Row:
    """One company."""
    number = needed(raw, "CompanyNumber")
    key = f"company/{number}"
    trades = [trade for column in TRADES if (trade := first(raw, column)) not in ("", "None Supplied")]
    values: dict[str, Said] = {
        **_company(raw),
        "company_number": f"GB-COH/{number}",
        "previous_names": [name for column in FORMER if (name := first(raw, column))],
        "industry": "; ".join(trades),
        "address": ", ".join(filter(None, (first(raw, column) for column in REGISTERED))),
    }
    return Row(key, line, raw, (Record(key, "Company", stated(values)),), (), None, ("public",))


def controller(raw: Raw, line: int) -> Row:
    """One notification of a person, or of a company, with significant control."""
    data: Mapping[str, Any] = raw["data"]
    kind, statement = data.get("kind"), str(data.get("statement") or "")
    if kind in PASSED_OVER:
        raise RowSkipped("is of a kind that names nobody: exemptions, totals")
    if kind == STATEMENT and not statement.startswith(SOMEBODY):
        raise RowSkipped("is a statement that names nobody")
    if kind not in KINDS and kind != STATEMENT:
        raise RowError("column 'data.kind' is none that is read")
    number = needed(raw, "company_number")
    key = f"psc{needed(data.get('links') or {}, 'self')}"
    label = KINDS.get(str(kind), "Person")
    if kind == STATEMENT:
        values: dict[str, Said] = {"status": statement}
    elif str(kind).startswith("super-secure"):
        values = {"status": "super-secure"}
    else:
        values = _person(data) if label == "Person" else _body(data)
        values["address"] = ", ".join(str(part) for name in SERVICE if (part := _part(data, "address", name)))
    record = Record(key, label, stated(values))
    claims = _natures(data, Mention(key, label), Mention(f"company/{number}", "Company"))
    return Row(key, line, raw, (record,), claims, None, ("public",))


def _natures(data: Mapping[str, Any], start: Mention, end: Mention) -> tuple[Claim, ...]:
    since, until = data.get("notified_on"), data.get("ceased_on")
    # one that has ceased on the day of its notice, or nobody says when, holds on no day that is known
    if (until and since and until <= since) or (data.get("ceased") and not until):
        return ()
    individual = str(data.get("kind")).startswith("individual")
    claims = []
    for nature in dict.fromkeys(data.get("natures_of_control") or ("",)):
        relation = "OWNS" if nature.startswith(OWNING) else "CONTROLS"
        values: dict[str, Said] = {
            "interests": [nature] if nature else None,
            "beneficial": True if individual else None,
        }
        if between := _BETWEEN.search(nature):
            values |= {"share_min": f"{between[1]}%", "share_max": f"{between[2]}%"}
        elif more := _MORE_THAN.search(nature):
            values["share_min"] = f"{more[1]}%"
        path = f"{relation}/{nature}" if nature else relation
        claims.append(Claim(path, relation, start, end, stated(values), since, until))
    return tuple(claims)


def _person(data: Mapping[str, Any]) -> dict[str, Said]:
    given = [part for name in ("forename", "middle_name") if (part := _part(data, "name_elements", name))]
    family = _part(data, "name_elements", "surname")
    year, month = _part(data, "date_of_birth", "year"), _part(data, "date_of_birth", "month")
    return {
        "name": " ".join([*given, family]) if given and family else data.get("name"),
        "given_name": " ".join(given),
        "family_name": family,
        "birth_date": f"{year}-{month:0>2}" if year and month else year,
        "nationality": [part.strip() for part in str(data.get("nationality") or "").split(",") if part],
        "country": data.get("country_of_residence"),
    }


def _body(data: Mapping[str, Any]) -> dict[str, Said]:
    number = _part(data, "identification", "registration_number").upper().replace(" ", "")
    country = _part(data, "identification", "country_registered")
    values: dict[str, Said] = {
        "name": data.get("name"),
        "legal_form": _part(data, "identification", "legal_form"),
        "registration_authority": _part(data, "identification", "place_registered"),
        "registration_number": number,
        "country": country,
    }
    if "companies house" in _part(data, "identification", "place_registered").casefold():
        values["country"] = "GB"
        # a number of Scotland or Northern Ireland that lacks its letters would be an English company's
        if _NUMBER.fullmatch(number) and not (number.isdecimal() and _ELSEWHERE.search(country)):
            values["company_number"] = f"GB-COH/{number}"
    return values


def _part(data: Mapping[str, Any], name: str, part: str) -> str:
    """What stands in a part of a notification, or nothing."""
    return str((data.get(name) or {}).get(part) or "").strip()


TABLES = (
    Table(
        "companies",
        company,
        ("CompanyName", "CompanyNumber", "CompanyCategory", "CompanyStatus"),
        (*(name for name in COMPANY if not name.startswith("Company")), *REGISTERED, *TRADES, *FORMER),
        description="Basic Company Data.",
    ),
    Table(
        "psc",
        controller,
        ("company_number", "data"),
        description="PSC snapshot. Of `data` are read: kind, name, name_elements, date_of_birth, nationality, "
        "country_of_residence, address, identification, natures_of_control, notified_on, ceased_on, statement, links.",
    ),
)

source = tables_source(
    "companies-house",
    "Companies House (UK)",
    "register",
    0.9,
    FORMATS,
    TABLES,
    licence="OGL-UK-3.0",
    description=(__doc__ or "").strip(),
    shapes=("csv", "jsonl", "parquet"),
)
