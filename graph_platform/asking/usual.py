"""What a plan usually means where a property or a dimension says it: how many people a company has is what it states.

The people of a company that the graph knows are a few of them, so that their number would be a wrong answer.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph_platform.asking.plan import (
    Condition,
    Dimension,
    Listing,
    Nodes,
    Number,
    Order,
    Plan,
    Ranking,
    Related,
)
from graph_platform.ontology import ONTOLOGY


def usual(plan: Plan) -> Plan:
    """The plan; with the property `employees` for a number of staff, and the dimension `control` for one of
    subsidiaries."""
    match plan:
        case Number(nodes=nodes, function="count", as_of=None):
            if (employer := _only(nodes, "Person", "employers")) is not None:
                return Listing(nodes=employer, properties=("employees",))
            controller = _only(nodes, "Organization", "controllers") or _only(nodes, "Company", "controllers")
            if controller is not None:
                return Dimension(of=controller, name="control")
        case Ranking(by=by, function="count", as_of=None) if _is_staff(by) and by.at_least == 1:
            order = Order(property="employees", descending=plan.descending)
            return Listing(nodes=plan.nodes, order=order, first=plan.first)
    changed: Plan = _bounded(plan)
    return changed


def also_meant(plan: Plan) -> Plan | None:
    """What a plan may mean as well, so that it is asked back: the companies that another controls, by statements of
    control, or by what it owns."""
    if isinstance(plan, Listing) and plan.as_of is None and not plan.properties and not plan.order:
        controller = _only(plan.nodes, plan.nodes.label, "controllers")
        if controller is not None:
            return Dimension(of=controller, name="control")
    return None


def _only(nodes: Nodes, label: str, end: str) -> Nodes | None:
    """The one organization whose nodes of a label are counted, with nothing else said of them."""
    if nodes.label != label or nodes.where or nodes.during or len(nodes.related) != 1:
        return None
    (link,) = nodes.related
    if link.end != end or link.edge or link.none or link.at_least > 1 or link.nodes.id is None:
        return None
    return link.nodes if _is_organization(link.nodes) else None


def _is_organization(nodes: Nodes) -> bool:
    return ONTOLOGY.dimension(nodes.label) == "Organization"


def _is_staff(link: Related) -> bool:
    plain = Nodes(label="Person")
    return link.end == "staff" and link.nodes == plain and not link.edge and not link.none


def _bounded(part: Any) -> Any:
    """A part with `employees` bounded wherever more than so many staff have to be there."""
    if isinstance(part, tuple):
        return tuple(_bounded(each) for each in part)
    if not isinstance(part, BaseModel):
        return part
    fields = {name: _bounded(getattr(part, name)) for name in type(part).model_fields}
    made = part.model_copy(update=fields)
    if not isinstance(made, Nodes):
        return made
    bounds = [link for link in made.related if _is_staff(link) and link.at_least > 1]
    where = tuple(Condition(property="employees", op="gt", value=link.at_least - 1) for link in bounds)
    kept = tuple(link for link in made.related if link not in bounds)
    return made.model_copy(update={"where": (*made.where, *where), "related": kept})
