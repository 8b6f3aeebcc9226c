"""What speaks for the organization as a partner: certificates, cases, industry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, only

ENOUGH_CASES = 3


@dataclass(frozen=True, slots=True)
class CertificateField:
    """Certificates for one thing."""

    field: str | None
    """What they are for."""
    valid: int
    """How many are valid."""
    expired: int
    """How many are not any more."""


@dataclass(frozen=True, slots=True)
class IndustryCases:
    """Cases in one industry."""

    industry: str | None
    """Which."""
    cases: int
    """How many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFit(Dimension):
    """How well the organization fits as a partner."""

    unit: str = "0 (not at all) to 1 (in everything)"
    formula: str = (
        "Mean of what is known of: valid certificates among all (its own and its people's); cases, three being enough; "
        "cases in its own industry among those whose industry is known."
    )
    formula_zh: str = (
        "以下已知各项的平均：有效证书占比（自有及人员所持）；案例数（满三个为足）；本行业案例占比。"
    )
    certificates_part: float | None
    """Valid certificates among all; none where none is known."""
    cases_part: float | None
    """Cases, three being enough; none where none is known."""
    industry_part: float | None
    """Cases in its own industry among those whose industry is known; none where either is not."""
    industry: str | None
    """Its industry."""
    tier: str | None
    """Its level as a partner."""
    certificates: tuple[CertificateField, ...]
    """Certificates by what they are for."""
    own_certificates: int
    """Those of the organization itself; the others are its people's."""
    cases: tuple[IndustryCases, ...]
    """Cases by industry."""
    partner_of: tuple[DimensionParty, ...]
    """Whose partner it is now."""


def compute(rows: Sequence[Row]) -> PartnerFit:
    """The fit out of the rows of `dimensions/partner_fit`."""
    row = only(rows)
    certificates: Sequence[Row] = row.get("certificates") or ()
    cases: Sequence[Row] = row.get("cases") or ()
    parts = _parts(row.get("industry"), certificates, cases)
    known = [part for part in parts if part is not None]
    return PartnerFit(
        **headline(sum(known) / len(known) if known else None, row),
        certificates_part=parts[0],
        cases_part=parts[1],
        industry_part=parts[2],
        industry=row.get("industry"),
        tier=row.get("tier"),
        certificates=_fields(certificates),
        own_certificates=sum(bool(each["own"]) for each in certificates),
        cases=tuple(
            IndustryCases(industry, count)
            for industry, count in sorted(
                Counter(each["industry"] for each in cases).items(), key=lambda it: (-it[1], it[0] or "")
            )
        ),
        partner_of=tuple(
            DimensionParty(each["id"], each["name"], "Organization") for each in row.get("partner_of") or ()
        ),
    )


def _parts(
    industry: str | None, certificates: Sequence[Row], cases: Sequence[Row]
) -> tuple[float | None, float | None, float | None]:
    told = [each["industry"] for each in cases if each["industry"]]
    return (
        sum(bool(each["valid"]) for each in certificates) / len(certificates) if certificates else None,
        min(1.0, len(cases) / ENOUGH_CASES) if cases else None,
        sum(_same(each, industry) for each in told) / len(told) if told and industry else None,
    )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _fields(certificates: Sequence[Row]) -> tuple[CertificateField, ...]:
    valid = Counter(each["field"] for each in certificates if each["valid"])
    total = Counter(each["field"] for each in certificates)
    return tuple(
        CertificateField(field, valid[field], count - valid[field])
        for field, count in sorted(total.items(), key=lambda it: (-it[1], it[0] or ""))
    )
