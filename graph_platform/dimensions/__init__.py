"""The twelve derived dimensions of an organization: what is read for each, and how its number is made.

    rows = database.read(…the fragment `DIMENSIONS["service_load"].fragment` inside of `COLLECT { … }`…)
    load = DIMENSIONS["service_load"].compute(rows)

A fragment sees one organization and gives one map of plain values. It never meets what the viewer may not see, so that
neither a number nor the word for its absence tells of it. `compute` is a pure function; nothing here knows who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_platform.dimensions import (
    buying_chain,
    concentration,
    control,
    executive_ties,
    influence,
    installed_base,
    judicial_risk,
    ownership_structure,
    partner_fit,
    service_load,
    technology,
)
from graph_platform.dimensions.common import (
    Dimension,
    DimensionEvidence,
    DimensionParty,
    DimensionState,
    Row,
)

__all__ = [
    "DIMENSIONS",
    "DeclaredDimension",
    "Dimension",
    "DimensionEvidence",
    "DimensionParty",
    "DimensionState",
    "Row",
    "not_for_this_date",
]


@dataclass(frozen=True, slots=True)
class DeclaredDimension:
    """One dimension: its name in two languages, its fragment, its function, and what its number is made of.

    `reads` names the properties whose class is not `public`, as `Label.property`: who may not read one of them in clear
    may not read the number either. One that `is_dated` rests on relationships and events alone, which say when they
    were: so it can be had for a day in the past. One that `is_whole` was computed out of every row, and is there for
    those alone who see every row.
    """

    name: str
    zh: str
    fragment: str
    compute: Callable[[Sequence[Row]], Dimension]
    result: type[Dimension]
    reads: tuple[str, ...] = ()
    is_dated: bool = False
    is_whole: bool = False


def not_for_this_date(declared: DeclaredDimension) -> Dimension:
    """A dimension that cannot be had for the day that is asked for."""
    return replace(declared.compute(()), state=DimensionState.NOT_AVAILABLE_FOR_THIS_DATE, value=None)


def not_allowed(declared: DeclaredDimension) -> Dimension:
    """A dimension that rests on what the viewer may not see."""
    return replace(declared.compute(()), state=DimensionState.NOT_ALLOWED, value=None)


def _declared(*dimensions: DeclaredDimension) -> Mapping[str, DeclaredDimension]:
    return {dimension.name: dimension for dimension in dimensions}


TRADE = (
    "SUPPLIES.category",
    "SUPPLIES.amount",
    "Order.amount",
    "Event.category",
    "Event.at",
    "Payment.amount",
)

DIMENSIONS: Mapping[str, DeclaredDimension] = _declared(
    DeclaredDimension(
        "ownership_structure",
        "股权结构",
        "dimensions/ownership_structure",
        ownership_structure.compute,
        ownership_structure.OwnershipStructure,
        reads=("Person.name",),
        is_dated=True,
    ),
    DeclaredDimension(
        "control",
        "控制与子公司",
        "dimensions/control",
        control.compute,
        control.ControlAndSubsidiaries,
        reads=("Person.name",),
        is_dated=True,
    ),
    DeclaredDimension(
        "executive_ties",
        "高管关联",
        "dimensions/executive_ties",
        executive_ties.compute,
        executive_ties.ExecutiveTies,
        reads=("Person.name",),
        is_dated=True,
    ),
    DeclaredDimension(
        "supplier_concentration",
        "供应商集中度",
        "dimensions/supplier_concentration",
        concentration.suppliers,
        concentration.SupplierConcentration,
        reads=(*TRADE, "SUPPLIES.share"),
        is_dated=True,
    ),
    DeclaredDimension(
        "customer_concentration",
        "客户集中度",
        "dimensions/customer_concentration",
        concentration.customers,
        concentration.CustomerConcentration,
        reads=TRADE,
        is_dated=True,
    ),
    DeclaredDimension(
        "judicial_risk",
        "司法与合规风险",
        "dimensions/judicial_risk",
        judicial_risk.compute,
        judicial_risk.JudicialRisk,
        reads=("Person.name", "Person.topics", "Event.status", "Event.tags", "Event.at"),
    ),
    DeclaredDimension(
        "technology",
        "技术方向",
        "dimensions/technology",
        technology.compute,
        technology.TechnologyDirection,
        is_dated=True,
    ),
    DeclaredDimension(
        "installed_base",
        "装机与健康度",
        "dimensions/installed_base",
        installed_base.compute,
        installed_base.InstalledBase,
        reads=(
            "Device.name",
            "Device.state_of_health",
            "Device.warranty_until",
            "Event.at",
            "Alarm.severity",
        ),
    ),
    DeclaredDimension(
        "service_load",
        "服务负荷",
        "dimensions/service_load",
        service_load.compute,
        service_load.ServiceLoad,
        reads=("Event.at", "Ticket.priority", "Ticket.solved_at"),
        is_dated=True,
    ),
    DeclaredDimension(
        "buying_chain",
        "采购决策链",
        "dimensions/buying_chain",
        buying_chain.compute,
        buying_chain.BuyingChain,
        reads=(
            "Person.name",
            "Person.job_title",
            "WORKS_FOR.job_title",
            "Contact.buying_role",
            "Contact.interests",
            "ATTENDED.buying_role",
            "Event.at",
        ),
    ),
    DeclaredDimension(
        "influence",
        "影响力与社群",
        "dimensions/influence",
        influence.compute,
        influence.InfluenceAndCommunity,
        is_whole=True,
    ),
    DeclaredDimension(
        "partner_fit",
        "伙伴契合度",
        "dimensions/partner_fit",
        partner_fit.compute,
        partner_fit.PartnerFit,
        reads=("Partner.partner_tier",),
    ),
)
