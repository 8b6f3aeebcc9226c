"""How much hangs on few suppliers, and on few customers: Herfindahl's index, single sources, categories.

The index is the sum of squared shares (A. O. Hirschman, "The paternity of an index", American Economic Review 54,
1964): 1 for a single one, 1/n for n alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph_platform.dimensions.common import Dimension, DimensionParty, Row, headline, only

LARGEST = 20


class ConcentrationBasis(StrEnum):
    """What was summed to weigh the parties against each other."""

    SUPPLY_VOLUME = "supply_volume"
    """The stated yearly volumes of the supplies."""
    SUPPLY_SHARE = "supply_share"
    """The stated shares of the buyer's demand."""
    ORDERS = "orders"
    """The sums of the last 365 days' orders."""
    PAYMENTS = "payments"
    """The sums of the last 365 days' payments."""
    SINGLE = "single"
    """Only one party is known, whatever its volume."""


@dataclass(frozen=True, slots=True)
class WeighedParty:
    """One supplier or customer."""

    party: DimensionParty
    """Who."""
    weight: float
    """What it stands for: a sum in the currency, or a share."""
    share: float
    """Its part of all weights, 0 to 1."""


@dataclass(frozen=True, slots=True)
class CategoryConcentration:
    """The concentration within one category."""

    category: str
    """What is supplied."""
    parties: int
    """How many supply, or buy, it."""
    single: DimensionParty | None
    """The only one, if there is one only."""
    index: float | None
    """Herfindahl's index within the category; none where weights are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration(Dimension):
    """How unequally the organization's trade is spread over its partners in trade."""

    unit: str = "0 (spread) to 1 (a single one)"
    formula: str = (
        "Herfindahl's index: the sum of squared shares. Weighed by the yearly volume of supplies, or else by the "
        "stated share of demand, or else by orders, or else by payments of the last 365 days, in one currency."
    )
    formula_zh: str = (
        "赫芬达尔指数：各方份额平方之和。"
        "依次以年供应额、需求占比、近 365 天订单额、近 365 天付款额加权，仅计一种币种。"
    )
    basis: ConcentrationBasis | None
    """What was summed."""
    currency: str | None
    """The currency of the sums; others are left out."""
    parties: int
    """How many are known on this basis."""
    without_weight: int
    """How many of them are left out, because no sum in that currency is stated."""
    largest: tuple[WeighedParty, ...]
    """The twenty largest."""
    categories: tuple[CategoryConcentration, ...]
    """The same by category, the most concentrated first."""
    single_sources: tuple[str, ...]
    """Categories that only one supplies, or buys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierConcentration(Concentration):
    """How much of what the organization buys comes from few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerConcentration(Concentration):
    """How much of what the organization sells goes to few."""


def suppliers(rows: Sequence[Row]) -> SupplierConcentration:
    """The concentration of suppliers, out of the rows of `dimensions/supplier_concentration`."""
    return SupplierConcentration(**_fields(only(rows)))


def customers(rows: Sequence[Row]) -> CustomerConcentration:
    """The concentration of customers, out of the rows of `dimensions/customer_concentration`."""
    return CustomerConcentration(**_fields(only(rows)))


def _fields(row: Row) -> dict[str, Any]:
    sums: Sequence[Row] = row.get("sums") or ()
    basis, currency, used = _basis(sums)
    field = "share" if basis is ConcentrationBasis.SUPPLY_SHARE else "amount"
    names = {each["id"]: DimensionParty(each["id"], each["name"], "Organization") for each in used}
    weights = _weights(used, field, currency)
    total = sum(weights.values())
    index = herfindahl(weights) if weights else 1.0 if len(names) == 1 else None
    categories = _categories(used, field, currency, names)
    return {
        **headline(index, row),
        "basis": ConcentrationBasis.SINGLE if names and not weights and index else basis if weights else None,
        "currency": currency if weights and field == "amount" else None,
        "parties": len(names),
        "without_weight": len(names) - len(weights),
        "largest": tuple(
            WeighedParty(names[id_], weight, weight / total)
            for id_, weight in sorted(weights.items(), key=lambda it: (-it[1], it[0]))[:LARGEST]
        ),
        "categories": categories,
        "single_sources": tuple(each.category for each in categories if each.single),
    }


def herfindahl(weights: Mapping[str, float]) -> float:
    """The sum of squared shares of positive weights."""
    total = sum(weights.values())
    return sum((weight / total) ** 2 for weight in weights.values())


def _basis(sums: Sequence[Row]) -> tuple[ConcentrationBasis, str | None, list[Row]]:
    """The first basis that has weights, its main currency, and its rows; without any, the first that has rows."""
    by_basis: dict[str, list[Row]] = defaultdict(list)
    for each in sums:
        by_basis[each["basis"]].append(each)
    supplies = by_basis["supplies"]
    for basis, used in (
        (ConcentrationBasis.SUPPLY_VOLUME, supplies),
        (ConcentrationBasis.SUPPLY_SHARE, supplies),
        (ConcentrationBasis.ORDERS, by_basis["orders"]),
        (ConcentrationBasis.PAYMENTS, by_basis["payments"]),
    ):
        field = "share" if basis is ConcentrationBasis.SUPPLY_SHARE else "amount"
        currency = _main_currency(used) if field == "amount" else None
        if _weights(used, field, currency):
            return basis, currency, used
    in_order = (by_basis[basis] for basis in ("supplies", "orders", "payments"))
    return ConcentrationBasis.SINGLE, None, next((used for used in in_order if used), [])


def _main_currency(used: Sequence[Row]) -> str | None:
    """The currency in which most parties have a sum; of several, the first by name."""
    parties: dict[str, set[str]] = defaultdict(set)
    for each in used:
        if (each["amount"] or 0) > 0:
            parties[each["currency"] or ""].add(each["id"])
    return min(parties, key=lambda it: (-len(parties[it]), it), default="") or None


def _weights(used: Sequence[Row], field: str, currency: str | None) -> dict[str, float]:
    """What each party stands for; one without a positive sum is left out."""
    weights: dict[str, float] = defaultdict(float)
    for each in used:
        if field == "share" or (each["currency"] or None) == currency:
            weights[each["id"]] += float(each[field] or 0)
    return {id_: weight for id_, weight in weights.items() if weight > 0}


def _categories(
    used: Sequence[Row], field: str, currency: str | None, names: Mapping[str, DimensionParty]
) -> tuple[CategoryConcentration, ...]:
    by_category: dict[str, list[Row]] = defaultdict(list)
    for each in used:
        if each["category"]:
            by_category[each["category"]].append(each)
    found = []
    for category, rows in by_category.items():
        ids = {each["id"] for each in rows}
        weights = _weights(rows, field, currency)
        single = names[next(iter(ids))] if len(ids) == 1 else None
        known = len(weights) == len(ids)
        index = 1.0 if single else herfindahl(weights) if known else None
        found.append(CategoryConcentration(category, len(ids), single, index))
    return tuple(sorted(found, key=lambda it: (-(it.index or 0), it.category)))
